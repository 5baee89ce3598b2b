"""In which order open requests stand, and why. It ranks requests, never people, and it decides nothing.

The strongest reason of a request says where it stands: a dated mandate, a named gap, an assignment, teaching it here,
the job, a career. Among dated mandates the one that is due first stands first. Then come days away for each person
reached, fewer first, and then fairness: whose people have been away less. Nothing is added up to a score: two requests
stand in another order only for a difference that a reader sees in their rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.db import models
from django.utils.translation import gettext_lazy as _

from muster.events.enums import Category, EventKind, NeedKind


class Reason(models.TextChoices):
    """What speaks for a request, the strongest first."""

    DATED_MANDATE = "dated_mandate", _("a requirement with a due day")
    NAMED_GAP = "named_gap", _("a gap that somebody named")
    ASSIGNMENT = "assignment", _("needed for the post")
    TRAIN_THE_TRAINER = "train_the_trainer", _("to teach it here")
    JOB_RELATED = "job_related", _("related to the job")
    CAREER = "career", _("for a career")


#: Places of the reasons, 0 the strongest.
STRENGTH = {reason: place for place, reason in enumerate(Reason)}


@dataclass(frozen=True)
class OpenDuty:
    """A requirement that a request's people have not in order, and when the first of them has to."""

    requirement: str
    title: str
    people: int
    due: date | None


@dataclass(frozen=True)
class NamedNeed:
    """A need as the request names it."""

    kind: str
    text: str
    requirement: str = ""


@dataclass(frozen=True)
class Asking:
    """What is known of one open request. ``reached``: people at home who are expected to hear of it.

    ``duties`` are open requirements that the event would meet, or that the request names. ``trips``: how often its
    people were away for training in the last two years, all together.
    """

    request: int
    category: str
    event_kind: str
    people: int
    days: int
    reached: int
    trips: int
    submitted_at: datetime | None
    needs: tuple[NamedNeed, ...] = ()
    duties: tuple[OpenDuty, ...] = ()
    is_decided: bool = False  # then a requirement that it names is taken at its word: it may be met by now


@dataclass(frozen=True)
class Ground:
    """One reason with what it rests on: words of the request, the name of a requirement; and a due day."""

    reason: Reason
    text: str = ""
    due: date | None = None
    people: int | None = None


@dataclass(frozen=True)
class Ranked:
    """A request in its place, with every reason. ``tied_with_previous``: nothing but the day it was handed in differs."""

    place: int
    asking: Asking
    grounds: tuple[Ground, ...]
    days_per_person: Fraction
    trips_each: Fraction
    tied_with_previous: bool = False

    @property
    def strongest(self) -> Ground | None:
        """The reason that says where it stands."""
        return self.grounds[0] if self.grounds else None


_OF_NEED = {
    NeedKind.GAP: Reason.NAMED_GAP,
    NeedKind.PLAN: Reason.NAMED_GAP,
    NeedKind.REVIEW: Reason.NAMED_GAP,
    NeedKind.COMMUNITY: Reason.NAMED_GAP,
    NeedKind.ASSIGNMENT: Reason.ASSIGNMENT,
    NeedKind.OWN: Reason.CAREER,
}
#: A request may call itself mandated; without an open requirement that is a need of the post, and not a due day.
_OF_CATEGORY = {
    Category.MANDATED: Reason.ASSIGNMENT,
    Category.JOB_REQUIRED: Reason.ASSIGNMENT,
    Category.JOB_RELATED: Reason.JOB_RELATED,
    Category.UPWARD: Reason.CAREER,
    Category.CAREER: Reason.CAREER,
}


def grounds_of(asking: Asking) -> tuple[Ground, ...]:
    """Return what speaks for a request, the strongest first, each once for each thing it rests on.

    A requirement counts where it is open for somebody who is to go: with a due day as a dated mandate. A gap or an
    assignment counts where the request says which. A requirement that is named and in order speaks for nothing.
    """
    found: list[Ground] = []
    for duty in asking.duties:
        reason = Reason.DATED_MANDATE if duty.due else Reason.NAMED_GAP
        found.append(Ground(reason, duty.title, duty.due, duty.people))
    for need in asking.needs:
        if need.kind in _OF_NEED and need.text:
            found.append(Ground(_OF_NEED[NeedKind(need.kind)], need.text))
        elif need.requirement and asking.is_decided:
            found.append(Ground(Reason.DATED_MANDATE, need.text or need.requirement, people=asking.people))
    if asking.event_kind == EventKind.TRAIN_THE_TRAINER:
        found.append(Ground(Reason.TRAIN_THE_TRAINER))
    if asking.category in _OF_CATEGORY:
        found.append(Ground(_OF_CATEGORY[Category(asking.category)], str(Category(asking.category).label)))
    return tuple(sorted(found, key=_by_strength))


def _by_strength(ground: Ground) -> tuple[int, date, str]:
    return STRENGTH[ground.reason], ground.due or date.max, ground.text


def ranked(askings: Iterable[Asking]) -> list[Ranked]:
    """Put requests in order; see the head of this file. Equal ones stand in the order they were handed in."""
    rows = [(asking, grounds_of(asking), *_ties(asking)) for asking in askings]
    rows.sort(key=lambda row: (_differs_by(row[1], row[2], row[3]), _handed_in(row[0])))
    found: list[Ranked] = []
    before: object = None
    for place, (asking, grounds, days, trips) in enumerate(rows, 1):
        here = _differs_by(grounds, days, trips)
        found.append(Ranked(place, asking, grounds, days, trips, here == before))
        before = here
    return found


def _ties(asking: Asking) -> tuple[Fraction, Fraction]:
    """Return days away for each person reached, and how often each of those who are to go was away before."""
    people = max(asking.people, 1)
    return Fraction(asking.days * people, people + asking.reached), Fraction(asking.trips, people)


def _differs_by(
    grounds: tuple[Ground, ...], days: Fraction, trips: Fraction
) -> tuple[int, date, Fraction, Fraction]:
    """Return what a place rests on, in this order and on nothing else."""
    if not grounds:
        return len(STRENGTH), date.max, days, trips
    return STRENGTH[grounds[0].reason], grounds[0].due or date.max, days, trips


def _handed_in(asking: Asking) -> tuple[bool, float, int]:
    moment = asking.submitted_at
    return moment is None, moment.timestamp() if moment else 0.0, asking.request


class Difference(models.TextChoices):
    """What puts one request before another."""

    REASON = "reason", _("its reason is stronger")
    DUE = "due", _("it is due sooner")
    DAYS = "days", _("fewer days away for each person reached")
    FAIRNESS = "fairness", _("its people were away less")
    HANDED_IN = "handed_in", _("only that it was handed in sooner")


def why_before(first: Ranked, second: Ranked) -> Difference:
    """Return the first thing in which two requests differ, of what the order rests on."""
    here = _differs_by(first.grounds, first.days_per_person, first.trips_each)
    there = _differs_by(second.grounds, second.days_per_person, second.trips_each)
    differing = (found for found, one, other in zip(Difference, here, there, strict=False) if one != other)
    return next(differing, Difference.HANDED_IN)
