"""Which records count, how much each earns, and how caps hold the sum down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from tests.oracle.days import FIRST
from tests.oracle.model import Record

from muster.core.rules.language import EVERYTHING, Credit, Filter, filters_of

EARNING = ("attended", "completed", "passed", "equivalency")


@dataclass(frozen=True)
class Earned:
    """A record that counts, with the minutes it earns."""

    record: Record
    minutes: int


def fits(rule: Filter, record: Record) -> bool:
    """Whether a record fits every key of a filter; what is not known fits nothing."""
    listed = (
        (rule.courses, record.course),
        (rule.providers, record.provider),
        (rule.delivery, record.delivery),
        (rule.outcomes, record.outcome),
        (rule.units, record.unit),
        (rule.items, record.item),
    )
    return (
        all(not codes or value in codes for codes, value in listed)
        and (not rule.topics or bool(set(rule.topics) & set(record.topics or ())))
        and (not rule.marks or bool(set(rule.marks) & set(record.marks)))
        and (rule.certified is None or record.certified is rule.certified)
        and (
            rule.score_at_least is None or (record.score is not None and record.score >= rule.score_at_least)
        )
        and (rule.lasting_at_least is None or record.minutes >= rule.lasting_at_least)
        and _fits_dates(rule, record.date)
        and all(fits(part, record) for part in rule.all)
        and (not rule.any or any(fits(part, record) for part in rule.any))
        and (rule.not_ is None or not fits(rule.not_, record))
    )


def _fits_dates(rule: Filter, day: date | None) -> bool:
    after = rule.on_or_after is None or (day is not None and day >= rule.on_or_after)
    return after and (rule.on_or_before is None or (day is not None and day <= rule.on_or_before))


def counting(credit: Credit, records: Sequence[Record]) -> list[Earned]:
    """Keep what counts at all under a credit policy, wherever in time it lies."""
    found = []
    for record in records:
        minutes = _earned_minutes(credit, record)
        if minutes is not None and _counts(credit, record):
            found.append(Earned(record, minutes))
    return found


def _counts(credit: Credit, record: Record) -> bool:
    given_away = any(not use.allowed and use.mark in record.marks for use in credit.double_use)
    return (
        outcome_counts(credit, record)
        and not given_away
        and record.minutes >= credit.shortest
        and fits(_asked_of(credit, record), record)
    )


def _asked_of(credit: Credit, record: Record) -> Filter:
    """Whether teaching counts is said by ``teaching`` alone, not by the outcomes that count."""
    return (
        credit.counts.model_copy(update={"outcomes": ()}) if record.outcome == "instructed" else credit.counts
    )


def outcome_counts(credit: Credit, record: Record) -> bool:
    """Whether training with this outcome can count; teaching is for the credit policy to say."""
    if record.outcome == "instructed":
        return credit.teaching != "does_not_count"
    return record.outcome in (credit.counts.outcomes or EARNING)


def _earned_minutes(credit: Credit, record: Record) -> int | None:
    """Minutes after conversion; None for a unit that nothing converts."""
    for conversion in credit.convert:
        if not fits(conversion.of, record) or (record.unit and not _names_units(conversion.of)):
            continue
        if conversion.use_course_length:
            return record.minutes if record.course_minutes is None else record.course_minutes
        assert conversion.multiply is not None
        return int(record.minutes * conversion.multiply // 1)
    return None if record.unit else record.minutes


def _names_units(rule: Filter) -> bool:
    return bool(rule.units) or any(_names_units(part) for part in rule.inner)


def asked_for(duty: object, earned: Sequence[Earned]) -> list[Earned]:
    """Keep the records of a sort that some part of the duty can use; the others use no repeat up."""
    sorts = [_of_the_sort(wanted) for wanted in filters_of(duty)]
    return [e for e in earned if any(fits(sort, e.record) for sort in sorts)]


def _of_the_sort(wanted: Filter) -> Filter:
    """The filter without what only the single record can tell."""
    inner = wanted.not_
    return wanted.model_copy(
        update={
            **dict.fromkeys(("score_at_least", "lasting_at_least", "on_or_after", "on_or_before")),
            "all": tuple(_of_the_sort(part) for part in wanted.all),
            "any": tuple(_of_the_sort(part) for part in wanted.any),
            "not_": None if inner is None or inner.looks_at_rows else inner,
        }
    )


def within(
    credit: Credit, earned: Sequence[Earned], start: date, end: date, *, undated: bool = False
) -> list[Earned]:
    """Keep what lies in the days, then once-per-course teaching and repeats, which look at the days together."""
    here = [e for e in earned if (undated if e.record.date is None else start <= e.record.date <= end)]
    return _without_repeats(credit, _teaching_once(credit, here))


def _teaching_once(credit: Credit, here: list[Earned]) -> list[Earned]:
    if credit.teaching != "once_per_course":
        return here
    taught = [e for e in here if e.record.outcome == "instructed"]
    return [
        e for e in here if e.record.outcome != "instructed" or e is _best_of(taught, e, 1, ("course",))[0]
    ]


def _without_repeats(credit: Credit, here: list[Earned]) -> list[Earned]:
    rule = credit.repeats
    if rule is None:
        return here
    same = ("course",) if rule.same == "course" else ("course", "provider")
    bound = [e for e in here if fits(rule.of, e.record)]
    bound_ids = {id(e) for e in bound}
    return [
        e
        for e in here
        if id(e) not in bound_ids or any(e is b for b in _best_of(bound, e, rule.at_most, same))
    ]


def _best_of(group: list[Earned], one: Earned, count: int, same: tuple[str, ...]) -> list[Earned]:
    """The longest of those like ``one``; of equally long ones the earliest."""
    alike = [e for e in group if all(getattr(e.record, key) == getattr(one.record, key) for key in same)]
    return sorted(alike, key=lambda e: (-e.minutes, e.record.date or FIRST))[:count]


def capped_minutes(credit: Credit, here: Sequence[Earned]) -> int:
    """The most minutes that can count: the least, over the choices of caps, of those caps and all they miss."""
    choices = [some for n in range(len(credit.caps) + 1) for some in combinations(credit.caps, n)]
    return min(
        sum(cap.hours for cap in some)
        + sum(e.minutes for e in here if not any(fits(cap.of, e.record) for cap in some))
        for some in choices
    )


def fitting(here: Sequence[Earned], rule: Filter) -> list[Earned]:
    """Keep what fits a part's filter."""
    return list(here) if rule == EVERYTHING else [e for e in here if fits(rule, e.record)]
