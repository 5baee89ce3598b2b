"""Lines: what stood at which moment, corrected and taken back, and the second of two people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.cast import Cast

from muster.ledger.lines import AlreadyReplaced, correct_line, withdraw_line
from muster.ledger.refusals import Refused
from muster.roster.enums import IdentifierKind
from muster.roster.models import Appointment, Identifier, Person

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
HOUR = timedelta(hours=1)


def written(person: Person, value: str, at: datetime, **fields: Any) -> Identifier:
    """Append a line as if it had been written at a moment."""
    return Identifier.lines.create(
        person=person, kind=IdentifierKind.STATE, value=value, known_from=at, **fields
    )


def standing(known_at: datetime | None = None) -> list[str]:
    return sorted(Identifier.lines.filter(kind="state").standing(known_at).values_list("value", flat=True))


def test_line_stands_from_the_moment_it_is_written(cast: Cast) -> None:
    written(cast.person["ada"], "first", NOON)
    assert (standing(NOON - INSTANT), standing(NOON), standing(None)) == ([], ["first"], ["first"])


def test_correction_stands_from_its_own_moment_and_the_old_line_until_then(cast: Cast) -> None:
    first = written(cast.person["ada"], "first", NOON)
    written(cast.person["ada"], "second", NOON + HOUR, replaces=first)
    assert standing(NOON + HOUR - INSTANT) == ["first"]
    assert standing(NOON + HOUR) == ["second"]
    assert standing() == ["second"]


def test_line_taken_back_stood_until_then(cast: Cast) -> None:
    first = written(cast.person["ada"], "first", NOON)
    written(cast.person["ada"], "first", NOON + HOUR, replaces=first, withdrawn=True)
    assert (standing(NOON + HOUR - INSTANT), standing(NOON + HOUR), standing()) == (["first"], [], [])


def test_fact_taken_back_and_the_take_back_corrected_stands_again(cast: Cast) -> None:
    first = written(cast.person["ada"], "first", NOON)
    gone = written(cast.person["ada"], "first", NOON + HOUR, replaces=first, withdrawn=True)
    written(cast.person["ada"], "again", NOON + 2 * HOUR, replaces=gone)
    assert [standing(NOON + n * HOUR) for n in range(3)] == [["first"], [], ["again"]]


def test_correction_carries_over_what_is_not_changed_and_names_its_author(cast: Cast) -> None:
    line = Appointment.lines.get(person=cast.person["ada"])
    tara = cast.user["tara"]
    now = correct_line(line, by=tara, reason=" The letter says so. ", end=date(2024, 5, 31))
    assert (now.start, now.end, now.agency, now.known_by, now.reason) == (
        line.start,
        date(2024, 5, 31),
        line.agency,
        tara,
        "The letter says so.",
    )
    assert [version.pk for version in now.history()] == [line.pk, now.pk] == [v.pk for v in line.history()]


@pytest.mark.parametrize("change", [correct_line, withdraw_line])
def test_nothing_is_corrected_or_taken_back_without_a_reason(cast: Cast, change: Any) -> None:
    line = Appointment.lines.get(person=cast.person["ada"])
    with pytest.raises(Refused) as refused:
        change(line, by=cast.user["tara"], reason="  ")
    assert refused.value.field == "reason"
    assert list(Appointment.lines.filter(person=cast.person["ada"])) == [line]


@pytest.mark.parametrize("second", [correct_line, withdraw_line])
def test_second_of_two_is_told_what_the_newest_says(cast: Cast, second: Any) -> None:
    line = Appointment.lines.get(person=cast.person["ada"])
    once = correct_line(line, by=cast.user["tara"], reason="a", end=date(2024, 1, 1))
    newest = correct_line(once, by=cast.user["tara"], reason="b", end=date(2024, 2, 2))
    with pytest.raises(AlreadyReplaced) as told:
        second(line, by=cast.user["dina"], reason="c")
    assert told.value.newer == newest
    assert list(Appointment.lines.standing().filter(person=cast.person["ada"])) == [newest]


def test_other_lines_are_left_alone(cast: Cast) -> None:
    before = set(Appointment.lines.standing())
    line = Appointment.lines.get(person=cast.person["ada"])
    now = withdraw_line(line, by=cast.user["tara"], reason="never hired")
    assert set(Appointment.lines.standing()) == before - {line}
    assert now.withdrawn


# ── against a plain list ──────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Plain:
    """A line as a list would hold it."""

    name: str
    at: int
    replaces: int | None
    withdrawn: bool


def plainly_standing(lines: list[Plain], at: int) -> list[str]:
    """What stands, told the long way: follow each fact to its last version written by then."""
    found = []
    for number, line in enumerate(lines):
        if line.at > at or line.withdrawn:
            continue
        followers = [other for other in lines if other.replaces == number and other.at <= at]
        if not followers:
            found.append(line.name)
    return sorted(found)


@st.composite
def histories(draw: st.DrawFn) -> list[Plain]:
    """Some facts, each corrected or taken back now and then, never before it was written."""
    lines: list[Plain] = []
    ends: list[int] = []  # the newest version of each fact
    for number in range(draw(st.integers(0, 8))):
        at = draw(st.integers(0, 6))
        old = draw(st.sampled_from(ends)) if ends and draw(st.booleans()) else None
        if old is not None:
            at = max(at, lines[old].at)
            ends.remove(old)
        lines.append(Plain(f"n{number}", at, old, draw(st.booleans()) and old is not None))
        ends.append(number)
    return lines


class StandingAgreesWithAPlainList(TestCase):
    """The query and the list say the same of every moment."""

    @given(histories())
    def test_at_every_moment(self, history: list[Plain]) -> None:
        person = Person.objects.create(given_name="A", family_name="B")
        made: list[Identifier] = []
        for line in history:
            replaces = made[line.replaces] if line.replaces is not None else None
            at = NOON + line.at * HOUR
            made.append(written(person, line.name, at, replaces=replaces, withdrawn=line.withdrawn))
        for at in range(8):
            assert standing(NOON + at * HOUR) == plainly_standing(history, at)
        assert standing() == plainly_standing(history, 99)
