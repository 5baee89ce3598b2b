"""Somebody's training file: as of a day, and as it was known at a moment. The same question has the same answer for ever.

The JSON of it is the export that outlives the program: every record with its history, in plain words and plain days.
``docs/officers/my-file.md`` describes it.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from django.db.models import Q, QuerySet

from muster.accounts.access import reach_of
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.ledger.models import Entry
from muster.records.models import Evidence, Record
from muster.roster.access import lines_in
from muster.roster.enums import PERSONAL_FACTS, FactName
from muster.roster.models import Appointment, Assignment, Fact, Identifier, Person

FORMAT: Final = "muster-training-file"
FORMAT_VERSION: Final = 1


@dataclass(frozen=True)
class TrainingFile:
    """One person's file. ``records`` are the lines that stood at ``known_at`` and are of ``as_of`` or before."""

    person: Person
    as_of: date
    known_at: datetime
    records: list[Record]
    history: dict[Any, list[Record]]  # by the key of the record: its lines as known then, the oldest first
    evidence: dict[Any, list[Evidence]]
    identifiers: list[Identifier]
    appointments: list[Appointment]
    assignments: list[Assignment]
    facts: list[Fact]

    @property
    def minutes(self) -> int:
        """Minutes of credit in it, of records that were proven and ended well. Credits of colleges are not minutes."""
        return sum(r.minutes for r in self.records if is_proven(r) and not r.unit and r.outcome in _EARNED)

    @property
    def plans(self) -> list[Any]:
        """The lesson plan versions that were taught, each once, in the order of the records."""
        return list(dict.fromkeys(record.plan for record in self.records if record.plan is not None))


_EARNED: Final = ("attended", "completed", "passed", "equivalency", "instructed")


def is_proven(record: Record) -> bool:
    """Return whether a record counts as proof: neither waiting nor refused."""
    return record.status in ("verified", "reported", "disputed")


def files_of(
    people: Sequence[Person],
    records: QuerySet[Record],
    *,
    as_of: date,
    known_at: datetime,
    reader: User | None = None,
) -> list[TrainingFile]:
    """Return the files of people, from the records that the reader may see. The same few queries for one and for many.

    What an agency wrote down about somebody (its numbers, units, ranks) is in it where ``reader`` reaches that
    agency, as on the page of the person; for None all of it.
    """
    keys = {person.pk for person in people}
    of_these = Q(person__in=keys) | Q(person__same_as__in=keys)
    standing = records.filter(of_these).standing(known_at)  # type: ignore[attr-defined]  # lines
    standing = standing.filter(Q(completed_on__lte=as_of) | Q(completed_on__isnull=True))
    lines = standing.select_related("person", "course", "agency", "session", "plan__course").order_by(
        "completed_on", "pk"
    )
    by_person = _grouped(lines)
    roster = [
        _grouped(
            table.lines.standing(known_at)
            .filter(of_these, _seen_by(reader, column))
            .select_related("person", *more)
            .order_by("pk")
        )
        for table, column, more in _ROSTER
    ]
    history, evidence = _behind(records.filter(of_these), known_at)
    return [
        TrainingFile(
            person,
            as_of,
            known_at,
            by_person[person.pk],
            history,
            evidence,
            *(_until(found[person.pk], as_of) for found in roster),
        )
        for person in people
    ]


#: What is known of somebody, by which column its agency is found (empty: seen by every agency), what is fetched with it.
_ROSTER: Final[tuple[tuple[Any, str, tuple[str, ...]], ...]] = (
    (Identifier, "agency", ("agency",)),
    (Appointment, "", ("agency",)),
    (Assignment, "unit__agency", ("unit",)),
    (Fact, "agency", ("agency",)),
)


def _seen_by(reader: User | None, column: str) -> Q:
    if reader is None or not column:
        return Q()
    seen = lines_in(reach_of(reader, Permission.RECORDS_RECORD_READ), reader, column)
    return seen | Q(agency__isnull=True) if column == "agency" else seen


