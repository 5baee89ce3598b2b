"""Who was sent to outside training, by rank, unit and shift, and in groups of five or more by gender and race.

Compared with their share of the department. Counted are people and not journeys, of those who work here on the last
day of the year, or today. Of gender and race no group under five is told, and no total gives one back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from muster.events.enums import BEEN_THERE, AttendeeState
from muster.events.models import Attendee, Rota
from muster.events.small_groups import FEWEST, hidden_among
from muster.ledger.lines import on_day
from muster.roster.models import Agency, Fact, Unit
from muster.roster.words import words_of
from muster.standards.queries import people_serving, posts_on, today_at


class Trait(models.TextChoices):
    """By what people are told apart."""

    RANK = "rank", _("rank")
    UNIT = "unit", _("unit")
    SHIFT = "shift", _("shift")
    GENDER = "gender", _("gender")
    RACE = "race", _("race")


#: What is told in groups of five or more only.
PERSONAL: Final = (Trait.GENDER, Trait.RACE)


@dataclass(frozen=True)
class Group:
    """People with something in common ("": nobody has said), and how many of them were sent. None: hidden."""

    name: str
    people: int | None
    sent: int | None


@dataclass(frozen=True)
class Table:
    """The groups of one trait. ``people`` and ``sent`` are all together.

    ``is_known``: the roster holds it of anybody. ``groups`` empty though it is known: every way to show them would
    tell of fewer than five.
    """

    trait: Trait
    groups: tuple[Group, ...]
    people: int
    sent: int
    is_known: bool

    def share(self, group: Group) -> int | None:
        """Return a group's percent of the department, rounded."""
        return _percent(group.people, self.people)

    def sent_share(self, group: Group) -> int | None:
        """Return a group's percent of those who were sent, rounded."""
        return _percent(group.sent, self.sent)

    @property
    def hides(self) -> bool:
        """Whether something is hidden."""
        return any(group.people is None or group.sent is None for group in self.groups)


def distribution(agency: Agency, year: int) -> list[Table]:
    """Return who was sent in a year by each trait. The same number of queries for every agency."""
    day = min(date(year, 12, 31), today_at(agency))
    serving = set(people_serving(agency, day).values_list("pk", flat=True))
    sent = _sent(agency, year) & serving
    posts = posts_on(agency, day)
    traits = {
        Trait.RANK: _facts(agency, day, "rank"),
        Trait.UNIT: _units(agency, posts),
        Trait.SHIFT: _shifts(agency, day, posts),
        Trait.GENDER: _facts(agency, day, "gender"),
        Trait.RACE: _facts(agency, day, "race"),
    }
    return [table_of(trait, of, serving, sent) for trait, of in traits.items()]


def table_of(trait: Trait, of: Mapping[int, str], serving: set[int], sent: set[int]) -> Table:
    """Count people by a trait (person to name), and hide what must not be told."""
    people = Counter(of.get(person, "") for person in serving)
    went = Counter(of.get(person, "") for person in sent)
    names = sorted(people, key=lambda name: (name == "", -people[name], name))
    groups = [Group(name, people[name], went[name]) for name in names]
    known = any(name for name in people)
    if trait in PERSONAL:
        groups = _without_small(groups) if known else []
    return Table(trait, tuple(groups), len(serving), len(sent), known)


def _without_small(groups: list[Group]) -> list[Group]:
    """Hide the numbers that would tell of fewer than five people; nothing is left where that is not enough."""
    people = [group.people or 0 for group in groups]
    sent = [group.sent or 0 for group in groups]
    few = hidden_among(people)
    if few is None or len(groups) == 1:  # with one group alone there is nothing to compare
        return []
    # of groups whose size is hidden a reader knows only how many such people there are in all
    fewer = hidden_among(sent, people, pool=few, pool_most=sum(people[place] for place in few))
    if fewer is None and sum(sent) < FEWEST:
        fewer = frozenset(range(len(sent)))  # so few went that the total alone says no more of any group
    if fewer is None:
        return []
    return [
        Group(
            group.name,
            None if place in few else group.people,
            None if place in fewer else group.sent,
        )
        for place, group in enumerate(groups)
    ]


def _percent(part: int | None, whole: int) -> int | None:
    return None if part is None or not whole else (200 * part + whole) // (2 * whole)


def _sent(agency: Agency, year: int) -> set[int]:
    rows = Attendee.objects.filter(
        request__agency=agency,
        request__state__in=BEEN_THERE,
        request__event__starts_on__year=year,
        state=AttendeeState.ATTENDED,
    )
    return set(rows.values_list(Coalesce("person__same_as", "person"), flat=True))


def _facts(agency: Agency, day: date, fact: str) -> dict[int, str]:
    """Return a fact of everybody of whom it is known, in words; the latest line."""
    shared, own = words_of(agency)
    word = own.get(fact) or shared.get(fact)
    names = dict(word.values) if word else {}
    lines = Fact.lines.standing().filter(on_day(day), agency=agency, fact=fact).order_by("start", "pk")
    rows = lines.values_list(Coalesce("person__same_as", "person"), "value")
    return {person: names.get(value, value) for person, value in rows}


def _units(agency: Agency, posts: Mapping[int, int]) -> dict[int, str]:
    names = dict(Unit.objects.filter(agency=agency).values_list("pk", "name"))
    return {person: names[unit] for person, unit in posts.items()}


def _shifts(agency: Agency, day: date, posts: Mapping[int, int]) -> dict[int, str]:
    """Return the pattern that everybody works: their own, or that of their unit."""
    of_unit: dict[int, str] = {}
    own: dict[int, str] = {}
    lines = Rota.objects.filter(on_day(day), unit__agency=agency).order_by("start", "pk")
    for unit, person, name in lines.values_list(
        "unit", Coalesce("person__same_as", "person"), "pattern__name"
    ):
        if person is None:
            of_unit[unit] = name
        else:
            own[person] = name
    posted = {person: of_unit[unit] for person, unit in posts.items() if unit in of_unit}
    return {**posted, **own}
