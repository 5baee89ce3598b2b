"""Addresses of an officer's own desk: each part of it has a list of its own."""

from __future__ import annotations

from muster.web.officer import urls_records, urls_sessions, urls_standing

app_name = "officer"
urlpatterns = [
    *urls_records.urlpatterns,
    *urls_sessions.urlpatterns,
    *urls_standing.urlpatterns,
]
