"""Where a year's records come from: the yearly programme, qualifications, cards, roll calls and the rest."""

from __future__ import annotations

import numpy as np

from muster.core.periods import NEVER, Days
from muster.core.sample.careers import supervises_from, teaches_from
from muster.core.sample.catalogue import ITEMS, OUTCOME
from muster.core.sample.frames import Ints
from muster.core.sample.subjects import YEARLY
from muster.core.sample.training import (
    Rows,
    Year,
    days_served,
    off_weekends,
    on_duty,
    retaken,
    rows,
    stack,
    taken,
)

#: About how many records a year the planned streams give one officer.
PLANNED_A_YEAR = 14.5

FIVE = ("procedural-justice", "bias-free", "crisis-response", "de-escalation", "cultural-competency")
EVERY_YEAR = (*FIVE, "use-of-force", "arrest-control")
IN_TURN = (("driving", "domestic-violence"), ("pursuit", "officer-wellness"), ("firearms", "active-shooter"))

SESSIONS = 12  # of each course a year
_CLASSES_TAUGHT = 4  # a year, by one instructor
_CYCLE_YEARS = 3
_CONFERENCE_BLOCKS = ((0, 240), (0, 240), (1, 240), (1, 120))  # day of the conference, minutes


def year_of_training(year: Year) -> Rows:
    """All rows of the year in no particular order, of officers on duty that day."""
    programme, sessions = _programme(year)
    planned = stack(
        [
            _in_service(year, programme, sessions),
            _taught(year, programme, sessions),
            *(_qualified(year, half) for half in (0, 1)),
            _cards(year),
            _supervision(year),
            _conferences(year),
            *_academy(year),
            _markers(year),
            _college(year),
            _registrations(year),
        ]
    )
    planned = stack([planned, retaken(year, planned)])
    planned = planned.only(planned.sure | on_duty(year.careers, planned.officer, planned.day))
    return stack([planned, *_fillers(year, len(planned.day))])


def _programme(year: Year) -> tuple[Ints, Days]:
    """The year's in-service courses and the days each is held (course by session)."""
    topics = (*EVERY_YEAR, *IN_TURN[year.year % len(IN_TURN)])
    uses = [f"refresher-{topic}" for topic in topics] + [f"{code}-{year.year}" for code, *_ in YEARLY]
    courses = np.array([year.catalogue.only(use) for use in uses], np.int16)
    days = year.first + np.sort(year.random.integers(20, 345, (len(courses), SESSIONS)), axis=1)
    return courses, days.astype(np.int32)


def _session_days(year: Year, officer: Ints, course: Ints, sessions: Days) -> Days:
    """Return the day of a random session of each course, shifted so that agencies differ."""
    session = year.random.integers(0, SESSIONS, len(officer))
    shift = (year.careers.agency[officer] * 3 + course) % 11
    return off_weekends(sessions[course, session] + shift)


def _in_service(year: Year, programme: Ints, sessions: Days) -> Rows:
    chance = year.careers.diligence[:, None] * year.keep
    officer, course = np.nonzero(year.random.random((year.careers.size, len(programme)), np.float32) < chance)
    officer = officer.astype(np.int32)
    day = _session_days(year, officer, course, sessions)
    tested = course >= len(FIVE)  # the five subjects are discussed, the others end with a test
    return taken(year, officer, programme[course], day, tested=tested)


def _taught(year: Year, programme: Ints, sessions: Days) -> Rows:
    teachers = year.everyone[teaches_from(year.careers) <= year.last]
    officer = np.repeat(teachers, _CLASSES_TAUGHT)
    officer = officer[year.random.random(len(officer)) < year.keep]
    course = year.random.integers(0, len(programme), len(officer))
    day = _session_days(year, officer, course, sessions)
    taught = rows(year, officer, programme[course], OUTCOME["instructed"], day)
    return taught.only(day <= year.so_far)


def _qualified(year: Year, half: int) -> Rows:
    """Shoot with each item carried, spring and autumn; one form in ten lacks its date."""
    parts = []
    for item, name in enumerate(ITEMS):
        armed = year.careers.carries[:, item] & (year.careers.certified_on <= year.last)
        chance = year.careers.diligence * year.keep * armed
        officer = year.everyone[year.random.random(year.careers.size, np.float32) < chance]
        day = off_weekends(
            year.first + (60 if half == 0 else 245) + year.random.integers(0, 75, len(officer))
        )
        uses = year.catalogue.uses
        dated = year.random.random(len(officer)) < 0.9
        template = np.where(
            dated, uses[f"qualification-{name}"][0], uses[f"qualification-{name}-undated-form"][0]
        )
        parts.append(_without_waiting(taken(year, officer, template.astype(np.int16), day, tested=True)))
    return stack(parts)


def _without_waiting(booked: Rows) -> Rows:
    """The range keeps no bookings, and one shoots a course of fire whole or not at all."""
    kept = [OUTCOME[name] for name in ("passed", "failed", "no_show")]
    return booked.only(np.isin(booked.outcome, kept))


def _cards(year: Year) -> Rows:
    officer, card = np.nonzero((year.careers.cards >= year.first) & (year.careers.cards <= year.so_far))
    day = year.careers.cards[officer, card]
    return rows(year, officer.astype(np.int32), year.catalogue.only("first-aid"), OUTCOME["completed"], day)


