"""The catalogue by hand: added, changed by two, cancelled, made a course of ours, with its days, credits and seats."""

from __future__ import annotations

import json
from datetime import date, time
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from tests.cast import Cast
from tests.events.stories import ask, begin

from muster.curriculum.models import Course, CourseCode
from muster.events.actions.agenda import (
    CreditSaid,
    DaySaid,
    SeatsSaid,
    SessionSaid,
    set_agenda,
    set_credits,
    set_days,
    set_seats,
)
from muster.events.actions.catalogue import (
    add_event,
    add_provider,
    adopt_as_course,
    cancel_event,
    change_event,
    change_provider,
    link_course,
    restore_event,
)
from muster.events.actions.interests import forget_interest, note_interest
from muster.events.actions.turns import ChangedMeanwhile
from muster.events.enums import EventState, SourceKind
from muster.events.models import (
    Allotment,
    Event,
    EventCredit,
    EventDay,
    EventSession,
    EventSource,
    Feed,
    Interest,
    Provider,
)
from muster.events.queries.catalogue import (
    annotate_taken,
    demand_of,
    filter_month,
    filter_near,
    filter_open,
    filter_topic,
    seats_by_unit,
    waiting_for,
)
from muster.ledger.models import Entry
from muster.ledger.refusals import Refused

pytestmark = pytest.mark.django_db
MAY = date(2027, 5, 3)


def an_event(cast: Cast, **more: Any) -> Event:
    fields = {
        "title": "Chiefs' Conference 2027",
        "kind": "conference",
        "starts_on": MAY,
        "ends_on": date(2027, 5, 5),
        "topics": ["leadership"],
        "minutes": 960,
        **more,
    }
    return add_event(agency=cast.millbrook, by=cast.user["tara"], **fields)


def test_event_by_hand_gets_its_series_its_source_and_one_entry(cast: Cast) -> None:
    event = an_event(cast)
    assert event.series == "Chiefs' Conference"
    assert [each.kind for each in event.sources.all()] == [SourceKind.HAND]
    entry = Entry.objects.get()
    assert (entry.verb, json.loads(entry.details)["title"]) == (
        "events:event:write",
        "Chiefs' Conference 2027",
    )


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"ends_on": date(2027, 5, 2)}, None),
        ({"starts_on": None, "ends_on": None}, None),
        ({"register_by": date(2027, 6, 1)}, "register_by"),
        ({"zip": "123"}, "zip"),
    ],
)
def test_event_that_cannot_be_is_refused(cast: Cast, fields: dict[str, Any], field: str | None) -> None:
    with pytest.raises((Refused, ValidationError)) as refused:
        an_event(cast, **fields)
    if field and isinstance(refused.value, Refused):
        assert refused.value.field == field
    assert not Event.objects.exists()


def test_second_of_two_who_change_an_event_is_told_what_it_says_now(cast: Cast) -> None:
    event = an_event(cast)
    change_event(event=event, by=cast.user["tara"], edition=1, city="Bend")
    with pytest.raises(ChangedMeanwhile) as told:
        change_event(event=event, by=cast.user["dina"], edition=1, city="Salem")
    assert told.value.thing.city == "Bend"
    event.refresh_from_db()
    assert (event.city, event.edition) == ("Bend", 2)


def test_days_of_an_event_move_only_with_what_hangs_on_them(cast: Cast) -> None:
    event = an_event(cast)
    event = set_days(event=event, days=[DaySaid(MAY)], by=cast.user["tara"], edition=1)
    with pytest.raises(Refused, match="days or sessions outside"):
        change_event(event=event, by=cast.user["tara"], edition=2, starts_on=date(2027, 5, 4))


def test_cancelled_event_leaves_its_requests_where_they_are(cast: Cast) -> None:
    story = begin(cast)
    request = ask(story)
    cancel_event(event=story.event, by=cast.user["tara"], reason="Too few seats sold.")
    story.event.refresh_from_db()
    request.refresh_from_db()
    assert (story.event.state, request.state) == (EventState.CANCELLED, "draft")
    with pytest.raises(Refused, match="already"):
        cancel_event(event=story.event, by=cast.user["tara"], reason="Again.")
    restore_event(event=story.event, by=cast.user["tara"], reason="It was a mistake.")
    story.event.refresh_from_db()
    assert story.event.state == EventState.CONFIRMED


def test_event_becomes_a_course_with_topics_minutes_and_numbers(cast: Cast) -> None:
    event = an_event(cast)
    set_credits(event=event, given=[CreditSaid("us-or", 900, "26-1")], by=cast.user["tara"])
    course = adopt_as_course(event=event, code="CHIEFS", by=cast.user["tara"])
    assert (course.title, course.topics, course.minutes) == ("Chiefs' Conference", ["leadership"], 960)
    assert [(c.jurisdiction, c.code, c.minutes) for c in CourseCode.lines.filter(course=course)] == [
        ("us-or", "26-1", 900)
    ]
    event.refresh_from_db()
    assert event.course == course
    with pytest.raises(Refused, match="already"):
        adopt_as_course(event=event, code="OTHER", by=cast.user["tara"])


