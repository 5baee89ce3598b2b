"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts and roles."""

    name = "muster.accounts"

    def ready(self) -> None:
        """Listen to what allauth changes."""
        from muster.accounts import receivers  # noqa: F401, PLC0415 - models are there only now
