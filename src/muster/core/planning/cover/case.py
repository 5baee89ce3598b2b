"""One gap to be filled, and what all kinds of cover ask about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from muster.core.money import cents_for_minutes, share_of
from muster.core.planning.cover.answer import Reason
from muster.core.planning.cover.clock import Span
from muster.core.planning.cover.fit import Fit, fit
from muster.core.planning.cover.floors import Place
from muster.core.planning.cover.rules import CoverRules, Kind, OrderBy
from muster.core.planning.cover.street import Member, Street
from muster.core.planning.cover.supply import Supply
from muster.core.planning.cover.timelines import Timeline, Timelines

#: Why most people cannot come; said last, because it says the least.
PLAIN = frozenset({"on_duty", "away"})


#: What of somebody matters to floors: unit, supervisor, skills.
Sort: TypeAlias = tuple[str, bool, frozenset[str]]


def sort_of(member: Member) -> Sort:
    """Return what of somebody matters to floors."""
    return member.unit, member.supervisor, member.skills


@dataclass(frozen=True)
class Scene:
    """What stays the same over all gaps of a request: who goes, the rules, supply once they have gone."""

    street: Street
    rules: CoverRules
    supply: Supply
    timelines: Timelines
    going: frozenset[str]
    asked_at: int
    _free: dict[tuple[Sort, Span], bool] = field(default_factory=dict)
    _fits: dict[tuple[Timeline, Span], Fit] = field(default_factory=dict)
    moves: dict[tuple[Timeline, Sort, Span], tuple[Span, Fit] | Reason] = field(default_factory=dict)

    @cached_property
    def staying(self) -> list[tuple[Member, Timeline]]:
        """Those who stay, with their time; relief officers apart."""
        return [it for it in self._here if not it[0].relief]

    @cached_property
    def relief(self) -> list[tuple[Member, Timeline]]:
        """The relief officers who stay, with their time."""
        return [it for it in self._here if it[0].relief]

    @property
    def _here(self) -> Iterator[tuple[Member, Timeline]]:
        return ((m, self.timelines[m]) for m in self.street.members if m.officer not in self.going)

    def notice(self, kind: Kind) -> int:
        """Return the minutes of notice a kind needs."""
        found = self.rules.notice.get(kind)
        return found.minutes if found else 0

    def is_free(self, member: Member, span: Span) -> bool:
        """Whether every floor where somebody counts holds without them over a span."""
        key = sort_of(member), span
        found = self._free.get(key)
        if found is None:
            found = self._free[key] = all(
                self.supply.margin(place, need).lowest(*span)[0] >= 1
                for place in self.street.places_of_unit(member.unit)
                for need in self.supply.needs_brought(member, place)
            )
        return found

    def fit(self, timeline: Timeline, span: Span) -> Fit:
        """Judge a span on somebody's time; the members of a squad share the answer, and gaps of the same hours."""
        key = timeline, span
        found = self._fits.get(key)
        if found is None:
            found = self._fits[key] = fit(timeline, span, self.rules)
        return found

    def volunteers(self) -> list[tuple[Member, Timeline]]:
        """Return those on the volunteers' list, in the order of the contract."""
        return [it for it in self.in_turn if it[0].volunteers]

    @cached_property
    def in_turn(self) -> list[tuple[Member, Timeline]]:
        """Those who stay, in the order in which volunteers are asked."""
        return sorted(self.staying, key=lambda it: _turn(it[0], self.rules.order_by, ordered=False))

    @cached_property
    def in_turn_of_orders(self) -> list[tuple[Member, Timeline]]:
        """Those who stay, in the order in which they are ordered in."""
        return sorted(self.staying, key=lambda it: _turn(it[0], self.rules.order_by, ordered=True))

    def take(self, member: Member, span: Span) -> None:
        """Count somebody less over a span, as they are proposed elsewhere for it."""
        self.supply.take(member, span)
        self._free.clear()


@dataclass(frozen=True)
class Gap:
    """The minutes a floor is broken by one officer's absence, from the first to the last, and which needs are short.

    ``unit`` is where they are missing; ``asker_after`` is their own time once the request is granted, for swaps.
    """

    asker: Member
    unit: str
    asker_after: Timeline
    shift: Span
    window: Span
    short: tuple[tuple[Place, str], ...]
    _lacks: dict[tuple[bool, frozenset[str]], Reason | None] = field(default_factory=dict)

    def lacks(self, member: Member) -> Reason | None:
        """Say which short need somebody would not fill."""
        key = member.supervisor, member.skills
        if key not in self._lacks:
            self._lacks[key] = self._lack(member)
        return self._lacks[key]

    def _lack(self, member: Member) -> Reason | None:
        for place, need in self.short:
            if not member.brings(need, supervisors_count=place.supervisors_count):
                return Reason("brings_not", (("place", place.name), ("need", need)))
        return None


@dataclass(slots=True)
class Candidate:
    """Somebody looked at for one kind of cover. ``key`` orders them; ``gives_up`` is a shift moved or swapped."""

    member: Member
    span: Span
    reasons: tuple[Reason, ...]
    key: tuple[int | str, ...]
    fit: Fit | None = None
    gives_up: Span | None = None
    notes: tuple[Reason, ...] = ()
    paid_minutes: int = 0
    contract_pay: bool = True

    @property
    def possible(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.reasons


def not_lent(scene: Scene, gap: Gap, member: Member) -> Reason | None:
    """Say that a unit does not help the other."""
    if scene.rules.may_lend(member.unit, gap.unit):
        return None
    return Reason("not_lent", (("unit", member.unit), ("to", gap.unit)))


def late(scene: Scene, kind: Kind, start: int) -> tuple[Reason | None, tuple[Reason, ...]]:
    """Return what late notice means for a kind: a refusal, a note about the penalty, or nothing."""
    rule = scene.rules.notice.get(kind)
    given = start - scene.asked_at
    if rule is None or given >= rule.minutes:
        return None, ()
    values = (("minutes", str(given)), ("needed", str(rule.minutes)))
    if rule.penalty_minutes is None:
        return Reason("notice", values), ()
    return None, (Reason("late_notice", (*values, ("penalty_minutes", str(rule.penalty_minutes)))),)


def extra_pay(scene: Scene, candidate: Candidate) -> int | None:
    """Estimate what the further minutes of somebody cost, with benefits; None when the pay is not known."""
    rules, minutes = scene.rules, candidate.paid_minutes
    penalty = sum(int(note.value("penalty_minutes") or 0) for note in candidate.notes)
    if not minutes and not penalty:
        return 0
    rate = candidate.member.cents_an_hour
    if rate is None:
        return None
    every = candidate.contract_pay and rules.overtime_from == "every_extra_minute"
    overtime = minutes if every else min(candidate.fit.overtime if candidate.fit else 0, minutes)
    pay = cents_for_minutes(overtime, rate, rules.overtime_basis_points)
    pay += cents_for_minutes(minutes - overtime + penalty, rate)
    return pay + share_of(pay, rules.benefits_basis_points)


def _turn(member: Member, order_by: OrderBy, *, ordered: bool) -> tuple[int | str, ...]:
    """Return whose turn it is: the lowest goes first, and who has no date of hire goes last."""
    if order_by == "least_overtime":
        return (0, member.overtime_minutes, member.officer)
    if member.hired is None:
        return (1, 0, member.officer)
    day = member.hired.toordinal()
    return (0, -day if ordered else day, member.officer)
