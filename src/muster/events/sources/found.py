"""An event as a source tells it, before anybody asks whether we know it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from muster.curriculum.topics import topics
from muster.events.enums import EventKind, EventState
from muster.events.matching import series_of, words_of
from muster.events.models import Event
from muster.roster.models import Agency

#: What a source may say of the event itself; the names are the model's.
SAID: Final = (
    "title",
    "series",
    "kind",
    "state",
    "topics",
    "summary",
    "website",
    "certification_number",
    "minutes",
    "starts_on",
    "ends_on",
    "time_zone",
    "venue",
    "city",
    "region",
    "zip",
    "miles",
    "seats",
    "register_by",
    "cancel_by",
    "tuition_cents",
)
#: Whole words of a title that tell the kind, in the order in which they are looked for.
_KINDS: Final = (
    (
        EventKind.TRAIN_THE_TRAINER,
        ({"train", "trainer"}, {"instructor", "school"}, {"instructors", "school"}),
    ),
    (EventKind.ONLINE_LIVE, ({"webinar"}, {"online"}, {"virtual"})),
    (EventKind.CONFERENCE, ({"conference"}, {"congress"}, {"symposium"}, {"summit"})),
    (EventKind.SEMINAR, ({"seminar"}, {"workshop"})),
)


@dataclass(frozen=True)
class FoundDay:
    """One day with its hours, on the clocks of the place."""

    day: date
    begins: time | None = None
    ends: time | None = None


@dataclass(frozen=True)
class Found:
    """What a source says of one event. Empty: it does not say. ``where`` names the row or the entry for a person."""

    title: str
    where: str
    starts_on: date | None = None
    ends_on: date | None = None
    series: str = ""
    kind: str = ""
    state: str = ""
    topics: tuple[str, ...] = ()
    provider: str = ""
    summary: str = ""
    website: str = ""
    certification_number: str = ""
    minutes: int = 0
    time_zone: str = ""
    venue: str = ""
    city: str = ""
    region: str = ""
    zip: str = ""
    miles: int | None = None
    seats: int | None = None
    register_by: date | None = None
    cancel_by: date | None = None
    tuition_cents: int = 0
    days: tuple[FoundDay, ...] = ()
    uid: str = ""
    sequence: int = 0

    @property
    def cancelled(self) -> bool:
        """Whether the source says that it does not take place."""
        return self.state == EventState.CANCELLED

    def said(self) -> dict[str, Any]:
        """Return what the source says of the event's own fields, and nothing of what it leaves out."""
        found = {name: getattr(self, name) for name in SAID if getattr(self, name) not in ("", None, ())}
        found.setdefault("series", series_of(self.title))
        found.setdefault("kind", kind_of(self.title))
        if "topics" in found:
            found["topics"] = list(found["topics"])
        return found

    def hours(self) -> list[list[str]]:
        """Return its days with their hours as JSON keeps them."""
        return [
            [day.day.isoformat(), *(f"{each:%H:%M}" if each else "" for each in (day.begins, day.ends))]
            for day in self.days
        ]


@dataclass(frozen=True)
class Doubt:
    """Something that a person should look at: where, and a sentence."""

    where: str
    sentence: str | Promise


@dataclass(frozen=True)
class Reading:
    """What a source holds. ``doubts`` are not among ``found``; ``notes`` are about the source as a whole."""

    found: tuple[Found, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    columns: tuple[tuple[str, str], ...] = field(default_factory=tuple)
    notes: tuple[str, ...] = ()


def kind_of(title: str) -> str:
    """Return what kind a title tells by whole words; a class where it tells none."""
    words = words_of(title)
    return next((kind for kind, signs in _KINDS if any(sign <= words for sign in signs)), EventKind.CLASS)


def checked(reading: Reading, agency: Agency) -> Reading:
    """Return the reading with everything that could not be kept moved to the doubts, each with its sentence."""
    doubts, kept = list(reading.doubts), []
    for found in reading.found:
        sentence = why_not(found, agency)
        if sentence:
            doubts.append(Doubt(found.where, sentence))
        else:
            kept.append(found)
    return Reading(tuple(kept), tuple(doubts), reading.columns, reading.notes)


def why_not(found: Found, agency: Agency) -> str:
    """Return why an event cannot be kept as it is told, or nothing."""
    try:
        Event(agency=agency, **found.said()).full_clean(exclude=["agency"])
    except ValidationError as error:
        return " ".join(_told(error.message_dict))
    return ""


def _told(messages: Mapping[str, Iterable[str]]) -> Iterable[str]:
    for name, sentences in messages.items():
        label = name
        if name in {each.name for each in Event._meta.fields}:
            label = str(Event._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # a field of its own
        for sentence in sentences:
            yield sentence if name == "__all__" else f"{label}: {sentence}"


def topics_named(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the codes of the topics that a text names by code or name, and the words that name none."""
    by_name = {name.casefold(): code for code, name in topics().items()}
    codes, strange = [], []
    for part in (each.strip() for each in re.split(r"[;|,]", text)):
        code = part.casefold() if part.casefold() in topics() else by_name.get(part.casefold(), "")
        if code:
            codes.append(code)
        elif part:
            strange.append(part)
    return tuple(dict.fromkeys(codes)), tuple(strange)


def short(text: str, name: str) -> str:
    """Return a text as long as a field of an event takes, one line for what is no long text."""
    limit = Event._meta.get_field(name).max_length  # type: ignore[union-attr]  # a field of its own
    text = text.strip() if name in {"summary", "agenda"} else " ".join(text.split())
    return text[:limit]


def strange_topics(words: Iterable[str]) -> str:
    """Return the sentence about words that are no topic."""
    return _("No topic of the rulebook is called “%(words)s”.") % {"words": ", ".join(words)}
