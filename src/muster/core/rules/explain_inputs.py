"""What an answer hangs on beside training: days in the officer's life, facts, leave, waivers, the share owed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from muster.core.periods import NEVER, NEVER_BEFORE, as_day
from muster.core.rules.alone import Answer
from muster.core.rules.language.when import WhenCalendar, WhenLookback, WhenPersonal
from muster.core.rules.language.who import Wanted
from muster.core.rules.looked_at import facts_decided_by, facts_looked_at
from muster.core.rules.people import People
from muster.core.rules.question import anchors_of
from muster.core.rules.rulebook import Rulebook
from muster.core.rules.speech import Speech
from muster.core.rules.wording import anchor_text, start_text, when_text, whom_text
from muster.core.tables.spells import Spells


@dataclass(frozen=True)
class Input:
    """One thing the answer hangs on."""

    name: str
    says: str


def inputs_of(answer: Answer, rulebook: Rulebook, say: Speech) -> tuple[Input, ...]:
    """Return what the answer hangs on, in the order in which the engine asks."""
    everyone = rulebook.jurisdictions[answer.row["requirement"].split("/")[0]].who
    told = (
        _who(answer, everyone, say),
        _facts(answer, say),
        _days(answer, say),
        _leave(answer, say),
        _moved(answer, say),
    )
    return tuple(Input(name, says) for found in told for name, says in found)


def missing_facts(answer: Answer, rulebook: Rulebook) -> list[str]:
    """Return the facts that everybody has, that the rule looks at, and that are not on record."""
    people = answer.question.bench.people
    deciding = facts_decided_by(answer.question.requirement, answer.version, rulebook)
    return [fact for fact in deciding if not len(_spells(people, fact).officer)]


def _facts_asked(answer: Answer) -> set[str]:
    return facts_looked_at(answer.version, answer.question.who)


def _spells(people: People, fact: str) -> Spells:
    return people.wanted(fact, ("any",))


def _who(answer: Answer, everyone: Any, say: Speech) -> Iterator[tuple[str, str]]:
    yield say("binds"), whom_text(everyone, answer.version.who, say)
    yield say("when"), when_text(answer.version.when, say)
    if answer.version.start is not None:
        yield say("start"), start_text(answer.version, say)


def _facts(answer: Answer, say: Speech) -> Iterator[tuple[str, str]]:
    """Say what is on record for each fact the rule looks at, on the day it judges whom it binds."""
    people, day = answer.question.bench.people, _judged_on(answer)
    for fact in sorted(_facts_asked(answer)):
        spells = _spells(people, fact)
        here = np.flatnonzero((spells.start <= day) & (day <= spells.end))
        texts = [_spell_text(fact, spells, int(at), say) for at in here]
        if texts:
            yield say.fact(fact), "; ".join(texts)
        elif len(spells.officer):
            last = _spell_text(fact, spells, len(spells.officer) - 1, say)
            yield say.fact(fact), say("none on {day} (on record: {last})", day=say.day(day), last=last)
        else:
            yield say.fact(fact), say("nothing on record")


def _judged_on(answer: Answer) -> int:
    if answer.trace is None:
        return answer.question.bench.as_of
    windows = answer.trace.windows
    return int(answer.question.judged_on(windows, answer.trace.shown)[0, answer.block.period])


def _spell_text(fact: str, spells: Spells, at: int, say: Speech) -> str:
    start, end = int(spells.start[at]), int(spells.end[at])
    began, ended = start > NEVER_BEFORE, end < NEVER
    if began and ended:
        span = say("{start} to {end}", start=say.day(start), end=say.day(end))
    elif began:
        span = say("since {day}", day=say.day(start))
    else:
        span = say("always to {day}", day=say.day(end)) if ended else say("always")
    value = say.value(fact, spells.words[spells.value[at]])
    return f"{value} ({span})" if value else span


def _days(answer: Answer, say: Speech) -> Iterator[tuple[str, str]]:
    asked = answer.question.asked(1)
    for anchor in dict.fromkeys(anchors_of(answer.version)):
        day = int(asked.day(anchor)[0])
        if NEVER_BEFORE < day < NEVER:
            yield anchor_text(anchor, say), say.day(day)


def _leave(answer: Answer, say: Speech) -> Iterator[tuple[str, str]]:
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
            effect = say("; the rule says: {effect}", effect=_effect(then, say)) if then else ""
            yield say.fact(fact), _spell_text(fact, spells, int(at), say) + effect


def _effect(then: str, say: Speech) -> str:
    return {
        "extend": say("extend"),
        "extend_unknown": say("extend unknown"),
        "prorate": say("prorate"),
        "suspend": say("suspend"),
        "met_in_full": say("met in full"),
        "owed_on_return": say("owed on return"),
    }[then]


def _moved(answer: Answer, say: Speech) -> Iterator[tuple[str, str]]:
    """Say what moved the deadline, which share is owed, and until when late training counts."""
    if answer.trace is None:
        return
    windows, period, version = answer.trace.windows, answer.block.period, answer.version
    end, due = int(windows.end[0, period]), int(windows.due[0, period])
    if isinstance(version.when, WhenCalendar | WhenPersonal) and due > end:
        moved = say("moved from {end} to {due}", end=say.day(end), due=say.day(due))
        if version.allowed_until is not None and due == as_day(version.allowed_until):
            moved += say(", since under this version nobody is late before then")
        yield say("deadline"), moved
    if windows.share is not None:
        part, whole = int(windows.share[0][0, period]), int(windows.share[1][0, period])
        if part < whole:
            by_days = version.prorate == "day"
            share = say(
                "{part} of {whole} days" if by_days else "{part} of {whole} months", part=part, whole=whole
            )
            yield say("share owed"), share
    late_to = int(answer.trace.late_to[0, period])
    if isinstance(version.when, WhenCalendar | WhenPersonal | WhenLookback) and late_to > int(
        windows.high[0, period]
    ):
        until = say("until {day}", day=say.day(late_to)) if late_to < NEVER else say("whenever it is done")
        yield say("late training"), say("still counts for this period {until}", until=until)
    if version.grace is not None:
        yield say("grace"), say("{length} after the due day", length=say.length(version.grace))
