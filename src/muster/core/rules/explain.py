"""Why an officer stands as they do: the rule, the days, the parts, the records, and what would mend it.

>>> for explanation in explain(judgement, "10441", "us-co/annual-24"):   # doctest: +SKIP
...     print("\\n".join(explanation_lines(explanation)))
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from muster.core.periods import as_day, day_text, hours_text
from muster.core.rules.alone import Alone, Answer
from muster.core.rules.credit_reasons import CREDIT_CODE, CREDIT_REASONS
from muster.core.rules.evaluate import Judgement
from muster.core.rules.explain_inputs import inputs_of, missing_facts
from muster.core.rules.explanation import NOT_ADVICE, Amount, Cited, Explanation, Idle, Part, Seen
from muster.core.rules.language import Requirement, what
from muster.core.rules.measures import Measure
from muster.core.rules.show import EVIDENCE
from muster.core.rules.verdicts import REASONS, VERDICTS
from muster.core.rules.wording import Describe, describing_in, duty_text

__all__ = ["NOT_ADVICE", "Amount", "Cited", "Explanation", "Idle", "Part", "Seen", "explain"]

LISTED = 5  # records shown of each group that gave nothing
ELSEWHERE = "counted_elsewhere"
_UNTOLD = ("cannot_tell", "not_applicable")


def explain(judgement: Judgement, officer_id: str, requirement: str | None = None) -> tuple[Explanation, ...]:
    """Explain one officer's standing, by one requirement or all: what is worst first.

    Raises BadUsage for an officer or a requirement that is not there.
    """
    alone = Alone.of(judgement, officer_id, requirement)
    credit = _credit_rows(alone.judgement)
    found = []
    for rule in alone.judgement.rulebook.requirements.values():
        answers = tuple(alone.answers(rule))
        now = next((answer.row for answer in answers if answer.row["current"]), None)
        found += [_explained(alone, rule, answer, credit.get(rule.id, []), now) for answer in answers]
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
) -> Explanation:
    judgement, row, version = alone.judgement, answer.row, answer.version
    describe = describing_in(judgement.rulebook, rule.id.split("/")[0])
    amount = _amount_of_row(row)
    idle = () if row["verdict"] == "not_applicable" else _idle(credit, row)
    return Explanation(
        officer_id=row["officer_id"],
        requirement=rule.id,
        title=rule.title,
        verdict=row["verdict"],
        reason=row["reason"],
        says=_sentence(row, amount, _parts_short(answer, describe)),
        headline=row["headline"],
        current=row["current"],
        as_of=judgement.as_of,
        known_at=judgement.known_at,
        period_start=row["period_start"],
        period_end=row["period_end"],
        due=row["due"],
        version=row["version"],
        force=rule.force,
        cited=_cited(rule, row),
        inputs=inputs_of(answer, judgement.rulebook),
        amount=amount,
        asked=_asked(answer, describe),
        counted=tuple(_seen(each) for each in credit if each["counted"] and _of_period(each, row)),
        idle=idle,
        fix=tuple(_fixes(answer, judgement, idle, now)),
        consequence=row["consequence"],
        consequence_says=version.consequence.text,
    )


def _sentence(row: dict[str, Any], amount: Amount | None, parts_short: list[str]) -> str:
    """Say the verdict, why, for which days, and how much of how much there is.

    Where the total is there and a part is not, the part is named instead: 118 h of 14 h would say nothing.
    """
    pieces = [f"{row['verdict'].replace('_', ' ').capitalize()}: {REASONS[row['reason']]}"]
    if amount and not amount.done and parts_short and amount.credited >= amount.needed:
        pieces.append(f"the total is there, and short is: {', '.join(parts_short)}" + _span(row))
    elif amount:
        short = f", {_told(amount.short, amount.unit)} short" if amount.short else ""
        there = hours_text(amount.credited) if amount.unit == "minutes" else str(amount.credited)
        of = f"{there} of {_told(amount.needed, amount.unit)}{short}"
        pieces.append(of + _span(row))
    if row["due"]:
        was = "was due" if row["verdict"] in ("overdue", "in_grace") else "due"
        pieces.append(f"{was} {_day(row['due'])}")
    return "; ".join(pieces) + "."


def _span(row: dict[str, Any]) -> str:
    start, end = row["period_start"], row["period_end"]
    if start is None or end is None or start >= end:
        return f" up to {_day(end)}" if end else ""
    return f" from {_day(start)} to {_day(end)}"


def _told(amount: int, unit: str) -> str:
    if unit == "minutes":
        return hours_text(amount)
    return f"{amount} {unit.removesuffix('s') if amount == 1 else unit}"


def _day(day: date) -> str:
    return day_text(as_day(day))


def _amount_of_row(row: dict[str, Any]) -> Amount | None:
    if row["unit"] is None or row["needed"] is None:
        return None
    return Amount(row["unit"], row["needed"], row["credited"], row["short"], _is_done(row))


def _is_done(row: dict[str, Any]) -> bool:
    return row["verdict"] == "met" or row["reason"] == "expires_soon"


def _cited(rule: Requirement, row: dict[str, Any]) -> Cited:
    source = next((source for source in rule.sources if source.cite == row["citation"]), None)
    confirmed = f"{_day(rule.confirmed.on)} by {rule.confirmed.by}" if rule.confirmed else ""
    return Cited(
        cite=row["citation"],
        title=source.title if source else "",
        url=source.url if source else "",
        evidence=rule.evidence,
        evidence_says=EVIDENCE[rule.evidence],
        confirmed=confirmed,
    )


# ── parts ──────────────────────────────────────────────────────────────────────────────────────

_JOINED = (
    (what.AllParts, "all of these"),
    (what.AnyPart, "any one of these"),
    (what.EachTopic, "each of these"),
    (what.Alternating, "by turns, one of these a period"),
)


def _asked(answer: Answer, describe: Describe) -> Part:
    """Return the duty as a tree, measured where it could be."""
    measured = answer.block.measure
    if measured is None or answer.row["verdict"] in _UNTOLD:
        return Part(duty_text(answer.version.what, describe), None)
    renewed = answer.row["reason"] in ("completed", "expires_soon") and hasattr(
        answer.version.when, "rolling"
    )
    return _part(measured, answer, describe, renewed=renewed)


def _part(measured: Measure, answer: Answer, describe: Describe, *, renewed: bool) -> Part:
    """Measure a part and those inside; a rolling duty that is good was done whole by its last completion."""
    period = answer.block.period
    need, have, short = (int(getattr(measured, key)[0, period]) for key in ("need", "have", "short"))
    done = bool(measured.done[0, period])
    amount = (
        Amount(measured.unit, need, need, 0, True)
        if renewed
        else Amount(measured.unit, need, have, short, done)
    )
    inner = tuple(_part(part, answer, describe, renewed=renewed) for part in _in_turn(measured, answer))
    return Part(
        _part_text(measured.duty, describe) if inner else duty_text(measured.duty, describe), amount, inner
    )


def _parts_short(answer: Answer, describe: Describe) -> list[str]:
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
            there = hours_text(have) if part.unit == "minutes" else str(have)
            found.append(f"{_short_name(part.duty, describe)} ({there} of {_told(need, part.unit)})")
    return found


def _short_name(duty: Any, describe: Describe) -> str:
    of = getattr(duty, "of", None)
    named = getattr(duty, "part", "") or (describe(of) if of is not None else "")
    return str(named) or duty_text(duty, describe)


def _in_turn(measured: Measure, answer: Answer) -> tuple[Measure, ...]:
    if isinstance(measured.duty, what.Alternating) and answer.trace is not None:
        number = int(answer.trace.windows.index[0, answer.block.period]) % len(measured.inner)
        return measured.inner[number : number + 1]
    return measured.inner


def _part_text(duty: Any, describe: Describe) -> str:
    if getattr(duty, "part", ""):
        return str(duty.part)
    if isinstance(duty, what.SomeParts):
        return f"at least {duty.at_least} of these"
    return next((text for shape, text in _JOINED if isinstance(duty, shape)), "") or duty_text(duty, describe)


# ── records ────────────────────────────────────────────────────────────────────────────────────


def _of_period(credit: dict[str, Any], row: dict[str, Any]) -> bool:
    return bool(credit["period_start"] == row["period_start"] and credit["period_end"] == row["period_end"])


def _seen(credit: dict[str, Any]) -> Seen:
    return Seen(
        record_id=credit["record_id"],
        on=credit["completed_on"],
        title=credit["title"] or credit["course"] or "",
        minutes=credit["minutes"],
        parts=credit["parts"],
        reason=credit["reason"],
    )


def _idle(credit: list[dict[str, Any]], row: dict[str, Any]) -> tuple[Idle, ...]:
    """Group what gave nothing to this period: those that came nearest to counting first."""
    groups: dict[str, list[Seen]] = {}
    mine = {each["record_id"] for each in credit if each["counted"] and _of_period(each, row)}
    for each in credit:
        if each["counted"] and (_of_period(each, row) or each["record_id"] in mine):
            continue
        groups.setdefault(_reason_here(each, row), []).append(_seen(each))
    order = [ELSEWHERE, *reversed(CREDIT_REASONS)]
    says = {ELSEWHERE: "it counted for another period", **CREDIT_REASONS}
    return tuple(
        Idle(reason, says[reason], len(groups[reason]), tuple(_latest(groups[reason])))
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

#: Reasons that better records, not more training, would take away.
_MENDED_BY_RECORDS = {
    "topic_unknown": "say what they are about (muster crosswalk), and they may count",
    "undated": "find the days they were done, and they may count",
    "no_minutes": "write down how long they lasted, and they may count",
}


def _fixes(
    answer: Answer, judgement: Judgement, idle: tuple[Idle, ...], now: dict[str, Any] | None
) -> Iterator[str]:
    row = answer.row
    if row["next_step"]:
        yield f"{row['next_step']}."
    if row["reason"] == "closed_short":
        yield "Training now cannot serve that period: only a record that is missing, or a waiver, changes it."
        if now is not None and now["next_step"] and now["period_start"] != row["period_start"]:
            yield f"The period that runs now{_span(now)} still needs: {now['next_step']}."
    if row["reason"] == "missing_fact":
        for fact in missing_facts(answer, judgement.rulebook):
            yield f"Record the fact {fact}: without it nobody can tell whether, or from when, the rule binds."
    if row["reason"] == "no_list_for_period":
        yield "Add the courses of this period to the rule file, under courses_by_period."
    if row["verdict"] in ("met", "excused", "not_applicable"):
        return
    for group in idle:
        if group.reason in _MENDED_BY_RECORDS:
            yield f"{group.count} record{'s' if group.count != 1 else ''}: {_MENDED_BY_RECORDS[group.reason]}."
