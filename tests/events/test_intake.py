"""Taking events in: new ones are added, known ones brought up to date, two sources of one event become one."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.cast import Cast
from tests.events.sources.test_calendars import calendar

from muster.events.actions.catalogue import add_event, change_event
from muster.events.actions.feeds import add_feed, read_due_feeds, read_feed
from muster.events.actions.intake import Taken, part_source, take_in
from muster.events.enums import EventState, MatchReason, SourceKind
from muster.events.fetching import Fetched
from muster.events.models import Event, Feed, Provider
from muster.events.sources.found import Found, FoundDay
from muster.ledger.models import Entry
from muster.ledger.refusals import Refused
from muster.standards.queries import today_at

pytestmark = pytest.mark.django_db
MAY = date(2027, 5, 3)


def told(title: str = "CIT course", **more: Any) -> Found:
    first = more.pop("starts_on", MAY)
    return Found(title=title, where="row 2", starts_on=first, ends_on=more.pop("ends_on", first), **more)


def take(cast: Cast, *found: Found, kind: SourceKind = SourceKind.CSV, **more: Any) -> Taken:
    return take_in(agency=cast.millbrook, found=found, kind=kind, by=cast.user["tara"], **more)


def a_feed(cast: Cast, name: str = "academy") -> Feed:
    return add_feed(
        agency=cast.millbrook, by=cast.user["tara"], name=name, url=f"https://{name}.example/a.ics"
    )


def test_same_table_twice_changes_nothing(cast: Cast) -> None:
    rows = [told(provider="Academy", city="Salem"), told("Range day", provider="academy")]
    assert take(cast, *rows).counts() == {"added": 2, "changed": 0, "joined": 0, "same": 0}
    assert take(cast, *rows).counts() == {"added": 0, "changed": 0, "joined": 0, "same": 2}
    assert Event.objects.count() == 2
    assert [provider.name for provider in Provider.objects.all()] == ["Academy"]


def test_event_at_ones_own_pace_comes_once_too(cast: Cast) -> None:
    own = Found(title="Law update", where="row 2", kind="self_paced")
    take(cast, own)
    assert take(cast, own).counts()["same"] == 1


def test_table_is_taken_whole_or_not_at_all(cast: Cast) -> None:
    with pytest.raises(Refused, match=r"row 2: .*ZIP has five digits"):
        take(cast, told(), told("Range day", zip="12"))
    assert not Event.objects.exists()
    assert not Entry.objects.exists()


def test_second_source_fills_gaps_and_changes_nothing_that_is_said(cast: Cast) -> None:
    event = add_event(
        agency=cast.millbrook,
        by=cast.user["tara"],
        title="CIT Course 2027",
        starts_on=MAY,
        ends_on=MAY,
        city="Salem",
    )
    taken = take(cast, told(city="salem", seats=24, provider="Academy"))
    assert taken.joined == [event.pk]
    event.refresh_from_db()
    assert (event.title, event.city, event.seats, str(event.provider)) == (
        "CIT Course 2027",
        "Salem",
        24,
        "Academy",
    )
    assert [source.why for source in event.sources.order_by("pk")] == ["", MatchReason.WORDS]


def test_what_a_person_wrote_stays_until_the_source_changes_that_very_thing(cast: Cast) -> None:
    take(cast, told(city="Salem", seats=24))
    event = Event.objects.get()
    change_event(event=event, by=cast.user["tara"], edition=1, city="Bend", seats=10)
    event.refresh_from_db()
    Event.objects.filter(pk=event.pk).update(city="")  # so that the words still match
    take(cast, told(city="Salem", seats=30))
    event.refresh_from_db()
    assert (event.city, event.seats) == ("", 30)


def test_parted_event_has_its_sources_own_words_and_stays_apart(cast: Cast) -> None:
    one = a_feed(cast, "one")
    two = a_feed(cast, "two")
    hours = (FoundDay(MAY, time(9), time(17)),)
    take(cast, told(uid="1", seats=8), kind=SourceKind.ICALENDAR, feed=one)
    joined = take(cast, told(uid="9", seats=12, days=hours), kind=SourceKind.ICALENDAR, feed=two)
    old = Event.objects.get(pk=joined.joined[0])
    source = old.sources.get(feed=two)
    new = part_source(source=source, by=cast.user["tara"], reason="Another town.")
    assert (new.seats, [day.begins for day in new.days.all()]) == (12, [time(9)])
    again = take(cast, told(uid="9", seats=14, days=hours), kind=SourceKind.ICALENDAR, feed=two)
    assert again.changed == [new.pk]
    old.refresh_from_db()
    assert old.seats == 8
    with pytest.raises(Refused, match="known from there alone"):
        part_source(source=new.sources.get(), by=cast.user["tara"], reason="Again.")


def test_two_entries_of_one_calendar_are_two_events(cast: Cast) -> None:
    feed = a_feed(cast)
    found = [told(uid="1"), told(uid="2")]
    assert take(cast, *found, kind=SourceKind.ICALENDAR, feed=feed).counts()["added"] == 2


def test_event_that_is_moved_takes_its_days_and_agenda_along(cast: Cast) -> None:
    feed = a_feed(cast)
    days = (FoundDay(MAY, time(9), time(17)), FoundDay(MAY + timedelta(1), time(9), time(17)))
    first = told(uid="1", ends_on=MAY + timedelta(1), days=days)
    take(cast, first, kind=SourceKind.ICALENDAR, feed=feed)
    event = Event.objects.get()
    event.days.filter(day=MAY).update(lunch=True)
    event.sessions.create(title="Keynote", day=MAY)
    week = timedelta(7)
    moved = told(
        uid="1",
        starts_on=MAY + week,
        ends_on=MAY + week + timedelta(1),
        sequence=1,
        days=tuple(FoundDay(each.day + week, time(8), time(16)) for each in days),
    )
    take(cast, moved, kind=SourceKind.ICALENDAR, feed=feed)
    event.refresh_from_db()
    assert event.starts_on == MAY + week
    assert [(day.day, day.begins, day.lunch) for day in event.days.all()] == [
        (MAY + week, time(8), True),
        (MAY + week + timedelta(1), time(8), False),
    ]
    assert event.sessions.get().day == MAY + week


# ── calendars ────────────────────────────────────────────────────────────────────────────────────


def coming(cast: Cast) -> date:
    return today_at(cast.millbrook) + timedelta(days=40)


def entry(cast: Cast, *, sequence: int = 0, **more: str) -> bytes:
    fields = {
        "UID": "77",
        "SUMMARY": "De-escalation school",
        "DTSTART;VALUE=DATE": f"{coming(cast):%Y%m%d}",
        "SEQUENCE": str(sequence),
        **more,
    }
    return calendar("\n".join(f"{name}:{value}" for name, value in fields.items()))


def served(*contents: bytes) -> Any:
    """Return a way to fetch that gives these contents one after the other."""
    waiting = list(contents)

    def fetch(_url: str, *, etag: str) -> Fetched:
        return Fetched(waiting.pop(0), '"1"')

    return fetch


def test_calendar_that_is_read_again_updates_cancels_and_ignores_older_news(cast: Cast) -> None:
    feed = a_feed(cast)
    fetch = served(
        entry(cast),
        entry(cast, sequence=2, LOCATION="Hall B"),
        entry(cast, sequence=1, LOCATION="Hall A"),
        entry(cast, sequence=3, LOCATION="Hall B", STATUS="CANCELLED"),
        entry(cast, sequence=4, LOCATION="Hall B"),
    )
    seen = []
    for _ in range(5):
        read_feed(feed=feed, by=None, fetch=fetch)
        event = Event.objects.get()
        seen.append((event.venue, event.state))
    assert seen == [
        ("", EventState.CONFIRMED),
        ("Hall B", EventState.CONFIRMED),
        ("Hall B", EventState.CONFIRMED),
        ("Hall B", EventState.CANCELLED),
        ("Hall B", EventState.CONFIRMED),
    ]


def test_reading_that_brings_nothing_new_is_no_deed(cast: Cast) -> None:
    feed = a_feed(cast)
    fetch = served(entry(cast), entry(cast))
    read_feed(feed=feed, by=None, fetch=fetch)
    before = Entry.objects.count()
    read_feed(feed=feed, by=None, fetch=fetch)
    assert Entry.objects.count() == before


def test_same_event_in_two_calendars_is_one(cast: Cast) -> None:
    read_feed(feed=a_feed(cast, "one"), by=None, fetch=served(entry(cast)))
    read_feed(feed=a_feed(cast, "two"), by=None, fetch=served(entry(cast, SUMMARY="School, new title")))
    event = Event.objects.get()
    assert [source.why for source in event.sources.order_by("pk")] == ["", MatchReason.UID]


def test_what_cannot_be_read_is_kept_with_the_calendar_and_the_rest_is_taken(cast: Cast) -> None:
    feed = a_feed(cast)
    content = calendar(
        "UID:1\nSUMMARY:Nameless day",
        f"UID:2\nSUMMARY:Good\nDTSTART;VALUE=DATE:{coming(cast):%Y%m%d}",
        f"UID:3\nSUMMARY:Bad\nDTSTART;VALUE=DATE:{coming(cast):%Y%m%d}\nURL:https://bad url/",
    )
    done = read_feed(feed=feed, by=cast.user["tara"], fetch=served(content))
    assert [event.title for event in Event.objects.all()] == ["Good"]
    assert [doubt.where for doubt in done.doubts] == ["Nameless day", "Bad"]
    feed.refresh_from_db()
    assert feed.trouble.startswith("2 entries could not be read. The first: Nameless day.")


def test_calendar_that_fails_keeps_what_it_brought_and_says_why(cast: Cast) -> None:
    feed = a_feed(cast)
    read_feed(feed=feed, by=None, fetch=served(entry(cast)))
    done = read_feed(feed=feed, by=None, fetch=served(b"<html>Sign in</html>"))
    assert "not a calendar" in done.trouble
    feed.refresh_from_db()
    assert "not a calendar" in feed.trouble
    assert Event.objects.count() == 1


def test_entries_of_long_ago_are_left_out(cast: Cast) -> None:
    old = today_at(cast.millbrook) - timedelta(days=60)
    read_feed(
        feed=a_feed(cast),
        by=None,
        fetch=served(calendar(f"UID:1\nSUMMARY:Old\nDTSTART;VALUE=DATE:{old:%Y%m%d}")),
    )
    assert not Event.objects.exists()


def test_only_due_calendars_are_read(cast: Cast) -> None:
    due, rested, stopped = a_feed(cast, "a"), a_feed(cast, "b"), a_feed(cast, "c")
    Feed.objects.filter(pk=rested.pk).update(read_at=timezone.now())
    Feed.objects.filter(pk=stopped.pk).update(is_active=False)
    read = read_due_feeds(fetch=served(entry(cast)))
    assert [done.feed.pk for done in read] == [due.pk]
    assert len(read_due_feeds(every=True, fetch=served(entry(cast), entry(cast)))) == 2
