"""Pieces of a rule in words: whom it binds, what it asks, how often. For people; no program reads these sentences."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from muster.core.periods import Duration, MonthDay, as_day, day_text, hours_text
from muster.core.rules.fitting import filter_text
from muster.core.rules.language import Anchor, Credit, FactWord, Filter, Leave, Version, what, when, who
from muster.core.rules.language.when import Groups
from muster.core.rules.rulebook import Rulebook

WordOf = Callable[[str], FactWord | None]
Describe = Callable[[Filter], str]

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def day_of_year(day: MonthDay) -> str:
    """Write a day of every year: 30 June."""
    return f"{day.day} {_MONTHS[day.month - 1]}"


def every(length: Duration) -> str:
    """Write how often: every year, every 2 years."""
    return f"every {str(length).removeprefix('1 ')}"


def describing_in(book: Rulebook, jurisdiction: str) -> Describe:
    """Return how to describe a filter with the topic names of a jurisdiction."""
    pairs = tuple(book.topic_names(jurisdiction).items())
    return lambda wanted: filter_text(wanted, pairs)


def words_of(book: Rulebook, jurisdiction: str) -> WordOf:
    """Return how a jurisdiction explains a fact."""
    return lambda fact: book.fact_word(fact, jurisdiction)


# ── who ────────────────────────────────────────────────────────────────────────────────────────


def who_text(condition: Any, word: WordOf) -> str:
    """Say whom a condition binds."""
    match condition:
        case who.AllOf():
            parts = [_bracketed(part, word, who.AnyOf) for part in condition.all if not _everyone(part)]
            return " and ".join(parts) or "everyone"
        case who.AnyOf():
            return " or ".join(_bracketed(part, word, who.AllOf, who.Is) for part in condition.any)
        case who.Not():
            return f"not ({who_text(condition.not_, word)})"
        case who.Is():
            return " and ".join(_fact_text(fact, wanted, word) for fact, wanted in condition.is_.items())
        case who.Was():
            return " and ".join(
                f"ever {_fact_text(fact, wanted, word)}" for fact, wanted in condition.was.items()
            )
        case who.Began():
            return f"{_fact_text(condition.began, condition.values, word)} began {_on_text(condition.on)}"
        case who.Served():
            return f"{_fact_text(condition.served, condition.values, word)} for {_served_text(condition)}"
        case who.Met():
            return f"has met {condition.met}"
        case _:
            return "everyone"


def _everyone(condition: Any) -> bool:
    return isinstance(condition, who.Everyone)


def _bracketed(part: Any, word: WordOf, *loose: type) -> str:
    text = who_text(part, word)
    several = not isinstance(part, who.Is) or len(part.is_) > 1
    return f"({text})" if isinstance(part, loose) and several else text


def _fact_text(fact: str, wanted: Any, word: WordOf) -> str:
    name = fact.replace("-", " ")
    if isinstance(wanted, who.Bound):
        limits = " and ".join(
            f"{key.replace('_', ' ')} {_value(fact, value, word)}" for key, value in wanted.limits.items()
        )
        return f"{name} {limits}"
    if tuple(wanted) == ("any",):
        return f"any {name}"
    return f"{name} {' / '.join(_value(fact, value, word) for value in wanted)}"


def _value(fact: str, code: str, word: WordOf) -> str:
    known = word(fact)
    return known.values.get(code, code) if known else code


def _on_text(on: who.On) -> str:
    names = ("before", "on_or_before", "on_or_after", "after")
    given = [(name, getattr(on, name)) for name in names if getattr(on, name)]
    return " and ".join(f"{name.replace('_', ' ')} {day_text(as_day(day))}" for name, day in given)


def _served_text(condition: who.Served) -> str:
    limits = [
        f"at least {condition.at_least}" if condition.at_least else "",
        f"less than {condition.less_than}" if condition.less_than else "",
    ]
    return " and ".join(filter(None, limits))


# ── when ───────────────────────────────────────────────────────────────────────────────────────


def when_text(period: Any) -> str:
    """Say how often, and counted from what."""
    match period:
        case when.WhenCalendar():
            return f"{every(period.calendar.every)}, fixed periods counted from {_anchored(period.calendar.anchored)}"
        case when.WhenPersonal():
            return _personal_text(period.personal)
        case when.WhenRolling():
            first = f"; the first within {period.rolling.first_within}" if period.rolling.first_within else ""
            return f"{every(period.rolling.every)} after the last completion{first}"
        case when.WhenTrailing():
            return f"at any time, within the {period.trailing.covers} before"
        case when.WhenOnce():
            return _once_text(period.once)
        case when.WhenContinuous():
            first = (
                f", first within {period.continuous.first_within}" if period.continuous.first_within else ""
            )
            return f"at all times{first}"
        case when.WhenLookback():
            look = period.lookback
            years = f"{look.years} calendar year{'s' if look.years != 1 else ''}"
            return f"{years} before the report due on {day_of_year(look.reported_by)}, {every(look.every)}"
    raise TypeError(f"no words for {type(period).__name__}")


def _anchored(anchored: Any) -> str:
    if isinstance(anchored, Groups):
        return f"a day by {anchored.by.replace('-', ' ')}"
    return day_text(as_day(anchored))


def _personal_text(personal: when.Personal) -> str:
    text = f"{every(personal.every)} from {anchor_text(personal.from_)}"
    if personal.start_on == "month_start":
        text += ", moved to the first of its month"
    elif personal.start_on:
        text += f", moved to {day_of_year(personal.start_on.day)}"
    if personal.end_on_or_after:
        text += f", ending {day_of_year(personal.end_on_or_after)}"
    if personal.end_in_month_of:
        text += f", ending in the month of {personal.end_in_month_of.replace('-', ' ')}"
    return text + (f", until {personal.ends_after} have passed" if personal.ends_after else "")


def _once_text(once: when.Once) -> str:
    within = f"within {once.within} of {anchor_text(once.after)}" if once.within and once.after else ""
    by = f"by {day_text(as_day(once.by))}" if once.by else ""
    both = f" (whichever is {once.take})" if within and by else ""
    return "once, " + " or ".join(filter(None, (within, by))) + both


def anchor_text(anchor: Anchor) -> str:
    """Name a day in an officer's life."""
    values = (
        ""
        if anchor.values == ("any",)
        else f" {' or '.join(anchor.values) if isinstance(anchor.values, tuple) else 'as asked'}"
    )
    if anchor.first:
        return f"the first day of {anchor.first.replace('-', ' ')}{values}"
    if anchor.latest:
        return f"the first day of the latest {anchor.latest.replace('-', ' ')}{values}"
    if anchor.end_of:
        return f"the return from {anchor.end_of.replace('-', ' ')}{values}"
    if anchor.met:
        return f"the day {anchor.met} was met"
    return f"the first record of {filter_text(anchor.record or Filter()) or 'any training'}"


