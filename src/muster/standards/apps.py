"""The standards app."""

from django.apps import AppConfig


class StandardsConfig(AppConfig):
    """Rules in force and standing."""

    name = "muster.standards"