def _supervision(year: Year) -> Rows:
    chance = 0.6 * year.keep * year.careers.diligence * (supervises_from(year.careers) <= year.last)
    officer = year.everyone[year.random.random(year.careers.size) < chance]
    day = off_weekends(year.first + year.random.integers(30, 300, len(officer)))
    template = np.full(len(officer), year.catalogue.only("leadership"), np.int16)
    return taken(year, officer, template, day, tested=False)


def _conferences(year: Year) -> Rows:
    """A conference is split over several rows, and two blocks of one day look exactly alike."""
    goers = year.everyone[year.random.random(year.careers.size) < 0.03 * year.keep]
    template = year.random.choice(year.catalogue.uses["conference"], len(goers))
    start = off_weekends(year.first + year.random.integers(40, 330, len(goers)))
    parts = [
        rows(year, goers, template, OUTCOME["attended"], start + day, np.full(len(goers), minutes))
        for day, minutes in _CONFERENCE_BLOCKS
    ]
    whole = start + _CONFERENCE_BLOCKS[-1][0] <= year.so_far
    return stack([part.only(whole) for part in parts])


def _academy(year: Year) -> list[Rows]:
    day = year.careers.academy_on
    academy = year.everyone[(day >= year.first) & (day <= year.so_far)]
    done = np.where(year.careers.certified_on < NEVER, year.careers.certified_on + 110, NEVER)
    field = year.everyone[(done >= year.first) & (done <= year.so_far)]
    template = year.catalogue.only("academy")
    return [
        rows(year, academy, template, OUTCOME["passed"], day[academy], sure=True),
        rows(year, field, year.catalogue.only("field-training"), OUTCOME["completed"], done[field]),
    ]


def _markers(year: Year) -> Rows:
    """Every third year, every third agency's system writes zero-hour lines that a cycle has ended."""
    kept = (year.careers.agency % 3 == 0) & (year.year % _CYCLE_YEARS == 0) & (year.last <= year.recipe.now)
    officer = year.everyone[kept & (year.random.random(year.careers.size) < year.keep)]
    ends = [OUTCOME[name] for name in ("completed", "waived", "incomplete")]
    outcome = year.random.choice(ends, len(officer), p=(0.9, 0.06, 0.04))
    return rows(year, officer, year.catalogue.only("marker"), outcome.astype(np.int8), year.last)


def _college(year: Year) -> Rows:
    """Credits are entered as 60 a credit, in their own unit; courses give 3 or 4."""
    officer = year.everyone[year.random.random(year.careers.size) < 0.006 * year.keep]
    day = off_weekends(year.first + year.random.choice((140, 350), len(officer)))
    credits_earned = year.random.integers(3, 5, len(officer))
    outcome = np.full(len(officer), OUTCOME["equivalency"], np.int8)
    minutes = (60 * credits_earned).astype(np.int32)
    earned = rows(year, officer, year.catalogue.only("college"), outcome, day, minutes)
    return earned.only(day <= year.so_far)


def _registrations(year: Year) -> Rows:
    """Seats booked for the months after today; they may lie in the next year."""
    if year.year != year.recipe.today.year:
        return rows(year, year.everyone[:0], 0, 0, 0)
    officer = year.everyone[year.random.random(year.careers.size) < 0.05]
    day = off_weekends(year.recipe.now + year.random.integers(4, 118, len(officer)))
    template = year.random.choice(year.catalogue.uses["elective"], len(officer))
    return rows(year, officer, template, OUTCOME["registered"], day)


def _fillers(year: Year, planned: int) -> list[Rows]:
    """Roll calls and electives up to the number asked for, spread over the days of duty."""
    served = days_served(year.careers, year.first, year.so_far)
    missing = round(year.rate * float(served.sum()) / 365.25) - planned
    if missing <= 0 or not served.any():
        return []
    share = float(served.sum()) / (served.size * (year.so_far - year.first + 1))
    count = int(missing / share)
    officer = year.random.integers(0, year.careers.size, count, np.int32)
    day = year.random.integers(year.first, year.so_far + 1, count, np.int32)
    online, classes = int(count * 0.66), int(count * 0.84)
    day[classes:] = np.maximum(off_weekends(day[classes:]), year.first)
    here = np.nonzero(on_duty(year.careers, officer, day))[0]
    officer, day = officer[here], day[here]
    online, classes = (int(np.searchsorted(here, bound)) for bound in (online, classes))
    return [
        _roll_calls(year, officer[:online], day[:online]),
        _chosen(year, "elective-online", officer[online:classes], day[online:classes]),
        _chosen(year, "elective", officer[classes:], day[classes:]),
    ]


def _roll_calls(year: Year, officer: Ints, day: Days) -> Rows:
    template = _popular(year, "bulletin", len(officer))
    minutes = 15 + 5 * year.random.integers(0, 4, len(officer), np.int32)
    return rows(year, officer, template, OUTCOME["attended"], day, minutes)


def _chosen(year: Year, use: str, officer: Ints, day: Days) -> Rows:
    template = _popular(year, use, len(officer))
    if use == "elective-online":
        return rows(year, officer, template, OUTCOME["completed"], day)
    return taken(year, officer, template, day, tested=template % 2 == 0)


def _popular(year: Year, use: str, count: int) -> Ints:
    """Draw courses so that the first of a use are held far more often than the last."""
    choices = year.catalogue.uses[use]
    place = year.random.random(count, np.float32) ** 2 * len(choices)
    return choices[np.minimum(place.astype(np.int16), len(choices) - 1)]
