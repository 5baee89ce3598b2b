"""A plan for the year: needs met in time, floors kept, pins kept, few changes after, seats given and given back."""

from __future__ import annotations

from datetime import date

import pytest
from tests.cast import Cast
from tests.events.streets import at, floor, in_days, on_leave, squad_b_at_night, squad_of_three
from tests.events.year_towns import held, place, places, planned, town, why
from tests.standards.stories import course, record

from muster.events.actions.turns import ChangedMeanwhile
from muster.events.actions.year_plans import LONGEST, make_year_plan, pin_place, plan_again
from muster.events.actions.year_taking import take_plan, undo_taking
from muster.events.enums import GapKind, SearchEnd, YearPlanState
from muster.events.models import YearPlan
from muster.events.queries.year_plans import Load, load_of
from muster.ledger.models import Entry
from muster.ledger.refusals import Refused
from muster.records.actions.enrolment import enrol_people
from muster.records.actions.sessions import move_session
from muster.records.enums import EnrolmentState, Presence, SessionState
from muster.records.models import Attendance, Enrolment, Session

pytestmark = pytest.mark.django_db


def again(cast: Cast, plan: YearPlan) -> YearPlan:
    plan.refresh_from_db()
    return plan_again(plan=plan, edition=plan.edition, by=cast.user["tara"])


def cancel(cast: Cast, session: Session) -> None:
    move_session(
        session=session, to=SessionState.CANCELLED, by=cast.user["tara"], reason="The instructor is ill."
    )


def deeds_of(plan: YearPlan) -> int:
    return Entry.objects.filter(subject_kind="events.yearplan", subject_id=str(plan.pk)).count()


# ── in time, and only who can ────────────────────────────────────────────────────────────────────


def test_need_is_met_before_its_day(cast: Cast) -> None:
    taught = town(cast, "ada", due_in=25)
    early, _late = held(taught, in_days(10)), held(taught, in_days(40))
    plan = planned(cast)
    assert places(plan) == {("ada", early.pk)}
    assert place(plan, "ada").needs == [
        {"requirement": "model/de-escalation", "due": in_days(25).isoformat()}
    ]
    assert [(note["why"], note["count"]) for note in place(plan, "ada").others] == [("late", 1)]
    assert plan.ended == SearchEnd.BEST
    assert not plan.gaps.exists()


def test_need_that_no_session_meets_in_time_is_left_with_why_and_what_would_do(cast: Cast) -> None:
    held(town(cast, "ada", due_in=25), in_days(40))
    plan = planned(cast)
    assert places(plan) == set()
    assert why(plan, "ada") == ["late"]
    found = plan.remedies[0]
    assert (found["kind"], found["meets"], found["left"]) == ("sessions", 1, 0)
    assert in_days(1) <= date.fromisoformat(found["days"][0]) <= in_days(25)


def test_what_is_late_already_is_planned_all_the_same(cast: Cast) -> None:
    taught = town(cast, "ada", due_in=-5)
    only = held(taught, in_days(50))
    assert places(planned(cast)) == {("ada", only.pk)}


def test_course_about_something_else_meets_nothing(cast: Cast) -> None:
    town(cast, "ada")
    held(course(cast.millbrook, "SH-1", topics=["firearms"]), in_days(10))
    plan = planned(cast)
    assert places(plan) == set()
    assert plan.gaps.get().kind == GapKind.NO_CLASS


def test_who_has_a_seat_already_is_not_planned_again(cast: Cast) -> None:
    taught = town(cast, "ada", "ben")
    first, second = held(taught, in_days(10)), held(taught, in_days(12))
    enrol_people(session=first, people=[cast.person["ada"]], by=cast.user["tara"])
    assert {who for who, _ in places(planned(cast))} == {"ben"}
    assert second.state == SessionState.OPEN


def test_seats_that_are_taken_are_not_given_twice(cast: Cast) -> None:
    taught = town(cast, "ada", "ben")
    full = held(taught, in_days(10), seats=2)
    enrol_people(session=full, people=[cast.person["ian"]], by=cast.user["tara"])
    plan = planned(cast)
    assert len(places(plan)) == 1
    assert plan.gaps.get().others[0]["why"] == "full"


def test_somebody_on_leave_is_not_placed(cast: Cast) -> None:
    held(town(cast, "ada"), in_days(10))
    on_leave(cast, "ada", in_days(10))
    assert why(planned(cast), "ada") == ["busy"]


# ── the street ───────────────────────────────────────────────────────────────────────────────────


def test_floor_that_would_break_is_kept(cast: Cast) -> None:
    squad_of_three(cast, people=2)
    taught = town(cast, "ada", "sam", "kit")
    sessions = [held(taught, in_days(day)) for day in (10, 12)]
    plan = planned(cast)
    assert sorted(session for _, session in places(plan)) == [each.pk for each in sessions]
    left = plan.gaps.get().others
    assert [(note["why"], note["count"]) for note in left] == [("floor", 2)]
    assert left[0]["place"] == cast.squad_a.pk
    assert left[0]["source"] == "Contract, article 9"


