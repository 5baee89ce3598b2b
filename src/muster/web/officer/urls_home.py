"""Addresses of an officer's way there and back: checking in, the report, the certificate, sharing."""

from __future__ import annotations

from django.urls import path

from muster.web.officer import home_check_in, home_reports, home_shares

urlpatterns = [
    # what the worker may keep on a phone lies below "there/", and nothing else does
    path("there/worker.js", home_check_in.worker, name="check_in_worker"),
    path("there/<int:attendee>/", home_check_in.check_in_page, name="check_in"),
    path("there/<int:attendee>/send/", home_check_in.check_in_send, name="check_in_send"),
    path("back/<int:attendee>/sessions.pdf", home_check_in.check_in_pdf, name="check_in_pdf"),
    path("back/<int:attendee>/certificate/", home_check_in.certificate, name="certificate"),
    path("back/<int:attendee>/report/", home_reports.report_write, name="report_write"),
    path("back/<int:attendee>/report/hand-out/", home_reports.material_add, name="material_add"),
    path("back/<int:attendee>/worth/", home_reports.rate, name="rate"),
    path("hand-outs/<int:pk>/", home_reports.material_permit, name="material_permit"),
    path("sharing/<int:pk>/", home_shares.share, name="share"),
    path("requests/<int:pk>/share/", home_shares.share_plan, name="share_plan"),
]
