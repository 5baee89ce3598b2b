"""What came of a session for each person who had a seat: decided here, from the roll and the results alone.

Nothing here asks the database, so every case can be worked by hand (``tests/records/test_closing.py``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from muster.records.enums import THERE, Outcome, Presence

#: Somebody who missed no more than this of each day was there for the whole of it. A starting value of ours.
GRACE_MINUTES: Final = 10

O = Outcome  # noqa: E741 - the table of decisions below reads better for it


@dataclass(frozen=True)
class Day:
    """A day of the session: its key, the date, and how many minutes were taught."""

    key: int
    on: date
    minutes: int


@dataclass(frozen=True)
class Mark:
    """What the roll says of somebody on one day."""

    presence: Presence
    minutes: int = 0


@dataclass(frozen=True)
class Attempt:
    """One attempt at an assessment (``assessment`` None: the session as a whole)."""

    assessment: int | None
    number: int
    outcome: Outcome
    score: Decimal | None = None


@dataclass(frozen=True)
class Part:
    """Somebody's part in a session: the days they were to come, the marks by day, the attempts."""

    key: int
    days: Sequence[Day]
    marks: Mapping[int, Mark]
    attempts: Sequence[Attempt] = ()


@dataclass(frozen=True)
class Ending:
    """How it ended for them: outcome, minutes there, the day it is dated, the score if there is a single one."""

    outcome: Outcome
    minutes: int
    on: date
    score: Decimal | None = None


def outcomes(
    parts: Iterable[Part], *, assessments: Sequence[int] = (), credit: int = 0, grace: int = GRACE_MINUTES
) -> dict[int, Ending]:
    """Decide for everybody at once. ``assessments`` are those of the plan; ``credit`` caps the minutes (0: no cap).

    Every part has a day, and a mark on each of its days.
    """
    return {part.key: _ending(part, assessments, credit, grace) for part in parts}


def _ending(part: Part, assessments: Sequence[int], credit: int, grace: int) -> Ending:
    there = [day for day in part.days if part.marks[day.key].presence in THERE]
    if not there:
        return Ending(_absence(part), 0, part.days[-1].on)
    minutes = sum(_minutes(day, part.marks[day.key]) for day in there)
    whole = all(day.minutes - _minutes(day, part.marks[day.key]) <= grace for day in part.days)
    return Ending(
        _achieved(part, assessments, whole=whole),
        min(minutes, credit) if credit else minutes,
        there[-1].on,
        _score(part, assessments),
    )


def _minutes(day: Day, mark: Mark) -> int:
    """Return the minutes somebody was there; who was present was there from beginning to end."""
    if mark.presence == Presence.PRESENT:
        return day.minutes
    return min(mark.minutes, day.minutes) if mark.presence in THERE else 0


def _absence(part: Part) -> Outcome:
    """Excused on every day is excused; one day without an excuse is not."""
    excused = all(part.marks[day.key].presence == Presence.EXCUSED for day in part.days)
    return O.EXCUSED if excused else O.NO_SHOW


def _achieved(part: Part, assessments: Sequence[int], *, whole: bool) -> Outcome:
    """Weigh results and time: failing comes first, then time missed, then tests missed."""
    results = [_result(part, key) for key in assessments]
    as_a_whole = _result(part, None)
    if as_a_whole is not None:
        results = [as_a_whole]
    if O.FAILED in results:
        return O.FAILED
    if not whole:
        return O.PARTIAL
    if None in results or O.INCOMPLETE in results:
        return O.INCOMPLETE
    return O.PASSED if results else O.COMPLETED


def _result(part: Part, assessment: int | None) -> Outcome | None:
    """Return how an assessment ended: passed with any attempt that passed, else as the last attempt says."""
    attempts = _attempts(part, assessment)
    if any(attempt.outcome == O.PASSED for attempt in attempts):
        return O.PASSED
    return attempts[-1].outcome if attempts else None


def _attempts(part: Part, assessment: int | None) -> list[Attempt]:
    found = [attempt for attempt in part.attempts if attempt.assessment == assessment]
    return sorted(found, key=lambda attempt: attempt.number)


def _score(part: Part, assessments: Sequence[int]) -> Decimal | None:
    """Return the score that decided: of the session as a whole, or of its only assessment; never a mean."""
    attempts = _attempts(part, None)
    if not attempts and len(assessments) == 1:
        attempts = _attempts(part, assessments[0])
    deciding = [attempt for attempt in attempts if attempt.outcome == O.PASSED] or attempts
    return deciding[-1].score if deciding else None
