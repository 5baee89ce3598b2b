"""Which requests the money could pay for: the strongest needs first, then the most people reached, fairly. Advice only.

The answer is the best in this order, each step among the answers that are best in all steps before it: people whose
request stands on the strongest reason, then on the next, and so on; people reached; the least money; the order of the
ranking. There are no weights between them. What must always hold is the money and what is fair: no unit gets more than
its share of the people and some more, and nobody goes twice while somebody who could go has not gone once. Candidates
that are ``exempt``, such as mandates with a due day, are not held back by fairness.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Final

import highspy
from highspy.highs import highs_linear_expression as Sum  # noqa: N812 - a sum of columns, each times a number
from highspy.highs import highs_var as Column  # noqa: N812

#: Nodes of the search for one goal: an answer is the same on every machine, as it would not be by the clock.
_PATIENCE: Final = 50_000
#: So near to whole must a column be, that cents times it are whole too.
_WHOLE: Final = 1e-10


@dataclass(frozen=True)
class Candidate:
    """One request: how strong its reason is (0 the strongest), who goes, what it costs, whom it reaches in all."""

    key: str
    strength: int
    people: tuple[str, ...]
    unit: str
    cents: int
    reached: int
    exempt: bool = False


@dataclass(frozen=True)
class Purse:
    """What is to be chosen from, in the order of the ranking, and what binds the choice.

    ``heads``: people of each unit; a unit that is not named is not held back. ``beyond``: so many people may a unit
    get beyond its share. ``went``: how often somebody went in this year already.
    """

    cents: int
    candidates: tuple[Candidate, ...]
    heads: Mapping[str, int] = field(default_factory=dict)
    beyond: int = 2
    went: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def strengths(self) -> list[int]:
        """How strong reasons are that occur, the strongest first."""
        return sorted({each.strength for each in self.candidates})

    @cached_property
    def could_go(self) -> frozenset[str]:
        """Who has not gone in this year and asks for something that the money could pay for."""
        affordable = (each for each in self.candidates if each.cents <= self.cents)
        return frozenset(p for each in affordable for p in each.people if not self.went.get(p))


class Obstacle(StrEnum):
    """Why a candidate is not in the advice, beside what is."""

    MONEY = "money"
    UNIT = "unit"  # its unit would have more than its share and what it may have beyond
    TWICE = "twice"  # somebody would go twice while another has not gone once


@dataclass(frozen=True)
class Choice:
    """The advice: keys in the order of the candidates, what it costs, and whether it is proven to be the best."""

    keys: tuple[str, ...]
    cents: int
    reached: int
    is_best: bool
    obstacles: Mapping[str, tuple[Obstacle, ...]]


@dataclass(frozen=True)
class MoreMoney:
    """What the advice would be with more money, against what it is."""

    cents: int
    choice: Choice
    added: tuple[str, ...]
    left_out: tuple[str, ...]


def selected(purse: Purse) -> Choice:
    """Return the best choice. The same question has the same answer."""
    solver = _solver()
    taken = [solver.addBinary() for _each in purse.candidates]
    _hold(
        solver,
        _sum((each.cents, var) for each, var in zip(purse.candidates, taken, strict=True)),
        purse.cents,
    )
    _share_fairly(solver, purse, taken)
    _nobody_twice_first(solver, purse, taken)
    best, chosen = True, [False] * len(taken)
    for goal in _goals(purse, taken):
        solver.maximize(_sum(goal))
        values = list(solver.getSolution().col_value)
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            best = False
            break
        chosen = [values[var.index] > 1 / 2 for var in taken]
        reached = sum(number for number, var in goal if values[var.index] > 1 / 2)
        _hold(solver, _sum((-number, var) for number, var in goal), -reached)
    return _told(purse, [each for each, yes in zip(purse.candidates, chosen, strict=True) if yes], best)


def _solver() -> highspy.Highs:
    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # HiGHS gives it no types
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("random_seed", 0)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_feasibility_tolerance", _WHOLE)
    solver.setOptionValue("mip_max_nodes", _PATIENCE)
    return solver


def _sum(terms: Iterable[tuple[int, Column]]) -> Sum:
    """Return a sum of columns, each times a whole number."""
    found = Sum()
    for number, column in terms:
        found += number * column
    return found


def _hold(solver: highspy.Highs, whole: Sum, most: int) -> None:
    """Let a sum be no more than a number."""
    if whole.idxs:
        solver.addConstr(whole <= most)


def with_more(purse: Purse, choice: Choice, percent: int = 10) -> MoreMoney:
    """Return what would change with so much more money."""
    cents = purse.cents * (100 + percent) // 100
    richer = selected(replace(purse, cents=cents))
    return MoreMoney(
        cents,
        richer,
        added=tuple(key for key in richer.keys if key not in choice.keys),
        left_out=tuple(key for key in choice.keys if key not in richer.keys),
    )


def _goals(purse: Purse, taken: Sequence[Column]) -> Iterable[list[tuple[int, Column]]]:
    pairs = list(zip(purse.candidates, taken, strict=True))
    for strength in purse.strengths:
        yield [(len(each.people), var) for each, var in pairs if each.strength == strength]
    yield [(each.reached, var) for each, var in pairs]
    yield [(-each.cents, var) for each, var in pairs]
    yield [(-place, var) for place, var in enumerate(taken, 1)]


def _share_fairly(solver: highspy.Highs, purse: Purse, taken: Sequence[Column]) -> None:
    """No unit gets more than its share of those chosen, and some more."""
    heads = sum(purse.heads.values())
    free = [(each, var) for each, var in zip(purse.candidates, taken, strict=True) if not each.exempt]
    for unit, number in purse.heads.items():
        terms = [((heads * (each.unit == unit) - number) * len(each.people), var) for each, var in free]
        _hold(solver, _sum(terms), purse.beyond * heads)


def _nobody_twice_first(solver: highspy.Highs, purse: Purse, taken: Sequence[Column]) -> None:
    """Somebody may go twice only if everybody who could go at all goes once."""
    twice = solver.addBinary()
    pairs = list(zip(purse.candidates, taken, strict=True))
    for person in sorted({p for each in purse.candidates for p in each.people}):
        free = [var for each, var in pairs if person in each.people and not each.exempt]
        room = max(0, 1 - purse.went.get(person, 0))
        if len(free) > room:
            _hold(solver, _sum([*((1, var) for var in free), (-len(free), twice)]), room)
        if person in purse.could_go:
            theirs = [(-1, var) for each, var in pairs if person in each.people]
            _hold(solver, _sum([*theirs, (1, twice)]), 0)


# ── why something is not in it ───────────────────────────────────────────────────────────────────


def _told(purse: Purse, chosen: Sequence[Candidate], best: bool) -> Choice:
    return Choice(
        keys=tuple(each.key for each in chosen),
        cents=sum(each.cents for each in chosen),
        reached=sum(each.reached for each in chosen),
        is_best=best,
        obstacles={
            each.key: tuple(broken_by(purse, [*chosen, each]))
            for each in purse.candidates
            if each not in chosen
        },
    )


def broken_by(purse: Purse, chosen: Collection[Candidate]) -> list[Obstacle]:
    """Return what a choice breaks; nothing for one that may be made."""
    broken = []
    if sum(each.cents for each in chosen) > purse.cents:
        broken.append(Obstacle.MONEY)
    if _is_unfair(purse, [each for each in chosen if not each.exempt]):
        broken.append(Obstacle.UNIT)
    if _is_twice(purse, chosen):
        broken.append(Obstacle.TWICE)
    return broken


def _is_unfair(purse: Purse, chosen: Collection[Candidate]) -> bool:
    heads = sum(purse.heads.values())
    people: Counter[str] = Counter()
    for each in chosen:
        people[each.unit] += len(each.people)
    return any(
        heads * people[unit] > number * people.total() + purse.beyond * heads
        for unit, number in purse.heads.items()
    )


def _is_twice(purse: Purse, chosen: Collection[Candidate]) -> bool:
    free = Counter(p for each in chosen if not each.exempt for p in each.people)
    if all(number <= max(0, 1 - purse.went.get(person, 0)) for person, number in free.items()):
        return False
    going = {person for each in chosen for person in each.people}
    return not purse.could_go <= going
