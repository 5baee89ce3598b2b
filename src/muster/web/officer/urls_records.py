"""Addresses of the training file, of single records and of what officers hand in."""

from __future__ import annotations

from django.urls import path

from muster.web.officer import certificates, file, outside, record

urlpatterns = [
    path("file/", file.file, name="file"),
    path("file/<int:pk>/", file.file_of, name="file_of"),
    path("file/unit/<int:pk>/", file.unit_file, name="unit_file"),
    path("records/<int:pk>/", record.record, name="record"),
    path("records/<int:pk>/dispute/", record.dispute, name="dispute"),
    path("records/<int:pk>/again/", outside.hand_in_again, name="hand_in_again"),
    path("evidence/<int:pk>/", record.evidence, name="evidence"),
    path("outside/", outside.hand_in, name="outside"),
    path("certificates/", certificates.certificates, name="certificates"),
]
