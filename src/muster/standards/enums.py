"""Words with fixed meanings about rules and exceptions."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ExceptionKind(models.TextChoices):
    """How somebody is excused."""

    WAIVED = "waived", _("waived")
    EXTENDED = "extended", _("more time")


class Decision(models.TextChoices):
    """What became of a proposal."""

    PROPOSED = "proposed", _("waits for a decision")
    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")
    ENDED = "ended", _("ended early")


class Basis(models.TextChoices):
    """On what an approval of a course rests."""

    STATE = "state", _("approved by the state")
    AGENCY = "agency", _("decided by the agency")
    EQUIVALENT = "equivalent", _("equivalent to another course")
