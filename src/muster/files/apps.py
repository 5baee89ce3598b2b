"""The files app."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Stored files."""

    name = "muster.files"
