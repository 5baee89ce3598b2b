"""Pieces of a rule in words, in the language of the speech: whom it binds, what it asks, how often. For people only."""

from __future__ import annotations

from typing import Any

from muster.core.periods import as_day, hours_text
from muster.core.rules.language import Anchor, Credit, Leave, Version, what, when, who
from muster.core.rules.language.credit import Conversion
from muster.core.rules.language.when import Groups
from muster.core.rules.speech import Speech

# ── who ────────────────────────────────────────────────────────────────────────────────────────


def who_text(condition: Any, say: Speech) -> str:
    """Say whom a condition binds."""
    match condition:
        case who.AllOf():
            parts = [_bracketed(part, say, who.AnyOf) for part in condition.all if not _everyone(part)]
            return say(" and ").join(parts) or say("everyone")
        case who.AnyOf():
            return say(" or ").join(_bracketed(part, say, who.AllOf, who.Is) for part in condition.any)
        case who.Not():
            return say("not ({text})", text=who_text(condition.not_, say))
        case who.Is():
            return say(" and ").join(_fact_text(fact, wanted, say) for fact, wanted in condition.is_.items())
        case who.Was():
            facts = [_fact_text(fact, wanted, say) for fact, wanted in condition.was.items()]
            return say(" and ").join(say("ever {fact}", fact=fact) for fact in facts)
        case who.Began():
            fact = _fact_text(condition.began, condition.values, say)
            return say("{fact} began {when}", fact=fact, when=_on_text(condition.on, say))
        case who.Served():
            fact = _fact_text(condition.served, condition.values, say)
            return say("{fact} for {length}", fact=fact, length=_served_text(condition, say))
        case who.Met():
            return say("has met {requirement}", requirement=condition.met)
        case _:
            return say("everyone")


def whom_text(everyone: Any, own: Any, say: Speech) -> str:
    """Say whom a version binds: of all whom the jurisdiction's rules are about, those of its own condition."""
    texts = [who_text(condition, say) for condition in (everyone, own) if not _everyone(condition)]
    return say("; of these: ").join(texts) or say("everyone")


def _everyone(condition: Any) -> bool:
    return isinstance(condition, who.Everyone)


def _bracketed(part: Any, say: Speech, *loose: type) -> str:
    text = who_text(part, say)
    several = not isinstance(part, who.Is) or len(part.is_) > 1
    return f"({text})" if isinstance(part, loose) and several else text


def _fact_text(fact: str, wanted: Any, say: Speech) -> str:
    name = say.fact(fact)
    if isinstance(wanted, who.Bound):
        limits = {key: say.value(fact, value) for key, value in wanted.limits.items()}
        return f"{name} {say(' and ').join(_limit(key, value, say) for key, value in limits.items())}"
    if tuple(wanted) == ("any",):
        return say("any {fact}", fact=name)
    return f"{name} {' / '.join(say.value(fact, value) for value in wanted)}"


def _limit(key: str, value: str, say: Speech) -> str:
    return {
        "at_least": say("at least {value}", value=value),
        "at_most": say("at most {value}", value=value),
        "above": say("above {value}", value=value),
        "below": say("below {value}", value=value),
    }[key]


def _on_text(on: who.On, say: Speech) -> str:
    limits = [
        say("before {day}", day=say.day(as_day(on.before))) if on.before else "",
        say("on or before {day}", day=say.day(as_day(on.on_or_before))) if on.on_or_before else "",
        say("on or after {day}", day=say.day(as_day(on.on_or_after))) if on.on_or_after else "",
        say("after {day}", day=say.day(as_day(on.after))) if on.after else "",
    ]
    return say(" and ").join(filter(None, limits))


def _served_text(condition: who.Served, say: Speech) -> str:
    limits = [
        say("at least {value}", value=say.length(condition.at_least)) if condition.at_least else "",
        say("less than {length}", length=say.length(condition.less_than)) if condition.less_than else "",
    ]
    return say(" and ").join(filter(None, limits))


