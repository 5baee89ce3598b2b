"""A witness of the planner in plain Python: what a plan breaks, what it costs, and the best plan by trying them all.

Written from docs/developers/planning.md and not from the planner.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, combinations

from muster.core.planning.year import Need, Officer, Placement, Session, Year


def officers_of(year: Year) -> dict[str, Officer]:
    return {officer.id: officer for officer in year.officers}


def sessions_of(year: Year) -> dict[str, Session]:
    return {session.id: session for session in year.sessions}


def fits(need: Need, session: Session) -> bool:
    inside = need.earliest <= session.first_day and session.last_day <= need.due
    return need.subject in session.subjects and inside


def possible(year: Year) -> list[Placement]:
    """Every placement somebody needs and could attend, by officer and session."""
    officers = officers_of(year)
    found = {
        Placement(need.officer, session.id)
        for need in year.needs
        for session in year.sessions
        if fits(need, session)
        and not officers[need.officer].busy & set(session.half_days)
        and need.officer not in session.instructors
    }
    return sorted(found | year.pinned)


def must_run(year: Year, placements: Iterable[Placement]) -> set[str]:
    return {session.id for session in year.sessions if session.must_run} | {it.session for it in placements}


def broken_rules(year: Year, placements: Iterable[Placement], running: Iterable[str]) -> list[str]:
    """Every hard rule that a plan breaks."""
    placements, running = list(placements), set(running)
    return [
        *_of_places(year, placements, running),
        *_of_people(year, placements, running),
        *_of_floors(year, placements, running),
        *_of_rooms(year, running),
    ]


def _of_places(year: Year, placements: list[Placement], running: set[str]) -> Iterator[str]:
    sessions, choices = sessions_of(year), set(possible(year))
    if len(set(placements)) < len(placements):
        yield "somebody is placed twice in a session"
    yield from (f"{pin} is not kept" for pin in year.pinned - set(placements))
    yield from (f"{it} is not possible" for it in placements if it not in choices)
    yield from (f"{it} is in a session that is not held" for it in placements if it.session not in running)
    yield from (f"{it.id} must run" for it in year.sessions if it.must_run and it.id not in running)
    for name in running:
        if sum(it.session == name for it in placements) > sessions[name].seats:
            yield f"{name} has too few seats"


def _of_people(year: Year, placements: list[Placement], running: set[str]) -> Iterator[str]:
    for officer in year.officers:
        taken = when_taken(year, officer, placements, running)
        if len(set(taken)) < len(taken):
            yield f"{officer.id} is in two places at once"


def when_taken(year: Year, officer: Officer, placements: list[Placement], running: set[str]) -> list[int]:
    """The half-days an officer gives to classes, attended or taught."""
    sessions = sessions_of(year)
    attended = [sessions[it.session] for it in placements if it.officer == officer.id]
    taught = [sessions[name] for name in running if officer.id in sessions[name].instructors]
    return [half for session in chain(attended, taught) for half in session.half_days]


def _of_floors(year: Year, placements: list[Placement], running: set[str]) -> Iterator[str]:
    away: Counter[tuple[str, int]] = Counter()
    for officer in year.officers:
        on_duty = year.patterns.get(officer.pattern, frozenset())
        for half in when_taken(year, officer, placements, running):
            away.update((group, half) for group in officer.groups if half in on_duty)
    for floor in year.floors:
        for (group, half), count in sorted(away.items()):
            held = floor.half_days is None or half in floor.half_days
            if group == floor.group and held and count > floor.most_away:
                yield f"{group} has {count} away on {half}"


def _of_rooms(year: Year, running: set[str]) -> Iterator[str]:
    held = [session for session in year.sessions if session.id in running]
    for one, other in combinations(held, 2):
        if set(one.half_days) & set(other.half_days):
            if set(one.instructors) & set(other.instructors):
                yield f"{one.id} and {other.id} share an instructor"
            if one.room and one.room == other.room:
                yield f"{one.id} and {other.id} share a room"


def met(year: Year, need: Need, placements: Iterable[Placement]) -> bool:
    sessions = sessions_of(year)
    return any(it.officer == need.officer and fits(need, sessions[it.session]) for it in placements)


def money_of(year: Year, placements: Iterable[Placement], running: Iterable[str]) -> int:
    """Cents that are paid."""
    sessions, officers = sessions_of(year), officers_of(year)
    paid = sum(sessions[name].run_cost for name in set(running))
    for it in placements:
        session, officer = sessions[it.session], officers[it.officer]
        pattern = year.patterns.get(officer.pattern, frozenset())
        off = sum(half not in pattern for half in session.half_days)
        paid += session.seat_cost + session.travel.get(officer.base, 0) + off * officer.overtime
    return paid


def cost_of(year: Year, placements: Iterable[Placement], running: Iterable[str]) -> int:
    """Cents with unmet needs and load weighed in."""
    placements = list(placements)
    officers, weights = officers_of(year), year.weights
    unmet = sum(
        weights.unmet * need.weight + weights.denied * officers[need.officer].denied
        for need in year.needs
        if not met(year, need, placements)
    )
    return (
        money_of(year, placements, running)
        + unmet
        + sum(_load_cost(year, it, placements) for it in year.officers)
    )


def _load_cost(year: Year, officer: Officer, placements: list[Placement]) -> int:
    sessions = sessions_of(year)
    pattern = year.patterns.get(officer.pattern, frozenset())
    load = 0
    for it in placements:
        if it.officer == officer.id:
            session = sessions[it.session]
            load += sum(half not in pattern for half in session.half_days)
            load += session.travel.get(officer.base, 0) > 0
    beyond = max(load - max(year.weights.load_free - officer.carried, 0), 0)
    return year.weights.load * (min(beyond, 2) + 2 * max(beyond - 2, 0))


def every_plan(year: Year) -> Iterator[tuple[tuple[Placement, ...], set[str]]]:
    """Every plan that breaks nothing. Only for a handful of possible placements."""
    choices = possible(year)
    for count in range(len(choices) + 1):
        for placements in combinations(choices, count):
            running = must_run(year, placements)
            if not broken_rules(year, placements, running):
                yield placements, running


def least_cost(year: Year) -> int:
    """The cost of the best plan."""
    return min(cost_of(year, placements, running) for placements, running in every_plan(year))
