"""Who sees which courses, plans, files and instructors."""

from __future__ import annotations

from datetime import date

import pytest
from tests.cast import Cast
from tests.curriculum.lessons import a_course, a_draft, a_material, in_use

from muster.accounts.models import Grant, User
from muster.accounts.roles import Role
from muster.curriculum.access import (
    courses_visible_to,
    instructors_visible_to,
    materials_visible_to,
    may_write_course,
    may_write_plans_of,
    plans_visible_to,
)
from muster.curriculum.actions.instructors import add_instructor
from muster.curriculum.models import LessonPlan

pytestmark = pytest.mark.django_db

INSIDE = ("ada", "sam", "chris", "tara", "dina", "ian", "rae", "olga", "vic", "fay", "scot", "posy", "admin")


def who_sees(cast: Cast, gate: object) -> set[str]:
    return {name for name, user in cast.user.items() if gate(user).exists()}  # type: ignore[operator]


@pytest.fixture
def board(cast: Cast) -> Cast:
    """The cast, with a member of the oversight board."""
    cast.user["bo"] = User.objects.create_user("bo@example.org")
    term = {"start": date(2020, 1, 1), "end": date(2099, 12, 31)}
    Grant.objects.create(user=cast.user["bo"], role=Role.BOARD, agency=cast.millbrook, **term)
    return cast


def test_courses_are_seen_by_everybody_of_the_agency(board: Cast) -> None:
    a_course(board)
    assert who_sees(board, courses_visible_to) == {*INSIDE, "ben", "bo"}


def test_drafts_are_seen_by_those_who_write_review_or_oversee(board: Cast) -> None:
    a_draft(board)
    assert who_sees(board, plans_visible_to) == {"chris", "tara", "dina", "olga", "vic"}


def test_plan_in_use_is_seen_by_everybody_inside(board: Cast) -> None:
    in_use(board)
    assert who_sees(board, plans_visible_to) == {*INSIDE, "ben"}


def test_public_plan_is_seen_by_the_board_too(board: Cast) -> None:
    LessonPlan.objects.filter(pk=in_use(board).pk).update(release_class="public")
    assert who_sees(board, plans_visible_to) == {*INSIDE, "ben", "bo"}


def test_sealed_plan_is_seen_by_those_who_write_and_decide(board: Cast) -> None:
    LessonPlan.objects.filter(pk=in_use(board).pk).update(release_class="sealed")
    assert who_sees(board, plans_visible_to) == {"chris", "tara", "dina"}


@pytest.mark.parametrize(
    ("release_class", "seen_by"),
    [
        ("public", {*INSIDE, "ben", "bo"}),
        ("restricted", {*INSIDE, "ben", "bo"}),
        ("agency", {*INSIDE, "ben"}),
        ("sealed", {"chris", "tara", "dina"}),
    ],
)
def test_file_is_seen_by_its_release_class(board: Cast, release_class: str, seen_by: set[str]) -> None:
    plan = a_draft(board)
    a_material(board, plan, release_class=release_class)
    LessonPlan.objects.filter(pk=in_use(board, plan).pk).update(release_class="public")
    assert who_sees(board, materials_visible_to) == seen_by


def test_file_of_a_draft_is_not_seen_before_the_draft_is(board: Cast) -> None:
    a_material(board, a_draft(board), release_class="public")
    assert who_sees(board, materials_visible_to) == {"chris", "tara", "dina", "olga", "vic"}


def test_instructors_are_seen_by_those_who_need_to(board: Cast) -> None:
    add_instructor(agency=board.millbrook, by=board.user["tara"], guest_name="Zoe")
    assert who_sees(board, instructors_visible_to) == {"chris", "tara", "dina", "ian", "olga", "vic", "posy"}


def test_neighbour_and_stranger_see_nothing(board: Cast) -> None:
    plan = a_draft(board)
    a_material(board, plan, release_class="public")
    in_use(board, plan)
    for name in ("nora", "stranger"):
        user = board.user[name]
        assert not courses_visible_to(user).exists()
        assert not plans_visible_to(user).exists()
        assert not materials_visible_to(user).exists()


def test_only_the_training_unit_writes(board: Cast) -> None:
    course = a_course(board)
    assert {name for name, user in board.user.items() if may_write_course(user, course)} == {"tara", "dina"}
    assert {name for name, user in board.user.items() if may_write_plans_of(user, course)} == {"tara", "dina"}