# ── when ───────────────────────────────────────────────────────────────────────────────────────


def when_text(period: Any, say: Speech) -> str:
    """Say how often, and counted from what."""
    match period:
        case when.WhenCalendar():
            every, day = say.every(period.calendar.every), _anchored(period.calendar.anchored, say)
            return say("{every}, fixed periods counted from {day}", every=every, day=day)
        case when.WhenPersonal():
            return _personal_text(period.personal, say)
        case when.WhenRolling():
            every = say("{every} after the last completion", every=say.every(period.rolling.every))
            return every + _first_within(period.rolling.first_within, say)
        case when.WhenTrailing():
            return say("at any time, within the {length} before", length=say.length(period.trailing.covers))
        case when.WhenOnce():
            return _once_text(period.once, say)
        case when.WhenContinuous():
            return say("at all times") + _first_within(period.continuous.first_within, say)
        case when.WhenLookback():
            look = period.lookback
            years = say.counted(look.years, "{count} calendar year", "{count} calendar years")
            day, every = say.day_of_year(look.reported_by), say.every(look.every)
            return say("{years} before the report due on {day}, {every}", years=years, day=day, every=every)
    raise TypeError(f"no words for {type(period).__name__}")


def _first_within(length: Any, say: Speech) -> str:
    return say("; the first within {length}", length=say.length(length)) if length else ""


def _anchored(anchored: Any, say: Speech) -> str:
    if isinstance(anchored, Groups):
        return say("a day by {fact}", fact=say.fact(anchored.by))
    return say.day(as_day(anchored))


def _personal_text(personal: when.Personal, say: Speech) -> str:
    pieces = [
        say("{every} from {day}", every=say.every(personal.every), day=anchor_text(personal.from_, say))
    ]
    if personal.start_on == "month_start":
        pieces.append(say("moved to the first of its month"))
    elif personal.start_on:
        pieces.append(say("moved to {day}", day=say.day_of_year(personal.start_on.day)))
    if personal.end_on_or_after:
        pieces.append(say("ending {day}", day=say.day_of_year(personal.end_on_or_after)))
    if personal.end_in_month_of:
        pieces.append(say("ending in the month of {fact}", fact=say.fact(personal.end_in_month_of)))
    if personal.ends_after:
        pieces.append(say("until {length} have passed", length=say.length(personal.ends_after)))
    return ", ".join(pieces)


def _once_text(once: when.Once, say: Speech) -> str:
    pieces = []
    if once.within and once.after:
        length, day = say.length(once.within), anchor_text(once.after, say)
        pieces.append(say("within {length} of {day}", length=length, day=day))
    if once.by:
        pieces.append(say("by {day}", day=say.day(as_day(once.by))))
    if not pieces:
        return say("once")
    later = say(" (whichever is later)") if once.take == "later" else say(" (whichever is earlier)")
    return say("once, {when}", when=say(" or ").join(pieces) + (later if len(pieces) > 1 else ""))


def anchor_text(anchor: Anchor, say: Speech) -> str:
    """Name a day in an officer's life."""
    if anchor.first:
        return say("the first day of {fact}", fact=_anchor_fact(anchor.first, anchor, say))
    if anchor.latest:
        return say("the first day of the latest {fact}", fact=_anchor_fact(anchor.latest, anchor, say))
    if anchor.end_of:
        return say("the return from {fact}", fact=_anchor_fact(anchor.end_of, anchor, say))
    if anchor.met:
        return say("the day {requirement} was met", requirement=anchor.met)
    record = say.describe(anchor.record) if anchor.record else ""
    return say("the first record of {training}", training=record or say("any training"))


def _anchor_fact(fact: str, anchor: Anchor, say: Speech) -> str:
    if anchor.values == ("any",):
        return say.fact(fact)
    return f"{say.fact(fact)} {_values(fact, anchor.values, say)}"


