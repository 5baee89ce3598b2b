"""Giving and ending roles."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.accounts.told import last, last_entry, verbs
from tests.cast import Cast, make_grant

from muster.accounts.access import grants_of
from muster.accounts.actions import end_role, give_role
from muster.accounts.models import Grant, User
from muster.accounts.roles import Role
from muster.ledger.refusals import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(cast: Cast) -> User:
    """The administrator of Millbrook alone."""
    made = User.objects.create_user("clerk@example.org", name="Clerk")
    make_grant(made, Role.ADMINISTRATOR, cast.millbrook)
    return made


def test_role_is_given_from_today_on_and_written_down(cast: Cast, today: date) -> None:
    grant = give_role(
        account=cast.user["ada"],
        role=Role.SUPERVISOR,
        agency=cast.millbrook,
        unit=cast.squad_a,
        by=cast.user["admin"],
    )
    assert (grant.start, grant.end, grant.place) == (today, None, "Squad A")
    assert last() == ("accounts:grant:give", cast.user["admin"], "")
    assert last_entry().agency_id == cast.millbrook.pk
    assert last_entry().told == {
        "account": cast.user["ada"].pk,
        "role": "supervisor",
        "unit": cast.squad_a.pk,
        "start": today.isoformat(),
        "end": None,
    }


def test_nobody_gives_a_role_to_themselves(cast: Cast) -> None:
    with pytest.raises(Refused, match="to themselves"):
        give_role(
            account=cast.user["admin"], role=Role.DIRECTOR, agency=cast.millbrook, by=cast.user["admin"]
        )
    assert verbs() == []


@pytest.mark.parametrize("giver", ["tara", "chris", "stranger", "ada"])
def test_who_gives_no_roles_is_refused(giver: str, cast: Cast) -> None:
    with pytest.raises(Refused, match="may not give roles there"):
        give_role(account=cast.user["ben"], role=Role.SUPERVISOR, agency=cast.millbrook, by=cast.user[giver])


def test_administrator_of_one_agency_is_refused_in_another_and_everywhere(cast: Cast, clerk: User) -> None:
    for agency in (cast.oakford, cast.commission, None):
        with pytest.raises(Refused, match="may not give roles there"):
            give_role(account=cast.user["ben"], role=Role.ADMINISTRATOR, agency=agency, by=clerk)
    assert not Grant.objects.filter(user=cast.user["ben"], role=Role.ADMINISTRATOR).exists()


def test_unit_of_another_agency_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="another agency") as refused:
        give_role(
            account=cast.user["nora"],
            role=Role.SUPERVISOR,
            agency=cast.oakford,
            unit=cast.squad_a,
            by=cast.user["admin"],
        )
    assert refused.value.field == "unit"


def test_same_role_at_the_same_place_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="held there already"):
        give_role(account=cast.user["ada"], role=Role.OFFICER, agency=cast.millbrook, by=cast.user["admin"])


def test_same_role_may_be_given_after_it_ended(cast: Cast, today: date, tomorrow: date) -> None:
    Grant.objects.filter(user=cast.user["ada"]).update(end=today)
    grant = give_role(
        account=cast.user["ada"],
        role=Role.OFFICER,
        agency=cast.millbrook,
        start=tomorrow,
        by=cast.user["admin"],
    )
    assert grant.start == tomorrow


def test_seat_on_a_board_without_end_of_term_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="end of the term"):
        give_role(account=cast.user["olga"], role=Role.BOARD, agency=cast.millbrook, by=cast.user["admin"])


def test_seat_on_a_board_is_over_with_the_term(cast: Cast, today: date, tomorrow: date) -> None:
    give_role(
        account=cast.user["ben"], role=Role.BOARD, agency=cast.millbrook, end=today, by=cast.user["admin"]
    )
    assert grants_of(cast.user["ben"], today).filter(role=Role.BOARD).exists()
    assert not grants_of(cast.user["ben"], tomorrow).filter(role=Role.BOARD).exists()


def test_closed_account_gets_no_role(cast: Cast) -> None:
    cast.user["ada"].is_active = False
    with pytest.raises(Refused, match="closed"):
        give_role(account=cast.user["ada"], role=Role.FINANCE, agency=cast.millbrook, by=cast.user["admin"])


def test_role_ends_at_once_with_its_reason(cast: Cast) -> None:
    grant = Grant.objects.get(user=cast.user["dina"])
    end_role(grant=grant, by=cast.user["admin"], reason="moved away")
    assert not grants_of(cast.user["dina"]).exists()
    assert last() == ("accounts:grant:end", cast.user["admin"], "moved away")


def test_role_ends_with_a_last_day(cast: Cast, tomorrow: date) -> None:
    grant = Grant.objects.get(user=cast.user["dina"])
    end_role(grant=grant, by=cast.user["admin"], reason="retires", last_day=tomorrow)
    assert grants_of(cast.user["dina"], tomorrow).exists()
    assert not grants_of(cast.user["dina"], tomorrow + timedelta(days=1)).exists()


def test_role_does_not_end_in_the_past(cast: Cast, yesterday: date) -> None:
    grant = Grant.objects.get(user=cast.user["dina"])
    with pytest.raises(Refused, match="in the past"):
        end_role(grant=grant, by=cast.user["admin"], reason="x", last_day=yesterday)


def test_ending_makes_no_role_longer(cast: Cast, today: date, tomorrow: date) -> None:
    Grant.objects.filter(user=cast.user["dina"]).update(end=today)
    with pytest.raises(Refused, match="ends before that day"):
        end_role(
            grant=Grant.objects.get(user=cast.user["dina"]),
            by=cast.user["admin"],
            reason="x",
            last_day=tomorrow,
        )


def test_role_ends_once(cast: Cast) -> None:
    grant = Grant.objects.get(user=cast.user["dina"])
    end_role(grant=grant, by=cast.user["admin"], reason="x")
    with pytest.raises(Refused, match="ended already"):
        end_role(grant=grant, by=cast.user["admin"], reason="x")
    assert verbs() == ["accounts:grant:end"]


def test_agency_does_not_end_the_role_of_who_oversees_it(cast: Cast, clerk: User) -> None:
    with pytest.raises(Refused, match="may not end this role"):
        end_role(grant=Grant.objects.get(user=cast.user["olga"]), by=clerk, reason="too curious")
    assert grants_of(cast.user["olga"]).exists()


def test_last_administrator_cannot_be_ended(cast: Cast) -> None:
    with pytest.raises(Refused, match="last administrator"):
        end_role(grant=Grant.objects.get(user=cast.user["admin"]), by=None, reason="x")


def test_last_administrator_gets_no_last_day_either(cast: Cast, tomorrow: date) -> None:
    with pytest.raises(Refused, match="last administrator"):
        end_role(grant=Grant.objects.get(user=cast.user["admin"]), by=None, reason="x", last_day=tomorrow)


def test_administrator_of_an_agency_is_no_replacement_for_the_one_of_all(cast: Cast, clerk: User) -> None:
    with pytest.raises(Refused, match="last administrator"):
        end_role(grant=Grant.objects.get(user=cast.user["admin"]), by=None, reason=f"not {clerk}")


def test_administrator_ends_where_another_remains(cast: Cast, clerk: User) -> None:
    end_role(grant=Grant.objects.get(user=clerk), by=cast.user["admin"], reason="x")
    assert not grants_of(clerk).exists()


def test_administrator_remains_who_leaves_before_the_other(cast: Cast, today: date, tomorrow: date) -> None:
    other = give_role(account=cast.user["ada"], role=Role.ADMINISTRATOR, end=tomorrow, by=cast.user["admin"])
    admin = Grant.objects.get(user=cast.user["admin"])
    with pytest.raises(Refused, match="last administrator"):
        end_role(grant=admin, by=other.user, reason="x", last_day=tomorrow)
    end_role(grant=admin, by=other.user, reason="x", last_day=today)
    assert Grant.objects.get(pk=admin.pk).end == today


def test_closed_administrator_does_not_count(cast: Cast) -> None:
    give_role(account=cast.user["ada"], role=Role.ADMINISTRATOR, by=cast.user["admin"])
    User.objects.filter(pk=cast.user["ada"].pk).update(is_active=False)
    with pytest.raises(Refused, match="last administrator"):
        end_role(grant=Grant.objects.get(user=cast.user["admin"]), by=None, reason="x")
