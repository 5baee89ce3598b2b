"""Why an officer stands as they do: the rule, the days, the parts, the records, and what would mend it.

>>> for explanation in explain(judgement, "10441", "us-co/annual-24"):   # doctest: +SKIP
...     print("\\n".join(explanation_lines(explanation)))
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from muster.core.errors.sentence import Language
from muster.core.periods import as_day, hours_text
from muster.core.rules.alone import Alone, Answer
from muster.core.rules.credit_reasons import CREDIT_CODE, CREDIT_REASONS, ELSEWHERE
from muster.core.rules.evaluate import Judgement
from muster.core.rules.explain_inputs import inputs_of, missing_facts
from muster.core.rules.explanation import NOT_ADVICE, Amount, Cited, Explanation, Idle, Part, Seen
from muster.core.rules.language import Requirement, leaves_of, what
from muster.core.rules.measures import Measure
from muster.core.rules.spanish_steps import steps_in_spanish
from muster.core.rules.speech import Speech, speech_of
from muster.core.rules.verdicts import VERDICTS
from muster.core.rules.wording import duty_text, part_name

__all__ = ["NOT_ADVICE", "Amount", "Cited", "Explanation", "Idle", "Part", "Seen", "explain"]

LISTED = 5  # records shown of each group that gave nothing
_UNTOLD = ("cannot_tell", "not_applicable")


def explain(
    judgement: Judgement, officer_id: str, requirement: str | None = None, language: Language = "en"
) -> tuple[Explanation, ...]:
    """Explain one officer's standing, by one requirement or all: what is worst first.

    In another language than English, laws are still cited as they are called, and courses as they were recorded.

    Raises BadUsage for an officer or a requirement that is not there.
    """
    alone = Alone.of(judgement, officer_id, requirement)
    credit = _credit_rows(alone.judgement)
    found = []
    for rule in alone.judgement.rulebook.requirements.values():
        answers = tuple(alone.answers(rule))
        now = next((answer.row for answer in answers if answer.row["current"]), None)
        say = speech_of(alone.judgement.rulebook, rule.id.split("/")[0], language)
        found += [_explained(alone, rule, answer, credit.get(rule.id, []), now, say) for answer in answers]
    return tuple(
        sorted(found, key=lambda each: (VERDICTS.index(each.verdict), each.requirement, not each.headline))
    )


def _credit_rows(judgement: Judgement) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in judgement.credit.iter_rows(named=True):
        found.setdefault(row["requirement"], []).append(row)
    return found


def _explained(
    alone: Alone,
    rule: Requirement,
    answer: Answer,
    credit: list[dict[str, Any]],
    now: dict[str, Any] | None,
    say: Speech,
) -> Explanation:
    judgement, row, version = alone.judgement, answer.row, answer.version
    names = _part_names(rule, judgement, say)
    amount = _amount_of_row(row)
    idle = () if row["verdict"] == "not_applicable" else _idle(credit, row, names, say)
    return Explanation(
        officer_id=row["officer_id"],
        requirement=rule.id,
        title=rule.title_in(say.language),
        verdict=row["verdict"],
        reason=row["reason"],
        says=_sentence(row, amount, _parts_short(answer, say), say),
        headline=row["headline"],
        current=row["current"],
        as_of=judgement.as_of,
        known_at=judgement.known_at,
        period_start=row["period_start"],
        period_end=row["period_end"],
        due=row["due"],
        version=row["version"],
        force=rule.force,
        cited=_cited(rule, row, say),
        inputs=inputs_of(answer, judgement.rulebook, say),
        amount=amount,
        asked=_asked(answer, say),
        counted=tuple(_seen(each, names) for each in credit if each["counted"] and _of_period(each, row)),
        idle=idle,
        fix=tuple(_fixes(answer, judgement, idle, now, say)),
        consequence=row["consequence"],
        consequence_says=say.name(version.consequence.text),
        note=say(NOT_ADVICE),
        language=say.language,
    )


def _part_names(rule: Requirement, judgement: Judgement, say: Speech) -> dict[str, str]:
    """Return how the parts of a rule are called, by the English names that the record of credit has."""
    english = speech_of(judgement.rulebook, rule.id.split("/")[0])
    leaves = [leaf for version in rule.versions for leaf in leaves_of(version.what)]
    return {part_name(leaf, english): part_name(leaf, say) for leaf in leaves}


def _sentence(row: dict[str, Any], amount: Amount | None, parts_short: list[str], say: Speech) -> str:
    """Say the verdict, why, for which days, and how much of how much there is.

    Where the total is there and a part is not, the part is named instead: 118 h of 14 h would say nothing.
    """
    pieces = [f"{say.verdict(row['verdict']).capitalize()}: {say.reason(row['reason'])}"]
    if amount and not amount.done and parts_short and amount.credited >= amount.needed:
        short = say("the total is there, and short is: {parts}", parts=", ".join(parts_short))
        pieces.append(short + _span(row, say))
    elif amount:
        pieces.append(_there(amount, say) + _span(row, say))
    if row["due"]:
        late = row["verdict"] in ("overdue", "in_grace")
        pieces.append(say("was due {day}" if late else "due {day}", day=say.day(as_day(row["due"]))))
    return "; ".join(pieces) + "."


def _there(amount: Amount, say: Speech) -> str:
    have, need = _bare(amount.credited, amount.unit), _told(amount.needed, amount.unit, say)
    if not amount.short:
        return say("{have} of {need}", have=have, need=need)
    short = _told(amount.short, amount.unit, say)
    return say("{have} of {need}, {short} short", have=have, need=need, short=short)


def _span(row: dict[str, Any], say: Speech) -> str:
    start, end = row["period_start"], row["period_end"]
    if end is None:
        return ""
    last = say.day(as_day(end))
    if start is None or start >= end:
        return say(" up to {day}", day=last)
    return say(" from {start} to {end}", start=say.day(as_day(start)), end=last)


def _bare(amount: int, unit: str) -> str:
    return hours_text(amount) if unit == "minutes" else str(amount)


def _told(amount: int, unit: str, say: Speech) -> str:
    match unit:
        case "minutes":
            return hours_text(amount)
        case "times":
            return say.counted(amount, "{count} time", "{count} times")
        case _:
            return say.counted(amount, "{count} part", "{count} parts")


def _amount_of_row(row: dict[str, Any]) -> Amount | None:
    if row["unit"] is None or row["needed"] is None:
        return None
    return Amount(row["unit"], row["needed"], row["credited"], row["short"], _is_done(row))


def _is_done(row: dict[str, Any]) -> bool:
    return row["verdict"] == "met" or row["reason"] == "expires_soon"


def _cited(rule: Requirement, row: dict[str, Any], say: Speech) -> Cited:
    source = next((source for source in rule.sources if source.cite == row["citation"]), None)
    told = rule.confirmed
    confirmed = say("{day} by {whom}", day=say.day(as_day(told.on)), whom=told.by) if told else ""
    return Cited(
        cite=row["citation"],
        title=source.title if source else "",
        url=source.url if source else "",
        evidence=rule.evidence,
        evidence_says=say.evidence(rule.evidence),
        confirmed=confirmed,
    )


# ── parts ──────────────────────────────────────────────────────────────────────────────────────


def _asked(answer: Answer, say: Speech) -> Part:
    """Return the duty as a tree, measured where it could be."""
    measured = answer.block.measure
    if measured is None or answer.row["verdict"] in _UNTOLD:
        return Part(duty_text(answer.version.what, say), None)
    renewed = answer.row["reason"] in ("completed", "expires_soon") and hasattr(
        answer.version.when, "rolling"
    )
    return _part(measured, answer, say, renewed=renewed)


def _part(measured: Measure, answer: Answer, say: Speech, *, renewed: bool) -> Part:
    """Measure a part and those inside; a rolling duty that is good was done whole by its last completion."""
    period = answer.block.period
    need, have, short = (int(getattr(measured, key)[0, period]) for key in ("need", "have", "short"))
    done = bool(measured.done[0, period])
    amount = (
        Amount(measured.unit, need, need, 0, True)
        if renewed
        else Amount(measured.unit, need, have, short, done)
    )
    inner = tuple(_part(part, answer, say, renewed=renewed) for part in _in_turn(measured, answer))
    return Part(_part_text(measured.duty, say) if inner else duty_text(measured.duty, say), amount, inner)


def _parts_short(answer: Answer, say: Speech) -> list[str]:
    """Name the parts that are not done, with how much of how much is there."""
    measured = answer.block.measure
    if measured is None or answer.row["verdict"] in _UNTOLD or _is_done(answer.row):
        return []
    found = []
    waiting = list(_in_turn(measured, answer))
    while waiting:
        part = waiting.pop(0)
        need, have = (int(getattr(part, key)[0, answer.block.period]) for key in ("need", "have"))
        if part.done[0, answer.block.period]:
            continue
        if part.inner:
            waiting = [*_in_turn(part, answer), *waiting]
        else:
            there = say("{have} of {need}", have=_bare(have, part.unit), need=_told(need, part.unit, say))
            found.append(f"{_short_name(part.duty, say)} ({there})")
    return found


def _short_name(duty: Any, say: Speech) -> str:
    if named := getattr(duty, "part", ""):
        return say.name(named)
    of = getattr(duty, "of", None)
    return (say.describe(of) if of is not None else "") or duty_text(duty, say)


def _in_turn(measured: Measure, answer: Answer) -> tuple[Measure, ...]:
    if isinstance(measured.duty, what.Alternating) and answer.trace is not None:
        number = int(answer.trace.windows.index[0, answer.block.period]) % len(measured.inner)
        return measured.inner[number : number + 1]
    return measured.inner


def _part_text(duty: Any, say: Speech) -> str:
    if named := getattr(duty, "part", ""):
        return say.name(named)
    match duty:
        case what.AllParts():
            return say("all of these")
        case what.AnyPart():
            return say("any one of these")
        case what.SomeParts():
            return say("at least {number} of these", number=duty.at_least)
        case what.EachTopic():
            return say("each of these")
        case what.Alternating():
            return say("by turns, one of these a period")
        case _:
            return duty_text(duty, say)


# ── records ────────────────────────────────────────────────────────────────────────────────────


def _of_period(credit: dict[str, Any], row: dict[str, Any]) -> bool:
    return bool(credit["period_start"] == row["period_start"] and credit["period_end"] == row["period_end"])


def _seen(credit: dict[str, Any], names: Mapping[str, str]) -> Seen:
    return Seen(
        record_id=credit["record_id"],
        on=credit["completed_on"],
        title=credit["title"] or credit["course"] or "",
        minutes=credit["minutes"],
        parts="; ".join(names.get(part, part) for part in credit["parts"].split("; ")),
        reason=credit["reason"],
    )


def _idle(
    credit: list[dict[str, Any]], row: dict[str, Any], names: Mapping[str, str], say: Speech
) -> tuple[Idle, ...]:
    """Group what gave nothing to this period: those that came nearest to counting first."""
    groups: dict[str, list[Seen]] = {}
    mine = {each["record_id"] for each in credit if each["counted"] and _of_period(each, row)}
    for each in credit:
        if each["counted"] and (_of_period(each, row) or each["record_id"] in mine):
            continue
        groups.setdefault(_reason_here(each, row), []).append(_seen(each, names))
    order = [ELSEWHERE, *reversed(CREDIT_REASONS)]
    return tuple(
        Idle(reason, say.credit_reason(reason), len(groups[reason]), tuple(_latest(groups[reason])))
        for reason in order
        if reason in groups
    )


def _reason_here(credit: dict[str, Any], row: dict[str, Any]) -> str:
    """Return why a record gave nothing to this period: what kept it from another is of no use here."""
    if credit["counted"]:
        return ELSEWHERE
    reason: str = credit["reason"]
    outside = "outside_the_period"
    own = _of_period(credit, row) or CREDIT_CODE[reason] < CREDIT_CODE[outside]
    return reason if own else outside


def _latest(records: list[Seen]) -> list[Seen]:
    return sorted(records, key=lambda record: record.on or date.min, reverse=True)[:LISTED]


# ── what would mend it ─────────────────────────────────────────────────────────────────────────


def _fixes(
    answer: Answer, judgement: Judgement, idle: tuple[Idle, ...], now: dict[str, Any] | None, say: Speech
) -> Iterator[str]:
    row = answer.row
    if row["next_step"]:
        yield f"{_step(row, judgement, say)}."
    if row["reason"] == "closed_short":
        yield say(
            "Training now cannot serve that period: only a record that is missing, or a waiver, changes it."
        )
        if now is not None and now["next_step"] and now["period_start"] != row["period_start"]:
            span, step = _span(now, say), _step(now, judgement, say)
            yield say("The period that runs now{span} still needs: {step}.", span=span, step=step)
    if row["reason"] == "missing_fact":
        for fact in missing_facts(answer, judgement.rulebook):
            yield say(
                "Record the fact {fact}: without it nobody can tell whether, or from when, the rule binds.",
                fact=fact if say.language == "en" else say.fact(fact),
            )
    if row["reason"] == "no_list_for_period":
        yield say("Add the courses of this period to the rule file, under courses_by_period.")
    if row["verdict"] not in ("met", "excused", "not_applicable"):
        yield from _mended_by_records(idle, say)


def _mended_by_records(idle: tuple[Idle, ...], say: Speech) -> Iterator[str]:
    """Name what better records, not more training, would mend."""
    remedies = {
        "topic_unknown": say("say what they are about (muster crosswalk), and they may count"),
        "undated": say("find the days they were done, and they may count"),
        "no_minutes": say("write down how long they lasted, and they may count"),
    }
    for group in idle:
        if group.reason in remedies:
            records = say.counted(group.count, "{count} record", "{count} records")
            yield f"{records}: {remedies[group.reason]}."


def _step(row: dict[str, Any], judgement: Judgement, say: Speech) -> str:
    step: str = row["next_step"]
    return step if say.language == "en" else steps_in_spanish(judgement.rulebook)(step)
