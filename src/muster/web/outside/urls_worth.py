"""Addresses of what came of outside training."""

from __future__ import annotations

from django.urls import path

from muster.web.outside import worth

urlpatterns = [
    path("worth/", worth.worth, name="worth"),
    path("worth/sheet.pdf", worth.worth_pdf, name="worth_pdf"),
]
