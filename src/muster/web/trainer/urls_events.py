"""Addresses of the training desk about outside events and who gives them."""

from __future__ import annotations

from django.urls import path

from muster.web.trainer import event_parts, event_sources, events, providers

urlpatterns = [
    path("events/add/", events.event_add, name="event_add"),
    path("events/demand/", events.demand, name="events_demand"),
    path("events/<int:pk>/change/", events.event_change, name="event_change"),
    path("events/<int:pk>/cancel/", events.event_cancel, name="event_cancel"),
    path("events/<int:pk>/file/", events.event_attach, name="event_attach"),
    path("events/<int:pk>/course/", events.event_course, name="event_course"),
    path("events/<int:pk>/lines/<slug:part>/", event_parts.event_part, name="event_part"),
    path("events/<int:pk>/apart/<int:source>/", event_sources.event_apart, name="event_apart"),
    path("events/table/", event_sources.events_import, name="events_import"),
    path("events/page/", event_sources.events_paste, name="events_paste"),
    path("events/samples/", event_sources.events_samples, name="events_samples"),
    path("calendars/", event_sources.feeds, name="feeds"),
    path("calendars/add/", event_sources.feed_add, name="feed_add"),
    path("calendars/<int:pk>/", event_sources.feed_change, name="feed_change"),
    path("calendars/<int:pk>/read/", event_sources.feed_read, name="feed_read"),
    path("providers/", providers.providers, name="providers"),
    path("providers/add/", providers.provider_add, name="provider_add"),
    path("providers/<int:pk>/", providers.provider_change, name="provider_change"),
]
