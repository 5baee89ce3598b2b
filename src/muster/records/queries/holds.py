"""Which hold covers which record."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from muster.records.models import Hold, Record


def holds_in_force() -> QuerySet[Hold]:
    """Return the holds that nobody has released."""
    return Hold.objects.filter(released_at__isnull=True)


def hold_over(record: Record) -> Hold | None:
    """Return a hold that covers a record, None where it may be corrected."""
    person = record.person
    entries = [person.pk, person.same_as_id or person.pk]
    covered = (
        (Q(person__isnull=True) | Q(person__in=entries) | Q(person__same_as__in=entries))
        & (Q(course__isnull=True) | Q(course=record.course_id or 0))
        & (Q(session__isnull=True) | Q(session=record.session_id or 0))
    )
    return holds_in_force().filter(covered, agency=record.agency_id).order_by("pk").first()


def annotate_held(records: QuerySet[Record]) -> QuerySet[Record]:
    """Add ``is_held``: whether a hold covers the record."""
    shown = Q(person=OuterRef("person")) | Q(person=OuterRef("person__same_as"))
    merged = Q(person__same_as=OuterRef("person")) | Q(person__same_as=OuterRef("person__same_as"))
    holds = holds_in_force().filter(
        Q(person__isnull=True) | shown | merged,
        Q(course__isnull=True) | Q(course=OuterRef("course")),
        Q(session__isnull=True) | Q(session=OuterRef("session")),
        agency=OuterRef("agency"),
    )
    return records.annotate(is_held=Exists(holds))


def filter_held(records: QuerySet[Record]) -> QuerySet[Record]:
    """Keep the records that a hold covers."""
    held: Any = annotate_held(records)
    return held.filter(is_held=True)


def records_under(hold: Hold) -> QuerySet[Record]:
    """Return the records, as they stand, that a hold covers."""
    found = Record.lines.standing().filter(agency=hold.agency_id)
    if hold.person_id is not None:
        entries = [hold.person_id, hold.person.same_as_id or hold.person_id]  # type: ignore[union-attr]  # named
        found = found.filter(Q(person__in=entries) | Q(person__same_as__in=entries))
    if hold.course_id is not None:
        found = found.filter(course=hold.course_id)
    if hold.session_id is not None:
        found = found.filter(session=hold.session_id)
    return found


def order_for_reading(holds: QuerySet[Hold]) -> QuerySet[Hold]:
    """Put those in force first, each time the latest first, with what the page names."""
    named = holds.select_related("agency", "person", "course", "session__course", "set_by", "released_by")
    return named.order_by(F("released_at").desc(nulls_first=True), "-set_at", "-pk")
