"""What the database itself refuses, whoever writes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from tests.cast import Cast

from muster.accounts.models import Grant, User
from muster.accounts.roles import Role

pytestmark = pytest.mark.django_db

BEGAN = date(2026, 1, 1)


def assert_refused(constraint: str, sentence: str, thing: Any) -> None:
    """The model says why in a sentence, and the database refuses what slipped past it."""
    with pytest.raises(ValidationError, match=sentence):
        thing.full_clean(exclude=["password"])
    with pytest.raises(IntegrityError, match=constraint):
        thing.save()


def test_role_is_one_of_the_list(cast: Cast) -> None:
    grant = Grant(user=cast.user["ada"], role="emperor", agency=cast.millbrook, start=BEGAN)
    assert_refused("accounts_grant_known_role", "emperor", grant)


def test_role_does_not_end_before_it_begins(cast: Cast) -> None:
    grant = Grant(
        user=cast.user["ada"], role=Role.AUDITOR, agency=cast.millbrook, start=BEGAN, end=date(2025, 12, 31)
    )
    assert_refused("accounts_grant_ends_after_start", "before the first", grant)


def test_role_may_last_one_day(cast: Cast) -> None:
    grant = Grant.objects.create(
        user=cast.user["ada"], role=Role.AUDITOR, agency=cast.millbrook, start=BEGAN, end=BEGAN
    )
    assert grant.pk is not None


@pytest.mark.parametrize("role", [Role.ADVISORY, Role.BOARD])
def test_seat_on_a_council_ends_with_its_term(role: Role, cast: Cast) -> None:
    grant = Grant(user=cast.user["ada"], role=role, agency=cast.millbrook, start=BEGAN)
    assert_refused("accounts_grant_council_ends", "end of the term", grant)


def test_role_in_a_unit_names_the_agency(cast: Cast) -> None:
    grant = Grant(user=cast.user["ada"], role=Role.SUPERVISOR, unit=cast.squad_a, start=BEGAN)
    assert_refused("accounts_grant_unit_needs_agency", "unit's agency", grant)


def test_lent_role_has_a_last_day(cast: Cast) -> None:
    own = Grant.objects.get(user=cast.user["chris"])
    grant = Grant(user=cast.user["ada"], role=own.role, agency=own.agency, start=BEGAN, delegated_from=own)
    assert_refused("accounts_grant_lent_ends", "needs a last day", grant)


def test_address_is_kept_in_small_letters() -> None:
    assert_refused(
        "accounts_user_address_in_small_letters", "small letters", User(email="Kim@Example.org", name="Kim")
    )


def test_account_needs_an_address() -> None:
    assert_refused("accounts_user_has_address", "(?i)blank|address", User(email="", name="Kim"))


def test_one_account_an_address_however_capitalised(cast: Cast) -> None:
    with pytest.raises(IntegrityError):
        User.objects.create_user("ADA@Example.Org")
