"""When two sources speak of the same event. Whole words and whole days, so that anybody can check the answer by eye.

Nothing here guesses: two events are one where the calendar's own number says so, where they have one address on the
web and one first day, or where their titles are of the same words on the same days and their places do not differ.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Final, Protocol
from urllib.parse import parse_qsl, urlencode, urlsplit

from muster.events.enums import MatchReason

#: Words that say nothing about which event it is.
EMPTY_WORDS: Final = frozenset(
    [
        "a",
        "an",
        "and",
        "annual",
        "at",
        "by",
        "for",
        "from",
        "in",
        "its",
        "of",
        "on",
        "or",
        "our",
        "s",
        "the",
        "to",
        "with",
        "session",
        "class",
        "course",
    ]
)
_WORD = re.compile(r"[^\W_]+")
#: A year, or the number of times it was held: this year's conference is the next of the same series.
_COUNT = re.compile(r"(?:19|20)\d\d|\d+(?:st|nd|rd|th)")


class Placed(Protocol):
    """What is compared of an event."""

    @property
    def title(self) -> str:
        """What it is called."""

    @property
    def starts_on(self) -> date | None:
        """Its first day."""

    @property
    def ends_on(self) -> date | None:
        """Its last day."""

    @property
    def city(self) -> str:
        """Where it is held."""

    @property
    def region(self) -> str:
        """In which state."""


def words_of(title: str) -> frozenset[str]:
    """Return the words that make out a title: whole, small, without accents, counts and words that say nothing."""
    plain = unicodedata.normalize("NFKD", title).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter)).replace("'", "")
    return frozenset(
        word for word in _WORD.findall(plain) if word not in EMPTY_WORDS and not _COUNT.fullmatch(word)
    )


def series_of(title: str) -> str:
    """Return a title without its year and its count: what it is called every year."""
    kept = [word for word in title.split() if not _COUNT.fullmatch(word.strip(".,:;()'’").casefold())]
    return " ".join(kept).strip(" -–—:,()'’")


def page_of(url: str) -> str:
    """Return a web address as it is compared: without scheme, fragment, trailing stroke and what counts visitors."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    if not parts.hostname:
        return ""
    asked = [(name, value) for name, value in parse_qsl(parts.query) if not name.startswith("utm_")]
    return f"{parts.hostname.removeprefix('www.')}{parts.path.rstrip('/')}?{urlencode(sorted(asked))}"


def same_event(
    one: Placed, other: Placed, *, pages: Iterable[str] = (), page: str = ""
) -> MatchReason | None:
    """Return why two are one event, or None. ``pages`` are the addresses of ``one``, ``page`` that of ``other``."""
    if one.starts_on != other.starts_on:
        return None
    address = page_of(page)
    if address and address in {page_of(each) for each in pages} and _alike(one.title, other.title):
        return MatchReason.ADDRESS
    if one.ends_on != other.ends_on or _elsewhere(one, other):
        return None
    words = words_of(one.title)
    return MatchReason.WORDS if words and words == words_of(other.title) else None


def _alike(one: str, other: str) -> bool:
    """Return whether titles share a word: a page that lists many events of a day is the address of all of them."""
    return bool(words_of(one) & words_of(other))


def _elsewhere(one: Placed, other: Placed) -> bool:
    """Return whether both places are known and differ."""
    return any(
        mine and theirs and words_of(mine) != words_of(theirs)
        for mine, theirs in ((one.city, other.city), (one.region, other.region))
    )