# ── what ───────────────────────────────────────────────────────────────────────────────────────


def duty_text(duty: Any, describe: Describe) -> str:
    """Say in one line what is asked."""
    match duty:
        case what.AllParts():
            return _all_text(duty, describe)
        case what.AnyPart():
            return " or ".join(duty_text(part, describe) for part in duty.any)
        case what.SomeParts():
            return f"{duty.at_least} of these: " + "; ".join(
                duty_text(part, describe) for part in duty.of_these
            )
        case what.Separately():
            return "each minute counted once: " + "; ".join(
                duty_text(part, describe) for part in duty.separately
            )
        case what.Alternating():
            return "one period after the other: " + ", then ".join(
                duty_text(part, describe) for part in duty.alternating
            )
        case what.EachTopic():
            return _each_text(duty, describe)
        case _:
            return leaf_text(duty, describe)


def _all_text(duty: what.AllParts, describe: Describe) -> str:
    first, *rest = duty.all
    if rest and getattr(first, "part", "") == "total":
        return f"{duty_text(first, describe)}, among them {'; '.join(duty_text(part, describe) for part in rest)}"
    return "; ".join(duty_text(part, describe) for part in duty.all)


def _each_text(duty: what.EachTopic, describe: Describe) -> str:
    amount = hours_text(duty.hours) if duty.hours is not None else _times(duty.times or 1)
    topics = ", ".join(describe(Filter(topics=(topic,))) for topic in duty.each_topic)
    of = f" ({describe(duty.of)})" if describe(duty.of) else ""
    return f"{amount} each of: {topics}{of}"


