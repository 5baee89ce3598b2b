"""The engine: facts and rules in, a verdict for every officer and requirement out.

One officer, a department and a nation go through this same code. No officer's verdict depends on
another's, so a larger job is the same job in parts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

import numpy as np

from muster.core.periods import NEVER, NEVER_BEFORE, as_day
from muster.core.rules.bench import Bench, earning_kinds
from muster.core.rules.blocks import Block, finished
from muster.core.rules.fact_words import refuse_strange_words
from muster.core.rules.fitting import kinds_fitting
from muster.core.rules.horizon import low_day
from muster.core.rules.judge import Judged, judge_version, met_on
from muster.core.rules.language import Anchor, Filter, Requirement, filters_of
from muster.core.rules.language.when import WhenRolling
from muster.core.rules.people import People
from muster.core.rules.question import Question
from muster.core.rules.rolling import judge_rolling
from muster.core.rules.rulebook import Rulebook
from muster.core.rules.standing import shares, standing_table, with_steps
from muster.core.rules.steps import describing
from muster.core.rules.threads import side_by_side
from muster.core.tables import Facts
from muster.core.tables.kinds import Kinds
from muster.core.tables.output import Frame, officer_ids, one_after_another, rows_where
from muster.core.tables.rows import usable_rows

WORTH_THREADS = 200_000  # records; below this, starting threads takes longer than they save


@dataclass(frozen=True)
class Judgement:
    """The answer: ``standing`` (officer x requirement x period) and ``credit`` (record x requirement).

    ``credit`` is worked out when it is first asked for; it reads every record of these officers.
    """

    facts: Facts
    rulebook: Rulebook
    as_of: date
    known_at: datetime | None
    standing: Frame
    traces: tuple[Judged, ...]

    def rows_of(self, requirements: tuple[str, ...]) -> Iterator[dict[str, Any]]:
        """Yield the standing of some requirements row by row."""
        return rows_where(self.standing, "requirement", requirements)

    def agencies(self) -> dict[str, str]:
        """Return the agency of each officer on the day judged, where one is recorded."""
        people = People.of(self.facts, self.known_at, self.rulebook.fact_word)
        spells = people.spells["agency"]
        day = as_day(self.as_of)
        now = spells.where((spells.start <= day) & (day <= spells.end))
        ids = officer_ids(self.facts.officers, now.officer)
        return dict(zip(ids, (now.words[code] for code in now.value), strict=True))

    @cached_property
    def credit(self) -> Frame:
        """Which record gave how much to which requirement, and for each that gave nothing, why."""
        from muster.core.rules.credit import credit_table  # noqa: PLC0415 - credit retraces a judgement

        return credit_table(self)


def evaluate(
    facts: Facts,
    rulebook: Rulebook,
    as_of: date,
    known_at: datetime | None = None,
    *,
    threads: int = 2,
) -> Judgement:
    """Judge every officer by every requirement.

    ``as_of`` is the day judged; ``known_at`` the moment whose knowledge is used (None: all that is
    known now). Amounts in ``standing`` are whole minutes, times or parts, as its column ``unit`` says.
    """
    day = as_day(as_of)
    kinds = Kinds(facts.kinds)
    people = People.of(facts, known_at, rulebook.fact_word)
    order = in_order(rulebook)
    refuse_strange_words(people, rulebook, order)
    rows = usable_rows(
        facts,
        _low_days(rulebook, order, kinds, day),
        day,
        known_at,
        with_scores=_asks_for_scores(rulebook, order),
    )
    bench = Bench(people, kinds, rows, day).serving(order)
    for requirement in _referred_to(rulebook, order):
        own = _speaking(bench, rulebook, requirement)
        people.met[requirement.id] = met_on(own, requirement, rulebook.jurisdiction_of(requirement).who)

    def judge(requirement: Requirement) -> tuple[list[Block], list[Judged]]:
        own = _speaking(bench, rulebook, requirement)
        return _judged(own, requirement, rulebook)

    def written(blocks: list[Block]) -> Frame:
        return standing_table(facts, rulebook, blocks)

    threads = threads if len(rows) > WORTH_THREADS else 1
    longest_first = sorted(order, key=lambda requirement: -_weight(rulebook, requirement))
    answers = side_by_side(judge, longest_first, threads)
    found = dict(zip([requirement.id for requirement in longest_first], answers, strict=True))
    blocks = [block for requirement in order for block in found[requirement.id][0]]
    standing = one_after_another(side_by_side(written, shares(blocks, threads), threads))
    traces = tuple(trace for requirement in order for trace in found[requirement.id][1])
    return Judgement(facts, rulebook, as_of, known_at, standing, traces)


def evaluate_in_parts(
    facts: Facts,
    rulebook: Rulebook,
    as_of: date,
    known_at: datetime | None = None,
    *,
    officers: int = 50_000,
) -> Iterator[Judgement]:
    """Judge part after part of the officers, so that memory stays flat however many there are."""
    for part in facts.split(officers):
        yield evaluate(part, rulebook, as_of, known_at)


def _judged(bench: Bench, requirement: Requirement, rulebook: Rulebook) -> tuple[list[Block], list[Judged]]:
    """Judge all versions of a requirement."""
    who = rulebook.jurisdiction_of(requirement).who
    blocks: list[Block] = []
    traces: list[Judged] = []
    for index, version in enumerate(requirement.versions):
        judge = judge_rolling if isinstance(version.when, WhenRolling) else judge_version
        made, how = judge(Question(bench, requirement, index, who))
        blocks += made
        traces += how
    describe = describing(rulebook.topic_names(requirement.id.split("/")[0]))
    return [with_steps(block, describe) for block in finished(blocks, requirement, bench.people.size)], traces


def _weight(rulebook: Rulebook, requirement: Requirement) -> int:
    """Guess how long a requirement takes to judge, so that the long ones do not start last."""
    filters = sum(len(filters_of(version.what)) for version in requirement.versions)
    return filters * len(rulebook.references[requirement.id] or [1])


def _speaking(bench: Bench, rulebook: Rulebook, requirement: Requirement) -> Bench:
    """Return the bench with the words of the requirement's own jurisdiction."""
    jurisdiction = requirement.id.split("/")[0]
    return bench.speaking(lambda fact: rulebook.fact_word(fact, jurisdiction))


