"""The roster app."""

from django.apps import AppConfig


class RosterConfig(AppConfig):
    """People and where they belong."""

    name = "muster.roster"