def test_everybody_goes_where_the_class_is_outside_the_hours_of_the_floor(cast: Cast) -> None:
    squad_of_three(cast, people=3)
    taught = town(cast, "ada", "sam", "kit")
    evening = held(taught, in_days(10), begins=16, ends=18)
    assert {session for _, session in places(planned(cast))} == {evening.pk}


def test_floors_of_two_half_days_are_kept_apart(cast: Cast) -> None:
    squad_of_three(cast, people=2)
    taught = town(cast, "ada", "sam", "kit")
    morning = held(taught, in_days(10), begins=8, ends=11)
    afternoon = held(taught, in_days(10), begins=13, ends=15)
    assert sorted(session for _, session in places(planned(cast))) == [morning.pk, afternoon.pk]


def test_leave_of_a_colleague_counts_against_the_floor(cast: Cast) -> None:
    squad_of_three(cast, people=2)
    taught = town(cast, "ada")
    held(taught, in_days(10))
    assert len(places(planned(cast))) == 1
    on_leave(cast, "kit", in_days(10))
    assert why(planned(cast), "ada") == ["floor"]


def test_who_comes_from_a_night_shift_is_left_to_rest(cast: Cast) -> None:
    squad_b_at_night(cast)
    taught = town(cast, "ben")
    held(taught, in_days(10), begins=8, ends=12)
    assert why(planned(cast), "ben") == ["busy"]


def test_higher_floor_of_the_unit_above_is_kept_too(cast: Cast) -> None:
    squad_of_three(cast, people=1)
    floor(cast.patrol, 3)
    held(town(cast, "ada"), in_days(10))
    assert why(planned(cast), "ada") == ["floor"]


def test_class_on_time_off_is_own_time_and_is_spread(cast: Cast) -> None:
    squad_of_three(cast, people=1)
    taught = town(cast, "ada", "sam")
    held(taught, in_days(10), begins=16, ends=18)
    plan = planned(cast)
    assert place(plan, "ada").own_time == 1
    assert load_of(plan) == [Load(1, 2)]


# ── planning again ───────────────────────────────────────────────────────────────────────────────


def test_cancelled_session_moves_those_who_lost_their_place_and_nobody_else(cast: Cast) -> None:
    taught = town(cast, "ada", "ben", "ian")
    sessions = [held(taught, in_days(day), seats=1) for day in (8, 10, 12, 14)]
    plan = planned(cast)
    before = places(plan)
    lost = next(iter(sorted(before)))
    cancel(cast, next(each for each in sessions if each.pk == lost[1]))
    after = places(again(cast, plan))
    assert {who for who, _ in after} == {"ada", "ben", "ian"}
    assert before - after == {lost}
    plan.refresh_from_db()
    assert plan.change == {"kept": 2, "lost": 1, "dropped": 0, "added": 1, "proved": True}
    assert [seat.person.given_name.lower() for seat in plan.seats.filter(is_new=True)] == [lost[0]]


def test_pinned_one_stays_though_nothing_is_owed_any_more(cast: Cast) -> None:
    taught = town(cast, "ada", "ben")
    only = held(taught, in_days(10))
    plan = planned(cast)
    pin_place(seat=place(plan, "ada"), pinned=True, edition=plan.edition, by=cast.user["tara"])
    for name in ("ada", "ben"):
        record(cast.person[name], taught, in_days(-1))
    assert places(again(cast, plan)) == {("ada", only.pk)}
    assert place(plan, "ada").pinned


def test_pin_that_cannot_be_kept_is_told_by_name(cast: Cast) -> None:
    held(town(cast, "ada"), in_days(10))
    plan = planned(cast)
    pin_place(seat=place(plan, "ada"), pinned=True, edition=plan.edition, by=cast.user["tara"])
    on_leave(cast, "ada", in_days(10))
    with pytest.raises(Refused, match="Ada Testcase is pinned"):
        again(cast, plan)
    assert place(plan, "ada").pinned


def test_plan_whose_days_are_over_is_not_made_again(cast: Cast) -> None:
    plan = planned(cast)
    YearPlan.objects.filter(pk=plan.pk).update(first=in_days(-9), last=in_days(0))
    with pytest.raises(Refused, match="days of this plan are over"):
        again(cast, plan)


# ── taking it ────────────────────────────────────────────────────────────────────────────────────


def test_taken_plan_gives_the_seats_and_undone_it_takes_them_back(cast: Cast) -> None:
    taught = town(cast, "ada", "ben")
    session = held(taught, in_days(10))
    plan = planned(cast)
    taken = take_plan(plan=plan, edition=plan.edition, by=cast.user["tara"])
    assert (taken.given, taken.waiting, taken.had) == (2, 0, 0)
    assert session.enrolments.filter(state=EnrolmentState.CONFIRMED).count() == 2
    plan.refresh_from_db()
    assert plan.state == YearPlanState.TAKEN
    undone = undo_taking(plan=plan, edition=plan.edition, by=cast.user["tara"])
    assert (undone.back, undone.kept) == (2, 0)
    assert not session.enrolments.filter(state=EnrolmentState.CONFIRMED).exists()
    plan.refresh_from_db()
    assert plan.state == YearPlanState.DRAFT
    assert deeds_of(plan) == 3


