"""The one list of permissions, and the roles that hold them."""

from __future__ import annotations

import re

import pytest

from muster.accounts.permissions import SENTENCES, Permission
from muster.accounts.roles import COUNCIL, OVERSEERS, ROLES, Extent, Role, may_be_lent, roles_with

P = Permission


def test_each_role_says_what_it_may() -> None:
    assert set(ROLES) == set(Role)


def test_permissions_are_area_thing_action_in_alphabetical_order() -> None:
    names = [str(permission) for permission in Permission]
    assert names == sorted(names)
    assert [name for name in names if not re.fullmatch(r"[a-z]+:[a-z]+:[a-z_]+", name)] == []


def test_each_permission_has_a_sentence() -> None:
    assert list(SENTENCES) == list(Permission)
    assert [said for said in SENTENCES.values() if not said.endswith(".")] == []


def test_each_permission_is_held_by_somebody() -> None:
    unheld = [p for p in Permission if not roles_with(p, Extent.THERE) and not roles_with(p, Extent.OWN)]
    assert unheld == []


def test_only_administrators_give_roles() -> None:
    assert roles_with(P.ACCOUNTS_GRANT_GIVE, Extent.THERE) == [Role.ADMINISTRATOR]


def test_whoever_sets_a_hold_is_of_records() -> None:
    assert roles_with(P.RECORDS_HOLD_SET, Extent.THERE) == [Role.CUSTODIAN]


@pytest.mark.parametrize("role", [*OVERSEERS, *COUNCIL, Role.ADMINISTRATOR, Role.OFFICER, Role.INSTRUCTOR])
def test_seat_of_a_person_cannot_be_lent(role: Role) -> None:
    assert not may_be_lent(role)


@pytest.mark.parametrize(
    "role", [Role.COMMAND, Role.DIRECTOR, Role.COORDINATOR, Role.SUPERVISOR, Role.CUSTODIAN]
)
def test_desk_can_be_lent(role: Role) -> None:
    assert may_be_lent(role)


@pytest.mark.parametrize("role", OVERSEERS)
def test_overseers_change_nothing_of_the_department(role: Role) -> None:
    their_own = {P.OVERSIGHT_RECOMMENDATION_ISSUE, P.OVERSIGHT_ISSUER_WRITE}
    verbs = {permission.split(":")[2] for permission in ROLES[role].there - their_own}
    assert verbs <= {"read", "read_draft"}


def test_no_role_issues_recommendations_and_answers_them() -> None:
    issue = set(roles_with(P.OVERSIGHT_RECOMMENDATION_ISSUE, Extent.THERE))
    assert issue == {Role.ADVISORY, Role.AUDITOR, Role.BOARD, Role.OVERSIGHT}
    assert not issue & set(roles_with(P.OVERSIGHT_RECOMMENDATION_ANSWER, Extent.THERE))
