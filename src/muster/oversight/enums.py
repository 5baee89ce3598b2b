"""The closed lists of words of oversight, with their names for people."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class IssuerKind(models.TextChoices):
    """What kind of body recommends."""

    BOARD = "board", _("oversight board")
    COUNCIL = "council", _("advisory council")
    AUDITOR = "auditor", _("auditor")
    MONITOR = "monitor", _("court's monitor")
    INSPECTOR = "inspector", _("inspector general")


class RecommendationState(models.TextChoices):
    """Where a recommendation stands. The department answers and reports; the issuer verifies and closes."""

    ISSUED = "issued", _("issued")
    ACKNOWLEDGED = "acknowledged", _("acknowledged")
    RESPONSE_DUE = "response_due", _("being answered")
    ACCEPTED = "accepted", _("accepted")
    PARTLY = "partly", _("accepted in part")
    DECLINED = "declined", _("declined")
    IN_PROGRESS = "in_progress", _("in progress")
    REPORTED_IMPLEMENTED = "reported_implemented", _("reported implemented")
    VERIFIED_IMPLEMENTED = "verified_implemented", _("verified: implemented")
    VERIFIED_PARTIAL = "verified_partial", _("verified: in part")
    NOT_IMPLEMENTED = "not_implemented", _("not implemented")
    CLOSED = "closed", _("closed")


class RecommendationKind(models.TextChoices):
    """What a recommendation wants changed."""

    TRAINING = "training", _("training")
    POLICY = "policy", _("policy")
    PRACTICE = "practice", _("practice")
    SUPERVISION = "supervision", _("supervision")
    RECORDS = "records", _("records and data")
    EQUIPMENT = "equipment", _("equipment")
    OTHER = "other", _("other")


class Priority(models.IntegerChoices):
    """How much it matters to the issuer; the highest first."""

    HIGH = 1, _("high")
    MEDIUM = 2, _("medium")
    LOW = 3, _("low")


class ChangeKind(models.TextChoices):
    """What was done to a recommendation."""

    ISSUED = "issued", _("it was issued")
    STEP = "step", _("a step")
    IMPORTED = "imported", _("taken over from a list")
    REVISED = "revised", _("the issuer changed it")
    PLANNED = "planned", _("the plan was changed")
    MILESTONE = "milestone", _("a milestone was set")
    REACHED = "reached", _("a milestone was reached")
    FILED = "filed", _("a file was attached")
    LINKED = "linked", _("something was linked")
    UNLINKED = "unlinked", _("a link was taken away")


class Side(models.TextChoices):
    """Who did it."""

    ISSUER = "issuer", _("issuer")
    DEPARTMENT = "department", _("department")


S = RecommendationState

#: It waits for the first word of the department.
UNANSWERED: Final = (S.ISSUED, S.ACKNOWLEDGED, S.RESPONSE_DUE)
#: The department said that it would do something, and is at it.
WORKING: Final = (S.ACCEPTED, S.PARTLY, S.IN_PROGRESS)
#: The issuer has looked.
JUDGED: Final = (S.VERIFIED_IMPLEMENTED, S.VERIFIED_PARTIAL, S.NOT_IMPLEMENTED)
#: States that only the issuer sets.
OF_THE_ISSUER: Final = (*JUDGED, S.CLOSED)
