"""Addresses of an officer's own desk: each part of it has a list of its own."""

from __future__ import annotations

from muster.web.officer import (
    urls_home,
    urls_money,
    urls_records,
    urls_requests,
    urls_sessions,
    urls_standing,
)

app_name = "officer"
urlpatterns = [
    *urls_home.urlpatterns,
    *urls_money.urlpatterns,
    *urls_records.urlpatterns,
    *urls_requests.urlpatterns,
    *urls_sessions.urlpatterns,
    *urls_standing.urlpatterns,
]
