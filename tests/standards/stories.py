"""What the tests of standing write down, in few words."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from muster.core.rules.evaluate import Judgement
from muster.curriculum.models import Course
from muster.records.enums import Origin, RecordStatus
from muster.records.models import Record
from muster.roster.models import Agency, Fact, Person
from muster.standards.models import Adoption, Excuse

TODAY = date(2026, 11, 20)
DE_ESCALATION = "model/de-escalation"
EARLY = date(2010, 1, 1)


def adopt(agency: Agency, rules: str = DE_ESCALATION, start: date = EARLY, **more: Any) -> Adoption:
    """Let rules bind an agency."""
    return Adoption.lines.create(agency=agency, rules=rules, start=start, **more)


def course(agency: Agency, code: str = "DE-1", topics: list[str] | None = None, **more: Any) -> Course:
    """Make a course; of de-escalation unless said otherwise."""
    return Course.objects.create(
        agency=agency,
        code=code,
        title=more.pop("title", f"Course {code}"),
        topics=["de-escalation"] if topics is None else topics,
        minutes=more.pop("minutes", 240),
        **more,
    )


def record(person: Person, taken: Course, on: date | None, **more: Any) -> Record:
    """Write down that somebody completed a course; verified unless said otherwise."""
    return Record.lines.create(
        agency=more.pop("agency", taken.agency),
        person=person,
        course=taken,
        title=taken.title,
        completed_on=on,
        minutes=more.pop("minutes", taken.minutes),
        origin=Origin.ENTERED,
        status=more.pop("status", RecordStatus.VERIFIED),
        **more,
    )


def fact(
    person: Person, agency: Agency, name: str, value: str, start: date | None = EARLY, **more: Any
) -> Fact:
    """Write a dated fact."""
    return Fact.lines.create(person=person, agency=agency, fact=name, value=value, start=start, **more)


def excuse(agency: Agency, person: Person, by: Any, **more: Any) -> Excuse:
    """Write a waiver of de-escalation for the whole of 2026; it waits unless said otherwise."""
    return Excuse.objects.create(
        agency=agency,
        person=person,
        kind=more.pop("kind", "waived"),
        requirement=more.pop("requirement", DE_ESCALATION),
        start=more.pop("start", date(2026, 1, 1)),
        end=more.pop("end", date(2026, 12, 31)),
        reason="Injured on duty.",
        proposed_by=by,
        **more,
    )


def verdict(judgement: Judgement, person: Person, requirement: str = DE_ESCALATION) -> str:
    """Return how somebody stands by a requirement."""
    rows = judgement.standing.filter(
        (judgement.standing["officer_id"] == str(person.pk))
        & judgement.standing["headline"]
        & (judgement.standing["requirement"].cast(str) == requirement)
    )
    return str(rows["verdict"].item())


def moment(day: date, hour: int = 12) -> datetime:
    """Return a moment of a day."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