def in_order(rulebook: Rulebook) -> list[Requirement]:
    """Return the requirements so that each comes after those it refers to."""
    placed: dict[str, Requirement] = {}

    def place(requirement: Requirement) -> None:
        for name in rulebook.references[requirement.id]:
            if name not in placed and name in rulebook.all_requirements:
                place(rulebook.all_requirements[name])
        placed.setdefault(requirement.id, requirement)

    for requirement in rulebook.requirements.values():
        place(requirement)
    return list(placed.values())


def _referred_to(rulebook: Rulebook, order: list[Requirement]) -> list[Requirement]:
    names = {name for requirement in order for name in rulebook.references[requirement.id]}
    return [requirement for requirement in order if requirement.id in names]


def _low_days(
    rulebook: Rulebook, order: list[Requirement], kinds: Kinds, as_of: int
) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    """Return, by sort of record, the first day from which any rule can use it; NEVER where none can."""
    low = np.full(kinds.count, NEVER, np.int32)
    referred = {requirement.id for requirement in _referred_to(rulebook, order)}
    for requirement in order:
        for version in requirement.versions:
            wanted = earning_kinds(version, kinds)
            first = int(NEVER_BEFORE) if requirement.id in referred else low_day(version, as_of)
            low[wanted] = np.minimum(low[wanted], first)
        for _, piece in rulebook.pieces[requirement.id]:
            if isinstance(piece, Anchor) and isinstance(piece.record, Filter):
                low[kinds_fitting(piece.record, kinds)] = NEVER_BEFORE
    return low


def _asks_for_scores(rulebook: Rulebook, order: list[Requirement]) -> bool:
    return any(
        isinstance(piece, Filter) and piece.score_at_least is not None
        for requirement in order
        for _, piece in rulebook.pieces[requirement.id]
    )
