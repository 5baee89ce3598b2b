"""Addresses of the training desk about requests for outside training."""

from __future__ import annotations

from django.urls import path

from muster.web.trainer import requests

urlpatterns = [path("requests/", requests.requests, name="requests")]
