"""Whether one person could work a span more: rest, longest row, the 7(k) room, leave beside it."""

from __future__ import annotations

from dataclasses import dataclass

from muster.core.planning.cover.answer import Reason
from muster.core.planning.cover.clock import Span, touches
from muster.core.planning.cover.rules import CoverRules
from muster.core.planning.cover.timelines import Timeline, around
from muster.core.planning.cover.work_period import added_overtime


@dataclass(frozen=True, slots=True)
class Fit:
    """What speaks against more work, and the figures that go with it."""

    reasons: tuple[Reason, ...]
    rest_before: int | None
    rest_after: int | None
    room: int
    overtime: int
    next_to_leave: bool


def fit(timeline: Timeline, span: Span, rules: CoverRules, instead_of: Span | None = None) -> Fit:
    """Judge a span of further work on somebody's time, with one of their own shifts given up if so said."""
    busy = _busy(timeline, span, instead_of)
    if busy:
        return Fit((busy,), None, None, 0, 0, next_to_leave=False)
    work = [it for it in timeline.work if it != instead_of] if instead_of else timeline.work
    before, after = around(work, span)
    rest_before = span[0] - before[1] if before else None
    rest_after = after[0] - span[1] if after else None
    room, overtime = _room(timeline, span, rules, instead_of)
    return Fit(
        tuple(_against(span, before, after, rules)),
        rest_before,
        rest_after,
        room,
        overtime,
        _beside_leave(timeline, before, after),
    )


def _busy(timeline: Timeline, span: Span, instead_of: Span | None) -> Reason | None:
    if timeline.is_absent(span):
        return Reason("away")
    if instead_of is None:
        return Reason("on_duty") if timeline.is_working(span) else None
    others = [it for it in timeline.work if it != instead_of]
    return Reason("on_duty") if touches(others, *span) else None


def _against(span: Span, before: Span | None, after: Span | None, rules: CoverRules) -> list[Reason]:
    found, row = [], span[1] - span[0]
    needed = rules.least_rest_minutes
    for near, rest, key in (
        (before, span[0] - before[1] if before else 0, "rest_before"),
        (after, after[0] - span[1] if after else 0, "rest_after"),
    ):
        if near and rest == 0:
            row += near[1] - near[0]
        elif near and rest < needed:
            found.append(Reason(key, (("minutes", str(rest)), ("needed", str(needed)))))
    if row > rules.longest_minutes:
        found.append(Reason("too_long", (("minutes", str(row)), ("most", str(rules.longest_minutes)))))
    return found


def _room(timeline: Timeline, span: Span, rules: CoverRules, instead_of: Span | None) -> tuple[int, int]:
    """Return the room in the period the span starts in, and the minutes beyond the limit over all it touches."""
    limit, overtime, room = rules.work_period.limit.minutes, 0, None
    for period in rules.work_period.touching(span):
        worked = timeline.worked_in(period)
        if instead_of:
            worked -= _overlap(instead_of, period)
        overtime += added_overtime(worked, _overlap(span, period), limit)
        if room is None:
            room = max(limit - worked, 0)
    return room or 0, overtime


def _overlap(one: Span, other: Span) -> int:
    return max(min(one[1], other[1]) - max(one[0], other[0]), 0)


def _beside_leave(timeline: Timeline, before: Span | None, after: Span | None) -> bool:
    """Whether the time off around the span holds leave: a day off that somebody added to a holiday."""
    if not timeline.leave:
        return False
    start = before[1] if before else -(10**12)
    end = after[0] if after else 10**12
    return touches(timeline.leave, start, end)
