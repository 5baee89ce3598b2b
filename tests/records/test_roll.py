"""The roll: marks, minutes, reasons, walk-ins, real times, results."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from tests.cast import Cast
from tests.factories.sessions import a_course, a_plan, a_seat, a_session

from muster.files.actions import store
from muster.ledger.models import Entry
from muster.ledger.refusals import Refused
from muster.records.actions.roll import (
    RollMark,
    add_walk_in,
    attach_to_session,
    enter_result,
    link_walk_in,
    mark_rest,
    mark_roll,
    set_real_times,
)
from muster.records.enums import EnrolmentState, Presence
from muster.records.models import Attendance, Meeting, Result, Session
from muster.records.queries.roll import roll_of, sign_in_rows, unmarked

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(cast: Cast) -> Session:
    return a_session(cast, a_course(cast))


@pytest.fixture
def day(session: Session) -> Meeting:
    return session.meetings.get()


def marks_of(meeting: Meeting) -> dict[str, tuple[str, int, str]]:
    lines = Attendance.objects.filter(meeting=meeting).select_related("enrolment__person")
    return {
        str(line.enrolment).split()[0].lower(): (line.presence, line.minutes, line.reason) for line in lines
    }


# ── marks ────────────────────────────────────────────────────────────────────────────────────────


def test_each_mark_has_its_minutes_and_reason(cast: Cast, session: Session, day: Meeting) -> None:
    seats = {name: a_seat(session, cast.person[name]).pk for name in ("ada", "ben", "sam", "tara", "ian")}
    entries = Entry.objects.count()
    mark_roll(
        meeting=day,
        marks={
            seats["ada"]: RollMark("present", 5),
            seats["ben"]: RollMark("late", 450),
            seats["sam"]: RollMark("partial", 240, "Called to court"),
            seats["tara"]: RollMark("excused", 99, "Sick"),
            seats["ian"]: RollMark("no_show"),
        },
        by=cast.user["tara"],
    )
    assert marks_of(day) == {
        "ada": ("present", 480, ""),
        "ben": ("late", 450, ""),
        "sam": ("partial", 240, "Called to court"),
        "tara": ("excused", 0, "Sick"),
        "ian": ("no_show", 0, ""),
    }
    assert Entry.objects.count() == entries + 1


def test_keeping_the_roll_begins_the_class(cast: Cast, session: Session, day: Meeting) -> None:
    seat = a_seat(session, cast.person["ada"])
    mark_roll(meeting=day, marks={seat.pk: RollMark("present")}, by=cast.user["tara"])
    session.refresh_from_db()
    assert session.state == "in_session"


def test_same_mark_again_writes_nothing(cast: Cast, session: Session, day: Meeting) -> None:
    seat = a_seat(session, cast.person["ada"])
    mark_roll(meeting=day, marks={seat.pk: RollMark("present")}, by=cast.user["tara"])
    entries = Entry.objects.count()
    assert mark_roll(meeting=day, marks={seat.pk: RollMark("present")}, by=cast.user["dina"]) == []
    assert Entry.objects.count() == entries
    assert Attendance.objects.get().marked_by == cast.user["tara"]


@pytest.mark.parametrize(
    ("mark", "sentence"),
    [
        (RollMark("late"), "how many minutes Ada Testcase was there, from 1 to 480"),
        (RollMark("late", 0), "how many minutes"),
        (RollMark("partial", 481, "x"), "how many minutes"),
        (RollMark("partial", 200), "Say why, for Ada Testcase"),
        (RollMark("excused"), "Say why, for Ada Testcase"),
        (RollMark("asleep"), "Choose one of the marks for Ada Testcase"),
    ],
)
def test_mark_without_what_it_needs_saves_nobody(
    cast: Cast, session: Session, day: Meeting, mark: RollMark, sentence: str
) -> None:
    ada, ben = a_seat(session, cast.person["ada"]), a_seat(session, cast.person["ben"])
    with pytest.raises(Refused, match=sentence) as refused:
        mark_roll(meeting=day, marks={ben.pk: RollMark("present"), ada.pk: mark}, by=cast.user["tara"])
    assert refused.value.field == str(ada.pk)
    assert not Attendance.objects.exists()


def test_all_are_present_except_those_marked_before(cast: Cast, session: Session, day: Meeting) -> None:
    ada = a_seat(session, cast.person["ada"])
    for name in ("ben", "sam"):
        a_seat(session, cast.person[name])
    a_seat(session, cast.person["tara"], EnrolmentState.WAITLISTED)
    mark_roll(meeting=day, marks={ada.pk: RollMark("no_show")}, by=cast.user["tara"])
    mark_rest(meeting=day, presence=Presence.PRESENT, by=cast.user["tara"])
    assert {name: mark[0] for name, mark in marks_of(day).items()} == {
        "ada": "no_show",
        "ben": "present",
        "sam": "present",
    }


def test_roll_of_a_day_to_come_cannot_be_kept(cast: Cast) -> None:
    session = a_session(cast, days=(2,))
    seat = a_seat(session, cast.person["ada"])
    with pytest.raises(Refused, match="from that day on"):
        mark_roll(meeting=session.meetings.get(), marks={seat.pk: RollMark("present")}, by=cast.user["tara"])


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "closed", "closed_at": datetime(2026, 1, 1, tzinfo=UTC)},
        {"state": "cancelled", "cancelled_reason": "Snow"},
    ],
)
def test_roll_is_frozen_when_the_session_is_over(cast: Cast, fields: dict[str, object]) -> None:
    session = a_session(cast, **fields)
    seat = a_seat(session, cast.person["ada"])
    day = session.meetings.get()
    for deed in (
        lambda: mark_roll(meeting=day, marks={seat.pk: RollMark("present")}, by=cast.user["tara"]),
        lambda: add_walk_in(meeting=day, name="Pat", by=cast.user["tara"]),
        lambda: set_real_times(meeting=day, began_at=None, finished_at=None, by=cast.user["tara"]),
        lambda: enter_result(enrolment=seat, assessment=None, outcome="passed", by=cast.user["tara"]),
    ):
        with pytest.raises(Refused, match=r"is closed|was cancelled"):
            deed()
    assert not Attendance.objects.exists()


def test_seat_given_back_meanwhile_is_not_on_the_roll(cast: Cast, session: Session, day: Meeting) -> None:
    gone = a_seat(session, cast.person["ada"], EnrolmentState.WITHDRAWN)
    with pytest.raises(Refused, match="gave their seat back"):
        mark_roll(meeting=day, marks={gone.pk: RollMark("present")}, by=cast.user["tara"])


def test_each_day_has_the_people_of_that_day(cast: Cast) -> None:
    session = a_session(cast, days=(-2, -1))
    first, second = session.meetings.all()
    a_seat(session, cast.person["ada"], days=(first,))
    a_seat(session, cast.person["ben"])
    assert [str(row.seat) for row in roll_of(session, first)] == ["Ada Testcase", "Ben Testcase"]
    assert [str(row.seat) for row in roll_of(session, second)] == ["Ben Testcase"]
    assert len(unmarked(session)) == 3


# ── times ────────────────────────────────────────────────────────────────────────────────────────


def test_real_times_change_the_minutes_of_those_present_and_cap_the_others(
    cast: Cast, session: Session, day: Meeting
) -> None:
    ada, ben = a_seat(session, cast.person["ada"]), a_seat(session, cast.person["ben"])
    marks = {ada.pk: RollMark("present"), ben.pk: RollMark("late", 470)}
    mark_roll(meeting=day, marks=marks, by=cast.user["tara"])
    began = day.starts_at + timedelta(minutes=30)
    set_real_times(meeting=day, began_at=began, finished_at=day.ends_at, by=cast.user["tara"])
    assert marks_of(day) == {"ada": ("present", 450, ""), "ben": ("late", 450, "")}


def test_real_times_come_in_pairs_and_in_order(cast: Cast, day: Meeting) -> None:
    with pytest.raises(Refused, match="both times"):
        set_real_times(meeting=day, began_at=day.starts_at, finished_at=None, by=cast.user["tara"])
    with pytest.raises(ValidationError):
        set_real_times(meeting=day, began_at=day.ends_at, finished_at=day.starts_at, by=cast.user["tara"])


# ── walk-ins ─────────────────────────────────────────────────────────────────────────────────────


def test_walk_in_by_name_is_present_and_linked_afterwards(cast: Cast, session: Session, day: Meeting) -> None:
    seat = add_walk_in(meeting=day, name=" Ada Testcase ", agency_name="Oakford", by=cast.user["tara"])
    assert (str(seat), seat.person, seat.walk_in_agency) == ("Ada Testcase", None, "Oakford")
    assert marks_of(day) == {"ada": ("present", 480, "")}
    linked = link_walk_in(enrolment=seat, person=cast.person["ada"], by=cast.user["tara"])
    assert (linked.pk, linked.person) == (seat.pk, cast.person["ada"])
    with pytest.raises(Refused, match="linked to a person already"):
        link_walk_in(enrolment=seat, person=cast.person["ben"], by=cast.user["tara"])


def test_walk_in_without_name_is_refused(cast: Cast, day: Meeting) -> None:
    with pytest.raises(Refused) as refused:
        add_walk_in(meeting=day, name=" ", by=cast.user["tara"])
    assert refused.value.field == "name"


def test_who_waited_for_a_seat_has_one_at_the_door(cast: Cast, session: Session, day: Meeting) -> None:
    waiting = a_seat(session, cast.person["ada"], EnrolmentState.WAITLISTED)
    seat = add_walk_in(meeting=day, person=cast.person["ada"], by=cast.user["tara"])
    assert (seat.pk, seat.state) == (waiting.pk, "confirmed")
    with pytest.raises(Refused, match="has a seat"):
        add_walk_in(meeting=day, person=cast.person["ada"], by=cast.user["tara"])


def test_walk_in_of_one_day_is_not_expected_on_the_others(cast: Cast) -> None:
    session = a_session(cast, days=(-2, -1))
    first, second = session.meetings.all()
    seat = add_walk_in(meeting=second, name="Pat", by=cast.user["tara"])
    assert list(seat.meetings.all()) == [second]
    assert roll_of(session, first) == []


def test_walk_in_who_had_a_seat_hands_the_mark_over(cast: Cast, session: Session, day: Meeting) -> None:
    own = a_seat(session, cast.person["ada"])
    mark_roll(meeting=day, marks={own.pk: RollMark("no_show")}, by=cast.user["tara"])
    walk_in = add_walk_in(meeting=day, name="Ada T.", by=cast.user["tara"])
    assert link_walk_in(enrolment=walk_in, person=cast.person["ada"], by=cast.user["tara"]) == own
    assert marks_of(day) == {"ada": ("present", 480, "")}
    assert session.enrolments.filter(state="confirmed").count() == 1


def test_walk_in_is_not_joined_over_another_mark(cast: Cast, session: Session, day: Meeting) -> None:
    own = a_seat(session, cast.person["ada"])
    mark_roll(meeting=day, marks={own.pk: RollMark("late", 100)}, by=cast.user["tara"])
    walk_in = add_walk_in(meeting=day, name="Ada T.", by=cast.user["tara"])
    with pytest.raises(Refused, match="something else of Ada Testcase"):
        link_walk_in(enrolment=walk_in, person=cast.person["ada"], by=cast.user["tara"])
    assert Attendance.objects.count() == 2


# ── results ──────────────────────────────────────────────────────────────────────────────────────


def test_score_decides_against_the_pass_mark_and_pins_the_plan(cast: Cast, session: Session) -> None:
    plan = a_plan(cast, session.course, assessments=1)
    test, seat = plan.assessments.get(), a_seat(session, cast.person["ada"])
    first = enter_result(enrolment=seat, assessment=test, score=Decimal("79.99"), by=cast.user["tara"])
    second = enter_result(enrolment=seat, assessment=test, score=Decimal(80), by=cast.user["tara"])
    session.refresh_from_db()
    assert [(r.attempt, r.outcome) for r in (first, second)] == [(1, "failed"), (2, "passed")]
    assert session.plan == plan


def test_pass_below_the_pass_mark_is_refused(cast: Cast, session: Session) -> None:
    test = a_plan(cast, session.course, assessments=1).assessments.get()
    with pytest.raises(Refused, match="pass mark is 80 percent") as refused:
        enter_result(
            enrolment=a_seat(session, cast.person["ada"]),
            assessment=test,
            outcome="passed",
            score=Decimal(70),
            by=cast.user["tara"],
        )
    assert refused.value.field == "outcome"


def test_attempts_beyond_those_allowed_are_refused_and_one_can_be_corrected(
    cast: Cast, session: Session
) -> None:
    test = a_plan(cast, session.course, assessments=1).assessments.get()
    seat, tara = a_seat(session, cast.person["ada"]), cast.user["tara"]
    for _attempt in range(2):
        enter_result(enrolment=seat, assessment=test, outcome="failed", by=tara)
    with pytest.raises(Refused, match="allows 2 attempts"):
        enter_result(enrolment=seat, assessment=test, outcome="passed", by=tara)
    enter_result(enrolment=seat, assessment=test, outcome="passed", attempt=2, by=tara)
    assert list(Result.objects.order_by("attempt").values_list("outcome", flat=True)) == ["failed", "passed"]


def test_result_of_another_plan_s_assessment_is_refused(cast: Cast, session: Session) -> None:
    a_plan(cast, session.course)
    other = a_plan(cast, a_course(cast, "OTHER"), assessments=1).assessments.get()
    with pytest.raises(Refused, match="another lesson plan"):
        enter_result(
            enrolment=a_seat(session, cast.person["ada"]),
            assessment=other,
            outcome="passed",
            by=cast.user["tara"],
        )


def test_empty_result_is_refused(cast: Cast, session: Session) -> None:
    with pytest.raises(Refused, match="whether it was passed"):
        enter_result(enrolment=a_seat(session, cast.person["ada"]), assessment=None, by=cast.user["tara"])


# ── paper ────────────────────────────────────────────────────────────────────────────────────────


def test_sign_in_sheet_has_rank_number_and_unit_of_the_day(
    cast: Cast, session: Session, day: Meeting
) -> None:
    a_seat(session, cast.person["ada"])
    session.enrolments.create(walk_in_name="Pat Guest")
    ada, pat = sign_in_rows(session, day)
    assert (str(ada.seat), ada.rank, ada.unit) == ("Ada Testcase", "officer", "Squad A")
    assert ada.number.startswith(f"{cast.millbrook.pk}-")
    assert (str(pat.seat), pat.rank, pat.number, pat.unit) == ("Pat Guest", "", "", "")


def test_signed_sheet_is_attached_also_after_closing(cast: Cast) -> None:
    session = a_session(cast, state="closed", closed_at=datetime.now(UTC))
    stored = store(
        content=io.BytesIO(b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"), by=cast.user["tara"]
    )
    file = attach_to_session(
        session=session, stored=stored, name="../sheet.exe", kind="sign_in", by=cast.user["tara"]
    )
    entry = Entry.objects.order_by("number").last()
    assert "/" not in file.name
    assert not file.name.endswith(".exe")
    assert (entry.subject_kind, stored.pk in entry.details) == ("records.sessionfile", True)


# ── what the database holds to ───────────────────────────────────────────────────────────────────


def test_impossible_mark_is_refused_by_the_database(cast: Cast, session: Session, day: Meeting) -> None:
    seat = a_seat(session, cast.person["ada"])
    common = {"meeting": day, "enrolment": seat, "marked_by": cast.user["tara"]}
    Attendance.objects.create(**common, presence="present", minutes=480)
    other = {**common, "enrolment": a_seat(session, cast.person["ben"])}
    for wrong in (
        {**common, "presence": "late", "minutes": 3},
        {**other, "presence": "excused"},
        {**other, "presence": "partial", "minutes": 3},
        {**other, "presence": "no_show", "minutes": 3},
        {**other, "presence": "excused", "minutes": 3, "reason": "Sick"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Attendance.objects.create(**wrong)


def test_impossible_result_is_refused_by_the_database(cast: Cast, session: Session) -> None:
    test = a_plan(cast, session.course, assessments=1).assessments.get()
    common = {"enrolment": a_seat(session, cast.person["ada"]), "entered_by": cast.user["tara"]}
    Result.objects.create(**common, outcome="passed")
    Result.objects.create(**common, outcome="passed", assessment=test)
    for wrong in (
        {"outcome": "passed"},
        {"outcome": "passed", "assessment": test},
        {"outcome": "waived", "attempt": 2},
        {"outcome": "passed", "attempt": 2, "score": 101},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Result.objects.create(**common, **wrong)
