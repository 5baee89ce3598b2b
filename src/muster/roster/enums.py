"""Words with fixed meanings on the roster. Ranks, kinds of leave and the like are words of the rulebook instead."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class AgencyKind(models.TextChoices):
    """What an agency is."""

    DEPARTMENT = "department", _("department")
    COMMISSION = "commission", _("state commission")
    ACADEMY = "academy", _("academy")
    OVERSIGHT = "oversight", _("oversight body")


class Employment(models.TextChoices):
    """How somebody is employed; the values of the fact ``employment`` in ``rulebook/vocabulary.yaml``."""

    FULL_TIME = "full-time", _("full-time")
    PART_TIME = "part-time", _("part-time")
    RESERVE = "reserve", _("reserve or intermittent")
    AUXILIARY = "auxiliary", _("auxiliary")
    CIVILIAN = "civilian", _("civilian")
    ELECTED = "elected", _("elected or appointed official")


class Separation(models.TextChoices):
    """Why an appointment ended."""

    RESIGNED = "resigned", _("resigned")
    RETIRED = "retired", _("retired")
    TRANSFERRED = "transferred", _("went to another agency")
    DISMISSED = "dismissed", _("dismissed")
    DIED = "died", _("died")
    OTHER = "other", _("other")


class Ending(models.TextChoices):
    """Why a certificate or licence ended before its time; one that only ran out has no reason."""

    SURRENDERED = "surrendered", _("surrendered")
    SUSPENDED = "suspended", _("suspended")
    REVOKED = "revoked", _("revoked")
    OTHER = "other", _("other")


class Validity(models.TextChoices):
    """Where a day stands to a spell of days; computed, never stored."""

    COMING = "coming", _("not yet in force")
    IN_FORCE = "in_force", _("in force")
    ENDS_SOON = "ends_soon", _("ends soon")
    OVER = "over", _("expired")


#: How many days before its last day a certificate is flagged. A starting value of ours.
SOON_DAYS = 90


class IdentifierKind(models.TextChoices):
    """Whose number a person is known by."""

    STATE = "state", _("state id")
    AGENCY = "agency", _("agency id")


class FactName(models.TextChoices):
    """Dated facts that have a page of their own; rules may ask for more of them (see the rulebook's vocabulary)."""

    RANK = "rank", _("rank")
    CERTIFICATE = "certificate", _("certificate")
    LICENCE = "licence", _("licence")
    CARD = "card", _("card")
    LEAVE = "leave", _("leave")
    ASSIGNMENT = "assignment", _("special assignment")
    CARRIES = "carries", _("firearm carried")
    APPOINTMENT = "appointment", _("appointment to a post")
    OTHER = "other", _("other fact")


#: Facts that are papers with a number and an expiry.
CREDENTIALS = frozenset({FactName.CERTIFICATE, FactName.LICENCE, FactName.CARD})

#: Facts that end when somebody leaves the agency that wrote them down. A certificate is the officer's own and stays.
ENDING_WITH_APPOINTMENT = frozenset({FactName.LEAVE, FactName.ASSIGNMENT, FactName.CARRIES})

#: Who somebody is, kept to be counted in groups of five or more. Shown to the person and to those who keep the roster.
PERSONAL_FACTS = frozenset({"gender", "race"})

#: Facts of which somebody has one at a time in an agency: a new one ends the one before.
ONE_AT_A_TIME = frozenset({FactName.RANK})
