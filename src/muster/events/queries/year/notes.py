"""The core's reasons and remedies as data that a row keeps: words and keys, days as ISO text. Pages put them into words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from muster.core.planning.year import (
    Detail,
    Explanation,
    Floor,
    Hindrance,
    Officer,
    Remedy,
    Session,
    Year,
    day_of,
)
from muster.events.queries.year.drawn import subject_parts

Note = dict[str, Any]


def needs_noted(explanation: Explanation) -> list[Note]:
    """Return what a placement meets: requirement, and the day by which."""
    return [
        {"requirement": subject_parts(need.subject)[0], "due": need.due.isoformat()}
        for need in explanation.needs
    ]


def others_noted(explanation: Explanation) -> list[Note]:
    """Return for each hindrance how many other sessions it stands against, and one of them as an example."""
    found: list[Note] = []
    for hindrance in Hindrance:
        same = [reason for reason in explanation.others if reason.hindrance is hindrance]
        if same:
            example = {"session": int(same[0].session), **_about(same[0].about)}
            found.append({"why": hindrance.name, "count": len(same), **example})
    return found


def _about(about: Detail) -> Note:
    told: Note = {
        "day": about.day.isoformat() if about.day else "",
        "other": int(about.other) if about.other else 0,
        "place": place_of(about.group) if about.group else 0,
        "need": need_of(about.group) if about.group else "",
        "source": about.source,
        "cents": about.cents if about.cents is not None and about.cents > 0 else 0,
    }
    return {name: value for name, value in told.items() if value}


def place_of(group: str) -> int:
    """Return the key of the unit that a group of ``street`` is about."""
    return int(group.split("|", 2)[0])


def need_of(group: str) -> str:
    """Return what a floor asks for, by a group of ``street``."""
    return group.split("|", 2)[2]


def own_time(year: Year, officer: Officer, session: Session) -> int:
    """Return on how many half-days of class somebody has time off."""
    on_duty = year.patterns.get(officer.pattern, frozenset())
    return sum(half not in on_duty for half in session.half_days)


def remedy_noted(remedy: Remedy) -> Note:
    """Return a remedy as data; people, sessions and courses by their keys."""
    requirement, courses = subject_parts(remedy.subject)
    return {
        "kind": remedy.kind.value,
        "requirement": requirement,
        "courses": courses,
        "meets": remedy.meets,
        "left": remedy.left,
        "by": remedy.by.isoformat(),
        "days": [session.first_day.isoformat() for session in remedy.sessions],
        "seats_each": remedy.sessions[0].seats if remedy.sessions else 0,
        "seats": [[int(session), count] for session, count in remedy.seats],
        "floors": [_floor_noted(floor) for floor in remedy.floors],
        "people": sorted({int(need.officer) for need in remedy.needs}),
    }


def _floor_noted(floor: Floor) -> Note:
    days: Iterable[str] = {day_of(half).isoformat() for half in floor.half_days or ()}
    return {
        "place": place_of(floor.group),
        "need": need_of(floor.group),
        "most_away": floor.most_away,
        "days": sorted(days),
    }
