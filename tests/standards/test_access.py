"""Who may see whose standing, and who may decide."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from tests.cast import Cast
from tests.standards.stories import excuse

from muster.standards.access import (
    agencies_adopting,
    agencies_approving,
    agencies_judged_by,
    excuses_visible_to,
    people_judged_by,
    people_to_excuse,
)

MILLBROOK = {"ada", "ben", "sam", "chris", "tara", "dina", "ian"}


@pytest.mark.parametrize(
    ("who", "whom"),
    [
        ("ada", {"ada"}),
        ("sam", {"ada", "sam"}),
        ("tara", MILLBROOK),
        ("chris", MILLBROOK),
        ("posy", MILLBROOK | {"nora"}),
        ("admin", set()),
        ("nora", {"nora"}),
        ("stranger", set()),
    ],
)
def test_each_role_sees_the_standing_of_its_own_people(cast: Cast, who: str, whom: set[str]) -> None:
    assert {person.given_name.lower() for person in people_judged_by(cast.user[who])} == whom


def test_somebody_signed_out_sees_nothing(cast: Cast) -> None:
    excuse(cast.millbrook, cast.person["ada"], cast.user["tara"])
    nobody = AnonymousUser()
    assert not people_judged_by(nobody).exists()
    assert not excuses_visible_to(nobody).exists()
    assert not agencies_judged_by(nobody).exists()


@pytest.mark.parametrize(
    ("who", "whose"),
    [("ada", {"ada"}), ("sam", {"ada"}), ("tara", {"ada", "ben"}), ("nora", {"nora"}), ("stranger", set())],
)
def test_waivers_are_seen_by_those_who_see_the_person_in_that_agency(
    cast: Cast, who: str, whose: set[str]
) -> None:
    for name, agency in (("ada", cast.millbrook), ("ben", cast.millbrook), ("nora", cast.oakford)):
        excuse(agency, cast.person[name], cast.user["admin"])
    assert {each.person.given_name.lower() for each in excuses_visible_to(cast.user[who])} == whose


def test_rules_are_adopted_by_director_command_and_administrator_courses_approved_by_the_training_unit(
    cast: Cast,
) -> None:
    adopting = {name for name, user in cast.user.items() if cast.millbrook in agencies_adopting(user)}
    approving = {name for name, user in cast.user.items() if cast.millbrook in agencies_approving(user)}
    assert adopting == {"dina", "chris", "admin"}
    assert approving == {"tara", "dina"}


def test_an_officer_may_ask_for_themselves_alone(cast: Cast) -> None:
    assert list(people_to_excuse(cast.user["ada"])) == [cast.person["ada"]]
