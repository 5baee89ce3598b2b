"""Judge one requirement for every officer: versions, periods, parts, verdicts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from muster.core.periods import NEVER, NEVER_BEFORE, Days, as_date, as_day
from muster.core.rules.adjust import Adjusted, adjusted, nobody_late_before
from muster.core.rules.bench import Bench
from muster.core.rules.blocks import LATE, Block
from muster.core.rules.counting import Counting
from muster.core.rules.horizon import CYCLES, depth_of, low_day
from muster.core.rules.language import Condition, Requirement, Version, filters_of, parts_of
from muster.core.rules.language.what import Alternating, AnyPart, Held, HoursAtMost, SomeParts
from muster.core.rules.language.when import WhenCalendar, WhenContinuous, WhenOnce, WhenPersonal, WhenTrailing
from muster.core.rules.measures import Measure, measure
from muster.core.rules.people import Mask, People, Truth
from muster.core.rules.question import Question
from muster.core.rules.renewal import History, completed_on
from muster.core.rules.repeats import without_repeats
from muster.core.rules.verdicts import REASON_CODE, Answer, by_date
from muster.core.rules.windows import Windows
from muster.core.tables.rows import Rows


@dataclass(frozen=True)
class Judged:
    """One version as it was judged: what an explanation needs to retrace the answer."""

    requirement: Requirement
    version: int
    windows: Windows
    late_to: Days
    shown: int
    applies: Truth  # officers x shown


def judge_version(question: Question) -> tuple[list[Block], list[Judged]]:
    """Judge a version whose periods do not hang on completions. Returns the rows and how they came about."""
    version, bench = question.version, question.bench
    cycle = isinstance(version.when, CYCLES)
    if not cycle and not question.in_force:
        return [], []
    windows = question.windows(depth_of(version))
    if cycle:
        windows = of_this_version(question, windows)
    shown = min(2, windows.depth) if cycle else 1
    blocks = question.without_day(windows)
    if not windows.exists[:, :shown].any():
        return blocks, []
    found = adjusted(windows, question.requirement, version, bench.people, bench.as_of)
    late_to, shared = _late(version, found, bench.people.size)
    applies = question.applies(found.windows, shown)
    seen = bench.in_view(version, low_day(version, bench.as_of))
    counting = counting_of(question, found.windows, shown, seen, late_to, shared)
    for period, mask, measured in _measured(counting):
        blocks += judged_rows(question, found, applies, period, mask, measured, late_to)
    trace = Judged(question.requirement, question.index, found.windows, late_to, shown, applies)
    return blocks, [trace]


def of_this_version(question: Question, windows: Windows) -> Windows:
    """Keep the periods that the version governs."""
    version = question.version
    bind = windows.start if version.governs == "periods_that_start" else windows.end
    mine = (bind >= as_day(version.from_)) & (bind <= question.until)
    if question.bench.as_of < as_day(question.requirement.versions[0].from_):
        mine &= ~windows.ahead[:, None]  # before the first version nothing is owed, now or later
    return replace(windows, exists=windows.exists & mine)


def _late(version: Version, found: Adjusted, size: int) -> tuple[Days, Mask]:
    """Return the last day on which training still serves each period, and for whom it also serves the next."""
    windows = found.windows
    within = version.late.within if version.late else version.grace
    shared = np.full(size, bool(version.late and version.late.also_counts_in_next))
    late_to = windows.high
    if within is not None and isinstance(version.when, WhenCalendar | WhenPersonal):
        late_to = np.maximum(within.after(windows.due), windows.high).astype(np.int32)
        # at the latest until the next period ends, so that one record serves two periods at most
        late_to[:, 1:] = np.maximum(np.minimum(late_to[:, 1:], windows.end[:, :-1]), windows.high[:, 1:])
    if found.owed is not None:
        late_to = np.where(found.owed, NEVER, late_to).astype(np.int32)
        shared = shared | found.owed.any(axis=1)
    return late_to, shared


def counting_of(
    question: Question,
    windows: Windows,
    shown: int,
    seen: Rows,
    late_to: Days | None = None,
    shared: Mask | None = None,
) -> Counting:
    """Return what the parts of a version are measured with; ``seen`` are its records."""
    version, bench = question.version, question.bench
    counting = Counting(
        people=bench.people,
        kinds=bench.kinds,
        earning=bench.earning(version),
        credit=version.credit,
        duty=version.what,
        windows=windows,
        shown=shown,
        as_of=bench.as_of,
        judged_on=question.judged_on(windows, shown),
        late_to=windows.high if late_to is None else late_to,
        late_is_shared=np.zeros(bench.people.size, bool) if shared is None else shared,
        rows=seen,
    )
    if version.credit.repeats is None and version.credit.teaching != "once_per_course":
        return counting
    return without_repeats(counting)


# ── what ───────────────────────────────────────────────────────────────────────────────────────


def _measured(counting: Counting) -> Iterator[tuple[int, Mask, Measure | None]]:
    """Measure each period: all at once, or, where courses change from period to period, start by start."""
    exists = counting.windows.exists
    if not any(wanted.bound_to_period for wanted in filters_of(counting.duty)):
        measured = measure(counting.duty, counting)
        for period in range(counting.shown):
            yield period, exists[:, period], measured
        return
    for period in range(counting.shown):
        starts = counting.windows.start[:, period]
        for start in np.unique(starts[exists[:, period]]):
            day = as_date(int(start))
            duty = in_period(counting.duty, day) if day else None
            measured_here = measure(duty, replace(counting, duty=duty)) if duty is not None else None
            yield period, exists[:, period] & (starts == start), measured_here


def in_period(duty: Any, start: date) -> Any:
    """Return the duty with the courses set for a period; None where no list is written for it."""
    inner = parts_of(duty)
    if inner and not hasattr(duty, "each_topic"):
        found = [in_period(part, start) for part in inner]
        key = next(k for k in ("all", "any", "of_these", "separately", "alternating") if hasattr(duty, k))
        return None if None in found else duty.model_copy(update={key: tuple(found)})
    changed = {
        key: getattr(duty, key).in_period(start) for key in ("of", "ratio", "to") if hasattr(duty, key)
    }
    return None if None in changed.values() else duty.model_copy(update=changed)


# ── verdicts ───────────────────────────────────────────────────────────────────────────────────


def judged_rows(
    question: Question,
    found: Adjusted,
    applies: Truth,
    period: int,
    mask: Mask,
    measured: Measure | None,
    late_to: Days,
) -> list[Block]:
    """Return the rows of one period for the officers in ``mask``; ``measured`` is None where nothing can be."""
    yes, unknown = applies.yes[:, period], applies.unknown[:, period]
    officers = np.flatnonzero(mask & (yes | unknown | (period == 0))).astype(np.int32)
    if not len(officers):
        return []
    windows = found.windows
    block = Block(
        requirement=question.requirement,
        version=question.index,
        period=period,
        officer=officers,
        start=windows.start[officers, period],
        end=windows.end[officers, period],
        due=windows.due[officers, period],
        answer=Answer.everywhere(len(officers), "cannot_tell", "no_list_for_period"),
    )
    if measured is not None:
        block = _answered(question, found, block, measured, late_to)
    answer = block.answer.where(unknown[officers], "cannot_tell", "missing_fact")
    return [replace(block, answer=answer.where(~(yes | unknown)[officers], "not_applicable", "not_bound"))]


def _answered(question: Question, found: Adjusted, block: Block, measured: Measure, late_to: Days) -> Block:
    """Fill in the answer where the duty binds."""
    officers, period = block.officer, block.period
    done = measured.done[officers, period]
    unsure = np.broadcast_to(measured.unsure, measured.done.shape)[officers, period]
    held = isinstance(question.version.when, WhenContinuous)
    due = _held_until(question, officers, block.due, measured) if held else block.due
    ahead = found.windows.ahead[officers] & (period == 0)
    answer = _not_done(question, due).where(ahead, "not_yet_due", "starts_later")
    if isinstance(question.version.when, CYCLES):
        closed = (late_to[officers, period] < question.bench.as_of) & (answer.reason == REASON_CODE["short"])
        answer = answer.where(closed & (answer.verdict < LATE), "overdue", "closed_short")
    answer = _excused(answer, {reason: where[officers, period] for reason, where in found.excuses.items()})
    if question.requirement.force == "recommended":
        answer = answer.where(answer.verdict <= LATE, "excused", "recommended_only")
    answer = answer.where(unsure & ~done, "cannot_tell", "missing_fact")
    answer = answer.where(done & ~ahead, "met", "held" if held else "done")
    if held:
        soon = (question.requirement.due_soon.before(due) <= question.bench.as_of) & (due < NEVER)
        answer = answer.where(done & ~ahead & soon, "due_soon", "expires_soon")
    return replace(
        block,
        due=due,
        answer=answer,
        unit=measured.unit,
        need=measured.need[officers, period],
        have=measured.have[officers, period],
        short=measured.short[officers, period],
        measure=measured,
    )


def _not_done(question: Question, due: Days) -> Answer:
    """Answer by the day alone, as if nothing were done."""
    version, as_of = question.version, question.bench.as_of
    reason = "short"
    if isinstance(version.when, WhenContinuous):
        reason = "not_held"
    elif isinstance(version.when, WhenOnce):
        reason = "never_done"
    elif isinstance(version.what, HoursAtMost):
        reason = "over_the_maximum"
    if isinstance(version.when, WhenTrailing):
        # what is looked at in trailing time is due today, and today is too late for it
        due = np.where(due <= as_of, due - 1, due).astype(np.int32)
    return by_date(due, as_of, version.grace, question.requirement.due_soon, reason)


def _excused(answer: Answer, excuses: dict[str, Mask]) -> Answer:
    """Apply excuses, the weakest first, so that the strongest is the one given."""
    for reason in ("leave_extension_unknown", "leave_meets_it", "on_leave", "waived"):
        if reason in excuses:
            answer = answer.where(excuses[reason], "excused", reason)
    return answer


def _held_until(question: Question, officers: NDArray[np.int32], due: Days, measured: Measure) -> Days:
    """Return the day on which what must be held runs out, or ran out; what was never held keeps its day."""
    last = _last_held(measured, question.bench.people, question.bench.as_of)[officers]
    put_off = due >= question.bench.as_of  # it need not be held yet, or again
    ran_out = np.where(
        put_off | (last <= NEVER_BEFORE), due, np.maximum(last, _free_until(question)[officers])
    )
    return np.where(measured.done[officers, 0], last, ran_out).astype(np.int32)


def _last_held(measured: Measure, people: People, today: int) -> Days:
    """Return the last day of what is held, or was; of several parts needed, of the one that ends first."""
    duty, inner = measured.duty, measured.inner
    if isinstance(duty, Held):
        spells = people.wanted(*next(iter(duty.held.items())))
        begun = spells.start <= today
        last = np.full(people.size, NEVER_BEFORE, np.int32)
        np.maximum.at(last, spells.officer[begun], spells.end[begun])
        return last
    if not inner or isinstance(duty, Alternating):
        return np.where(measured.done[:, 0], NEVER, NEVER_BEFORE).astype(np.int32)
    needed = 1 if isinstance(duty, AnyPart) else duty.at_least if isinstance(duty, SomeParts) else len(inner)
    ends = np.stack([_last_held(part, people, today) for part in inner])
    return np.sort(ends, axis=0)[len(inner) - needed]


def _free_until(question: Question) -> Days:
    """Return the last day on which an officer need not hold it yet."""
    version = question.version
    free = np.full(question.bench.people.size, NEVER_BEFORE, np.int32)
    if version.start is not None:
        begins, within = question.asked(1).day(version.start.from_), version.when.continuous.first_within
        free = within.after(begins) if within else np.maximum(begins - np.int32(1), free)
    return np.maximum(free, nobody_late_before(question.requirement, version) or NEVER_BEFORE).astype(
        np.int32
    )


# ── one-time duties that others refer to ───────────────────────────────────────────────────────


def met_on(bench: Bench, requirement: Requirement, who: Condition) -> Days:
    """Return the day each officer met a one-time requirement, under the version in force on the day judged."""
    for index in range(len(requirement.versions)):
        question = Question(bench, requirement, index, who)
        if question.in_force:
            return _completed(question)
    return np.full(bench.people.size, NEVER, np.int32)


def _completed(question: Question) -> Days:
    bench, version = question.bench, question.version
    windows = question.windows(1)
    counting = counting_of(question, windows, 1, bench.eligible(version, int(NEVER_BEFORE)))
    done = measure(version.what, counting).done[:, 0]
    floor = (np.maximum(windows.low[:, 0], NEVER_BEFORE + 1) - np.int32(1)).astype(np.int32)
    # what is held without a date was done before any day that can be asked about
    rows = counting.rows.dated(np.maximum(counting.rows.day, NEVER_BEFORE + 1).astype(np.int32))
    kept = np.flatnonzero(rows.day > floor[rows.officer])
    history = History.of(bench.people, bench.kinds, rows.take(kept), bench.as_of)
    found = completed_on(version.what, history, floor)
    found = np.where(found == NEVER_BEFORE + 1, NEVER_BEFORE, found)
    return np.where(done & (found <= bench.as_of), found, NEVER).astype(np.int32)
