"""Addresses of who gets to go, who went, and what the money could do."""

from __future__ import annotations

from django.urls import path

from muster.web.commander import distribution, selection, who_goes

urlpatterns = [
    path("who-goes/", who_goes.who_goes, name="who_goes"),
    path("who-goes/selection/", selection.selection, name="selection"),
    path("who-goes/distribution/", distribution.distribution, name="distribution"),
]
