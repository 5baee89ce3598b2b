"""A calendar feed: days and hours of the place across the clock change, what repeats, what is cancelled, what is wrong."""

from __future__ import annotations

import time as clock
from datetime import date, time

import pytest

from muster.events.enums import EventState
from muster.events.sources.calendars import MOST_INSTANCES, read_calendar
from muster.events.sources.found import Found, FoundDay, Reading
from muster.ledger.refusals import Refused

TODAY = date(2026, 9, 1)


def calendar(*entries: str, head: str = "") -> bytes:
    body = "".join(f"BEGIN:VEVENT\n{entry}\nEND:VEVENT\n" for entry in entries)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}{body}END:VCALENDAR\n".replace("\n", "\r\n").encode()


def read(*entries: str, head: str = "") -> Reading:
    return read_calendar(calendar(*entries, head=head), zone="America/Los_Angeles", today=TODAY)


def one(entry: str, head: str = "") -> Found:
    reading = read(f"UID:1\nSUMMARY:Class\n{entry}", head=head)
    assert reading.doubts == ()
    (found,) = reading.found
    return found


def test_whole_days_end_before_the_day_they_name() -> None:
    found = one("DTSTART;VALUE=DATE:20261005\nDTEND;VALUE=DATE:20261008")
    assert (found.starts_on, found.ends_on, found.days) == (date(2026, 10, 5), date(2026, 10, 7), ())


def test_hours_are_those_of_the_place_and_not_ours() -> None:
    found = one("DTSTART;TZID=America/New_York:20261005T083000\nDTEND;TZID=America/New_York:20261005T163000")
    assert found.days == (FoundDay(date(2026, 10, 5), time(8, 30), time(16, 30)),)
    assert (found.time_zone, found.minutes) == ("America/New_York", 480)


def test_world_time_is_read_on_our_clocks_before_and_after_the_change() -> None:
    """Clocks go back on 1 November 2026: the same world time is another hour of the day."""
    before = one("DTSTART:20261030T160000Z\nDTEND:20261030T170000Z")
    after = one("DTSTART:20261102T160000Z\nDTEND:20261102T170000Z")
    assert before.days[0].begins == time(9)
    assert after.days[0].begins == time(8)
    late = one("DTSTART:20261031T060000Z\nDTEND:20261031T063000Z")
    assert late.starts_on == date(2026, 10, 30)


def test_length_across_the_clock_change_is_the_time_that_passes() -> None:
    zone = "TZID=America/Los_Angeles"
    found = one(f"DTSTART;{zone}:20261101T003000\nDTEND;{zone}:20261101T023000")
    assert found.minutes == 180


def test_several_days_begin_on_the_first_and_end_on_the_last() -> None:
    found = one("DTSTART;TZID=America/Chicago:20261031T090000\nDTEND;TZID=America/Chicago:20261102T170000")
    assert found.days == (
        FoundDay(date(2026, 10, 31), time(9)),
        FoundDay(date(2026, 11, 1)),
        FoundDay(date(2026, 11, 2), None, time(17)),
    )
    assert found.minutes == 0  # nobody says how long each day is


def test_what_ends_at_midnight_ends_that_day() -> None:
    found = one("DTSTART:20261005T180000\nDTEND:20261006T000000")
    assert (found.starts_on, found.ends_on, found.minutes) == (date(2026, 10, 5), date(2026, 10, 5), 360)


def test_length_instead_of_an_end_is_taken() -> None:
    assert one("DTSTART:20261005T180000\nDURATION:PT2H").minutes == 120
    assert one("DTSTART;VALUE=DATE:20261005").ends_on == date(2026, 10, 5)


def test_calendar_may_name_the_clock_for_world_time() -> None:
    found = one("DTSTART:20261005T160000Z", head="X-WR-TIMEZONE:America/New_York\n")
    assert (found.days[0].begins, found.time_zone) == (time(12), "America/New_York")


@pytest.mark.parametrize(
    ("entry", "head", "state"),
    [
        ("STATUS:CANCELLED", "", EventState.CANCELLED),
        ("STATUS:TENTATIVE", "", EventState.TENTATIVE),
        ("SEQUENCE:1", "", EventState.CONFIRMED),
        ("SEQUENCE:1", "METHOD:CANCEL\n", EventState.CANCELLED),
    ],
)
def test_state_is_what_the_entry_or_the_whole_message_says(entry: str, head: str, state: str) -> None:
    assert one(f"DTSTART;VALUE=DATE:20261005\n{entry}", head=head).state == state


# ── what repeats ─────────────────────────────────────────────────────────────────────────────────


def days_of(reading: Reading) -> list[date | None]:
    return [found.starts_on for found in reading.found]


def test_weekly_class_keeps_its_hour_across_the_clock_change() -> None:
    zone = "TZID=America/Los_Angeles"
    reading = read(
        f"UID:1\nSUMMARY:A\nDTSTART;{zone}:20261026T090000\nDTEND;{zone}:20261026T110000\nRRULE:FREQ=WEEKLY;COUNT=3"
    )
    assert days_of(reading) == [date(2026, 10, 26), date(2026, 11, 2), date(2026, 11, 9)]
    assert {found.days[0].begins for found in reading.found} == {time(9)}
    assert [found.uid for found in reading.found] == ["1#20261026", "1#20261102", "1#20261109"]