def _grouped(lines: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for line in lines:
        found[line.person.same_as_id or line.person_id].append(line)
    return found


def _behind(
    records: QuerySet[Record], known_at: datetime
) -> tuple[dict[Any, list[Record]], dict[Any, list[Evidence]]]:
    history: dict[Any, list[Record]] = defaultdict(list)
    for line in (
        records.filter(known_from__lte=known_at).select_related("known_by").order_by("known_from", "pk")
    ):
        history[line.key].append(line)
    evidence: dict[Any, list[Evidence]] = defaultdict(list)
    proofs = Evidence.objects.filter(
        record__in=records.filter(known_from__lte=known_at), added_at__lte=known_at
    )
    for proof in proofs.select_related("record").order_by("pk"):
        evidence[proof.record.key].append(proof)
    return history, evidence


def _until(lines: list[Any], as_of: date) -> list[Any]:
    """Keep what had begun by a day. Leave may be medical, and who somebody is belongs to no training: both stay out."""
    kept = [line for line in lines if getattr(line, "start", None) is None or line.start <= as_of]
    return [line for line in kept if getattr(line, "fact", "") not in {FactName.LEAVE, *PERSONAL_FACTS}]


# ── as JSON ──────────────────────────────────────────────────────────────────────────────────────


def as_json(files: Sequence[TrainingFile]) -> bytes:
    """Write files as JSON, always in the same order, so that the same question gives the same bytes."""
    known_at = files[0].known_at if files else datetime.now(tz=UTC)
    content = {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "as_of": files[0].as_of.isoformat() if files else None,
        "known_at": moment(known_at),
        "ledger": ledger_at(known_at),
        "people": [_person(file) for file in files],
    }
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()


def fingerprint(content: bytes) -> str:
    """Return the SHA-256 of a file, which its printed form bears."""
    return hashlib.sha256(content).hexdigest()


def ledger_at(known_at: datetime) -> dict[str, Any] | None:
    """Return the number and hash of the last entry of the ledger at a moment."""
    last = Entry.objects.filter(at__lte=known_at).order_by("-number").first()
    return None if last is None else {"number": last.number, "hash": last.hash}


def moment(value: datetime) -> str:
    """Write a moment in UTC, to the microsecond that questions are asked with."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _person(file: TrainingFile) -> dict[str, Any]:
    return {
        "given_name": file.person.given_name,
        "family_name": file.person.family_name,
        "identifiers": [
            {"kind": i.kind, "value": i.value, "agency": i.agency.ori if i.agency else None}
            for i in file.identifiers
        ],
        "appointments": [
            {
                "agency": line.agency.ori,
                "agency_name": line.agency.name,
                **_days(line),
                "employment": line.employment,
                "sworn": line.sworn,
                "separation": line.separation or None,
            }
            for line in file.appointments
        ],
        "units": [
            {"code": line.unit.code, "name": line.unit.name, **_days(line)} for line in file.assignments
        ],
        "facts": [
            {"fact": line.fact, "value": line.value, "number": line.number or None, **_days(line)}
            for line in file.facts
        ],
        "records": [_record(file, record) for record in file.records],
    }


def _record(file: TrainingFile, record: Record) -> dict[str, Any]:
    plan = record.plan
    return {
        "key": str(record.key),
        "agency": record.agency.ori,
        "course": None
        if record.course is None
        else {"code": record.course.code, "title": record.course.title, "topics": record.course.topics},
        **_said(record),
        "lesson_plan": None if plan is None else {"course": plan.course.code, "version": plan.version},
        "session": record.session_id,
        "evidence": [
            {"name": proof.name, "sha256": proof.file_id} for proof in file.evidence.get(record.key, [])
        ],
        "history": [_version(line) for line in file.history.get(record.key, [])],
    }


def _said(record: Record) -> dict[str, Any]:
    return {
        "title": record.title,
        "completed_on": _day(record.completed_on),
        "minutes": record.minutes,
        "counted_in": record.unit or "minutes",
        "outcome": record.outcome,
        "status": record.status,
        "delivery": record.delivery or None,
        "provider": record.provider or None,
        "item": record.item or None,
        "marks": record.marks,
        "score": None if record.score is None else str(record.score),
        "expires_on": _day(record.expires_on),
        "origin": record.origin,
    }


def _version(line: Record) -> dict[str, Any]:
    return {
        "written_at": moment(line.known_from),
        "written_by": str(line.known_by) if line.known_by else None,
        "reason": line.reason or None,
        "withdrawn": line.withdrawn,
        **_said(line),
    }


def _days(line: Any) -> dict[str, str | None]:
    return {"start": _day(line.start), "end": _day(line.end)}


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()
