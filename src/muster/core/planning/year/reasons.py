"""Why each placement is where it is, and why a need is unmet: what stands in the way of every other session."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from muster.core.periods import as_day, day_text
from muster.core.planning.year.plan import Plan
from muster.core.planning.year.problem import Floor, Need, Officer, Placement, Session, Year, day_of


class Hindrance(StrEnum):
    """What stands between a need and a session. The order is the order in which it is looked for."""

    early = "held before the need opens"
    late = "held after the due day"
    busy = "the officer is away"
    teaches = "the officer teaches at that time"
    elsewhere = "the officer attends another session then"
    taken = "its instructor or room is wanted by another session"
    full = "no seat is free"
    floor = "a floor would be broken"
    idle = "it is not held"
    dearer = "it costs more"
    equal = "it costs the same"


@dataclass(frozen=True)
class Detail:
    """What a hindrance is about, as far as it is about something: a day, another session, a floor, seats, cents.

    ``cents`` is what the session costs more than the one that was chosen; ``weighed`` says that it costs more than an
    unmet need is weighed.
    """

    day: date | None = None
    other: str = ""
    group: str = ""
    source: str = ""
    seats: int | None = None
    cents: int | None = None
    weighed: bool = False

    def __str__(self) -> str:
        if self.group:
            return f"{self.group} on {_day(self.day)}" + (f", {self.source}" if self.source else "")
        if self.seats is not None:
            return f"{self.seats} seats"
        if self.cents is not None:
            return f"{self.cents / 100:,.2f} more" if self.cents > 0 else "with load and others"
        return self.other or _day(self.day) or ("than it is weighed" if self.weighed else "")


@dataclass(frozen=True)
class Reason:
    """One session that was not chosen, and why."""

    session: str
    hindrance: Hindrance
    about: Detail = Detail()

    @property
    def detail(self) -> str:
        """The day, the group or the cents, in words."""
        return str(self.about)

    def __str__(self) -> str:
        return f"{self.session}: {self.hindrance}" + (f" ({self.detail})" if self.detail else "")


@dataclass(frozen=True)
class Explanation:
    """A placement or an unmet need with the reasons against each other session of its subject."""

    officer: str
    session: str | None
    needs: tuple[Need, ...]
    cents: int
    pinned: bool
    others: tuple[Reason, ...]

    def __str__(self) -> str:
        subjects = " and ".join(sorted({need.subject for need in self.needs})) or "no need"
        due = min((need.due for need in self.needs), default=None)
        by = f", due {day_text(as_day(due))}" if due else ""
        if self.session is None:
            return f"{self.officer}, {subjects}{by}: unmet. {self._counted()}"
        how = "pinned" if self.pinned else f"{self.cents / 100:,.2f} for seat, journey and overtime"
        return f"{self.officer} attends {self.session} for {subjects}{by}: {how}. {self._counted()}"

    def _counted(self) -> str:
        found = Counter(reason.hindrance for reason in self.others)
        if not found:
            return "There is no other session." if self.session else "There is no session of it."
        return (
            "Of the other sessions: "
            + "; ".join(f"{found[each]} {each}" for each in Hindrance if found[each])
            + "."
        )


class Reasons:
    """The reasons of one plan. Make it once and ask for as many placements as wanted."""

    def __init__(self, year: Year, plan: Plan) -> None:
        self.year = year
        self.plan = plan
        self.officers = {officer.id: officer for officer in year.officers}
        self.sessions = {session.id: session for session in year.sessions}
        self.running = set(plan.running)
        self.attended = Counter(placement.session for placement in plan.placements)
        self.placed: dict[str, list[str]] = {officer: [] for officer in self.officers}
        for placement in plan.placements:
            self.placed[placement.officer].append(placement.session)
        self.needs: defaultdict[str, list[Need]] = defaultdict(list)
        for need in year.needs:
            self.needs[need.officer].append(need)
        self.teaches: defaultdict[str, list[Session]] = defaultdict(list)
        for held in year.sessions:
            for instructor in held.instructors if held.id in self.running else ():
                self.teaches[instructor].append(held)

    def of_placement(self, placement: Placement) -> Explanation:
        """Explain why somebody attends this session and no other. The placement must be one of the plan's."""
        chosen, officer = self.sessions[placement.session], self.officers[placement.officer]
        needs = tuple(need for need in self.needs[officer.id] if _fits(need, chosen))
        cents = price(self.year, officer, chosen)
        others = [
            self._against(officer, need, session, cents, chosen.id)
            for need in needs
            for session in self.year.sessions
            if need.subject in session.subjects and session.id != chosen.id
        ]
        pinned = placement in self.year.pinned
        return Explanation(officer.id, chosen.id, needs, cents, pinned, tuple(dict.fromkeys(others)))

    def of_unmet(self, need: Need) -> Explanation:
        """Explain why no session meets this need."""
        officer = self.officers[need.officer]
        others = [
            self._against(officer, need, session, self.year.weights.unmet, None)
            for session in self.year.sessions
            if need.subject in session.subjects
        ]
        return Explanation(officer.id, None, (need,), 0, False, tuple(others))

    def _against(
        self, officer: Officer, need: Need, session: Session, cents: int, instead: str | None
    ) -> Reason:
        """Say what stands against a session, if the officer did not attend ``instead``."""
        for hindrance, about in self._hindrances(officer, need, session, instead):
            if about is not None:
                return Reason(session.id, hindrance, about)
        more = price(self.year, officer, session) - cents
        if instead is not None and more == 0:
            return Reason(session.id, Hindrance.equal)
        weighed = instead is None and more <= 0
        return Reason(session.id, Hindrance.dearer, Detail(weighed=True) if weighed else Detail(cents=more))

    def _hindrances(
        self, officer: Officer, need: Need, session: Session, instead: str | None
    ) -> list[tuple[Hindrance, Detail | None]]:
        """Each thing that could stand in the way, with its detail, or None where it does not."""
        return [
            (Hindrance.early, Detail(session.first_day) if session.first_day < need.earliest else None),
            (Hindrance.late, Detail(session.last_day) if session.last_day > need.due else None),
            (Hindrance.busy, _first(officer.busy, session)),
            (Hindrance.teaches, self._teaching(officer, session)),
            (Hindrance.elsewhere, self._elsewhere(officer, session, instead)),
            (Hindrance.taken, self._wanted_by(session)),
            (
                Hindrance.full,
                Detail(seats=session.seats) if self.attended[session.id] >= session.seats else None,
            ),
            (Hindrance.floor, self._floor(officer, session, instead)),
            (Hindrance.idle, Detail() if session.id not in self.running else None),
        ]

    def _teaching(self, officer: Officer, session: Session) -> Detail | None:
        found = (held.id for held in self.teaches[officer.id] if _meet(held, session))
        return _first_of(found)

    def _elsewhere(self, officer: Officer, session: Session, instead: str | None) -> Detail | None:
        found = (
            other
            for other in self.placed[officer.id]
            if other not in (session.id, instead) and _meet(self.sessions[other], session)
        )
        return _first_of(found)

    def _wanted_by(self, session: Session) -> Detail | None:
        if session.id in self.running:
            return None
        found = (
            other.id
            for other in self.year.sessions
            if other.id in self.running and _meet(other, session) and _share(other, session)
        )
        return _first_of(found)

    def _floor(self, officer: Officer, session: Session, instead: str | None) -> Detail | None:
        """Name a floor that one more of the officer's groups away would break; who leaves ``instead`` is back then."""
        pattern = self.year.patterns.get(officer.pattern, frozenset())
        back = set(self.sessions[instead].half_days) if instead else set()
        for half in session.half_days:
            if half not in pattern:
                continue
            for floor in self.year.floors:
                if floor.group not in officer.groups or not _holds(floor, half):
                    continue
                if self.away[floor.group, half] - (half in back) >= floor.most_away:
                    return Detail(day_of(half), group=floor.group, source=floor.source)
        return None

    @cached_property
    def away(self) -> Counter[tuple[str, int]]:
        """How many of a group the plan takes from the street on a half-day."""
        return people_away(self.year, self.plan)


