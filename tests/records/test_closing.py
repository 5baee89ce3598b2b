"""Closing: what came of it for each, worked by hand; and the records, made once."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from unittest import mock

import pytest
from django.db import connection
from django.utils import timezone
from tests.cast import Cast, make_cast
from tests.factories.sessions import a_course, a_plan, a_seat, a_session, an_instructor

from muster.accounts.models import User
from muster.curriculum.enums import PlanState
from muster.curriculum.models import LessonPlan, Step
from muster.ledger.models import Entry
from muster.ledger.refusals import Refused
from muster.records.actions.closing import close_session, link_closed_walk_in
from muster.records.actions.roll import RollMark, add_walk_in, enter_result, mark_rest, mark_roll
from muster.records.enums import InstructorRole, Presence
from muster.records.models import Attendance, Meeting, Record, Session
from muster.records.queries.closing import plan_in_force

# ── the records ──────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def session(cast: Cast) -> Session:
    """A class of yesterday with Ada present, Ben absent, Sam waiting, taught by Ian from a plan in use."""
    session = a_session(cast, a_course(cast), teacher=an_instructor(cast), seats=2)
    a_plan(cast, session.course)
    ada, ben = a_seat(session, cast.person["ada"]), a_seat(session, cast.person["ben"])
    a_seat(session, cast.person["sam"], "waitlisted")
    marks = {ada.pk: RollMark("present"), ben.pk: RollMark("no_show")}
    mark_roll(meeting=session.meetings.get(), marks=marks, by=cast.user["ian"])
    session.refresh_from_db()
    return session


def records(session: Session) -> dict[str, tuple[str, int, str]]:
    found = Record.lines.standing().filter(session=session).select_related("person")
    return {r.person.given_name.lower(): (r.outcome, r.minutes, r.status) for r in found}


@pytest.mark.django_db
def test_closing_makes_one_record_a_person_and_pins_the_plan(cast: Cast, session: Session) -> None:
    entries = Entry.objects.count()
    closed = close_session(session=session, by=cast.user["tara"])
    assert records(session) == {
        "ada": ("completed", 480, "verified"),
        "ben": ("no_show", 0, "verified"),
        "ian": ("instructed", 480, "verified"),
    }
    plan = session.course.plans.get()
    assert (closed.state, closed.plan) == ("closed", plan)
    ada = Record.lines.get(person=cast.person["ada"])
    day = session.meetings.get().day_in("America/Los_Angeles")
    assert (ada.completed_on, ada.plan, ada.course, ada.origin) == (day, plan, session.course, "session")
    assert Entry.objects.count() == entries + 1


@pytest.mark.django_db
def test_closing_twice_makes_nothing_new_and_says_so(cast: Cast, session: Session) -> None:
    close_session(session=session, by=cast.user["tara"])
    entries = Entry.objects.count()
    with pytest.raises(Refused, match=r"was closed on .* its 3 records stand\. Nothing new was made"):
        close_session(session=session, by=cast.user["dina"])
    assert (Record.lines.count(), Entry.objects.count()) == (3, entries)


@pytest.mark.django_db(transaction=True)
def test_closed_by_two_at_once_the_records_are_made_once() -> None:
    cast = make_cast()
    session = a_session(cast, a_course(cast), state="in_session", teacher=an_instructor(cast))
    a_plan(cast, session.course)
    a_seat(session, cast.person["ada"])
    mark_rest(meeting=session.meetings.get(), presence=Presence.PRESENT, by=cast.user["tara"])
    ready, refusals = threading.Barrier(2), []

    def close(name: str) -> None:
        try:
            ready.wait()
            close_session(session=session, by=cast.user[name])
        except Refused as refused:
            refusals.append(str(refused))
        finally:
            connection.close()

    threads = [threading.Thread(target=close, args=(name,)) for name in ("tara", "dina")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refusals) == 1
    assert Record.lines.count() == 2


@pytest.mark.django_db
def test_gaps_in_the_roll_are_refused_or_become_absences(cast: Cast, session: Session) -> None:
    a_seat(session, cast.person["tara"])
    with pytest.raises(Refused, match="roll says nothing of Tara Testcase") as refused:
        close_session(session=session, by=cast.user["dina"])
    assert refused.value.field == "absent_rest"
    assert (Record.lines.count(), Attendance.objects.count()) == (0, 2)
    close_session(session=session, by=cast.user["dina"], absent_rest=True)
    assert records(session)["tara"] == ("no_show", 0, "verified")


@pytest.mark.django_db
def test_session_is_closed_after_its_last_day(cast: Cast) -> None:
    session = a_session(cast, days=(-1, 1), state="in_session")
    with pytest.raises(Refused, match="last day is not over"):
        close_session(session=session, by=cast.user["tara"], absent_rest=True)


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["planned", "open", "locked"])
def test_session_that_never_began_is_not_closed(cast: Cast, state: str) -> None:
    with pytest.raises(Refused, match="cannot be closed"):
        close_session(session=a_session(cast, state=state), by=cast.user["tara"])


@pytest.mark.django_db
def test_record_about_who_closes_waits_for_somebody_else(cast: Cast, session: Session) -> None:
    tara = a_seat(session, cast.person["tara"])
    mark_roll(meeting=session.meetings.get(), marks={tara.pk: RollMark("present")}, by=cast.user["ian"])
    close_session(session=session, by=cast.user["tara"])
    assert records(session)["tara"] == ("completed", 480, "pending")
    assert records(session)["ada"] == ("completed", 480, "verified")


@pytest.mark.django_db
@pytest.mark.parametrize(("days_ago", "status"), [(29, "verified"), (32, "pending")])
def test_records_of_a_class_closed_late_wait_for_a_second_person(
    cast: Cast, days_ago: int, status: str
) -> None:
    session = a_session(cast, a_course(cast), days=(-days_ago,), state="held")
    a_plan(cast, session.course)
    a_seat(session, cast.person["ada"])
    close_session(session=session, by=cast.user["tara"], absent_rest=True)
    assert records(session) == {"ada": ("no_show", 0, status)}


@pytest.mark.django_db
def test_teaching_credit_is_what_was_taught_and_role_players_get_none(cast: Cast) -> None:
    session = a_session(cast, days=(-2, -1), state="held", teacher=an_instructor(cast))
    a_plan(cast, session.course)
    session.teaching.create(instructor=an_instructor(cast, "sam"), role=InstructorRole.CO, minutes=90)
    session.teaching.create(instructor=an_instructor(cast, "ben"), role=InstructorRole.ROLE_PLAYER)
    guest = an_instructor(cast, "ada", person=None, guest_name="Guest")
    session.teaching.create(instructor=guest, role=InstructorRole.CO)
    close_session(session=session, by=cast.user["tara"])
    assert records(session) == {"ian": ("instructed", 960, "verified"), "sam": ("instructed", 90, "verified")}


@pytest.mark.django_db
def test_learner_and_instructor_on_one_day_has_both_records(cast: Cast) -> None:
    session = a_session(cast, state="held", teacher=an_instructor(cast))
    a_plan(cast, session.course)
    a_seat(session, cast.person["ian"])
    mark_rest(meeting=session.meetings.get(), presence=Presence.PRESENT, by=cast.user["tara"])
    close_session(session=session, by=cast.user["tara"])
    found = Record.lines.filter(person=cast.person["ian"]).values_list("outcome", flat=True)
    assert sorted(found) == ["completed", "instructed"]


@pytest.mark.django_db
def test_results_make_the_outcome_of_the_record(cast: Cast) -> None:
    session = a_session(cast, state="held")
    test = a_plan(cast, session.course, assessments=1).assessments.get()
    for name, score in (("ada", 95), ("ben", 40)):
        seat = a_seat(session, cast.person[name])
        enter_result(enrolment=seat, assessment=test, score=Decimal(score), by=cast.user["tara"])
    mark_rest(meeting=session.meetings.get(), presence=Presence.PRESENT, by=cast.user["tara"])
    close_session(session=session, by=cast.user["tara"])
    found = {r.person.given_name: (r.outcome, r.score) for r in Record.lines.select_related("person")}
    assert found == {"Ada": ("passed", Decimal("95.00")), "Ben": ("failed", Decimal("40.00"))}


# ── which plan ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_without_a_plan_in_force_a_reason_is_asked_for_and_kept(cast: Cast) -> None:
    session = a_session(cast, state="held")
    a_plan(cast, session.course, state=PlanState.DRAFT)
    with pytest.raises(Refused) as refused:
        close_session(session=session, by=cast.user["tara"])
    assert refused.value.field == "no_plan_reason"
    closed = close_session(
        session=session, by=cast.user["tara"], no_plan_reason="Taught from the old outline."
    )
    assert (closed.plan, closed.no_plan_reason) == (None, "Taught from the old outline.")
    assert Entry.objects.order_by("number").last().reason == "Taught from the old outline."


def stepped(plan: LessonPlan, source: str, target: str, days_ago: int, by: User) -> None:
    """Write a step of a while ago: it takes the moment from the clock, and nothing changes it afterwards."""
    then = timezone.now() - timedelta(days=days_ago)
    with mock.patch("django.utils.timezone.now", return_value=then):
        Step.objects.create(plan=plan, by=by, from_state=source, to_state=target)


@pytest.mark.django_db
def test_plan_is_the_one_of_the_day_though_a_newer_one_is_in_use_since(cast: Cast) -> None:
    course, tara = a_course(cast), cast.user["tara"]
    old = a_plan(cast, course, state=PlanState.REVISED)
    new = a_plan(cast, course, state=PlanState.IN_USE)
    stepped(old, "draft", "in_use", 100, tara)
    stepped(old, "in_use", "revised", 5, tara)
    stepped(new, "draft", "in_use", 5, tara)
    today = timezone.localdate()
    assert plan_in_force(course, today - timedelta(days=10)) == old
    assert plan_in_force(course, today) == new
    assert plan_in_force(course, today - timedelta(days=200)) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "in_force"),
    [
        ({"state": "in_use"}, True),
        ({"state": "approved"}, True),
        ({"state": "review"}, True),
        ({"state": "draft"}, False),
        ({"state": "retired"}, False),
        ({"state": "in_use", "effective": date(2026, 3, 3)}, False),
        ({"state": "in_use", "effective": date(2026, 3, 2)}, True),
        ({"state": "approved_interim", "interim_until": date(2026, 3, 2)}, True),
        ({"state": "approved_interim", "interim_until": date(2026, 3, 1)}, False),
    ],
)
def test_plan_is_in_force_on_a_day(cast: Cast, fields: dict[str, object], in_force: bool) -> None:
    course = a_course(cast)
    plan = a_plan(cast, course, **fields)
    assert plan_in_force(course, date(2026, 3, 2)) == (plan if in_force else None)


@pytest.mark.django_db
def test_plan_that_was_not_in_force_cannot_be_chosen(cast: Cast, session: Session) -> None:
    draft = a_plan(cast, session.course, state=PlanState.DRAFT)
    with pytest.raises(Refused) as refused:
        close_session(session=session, by=cast.user["tara"], plan=draft)
    assert refused.value.field == "plan"


# ── afterwards ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_walk_in_gets_a_record_when_linked_after_closing(cast: Cast, session: Session) -> None:
    walk_in = add_walk_in(meeting=session.meetings.get(), name="Nora", by=cast.user["ian"])
    close_session(session=session, by=cast.user["tara"])
    assert "nora" not in records(session)
    record = link_closed_walk_in(enrolment=walk_in, person=cast.person["nora"], by=cast.user["tara"])
    assert (record.person, record.outcome, record.minutes) == (cast.person["nora"], "completed", 480)
    assert Record.lines.count() == 4


@pytest.mark.django_db
def test_walk_in_who_has_a_record_gets_no_second_one(cast: Cast, session: Session) -> None:
    walk_in = add_walk_in(meeting=session.meetings.get(), name="Ada", by=cast.user["ian"])
    close_session(session=session, by=cast.user["tara"])
    with pytest.raises(Refused, match="has a record of this session already"):
        link_closed_walk_in(enrolment=walk_in, person=cast.person["ada"], by=cast.user["tara"])


@pytest.mark.django_db
def test_night_class_is_dated_where_the_agency_is(cast: Cast) -> None:
    # 20:00 to 23:00 in Los Angeles lies on the next day in UTC
    evening = datetime.combine(date(2026, 3, 2), time(20), UTC) + timedelta(hours=8)
    session = a_session(cast, days=(), state="held")
    a_plan(cast, session.course)
    day = Meeting.objects.create(session=session, starts_at=evening, ends_at=evening + timedelta(hours=3))
    a_seat(session, cast.person["ada"])
    mark_rest(meeting=day, presence=Presence.PRESENT, by=cast.user["tara"])
    close_session(session=session, by=cast.user["tara"])
    assert Record.lines.get().completed_on == date(2026, 3, 2)
