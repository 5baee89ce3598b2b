"""Addresses of what was brought home: reports, bulletins, people, practices."""

from __future__ import annotations

from django.urls import path

from muster.web.outside import bulletins, contacts, practices, reports

urlpatterns = [
    path("learned/", reports.library, name="library"),
    path("learned/<int:pk>/", reports.report, name="report"),
    path("learned/<int:pk>/files/<int:file>/", reports.report_file, name="report_file"),
    path("learned/<int:pk>/bulletin/", reports.report_bulletin, name="report_bulletin"),
    path("learned/<int:pk>/lesson-plan/", reports.report_lesson, name="report_lesson"),
    path("bulletins/", bulletins.bulletins, name="bulletins"),
    path("bulletins/new/", bulletins.bulletin_new, name="bulletin_new"),
    path("bulletins/<int:pk>/", bulletins.bulletin, name="bulletin"),
    path("bulletins/<int:pk>/change/", bulletins.bulletin_edit, name="bulletin_edit"),
    path("bulletins/<int:pk>/publish/", bulletins.bulletin_publish, name="bulletin_publish"),
    path("people/", contacts.contacts, name="contacts"),
    path("people/new/", contacts.contact_new, name="contact_new"),
    path("people/<int:pk>/", contacts.contact, name="contact"),
    path("people/<int:pk>/forget/", contacts.contact_forget, name="contact_forget"),
    path("practices/", practices.practices, name="practices"),
    path("practices/new/", practices.practice_new, name="practice_new"),
    path("practices/<int:pk>/", practices.practice, name="practice"),
]
