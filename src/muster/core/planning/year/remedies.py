"""What binds when needs stay unmet, and what would do, worked out and then checked by solving again.

For each subject with unmet needs three things are tried, each with everything else of the plan in place: more sessions
(those on offer that the plan does not hold, and new ones of the usual kind on any day), more seats in the sessions there
are, and floors that let more people go. Each is a small problem: leave the fewest unmet, then use the fewest. What comes
out is put into the year as if it had been granted and solved again; a remedy that does not keep its promise is not
given. What none of them mends (somebody away in all the time they have) wants more time, and that is said too.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import numpy as np

from muster.core.periods import as_day, day_text
from muster.core.planning.year.model import Model, model_of
from muster.core.planning.year.options import Ints
from muster.core.planning.year.part import solve_part
from muster.core.planning.year.plan import Plan, plan_of
from muster.core.planning.year.problem import Floor, Need, Placement, Session, Year, day_of
from muster.core.planning.year.reasons import people_away
from muster.core.planning.year.round_and_repair import completed

FREED = 300  # a subject with no more needs than this is placed anew; in a larger one only the unmet are
NEW_DAYS = 120  # days that are tried for new sessions
NODES = 500
UNMET, NEW, HELD = 1_000_000, 1_000, 900


class Kind(StrEnum):
    """What would do."""

    sessions = "sessions"
    seats = "seats"
    floors = "floors"
    time = "time"


@dataclass(frozen=True)
class Remedy:
    """One thing that would meet ``meets`` of the subject's unmet needs and leave ``left``.

    ``sessions`` are to be held, new ones and ones on offer; ``seats`` more seats by session; ``floors`` those that must
    let more go, as they would read then. For more time, ``needs`` are those that have no day left.
    """

    kind: Kind
    subject: str
    meets: int
    left: int
    by: date
    sessions: tuple[Session, ...] = ()
    offered: tuple[str, ...] = ()
    seats: tuple[tuple[str, int], ...] = ()
    floors: tuple[Floor, ...] = ()
    needs: tuple[Need, ...] = ()

    def __str__(self) -> str:
        return f"{_sentence(self)}{_reach(self)}"


def remedies(year: Year, plan: Plan, *, seconds: float = 20.0) -> tuple[Remedy, ...]:
    """Say for each subject with unmet needs what would do; nothing when every need is met."""
    until = time.monotonic() + seconds
    subjects = sorted({need.subject for need in plan.unmet})
    return tuple(found for subject in subjects for found in _Subject(year, plan, subject, until).remedies())


def following(year: Year, remedy: Remedy) -> Year:
    """Return the year with a remedy granted."""
    extra = dict(remedy.seats)
    sessions = [
        replace(
            held,
            seats=held.seats + extra.get(held.id, 0),
            must_run=held.must_run or held.id in remedy.offered,
        )
        for held in year.sessions
    ]
    floors = [floor for floor in year.floors if not _raised(floor, remedy.floors)]
    rest = [_elsewhen(floor, remedy.floors) for floor in year.floors if _raised(floor, remedy.floors)]
    return replace(year, sessions=(*sessions, *remedy.sessions), floors=(*floors, *rest, *remedy.floors))


def _raised(floor: Floor, floors: tuple[Floor, ...]) -> bool:
    return any(
        other.group == floor.group and other.most_away > floor.most_away and _overlap(floor, other)
        for other in floors
    )


def _overlap(floor: Floor, other: Floor) -> bool:
    return floor.half_days is None or not floor.half_days.isdisjoint(other.half_days or ())


def _elsewhen(floor: Floor, floors: tuple[Floor, ...]) -> Floor:
    """Return the floor for all other half-days of the year it is about; the raised ones stand beside it."""
    freed = {half for other in floors if other.group == floor.group for half in other.half_days or ()}
    every = (
        floor.half_days
        if floor.half_days is not None
        else frozenset(range(min(freed) - 1000, max(freed) + 1000))
    )
    return replace(floor, half_days=every - freed)


class _Subject:
    """One subject's needs with the rest of the plan in place."""

    def __init__(self, year: Year, plan: Plan, subject: str, until: float) -> None:
        self.year, self.plan, self.subject, self.until = year, plan, subject, until
        self.mine = tuple(session for session in year.sessions if subject in session.subjects)
        self.unmet = tuple(need for need in plan.unmet if need.subject == subject)
        self.base = self._base()

    def _base(self) -> Year:
        """Return the year with what is not the subject's pinned; with few needs, its own placements are free."""
        ours = {session.id for session in self.mine if session.subjects == (self.subject,)}
        needs = tuple(need for need in self.year.needs if need.subject == self.subject)
        if len(needs) > FREED:
            ours, needs = set(), self.unmet
        kept = {it for it in self.plan.placements if it.session not in ours} | self.year.pinned
        running = set(self.plan.running)
        sessions = tuple(
            replace(held, must_run=held.id in running)
            for held in self.year.sessions
            if held in self.mine or held.id in running
        )
        return replace(self.year, needs=needs, sessions=sessions, pinned=frozenset(kept))

    def remedies(self) -> Iterator[Remedy]:
        """Yield what would do, and what nothing would."""
        tries = (self._by_sessions(), self._by_seats(), self._by_floors())
        found = [remedy for remedy in tries if remedy and remedy.meets and self._holds(remedy)]
        fewest = min((remedy.left for remedy in found), default=len(self.unmet))
        yield from (remedy for remedy in found if remedy.left == fewest)
        if fewest:
            yield from self._for_more_time()

    def _holds(self, remedy: Remedy) -> bool:
        """Solve again with the remedy granted: are no more needs left than promised?"""
        model = model_of(following(self.base, remedy))
        return len(self._solved(model, _weights(model)).unmet) <= remedy.left

    def _by_sessions(self) -> Remedy | None:
        new = self._new_sessions()
        model = model_of(replace(self.base, sessions=(*self.base.sessions, *new)))
        cost = _weights(model)
        fresh = {session.id: NEW + number for number, session in enumerate(new)}
        for position, session in enumerate(model.year.sessions):
            cost[position] = 0 if session.must_run else fresh.get(session.id, HELD)
        plan = self._solved(model, cost)
        held = set(plan.running) - set(self.plan.running)
        used = tuple(replace(session, must_run=True) for session in new if session.id in held)
        offered = tuple(session.id for session in self.year.sessions if session.id in held)
        last = max((need.due for need in self.unmet if need not in plan.unmet), default=date.min)
        return self._remedy(Kind.sessions, plan, last, sessions=used, offered=offered)

    def _new_sessions(self) -> tuple[Session, ...]:
        """Return the subject's usual session on each day that could help, with a room and an instructor of its own."""
        usual = _usual(self.subject, self.mine)
        begin, end = min(need.earliest for need in self.unmet), max(need.due for need in self.unmet)
        first = as_day(usual.first_day)
        days = range(as_day(begin), as_day(end) - (as_day(usual.last_day) - first) + 1)
        step = -(-len(days) // NEW_DAYS) if len(days) * len(self.base.needs) > 10_000 else 1
        return tuple(
            replace(
                usual,
                id=f"new: {self.subject}, {day_text(day)}",
                half_days=tuple(half + 2 * (day - first) for half in usual.half_days),
                instructors=(),
                room="",
                must_run=False,
            )
            for day in days[::step]
        )

    def _by_seats(self) -> Remedy | None:
        """Let more sit in sessions that run: a second one at the same time, of which each placement is a seat more."""
        running = [session for session in self.mine if session.id in self.plan.running]
        more = {f"more seats: {session.id}": session for session in running}
        room = len(self.base.needs)
        doubles = tuple(
            replace(session, id=name, seats=room, instructors=(), room="", must_run=False)
            for name, session in more.items()
        )
        model = model_of(replace(self.base, sessions=(*self.base.sessions, *doubles)))
        cost = _weights(model)
        self._close_idle(model, cost)
        for position in range(len(self.base.sessions), len(model.year.sessions)):
            cost[model.placements][model.options.session == position] = NEW
        plan = self._solved(model, cost)
        seats = Counter(more[it.session].id for it in plan.placements if it.session in more)
        return self._remedy(Kind.seats, plan, self._last(plan), seats=tuple(sorted(seats.items())))

    def _by_floors(self) -> Remedy | None:
        """Let more go at once: without floors, with as few placements as can be that would break one now."""
        now = model_of(replace(self.base, floors=()))
        away, floors = people_away(self.year, self.plan), self.year.floors
        cost = _weights(now)
        self._close_idle(now, cost)
        options = zip(now.options.officer.tolist(), now.options.session.tolist(), strict=True)
        over = [_breaks(self.year, o, now.year.sessions[s], away) for o, s in options]
        cost[now.placements] += NEW * np.array(over, np.int64)
        plan = self._solved(now, cost)
        raised = _raised_floors(floors, people_away(now.year, plan))
        return self._remedy(Kind.floors, plan, self._last(plan), floors=raised) if raised else None

    def _close_idle(self, model: Model, cost: Ints) -> None:
        """Sessions that the plan does not hold stay closed: holding them is another remedy."""
        for position, session in enumerate(self.base.sessions):
            if not session.must_run:
                cost[position] = UNMET * len(model.year.needs)

    def _last(self, plan: Plan) -> date:
        return max((need.due for need in self.unmet if need not in plan.unmet), default=date.min)

    def _solved(self, model: Model, cost: Ints) -> Plan:
        start = completed(model, model.low)
        free = model.low < model.high
        seconds = self.until - time.monotonic()
        found = solve_part(model, free, start, seconds=seconds, nodes=NODES, close=0.0, cost=cost)
        return plan_of(model, completed(model, found.values), 0, "still", 0.0)

    def _remedy(self, kind: Kind, plan: Plan, by: date, **what: object) -> Remedy | None:
        left = len(plan.unmet)
        return Remedy(kind, self.subject, len(self.unmet) - left, left, by, **what)  # type: ignore[arg-type]

    def _for_more_time(self) -> Iterator[Remedy]:
        """Name the needs whose officer is not there on any run of days a session would take."""
        usual = _usual(self.subject, self.mine)
        officers = {officer.id: officer for officer in self.year.officers}
        shapes = [session.half_days for session in self._new_sessions()] or [usual.half_days]
        stuck = tuple(
            need
            for need in self.unmet
            if all(
                day_of(halves[0]) < need.earliest
                or day_of(halves[-1]) > need.due
                or not officers[need.officer].busy.isdisjoint(halves)
                for halves in shapes
            )
        )
        if stuck:
            yield Remedy(Kind.time, self.subject, 0, len(stuck), max(need.due for need in stuck), needs=stuck)


def _raised_floors(floors: tuple[Floor, ...], away: Counter[tuple[str, int]]) -> tuple[Floor, ...]:
    """Return the floors that this many away would break, as they would have to read, each with its half-days."""
    halves: dict[tuple[Floor, int], list[int]] = defaultdict(list)
    for (group, half), count in sorted(away.items()):
        for floor in floors:
            if floor.group == group and count > floor.most_away and _holds(floor, half):
                halves[floor, count].append(half)
    return tuple(Floor(it.group, count, frozenset(when), it.source) for (it, count), when in halves.items())


def _holds(floor: Floor, half: int) -> bool:
    return floor.half_days is None or half in floor.half_days


def _weights(model: Model) -> Ints:
    """Return costs that count only needs left unmet."""
    cost = np.zeros_like(model.cost)
    cost[model.unmet] = UNMET
    return cost


def _usual(subject: str, sessions: tuple[Session, ...]) -> Session:
    """Return the kind of session that is held most often, or a day of twenty seats where there is none."""
    if not sessions:
        return Session(subject, (subject,), (0, 1), 20)
    lengths = Counter(len(session.half_days) for session in sessions)
    return next(it for it in sessions if len(it.half_days) == lengths.most_common(1)[0][0])


def _breaks(year: Year, officer: int, session: Session, away: Counter[tuple[str, int]]) -> int:
    """Count the floors and half-days that one more placement would break."""
    someone = year.officers[officer]
    if Placement(someone.id, session.id) in year.pinned:
        return 0
    pattern = year.patterns.get(someone.pattern, frozenset())
    return sum(
        away[floor.group, half] >= floor.most_away
        for half in session.half_days
        if half in pattern
        for floor in year.floors
        if floor.group in someone.groups and _holds(floor, half)
    )


# ── sentences ──────────────────────────────────────────────────────────────────────────────────

_NUMBERS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else f"{count:,}"


def _sentence(remedy: Remedy) -> str:
    by = day_text(as_day(remedy.by))
    if remedy.kind is Kind.time:
        names = ", ".join(need.officer for need in remedy.needs[:5]) + (
            " and others" if len(remedy.needs) > 5 else ""
        )
        return f"No day is left for {remedy.subject} before the due day for {names}: only more time would do"
    if remedy.kind is Kind.seats:
        seats = ", ".join(f"{count} in {session}" for session, count in remedy.seats)
        return _capital(
            f"{_number(sum(dict(remedy.seats).values()))} more {_seats(remedy)} of {remedy.subject} would do: {seats}"
        )
    if remedy.kind is Kind.floors:
        floors = "; ".join(f"{it.most_away} of {it.group} on {_days(it)}" for it in remedy.floors[:5])
        more = f"; and {len(remedy.floors) - 5} more" if len(remedy.floors) > 5 else ""
        return f"Letting more people go at once for {remedy.subject} would do: {floors}{more}"
    return f"{_sessions_sentence(remedy)} by {by} would do"


def _sessions_sentence(remedy: Remedy) -> str:
    parts = []
    if remedy.sessions:
        count = len(remedy.sessions)
        days = ", ".join(day_text(as_day(session.first_day)) for session in remedy.sessions[:6])
        parts.append(
            f"{_number(count)} more session{'s' * (count > 1)} of {remedy.subject} "
            f"({remedy.sessions[0].seats} seats{' each' * (count > 1)}; such as on {days})"
        )
    if remedy.offered:
        parts.append("holding " + ", ".join(remedy.offered) + " as well")
    return _capital(" and ".join(parts))


def _seats(remedy: Remedy) -> str:
    return "seat" if sum(dict(remedy.seats).values()) == 1 else "seats"


def _days(floor: Floor) -> str:
    return ", ".join(sorted({day_text(half // 2) for half in floor.half_days or ()}))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _reach(remedy: Remedy) -> str:
    if remedy.kind is Kind.time or not remedy.left:
        return "."
    return f" for {_number(remedy.meets)} of {_number(remedy.meets + remedy.left)}."
