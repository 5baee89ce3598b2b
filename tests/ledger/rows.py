"""A row in every table that the ledger vouches for, each written by an entry, and ways to change rows that no program has."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection, models, transaction
from tests.cast import Cast
from tests.services.flush import sqlite_rest

from muster.accounts.models import Grant
from muster.accounts.roles import Role
from muster.community.models import Answer, Comment, Consultation, ConsultationRule, Screening
from muster.community.models import Passage as AskedPassage
from muster.community.models import Step as ConsultationStep
from muster.curriculum.enums import PlanState
from muster.curriculum.models import (
    Course,
    CourseCode,
    Instructor,
    InstructorCertification,
    LessonPlan,
    Step,
)
from muster.events.models import CoverRules, Decision, Event, Policy, Request, Score, Scoring
from muster.files.models import StoredFile
from muster.ledger.actions import write_down
from muster.ledger.appended import vouched_tables
from muster.ledger.chain import verify
from muster.ledger.comparing import Comparison, RowsVerdict
from muster.ledger.models import Entry
from muster.ledger.stored import stored_entries
from muster.oversight.models import Change, Issuer, Recommendation
from muster.records.enums import Origin, RecordStatus
from muster.records.models import Record
from muster.roster.models import Merge, TwoPeople
from muster.standards.enums import Basis
from muster.standards.models import Adoption, CourseApproval, Excuse

DAY = date(2026, 3, 4)
WRITTEN = datetime(2026, 3, 4, 5, 6, 7, 80_900, tzinfo=UTC)


def compared() -> RowsVerdict:
    """What is found in the rows now. The chain of entries itself holds."""
    comparison = Comparison(connection)
    assert verify(comparison.along(stored_entries(connection))).holds
    return comparison.verdict()


def written(cast: Cast, subject: models.Model) -> Entry:
    """Write down a deed of Tara's."""
    with transaction.atomic():
        return write_down(verb="records:record:write", subject=subject, actor=cast.user["tara"])


def record(cast: Cast, **given: Any) -> Record:
    """Save a record in which every column is filled, but for what it replaces and where it came from."""
    said: dict[str, Any] = {
        "agency": cast.millbrook,
        "person": cast.person["ada"],
        "title": "First aid — señora 李",
        "origin": Origin.ENTERED,
        "status": RecordStatus.VERIFIED,
        "completed_on": DAY,
        "minutes": 90,
        "provider": "State academy",
        "unit": "minutes",
        "item": "pistol",
        "marks": ["online", "é, ü"],
        "score": Decimal("87.50"),
        "expires_on": date(2027, 3, 4),
        "known_from": WRITTEN,
        "known_by": cast.user["tara"],
        "reason": "from the sheet",
        **given,
    }
    return Record.lines.create(**said)


def a_row_in_every_table(cast: Cast) -> Entry:
    """Save a row in each table that the cast itself leaves empty; one entry vouches for them and for the cast's."""
    tara = cast.user["tara"]
    course = Course.objects.create(agency=cast.millbrook, code="FA", title="First aid", minutes=60)
    said: dict[str, Any] = {"known_by": tara, "known_from": WRITTEN, "reason": "a letter"}
    CourseCode.lines.create(course=course, jurisdiction="us-or", code="77", minutes=60, start=DAY, **said)
    CourseApproval.lines.create(
        agency=cast.millbrook, course=course, basis=Basis.AGENCY, topics=["first-aid"], authority="x", **said
    )
    Adoption.lines.create(agency=cast.millbrook, rules="us-or", start=DAY, end=date(2030, 1, 1), **said)
    teacher = Instructor.objects.create(agency=cast.millbrook, person=cast.person["ian"])
    InstructorCertification.lines.create(instructor=teacher, title="Instructor", start=DAY, **said)
    plan = LessonPlan.objects.create(course=course, version=1, owner=tara)
    Step.objects.create(plan=plan, by=tara, from_state=PlanState.IDEA, to_state=PlanState.DRAFT, note="x")
    StoredFile.objects.create(
        sha256=hashlib.sha256(b"x").hexdigest(), size=1, media_type="text/plain", text="x", added_by=tara
    )
    TwoPeople.lines.create(first=cast.person["ada"], second=cast.person["ben"], identity="f" * 64, **said)
    _that_may_change(cast)
    _of_outside_training(cast, said)
    _of_a_consultation(cast, said)
    _of_oversight(cast)
    record(cast, course=course)
    return written(cast, course)


def _that_may_change(cast: Cast) -> None:
    """Every moment is filled, so that each can be made another."""
    Merge.objects.create(kept=cast.person["ada"], merged=cast.person["ben"], reason="x", undone_at=WRITTEN)
    Grant.objects.create(
        user=cast.user["ada"], role=Role.OFFICER, agency=cast.millbrook, start=DAY, end=DAY, ended_at=WRITTEN
    )
    excuse(cast, decided_by=cast.user["chris"], decided_at=WRITTEN, ended_at=WRITTEN)


