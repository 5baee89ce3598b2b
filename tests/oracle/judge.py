"""Judge one officer by one requirement: a row for the period that runs, one for the period that closed last."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from tests.oracle.model import Officer, Row
from tests.oracle.period_rows import Rule, repeating_rows
from tests.oracle.periods import REPEATING, Missing
from tests.oracle.person import Person, in_force
from tests.oracle.single_rows import single_row

from muster.core.rules.language import Requirement
from muster.core.rules.rulebook import Rulebook


def judge(
    officer: Officer,
    requirement: Requirement,
    as_of: date,
    known_at: datetime | None,
    book: Rulebook,
) -> list[Row]:
    """Return the rows of one officer and requirement, the earliest period first; one of them is the headline."""
    person = Person.seen(officer, as_of, known_at, book, requirement.id)
    version = in_force(requirement, as_of)
    if version is None:
        return [Row(None, None, None, "not_applicable", "no_version", headline=True)]
    rule = Rule(requirement, requirement.versions.index(version), person)
    try:
        rule.refuse_what_never_was()
        if isinstance(version.when, REPEATING):
            current, previous = repeating_rows(rule)
        else:
            current, previous = single_row(rule), None
    except Missing as missing:
        current, previous = _without_a_day(rule, missing), None
    if previous and current.reason == "duty_ended":
        return [replace(previous, headline=True)]
    if previous is None:
        return [replace(current, headline=True)]
    ahead = _shows_first(previous, current)
    return [replace(previous, headline=ahead), replace(current, headline=not ahead)]


def _without_a_day(rule: Rule, missing: Missing) -> Row:
    """A duty with no day to count from; whom it does not bind today it cannot puzzle."""
    if not missing.unknown:
        return Row(None, None, None, "not_applicable", "no_such_event")
    if rule.binds_on(rule.person.as_of, rule.person.as_of) is False:
        return Row(None, None, None, "not_applicable", "not_bound")
    return Row(None, None, None, "cannot_tell", "missing_fact")


def _shows_first(previous: Row, current: Row) -> bool:
    if previous.verdict == "cannot_tell":
        return current.verdict != "cannot_tell"
    return previous.verdict in ("overdue", "in_grace")
