"""Addresses of deciding about outside training, and of the rules for it."""

from __future__ import annotations

from django.urls import path

from muster.web.commander import inbox, policy

urlpatterns = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/<int:pk>/", inbox.decide_request, name="decide_request"),
    path("policy/", policy.policy, name="policy"),
    path("policy/change/", policy.policy_change, name="policy_change"),
]
