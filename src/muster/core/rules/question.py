"""One version put to the officers: when it was in force, which days it counts from, whom it binds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from muster.core.periods import NEVER, NEVER_BEFORE, Days, as_day, first_month_day_from
from muster.core.rules.bench import Bench
from muster.core.rules.blocks import Block
from muster.core.rules.fitting import Eligible, kinds_fitting, rows_fitting
from muster.core.rules.horizon import CYCLES
from muster.core.rules.language import Anchor, Condition, Filter, Requirement, Version, facts_named
from muster.core.rules.language.walk import pieces_of
from muster.core.rules.language.when import Groups, WhenOnce, WhenPersonal, WhenRolling
from muster.core.rules.language.who import Met, Served
from muster.core.rules.people import Mask, People, Truth
from muster.core.rules.verdicts import Answer
from muster.core.rules.windows import Asked, Windows, windows_of


@dataclass(frozen=True)
class Question:
    """A version of a requirement, asked of everyone on the bench. ``who`` is the jurisdiction's own condition."""

    bench: Bench
    requirement: Requirement
    index: int
    who: Condition

    @property
    def version(self) -> Version:
        """The version asked about."""
        return self.requirement.versions[self.index]

    @property
    def until(self) -> int:
        """The last day the version was in force."""
        last = self.requirement.until(self.index)
        return as_day(last) if last else int(NEVER)

    @property
    def in_force(self) -> bool:
        """Whether the version is in force on the day judged."""
        return as_day(self.version.from_) <= self.bench.as_of <= self.until

    def asked(self, depth: int) -> Asked:
        """Return what the windows are made from."""
        return Asked(self.bench.people, self.bench.as_of, depth, self._first_record)

    def windows(self, depth: int) -> Windows:
        """Return the version's periods; versions and rules of a jurisdiction that lay them out alike share them."""
        version = self.version
        by_record = any(anchor.record is not None for anchor in anchors_of(version))
        return self.bench.people.shared.once(
            (
                "windows",
                self.requirement.id.split("/")[0],
                repr((version.when, version.start, version.prorate, version.credit if by_record else None)),
                depth,
            ),
            lambda: windows_of(version, self.asked(depth)),
        )

    def _first_record(self, wanted: Filter) -> Days:
        earning = Eligible(self.version.credit, self.bench.kinds).outcomes()
        rows = self.bench.rows.of(kinds_fitting(wanted, self.bench.kinds) & earning, int(NEVER_BEFORE) + 1)
        rows = rows.where(rows_fitting(wanted, self.bench.kinds, rows))
        first = np.full(self.bench.people.size, NEVER, np.int32)
        np.minimum.at(first, rows.officer, rows.day)
        return first

    def without_day(self, windows: Windows) -> list[Block]:
        """Answer for officers whose day, from which all is counted, is not there."""
        missing = windows.missing
        if not missing.any() or not self.in_force:
            return []
        officers = np.flatnonzero(missing).astype(np.int32)
        unknown = self._anchor_unknown()[officers]
        nothing = np.full(len(officers), NEVER, np.int32)
        bound = self._bound_today()
        answer = Answer.everywhere(len(officers), "not_applicable", "no_event").where(
            unknown, "cannot_tell", "missing_fact"
        )
        answer = answer.where(~(bound.yes | bound.unknown)[officers], "not_applicable", "not_bound")
        return [Block(self.requirement, self.index, 0, officers, nothing, nothing, nothing, answer)]

    def _anchor_unknown(self) -> Mask:
        """Where a day is missing because a fact is, and not because nothing happened."""
        people = self.bench.people
        unknown, nothing = np.zeros(people.size, bool), np.zeros(people.size, bool)
        for fact, day in self._days_counted_from():
            untold = day <= NEVER_BEFORE  # the fact is there, but not since when
            if fact:
                untold |= people.told(fact, people.first_start(fact, ("any",)) < NEVER).unknown
            unknown |= untold
            nothing |= (day >= NEVER) & ~untold
        return unknown & ~nothing

    def _days_counted_from(self) -> Iterator[tuple[str | None, Days]]:
        """Yield each fact and the day it gives that the version's periods hang on."""
        asked = self.asked(1)
        for anchor in anchors_of(self.version):
            yield anchor.first or anchor.latest or anchor.end_of, asked.day(anchor)
        groups = groups_of(self.version)
        if groups is not None:
            yield groups.by, self.bench.people.grouped_day(groups)
        month = (
            self.version.when.personal.end_in_month_of
            if isinstance(self.version.when, WhenPersonal)
            else None
        )
        if month is not None:
            yield month, np.where(self.bench.people.number(month) < 0, NEVER, 0).astype(np.int32)

    # ── who ─────────────────────────────────────────────────────────────────────────────────

    @property
    def _judged(self) -> str:
        return self.version.judged or ("period_end" if isinstance(self.version.when, CYCLES) else "as_of")

    def judged_on(self, windows: Windows, shown: int) -> Days:
        """Return the day each period is judged on, officers x shown."""
        start, end = windows.start[:, :shown], windows.end[:, :shown]
        today = np.full_like(end, self.bench.as_of)
        match self._judged:
            case "period_start":
                return np.minimum(start, today)
            case "as_of":
                return today
            case "period_end" | "any_day":
                return np.minimum(end, today)
            case day:
                month, number = (int(part) for part in day.split("-"))
                named = first_month_day_from(start.ravel(), month, number).reshape(start.shape)
                return np.minimum(named, today)

    def applies(self, windows: Windows, shown: int) -> Truth:
        """Judge whom the version binds, officers x shown."""
        if self._judged == "as_of":
            today = self._bound_today()
            return Truth(
                np.repeat(today.yes[:, None], shown, axis=1), np.repeat(today.unknown[:, None], shown, axis=1)
            )
        days = self.judged_on(windows, shown)
        each = []
        for period in range(shown):
            if self.version.judged == "any_day":
                each.append(self._on_any_day(windows.start[:, period], days[:, period]))
            else:
                each.append(self.bound(days[:, period]))
        return Truth(np.stack([t.yes for t in each], axis=1), np.stack([t.unknown for t in each], axis=1))

    def bound(self, day: Days) -> Truth:
        """Judge whom the jurisdiction and the version bind on a day."""
        return self.who.judge(self.bench.people, day) & self.version.who.judge(self.bench.people, day)

    def _bound_today(self) -> Truth:
        """Judge whom they bind on the day judged; rules of a jurisdiction that bind the same people share it."""
        bench, jurisdiction = self.bench, self.requirement.id.split("/")[0]
        return bench.people.shared.once(
            ("bound", jurisdiction, repr((self.who, self.version.who))),
            lambda: self.bound(np.full(bench.people.size, bench.as_of, np.int32)),
        )

    def _on_any_day(self, start: Days, end: Days) -> Truth:
        """Judge on the first day and on every day on which a fact that matters changes."""
        found = self.bound(np.minimum(start, end))
        for day in change_days(self.bench.people, (self.version.who, self.who), start, end):
            found = found | self.bound(day)
        return found


