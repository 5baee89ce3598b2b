"""Duties that fall due again after each completion."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from muster.core.periods import NEVER, NEVER_BEFORE, Days, as_day
from muster.core.rules.adjust import adjusted
from muster.core.rules.blocks import CANNOT_TELL, LATE, NOT_APPLICABLE, Block
from muster.core.rules.counting import Counting
from muster.core.rules.fitting import rows_fitting
from muster.core.rules.judge import Judged, counting_of, judged_rows
from muster.core.rules.language import Credit, Version, filters_of
from muster.core.rules.language.when import WhenRolling
from muster.core.rules.measures import measure
from muster.core.rules.people import Mask
from muster.core.rules.question import Question
from muster.core.rules.renewal import History, last_completion
from muster.core.rules.verdicts import Answer
from muster.core.rules.windows import Windows
from muster.core.tables.rows import Rows


def judge_rolling(question: Question) -> tuple[list[Block], list[Judged]]:
    """Judge a version of a rolling duty; the versions before it are asked for earlier completions."""
    if not question.in_force:
        return [], []
    bench, version = question.bench, question.version
    begins, missing = _begins(question)
    past = _Past(question)
    last, undated_only = past.last_completion(_counts_from(version, begins))
    fresh = last <= NEVER_BEFORE
    windows = _windows(question, begins, missing, last)
    found = adjusted(windows, question.requirement, version, bench.people, bench.as_of)
    found.windows = windows = replace(found.windows, end=found.windows.due)
    applies = question.applies(windows, 1)
    seen = past.left_to_count(fresh | (windows.due[:, 0] < bench.as_of))
    counting = counting_of(question, windows, 1, seen)
    measured = measure(version.what, counting)
    made = judged_rows(question, found, applies, 0, windows.exists[:, 0], measured, windows.high)
    undated_only &= fresh & (windows.due[:, 0] < bench.as_of)
    if undated_only.any():
        undated_only &= _done_if_dated(past, counting, undated_only)
    blocks = [_renewed(question, block, fresh, undated_only, windows.ahead) for block in made]
    trace = Judged(question.requirement, question.index, windows, windows.high, 1, applies)
    return question.without_day(windows) + blocks, [trace]


def _done_if_dated(past: _Past, counting: Counting, officers: Mask) -> Mask:
    """Where the duty would be done if the records without a date had good ones."""
    rows = past.with_undated(officers)
    low = counting.windows.low[rows.officer, 0]
    placed = rows.dated(np.where(rows.day == NEVER_BEFORE, low, rows.day).astype(np.int32))
    return measure(past.question.version.what, replace(counting, rows=placed)).done[:, 0]


def _begins(question: Question) -> tuple[Days, Mask]:
    """Return the day the duty begins: the start rule's, or the officer's first day of employment."""
    if question.version.start is not None:
        begins = question.asked(1).day(question.version.start.from_)
    else:
        begins = question.bench.people.first_start("employment", ("any",))
    return begins, begins >= NEVER


def _counts_from(version: Version, begins: Days) -> Days:
    """Return the day after which records can complete the duty."""
    if version.start is None or version.start.earlier_records == "count":
        return np.full_like(begins, NEVER_BEFORE)
    return (begins - np.int32(1)).astype(np.int32)


def _windows(question: Question, begins: Days, missing: Mask, last: Days) -> Windows:
    """Lay out the one period: from the last completion, or from the beginning, to the next day due."""
    shape, as_of = question.version.when.rolling, question.bench.as_of
    fresh = last <= NEVER_BEFORE
    first_due = (shape.first_within or shape.every).after(begins)
    # training early never brings a deadline forward
    due = np.where(
        fresh, first_due, np.maximum(shape.every.after(last), np.where(missing, NEVER_BEFORE, first_due))
    )
    low = np.where(fresh, _counts_from(question.version, begins), last) + np.int32(1)
    size = len(begins)

    def column(days: Days) -> Days:
        return days.astype(np.int32)[:, None]

    return Windows(
        start=column(np.where(fresh, begins, last)),
        end=column(due),
        due=column(due),
        low=column(low),
        high=np.full((size, 1), as_of, np.int32),
        exists=~missing[:, None],
        index=np.zeros((size, 1), np.int64),
        missing=missing,
        ahead=(begins > as_of) & ~missing,
    )


class _Past:
    """What was completed before, under this version and those before it."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self._history: History | None = None
        self._credit: Credit | None = None

    def last_completion(self, floor: Days) -> tuple[Days, Mask]:
        """Return the last completion by version after version, and where only undated records would fit."""
        requirement, bench = self.question.requirement, self.question.bench
        last = floor.copy()
        for index, version in enumerate(requirement.versions[: self.question.index + 1]):
            if not isinstance(version.when, WhenRolling):
                continue
            if version.earlier_completions == "do_not_count":
                last = floor.copy()
            until = requirement.until(index)
            high = as_day(until) if until and index < self.question.index else bench.as_of
            last = last_completion(version.what, self._of(version), last, high)
        completed = last > floor
        return np.where(completed, last, NEVER_BEFORE).astype(np.int32), self._undated(
            len(floor)
        ) & ~completed

    def _of(self, version: Version) -> History:
        """Return the records; versions with one credit policy share them."""
        if self._history is None or version.credit != self._credit:
            bench = self.question.bench
            same = [
                v
                for v in self.question.requirement.versions
                if v.credit == version.credit and isinstance(v.when, WhenRolling)
            ]
            rows = bench.eligible_for(same, int(NEVER_BEFORE))
            self._history = History.of(bench.people, bench.kinds, rows, bench.as_of)
            self._credit = version.credit
        return self._history

    def _undated(self, size: int) -> Mask:
        found = np.zeros(size, bool)
        without = self._of(self.question.version).undated
        if without is None:
            return found
        for wanted in filters_of(self.question.version.what):
            found[without.officer[rows_fitting(wanted, self.question.bench.kinds, without)]] = True
        return found

    def with_undated(self, officers: Mask) -> Rows:
        """Return the records of some officers, those without a date first."""
        history = self._of(self.question.version)
        dated = history.rows.where(officers[history.rows.officer])
        if history.undated is None:
            return dated
        without = np.flatnonzero(officers[history.undated.officer])
        return history.undated.take(without).followed_by(dated)

    def left_to_count(self, unfinished: Mask) -> Rows:
        """Return the records of those who still have something to do; of the others nothing is asked."""
        history = self._of(self.question.version)
        return history.rows if unfinished.all() else history.rows.where(unfinished[history.rows.officer])


def _renewed(question: Question, block: Block, fresh: Mask, undated_only: Mask, ahead: Mask) -> Block:
    """Reword the answer for a duty that renews: what was completed and has not run out is met."""
    mine, as_of, answer = block.officer, question.bench.as_of, block.answer
    good = ~fresh[mine] & (block.due >= as_of)
    told = (answer.verdict != CANNOT_TELL) & (answer.verdict != NOT_APPLICABLE) & ~ahead[mine]
    soon = question.requirement.due_soon.before(block.due) <= as_of
    answer = answer.where(good & told, "met", "completed").where(
        good & told & soon, "due_soon", "expires_soon"
    )
    late = answer.verdict <= LATE
    answer = Answer(answer.verdict, answer.where(late & ~fresh[mine], "overdue", "ran_out").reason)
    answer = Answer(answer.verdict, answer.where(late & fresh[mine], "overdue", "never_done").reason)
    answer = answer.where(late & undated_only[mine], "cannot_tell", "only_undated")
    if block.need is None or block.have is None or block.short is None:
        return replace(block, answer=answer)
    have, short = np.where(good, block.need, block.have), np.where(good, 0, block.short)
    return replace(block, answer=answer, have=have, short=short)
