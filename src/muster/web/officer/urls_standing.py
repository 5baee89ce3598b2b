"""Addresses of what is due for an officer."""

from __future__ import annotations

from django.urls import path

from muster.web.officer import standing

urlpatterns = [
    path("due/", standing.due, name="due"),
    path("due/more-time/", standing.ask_time, name="ask_time"),
    path("due/<path:name>/", standing.requirement, name="requirement"),
]
