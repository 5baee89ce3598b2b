"""Lending one's role for a time, and having it back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.accounts.told import last, last_entry, verbs
from tests.cast import Cast, make_grant

from muster.accounts.access import grants_of
from muster.accounts.actions import delegate_role, end_delegation, end_role
from muster.accounts.models import Grant, User
from muster.accounts.roles import Role
from muster.ledger.refusals import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(cast: Cast) -> Grant:
    """The chief's role."""
    return Grant.objects.get(user=cast.user["chris"])


@pytest.fixture
def squad(cast: Cast) -> Grant:
    """The role of supervisor of squad A."""
    return Grant.objects.get(user=cast.user["sam"], role=Role.SUPERVISOR)


def lend(grant: Grant, to: User, **changes: Any) -> Grant:
    """Lend a role for the week from today on, by who holds it, unless told otherwise."""
    today = timezone.localdate()
    how: dict[str, Any] = {"start": today, "end": today + timedelta(days=6), "by": grant.user}
    return delegate_role(grant=grant, to=to, **(how | changes))


def roles(user: User, day: date | None = None) -> set[str]:
    """The roles that somebody holds on a day."""
    return {grant.role for grant in grants_of(user, day)}


def test_lent_role_is_held_for_its_days_and_kept_by_the_lender(cast: Cast, chief: Grant, today: date) -> None:
    lent = lend(chief, cast.user["dina"], reason="on leave")
    assert Role.COMMAND in roles(cast.user["dina"])
    assert Role.COMMAND not in roles(cast.user["dina"], today + timedelta(days=7))
    assert Role.COMMAND in roles(cast.user["chris"])
    assert (lent.agency, lent.unit, lent.delegated_from) == (chief.agency, chief.unit, chief)
    assert last() == ("accounts:grant:delegate", cast.user["chris"], "on leave")
    assert last_entry().told["from"] == chief.pk


def test_nobody_lends_what_another_holds(cast: Cast, chief: Grant) -> None:
    with pytest.raises(Refused, match="whoever holds"):
        lend(chief, cast.user["dina"], by=cast.user["tara"])
    assert verbs() == []


def test_lent_role_is_not_lent_on(cast: Cast, chief: Grant) -> None:
    lent = lend(chief, cast.user["dina"])
    with pytest.raises(Refused, match="cannot be lent on"):
        lend(lent, cast.user["tara"])


def test_nobody_lends_to_themselves(cast: Cast, chief: Grant) -> None:
    with pytest.raises(Refused, match="your own account"):
        lend(chief, cast.user["chris"])


@pytest.mark.parametrize("name", ["ada", "olga", "admin"])
def test_role_of_a_person_is_not_lent(name: str, cast: Cast) -> None:
    with pytest.raises(Refused, match="cannot be lent"):
        lend(Grant.objects.get(user=cast.user[name]), cast.user["dina"])


def test_lending_ends_no_later_than_one_s_own_role(cast: Cast, chief: Grant, tomorrow: date) -> None:
    Grant.objects.filter(pk=chief.pk).update(end=tomorrow)
    with pytest.raises(Refused, match="ends before that day") as refused:
        lend(chief, cast.user["dina"], end=tomorrow + timedelta(days=1))
    assert refused.value.field == "end"
    assert lend(chief, cast.user["dina"], end=tomorrow).end == tomorrow


def test_lending_begins_no_earlier_than_today(cast: Cast, chief: Grant, yesterday: date) -> None:
    with pytest.raises(Refused, match="from today on"):
        lend(chief, cast.user["dina"], start=yesterday)


def test_lending_begins_no_earlier_than_one_s_own_role(
    cast: Cast, chief: Grant, today: date, tomorrow: date
) -> None:
    Grant.objects.filter(pk=chief.pk).update(start=tomorrow)
    with pytest.raises(Refused, match="before you hold it"):
        lend(chief, cast.user["dina"], start=today)


def test_lending_does_not_end_before_it_begins(cast: Cast, chief: Grant, today: date, tomorrow: date) -> None:
    with pytest.raises(Refused, match="before the first"):
        lend(chief, cast.user["dina"], start=tomorrow, end=today)


def test_role_that_is_over_is_not_lent(cast: Cast, chief: Grant, yesterday: date) -> None:
    Grant.objects.filter(pk=chief.pk).update(end=yesterday)
    with pytest.raises(Refused, match="has ended"):
        lend(chief, cast.user["dina"])


@pytest.mark.parametrize("name", ["nora", "stranger", "posy_of_nowhere"])
def test_role_is_lent_among_colleagues(name: str, cast: Cast, chief: Grant) -> None:
    to = cast.user.get(name) or User.objects.create_user("nowhere@example.org")
    with pytest.raises(Refused, match="among colleagues") as refused:
        lend(chief, to)
    assert refused.value.field == "email"


