"""The curriculum app."""

from django.apps import AppConfig


class CurriculumConfig(AppConfig):
    """Courses and lesson plans."""

    name = "muster.curriculum"
