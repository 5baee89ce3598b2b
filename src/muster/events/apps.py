"""The events app."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """Outside training: events, requests, money, cover, reports and what was adopted."""

    name = "muster.events"
