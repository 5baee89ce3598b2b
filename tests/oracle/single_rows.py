"""Rows of duties with one row: once, rolling, trailing, continuous."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.oracle.days import DAY, FIRST, NEVER, minus, plus
from tests.oracle.duty import Look, Measure, inner_parts, measure
from tests.oracle.leave import due_of, share_left
from tests.oracle.model import Row
from tests.oracle.period_rows import RECOMMENDED, Rule, amounts, judged_days, starting_later, verdict_of
from tests.oracle.periods import anchor_day
from tests.oracle.records import Earned
from tests.oracle.who import matching

from muster.core.rules.language import Anchor
from muster.core.rules.language.what import AnyPart, Held, SomeParts
from muster.core.rules.language.when import Once, WhenContinuous, WhenOnce, WhenRolling


def single_row(rule: Rule) -> Row:
    """Judge a duty that has one row. Raises Missing where there is no day to count from."""
    if isinstance(rule.version.when, WhenOnce):
        row = _once(rule, rule.version.when.once)
    elif isinstance(rule.version.when, WhenRolling):
        row = _rolling(rule)
    elif isinstance(rule.version.when, WhenContinuous):
        row = _continuous(rule)
    else:
        row = _trailing(rule)
    return _not_before_it_binds(rule, row)


def _not_before_it_binds(rule: Rule, row: Row) -> Row:
    return starting_later(row) if _starts_later(rule) else row


def _starts_later(rule: Rule) -> bool:
    since = rule.binds_from
    if since is None and isinstance(rule.version.when, WhenRolling):
        since = _first_employed(rule)
    return since is not None and since > rule.person.as_of


def _first_employed(rule: Rule) -> date:
    return anchor_day(Anchor(first="employment"), rule.person)


def _look(
    rule: Rule,
    start: date,
    end: date,
    earned: list[Earned] | None = None,
    held_in: tuple[date, date] | None = None,
) -> Look:
    return Look(
        person=rule.person,
        version=rule.version,
        earned=rule.earned if earned is None else earned,
        start=start,
        end=end,
        not_before=rule.not_before,
        judged_on=judged_days(rule, *(held_in or (start, end)))[-1],
    )


def _row(rule: Rule, done: Measure, start: date, due: date, end: date | None = None) -> Row:
    """Judge a duty that runs from a day to its due day, wherever that is moved to; ``end``: of the period shown."""
    moved = due_of(rule.person, rule.version, rule.requirement.id, start, due, due)
    if done.met and _starts_later(rule):
        done = replace(done, met=False)
    bound = rule.binds_on(start, end or due)
    verdict, reason = verdict_of(rule, bound, done, (start, due), moved)
    # due since always: due since the rule asks for it
    last = rule.requirement.versions[0].from_ if moved.last == FIRST else moved.last
    end = last if end == FIRST else end
    return Row(_day(start), _day(end or due), last, verdict, reason, *amounts(verdict, done))


def _day(day: date) -> date | None:
    """The ends of time are no days to show."""
    return None if day in (FIRST, NEVER) else day


def _once(rule: Rule, once: Once) -> Row:
    event = anchor_day(once.after, rule.person, rule.version.credit) if once.after else None
    days = [day for day in (once.by, plus(event, once.within) if event and once.within else None) if day]
    due = max(days) if once.take == "later" else min(days)
    ever = once.counts == "ever" or event == FIRST
    start = event or FIRST
    look = _look(rule, FIRST if ever else start, rule.person.as_of, held_in=(start, due))
    look = replace(look, undated=ever, not_before=None)
    return _row(rule, measure(rule.version.what, look), event or FIRST, due)


def _trailing(rule: Rule) -> Row:
    """Look at the days just before; while there have not been enough of them since the start, that is when it is due."""
    today, covers_days = rule.person.as_of, rule.version.when.trailing.covers
    ready = plus(rule.binds_from, covers_days) if rule.binds_from else today
    start = minus(today, covers_days) + DAY
    share = share_left(rule.person, rule.version, start, today)
    look = replace(_look(rule, start, today), before=minus(start, covers_days), share=share)
    done = measure(rule.version.what, look)
    if done.met and _starts_later(rule):
        done = replace(done, met=False)
    due = max(today, ready)
    moved = due_of(rule.person, rule.version, rule.requirement.id, start, today, due)
    verdict, reason = verdict_of(rule, rule.binds_on(start, today), done, (start, today), moved)
    if verdict == "due_soon" and moved.last == today:
        recommended = rule.requirement.force == "recommended"
        verdict, reason = ("excused", RECOMMENDED) if recommended else ("overdue", "")
    return Row(start, today, moved.last, verdict, reason, *amounts(verdict, done))


def _continuous(rule: Rule) -> Row:
    """Held today, or not: then it was due when it ran out, unless it need not be held yet."""
    today, first_within = rule.person.as_of, rule.version.when.continuous.first_within
    done = measure(
        rule.version.what, replace(_look(rule, FIRST, today, held_in=(today, today)), undated=True)
    )
    first_due = plus(rule.binds_from, first_within) if rule.binds_from and first_within else None
    due = first_due if first_due and today <= first_due else today - DAY
    moved = due_of(rule.person, rule.version, rule.requirement.id, today, today, due)
    if moved.last < today and not done.met:
        moved = replace(moved, last=_ran_out(rule, moved.last))
    shown = _held_last(rule.version.what, rule) if done.met else moved.last
    if done.met and _starts_later(rule):
        done = replace(done, met=False)
    verdict, reason = verdict_of(rule, rule.binds_on(today, today), done, (today, max(today, due)), moved)
    if verdict == "met" and shown <= plus(today, rule.requirement.due_soon):
        verdict, reason = "due_soon", ""
    return Row(today, today, _day(shown), verdict, reason, *amounts(verdict, done))


def _ran_out(rule: Rule, otherwise: date) -> date:
    """Return the day it was last held, or need not be held yet if that is later; ``otherwise``: it never was held."""
    last = _held_last(rule.version.what, rule)
    if last == FIRST:
        return otherwise
    since, within = rule.binds_from, rule.version.when.continuous.first_within
    free = FIRST if since in (None, FIRST) else plus(since, within) if within else since - DAY
    return max(last, free, rule.version.allowed_until or FIRST)


def _held_last(duty: object, rule: Rule) -> date:
    """Return the last day of what is held or was; NEVER: it has none; FIRST: there never was a card."""
    if isinstance(duty, Held):
        ((fact, wanted),) = duty.held.items()
        cards = matching(rule.person, fact, wanted)
        today = rule.person.as_of
        return max((c.end or NEVER for c in cards if (c.start or FIRST) <= today), default=FIRST)
    days = sorted((_held_last(part, rule) for part in inner_parts(duty)), reverse=True)
    if not days:
        return (
            NEVER
            if measure(duty, replace(_look(rule, FIRST, rule.person.as_of), undated=True)).met
            else FIRST
        )
    if isinstance(duty, AnyPart):
        return days[0]
    return days[duty.at_least - 1] if isinstance(duty, SomeParts) else days[-1]


def _rolling(rule: Rule) -> Row:
    rolling, today = rule.version.when.rolling, rule.person.as_of
    since = rule.binds_from or _first_employed(rule)
    low = rule.not_before or FIRST
    last = last_completion(rule, low)
    first_due = plus(since, rolling.first_within or rolling.every)
    if last is None:
        start, due = since, first_due
        done = replace(measure(rule.version.what, _look(rule, low, today)), met=False)
    else:
        start, due = last, max(plus(last, rolling.every), first_due)
        done = replace(measure(rule.version.what, _look(rule, last + DAY, today)), met=False)
    end = due_of(rule.person, rule.version, rule.requirement.id, start, due, due).last
    if last is not None and today <= end:
        done = replace(done, met=True, credited=done.needed, short=0)
    row = _row(rule, done, start, due, end)
    if row.verdict == "met" and end <= plus(today, rule.requirement.due_soon):
        return replace(row, verdict="due_soon")
    if last is None and row.verdict in ("overdue", "in_grace") and _undated_would_do(rule, low):
        return replace(row, verdict="cannot_tell", reason="undated", needed=None, credited=None, short=None)
    return row


def _undated_would_do(rule: Rule, low: date) -> bool:
    """Whether training without a date would complete it, had it all been on one day of its own."""
    dated = [e for e in rule.earned if e.record.date and e.record.date >= low]
    undated = [e for e in rule.earned if not e.record.date]
    placed = [replace(e, record=replace(e.record, date=FIRST)) for e in undated]
    look = replace(_look(rule, FIRST, rule.person.as_of, [*placed, *dated]), not_before=None)
    return measure(rule.version.what, look).met is True


def last_completion(rule: Rule, low: date) -> date | None:
    """Return the last day of completion, the versions in turn, each from where the one before left off."""
    last: date | None = None
    if rule.version.earlier_completions == "stand":
        for index in range(rule.index):
            until = rule.requirement.until(index) or NEVER
            last = _last_by(replace(rule, index=index), low, until, last)
    return _last_by(rule, low, NEVER, last)


def _last_by(rule: Rule, low: date, until: date, last: date | None) -> date | None:
    """Return the last day on which the whole was completed, each time by training after the time before."""
    days = {e.record.date for e in rule.earned if e.record.date and low <= e.record.date <= until}
    for day in sorted(days):
        if last is not None and day <= last:
            continue
        if measure(rule.version.what, _look(rule, last + DAY if last else low, day)).met:
            last = day
    return last
