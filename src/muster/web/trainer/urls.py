"""Addresses of the training desk: each part of it has a list of its own."""

from __future__ import annotations

from django.urls import path

from muster.web.trainer import (
    today,
    urls_curriculum,
    urls_events,
    urls_home,
    urls_records,
    urls_requests,
    urls_sessions,
    urls_standards,
)

app_name = "trainer"
urlpatterns = [
    path("", today.today, name="today"),
    *urls_curriculum.urlpatterns,
    *urls_events.urlpatterns,
    *urls_home.urlpatterns,
    *urls_records.urlpatterns,
    *urls_requests.urlpatterns,
    *urls_sessions.urlpatterns,
    *urls_standards.urlpatterns,
]
