"""Reads of training records: the list and its filters, what waits, one record with all that belongs to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from muster.ledger.lines import on_day
from muster.records.enums import Origin, RecordStatus
from muster.records.models import Dispute, Evidence, Record
from muster.records.queries.retention import period_at
from muster.records.retention import Keeping, keep_until
from muster.roster.models import Agency, Appointment, Assignment, Person, Unit


def identities(person: Person) -> Q:
    """Return the condition that a record is about a person, under whichever of their merged entries."""
    return Q(person=person) | Q(person__same_as=person)


def with_names(records: QuerySet[Record]) -> QuerySet[Record]:
    """Fetch with each record what its row names."""
    return records.select_related(
        "person__same_as", "course", "agency", "session__course", "plan__course", "batch", "known_by"
    )


def filter_words(records: QuerySet[Record], words: str) -> QuerySet[Record]:
    """Keep the records in whose title, course code or person's name every word occurs."""
    for word in words.split():
        records = records.filter(
            Q(title__icontains=word)
            | Q(course__code__iexact=word)
            | Q(person__given_name__icontains=word)
            | Q(person__family_name__icontains=word)
        )
    return records


def filter_in_unit(records: QuerySet[Record], unit: Unit) -> QuerySet[Record]:
    """Keep the records of those who belong to a unit, or one below it, today."""
    posted = Assignment.lines.standing().filter(
        on_day(timezone.localdate()), unit__path__startswith=unit.path
    )
    return records.filter(
        Q(person__in=posted.values("person")) | Q(person__same_as__in=posted.values("person"))
    )


def filter_as_asked(records: QuerySet[Record], asked: Mapping[str, Any]) -> QuerySet[Record]:
    """Keep what the cleaned filter form asks for: status, origin, outcome, from and to a day."""
    exact = {name: asked[name] for name in ("status", "origin", "outcome") if asked.get(name)}
    records = records.filter(**exact)
    if asked.get("since"):
        records = records.filter(completed_on__gte=asked["since"])
    if asked.get("until"):
        records = records.filter(completed_on__lte=asked["until"])
    return filter_words(records, asked.get("q") or "")


def first_day_in_time(agency: Agency, today: date) -> date:
    """Return the first day about which something written today is not late; of a day before, a second person decides."""
    return today - timedelta(days=agency.late_days)


def pending(records: QuerySet[Record]) -> QuerySet[Record]:
    """Keep what waits for approval, as it stands."""
    return records.standing().filter(status=RecordStatus.PENDING)  # type: ignore[attr-defined]  # lines


def late_entries(records: QuerySet[Record]) -> QuerySet[Record]:
    """Keep what the training unit entered late and a second person has not seen yet."""
    return pending(records).filter(origin=Origin.ENTERED)


def annotate_evidence(records: QuerySet[Record]) -> QuerySet[Record]:
    """Add ``proofs``: how many certificates hang on any line of the record."""
    mine = Evidence.objects.filter(record__key=OuterRef("key")).order_by().values("record__key")
    return records.annotate(proofs=Coalesce(Subquery(mine.annotate(n=Count("pk")).values("n")), 0))


def evidence_of(record: Record) -> QuerySet[Evidence]:
    """Return the certificates of a record, whichever of its lines they came with."""
    return Evidence.objects.filter(record__key=record.key).select_related("file", "added_by").order_by("pk")


def disputes_of(record: Record) -> QuerySet[Dispute]:
    """Return the disputes about a record, the latest first."""
    found = Dispute.objects.filter(record__key=record.key).select_related("opened_by", "answered_by")
    return found.order_by("-opened_at", "-pk")


def versions_of(record: Record) -> list[Record]:
    """Return every line of a record, the oldest first."""
    return list(
        Record.lines.filter(key=record.key)
        .select_related("known_by", "course", "agency")
        .order_by("known_from", "pk")
    )


def keeping_of(record: Record, *, held: bool) -> Keeping:
    """Return until when a record is kept. Two queries."""
    lines = Appointment.lines.standing().filter(identities(record.person), agency=record.agency)
    ends = list(lines.values_list("end", flat=True))
    today = timezone.localdate()
    serves = any(end is None or end >= today for end in ends)
    last: date | None = max((end for end in ends if end is not None), default=None)
    return keep_until(period_at(record.agency), separated_on=last, serves=serves or not ends, held=held)


def expiring(records: QuerySet[Record]) -> QuerySet[Record]:
    """Keep what is valid until a day, the first to run out first."""
    return records.filter(expires_on__isnull=False).order_by("expires_on", "pk")
