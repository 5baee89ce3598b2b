"""Small years: one made by hand, and any at all for hypothesis."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import assume
from hypothesis import strategies as st
from tests.core.planning.year.witness import broken_rules, must_run, possible

from muster.core.planning.year import Floor, Need, Officer, Placement, Session, Weights, Year, half_days

MONDAY = date(2027, 3, 1)
ALL_WEEK = frozenset(half for count in range(14) for half in half_days(MONDAY + timedelta(days=count)))
SPRING = (MONDAY, MONDAY + timedelta(days=13))


def day(count: int) -> date:
    """So many days after the first Monday."""
    return MONDAY + timedelta(days=count)


def officer(name: str, **what: object) -> Officer:
    return Officer(name, **{"groups": ("squad",), "pattern": "all week", **what})


def need(name: str, subject: str = "driving", **what: object) -> Need:
    return Need(name, subject, **{"earliest": SPRING[0], "due": SPRING[1], **what})


def session(name: str, on: int, **what: object) -> Session:
    return Session(name, **{"subjects": ("driving",), "half_days": half_days(day(on)), "seats": 9, **what})


def year(officers: list[Officer], needs: list[Need], sessions: list[Session], **what: object) -> Year:
    patterns = {"all week": ALL_WEEK, "never": frozenset()}
    return Year(tuple(officers), tuple(needs), tuple(sessions), **{"patterns": patterns, **what})


# ── any year at all ────────────────────────────────────────────────────────────────────────────

NAMES = ("Ada", "Ben", "Cal")
SUBJECTS = ("driving", "first aid")
HALVES = tuple(half for count in range(3) for half in half_days(day(count)))
CENTS = st.sampled_from([0, 700, 1_300, 20_000])


@st.composite
def officers(draw: st.DrawFn, name: str) -> Officer:
    return Officer(
        name,
        groups=tuple(sorted(draw(st.sets(st.sampled_from(["squad", "medics"]))))),
        pattern=draw(st.sampled_from(["early", "all week", ""])),
        busy=frozenset(draw(st.sets(st.sampled_from(HALVES), max_size=2))),
        base=draw(st.sampled_from(["north", "south"])),
        overtime=draw(CENTS),
        denied=draw(st.integers(0, 2)),
        carried=draw(st.integers(0, 2)),
    )


@st.composite
def needs(draw: st.DrawFn) -> Need:
    begin = draw(st.integers(0, 2))
    return Need(
        draw(st.sampled_from(NAMES)),
        draw(st.sampled_from(SUBJECTS)),
        day(begin),
        day(draw(st.integers(begin, 2))),
        draw(st.integers(1, 2)),
    )


@st.composite
def sessions(draw: st.DrawFn, name: str) -> Session:
    return Session(
        name,
        subjects=tuple(sorted(draw(st.sets(st.sampled_from(SUBJECTS), min_size=1)))),
        half_days=tuple(sorted(draw(st.sets(st.sampled_from(HALVES), min_size=1, max_size=3)))),
        seats=draw(st.integers(0, 2)),
        instructors=tuple(sorted(draw(st.sets(st.sampled_from(["Ada", "guest"]), max_size=1)))),
        room=draw(st.sampled_from(["", "track"])),
        seat_cost=draw(CENTS),
        run_cost=draw(CENTS),
        must_run=draw(st.booleans()),
        travel=draw(st.dictionaries(st.just("north"), CENTS)),
    )


FLOORS = st.builds(
    Floor,
    group=st.sampled_from(["squad", "medics"]),
    most_away=st.integers(0, 2),
    half_days=st.none() | st.frozensets(st.sampled_from(HALVES)),
)


@st.composite
def years(draw: st.DrawFn) -> Year:
    """Any small year that does not contradict itself, sometimes with a pin."""
    found = Year(
        officers=tuple(draw(officers(name)) for name in NAMES),
        needs=tuple(draw(st.lists(needs(), max_size=5))),
        sessions=tuple(draw(sessions(name)) for name in ("one", "two", "three")),
        floors=tuple(draw(st.lists(FLOORS, max_size=2))),
        patterns={"early": frozenset(HALVES[:3]), "all week": frozenset(HALVES)},
        weights=Weights(unmet=50_000, denied=3_000, load=draw(st.sampled_from([0, 900])), load_free=1),
    )
    choices = possible(found)
    pins = draw(st.sets(st.sampled_from(choices), max_size=1)) if choices else set[Placement]()
    found = Year(**{**found.__dict__, "pinned": frozenset(pins)})
    assume(not broken_rules(found, found.pinned, must_run(found, found.pinned)))
    return found
