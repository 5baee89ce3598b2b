"""Addresses of what every desk shares about outside training."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from muster.web.outside import costs, event_helps, events, people, repayments, request, urls_home, urls_worth

urlpatterns: list[URLPattern | URLResolver] = [
    path("", events.events, name="events"),
    path("<int:pk>/", events.event, name="event"),
    path("<int:pk>/calendar/", events.event_calendar, name="download_event_calendar"),
    path("<int:pk>/files/<int:file>/", events.event_file, name="download_event_flyer"),
    path("<int:pk>/helps/", event_helps.event_helps, name="event_helps"),
    path("<int:pk>/tell-me/", events.event_interest, name="event_interest"),
    path("wishes/<int:pk>/forget/", events.interest_forget, name="interest_forget"),
    *urls_home.urlpatterns,
    *urls_worth.urlpatterns,
    path("requests/<int:pk>/", request.request_page, name="request"),
    path("requests/<int:pk>/files/<int:file>/", request.request_file, name="request_file"),
    path("requests/<int:pk>/money/funds/", costs.request_funds, name="request_funds"),
    path("requests/<int:pk>/money/paid/", costs.request_paid, name="request_paid"),
    path("requests/people/<int:pk>/", people.mark_person, name="request_mark"),
    path("requests/people/<int:pk>/pays-back/", repayments.repayment, name="repayment"),
    path("requests/<int:pk>/<slug:key>/", request.move_page, name="request_move"),
]
