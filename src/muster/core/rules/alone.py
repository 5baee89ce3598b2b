"""One officer judged alone, with everything kept that an answer was made from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import Any

import numpy as np

from muster.core.errors import BadUsage
from muster.core.periods import NEVER_BEFORE, as_day
from muster.core.rules.bench import Bench
from muster.core.rules.blocks import Block, finished
from muster.core.rules.evaluate import Judgement, evaluate, in_order
from muster.core.rules.judge import Judged, judge_version, met_on
from muster.core.rules.language import Requirement, Version
from muster.core.rules.language.when import WhenRolling
from muster.core.rules.people import People
from muster.core.rules.question import Question
from muster.core.rules.rolling import judge_rolling
from muster.core.tables import Facts
from muster.core.tables.kinds import Kinds
from muster.core.tables.rows import usable_rows


@dataclass(frozen=True)
class Answer:
    """One row of the standing, and what it was made from. ``trace`` is None where no day is there to count from."""

    row: dict[str, Any]
    block: Block
    question: Question
    trace: Judged | None

    @property
    def version(self) -> Version:
        """The version that was judged."""
        return self.question.version


@dataclass(frozen=True)
class Alone:
    """The judgement of one officer, who has the number 0 here."""

    judgement: Judgement

    @classmethod
    def of(cls, judgement: Judgement, officer_id: str, requirement: str | None) -> Alone:
        """Judge one officer again, by one requirement or all. Raises BadUsage for an officer or rule nobody knows."""
        refuse_unknown(judgement.facts, officer_id)
        rulebook = judgement.rulebook.only([requirement]) if requirement else judgement.rulebook
        if judgement.facts.size == 1 and rulebook is judgement.rulebook:
            return cls(judgement)
        facts = judgement.facts.only([officer_id])
        return cls(evaluate(facts, rulebook, judgement.as_of, judgement.known_at))

    @cached_property
    def bench(self) -> Bench:
        """The bench the officer is judged on, with every record usable on that day."""
        judged = self.judgement
        day, kinds = as_day(judged.as_of), Kinds(judged.facts.kinds)
        people = People.of(judged.facts, judged.known_at, judged.rulebook.fact_word)
        anything = np.full(kinds.count, NEVER_BEFORE, np.int32)
        rows = usable_rows(judged.facts, anything, day, judged.known_at, with_scores=True)
        bench = Bench(people, kinds, rows, day)
        order = in_order(judged.rulebook)
        for name in {name for requirement in order for name in judged.rulebook.references[requirement.id]}:
            found = judged.rulebook.all_requirements[name]
            people.met[name] = met_on(
                self._speaking(bench, name), found, judged.rulebook.jurisdiction_of(found).who
            )
        return bench

    def _speaking(self, bench: Bench, requirement: str) -> Bench:
        jurisdiction = requirement.split("/", maxsplit=1)[0]
        return bench.speaking(lambda fact: self.judgement.rulebook.fact_word(fact, jurisdiction))

    def answers(self, requirement: Requirement) -> Iterator[Answer]:
        """Yield the rows of one requirement with what they were made from."""
        bench = self._speaking(self.bench, requirement.id)
        who = self.judgement.rulebook.jurisdiction_of(requirement).who
        blocks: list[Block] = []
        traces: dict[int, Judged] = {}
        for index, version in enumerate(requirement.versions):
            judge = judge_rolling if isinstance(version.when, WhenRolling) else judge_version
            made, how = judge(Question(bench, requirement, index, who))
            blocks += made
            traces |= {trace.version: trace for trace in how}
        kept = [block for block in finished(blocks, requirement, 1) if len(block.officer)]
        rows = list(self.judgement.rows_of((requirement.id,)))
        for row, block in zip(
            rows, kept, strict=True
        ):  # the table is made from the same blocks in this order
            question = Question(bench, requirement, block.version, who)
            yield Answer(row, block, question, traces.get(block.version))


def refuse_unknown(facts: Facts, officer_id: str) -> None:
    """Raise BadUsage for an id that no officer has."""
    known = facts.officers["officer_id"]
    if officer_id in known:
        return
    letters = officer_id.replace(",", " ").replace(".", " ").split()
    if len(letters) > 1 and all(word.replace("-", "").replace("'", "").isalpha() for word in letters):
        raise BadUsage.because(
            "officer-is-a-name",
            f"{officer_id} looks like a name, and facts name officers by id only.",
            "Look the officer_id up in the agency's own roster; the first column of officers.csv lists them.",
        )
    close = get_close_matches(officer_id, known.to_list() if len(known) <= 100_000 else [], n=3)
    raise BadUsage.because(
        "unknown-officer",
        f"there is no officer {officer_id} in the facts.",
        f"Did you mean {' or '.join(close)}?" if close else "The first column of officers.csv lists them.",
    )
