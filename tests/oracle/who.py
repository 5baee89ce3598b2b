"""Whom a rule binds, for one officer on one day: True, False, or None where a missing fact hides it."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.oracle.days import FIRST, NEVER, plus
from tests.oracle.model import Fact

from muster.core.rules.language import FactWord
from muster.core.rules.language.who import (
    AllOf,
    AnyOf,
    Began,
    Bound,
    Everyone,
    Is,
    Met,
    Not,
    On,
    Served,
    Was,
)

Truth = bool | None


def all_of(found: list[Truth]) -> Truth:
    """AND: one no decides; else one unknown does."""
    if False in found:
        return False
    return None if None in found else True


def any_of(found: list[Truth]) -> Truth:
    """OR: one yes decides; else one unknown does."""
    if True in found:
        return True
    return None if None in found else False


def binds(condition: Any, person: Any, day: date) -> Truth:
    """Judge a condition. ``person`` is a ``tests.oracle.person.Person``."""
    match condition:
        case Everyone():
            return True
        case AllOf():
            return all_of([binds(part, person, day) for part in condition.all])
        case AnyOf():
            return any_of([binds(part, person, day) for part in condition.any])
        case Not():
            inner = binds(condition.not_, person, day)
            return None if inner is None else not inner
        case Is():
            return all_of([holds(person, fact, wanted, day) for fact, wanted in condition.is_.items()])
        case Was():
            return all_of([was(person, fact, wanted, day) for fact, wanted in condition.was.items()])
        case Began():
            return _began(condition, person)
        case Served():
            return _served(condition, person, day)
        case Met():
            return person.met_on(condition.met) <= day
    raise AssertionError(condition)


def holds(person: Any, fact: str, wanted: Any, day: date) -> Truth:
    """Whether a spell with a wanted value covers the day."""
    return _told(person, fact, any(covers(s, day) for s in matching(person, fact, wanted)))


def was(person: Any, fact: str, wanted: Any, day: date) -> Truth:
    """Whether a spell with a wanted value had begun by the day."""
    return _told(person, fact, any((s.start or FIRST) <= day for s in matching(person, fact, wanted)))


def matching(person: Any, fact: str, wanted: Any) -> list[Fact]:
    """Every spell of a fact that has a wanted value."""
    word = person.fact_word(fact)
    return [spell for spell in person.spells(fact) if _wanted(spell.value, wanted, word)]


def covers(spell: Fact, day: date) -> bool:
    """Whether the spell covers the day; its last day is one of its days."""
    return (spell.start or FIRST) <= day <= (spell.end or NEVER)


def _told(person: Any, fact: str, found: bool) -> Truth:
    if found:
        return True
    word = person.fact_word(fact)
    missing = word is not None and word.everyone_has_one and not person.spells(fact)
    return None if missing else False


def _wanted(value: str | None, wanted: Any, word: FactWord | None) -> bool:
    if not isinstance(wanted, Bound):
        return "any" in wanted or value in wanted
    order = list(word.order) if word else []
    return all(_compares(value, name, limit, order) for name, limit in wanted.limits.items())


def _compares(value: str | None, name: str, limit: str, order: list[str]) -> bool:
    if order:
        if value not in order or limit not in order:
            return False
        a, b = order.index(value), order.index(limit)
    else:
        try:
            a, b = int(value or ""), int(limit)
        except ValueError:
            return False
    return {"at_least": a >= b, "at_most": a <= b, "above": a > b, "below": a < b}[name]


def _began(condition: Began, person: Any) -> Truth:
    starts = [spell.start or FIRST for spell in matching(person, condition.began, condition.values)]
    return _told(person, condition.began, bool(starts) and _on(condition.on, min(starts)))


def _on(on: On, day: date) -> bool:
    return (
        (on.before is None or day < on.before)
        and (on.on_or_before is None or day <= on.on_or_before)
        and (on.on_or_after is None or day >= on.on_or_after)
        and (on.after is None or day > on.after)
    )


def _served(condition: Served, person: Any, day: date) -> Truth:
    here = [s.start or FIRST for s in matching(person, condition.served, condition.values) if covers(s, day)]
    if not here:
        return _told(person, condition.served, False)
    since = min(here)
    long = condition.at_least is None or plus(since, condition.at_least) <= day
    short = condition.less_than is None or plus(since, condition.less_than) > day
    return long and short
