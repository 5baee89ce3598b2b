"""What the rules of an agency ask of a consultation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone

from muster.community.models import Consultation, ConsultationRule
from muster.community.models.rule import MOST_AN_HOUR
from muster.curriculum.models import Course
from muster.ledger.lines import on_day
from muster.roster.models import Agency


@dataclass(frozen=True)
class Asked:
    """What is asked of a consultation: by several rules together, the most of each."""

    days_open: int = 1
    groups: frozenset[str] = frozenset()
    gatherings: int = 0
    answer_days: int | None = None
    interim_days: int | None = None
    most_an_hour: int = MOST_AN_HOUR
    sources: tuple[str, ...] = ()


def day_at(agency: Agency, moment: datetime | None = None) -> date:
    """Return the day of a moment (None: now) on the clocks of an agency."""
    return (moment or timezone.now()).astimezone(ZoneInfo(agency.time_zone)).date()


def rules_of(agency: Agency) -> QuerySet[ConsultationRule]:
    """Return the rules of an agency as they stand, the latest first."""
    found = ConsultationRule.lines.standing().filter(agency=agency)
    return found.select_related("known_by").order_by("-start", "-pk")


def asked_of_course(course: Course, day: date, known_at: datetime | None = None) -> Asked | None:
    """Return what is asked before a lesson plan of a course is approved on a day; None: nothing.

    A course of which nobody has said what it is about is bound by the rules for every subject alone.
    """
    lines = ConsultationRule.lines.standing(known_at).filter(on_day(day), agency=course.agency_id)
    topics = set(course.topics or ())
    return together(line for line in lines if not line.topics or topics.intersection(line.topics))


def asked_of(consultation: Consultation) -> Asked:
    """Return what is asked of a consultation: by the rules of the day it opened as they were known then, or of today."""
    moment = consultation.opened_at
    day = day_at(consultation.agency, moment)
    if consultation.plan is not None:
        found = asked_of_course(consultation.plan.course, day, moment)
    else:
        lines = ConsultationRule.lines.standing(moment).filter(on_day(day), agency=consultation.agency_id)
        found = together(line for line in lines if not line.topics)
    return found or Asked()


def together(lines: Iterable[ConsultationRule]) -> Asked | None:
    """Return what several rules ask together; None of none."""
    rules = list(lines)
    if not rules:
        return None
    return Asked(
        days_open=max(rule.days_open for rule in rules),
        groups=frozenset(group for rule in rules for group in rule.groups),
        gatherings=max(rule.gatherings for rule in rules),
        answer_days=min(rule.answer_days for rule in rules),
        interim_days=min(rule.interim_days for rule in rules),
        most_an_hour=min(rule.most_an_hour for rule in rules),
        sources=tuple(dict.fromkeys(rule.source for rule in rules)),
    )
