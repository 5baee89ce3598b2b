"""Rows of duties whose periods repeat: what is asked in one, what the one before left over or took."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from tests.oracle.days import DAY, FIRST, NEVER, days_in, first_on_or_after, plus
from tests.oracle.duty import (
    Look,
    Measure,
    Place,
    active_filters,
    amount,
    counted_parts,
    late_amount,
    measure,
)
from tests.oracle.leave import Due, due_of, excuse, owed_since_leave, share_left, waived
from tests.oracle.model import Row
from tests.oracle.periods import REPEATING, Cycle, Missing, Period, anchor_day, cycle_of
from tests.oracle.person import Person
from tests.oracle.records import Earned, asked_for, counting
from tests.oracle.who import Truth, any_of, binds

from muster.core.rules.language import Requirement, Version

RECOMMENDED = "recommended_only"


@dataclass(frozen=True, eq=False)
class Rule:
    """One version of a requirement, for one officer."""

    requirement: Requirement
    index: int
    person: Person

    @property
    def version(self) -> Version:
        """The version itself."""
        return self.requirement.versions[self.index]

    @cached_property
    def binds_from(self) -> date | None:
        """The day the duty starts to bind; None: the rule names none. Raises Missing."""
        start = self.version.start
        return anchor_day(start.from_, self.person, self.version.credit) if start else None

    @property
    def not_before(self) -> date | None:
        """The first day on which training counts, where there is one."""
        start = self.version.start
        return self.binds_from if start and start.earlier_records == "do_not_count" else None

    @cached_property
    def earned(self) -> list[Earned]:
        """What counts at all."""
        return asked_for(self.version.what, counting(self.version.credit, self.person.records))

    @cached_property
    def cycle(self) -> Cycle:
        """The periods. Raises Missing."""
        return cycle_of(self.version.when, self.person, self.version.credit)

    @cached_property
    def first_owed(self) -> Period | None:
        """The first period owed; None: every period is."""
        since = self.binds_from
        if since is None or since == FIRST or not self.version.start:
            return None
        if self.version.start.first_period == "next":
            first = self.cycle.from_day(lambda p: p.start > since, 0)
        else:
            first = self.cycle.from_day(lambda p: p.end >= since, 0)
        if first is None:
            raise Missing(unknown=False)  # the periods ended before the duty began to bind
        return first

    def refuse_what_never_was(self) -> None:
        """Raise Missing for a day that never came before one that is not known: the first decides."""
        unknown = None
        for look in (
            lambda: self.binds_from,
            lambda: isinstance(self.version.when, REPEATING) and self.cycle,
        ):
            try:
                look()
            except Missing as missing:
                if not missing.unknown:
                    raise
                unknown = missing
        if unknown:
            raise unknown

    def owes(self, period: Period) -> bool:
        """Whether the period exists for the officer and belongs to this version."""
        governed = period.start if self.version.governs == "periods_that_start" else period.end
        in_force = self.version.from_ <= governed <= (self.requirement.until(self.index) or NEVER)
        return in_force and (self.first_owed is None or period.number >= self.first_owed.number)

    def binds_on(self, period_start: date, period_end: date) -> Truth:
        """Whom it binds, on the day or days it is judged."""
        condition = self.person.book.jurisdiction_of(self.requirement).who
        days = judged_days(self, period_start, period_end)
        return any_of(
            [_both(binds(condition, self.person, d), binds(self.version.who, self.person, d)) for d in days]
        )


def _both(one: Truth, other: Truth) -> Truth:
    if one is False or other is False:
        return False
    return None if None in (one, other) else True


def judged_days(rule: Rule, start: date, end: date) -> list[date]:
    """The days on which a condition is judged: one, or all of a period up to today."""
    today = rule.person.as_of
    last = min(end, today)
    match rule.version.judged or ("period_end" if isinstance(rule.version.when, REPEATING) else "as_of"):
        case "period_end":
            return [last]
        case "period_start":
            return [min(start, today)]
        case "as_of":
            return [today]
        case "any_day":
            return days_in(max(start, _first_change(rule)), last) or [last]
        case month_day:
            month, day = map(int, month_day.split("-"))
            return [min(first_on_or_after(start, month, day), today)]


def _first_change(rule: Rule) -> date:
    """The day before anything is known of the officer: all days before it are alike."""
    starts = [fact.start for fact in rule.person.officer.facts if fact.start]
    trained = [record.date for record in rule.person.records if record.date]
    return min([*starts, *trained], default=rule.person.as_of) - DAY


def repeating_rows(rule: Rule) -> tuple[Row, Row | None]:
    """Return the row of the period that runs and, if there is one, of the period that closed last."""
    today = rule.person.as_of
    running = rule.cycle.from_day(lambda p: p.due >= today, 0)
    previous = _closed_before(rule, running)
    if running is None:
        return Row(None, None, None, "not_applicable", "duty_ended"), previous
    first = rule.first_owed
    ahead = running.start > today and not hasattr(rule.version.when, "lookback")
    if ahead or (first and running.number < first.number):
        later = first if first and first.number >= running.number else running
        return starting_later(PeriodRow(rule, later, ahead=True).row()), previous
    owner = next((r for r in _versions(rule) if r.owes(running)), None)
    if owner is None:
        return Row(None, None, None, "not_applicable", "no_version"), previous
    return PeriodRow(owner, running).row(), previous


def starting_later(row: Row) -> Row:
    """Say that nothing is due yet, whatever is done already; a waiver and what cannot be told go before."""
    waived_now = row.verdict == "excused" and row.reason != RECOMMENDED
    if row.verdict in ("not_applicable", "cannot_tell") or waived_now:
        return row
    return replace(row, verdict="not_yet_due", reason="starts_later")


def _versions(rule: Rule) -> list[Rule]:
    """Every version: one before or after the one in force may own the period that runs."""
    return [replace(rule, index=i) for i in range(len(rule.requirement.versions))]


def _closed_before(rule: Rule, running: Period | None) -> Row | None:
    """Return the row of the last period that closed, unless the officer was not bound by it."""
    closed = [p for r in _versions(rule) if (p := _last_closed(r))]
    if not closed:
        return None
    last = max(closed, key=lambda pair: pair[1].due)
    row = PeriodRow(*last).row()
    return None if row.verdict == "not_applicable" else row


def _last_closed(rule: Rule) -> tuple[Rule, Period] | None:
    today = rule.person.as_of
    running = rule.cycle.from_day(lambda p: p.due >= today, 0)
    number = running.number - 1 if running else _last_number(rule.cycle)
    period = rule.cycle.at(number)
    return (rule, period) if period and rule.owes(period) else None


def _last_number(cycle: Cycle) -> int:
    number = 0
    while cycle.at(number):
        number += 1
    return number - 1


@dataclass(frozen=True, eq=False)
class PeriodRow:
    """One period of one officer under one version."""

    rule: Rule
    period: Period
    ahead: bool = False

    @cached_property
    def due(self) -> Due:
        """The due day, and where it was moved."""
        rule, period = self.rule, self.period
        return due_of(rule.person, rule.version, rule.requirement.id, period.start, period.end, period.due)

    @property
    def last_day(self) -> date:
        """The last day on which training counts in time: up to the due day, once that has moved."""
        return self.due.last if self.due.last > self.period.due else self.period.end

    @property
    def late_until(self) -> date | None:
        """The last day on which training still serves the period as far as it is short; a report has none."""
        version = self.rule.version
        if owed_since_leave(self.rule.person, version, self.period.end):
            return NEVER
        late = version.late.within if version.late else version.grace
        return plus(self.last_day, late) if late and self.period.due == self.period.end else None

    @cached_property
    def look(self) -> Look:
        """The days and records of the period, with what the period before left over or took."""
        rule, period = self.rule, self.period
        carried, spent = self._from_before()
        return Look(
            person=rule.person,
            version=rule.version,
            earned=rule.earned,
            start=period.start,
            end=self.last_day,
            not_before=rule.not_before,
            before=period.before,
            first_day=period.start,
            number=period.number,
            judged_on=judged_days(rule, period.start, period.end)[-1],
            share=self._share(),
            late_until=self.late_until,
            carried=carried,
            spent=spent,
        )

    def _share(self) -> Any:
        rule, period = self.rule, self.period
        start, since = rule.version.start, rule.binds_from
        first = start and start.first_period == "prorated" and since and period.start <= since <= period.end
        binds_from = since if first and since else FIRST
        return share_left(rule.person, rule.version, period.start, period.end, binds_from, since or FIRST)

    def _from_before(self) -> tuple[dict[Place, int], dict[Place, int]]:
        rule, credit = self.rule, self.rule.version.credit
        before = rule.cycle.at(self.period.number - 1)
        late = rule.version.late
        if not (credit.carry_over or late or rule.version.grace) or before is None or not rule.owes(before):
            return {}, {}
        closed = PeriodRow(rule, before)
        if all(
            e.record.date is None or e.record.date > (closed.late_until or closed.last_day)
            for e in rule.earned
        ):
            return {}, {}  # nothing so early: this ends the walk back through the periods
        return _left_and_taken(closed)

    def row(self) -> Row:
        """Judge the period."""
        rule, period = self.rule, self.period
        bound = rule.binds_on(period.start, period.end)
        done = None if self._no_list() else measure(rule.version.what, self.look)
        if self.ahead and done and done.met:
            done = replace(done, met=False)
        verdict, reason = verdict_of(rule, bound, done, (period.start, period.end), self.due)
        return Row(period.start, period.end, self.due.last, verdict, reason, *amounts(verdict, done))

    def _no_list(self) -> bool:
        rules = active_filters(self.rule.version.what, self.period.number)
        return any(one.in_period(self.period.start) is None for one in rules)


def _left_and_taken(closed: PeriodRow) -> tuple[dict[Place, int], dict[Place, int]]:
    """What the closed period leaves to the next, and the late training of the next that it takes, part by part."""
    version = closed.rule.version
    look = closed.look
    on_time = replace(look, late_until=None)
    short = measure(version.what, on_time).met is False
    left: dict[Place, int] = {}
    taken: dict[Place, int] = {}
    for place, part, need, asked in counted_parts(version.what, on_time):
        in_time = amount(part, on_time, asked)
        own = max(in_time - look.spent.get(place, 0), 0)
        if version.credit.carry_over and hasattr(part, "hours"):
            left[place] = min(max(own - need, 0), version.credit.carry_over.at_most)
        once_only = not (version.late and version.late.also_counts_in_next)
        if short and look.late_until not in (None, NEVER) and once_only:
            late = late_amount(part, look, asked) - in_time
            taken[place] = min(max(need - own - look.carried.get(place, 0), 0), late)
    return left, taken


def amounts(verdict: str, done: Measure | None) -> tuple[int | None, int | None, int | None]:
    """Return what a row shows as needed, credited and short."""
    if verdict in ("not_applicable", "cannot_tell") or done is None:
        return None, None, None
    return done.needed, done.credited, done.short


def verdict_of(
    rule: Rule, bound: Truth, done: Measure | None, period: tuple[date, date], due: Due
) -> tuple[str, str]:
    """Give the verdict in the order in which verdicts go before each other.

    ``period`` is its first and its last day.
    """
    start, end = period
    if bound is False:
        return "not_applicable", "not_bound"
    if bound is None:
        return "cannot_tell", "missing_fact"
    if done is None:
        return "cannot_tell", "no_list_for_period"
    if done.met is None:
        return "cannot_tell", "missing_fact"
    if done.met:
        return "met", ""
    if waived(rule.person, rule.requirement.id, start, max(end, due.by_leave)):
        return "excused", "waived"
    if reason := excuse(rule.person, rule.version, start, end, due.by_leave):
        return "excused", reason
    return by_date(rule, due.last)


def by_date(rule: Rule, due: date) -> tuple[str, str]:
    """Give the verdict of a duty that is not done, by the day alone."""
    today, grace = rule.person.as_of, rule.version.grace
    if today <= due:
        return ("due_soon" if due <= plus(today, rule.requirement.due_soon) else "not_yet_due"), ""
    if rule.requirement.force == "recommended":
        return "excused", RECOMMENDED
    if grace and today <= plus(due, grace):
        return "in_grace", ""
    return "overdue", ""
