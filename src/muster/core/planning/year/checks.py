"""What a year must not contradict itself in, said before anything is planned."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from muster.core.errors import BadInput, Problem
from muster.core.periods import as_day, day_text
from muster.core.planning.year.model import Kind, Model
from muster.core.planning.year.problem import Officer, Session, Year, day_of, repeated


def check_year(year: Year) -> None:
    """Raise BadInput with everything that cannot be: names nobody knows, days that end before they begin."""
    problems = [*_of_names(year), *_of_needs(year), *_of_sessions(year), *_of_numbers(year)]
    if not problems:  # pins are looked up by name
        problems = list(_of_pins(year))
    if problems:
        raise BadInput(problems)


def _of_names(year: Year) -> Iterator[Problem]:
    for what, names in (
        ("officer", [it.id for it in year.officers]),
        ("session", [it.id for it in year.sessions]),
    ):
        for name in repeated(names):
            yield Problem("plan-twice", f"the {what} {name} is there twice.", "Give each an id of its own.")
    officers, sessions = {it.id for it in year.officers}, {it.id for it in year.sessions}
    for need in year.needs:
        if need.officer not in officers:
            yield Problem(
                "plan-unknown",
                f"a need of {need.subject} names the officer {need.officer}, who is not there.",
            )
    for pin in sorted(year.pinned):
        if pin.officer not in officers or pin.session not in sessions:
            yield Problem(
                "plan-unknown",
                f"the pin of {pin.officer} to {pin.session} names somebody or a session not there.",
            )
    for officer in year.officers:
        if officer.pattern and officer.pattern not in year.patterns:
            yield Problem(
                "plan-unknown",
                f"officer {officer.id} works the pattern {officer.pattern}, which is not there.",
            )


def _of_needs(year: Year) -> Iterator[Problem]:
    for need in year.needs:
        if need.earliest > need.due:
            days = f"{day_text(as_day(need.earliest))}, after the due day {day_text(as_day(need.due))}"
            yield Problem("plan-days", f"{need.officer}'s need of {need.subject} opens on {days}.")
        if need.weight < 1:
            yield Problem(
                "plan-number",
                f"{need.officer}'s need of {need.subject} has the weight {need.weight}; 1 is the least.",
            )


def _of_sessions(year: Year) -> Iterator[Problem]:
    for session in year.sessions:
        if not session.half_days or len(set(session.half_days)) < len(session.half_days):
            yield Problem("plan-days", f"the session {session.id} has no half-days, or one of them twice.")
        if not session.subjects or len(set(session.subjects)) < len(session.subjects):
            yield Problem("plan-subjects", f"the session {session.id} has no subject, or one of them twice.")
        costs = (session.seats, session.seat_cost, session.run_cost, *session.travel.values())
        if min(costs) < 0:
            yield Problem("plan-number", f"the session {session.id} has seats or a cost below zero.")


def _of_numbers(year: Year) -> Iterator[Problem]:
    for officer in year.officers:
        if min(officer.overtime, officer.denied, officer.carried) < 0:
            yield Problem("plan-number", f"officer {officer.id} has overtime, denials or load below zero.")
    for floor in year.floors:
        if floor.most_away < 0:
            yield Problem(
                "plan-number", f"the floor of {floor.group} lets {floor.most_away} go; 0 is the least."
            )
    weights = year.weights
    if min(weights.unmet, weights.denied, weights.load, weights.load_free) < 0 or not weights.unmet:
        yield Problem("plan-number", "a weight is below zero, or an unmet need weighs nothing.")


def _of_pins(year: Year) -> Iterator[Problem]:
    officers = {officer.id: officer for officer in year.officers}
    sessions = {session.id: session for session in year.sessions}
    for pin in sorted(year.pinned):
        yield from _of_pin(officers[pin.officer], sessions[pin.session])


def _of_pin(officer: Officer, session: Session) -> Iterator[Problem]:
    busy = sorted(officer.busy.intersection(session.half_days))
    if busy:
        day = day_text(as_day(day_of(busy[0])))
        what = f"{officer.id} is pinned to {session.id} and is not free on {day}."
        yield Problem("plan-pin-busy", what, "Take the pin off, or the absence.")
    if officer.id in session.instructors:
        yield Problem(
            "plan-pin-teaches", f"{officer.id} is pinned to {session.id} and teaches it.", "Take the pin off."
        )


_SAYS = {
    Kind.seats: "more people are pinned to {about} than it has seats",
    Kind.officer: "{about} is pinned to, or teaches, two sessions at once on {when}",
    Kind.floor: "the pins take more of {about} away on {when} than its floor lets go",
    Kind.shared: "{about} is in two sessions at once on {when}, and both must run",
}


def check_pins(model: Model) -> None:
    """Raise BadInput if what is pinned and what must run breaks a rule by itself, naming each."""
    over = np.flatnonzero(model.row_sums(model.low) > model.upper)
    broken = [row for row in over if model.kind[row] in _SAYS]
    if broken:
        raise BadInput([_broken(model, int(row)) for row in broken])


def _broken(model: Model, row: int) -> Problem:
    about, kind = int(model.about[row]), Kind(model.kind[row])
    year = model.year
    name = {
        Kind.seats: lambda: year.sessions[about].id,
        Kind.officer: lambda: year.officers[about].id,
        Kind.floor: lambda: year.floors[about].group,
        Kind.shared: lambda: model.shared[about],
    }[kind]()
    when = day_text(int(model.options.clock.half_days[model.when[row]]) // 2) if model.when[row] >= 0 else ""
    return Problem(
        f"plan-{kind.name}", _SAYS[kind].format(about=name, when=when) + ".", "Take one of the pins off."
    )
