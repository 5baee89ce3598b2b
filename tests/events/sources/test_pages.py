"""Events of a pasted page: JSON-LD and microdata, on the clocks of the place, and nothing of the page runs."""

from __future__ import annotations

import json
from datetime import date, time
from typing import Any

import pytest

from muster.events.enums import EventKind, EventState
from muster.events.sources.found import FoundDay, Reading
from muster.events.sources.pages import read_page
from muster.ledger.refusals import Refused

SCHOOL: dict[str, Any] = {
    "@type": "EducationEvent",
    "name": "De-escalation instructor school",
    "startDate": "2027-05-03T08:00-05:00",
    "endDate": "2027-05-05T17:00-05:00",
    "location": {
        "@type": "Place",
        "name": "Hall",
        "address": {"addressLocality": "Salem", "addressRegion": "or", "postalCode": "97301-1234"},
    },
    "organizer": {"name": "Academy"},
    "offers": [{"price": "450.50", "priceCurrency": "USD"}],
    "description": "<p>Three days<script>alert(1)</script></p>",
    "url": "https://example.org/school",
}


def read(text: str) -> Reading:
    return read_page(text, zone="America/Los_Angeles")


def ld(*things: Any) -> str:
    texts = [json.dumps(each).replace("</", "<\\/") for each in things]
    scripts = "".join(f'<script type="application/ld+json">{text}</script>' for text in texts)
    return f"<html><head>{scripts}</head><body><p>Welcome</p></body></html>"


def test_json_ld_says_what_when_where_and_for_how_much() -> None:
    (found,) = read(ld(SCHOOL)).found
    assert (found.title, found.provider, found.tuition_cents) == (SCHOOL["name"], "Academy", 45_050)
    assert (found.starts_on, found.ends_on) == (date(2027, 5, 3), date(2027, 5, 5))
    assert found.days == (
        FoundDay(date(2027, 5, 3), time(8)),
        FoundDay(date(2027, 5, 5), None, time(17)),
    )
    assert (found.venue, found.city, found.region, found.zip) == ("Hall", "Salem", "OR", "97301")
    assert found.summary == "Three days"
    assert found.said()["kind"] == EventKind.TRAIN_THE_TRAINER


@pytest.mark.parametrize(
    "wrapped",
    [
        {"@graph": [{"@type": "WebPage"}, SCHOOL]},
        [SCHOOL],
        {"@type": "ItemList", "itemListElement": [{"item": SCHOOL}]},
        {**SCHOOL, "@type": ["Event", "Thing"]},
    ],
    ids=["graph", "list", "items", "several types"],
)
def test_event_is_found_wherever_it_lies(wrapped: Any) -> None:
    assert [found.title for found in read(ld(wrapped)).found] == [SCHOOL["name"]]


def test_bare_json_is_taken_as_well() -> None:
    assert len(read(json.dumps(SCHOOL)).found) == 1


def test_same_event_marked_twice_comes_once() -> None:
    assert len(read(ld(SCHOOL, SCHOOL)).found) == 1


def test_microdata_is_read_without_what_lies_in_inner_things() -> None:
    page = """<div itemscope itemtype="https://schema.org/Event"><h1 itemprop="name">CIT  course</h1>
    <time itemprop="startDate" datetime="2027-05-03">May 3</time><meta itemprop="endDate" content="2027-05-07">
    <div itemprop="location" itemscope itemtype="https://schema.org/Place"><span itemprop="name">Hall</span>
    <div itemprop="address" itemscope><span itemprop="addressLocality">Bend</span></div></div>
    <a itemprop="url" href="https://example.org/cit">more</a></div>"""
    (found,) = read(page).found
    assert (found.title, found.venue, found.city) == ("CIT course", "Hall", "Bend")
    assert (found.starts_on, found.ends_on) == (date(2027, 5, 3), date(2027, 5, 7))
    assert found.website == "https://example.org/cit"


def test_world_time_is_read_on_our_clocks() -> None:
    (found,) = read(ld({**SCHOOL, "startDate": "2027-05-04T01:00:00Z", "endDate": "2027-05-04"})).found
    assert (found.starts_on, found.days[0].begins) == (date(2027, 5, 3), time(18))


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("EventCancelled", EventState.CANCELLED),
        ("EventPostponed", EventState.TENTATIVE),
        ("", EventState.CONFIRMED),
    ],
)
def test_status_is_what_the_page_says(status: str, state: str) -> None:
    marked = {**SCHOOL, "eventStatus": f"https://schema.org/{status}"}
    assert read(ld(marked)).found[0].state == state


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name": ""}, "no title"),
        ({"startDate": "next week"}, "no beginning"),
        ({"endDate": "2027-05-01"}, "ends before it begins"),
    ],
)
def test_event_that_cannot_be_read_is_named(change: dict[str, str], says: str) -> None:
    reading = read(ld({**SCHOOL, **change}))
    assert reading.found == ()
    assert says in str(reading.doubts[0].sentence)


def test_price_in_other_money_is_not_taken_for_dollars() -> None:
    marked = {**SCHOOL, "offers": {"price": "450", "priceCurrency": "EUR"}}
    assert read(ld(marked)).found[0].tuition_cents == 0


def test_address_that_is_no_web_address_is_left_out() -> None:
    assert read(ld({**SCHOOL, "url": "javascript:alert(1)"})).found[0].website == ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Come to our school in May!",
        "<html><body><script>var a = {'@type': 'Event'}</script></body></html>",
        '<script type="application/ld+json">{broken</script>',
        '<script type="application/ld+json">' + "[" * 100_000 + "</script>",
        "\x00",
    ],
    ids=["nothing", "words", "a script", "broken", "very deep", "a zero byte"],
)
def test_page_without_marked_events_is_refused_with_what_to_do(text: str) -> None:
    with pytest.raises(Refused, match="by hand"):
        read(text)


def test_page_that_is_too_long_is_refused() -> None:
    with pytest.raises(Refused, match="too long"):
        read("x" * 2_000_001)
