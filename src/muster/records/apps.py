"""The records app."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Sessions and training records."""

    name = "muster.records"
