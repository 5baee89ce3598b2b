"""Random officers, small in words and crowded around the days on which verdicts turn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st
from tests.oracle.model import Fact, Officer, Record

from muster.core.rules.language import FactWord, Jurisdiction, Requirement, Vocabulary
from muster.core.rules.load import Rulebook

RULE = "xx/rule"
TOPICS = ("ethics", "driving", "firearms", "cpr")
DELIVERY = ("classroom", "online", "range")
UNIT = "semester-credit"
MARK = "given-away"
ITEMS = ("handgun", "rifle")

#: What belongs to a course: topics (None: not known), whether certified, minutes of the classroom version.
COURSES: dict[str, tuple[tuple[str, ...] | None, bool | None, int | None]] = {
    "c-1": (("ethics",), True, 240),
    "c-2": (("ethics", "driving"), False, None),
    "c-3": (None, None, 120),
    "c-4": (("firearms",), True, 60),
}

WORDS = Vocabulary(
    topics={code: code for code in TOPICS},
    facts={
        "employment": FactWord(says="x", everyone_has_one=True),
        "rank": FactWord(says="x", order=("officer", "sergeant", "chief"), everyone_has_one=True),
        **{
            name: FactWord(says="x")
            for name in (
                *("certificate", "leave", "card", "carries", "waived", "extended"),
                *("birth-month", "clerical-share", "surname-initial"),
            )
        },
    },
    delivery={code: code for code in DELIVERY},
    marks={MARK: MARK},
    units={UNIT: UNIT},
)

YEARS = range(2018, 2027)
BOUNDARIES = ((1, 1), (1, 31), (2, 28), (3, 1), (6, 30), (7, 1), (12, 31))
KNOWN_AT = datetime(2023, 3, 1, 12)  # noqa: DTZ001 - moments have no zone in Muster


def book_of(*rules: Requirement, who: dict[str, Any] | None = None) -> Rulebook:
    """A rulebook of one jurisdiction with these rules."""
    home = Jurisdiction.model_validate(
        {"id": "xx", "name": "X", "authority": "X", **({"who": who} if who else {})}
    )
    return Rulebook(WORDS, {"xx": home}, {rule.id: rule for rule in rules})


def a_day(random: Random) -> date:
    """A day at, just before or just after a boundary, seldom any other; leap days included."""
    if random.random() < 0.15:
        return date(random.choice(YEARS), 1, 1) + timedelta(days=random.randrange(365))
    if random.random() < 0.1:
        return date(random.choice((2020, 2024)), 2, 29)
    month, day = random.choice(BOUNDARIES)
    return date(random.choice(YEARS), month, day) + timedelta(days=random.choice((-1, 0, 0, 1)))


def _moments(random: Random) -> dict[str, datetime | None]:
    """When a line was written and replaced: mostly always known and never replaced."""
    recorded = KNOWN_AT + timedelta(days=random.choice((-40, 0, 1, 400))) if random.random() < 0.2 else None
    superseded = (
        (recorded or KNOWN_AT) + timedelta(days=random.choice((0, 2, 30))) if random.random() < 0.1 else None
    )
    return {"recorded_at": recorded, "superseded_at": superseded}


def _spell(random: Random, fact: str, value: str, open_end: float = 0.5, longest: int = 900) -> Fact:
    start = a_day(random)
    end = None if random.random() < open_end else start + timedelta(days=random.randrange(longest))
    since_always = random.random() < 0.06
    return Fact(fact, value, None if since_always else start, end, **_moments(random))


def _facts(random: Random) -> list[Fact]:
    found: list[Fact] = []
    kinds: Sequence[tuple[str, Sequence[str], int, float, int]] = (
        ("employment", ("full-time", "part-time"), 2, 0.7, 1500),
        ("rank", ("officer", "sergeant", "chief"), 2, 0.7, 1500),
        ("certificate", ("basic", "advanced"), 2, 0.7, 1500),
        ("leave", ("medical", "military"), 2, 0.1, 400),
        ("card", ("first-aid",), 2, 0.2, 900),
        ("carries", ITEMS, 2, 0.6, 900),
        ("clerical-share", ("20", "90"), 1, 0.5, 900),
        ("waived", (RULE, "xx/other"), 1, 0.1, 300),
        ("extended", (RULE, "xx/other"), 1, 0.0, 500),
    )
    for fact, values, most, open_end, longest in kinds:
        count = (
            random.choice((0, *range(1, most + 1)))
            if fact not in ("waived", "extended")
            else random.random() < 0.15
        )
        found += [_spell(random, fact, random.choice(values), open_end, longest) for _ in range(count)]
    lasting = (Fact("birth-month", random.choice(("2", "7"))), Fact("surname-initial", random.choice("BMZ")))
    return [*found, *(fact for fact in lasting if random.random() < 0.8)]


def a_record(random: Random) -> Record:
    """One record, with the mess of real ones."""
    course = random.choice(tuple(COURSES))
    topics, certified, minutes = COURSES[course]
    outcome = random.choices(("completed", "attended", "failed", "instructed"), (6, 2, 1, 2))[0]
    return Record(
        course=course,
        topics=topics,
        certified=certified,
        course_minutes=minutes,
        date=None if random.random() < 0.06 else a_day(random),
        minutes=random.choice((0, 30, 60, 90, 120, 240, 481)),
        outcome=outcome,
        delivery=random.choice((*DELIVERY, None)),
        provider=random.choice(("p-1", "p-2", None)),
        item=random.choice((*ITEMS, None)),
        unit=UNIT if random.random() < 0.08 else None,
        marks=(MARK,) if random.random() < 0.1 else (),
        score=random.choice((None, 69, 70, 80)),
        **_moments(random),
    )


def an_officer(random: Random) -> Officer:
    """One officer: some facts missing, up to a dozen records, often several near one boundary."""
    records = [a_record(random) for _ in range(random.choice((0, 1, 2, 3, 4, 6, 8, 12)))]
    return Officer(tuple(_facts(random)), tuple(records))


def crowds(size: int) -> st.SearchStrategy[list[Officer]]:
    """So many officers, from one drawn number: a crowd makes the fixed cost of an evaluation worth it."""

    def crowd(seed: int) -> list[Officer]:
        random = Random(seed)
        return [an_officer(random) for _ in range(size)]

    return st.integers(0, 2**32 - 1).map(crowd)


def days() -> st.SearchStrategy[date]:
    """A day to judge on, near a boundary."""
    return st.integers(0, 2**32 - 1).map(lambda seed: a_day(Random(seed)))
