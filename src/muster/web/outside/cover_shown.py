"""What pages show of the cover of a request: shifts, floors, who stands in, who could, and why others cannot."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from muster.core.planning.cover.answer import NeedLine, Option, Others, OwnHours
from muster.events.enums import CoverKind
from muster.events.models import CoverRules
from muster.events.queries.cover import CoverLook, LookedAt
from muster.events.queries.street.picture import Picture
from muster.events.queries.street.rules import OUR_KIND
from muster.web.outside.cover_words import need_text, reason_text, summary_text, too_many_text


@dataclass(frozen=True)
class ShownOption:
    """One way to cover a shift. ``choice`` is what a form sends."""

    option: Option
    choice: str
    who: str
    reasons: list[str]
    notes: list[str]


@dataclass(frozen=True)
class ShownKind:
    """What one kind of cover offers: who could, who cannot and why, and further people by reason."""

    label: str
    possible: list[ShownOption]
    refused: list[ShownOption]
    more: list[str]
    others: list[tuple[str, list[str]]]


@dataclass(frozen=True)
class ShownShift:
    """One affected shift on a page."""

    looked: LookedAt
    who: str
    unit: str
    needs: list[tuple[str, str, NeedLine]]
    kinds: list[ShownKind]
    proposed: ShownOption | None

    @property
    def key(self) -> str:
        """What a form sends to name this shift."""
        return f"{self.looked.attendee.pk}/{int(self.looked.starts_at.timestamp())}"

    @property
    def begins(self) -> datetime:
        """When it begins, on the agency's clock."""
        return self.looked.shift.stretch.begins

    @property
    def ends(self) -> datetime:
        """When it ends."""
        return self.looked.shift.stretch.ends

    @property
    def tightest(self) -> tuple[str, str, NeedLine] | None:
        """The need of which least would be left over its floor."""
        return min(self.needs, key=lambda it: it[2].after - it[2].floor, default=None)

    @property
    def tone(self) -> str:
        """How it stands, as a colour."""
        return "bad" if self.looked.is_open else "good"


@dataclass(frozen=True)
class ShownLook:
    """The cover of a request on a page."""

    look: CoverLook
    summary: str
    shifts: list[ShownShift]
    too_many: list[str]
    own_hours: list[tuple[str, OwnHours]]
    without_pattern: list[str]
    rules: CoverRules | None

    @property
    def starting_values(self) -> bool:
        """Whether the agency has not written its rules of cover down yet."""
        return self.rules is not None and self.rules.pk is None

    @property
    def no_floor(self) -> bool:
        """Whether no floor is written down at all."""
        return self.look.picture is not None and not self.look.picture.floors


def shown(look: CoverLook, *, with_options: bool) -> ShownLook:
    """Put a look at the street into words; ``with_options`` also says who could stand in."""
    answer, picture = look.answer, look.picture
    without = [str(each.person) for each in look.without_pattern]
    rules = picture.rules if picture else None
    if answer is None or picture is None:
        return ShownLook(look, "", [], [], [], without, rules)
    return ShownLook(
        look,
        summary_text(answer.summary),
        [_shift(each, picture, with_options=with_options) for each in look.shifts],
        [too_many_text(each, picture.units) for each in answer.too_many],
        [(picture.people[each.officer], each) for each in answer.own_hours],
        without,
        rules,
    )


def _shift(looked: LookedAt, picture: Picture, *, with_options: bool) -> ShownShift:
    shift = looked.shift
    return ShownShift(
        looked,
        picture.people[shift.officer],
        picture.units[shift.unit],
        [(picture.units.get(line.place, line.place), need_text(line.need), line) for line in shift.needs],
        list(_kinds(looked, picture)) if with_options and looked.cover is None else [],
        _option(shift.proposed, picture) if shift.proposed else None,
    )


def _kinds(looked: LookedAt, picture: Picture) -> Iterable[ShownKind]:
    """Gather the options by kind, in the order of the core."""
    for kind, same in groupby(looked.shift.options, key=lambda option: option.kind):
        options = [_option(option, picture) for option in same]
        others = [each for each in looked.shift.others if each.kind == kind]
        yield ShownKind(
            str(CoverKind(OUR_KIND[kind]).label),
            [each for each in options if each.option.possible],
            [each for each in options if not each.option.possible],
            [picture.people[key] for each in others if each.possible for key in each.officers],
            [_others(each, picture) for each in others if not each.possible],
        )


def _others(found: Others, picture: Picture) -> tuple[str, list[str]]:
    why = reason_text(found.reason, picture.people, picture.units) if found.reason else ""
    return why, [picture.people[key] for key in found.officers]


def _option(option: Option, picture: Picture) -> ShownOption:
    def said(reasons: Any) -> list[str]:
        return [reason_text(reason, picture.people, picture.units) for reason in reasons]

    return ShownOption(
        option,
        f"{OUR_KIND[option.kind]}:{option.officer}",
        picture.people.get(option.officer, ""),
        said(option.reasons),
        said(option.notes),
    )