def _values(fact: str, wanted: Any, say: Speech) -> str:
    """Name the values of a fact of which any will do; a comparison is only said to be one."""
    if not isinstance(wanted, tuple):
        return say("as asked")
    return say(" or ").join(say.value(fact, code) for code in wanted)


# ── what ───────────────────────────────────────────────────────────────────────────────────────


def duty_text(duty: Any, say: Speech) -> str:
    """Say in one line what is asked."""
    match duty:
        case what.AllParts():
            return _all_text(duty, say)
        case what.AnyPart():
            return say(" or ").join(duty_text(part, say) for part in duty.any)
        case what.SomeParts():
            parts = "; ".join(duty_text(part, say) for part in duty.of_these)
            return say("{number} of these: {parts}", number=duty.at_least, parts=parts)
        case what.Separately():
            parts = "; ".join(duty_text(part, say) for part in duty.separately)
            return say("each minute counted once: {parts}", parts=parts)
        case what.Alternating():
            parts = say(", then ").join(duty_text(part, say) for part in duty.alternating)
            return say("one period after the other: {parts}", parts=parts)
        case what.EachTopic():
            return _each_text(duty, say)
        case _:
            return leaf_text(duty, say)


def _all_text(duty: what.AllParts, say: Speech) -> str:
    first, *rest = [duty_text(part, say) for part in duty.all]
    if rest and getattr(duty.all[0], "part", "") == "total":
        return say("{total}, among them {parts}", total=first, parts="; ".join(rest))
    return "; ".join([first, *rest])


def _each_text(duty: what.EachTopic, say: Speech) -> str:
    amount = hours_text(duty.hours) if duty.hours is not None else say.times(duty.times or 1)
    topics = ", ".join(say.name(say.topics.get(topic, topic)) for topic in duty.each_topic)
    of = say.describe(duty.of)
    return say("{amount} each of: {topics}", amount=amount, topics=topics) + (f" ({of})" if of else "")


def leaf_text(leaf: Any, say: Speech) -> str:
    """Say what a counted part asks."""
    named = say.name(leaf.part) if leaf.part not in ("", "total") else ""
    looks = {
        "ever": say(" (at any time)"),
        "this_or_previous": say(" (in this period or the one before)"),
    }
    return _leaf(leaf, named, say) + looks.get(leaf.looks_in or "", "")


def _leaf(leaf: Any, named: str, say: Speech) -> str:
    of = named or (say.describe(leaf.of) if hasattr(leaf, "of") else "") or say("training")
    match leaf:
        case what.Hours():
            return say("{amount} of {of}", amount=hours_text(leaf.hours), of=of)
        case what.HoursAtMost():
            return say("no more than {amount} of {of}", amount=hours_text(leaf.hours_at_most), of=of)
        case what.Times():
            return ", ".join([of, say.times(leaf.times), *_apart(leaf, say)])
        case what.Held():
            fact, wanted = next(iter(leaf.held.items()))
            return named or say("{fact} in force", fact=_fact_text(fact, wanted, say))
        case what.ForEach():
            times, fact = say.times(leaf.times), say.fact(leaf.for_each)
            return say("{of} with each value of {fact}, {times}", of=of, fact=fact, times=times)
        case what.Ratio():
            least, more, less = leaf.at_least, say.describe(leaf.ratio), say.describe(leaf.to)
            return say(
                "for each hour of {less} at least {least} h of {more}", less=less, least=least, more=more
            )
        case _:
            raise TypeError(f"no words for {type(leaf).__name__}")


def part_name(leaf: Any, say: Speech) -> str:
    """Name a counted part: its own name, or its filter in words."""
    if leaf.part:
        return say.name(leaf.part)
    wanted = next((getattr(leaf, key) for key in ("of", "ratio") if hasattr(leaf, key)), None)
    return (say.describe(wanted) if wanted is not None else "") or say("training")


