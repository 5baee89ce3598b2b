"""Put the judged rows of all requirements into one table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from muster.core.periods import as_day
from muster.core.rules.blocks import CANNOT_TELL, LATE, NOT_APPLICABLE, Block
from muster.core.rules.language.requirement import Consequence, Requirement
from muster.core.rules.rulebook import Rulebook
from muster.core.rules.steps import Describe, step_texts
from muster.core.rules.verdicts import REASON_CODE, REASONS, VERDICT_CODE, VERDICTS, Codes
from muster.core.tables import Facts
from muster.core.tables.output import (
    Column,
    Frame,
    amounts,
    coded,
    days,
    officer_ids,
    repeated,
    table,
    truths,
    when_known,
    with_deadline,
)

# Every word a column can hold, so that the table has one shape whoever is in it
UNITS = ("minutes", "times", "parts")
FORCES = get_args(Requirement.model_fields["force"].annotation)
BINDS = get_args(Requirement.model_fields["binds"].annotation)
EVIDENCE = get_args(Requirement.model_fields["evidence"].annotation)
CONSEQUENCES = get_args(Consequence.model_fields["kind"].annotation)
OPEN = VERDICT_CODE["not_yet_due"]  # up to here, something is left to do
JOINED = (" by ", ", was due ", ": missing when the period closed, ")  # a next step and its day


def standing_table(facts: Facts, rulebook: Rulebook, blocks: list[Block]) -> Frame:
    """Return one row for each officer, requirement and period."""
    blocks = [
        block for block in blocks if len(block.officer) and block.requirement.id in rulebook.requirements
    ]
    sizes = np.array([len(block.officer) for block in blocks], np.int64)
    verdict = _joined([block.answer.verdict for block in blocks], np.uint8)
    reason = _joined([block.answer.reason for block in blocks], np.uint8)
    due = _joined([block.due for block in blocks], np.int32)
    known = np.repeat(np.array([block.measure is not None for block in blocks], bool), sizes)
    known &= (verdict != CANNOT_TELL) & (verdict != NOT_APPLICABLE)

    def word(words: list[str], known_words: Iterable[str]) -> Column:
        return repeated(words, sizes, known_words)

    rules = list(rulebook.requirements.values())
    versions = [block.requirement.versions[block.version] for block in blocks]
    began = np.array([as_day(version.from_) for version in versions], np.int32)
    return table(
        {
            "officer_id": officer_ids(facts.officers, _joined([block.officer for block in blocks], np.int32)),
            "requirement": word([block.requirement.id for block in blocks], [rule.id for rule in rules]),
            "title": word([block.requirement.title for block in blocks], [rule.title for rule in rules]),
            "headline": truths(_joined([block.headline for block in blocks], np.bool_)),
            "current": truths(np.repeat(np.array([block.period == 0 for block in blocks], bool), sizes)),
            "period_start": days(_joined([block.start for block in blocks], np.int32)),
            "period_end": days(_joined([block.end for block in blocks], np.int32)),
            "due": days(due),
            "verdict": coded(verdict, VERDICTS),
            "reason": coded(reason, tuple(REASONS)),
            "unit": when_known(word([block.unit or "parts" for block in blocks], UNITS), known),
            "needed": amounts(_amounts(blocks, "need"), known),
            "credited": amounts(_amounts(blocks, "have"), known),
            "short": amounts(_amounts(blocks, "short"), known),
            "next_step": with_deadline(*_steps(blocks), due, JOINED, _manner(verdict, reason)),
            "force": word([block.requirement.force for block in blocks], FORCES),
            "binds": word([block.requirement.binds for block in blocks], BINDS),
            "consequence": word([version.consequence.kind for version in versions], CONSEQUENCES),
            "version": days(np.repeat(began, sizes)),
            "citation": word(
                [b.requirement.citation(v) for b, v in zip(blocks, versions, strict=True)],
                [rule.citation(version) for rule in rules for version in rule.versions],
            ),
            "evidence": word([block.requirement.evidence for block in blocks], EVIDENCE),
        }
    )


def shares(blocks: list[Block], count: int) -> list[list[Block]]:
    """Cut the blocks into runs of about as many rows each, to be written at the same time."""
    ends = np.cumsum([len(block.officer) for block in blocks]) if blocks else np.zeros(1, np.int64)
    cuts = np.searchsorted(ends, ends[-1] * np.arange(count + 1) // count, side="left")
    cuts[0], cuts[-1] = 0, len(blocks)
    return [blocks[low:high] for low, high in pairwise(cuts.tolist())]


def _joined(parts: list[NDArray[Any]], dtype: type[np.generic]) -> NDArray[Any]:
    return np.concatenate(parts) if parts else np.zeros(0, dtype)


def _amounts(blocks: list[Block], key: str) -> NDArray[np.int32]:
    parts = [getattr(block, key) for block in blocks]
    return _joined(
        [
            np.zeros(len(block.officer), np.int32) if part is None else part.astype(np.int32)
            for block, part in zip(blocks, parts, strict=True)
        ],
        np.int32,
    )


def _steps(blocks: list[Block]) -> tuple[list[str], NDArray[np.int64]]:
    """Put the texts of all blocks together, and which of them each row has; the first one is empty."""
    texts = [""]
    number: list[NDArray[np.int64]] = []
    for block in blocks:
        if block.step is None:
            number.append(np.zeros(len(block.officer), np.int64))
            continue
        number.append(np.where(block.step > 0, block.step + len(texts) - 1, 0))
        texts += block.steps
    return texts, _joined(number, np.int64)


def _manner(verdict: Codes, reason: Codes) -> NDArray[np.uint8]:
    """Return, by row, the position in ``JOINED`` of the words between what is left to do and its day."""
    manner = (verdict <= LATE).astype(np.uint8)
    manner[reason == REASON_CODE["closed_short"]] = 2
    return manner


def with_steps(block: Block, describe: Describe) -> Block:
    """Say what is left to do on the rows where something is; 0 in ``step`` stands for nothing."""
    left = np.flatnonzero((block.answer.verdict <= OPEN) & (block.answer.verdict != CANNOT_TELL))
    if block.measure is None or not len(left):
        return block
    step = np.zeros(len(block.officer), np.int64)
    which, texts = step_texts(block.measure, block.period, block.officer[left], describe)
    step[left] = which + 1
    return replace(block, step=step, steps=tuple(texts))