def excuse(cast: Cast, **given: Any) -> Excuse:
    """Save a waiver that Tara proposes for Ada."""
    said: dict[str, Any] = {
        "agency": cast.millbrook,
        "person": cast.person["ada"],
        "kind": "waived",
        "requirement": "model/de-escalation",
        "start": DAY,
        "end": date(2027, 3, 4),
        "reason": "injured",
        "proposed_by": cast.user["tara"],
        "decision_note": "a letter",
        **given,
    }
    return Excuse.objects.create(**said)


def _of_outside_training(cast: Cast, said: dict[str, Any]) -> None:
    stages = [{"stage": "command_review"}]
    policy = Policy.lines.create(agency=cast.millbrook, start=DAY, stages=stages, source="Order 7", **said)
    CoverRules.lines.create(
        agency=cast.millbrook, start=DAY, work_period_start=DAY, source="Contract", **said
    )
    event = Event.objects.create(agency=cast.millbrook, title="School", starts_on=DAY, ends_on=DAY)
    request = Request.objects.create(
        agency=cast.millbrook,
        event=event,
        requester=cast.person["ada"],
        made_by=cast.user["ada"],
        policy=policy,
        submitted_at=WRITTEN,
        state="command_review",
    )
    decision = Decision.objects.create(
        request=request,
        state="draft",
        to="command_review",
        outcome="moved",
        reason="x",
        conditions="y",
        by=cast.user["tara"],
        at=WRITTEN,
        snapshot={"edition": 1},
    )
    word = Scoring.objects.create(
        request=request, arrival=decision, by=cast.user["tara"], comment="needed", at=WRITTEN
    )
    Score.objects.create(scoring=word, criterion="need", points=3)


def _of_oversight(cast: Cast) -> None:
    board = Issuer.objects.create(agency=cast.millbrook, name="Board", kind="board")
    asked = Recommendation.objects.create(
        issuer=board,
        number="1",
        title="Train",
        issued_on=DAY,
        text="Train them.",
        acknowledge_by=DAY,
        respond_by=DAY,
    )
    Change.objects.create(
        recommendation=asked,
        kind="issued",
        side="issuer",
        state="issued",
        to="issued",
        words="Señal",
        details={"title": ["", "Train"]},
        by=cast.user["olga"],
        on_behalf_of=cast.user["chris"],
        at=WRITTEN,
    )


def _of_a_consultation(cast: Cast, said: dict[str, Any]) -> None:
    tara = cast.user["tara"]
    ConsultationRule.lines.create(
        agency=cast.millbrook,
        topics=["de-escalation"],
        source="Order 5",
        start=DAY,
        end=date(2030, 1, 1),
        **said,
    )
    consultation = Consultation.objects.create(
        agency=cast.millbrook,
        programme="Ten hours.",
        title="Hours",
        questions="Enough?",
        opens_on=DAY,
        closes_on=DAY,
        answers_by=DAY,
        made_by=tara,
    )
    ConsultationStep.objects.create(
        consultation=consultation, by=tara, from_state="planned", to_state="open", reason="x"
    )
    asked = AskedPassage.objects.create(
        consultation=consultation, number=1, part="programme", heading="x", text="Ten hours."
    )
    comment = Comment.objects.create(
        consultation=consultation,
        passage=asked,
        text="Más horas — é 李",
        channel="paper",
        received_at=WRITTEN,
        typed_by=tara,
        code_hash="f" * 64,
    )
    Screening.lines.create(comment=comment, verdict="withheld", reason_code="spam", **said)
    Answer.lines.create(
        consultation=consultation,
        comment=comment,
        disposition="declined",
        text="No.",
        text_es="No.",
        passage=asked,
        after="Twelve hours.",
        **said,
    )


@contextmanager
def behind_its_back() -> Iterator[None]:
    """Let anything be written, as somebody with the database's password would, and put the triggers back."""
    if connection.vendor == "sqlite":
        with sqlite_rest(connection), connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = ON")
            try:
                yield
            finally:
                cursor.execute("PRAGMA ignore_check_constraints = OFF")
        return
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        yield
        cursor.execute("SET session_replication_role = DEFAULT")


def let_any_value_in() -> None:
    """Drop what PostgreSQL checks of the values of these tables; on SQLite ``behind_its_back`` does as much."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint "
            "WHERE contype = 'c' AND conrelid::regclass::text = ANY(%s)",
            [list(vouched_tables())],
        )
        for table, name in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")


@contextmanager
def undone() -> Iterator[None]:
    """Take back what a test does inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def sql(statement: str, *values: object) -> None:
    """Run one statement behind the ledger's back."""
    with behind_its_back(), connection.cursor() as cursor:
        cursor.execute(statement, values)