def leaf_text(leaf: Any, describe: Describe) -> str:
    """Say what a counted part asks."""
    named = leaf.part if leaf.part not in ("", "total") else ""
    of = named or describe(getattr(leaf, "of", Filter())) or "training"
    match leaf:
        case what.Hours():
            text = f"{hours_text(leaf.hours)} of {of}"
        case what.HoursAtMost():
            text = f"no more than {hours_text(leaf.hours_at_most)} of {of}"
        case what.Times():
            apart = (
                f", at least {leaf.apart} apart"
                if leaf.apart
                else ", on different days"
                if leaf.on_different_days
                else ""
            )
            text = (
                f"{of}, {_times(leaf.times)}{apart}{', different courses' if leaf.different_courses else ''}"
            )
        case what.Held():
            fact, wanted = next(iter(leaf.held.items()))
            text = named or f"{_fact_text(fact, wanted, lambda _: None)} in force"
        case what.ForEach():
            text = f"{of} with each value of {leaf.for_each.replace('-', ' ')}, {_times(leaf.times)}"
        case what.Ratio():
            text = (
                f"for each hour of {describe(leaf.to)} at least {leaf.at_least} h of {describe(leaf.ratio)}"
            )
        case _:
            raise TypeError(f"no words for {type(leaf).__name__}")
    looks = {"ever": " (at any time)", "this_or_previous": " (in this period or the one before)"}
    return text + looks.get(leaf.looks_in or "", "")


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def hours_asked(duty: Any) -> int | None:
    """Add up the minutes a duty asks for; None where it is not counted in hours alone."""
    match duty:
        case what.Hours():
            return duty.hours
        case what.EachTopic() if duty.hours is not None:
            return duty.hours * len(duty.each_topic)
        case what.AllParts() if getattr(duty.all[0], "part", "") == "total":
            return hours_asked(duty.all[0])
        case what.AllParts():
            amounts = [hours_asked(part) for part in duty.all]
        case what.Separately():
            amounts = [hours_asked(part) for part in duty.separately]
        case _:
            return None
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if len(known) == len(amounts) else None


# ── the rest of a version ──────────────────────────────────────────────────────────────────────


def start_text(version: Version) -> str:
    """Say from when the duty binds an officer, and what the first period then asks; empty where nothing is said."""
    if version.start is None:
        return ""
    first = {
        "whole": "the first period is owed in full",
        "next": "nothing is owed before the first period that begins after it",
        "prorated": f"the first period is owed by the {version.prorate}s left",
    }
    earlier = "; earlier records count" if version.start.earlier_records == "count" else ""
    return f"from {anchor_text(version.start.from_)}; {first[version.start.first_period]}{earlier}"


def credit_lines(credit: Credit, describe: Describe) -> list[str]:
    """Say how records earn, where it differs from the usual."""
    lines = [f"what counts: {text}"] if (text := describe(credit.counts)) else []
    if credit.counts.outcomes:
        lines.append(f"only with the outcome {' or '.join(credit.counts.outcomes)}")
    if credit.teaching != "does_not_count":
        lines.append(
            "teaching counts" + (", once per course" if credit.teaching == "once_per_course" else "")
        )
    if credit.shortest:
        lines.append(f"nothing shorter than {hours_text(credit.shortest)} counts")
    lines += [f"at most {hours_text(cap.hours)} of {describe(cap.of) or 'training'}" for cap in credit.caps]
    if credit.repeats:
        lines.append(f"the same course counts at most {_times(credit.repeats.at_most)} in a period")
    for conversion in credit.convert:
        worth = (
            f"times {conversion.multiply}" if conversion.multiply is not None else "the length of the course"
        )
        lines.append(f"{describe(conversion.of) or 'training'} is worth {worth}")
    if credit.carry_over:
        lines.append(
            f"up to {hours_text(credit.carry_over.at_most)} beyond the need count in the next period"
        )
    for use in credit.double_use:
        lines.append(
            f"hours {'may' if use.allowed else 'may not'} also serve {use.with_}"
            + (f": {use.why}" if use.why else "")
        )
    return lines


def leave_text(leave: Leave) -> str:
    """Say what a leave does to the duty."""
    of = (
        "any leave"
        if leave.of == ("any",)
        else f"{leave.fact.replace('-', ' ')} {' or '.join(leave.of) if isinstance(leave.of, tuple) else 'as asked'}"
    )
    length = (
        f" longer than {leave.longer_than}"
        if leave.longer_than
        else f" of {leave.lasting} or more"
        if leave.lasting
        else ""
    )
    then = {
        "extend": f"moves the deadline by {leave.by or 'the days away'}",
        "extend_unknown": "moves the deadline, by how much the source does not say",
        "prorate": "lessens the amount by the months away",
        "suspend": "suspends the duty while it lasts",
        "met_in_full": f"meets the period when it reaches {leave.in_period}",
        "owed_on_return": "suspends the duty, which is owed on return",
    }
    return f"{of}{length} {then[leave.then]}"
