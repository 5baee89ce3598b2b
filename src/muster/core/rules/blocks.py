"""The rows of an answer, version by version and period by period, before they become a table."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from muster.core.periods import NEVER, Days
from muster.core.rules.language import Requirement
from muster.core.rules.measures import Measure
from muster.core.rules.people import Mask
from muster.core.rules.verdicts import VERDICT_CODE, Answer

CANNOT_TELL = VERDICT_CODE["cannot_tell"]
LATE = VERDICT_CODE["in_grace"]  # up to here a row is late
NOT_APPLICABLE = VERDICT_CODE["not_applicable"]


@dataclass
class Block:
    """The rows of one version and one period, for the officers in ``officer``."""

    requirement: Requirement
    version: int
    period: int
    officer: NDArray[np.int32]
    start: Days
    end: Days
    due: Days
    answer: Answer
    unit: str = ""
    need: NDArray[np.int64] | None = None
    have: NDArray[np.int64] | None = None
    short: NDArray[np.int64] | None = None
    measure: Measure | None = None
    headline: Mask = field(default_factory=lambda: np.zeros(0, bool))
    step: NDArray[np.int64] | None = (
        None  # by row, the number of the text in ``steps`` that says what is left to do
    )
    steps: tuple[str, ...] = ()

    def only(self, kept: Mask) -> Block:
        """Keep some rows."""
        if kept.all():
            return self

        def mine(values: NDArray[np.int64] | None) -> NDArray[np.int64] | None:
            return None if values is None else values[kept]

        return replace(
            self,
            officer=self.officer[kept],
            start=self.start[kept],
            end=self.end[kept],
            due=self.due[kept],
            answer=Answer(self.answer.verdict[kept], self.answer.reason[kept]),
            need=mine(self.need),
            have=mine(self.have),
            short=mine(self.short),
            step=mine(self.step),
        )


def finished(blocks: list[Block], requirement: Requirement, size: int) -> list[Block]:
    """Leave at most one not_applicable row an officer, where there is no other current one, and mark headlines."""
    bound, given = np.zeros(size, bool), np.zeros(size, bool)
    for block in blocks:
        applies = block.answer.verdict != NOT_APPLICABLE
        given[block.officer[applies]] = True
        if block.period == 0:
            bound[block.officer[applies]] = True
    kept: list[Block] = []
    for block in reversed(blocks):  # the newest version speaks for those it does not bind
        beside = (block.answer.verdict == NOT_APPLICABLE) & bound[block.officer]
        bound[block.officer[block.answer.verdict == NOT_APPLICABLE]] = True
        given[block.officer] = True
        kept.append(block.only(~beside))
    kept.reverse()
    rest = np.flatnonzero(~given).astype(np.int32)
    if len(rest):
        nothing = np.full(len(rest), NEVER, np.int32)
        answer = Answer.everywhere(len(rest), "not_applicable", "no_version")
        kept.append(
            Block(requirement, len(requirement.versions) - 1, 0, rest, nothing, nothing, nothing, answer)
        )
    return _with_headlines(kept, size)


def _with_headlines(blocks: list[Block], size: int) -> list[Block]:
    best, owner = np.full(size, -1, np.int8), np.full(size, -1, np.int16)
    for number, block in enumerate(blocks):
        late, unsure = block.answer.verdict <= LATE, block.answer.verdict == CANNOT_TELL
        if block.period == 0:
            rank = np.where(unsure, np.int8(4), np.int8(2))
        else:
            rank = np.where(late, np.int8(5), np.where(unsure, np.int8(3), np.int8(1)))
        better = rank >= best[block.officer]
        best[block.officer[better]] = rank[better]
        owner[block.officer[better]] = number
    return [replace(block, headline=owner[block.officer] == number) for number, block in enumerate(blocks)]