def _apart(leaf: what.Times, say: Speech) -> list[str]:
    found = []
    if leaf.apart:
        found.append(say("at least {length} apart", length=say.length(leaf.apart)))
    elif leaf.on_different_days:
        found.append(say("on different days"))
    return [*found, say("different courses")] if leaf.different_courses else found


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


def start_text(version: Version, say: Speech) -> str:
    """Say from when the duty binds an officer, and what the first period then asks; empty where nothing is said."""
    if version.start is None:
        return ""
    by_days = version.prorate == "day"
    first = {
        "whole": say("the first period is owed in full"),
        "next": say("nothing is owed before the first period that begins after it"),
        "prorated": say(
            "the first period is owed by the days left"
            if by_days
            else "the first period is owed by the months left"
        ),
    }
    pieces = [
        say("from {day}", day=anchor_text(version.start.from_, say)),
        first[version.start.first_period],
    ]
    if version.start.earlier_records == "count":
        pieces.append(say("earlier records count"))
    return "; ".join(pieces)


def credit_lines(credit: Credit, say: Speech) -> list[str]:
    """Say how records earn, where it differs from the usual."""
    lines = [say("what counts: {text}", text=text)] if (text := say.describe(credit.counts)) else []
    if credit.counts.outcomes:
        lines.append(say("only with the outcome {outcomes}", outcomes=say.one_of(credit.counts.outcomes)))
    if credit.teaching != "does_not_count":
        once = credit.teaching == "once_per_course"
        lines.append(say("teaching counts, once per course" if once else "teaching counts"))
    if credit.shortest:
        lines.append(say("nothing shorter than {amount} counts", amount=hours_text(credit.shortest)))
    for cap in credit.caps:
        of = say.describe(cap.of) or say("training")
        lines.append(say("at most {amount} of {of}", amount=hours_text(cap.hours), of=of))
    if credit.repeats:
        times = say.times(credit.repeats.at_most)
        lines.append(say("the same course counts at most {times} in a period", times=times))
    lines += [_conversion_text(conversion, say) for conversion in credit.convert]
    if credit.carry_over:
        most = hours_text(credit.carry_over.at_most)
        lines.append(say("up to {amount} beyond the need count in the next period", amount=most))
    for use in credit.double_use:
        text = say(
            "hours may also serve {rule}" if use.allowed else "hours may not also serve {rule}",
            rule=use.with_,
        )
        lines.append(text + (f": {use.why}" if use.why else ""))
    return lines


def _conversion_text(conversion: Conversion, say: Speech) -> str:
    of = say.describe(conversion.of) or say("training")
    if conversion.multiply is not None:
        return say("{of} is worth times {number}", of=of, number=conversion.multiply)
    return say("{of} is worth the length of the course", of=of)


def leave_text(leave: Leave, say: Speech) -> str:
    """Say what a leave does to the duty."""
    of = (
        say("any leave")
        if leave.of == ("any",)
        else f"{say.fact(leave.fact)} {_values(leave.fact, leave.of, say)}"
    )
    if leave.longer_than:
        of = say("{leave} longer than {length}", leave=of, length=say.length(leave.longer_than))
    elif leave.lasting:
        of = say("{leave} of {length} or more", leave=of, length=say.length(leave.lasting))
    by = say.length(leave.by) if leave.by else say("the days away")
    period = say.length(leave.in_period) if leave.in_period else ""
    then = {
        "extend": say("moves the deadline by {length}", length=by),
        "extend_unknown": say("moves the deadline, by how much the source does not say"),
        "prorate": say("lessens the amount by the months away"),
        "suspend": say("suspends the duty while it lasts"),
        "met_in_full": say("meets the period when it reaches {length}", length=period),
        "owed_on_return": say("suspends the duty, which is owed on return"),
    }
    return f"{of} {then[leave.then]}"
