"""Which shifts a journey takes from the street: rota, floor, roster, classes, journeys and covers, read together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from django.utils import timezone
from tests.cast import Cast, make_officer
from tests.events.stories import ask, begin
from tests.events.streets import (
    at,
    floor,
    officers,
    on_leave,
    pattern,
    squad_b_at_night,
    squad_of_three,
    stands_in,
    works,
)
from tests.factories.sessions import a_course, a_seat, a_session

from muster.events.models import EventDay, Request
from muster.events.queries.cover import cover_look, shifts_uncovered
from muster.ledger.lines import correct_line
from muster.roster.models import Fact

pytestmark = pytest.mark.django_db
Counted = Callable[[Callable[[], object]], int]


def journey(cast: Cast, name: str = "ada", **fields: object) -> Request:
    return ask(begin(cast, **fields), name)


def test_no_shift_is_known_where_nobody_wrote_down_a_rota(cast: Cast) -> None:
    request = journey(cast)
    look = cover_look(request)
    assert look.answer is None
    assert [each.person for each in look.without_pattern] == [cast.person["ada"]]
    assert shifts_uncovered(request) == []


def test_each_shift_on_the_way_is_missed_and_short_where_the_floor_just_held(cast: Cast) -> None:
    squad_of_three(cast, people=3)
    request = journey(cast)
    missed = shifts_uncovered(request)
    first = request.event.starts_on
    assert first is not None
    assert [each.day for each in missed] == [first, first + timedelta(days=1), first + timedelta(days=2)]
    assert missed[0].starts_at == at(first, 6)
    assert {each.minutes for each in missed} == {600}


def test_free_seats_do_where_there_are_enough(cast: Cast) -> None:
    squad_of_three(cast, people=2)
    request = journey(cast)
    answer = cover_look(request).answer
    assert answer is not None
    assert len(answer.shifts) == 3
    assert shifts_uncovered(request) == []


def test_leave_of_another_breaks_the_floor_on_that_day_alone(cast: Cast) -> None:
    squad_of_three(cast, people=2)
    request = journey(cast)
    second = request.event.starts_on + timedelta(days=1)  # type: ignore[operator]
    on_leave(cast, "kit", second)
    assert [each.day for each in shifts_uncovered(request)] == [second]


def test_open_ended_leave_counts_as_long_as_one_looks(cast: Cast) -> None:
    squad_of_three(cast, people=2)
    on_leave(cast, "kit", date(2026, 1, 1), open_end=True)
    assert len(shifts_uncovered(journey(cast))) == 3


def test_who_left_the_agency_is_no_supply(cast: Cast) -> None:
    squad_of_three(cast, people=2)
    request = journey(cast)
    second = request.event.starts_on + timedelta(days=1)  # type: ignore[operator]
    line = cast.person["kit"].appointments.get()
    correct_line(line, by=None, reason="Resigned.", end=second - timedelta(days=1), separation="resigned")
    assert [each.day for each in shifts_uncovered(request)] == [second, second + timedelta(days=1)]


def test_civilian_of_the_squad_is_not_counted_on_the_street(cast: Cast) -> None:
    squad_of_three(cast, people=3)
    clerk = make_officer(cast, "cora", cast.millbrook, rank="officer", unit=cast.squad_a)
    correct_line(clerk.appointments.get(), by=None, reason="A civilian.", sworn=False)
    assert len(shifts_uncovered(journey(cast))) == 3


def test_journey_of_another_counts_once_it_is_granted_and_not_while_it_may_come_to_nothing(
    cast: Cast,
) -> None:
    squad_of_three(cast, people=2)
    story = begin(cast)
    other, request = ask(story, "sam"), ask(story, "ada")
    assert shifts_uncovered(request) == []
    Request.objects.filter(pk=other.pk).update(
        state="approved", policy=story.policy, submitted_at=other.made_at, approved_cents=0
    )
    assert len(shifts_uncovered(request)) == 3
    Request.objects.filter(pk=other.pk).update(state="cancelled")
    assert shifts_uncovered(request) == []


def test_seat_in_our_own_class_counts_on_its_days(cast: Cast) -> None:
    squad_of_three(cast, people=2)
    request = journey(cast)
    first = request.event.starts_on
    assert first is not None
    session = a_session(cast, a_course(cast), days=((first - timezone.localdate()).days,))
    a_seat(session, cast.person["kit"])
    assert [each.day for each in shifts_uncovered(request)] == [first]


def test_line_of_a_person_goes_before_that_of_the_unit(cast: Cast) -> None:
    squad_of_three(cast, people=3)
    works(cast.squad_a, pattern(cast.millbrook, [["12:00", 600]]), cast.person["ada"])
    answer = cover_look(journey(cast)).answer
    assert answer is not None
    assert [shift.stretch.begins.time() for shift in answer.shifts] == [time(12)] * 3


def test_unit_without_a_pattern_works_that_of_the_unit_above(cast: Cast) -> None:
    officers(cast, cast.squad_a, "kit")
    works(cast.patrol, pattern(cast.millbrook))
    floor(cast.patrol, 5)
    assert (
        len(shifts_uncovered(journey(cast))) == 3
    )  # Ada, Sam, Kit, Ben and Ian count at the floor of patrol


def test_floor_for_a_skill_counts_those_who_hold_it(cast: Cast) -> None:
    squad_of_three(cast, people=2)
    floor(cast.squad_a, 1, skill="CIT", skilled=1)
    Fact.lines.create(
        person=cast.person["ada"],
        agency=cast.millbrook,
        fact="certificate",
        value="cit",
        start=date(2024, 1, 1),
    )
    look = cover_look(journey(cast))
    assert len(look.open) == 3
    assert look.answer is not None
    assert [(each.kind, each.name) for each in look.answer.too_many] == [("skill", "CIT")]


def test_sergeant_counts_as_the_supervisor_that_a_floor_asks_for(cast: Cast) -> None:
    squad_of_three(cast, people=2)
    floor(cast.squad_a, 2, supervisors=1)
    story = begin(cast)
    assert shifts_uncovered(ask(story, "ada")) == []
    needs = {
        line.need for each in cover_look(ask(story, "sam")).open for line in each.shift.needs if line.short
    }
    assert needs == {"supervisors"}


def test_policy_limits_how_many_of_a_unit_are_away(cast: Cast) -> None:
    squad_of_three(cast, people=0)
    story = begin(cast, most_per_unit=1)
    one, two = cover_look(ask(story, "ada")).answer, cover_look(ask(story, "ada", "sam")).answer
    assert one is not None
    assert two is not None
    assert [each for each in one.too_many if each.kind == "team"] == []
    assert [each.away for each in two.too_many if each.kind == "team"] == [2]


def test_hours_of_the_event_are_put_on_our_own_clock(cast: Cast) -> None:
    squad_of_three(cast)
    story = begin(cast)
    request = ask(story)
    # a day off in Millbrook's March, in a week when New York has its summer time as well: six to two of our clock
    request.departs_at, request.returns_at = at(date(2027, 3, 16), 0), at(date(2027, 3, 17), 0)
    request.save()
    request.event.time_zone = "America/New_York"
    request.event.save()
    EventDay.objects.create(event=request.event, day=date(2027, 3, 16), begins=time(9), ends=time(17))
    answer = cover_look(request).answer
    assert answer is not None
    (own,) = answer.own_hours
    assert own.before.worked_minutes - own.after.worked_minutes == 600 - 480


def test_journey_over_the_night_the_clock_goes_back_misses_the_shifts_of_our_clock(cast: Cast) -> None:
    squad_of_three(cast)
    story = begin(cast)
    request = ask(story)
    # 1 November 2026: at two the clock goes back to one
    request.departs_at, request.returns_at = at(date(2026, 10, 31), 22), at(date(2026, 11, 2), 5)
    request.save()
    missed = shifts_uncovered(request)
    assert [(each.starts_at, each.minutes) for each in missed] == [(at(date(2026, 11, 1), 6), 600)]


def test_return_in_the_hour_that_comes_twice_is_still_a_journey(cast: Cast) -> None:
    squad_of_three(cast)
    request = ask(begin(cast))
    request.departs_at = at(date(2026, 11, 1), 1, 50)
    request.returns_at = at(date(2026, 11, 1), 1, 20).replace(fold=1)
    request.save()
    assert shifts_uncovered(request) == []


def test_volunteers_come_before_orders_and_cost_what_is_given(cast: Cast) -> None:
    squad_of_three(cast)
    squad_b_at_night(cast, "lee")
    works(cast.squad_b, pattern(cast.millbrook, [None]), cast.person["lee"])
    stands_in(cast, "lee", volunteers=True, cents_an_hour=4_000)
    look = cover_look(journey(cast))
    proposed = look.open[0].shift.proposed
    assert proposed is not None
    assert (proposed.kind, proposed.officer) == ("volunteer_overtime", str(cast.person["lee"].pk))
    assert proposed.cents == 10 * 4_000 * 3 // 2


def test_questions_to_the_database_do_not_grow_with_the_department(cast: Cast, queries_of: Counted) -> None:
    squad_of_three(cast)
    request = journey(cast)
    first = queries_of(lambda: cover_look(request))
    officers(cast, cast.squad_a, *(f"officer{n}" for n in range(20)))
    floor(cast.squad_a, 24)
    assert queries_of(lambda: cover_look(request)) == first == 18


def test_request_without_days_asks_for_nothing(cast: Cast) -> None:
    squad_of_three(cast)
    request = journey(cast)
    request.departs_at = None
    assert shifts_uncovered(request) == []
