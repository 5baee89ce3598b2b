"""The community app."""

from django.apps import AppConfig


class CommunityConfig(AppConfig):
    """Consultations on lesson plans and programmes."""

    name = "muster.community"

    def ready(self) -> None:
        """Have a say before a lesson plan is approved."""
        from muster.community.approval import stands_in_the_way  # noqa: PLC0415 - models are ready only now
        from muster.curriculum.lifecycle import GUARDS  # noqa: PLC0415 - as above

        GUARDS.append(stands_in_the_way)
