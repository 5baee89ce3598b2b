"""What an answer hangs on beside training: days in the officer's life, facts, leave, waivers, the share owed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from muster.core.periods import NEVER, NEVER_BEFORE, as_day, day_text
from muster.core.rules.alone import Answer
from muster.core.rules.language.when import WhenCalendar, WhenLookback, WhenPersonal
from muster.core.rules.language.who import Wanted
from muster.core.rules.looked_at import facts_decided_by, facts_looked_at
from muster.core.rules.people import People
from muster.core.rules.question import anchors_of
from muster.core.rules.rulebook import Rulebook
from muster.core.rules.wording import anchor_text, start_text, when_text, who_text, words_of
from muster.core.tables.spells import Spells


@dataclass(frozen=True)
class Input:
    """One thing the answer hangs on."""

    name: str
    says: str


def inputs_of(answer: Answer, rulebook: Rulebook) -> tuple[Input, ...]:
    """Return what the answer hangs on, in the order in which the engine asks."""
    return tuple(
        Input(name, says)
        for found in (_who(answer, rulebook), _facts(answer), _days(answer), _leave(answer), _moved(answer))
        for name, says in found
    )


def missing_facts(answer: Answer, rulebook: Rulebook) -> list[str]:
    """Return the facts that everybody has, that the rule looks at, and that are not on record."""
    people = answer.question.bench.people
    deciding = facts_decided_by(answer.question.requirement, answer.version, rulebook)
    return [fact for fact in deciding if not len(_spells(people, fact).officer)]


def _facts_asked(answer: Answer) -> set[str]:
    return facts_looked_at(answer.version, answer.question.who)


def _spells(people: People, fact: str) -> Spells:
    return people.wanted(fact, ("any",))


def _who(answer: Answer, rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    word = words_of(rulebook, answer.row["requirement"].split("/")[0])
    conditions = [who_text(condition, word) for condition in (answer.question.who, answer.version.who)]
    yield "binds", "; of these: ".join(text for text in conditions if text != "everyone") or "everyone"
    yield "when", when_text(answer.version.when)
    if answer.version.start is not None:
        yield "start", start_text(answer.version)


def _facts(answer: Answer) -> Iterator[tuple[str, str]]:
    """Say what is on record for each fact the rule looks at, on the day it judges whom it binds."""
    people, day = answer.question.bench.people, _judged_on(answer)
    for fact in sorted(_facts_asked(answer)):
        spells = _spells(people, fact)
        here = np.flatnonzero((spells.start <= day) & (day <= spells.end))
        texts = [_spell_text(spells, int(at)) for at in here]
        if texts:
            yield fact, "; ".join(texts)
        elif len(spells.officer):
            yield fact, f"none on {day_text(day)} (on record: {_spell_text(spells, len(spells.officer) - 1)})"
        else:
            yield fact, "nothing on record"


def _judged_on(answer: Answer) -> int:
    if answer.trace is None:
        return answer.question.bench.as_of
    windows = answer.trace.windows
    return int(answer.question.judged_on(windows, answer.trace.shown)[0, answer.block.period])


def _spell_text(spells: Spells, at: int) -> str:
    start, end = int(spells.start[at]), int(spells.end[at])
    since = f"since {day_text(start)}" if start > NEVER_BEFORE else "always"
    until = f" to {day_text(end)}" if end < NEVER else ""
    value = spells.words[spells.value[at]]
    span = f"{day_text(start)}{until}" if until and start > NEVER_BEFORE else f"{since}{until}"
    return f"{value} ({span})" if value else span


def _days(answer: Answer) -> Iterator[tuple[str, str]]:
    asked = answer.question.asked(1)
    for anchor in dict.fromkeys(anchors_of(answer.version)):
        day = int(asked.day(anchor)[0])
        if NEVER_BEFORE < day < NEVER:
            yield anchor_text(anchor), day_text(day)


def _leave(answer: Answer) -> Iterator[tuple[str, str]]:
    """Name the leaves, waivers and extensions that touch the period."""
    people, block = answer.question.bench.people, answer.block
    low, high = int(block.start[0]), max(int(block.due[0]), answer.question.bench.as_of)
    asked: list[tuple[str, Wanted, str]] = [
        (leave.fact, leave.of, leave.then) for leave in answer.version.leave
    ]
    asked += [(grant, (answer.row["requirement"],), "") for grant in ("waived", "extended")]
    for fact, wanted, then in dict.fromkeys(asked):
        spells = people.wanted(fact, wanted)
        for at in np.flatnonzero((spells.start <= high) & (spells.end >= low)):
            effect = f"; the rule says: {then.replace('_', ' ')}" if then else ""
            yield fact, _spell_text(spells, int(at)) + effect


def _moved(answer: Answer) -> Iterator[tuple[str, str]]:
    """Say what moved the deadline, which share is owed, and until when late training counts."""
    if answer.trace is None:
        return
    windows, period, version = answer.trace.windows, answer.block.period, answer.version
    end, due = int(windows.end[0, period]), int(windows.due[0, period])
    if isinstance(version.when, WhenCalendar | WhenPersonal) and due > end:
        why = ""
        if version.allowed_until is not None and due == as_day(version.allowed_until):
            why = ", since under this version nobody is late before then"
        yield "deadline", f"moved from {day_text(end)} to {day_text(due)}{why}"
    if windows.share is not None:
        part, whole = int(windows.share[0][0, period]), int(windows.share[1][0, period])
        if part < whole:
            yield "share owed", f"{part} of {whole} {version.prorate}s"
    late_to = int(answer.trace.late_to[0, period])
    if isinstance(version.when, WhenCalendar | WhenPersonal | WhenLookback) and late_to > int(
        windows.high[0, period]
    ):
        until = f"until {day_text(late_to)}" if late_to < NEVER else "whenever it is done"
        yield "late training", f"still counts for this period {until}"
    if version.grace is not None:
        yield "grace", f"{version.grace} after the due day"
