"""Addresses of an officer's sessions."""

from __future__ import annotations

from django.urls import path

from muster.web.officer import sessions

urlpatterns = [
    path("sessions/", sessions.sessions, name="sessions"),
    path("sessions/<int:pk>/", sessions.session, name="session"),
    path("sessions/<int:pk>/calendar/", sessions.calendar, name="download_session_calendar"),
    path("sessions/<int:pk>/ask/", sessions.ask, name="ask_for_seat"),
    path("sessions/<int:pk>/give-back/", sessions.give_back, name="give_back_seat"),
    path("sessions/<int:pk>/answer/", sessions.answer, name="answer_invitation"),
]