def test_instances_that_are_left_out_moved_or_added_are_so_here() -> None:
    reading = read(
        "UID:1\nSUMMARY:A\nDTSTART;VALUE=DATE:20261005\nRRULE:FREQ=WEEKLY;UNTIL=20261026\n"
        "EXDATE;VALUE=DATE:20261012\nRDATE;VALUE=DATE:20261013",
        "UID:1\nRECURRENCE-ID;VALUE=DATE:20261019\nSUMMARY:A, moved\nDTSTART;VALUE=DATE:20261020",
    )
    assert sorted((found.starts_on, found.title, found.uid) for found in reading.found) == [
        (date(2026, 10, 5), "A", "1#20261005"),
        (date(2026, 10, 13), "A", "1#20261013"),
        (date(2026, 10, 20), "A, moved", "1#20261019"),
        (date(2026, 10, 26), "A", "1#20261026"),
    ]


def test_instances_end_after_eighteen_months_or_a_hundred() -> None:
    daily = read("UID:1\nSUMMARY:A\nDTSTART;VALUE=DATE:20260901\nRRULE:FREQ=DAILY")
    assert len(daily.found) == MOST_INSTANCES
    yearly = read("UID:1\nSUMMARY:A\nDTSTART;VALUE=DATE:20240915\nRRULE:FREQ=YEARLY")
    assert days_of(yearly) == [date(2026, 9, 15), date(2027, 9, 15)]


@pytest.mark.parametrize(
    "rule", ["FREQ=SECONDLY", "FREQ=DAILY;BYSECOND=1,2,3", "FREQ=FOO", "FREQ=HOURLY;COUNT=5", "COUNT=5"]
)
def test_rule_finer_than_days_is_a_doubt_and_takes_no_time(rule: str) -> None:
    begun = clock.monotonic()
    reading = read(f"UID:1\nSUMMARY:A\nDTSTART:20261005T090000\nRRULE:{rule}")
    assert reading.found == ()
    assert [str(doubt.sentence) for doubt in reading.doubts] == ["How it repeats cannot be read."]
    assert clock.monotonic() - begun < 1


def test_rule_that_never_comes_true_ends_at_the_horizon() -> None:
    begun = clock.monotonic()
    read("UID:1\nSUMMARY:A\nDTSTART;VALUE=DATE:20261005\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")
    assert clock.monotonic() - begun < 1


def test_rule_since_long_ago_is_a_doubt() -> None:
    reading = read("UID:1\nSUMMARY:A\nDTSTART;VALUE=DATE:19700101\nRRULE:FREQ=DAILY")
    assert "more than ten years" in str(reading.doubts[0].sentence)


# ── what is wrong ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ("SUMMARY:A", "no beginning"),
        ("SUMMARY:A\nDTSTART:2026103", "no beginning"),
        ("DTSTART;VALUE=DATE:20261005", "no title"),
        ("SUMMARY:A\nDTSTART:20261005T100000\nDTEND:20261005T090000", "ends before it begins"),
        ("SUMMARY:A\nDTSTART;VALUE=DATE:20261005\nDTEND;VALUE=DATE:20261001", "ends before it begins"),
        ("SUMMARY:A\nDTSTART;VALUE=DATE:20261005\nDTEND:20261006T090000", "hour"),
        ("SUMMARY:A\nDTSTART;VALUE=DATE:20261005\nDTEND;VALUE=DATE:20270505", "more than 40 days"),
        ("SUMMARY:A\nDTSTART;VALUE=DATE:20261005\nDURATION:P99999999D", "no year"),
    ],
)
def test_entry_that_cannot_be_is_named_and_the_others_are_read(entry: str, says: str) -> None:
    reading = read(f"UID:1\n{entry}", "UID:2\nSUMMARY:Good\nDTSTART;VALUE=DATE:20261005")
    assert [found.title for found in reading.found] == ["Good"]
    (doubt,) = reading.doubts
    assert says in str(doubt.sentence)


def test_clock_that_nobody_knows_leaves_the_hours_as_written() -> None:
    found = one("DTSTART;TZID=Nowhere/Land:20261005T090000\nDURATION:PT1H")
    assert (found.days[0].begins, found.time_zone) == (time(9), "")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<!doctype html><p>Sign in</p>",
        b"BEGIN:VTODO\r\nEND:VTODO\r\n",
        b"\xff\xfe\x00",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n",
    ],
)
def test_what_is_no_calendar_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(Refused, match="calendar"):
        read_calendar(content, zone="America/Los_Angeles", today=TODAY)


def test_calendar_of_thousands_of_entries_is_refused() -> None:
    with pytest.raises(Refused, match="more than 2000 entries"):
        read(*["UID:1\nSUMMARY:A\nDTSTART;VALUE=DATE:20261005"] * 2_001)
