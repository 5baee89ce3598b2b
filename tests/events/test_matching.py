"""When two sources speak of one event: whole words, whole days, and a reason that anybody can check."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from muster.events.enums import MatchReason
from muster.events.matching import page_of, same_event, series_of, words_of

MAY = date(2027, 5, 3)


@dataclass
class Told:
    """What a source says."""

    title: str
    starts_on: date | None = MAY
    ends_on: date | None = MAY
    city: str = ""
    region: str = ""


@pytest.mark.parametrize(
    ("title", "series"),
    [
        ("Chiefs' Conference 2027", "Chiefs' Conference"),
        ("52nd Annual Chiefs' Conference", "Annual Chiefs' Conference"),
        ("2027 – CIT course", "CIT course"),
        ("De-escalation", "De-escalation"),
    ],
)
def test_series_is_the_title_without_year_and_count(title: str, series: str) -> None:
    assert series_of(title) == series


def test_words_are_whole_small_and_without_those_that_say_nothing() -> None:
    assert words_of("The 12th Annual Chiefs' Conference, 2027") == {"chiefs", "conference"}
    assert words_of("Résumé of CIT Class") == {"resume", "cit"}


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (Told("2027 chiefs conference"), MatchReason.WORDS),
        (Told("Chiefs' Conference", ends_on=date(2027, 5, 4)), None),
        (Told("Chiefs' Conference", starts_on=date(2027, 5, 2)), None),
        (Told("Chief Conference"), None),
        (Told("Chiefs' Conference", city="Bend"), None),
        (Told("Chiefs' Conference", city="salem"), MatchReason.WORDS),
        (Told("Sheriffs' conference"), None),
    ],
    ids=[
        "same words",
        "other last day",
        "other first day",
        "part of a word",
        "other city",
        "same city",
        "one word",
    ],
)
def test_same_event_asks_for_whole_words_and_days(other: Told, why: MatchReason | None) -> None:
    assert same_event(Told("Chiefs' Conference", city="Salem"), other) == why


def test_address_and_first_day_are_enough_where_titles_share_a_word() -> None:
    known = Told("Chiefs' Conference")
    other = Told("Annual conference of the state", ends_on=date(2027, 5, 5))
    pages = ["https://www.example.org/2027/?utm_source=mail"]
    assert same_event(known, other, pages=pages, page="http://example.org/2027") == MatchReason.ADDRESS
    stranger = Told("Range day", ends_on=date(2027, 5, 5))
    assert same_event(known, stranger, pages=pages, page="http://example.org/2027") is None


def test_titles_of_empty_words_alone_are_never_the_same() -> None:
    assert same_event(Told("The course"), Told("The course")) is None


def test_page_of_what_is_no_address_is_nothing() -> None:
    assert [page_of(text) for text in ("", "flyer.pdf", "http://[broken")] == ["", "", ""]
