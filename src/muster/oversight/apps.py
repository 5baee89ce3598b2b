"""The oversight app."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Recommendations of those who look over a department's shoulder, and the answers to them."""

    name = "muster.oversight"
