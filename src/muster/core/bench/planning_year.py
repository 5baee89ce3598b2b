"""A made-up year of a department for the planner: squads on shifts, leaves, due days, and a calendar of sessions.

The proportions are those of a city of a thousand officers: about 2.3 needs an officer, sixteen sessions a hundred
officers, and seats for a tenth more than are needed. Nothing in it is tuned to the planner; the same seed always
makes the same year.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from muster.core.planning.year import Floor, Need, Officer, Session, Year, day_of, half_days

FIRST, LAST = date(2027, 1, 1), date(2027, 12, 31)
DAYS = tuple(FIRST + timedelta(days=count) for count in range((LAST - FIRST).days + 1))
SQUAD, SQUADS_A_BASE = 25, 10
FRIDAY, SUNDAY = 4, 6
FIXED = 2 / 3  # of the sessions are on the calendar whatever the plan says; the plan chooses among the others


@dataclass(frozen=True)
class Subject:
    """One subject: half-days of a class, how many of a hundred officers need it in the year, seats, what it costs.

    ``spare`` is how many seats the calendar offers for each that is needed.
    """

    name: str
    half_days: int
    needing: int
    seats: int
    seat_cost: int
    run_cost: int
    room: str
    spare: float = 1.3


SUBJECTS = (
    Subject("firearms", 1, 55, 14, 4_500, 95_000, "range"),
    Subject("de-escalation", 2, 50, 24, 1_000, 120_000, "classroom"),
    Subject("arrest control", 1, 40, 20, 500, 80_000, "mat room"),
    Subject("first aid", 1, 30, 20, 1_500, 60_000, "classroom"),
    Subject("driving", 2, 25, 12, 6_000, 190_000, "track"),
    Subject("bias-free policing", 1, 22, 24, 500, 70_000, "classroom"),
    Subject("crisis response", 10, 8, 24, 9_000, 640_000, "hall"),
)


def made_up_year(officers: int, seed: int) -> Year:
    """Make the problem of a year for so many officers."""
    draw = np.random.default_rng(seed)
    people = tuple(_officer(number, draw) for number in range(officers))
    return Year(
        officers=people,
        needs=tuple(need for subject in SUBJECTS for need in _needs(subject, people, draw)),
        sessions=_calendar(
            [held for subject in SUBJECTS for held in _sessions(subject, officers, draw)], draw
        ),
        floors=_floors(officers),
        patterns=_patterns(),
    )


# ── people ─────────────────────────────────────────────────────────────────────────────────────


def _officer(number: int, draw: np.random.Generator) -> Officer:
    squad = number // SQUAD
    base = f"base {squad // SQUADS_A_BASE + 1}"
    skills = [name for name, share in (("crisis team", 0.1), ("supervisors", 0.12)) if draw.random() < share]
    return Officer(
        id=f"{number + 1:05}",
        groups=(f"squad {squad + 1}", base, *(f"{base} {skill}" for skill in skills)),
        pattern=_PATTERN_NAMES[squad % len(_PATTERN_NAMES)],
        busy=_away(draw),
        base=base,
        overtime=int(draw.integers(180, 320)) * 100,
        denied=int(draw.random() < 0.15),
        carried=int(draw.integers(0, 3)),
    )


def _away(draw: np.random.Generator) -> frozenset[int]:
    """Three weeks of leave in one to three pieces, and some days in court."""
    away: set[int] = set()
    for length in ((21,), (14, 7), (7, 7, 7))[int(draw.integers(0, 3))]:
        begin = int(draw.integers(0, len(DAYS) - length))
        away.update(half for day in DAYS[begin : begin + length] for half in half_days(day))
    for day in draw.choice(len(DAYS), int(draw.integers(2, 9)), replace=False):
        away.update(half_days(DAYS[day], second=False))
    return frozenset(away)


_FOURTEEN = {
    "4-10 early week": "11110001111000",
    "4-10 late week": "00011110001111",
    "12-hour, one": "11001110011000",
    "12-hour, other": "00110001100111",
    "5-8": "11111001111100",
}
_PATTERN_NAMES = ("4-10 early week", "12-hour, one", "4-10 late week", "12-hour, other", "5-8")


def _patterns() -> dict[str, frozenset[int]]:
    return {
        name: frozenset(
            half for count, day in enumerate(DAYS) if days[(count + 4) % 14] == "1" for half in half_days(day)
        )
        for name, days in _FOURTEEN.items()
    }


def _floors(officers: int) -> tuple[Floor, ...]:
    """At most three of a squad away, one on Friday and Saturday; so many of a base, and of those with a skill."""
    weekend = frozenset(half for day in DAYS if FRIDAY <= day.weekday() < SUNDAY for half in half_days(day))
    squads = -(-officers // SQUAD)
    floors = []
    for squad in range(squads):
        floors.append(Floor(f"squad {squad + 1}", 3, source="policy"))
        floors.append(Floor(f"squad {squad + 1}", 1, weekend, "practice"))
    for base in range(-(-squads // SQUADS_A_BASE)):
        floors.append(Floor(f"base {base + 1}", 14, source="policy"))
        floors += [
            Floor(f"base {base + 1} {skill}", 2, source="contract")
            for skill in ("crisis team", "supervisors")
        ]
    return tuple(floors)


# ── needs and sessions ─────────────────────────────────────────────────────────────────────────


def _needs(subject: Subject, people: tuple[Officer, ...], draw: np.random.Generator) -> list[Need]:
    chosen = np.sort(draw.choice(len(people), len(people) * subject.needing // 100, replace=False))
    found = []
    for position in chosen:
        due = DAYS[int(draw.integers(60, len(DAYS)))]
        opens = due - timedelta(days=int(draw.integers(120, 366)))
        found.append(Need(people[position].id, subject.name, max(opens, FIRST), due))
    return found


def _sessions(subject: Subject, officers: int, draw: np.random.Generator) -> list[Session]:
    """Spread a subject's sessions over the year, each near its turn; rooms and instructors may be wanted twice."""
    count = max(round(officers * subject.needing / 100 / subject.seats * subject.spare), 1)
    parallel = max(officers // 1000, 1)
    return [
        _session(subject, number, min(int((number + draw.random()) * 350 / count), 349), parallel, draw)
        for number in range(count)
    ]


def _calendar(sessions: list[Session], draw: np.random.Generator) -> tuple[Session, ...]:
    """Put two in three on the calendar for good, but none beside another with its room or instructor; the rest may run."""
    wanted: set[tuple[str, int]] = set()
    found = []
    for session in sessions:
        names = (*session.instructors, session.room)
        needs = {(name, half) for name in names for half in session.half_days}
        fixed = bool(draw.random() < FIXED) and wanted.isdisjoint(needs)
        if fixed:
            wanted |= needs
        found.append(replace(session, must_run=fixed))
    return tuple(found)


def _session(subject: Subject, number: int, begin: int, parallel: int, draw: np.random.Generator) -> Session:
    halves = _held(begin, subject.half_days, bool(draw.random() < 0.5))
    site = int(draw.integers(0, parallel)) + 1
    near = {f"base {base + 1}" for base in range((site - 1) * 4, site * 4, 2)}
    rooms = 3 if subject.room == "classroom" else 1
    return Session(
        id=f"{subject.name} {number + 1}: {day_of(halves[0]):%d %b}",
        subjects=(subject.name,),
        half_days=halves,
        seats=subject.seats,
        instructors=(f"instructor {site}-{int(draw.integers(0, 6)) + 1}",),
        room=f"{subject.room} {site}-{int(draw.integers(0, rooms)) + 1}",
        seat_cost=subject.seat_cost,
        run_cost=subject.run_cost,
        travel={
            f"base {base + 1}": 0 if f"base {base + 1}" in near else 1_800 for base in range(parallel * 4)
        },
    )


def _held(begin: int, count: int, second: bool) -> tuple[int, ...]:
    """Half-days in a row from a day of the year on, without Sundays; a class of one half is held in either."""
    open_days = [day for day in DAYS[begin:] if day.weekday() != SUNDAY]
    if count == 1:
        return half_days(open_days[0], first=not second, second=second)
    return tuple(half for day in open_days[: -(-count // 2)] for half in half_days(day))[:count]
