"""Planning: what a session must keep to, which steps it takes, who may make them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.cast import Cast
from tests.factories.sessions import a_course, a_day, a_room, a_seat, a_session, an_instructor

from muster.accounts.permissions import Permission
from muster.curriculum.models import Course, InstructorCertification
from muster.ledger.models import Entry
from muster.ledger.refusals import Refused
from muster.records.access.sessions import (
    STEPS,
    may_close,
    may_plan,
    may_teach,
    seats_of,
    sessions_to_join,
    sessions_visible_to,
    steps_open_to,
)
from muster.records.actions.sessions import (
    ChangedMeanwhile,
    DayPlan,
    Post,
    change_session,
    clone_session,
    move_session,
    plan_session,
)
from muster.records.enums import EnrolmentState, InstructorRole, SessionState
from muster.records.forms.sessions import moment_at
from muster.records.models import Attendance, Meeting, Session
from muster.records.queries.sessions import (
    annotate_days,
    annotate_seats,
    filter_sessions,
    report_clock,
    uncertified_days,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(cast: Cast) -> Course:
    return a_course(cast)


def planned(cast: Cast, course: Course, *days: DayPlan, **fields: object) -> Session:
    return plan_session(course=course, days=days or [DayPlan(*a_day(3))], by=cast.user["tara"], **fields)


# ── planning ─────────────────────────────────────────────────────────────────────────────────────


def test_planned_session_has_its_days_and_instructors_and_one_entry(cast: Cast, course: Course) -> None:
    ian, room = an_instructor(cast), a_room(cast.millbrook)
    entries = Entry.objects.count()
    session = planned(cast, course, DayPlan(*a_day(3), 60, room), posts=[Post(ian)], seats=12)
    (meeting,) = session.meetings.all()
    assert (session.state, session.agency, session.seats) == ("planned", cast.millbrook, 12)
    assert (meeting.minutes, meeting.room) == (420, room)
    assert [post.instructor for post in session.teaching.all()] == [ian]
    entry = Entry.objects.order_by("number").last()
    assert Entry.objects.count() == entries + 1
    assert (entry.verb, entry.actor_id) == ("records:session:plan", cast.user["tara"].pk)


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ([], "at least one day"),
        ([DayPlan(a_day(3)[1], a_day(3)[0])], "end must come after"),
        ([DayPlan(a_day(3)[0], a_day(3)[0] + timedelta(hours=25))], "24 hours at most"),
        ([DayPlan(*a_day(3), break_minutes=480)], "breaks take up the whole day"),
        ([DayPlan(*a_day(3)), DayPlan(*a_day(3, hour=20))], "overlap"),
    ],
)
def test_days_that_cannot_be_are_refused(
    cast: Cast, course: Course, days: list[DayPlan], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        plan_session(course=course, days=days, by=cast.user["tara"])
    assert not Session.objects.exists()


def test_room_taken_at_that_time_names_the_other_class(cast: Cast, course: Course) -> None:
    room = a_room(cast.millbrook, "Range")
    planned(cast, course, DayPlan(*a_day(3), room=room), title="Night shooting")
    with pytest.raises(
        Refused, match=r"Range is taken: Night shooting, .* 08:00|Range is taken: Night shooting"
    ) as refused:
        planned(cast, course, DayPlan(*a_day(3, hour=20), room=room))
    assert refused.value.field == "clash_reason"


def test_room_is_free_again_the_minute_a_class_ends(cast: Cast, course: Course) -> None:
    room = a_room(cast.millbrook)
    begins, ends = a_day(3)
    planned(cast, course, DayPlan(begins, ends, room=room))
    planned(cast, course, DayPlan(ends, ends + timedelta(hours=1), room=room))
    assert Meeting.objects.filter(room=room).count() == 2


def test_cancelled_session_gives_its_room_back(cast: Cast, course: Course) -> None:
    room = a_room(cast.millbrook)
    first = planned(cast, course, DayPlan(*a_day(3), room=room))
    move_session(session=first, to=SessionState.CANCELLED, by=cast.user["tara"], reason="No instructor.")
    assert planned(cast, course, DayPlan(*a_day(3), room=room)).pk


def test_double_booking_stands_with_a_reason_that_is_kept(cast: Cast, course: Course) -> None:
    room = a_room(cast.millbrook)
    planned(cast, course, DayPlan(*a_day(3), room=room))
    second = planned(cast, course, DayPlan(*a_day(3), room=room), clash_reason="The hall is split in two.")
    entry = Entry.objects.order_by("number").last()
    assert (second.clash_reason, entry.reason) == ("The hall is split in two.",) * 2


def test_instructor_is_in_one_place_at_a_time(cast: Cast, course: Course) -> None:
    ian = an_instructor(cast)
    planned(cast, course, posts=[Post(ian)])
    with pytest.raises(Refused, match="Ian Testcase is taken"):
        planned(cast, course, posts=[Post(ian)])


def test_instructor_is_in_one_place_also_for_two_agencies(cast: Cast, course: Course) -> None:
    ian = an_instructor(cast)
    elsewhere = an_instructor(cast, agency=cast.oakford)
    a_session(cast, a_course(cast, "OAK", agency=cast.oakford), days=(3,), teacher=elsewhere)
    with pytest.raises(Refused, match="Ian Testcase is taken"):
        planned(cast, course, posts=[Post(ian)])


def test_more_seats_than_the_room_has_are_refused(cast: Cast, course: Course) -> None:
    room = a_room(cast.millbrook, seats=10)
    with pytest.raises(Refused, match="10 seats only") as refused:
        planned(cast, course, DayPlan(*a_day(3), room=room), seats=11)
    assert refused.value.field == "seats"


def test_room_and_instructor_of_another_agency_are_refused(cast: Cast, course: Course) -> None:
    with pytest.raises(Refused, match="room belongs to another agency"):
        planned(cast, course, DayPlan(*a_day(3), room=a_room(cast.oakford)))
    with pytest.raises(Refused, match="another agency"):
        planned(cast, course, posts=[Post(an_instructor(cast, agency=cast.oakford))])


# ── certifications on the day ────────────────────────────────────────────────────────────────────


def test_uncertified_instructor_is_refused_and_stands_with_a_reason(cast: Cast, course: Course) -> None:
    ian = an_instructor(cast, certified=False)
    with pytest.raises(Refused, match="No certification of Ian Testcase"):
        planned(cast, course, posts=[Post(ian)])
    session = planned(cast, course, posts=[Post(ian, reason="Guest of the state academy.")])
    assert session.teaching.get().reason == "Guest of the state academy."


def test_role_player_needs_no_certification(cast: Cast, course: Course) -> None:
    ian = an_instructor(cast, certified=False)
    assert planned(cast, course, posts=[Post(ian, InstructorRole.ROLE_PLAYER)]).teaching.count() == 1


@pytest.mark.parametrize(
    ("start", "end", "topics", "missing"),
    [
        (date(2026, 3, 2), None, [], []),
        (date(2026, 3, 3), None, [], [date(2026, 3, 2)]),
        (date(2025, 1, 1), date(2026, 3, 2), [], [date(2026, 3, 3)]),
        (date(2025, 1, 1), None, ["driving"], [date(2026, 3, 2), date(2026, 3, 3)]),
        (date(2025, 1, 1), None, ["driving", "de-escalation"], []),
    ],
)
def test_certification_covers_its_days_and_topics(
    cast: Cast, course: Course, start: date, end: date | None, topics: list[str], missing: list[date]
) -> None:
    ian = an_instructor(cast, certified=False)
    InstructorCertification.lines.create(instructor=ian, title="X", start=start, end=end, topics=topics)
    assert uncertified_days(ian, course, [date(2026, 3, 2), date(2026, 3, 3)]) == missing


# ── changing ─────────────────────────────────────────────────────────────────────────────────────


def test_second_of_two_planners_is_shown_what_the_first_wrote(cast: Cast, course: Course) -> None:
    session = planned(cast, course)
    days = [DayPlan(*a_day(4))]
    change_session(session=session, edition=1, days=days, by=cast.user["tara"], title="First")
    with pytest.raises(ChangedMeanwhile) as refused:
        change_session(session=session, edition=1, days=days, by=cast.user["dina"], title="Second")
    assert refused.value.session.title == "First"
    assert Session.objects.get().title == "First"


def test_changed_day_keeps_its_marks_and_a_marked_day_stays(cast: Cast, course: Course) -> None:
    session = a_session(cast, course, days=(-2, -1))
    first, second = session.meetings.all()
    seat = a_seat(session, cast.person["ada"])
    Attendance.objects.create(
        meeting=first, enrolment=seat, presence="present", minutes=480, marked_by=cast.user["tara"]
    )
    shorter = DayPlan(first.starts_at, first.ends_at - timedelta(hours=1), key=first.pk)
    change_session(session=session, edition=1, days=[shorter], by=cast.user["tara"])
    assert Attendance.objects.get().minutes == 420
    with pytest.raises(Refused, match="cannot be taken away"):
        change_session(
            session=session, edition=2, days=[DayPlan(second.starts_at, second.ends_at)], by=cast.user["tara"]
        )


def test_seats_cannot_fall_below_those_taken(cast: Cast, course: Course) -> None:
    session = planned(cast, course, seats=2)
    for name in ("ada", "ben"):
        a_seat(session, cast.person[name])
    with pytest.raises(Refused, match="2 people have a seat"):
        change_session(session=session, edition=1, days=[DayPlan(*a_day(3))], by=cast.user["tara"], seats=1)


def test_added_seat_goes_to_the_waiting_list_at_once(cast: Cast, course: Course) -> None:
    session = planned(cast, course, seats=1)
    a_seat(session, cast.person["ada"])
    waiting = a_seat(session, cast.person["ben"], EnrolmentState.WAITLISTED)
    change_session(session=session, edition=1, days=[DayPlan(*a_day(3))], by=cast.user["tara"], seats=2)
    waiting.refresh_from_db()
    assert waiting.state == "confirmed"


def test_closed_session_cannot_be_changed(cast: Cast, course: Course) -> None:
    session = a_session(cast, course, state="closed", closed_at=datetime.now(UTC))
    with pytest.raises(Refused, match="is closed"):
        change_session(session=session, edition=1, days=[DayPlan(*a_day(3))], by=cast.user["tara"])


# ── holding it again ─────────────────────────────────────────────────────────────────────────────


def test_clone_keeps_the_time_of_the_clock_over_the_change_of_clocks(cast: Cast, course: Course) -> None:
    # 9 o'clock in Los Angeles: 17:00 UTC in winter, 16:00 UTC in summer (clocks changed on 8 March 2026)
    winter = DayPlan(datetime(2026, 3, 2, 17, tzinfo=UTC), datetime(2026, 3, 3, 1, tzinfo=UTC))
    session = planned(cast, course, winter, title="Again", number="TX-77", seats=9)
    copy = clone_session(session=session, first_day=date(2026, 3, 9), by=cast.user["tara"])
    (day,) = copy.meetings.all()
    assert day.starts_at == datetime(2026, 3, 9, 16, tzinfo=UTC)
    assert (copy.title, copy.number, copy.seats, copy.state) == ("Again", "", 9, "planned")
    assert not copy.enrolments.exists()


def test_clone_leaves_out_the_room_and_instructor_that_are_taken(cast: Cast, course: Course) -> None:
    room, ian, sam = a_room(cast.millbrook), an_instructor(cast), an_instructor(cast, "sam")
    session = planned(
        cast, course, DayPlan(*a_day(3), room=room), posts=[Post(ian), Post(sam, InstructorRole.CO)]
    )
    planned(cast, course, DayPlan(*a_day(10), room=room), posts=[Post(ian)])
    first_day = Meeting.local(a_day(10)[0], "America/Los_Angeles").date()
    copy = clone_session(session=session, first_day=first_day, by=cast.user["tara"])
    assert copy.meetings.get().room is None
    assert [post.instructor for post in copy.teaching.all()] == [sam]


# ── steps ────────────────────────────────────────────────────────────────────────────────────────


def test_steps_are_made_in_order_and_written_down(cast: Cast, course: Course) -> None:
    session = planned(cast, course)
    for state in ("open", "locked", "in_session", "held"):
        session = move_session(session=session, to=state, by=cast.user["tara"])
    entry = Entry.objects.order_by("number").last()
    assert (session.state, entry.verb) == ("held", "records:session:teach")


def test_step_that_does_not_exist_is_refused(cast: Cast, course: Course) -> None:
    session = planned(cast, course)
    with pytest.raises(Refused, match="not possible"):
        move_session(session=session, to="held", by=cast.user["tara"])
    with pytest.raises(Refused, match="not possible"):
        move_session(session=session, to="closed", by=cast.user["tara"])


def test_cancelling_needs_a_reason(cast: Cast, course: Course) -> None:
    session = planned(cast, course)
    with pytest.raises(Refused) as refused:
        move_session(session=session, to="cancelled", by=cast.user["tara"], reason=" ")
    assert refused.value.field == "reason"


def test_no_step_makes_records() -> None:
    assert {step.target for step in STEPS}.isdisjoint({SessionState.CLOSED, SessionState.REPORTED})


# ── who may ──────────────────────────────────────────────────────────────────────────────────────


def test_coordinator_has_her_agency_and_instructor_only_what_he_teaches(cast: Cast, course: Course) -> None:
    mine = a_session(cast, course, teacher=an_instructor(cast))
    other = a_session(cast, course)
    oakford = a_session(cast, a_course(cast, "OAK", agency=cast.oakford))
    assert set(sessions_visible_to(cast.user["tara"])) == {mine, other}
    assert set(sessions_visible_to(cast.user["ian"])) == {mine}
    assert oakford not in sessions_visible_to(cast.user["tara"])
    for name in ("ada", "sam", "chris", "olga", "nora", "stranger"):
        assert not sessions_visible_to(cast.user[name]).exists()


def test_instructor_keeps_the_roll_but_neither_plans_nor_closes(cast: Cast, course: Course) -> None:
    mine = a_session(cast, course, teacher=an_instructor(cast))
    ian = cast.user["ian"]
    assert (may_teach(ian, mine), may_plan(ian, mine), may_close(ian, mine)) == (True, False, False)
    assert {step.permission for step in steps_open_to(ian, mine)} == {Permission.RECORDS_SESSION_TEACH}


def test_officer_sees_open_sessions_of_her_agency_and_her_own_seats(cast: Cast, course: Course) -> None:
    open_one = a_session(cast, course)
    a_session(cast, course, state="planned")
    a_session(cast, a_course(cast, "OAK", agency=cast.oakford))
    mine = a_seat(open_one, cast.person["ada"])
    a_seat(open_one, cast.person["ben"])
    assert list(sessions_to_join(cast.user["ada"])) == [open_one]
    assert list(seats_of(cast.user["ada"])) == [mine]
    assert not sessions_to_join(cast.user["nora"]).filter(pk=open_one.pk).exists()
    assert not seats_of(cast.user["olga"]).exists()


# ── lists and clocks ─────────────────────────────────────────────────────────────────────────────


def test_seats_and_days_are_counted(cast: Cast, course: Course) -> None:
    session = a_session(cast, course, days=(1, 2))
    a_seat(session, cast.person["ada"])
    a_seat(session, cast.person["ben"], EnrolmentState.WAITLISTED)
    a_seat(session, cast.person["sam"], EnrolmentState.REQUESTED)
    found = annotate_seats(annotate_days(Session.objects.all())).get()
    assert (found.days, found.taken, found.waiting, found.asked) == (2, 1, 1, 1)
    assert (found.first_at, found.last_at) == (a_day(1)[0], a_day(2)[1])


def test_due_sessions_are_those_over_without_records(cast: Cast, course: Course) -> None:
    over = a_session(cast, course)
    a_session(cast, course, days=(1,))
    a_session(cast, course, state="closed", closed_at=datetime.now(UTC))
    a_session(cast, course, state="cancelled", cancelled_reason="Snow")
    assert list(filter_sessions(annotate_days(Session.objects.all()), state="due")) == [over]


@pytest.mark.parametrize(
    ("now", "left", "tone"),
    [
        (datetime(2026, 3, 3, 20, tzinfo=UTC), 29, "wait"),  # the day after: 30 - 1
        (datetime(2026, 3, 25, 20, tzinfo=UTC), 7, "warn"),
        (datetime(2026, 4, 1, 20, tzinfo=UTC), 0, "warn"),  # 2 March + 30 days = 1 April
        (datetime(2026, 4, 2, 20, tzinfo=UTC), -1, "bad"),
        (datetime(2026, 4, 2, 5, tzinfo=UTC), 0, "warn"),  # it is still the 1st in Los Angeles
    ],
)
def test_report_clock_counts_days_where_the_agency_is(
    cast: Cast, course: Course, now: datetime, left: int, tone: str
) -> None:
    session = a_session(cast, course, report_within_days=30)
    clock = report_clock(session, datetime(2026, 3, 3, 1, tzinfo=UTC), now)  # 2 March in Los Angeles
    assert clock is not None
    assert (clock.due, clock.left, clock.tone) == (date(2026, 4, 1), left, tone)


def test_time_that_the_clocks_skip_is_refused() -> None:
    with pytest.raises(Refused, match="clocks skip"):
        moment_at(date(2026, 3, 8), datetime(2026, 3, 8, 2, 30).time(), "America/Los_Angeles")  # noqa: DTZ001 - a clock