def anchors_of(version: Version) -> list[Anchor]:
    """Return the days in an officer's life that a version counts from."""
    anchors = [version.start.from_] if version.start else []
    match version.when:
        case WhenPersonal():
            anchors.append(version.when.personal.from_)
        case WhenOnce() if version.when.once.after is not None:
            anchors.append(version.when.once.after)
        case WhenRolling() if version.start is None:
            anchors.append(Anchor(first="employment"))
        case _:
            pass
    return anchors


def groups_of(version: Version) -> Groups | None:
    """Return the groups whose day a version counts from, where it goes by groups."""
    when = version.when
    anchored = getattr(getattr(when, "calendar", None) or getattr(when, "lookback", None), "anchored", None)
    return anchored if isinstance(anchored, Groups) else None


def change_days(people: People, conditions: tuple[Condition, ...], start: Days, end: Days) -> Iterator[Days]:
    """Yield days on which a condition may change inside each officer's window, one a turn, until none is left."""
    changes = [change for condition in conditions for change in _changes(people, condition)]
    if not changes:
        return
    officer = np.concatenate([who for who, _ in changes])
    day = np.concatenate([when for _, when in changes])
    inside = (day > start[officer]) & (day <= end[officer])
    officer, day = officer[inside], day[inside]
    order = np.lexsort((day, officer))
    officer, day = officer[order], day[order]
    turn = np.arange(len(officer)) - np.searchsorted(officer, officer)
    for number in range(int(turn.max()) + 1 if len(turn) else 0):
        days = np.minimum(start, end).copy()
        mine = turn == number
        days[officer[mine]] = day[mine]
        yield days


def _changes(people: People, condition: Condition) -> Iterator[tuple[NDArray[np.int32], Days]]:
    """Yield officers and days on which a spell begins, has ended or has lasted long enough."""
    for fact in sorted(facts_named(condition)):
        spells = people.spells[fact]
        yield spells.officer, spells.start
        yield spells.officer, (np.minimum(spells.end, NEVER - 1) + np.int32(1)).astype(np.int32)
    for _, piece in pieces_of(condition):
        if isinstance(piece, Served):
            spells = people.wanted(piece.served, piece.values)
            for length in filter(None, (piece.at_least, piece.less_than)):
                yield spells.officer, length.after(spells.start)
        elif isinstance(piece, Met):
            yield np.arange(people.size, dtype=np.int32), people.met_on(piece.met)
