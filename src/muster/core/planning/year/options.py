"""Every placement that may be made at all: the session fits a need of the officer, who is free on its days."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from muster.core.periods import as_day
from muster.core.planning.year.problem import Officer, Placement, Session, Year

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True)
class Clock:
    """The half-days on which any session is held, and who is on duty or busy on each (officer by half-day)."""

    half_days: Ints
    duty: Flags
    busy: Flags
    of_session: tuple[Ints, ...]


@dataclass(frozen=True)
class Options:
    """Possible placements as columns: officer, session, cost in cents, load; and which needs each would meet.

    ``meets`` holds pairs (option, need), by option.
    """

    clock: Clock
    officer: Ints
    session: Ints
    cost: Ints
    load: Ints
    pinned: Flags
    meets: Ints

    def __len__(self) -> int:
        return len(self.officer)


def clock_of(year: Year) -> Clock:
    """Lay the officers' time beside the sessions'."""
    used = sorted({half for session in year.sessions for half in session.half_days})
    place = {half: position for position, half in enumerate(used)}
    patterns = {name: _marked(halves, place) for name, halves in year.patterns.items()}
    nobody = np.zeros(len(used), np.bool_)
    shape = (len(year.officers), len(used))
    return Clock(
        half_days=np.array(used, np.int64),
        duty=np.array([patterns.get(it.pattern, nobody) for it in year.officers], np.bool_).reshape(shape),
        busy=np.array([_marked(officer.busy, place) for officer in year.officers], np.bool_).reshape(shape),
        of_session=tuple(
            np.array([place[half] for half in held.half_days], np.int64) for held in year.sessions
        ),
    )


def _marked(halves: frozenset[int], place: dict[int, int]) -> Flags:
    marks = np.zeros(len(place), np.bool_)
    marks[[place[half] for half in halves if half in place]] = True
    return marks


def options_of(year: Year) -> Options:
    """List the possible placements of a year, session by session, and the pinned ones among them."""
    clock, asking = clock_of(year), _needs_by_subject(year)
    number = {officer.id: position for position, officer in enumerate(year.officers)}
    pinned = _pins_by_session(year, number)
    found = [
        _of_session(position, session, clock, asking, number, pinned[session.id])
        for position, session in enumerate(year.sessions)
    ]
    return _joined(year, clock, found)


@dataclass(frozen=True)
class _Asking:
    """The needs of one subject as columns."""

    need: Ints
    officer: Ints
    earliest: Ints
    due: Ints


def _needs_by_subject(year: Year) -> dict[str, _Asking]:
    number = {officer.id: position for position, officer in enumerate(year.officers)}
    rows: dict[str, list[tuple[int, int, int, int]]] = defaultdict(list)
    for position, need in enumerate(year.needs):
        rows[need.subject].append((position, number[need.officer], as_day(need.earliest), as_day(need.due)))
    return {subject: _Asking(*np.array(found, np.int64).T) for subject, found in rows.items()}


def _pins_by_session(year: Year, number: dict[str, int]) -> dict[str, list[int]]:
    pins: dict[str, list[int]] = defaultdict(list)
    for pin in sorted(year.pinned):
        pins[pin.session].append(number[pin.officer])
    return pins


def _of_session(
    position: int,
    session: Session,
    clock: Clock,
    asking: dict[str, _Asking],
    number: dict[str, int],
    pins: list[int],
) -> tuple[Ints, Ints, Ints]:
    """Return the officers of one session's options in order, and its (officer, need) pairs as two columns."""
    pairs = [
        _fitting(asking[subject], session.first_day, session.last_day)
        for subject in session.subjects
        if subject in asking
    ]
    officer, need = np.concatenate(pairs, axis=1) if pairs else np.empty((2, 0), np.int64)
    kept = ~clock.busy[np.ix_(officer, clock.of_session[position])].any(axis=1)
    kept &= ~np.isin(officer, [number[name] for name in session.instructors if name in number])
    kept |= np.isin(officer, pins)
    officer, need = officer[kept], need[kept]
    return np.union1d(officer, np.array(pins, np.int64)), officer, need


def _fitting(asking: _Asking, first: date, last: date) -> Ints:
    fits = (asking.earliest <= as_day(first)) & (asking.due >= as_day(last))
    return np.stack([asking.officer[fits], asking.need[fits]])


def _joined(year: Year, clock: Clock, found: list[tuple[Ints, Ints, Ints]]) -> Options:
    """Number the options through and say what each costs."""
    starts = np.cumsum([0, *(len(officers) for officers, _, _ in found)])
    officer = np.concatenate([np.empty(0, np.int64), *(officers for officers, _, _ in found)])
    session = np.repeat(np.arange(len(found)), np.diff(starts))
    meets = [
        np.stack([start + np.searchsorted(officers, asking), need])
        for start, (officers, asking, need) in zip(starts, found, strict=False)
    ]
    pairs = np.concatenate([np.empty((2, 0), np.int64), *meets], axis=1)
    cost, load = _prices(year, clock, officer, session)
    pinned = (
        np.array(
            [
                Placement(year.officers[o].id, year.sessions[s].id) in year.pinned
                for o, s in zip(officer, session, strict=True)
            ],
            np.bool_,
        )
        if year.pinned
        else np.zeros(len(officer), np.bool_)
    )
    return Options(clock, officer, session, cost, load, pinned, pairs.T[np.lexsort((pairs[1], pairs[0]))])


def _prices(year: Year, clock: Clock, officer: Ints, session: Ints) -> tuple[Ints, Ints]:
    """Return cents and load of each option: seat, journey, overtime of half-days on time off."""
    off = np.zeros(len(officer), np.int64)
    for position, halves in enumerate(clock.of_session):
        mine = session == position
        off[mine] = (~clock.duty[np.ix_(officer[mine], halves)]).sum(axis=1)
    overtime = np.array([someone.overtime for someone in year.officers], np.int64)
    seat = np.array([held.seat_cost for held in year.sessions], np.int64)
    journey = _journeys(year.officers, year.sessions)[officer, session]
    return seat[session] + journey + off * overtime[officer], off + (journey > 0)


def _journeys(officers: tuple[Officer, ...], sessions: tuple[Session, ...]) -> Ints:
    bases = sorted({officer.base for officer in officers})
    place = {base: position for position, base in enumerate(bases)}
    fares = np.array([[held.travel.get(base, 0) for held in sessions] for base in bases], np.int64)
    return fares.reshape(len(bases), len(sessions))[[place[officer.base] for officer in officers]]