def people_away(year: Year, plan: Plan) -> Counter[tuple[str, int]]:
    """Count who is away from the street, by group and half-day: in a class or teaching one, while on duty."""
    officers = {officer.id: officer for officer in year.officers}
    sessions = {session.id: session for session in year.sessions}
    busy = [(placement.officer, placement.session) for placement in plan.placements]
    busy += [(name, each) for each in plan.running for name in sessions[each].instructors if name in officers]
    away: Counter[tuple[str, int]] = Counter()
    for name, each in busy:
        officer = officers[name]
        on_duty = year.patterns.get(officer.pattern, frozenset()).intersection(sessions[each].half_days)
        away.update((group, half) for group in officer.groups for half in on_duty)
    return away


def price(year: Year, officer: Officer, session: Session) -> int:
    """Return the cents of one placement: seat, journey, overtime of the half-days on time off."""
    pattern = year.patterns.get(officer.pattern, frozenset())
    off = sum(half not in pattern for half in session.half_days)
    return session.seat_cost + session.travel.get(officer.base, 0) + off * officer.overtime


def _fits(need: Need, session: Session) -> bool:
    return (
        need.subject in session.subjects
        and need.earliest <= session.first_day
        and session.last_day <= need.due
    )


def _meet(one: Session, other: Session) -> bool:
    return one.id != other.id and not set(one.half_days).isdisjoint(other.half_days)


def _share(one: Session, other: Session) -> bool:
    return bool(one.room and one.room == other.room) or not set(one.instructors).isdisjoint(other.instructors)


def _holds(floor: Floor, half: int) -> bool:
    return floor.half_days is None or half in floor.half_days


def _first(busy: frozenset[int], session: Session) -> Detail | None:
    halves = busy.intersection(session.half_days)
    return Detail(day_of(min(halves))) if halves else None


def _first_of(sessions: Iterator[str]) -> Detail | None:
    found = next(sessions, None)
    return None if found is None else Detail(other=found)


def _day(day: date | None) -> str:
    return day_text(as_day(day)) if day else ""
