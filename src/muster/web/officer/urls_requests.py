"""Addresses of an officer's requests for outside training."""

from __future__ import annotations

from django.urls import path

from muster.web.officer import away, owed, requests

urlpatterns = [
    path("requests/", requests.requests, name="requests"),
    path("away/", away.away, name="away"),
    path("owed/", owed.owed, name="owed"),
    path("requests/ask/<int:pk>/", requests.request_new, name="request_new"),
    path("requests/<int:pk>/change/", requests.request_edit, name="request_edit"),
    path("requests/<int:pk>/attach/", requests.request_attach, name="request_attach"),
]