def test_event_without_topics_or_hours_is_no_course(cast: Cast) -> None:
    with pytest.raises(Refused, match="topics and its hours"):
        adopt_as_course(event=an_event(cast, minutes=0), code="X", by=cast.user["tara"])
    assert not Course.objects.exists()


def test_event_is_not_linked_to_a_course_of_another_agency(cast: Cast) -> None:
    course = Course.objects.create(agency=cast.oakford, code="X", title="X", minutes=60)
    with pytest.raises(Refused, match="another agency"):
        link_course(event=an_event(cast), course=course, by=cast.user["tara"])


@pytest.mark.parametrize(
    ("days", "says"),
    [
        ([DaySaid(date(2027, 5, 9))], "is not a day of the event"),
        ([DaySaid(MAY, time(9), time(8))], "end after it begins"),
        ([DaySaid(MAY), DaySaid(MAY)], "given twice"),
    ],
)
def test_days_that_cannot_be_are_refused_and_the_old_ones_stay(
    cast: Cast, days: list[DaySaid], says: str
) -> None:
    event = an_event(cast)
    set_days(event=event, days=[DaySaid(MAY, lunch=True)], by=cast.user["tara"])
    with pytest.raises(Refused, match=says):
        set_days(event=event, days=days, by=cast.user["tara"])
    assert [(line.day, line.lunch) for line in event.days.all()] == [(MAY, True)]


def test_session_that_stays_keeps_its_key(cast: Cast) -> None:
    event = an_event(cast)
    set_agenda(event=event, sessions=[SessionSaid("Keynote", MAY, code="A1")], by=cast.user["tara"])
    key = event.sessions.get().pk
    later = [SessionSaid("Keynote, moved", MAY, time(10), 60, "A1", key=key), SessionSaid("Panel", MAY)]
    set_agenda(event=event, sessions=later, by=cast.user["tara"])
    assert {(line.pk == key, line.title) for line in event.sessions.all()} == {
        (True, "Keynote, moved"),
        (False, "Panel"),
    }


def test_two_rooms_do_not_show_one_code(cast: Cast) -> None:
    sessions = [SessionSaid("A", MAY, code="x1"), SessionSaid("B", MAY, code="X1")]
    with pytest.raises(Refused, match="same code"):
        set_agenda(event=an_event(cast), sessions=sessions, by=cast.user["tara"])


def test_session_with_check_ins_is_not_left_out(cast: Cast) -> None:
    story = begin(cast)
    day = story.event.starts_on
    assert day is not None
    set_agenda(event=story.event, sessions=[SessionSaid("Keynote", day)], by=cast.user["tara"])
    attendee = ask(story).attendees.get()
    attendee.check_ins.create(
        session=story.event.sessions.get(),
        at="2027-05-03T16:00Z",
        key="7d4ad1ea-26ec-4a0c-9d8e-0f0c1c2c3b11",
    )
    with pytest.raises(Refused, match="checked in"):
        set_agenda(event=story.event, sessions=[], by=cast.user["tara"])


def test_seats_are_kept_for_units_up_to_what_there_is(cast: Cast) -> None:
    event = an_event(cast, seats=3)
    set_seats(event=event, seats=[SeatsSaid(cast.patrol, 2)], by=cast.user["tara"])
    assert [(each.unit, each.seats, each.used) for each in seats_by_unit(event)] == [("Patrol", 2, 0)]
    with pytest.raises(Refused, match="keeps 4 seats"):
        set_seats(event=event, seats=[SeatsSaid(cast.patrol, 4)], by=cast.user["tara"])
    with pytest.raises(Refused, match="named twice"):
        set_seats(event=event, seats=[SeatsSaid(cast.patrol, 1)] * 2, by=cast.user["tara"])


def test_seats_of_a_unit_are_used_by_those_below_it_once_promised(cast: Cast) -> None:
    story = begin(cast)
    Event.objects.filter(pk=story.event.pk).update(seats=1)
    request = ask(story)
    set_seats(event=story.event, seats=[SeatsSaid(cast.patrol, 1)], by=cast.user["tara"])
    assert seats_by_unit(story.event)[0].used == 0
    # promised by the shortest way: the walk itself is tested elsewhere
    type(request).objects.filter(pk=request.pk).update(
        state="approved", policy=story.policy, submitted_at="2026-01-01T00:00Z"
    )
    assert seats_by_unit(story.event)[0].used == 1
    found = annotate_taken(Event.objects.all())
    assert found.get().taken == 1
    assert not filter_open(found).exists()


def test_filters_keep_month_topic_and_what_is_near(cast: Cast) -> None:
    event = an_event(cast, miles=40)
    every = Event.objects.all()
    assert list(filter_month(every, MAY)) == [event]
    assert not filter_month(every, date(2027, 6, 1)).exists()
    assert list(filter_topic(every, "leadership")) == [event]
    assert not filter_topic(every, "leader").exists()
    assert list(filter_near(every, 40)) == [event]
    assert not filter_near(every, 39).exists()


