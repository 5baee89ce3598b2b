"""Not too many of a team away at once, never all holders of a skill."""

from __future__ import annotations

import pytest
from tests.core.planning.cover.people import B, absence, officer, stretch, when

from muster.core.planning.cover.clock import Stretch
from muster.core.planning.cover.street import AbsenceKind, Street
from muster.core.planning.cover.together import SkillLimit, TeamLimit, TooMany, too_many_away

TEAM = (officer("a1"), officer("a2"), officer("a3"), officer("b1", B))
WEEK = stretch(5, 0, 10, 0)


def street(*away: tuple[str, Stretch, AbsenceKind], skilled: tuple[str, ...] = ()) -> Street:
    members = tuple(
        officer(m.officer, m.squad, skills=frozenset({"crisis"} if m.officer in skilled else ()))
        for m in TEAM
    )
    return Street(members, tuple(absence(*it) for it in away))


@pytest.mark.parametrize(("most", "broken"), [(1, True), (2, False), (3, False)])
def test_a_team_may_send_as_many_as_its_limit(most: int, broken: bool) -> None:
    found = too_many_away(street(("a2", WEEK, "class")), ["a1"], WEEK, [TeamLimit(most, source="order 3")])
    expected = (TooMany("team", "A", 2, 1, 3, when(5), ("a1", "a2"), "order 3"),)
    assert found == (expected if broken else ())


@pytest.mark.parametrize(
    ("other", "broken"),
    [
        (stretch(1, 0, 5, 0), False),  # back as the others leave
        (stretch(1, 0, 5, 1), True),
        (stretch(9, 23, 12, 0), True),
        (stretch(10, 0, 12, 0), False),
    ],
)
def test_only_those_away_at_the_same_minute_count(other: Stretch, broken: bool) -> None:
    assert bool(too_many_away(street(("a2", other, "class")), ["a1"], WEEK, [TeamLimit(1)])) == broken


def test_leave_does_not_count_against_a_team_unless_the_limit_says_so() -> None:
    there = street(("a2", WEEK, "leave"))
    assert too_many_away(there, ["a1"], WEEK, [TeamLimit(1)]) == ()
    strict = TeamLimit(1, counts=frozenset({"class", "travel", "leave"}))
    assert len(too_many_away(there, ["a1"], WEEK, [strict])) == 1


def test_another_team_is_not_asked() -> None:
    there = street(("a2", WEEK, "class"), ("a3", WEEK, "class"))
    assert too_many_away(there, ["b1"], WEEK, [TeamLimit(1)]) == ()
    assert too_many_away(there, ["a1"], WEEK, [TeamLimit(1, team="B")]) == ()


def test_absences_one_after_the_other_are_not_at_once() -> None:
    there = street(("a2", stretch(5, 0, 7, 0), "class"), ("a3", stretch(7, 0, 10, 0), "class"))
    assert too_many_away(there, ["a1"], WEEK, [TeamLimit(2)]) == ()


def test_two_absences_of_one_person_count_once() -> None:
    there = street(("a2", WEEK, "class"), ("a2", stretch(6, 0, 7, 0), "travel"))
    assert too_many_away(there, ["a1"], WEEK, [TeamLimit(2)]) == ()


def test_a_group_counts_together() -> None:
    (found,) = too_many_away(street(), ["a1", "a2", "a1"], WEEK, [TeamLimit(1)])
    assert (found.away, found.officers) == (2, ("a1", "a2"))


@pytest.mark.parametrize(("kind", "broken"), [("leave", True), ("court", True), ("class", True)])
def test_never_all_holders_of_a_skill(kind: AbsenceKind, broken: bool) -> None:
    there = street(("b1", WEEK, kind), skilled=("a1", "b1"))
    found = too_many_away(there, ["a1"], WEEK, [SkillLimit("crisis")])
    assert [(it.name, it.away, it.may_be, it.of) for it in found] == ([("crisis", 2, 1, 2)] if broken else [])


def test_the_only_holder_of_a_skill_cannot_go() -> None:
    found = too_many_away(street(skilled=("a1",)), ["a1"], WEEK, [SkillLimit("crisis")])
    assert [(it.away, it.may_be) for it in found] == [(1, 0)]


def test_a_skill_is_not_asked_when_no_holder_goes() -> None:
    there = street(("a1", WEEK, "leave"), skilled=("a1",))
    assert too_many_away(there, ["a2"], WEEK, [SkillLimit("crisis")]) == ()


def test_more_holders_may_have_to_stay() -> None:
    there = street(skilled=("a1", "a2", "b1"))
    assert too_many_away(there, ["a1"], WEEK, [SkillLimit("crisis", keep=2)]) == ()
    assert len(too_many_away(there, ["a1", "a2"], WEEK, [SkillLimit("crisis", keep=2)])) == 1