def test_who_got_a_seat_meanwhile_keeps_it_when_the_plan_is_undone(cast: Cast) -> None:
    session = held(town(cast, "ada", "ben"), in_days(10))
    plan = planned(cast)
    enrol_people(session=session, people=[cast.person["ada"]], by=cast.user["tara"])
    taken = take_plan(plan=plan, edition=plan.edition, by=cast.user["tara"])
    assert (taken.given, taken.had) == (1, 1)
    plan.refresh_from_db()
    undo_taking(plan=plan, edition=plan.edition, by=cast.user["tara"])
    assert session.enrolments.get(state=EnrolmentState.CONFIRMED).person == cast.person["ada"]


def test_of_whom_the_roll_says_something_keeps_the_seat(cast: Cast) -> None:
    session = held(town(cast, "ada", "ben"), in_days(10))
    plan = planned(cast)
    take_plan(plan=plan, edition=plan.edition, by=cast.user["tara"])
    Attendance.objects.create(
        meeting=session.meetings.get(),
        enrolment=Enrolment.objects.get(person=cast.person["ada"]),
        presence=Presence.NO_SHOW,
        marked_by=cast.user["tara"],
    )
    plan.refresh_from_db()
    undone = undo_taking(plan=plan, edition=plan.edition, by=cast.user["tara"])
    assert (undone.back, undone.kept) == (1, 1)


def test_session_that_takes_nobody_any_more_stops_the_whole_taking(cast: Cast) -> None:
    taught = town(cast, "ada", "ben")
    first, second = held(taught, in_days(10), seats=1), held(taught, in_days(12), seats=1)
    plan = planned(cast)
    cancel(cast, second)
    with pytest.raises(Refused, match="takes nobody any more"):
        take_plan(plan=plan, edition=plan.edition, by=cast.user["tara"])
    assert not first.enrolments.exists()


@pytest.mark.parametrize(("days", "refused"), [(20, False), (40, True)])
def test_session_that_was_moved_behind_the_day_it_was_to_meet_stops_the_taking(
    cast: Cast, days: int, refused: bool
) -> None:
    session = held(town(cast, "ada", due_in=25), in_days(10))
    plan = planned(cast)
    session.meetings.update(starts_at=at(in_days(days), 8), ends_at=at(in_days(days), 12))
    if refused:
        with pytest.raises(Refused, match="was moved and comes too late"):
            take_plan(plan=plan, edition=plan.edition, by=cast.user["tara"])
    else:
        take_plan(plan=plan, edition=plan.edition, by=cast.user["tara"])
    assert session.enrolments.exists() != refused


def test_seats_that_were_given_stay_when_a_session_is_cancelled_and_the_plan_made_again(cast: Cast) -> None:
    taught = town(cast, "ada", "ben")
    first, second, third = (held(taught, in_days(day), seats=1) for day in (10, 12, 14))
    plan = planned(cast)
    take_plan(plan=plan, edition=plan.edition, by=cast.user["tara"])
    kept, gone = sorted(places(plan), key=lambda each: each[1])
    cancel(cast, Session.objects.get(pk=gone[1]))
    now = again(cast, plan)
    free = next(each for each in (first, second, third) if each.pk not in (kept[1], gone[1]))
    assert places(now) == {kept, (gone[0], free.pk)}
    assert now.state == YearPlanState.DRAFT


# ── what is refused ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("first", "last", "field"), [(0, 5, "first"), (9, 3, "last"), (1, LONGEST + 1, "last")]
)
def test_days_that_are_none_are_refused(cast: Cast, first: int, last: int, field: str) -> None:
    with pytest.raises(Refused) as refused:
        make_year_plan(
            agency=cast.millbrook, first=in_days(first), last=in_days(last), seconds=5, by=cast.user["tara"]
        )
    assert refused.value.field == field
    assert not YearPlan.objects.exists()


def test_plan_that_somebody_changed_meanwhile_is_not_taken(cast: Cast) -> None:
    session = held(town(cast, "ada"), in_days(10))
    plan = planned(cast)
    pin_place(seat=place(plan, "ada"), pinned=True, edition=plan.edition, by=cast.user["scot"])
    with pytest.raises(ChangedMeanwhile):
        take_plan(plan=plan, edition=plan.edition, by=cast.user["tara"])
    assert not session.enrolments.exists()


def test_each_deed_has_one_entry(cast: Cast) -> None:
    held(town(cast, "ada"), in_days(10))
    plan = planned(cast)
    assert deeds_of(plan) == 1
    pin_place(seat=place(plan, "ada"), pinned=True, edition=plan.edition, by=cast.user["tara"])
    again(cast, plan)
    assert deeds_of(plan) == 3


def test_agency_without_rules_or_sessions_has_an_empty_plan(cast: Cast) -> None:
    plan = planned(cast)
    assert (plan.needs, plan.seats.count(), plan.gaps.count(), plan.remedies) == (0, 0, 0, [])