def test_wish_is_demand_and_is_answered_by_series_or_topic(cast: Cast) -> None:
    ada = {"agency": cast.millbrook, "person": cast.person["ada"], "by": cast.user["ada"]}
    wish = note_interest(topic="leadership", **ada)
    note_interest(agency=cast.millbrook, person=cast.person["ben"], topic="leadership", by=cast.user["ben"])
    assert [(each.topic, each.people) for each in demand_of(cast.millbrook)] == [("leadership", 2)]
    assert waiting_for(an_event(cast)).count() == 2
    assert not waiting_for(an_event(cast, topics=["driving"])).exists()
    with pytest.raises(Refused, match="already"):
        note_interest(topic="leadership", **ada)
    forget_interest(interest=wish, by=cast.user["ada"])
    assert demand_of(cast.millbrook)[0].people == 1


def test_provider_has_its_name_once(cast: Cast) -> None:
    made = add_provider(agency=cast.millbrook, by=cast.user["tara"], name="Academy")
    with pytest.raises(ValidationError, match="of this name already"):
        add_provider(agency=cast.millbrook, by=cast.user["tara"], name="Academy")
    assert change_provider(provider=made, by=cast.user["tara"], name="State academy").name == "State academy"


def test_provider_of_another_agency_is_refused(cast: Cast) -> None:
    theirs = Provider.objects.create(agency=cast.oakford, name="Theirs")
    with pytest.raises(Refused, match="another agency"):
        an_event(cast, provider=theirs)


# ── the database's own ───────────────────────────────────────────────────────────────────────────


def is_refused_by(name: str, thing: Any) -> bool:
    """Save a thing past every action, which the database refuses; return whether it has a constraint of this name."""
    with pytest.raises(ValidationError):
        thing.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        thing.save()
    names = {constraint.name for constraint in type(thing)._meta.constraints}
    return name in names


def test_database_refuses_an_event_that_ends_before_it_starts(cast: Cast) -> None:
    backwards = Event(agency=cast.millbrook, title="X", starts_on=MAY, ends_on=date(2027, 5, 1))
    assert is_refused_by("events_event_ends_after_start", backwards)


def test_database_refuses_an_event_without_days(cast: Cast) -> None:
    assert is_refused_by("events_event_has_days", Event(agency=cast.millbrook, title="X"))
    Event(agency=cast.millbrook, title="X", kind="self_paced").save()


def test_database_refuses_a_short_zip(cast: Cast) -> None:
    short = Event(agency=cast.millbrook, title="X", kind="self_paced", zip="123")
    assert is_refused_by("events_event_zip_has_five_digits", short)


def test_database_refuses_lines_that_come_twice(cast: Cast) -> None:
    event = an_event(cast)
    EventDay.objects.create(event=event, day=MAY)
    assert is_refused_by("events_eventday_once", EventDay(event=event, day=MAY))
    EventCredit.objects.create(event=event, jurisdiction="us-or", minutes=1)
    assert is_refused_by("events_eventcredit_once", EventCredit(event=event, jurisdiction="us-or", minutes=2))
    Allotment.objects.create(event=event, unit=cast.patrol, seats=1)
    assert is_refused_by("events_allotment_once", Allotment(event=event, unit=cast.patrol, seats=1))


def test_database_refuses_a_calendar_or_an_entry_of_it_twice(cast: Cast) -> None:
    event = an_event(cast)
    feed = Feed.objects.create(agency=cast.millbrook, name="A", url="https://example.org/a.ics")
    assert is_refused_by(
        "events_feed_once", Feed(agency=cast.millbrook, name="B", url="https://example.org/a.ics")
    )
    EventSource.objects.create(event=event, kind="icalendar", feed=feed, uid="1")
    again = EventSource(event=event, kind="icalendar", feed=feed, uid="1")
    assert is_refused_by("events_eventsource_one_event_per_entry", again)


def test_database_refuses_a_wish_twice_or_for_nothing(cast: Cast) -> None:
    wish = {"agency": cast.millbrook, "person": cast.person["ada"], "made_by": cast.user["ada"]}
    Interest.objects.create(topic="driving", **wish)
    assert is_refused_by("events_interest_once", Interest(topic="driving", **wish))
    assert is_refused_by("events_interest_in_something", Interest(**wish))


def test_database_refuses_a_provider_twice(cast: Cast) -> None:
    Provider.objects.create(agency=cast.millbrook, name="A")
    assert is_refused_by("events_provider_one_per_name", Provider(agency=cast.millbrook, name="A"))


def test_session_sorts_by_the_agenda(cast: Cast) -> None:
    event = an_event(cast)
    EventSession.objects.create(event=event, title="Second", day=MAY, begins=time(11))
    EventSession.objects.create(event=event, title="First", day=MAY, begins=time(9))
    assert [line.title for line in event.sessions.all()] == ["First", "Second"]
