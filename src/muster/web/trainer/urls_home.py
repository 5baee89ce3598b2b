"""Addresses of what came back from outside: reports to accept, sharing to confirm."""

from __future__ import annotations

from django.urls import path

from muster.web.trainer import home

urlpatterns = [
    path("reports/", home.reports, name="reports"),
    path("sharing/", home.shares, name="shares"),
    path("sharing/<int:pk>/", home.share_decide, name="share_decide"),
    path("sharing/<int:pk>/files/<int:file>/", home.share_file, name="share_file"),
]
