"""Addresses of deciding about outside training, and of the rules for it."""

from __future__ import annotations

from django.urls import path

from muster.web.commander import committee, inbox, policy

urlpatterns = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/<int:pk>/", inbox.decide_request, name="decide_request"),
    path("committee/", committee.committee, name="committee"),
    path("committee/<int:pk>/", committee.score, name="score"),
    path("policy/", policy.policy, name="policy"),
    path("policy/change/", policy.policy_change, name="policy_change"),
]