def test_who_was_only_lent_a_role_is_no_colleague(cast: Cast, chief: Grant) -> None:
    Grant.objects.filter(user=cast.user["rae"]).update(end=date(2021, 1, 1))
    Grant.objects.create(
        user=cast.user["rae"],
        role=Role.COMMAND,
        agency=cast.millbrook,
        start=date(2021, 1, 1),
        end=date(2999, 1, 1),
        delegated_from=chief,
    )
    director = Grant.objects.get(user=cast.user["dina"])
    with pytest.raises(Refused, match="among colleagues"):
        lend(director, cast.user["rae"])


def test_closed_account_borrows_nothing(cast: Cast, chief: Grant) -> None:
    cast.user["dina"].is_active = False
    with pytest.raises(Refused, match="closed"):
        lend(chief, cast.user["dina"])


def test_role_is_lent_for_a_unit_within(cast: Cast, chief: Grant) -> None:
    lent = lend(chief, cast.user["sam"], unit=cast.squad_b)
    assert (lent.agency, lent.unit) == (cast.millbrook, cast.squad_b)


def test_role_in_a_unit_is_not_lent_for_another(cast: Cast, squad: Grant) -> None:
    for unit in (cast.squad_b, cast.patrol):
        with pytest.raises(Refused, match="in that unit"):
            lend(squad, cast.user["ada"], unit=unit)


def test_role_in_a_unit_is_not_lent_for_the_agency(cast: Cast, squad: Grant) -> None:
    with pytest.raises(Refused, match="in that unit"):
        lend(squad, cast.user["ada"], agency=cast.millbrook)


def test_role_is_not_lent_for_another_agency(cast: Cast, chief: Grant) -> None:
    with pytest.raises(Refused, match="in that agency"):
        lend(chief, cast.user["nora"], agency=cast.oakford)


def test_unit_of_another_agency_is_refused(cast: Cast, chief: Grant) -> None:
    with pytest.raises(Refused, match="another agency"):
        lend(chief, cast.user["nora"], agency=cast.oakford, unit=cast.squad_a)


def test_role_of_a_commission_is_lent_for_one_of_its_agencies(cast: Cast) -> None:
    make_grant(cast.user["tara"], Role.COMMAND, cast.commission)
    above = Grant.objects.get(user=cast.user["tara"], agency=cast.commission)
    assert lend(above, cast.user["nora"], agency=cast.oakford).agency == cast.oakford


def test_same_days_are_lent_to_the_same_person_once(cast: Cast, chief: Grant, today: date) -> None:
    lend(chief, cast.user["dina"])
    with pytest.raises(Refused, match="for some of these days already"):
        lend(chief, cast.user["dina"], end=today)
    assert verbs() == ["accounts:grant:delegate"]


@pytest.mark.parametrize("who", ["chris", "dina", "admin"])
def test_lent_role_is_returned_by_lender_borrower_or_administrator(
    who: str, cast: Cast, chief: Grant
) -> None:
    lent = lend(chief, cast.user["dina"])
    end_delegation(grant=lent, by=cast.user[who], reason="back early")
    assert Role.COMMAND not in roles(cast.user["dina"])
    assert last() == ("accounts:grant:return", cast.user[who], "back early")


@pytest.mark.parametrize("who", ["tara", "ada", "nora", "stranger"])
def test_lent_role_is_not_returned_by_others(who: str, cast: Cast, chief: Grant) -> None:
    lent = lend(chief, cast.user["dina"])
    with pytest.raises(Refused, match="by somebody else"):
        end_delegation(grant=lent, by=cast.user[who])
    assert Role.COMMAND in roles(cast.user["dina"])


def test_lent_role_is_returned_once(cast: Cast, chief: Grant) -> None:
    lent = lend(chief, cast.user["dina"])
    end_delegation(grant=lent, by=cast.user["chris"])
    with pytest.raises(Refused, match="ended already"):
        end_delegation(grant=lent, by=cast.user["chris"])


def test_role_that_is_not_lent_is_not_returned(cast: Cast, chief: Grant) -> None:
    with pytest.raises(Refused, match="not lent"):
        end_delegation(grant=chief, by=cast.user["chris"])


def test_what_was_lent_ends_with_the_lender_s_role(cast: Cast, chief: Grant) -> None:
    lend(chief, cast.user["dina"])
    end_role(grant=chief, by=cast.user["admin"], reason="stepped down")
    assert Role.COMMAND not in roles(cast.user["dina"])
