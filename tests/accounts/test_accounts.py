"""Accounts: opened, invited, closed, reopened, changed by their owner."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from tests.accounts.told import last, last_entry, verbs
from tests.cast import Cast, make_grant

from muster.accounts.access import grants_of
from muster.accounts.actions import (
    change_profile,
    close_account,
    invite,
    open_account,
    reopen_account,
    set_password,
)
from muster.accounts.models import Grant, User
from muster.accounts.roles import Role
from muster.ledger.models import Entry
from muster.ledger.refusals import Refused

pytestmark = pytest.mark.django_db

PASSWORD = "nine small boats at dusk"  # noqa: S105 - of nobody who exists


def test_account_is_opened_with_its_role_and_without_a_password(cast: Cast) -> None:
    account = open_account(
        email=" Kim@Example.ORG ", name="Kim", role=Role.OFFICER, agency=cast.millbrook, by=cast.user["admin"]
    )
    assert (account.email, account.has_usable_password()) == ("kim@example.org", False)
    assert [grant.role for grant in grants_of(account)] == [Role.OFFICER]
    assert last() == ("accounts:user:open", cast.user["admin"], "")
    assert verbs() == ["accounts:user:open"]


def test_address_that_has_an_account_opens_no_second(cast: Cast) -> None:
    with pytest.raises(Refused, match="account with this address already") as refused:
        open_account(email="ADA@example.org", name="A", role=Role.OFFICER, by=cast.user["admin"])
    assert refused.value.field == "email"


def test_what_is_no_address_opens_no_account(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        open_account(email="not an address", name="A", role=Role.OFFICER, by=cast.user["admin"])
    assert refused.value.field == "email"


def test_nobody_opens_an_account_where_they_give_no_roles(cast: Cast) -> None:
    with pytest.raises(Refused, match="may not give roles"):
        open_account(
            email="kim@example.org",
            name="Kim",
            role=Role.OFFICER,
            agency=cast.millbrook,
            by=cast.user["tara"],
        )
    assert not User.objects.filter(email="kim@example.org").exists()
    assert verbs() == []


def test_invited_owner_sets_a_password_once(cast: Cast, client: Client) -> None:
    owner, key = invite(account=cast.user["ada"], by=cast.user["admin"])
    link = reverse("account_reset_password_from_key", kwargs={"uidb36": owner, "key": key})
    form = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": PASSWORD, "password2": PASSWORD})
    assert User.objects.get(pk=cast.user["ada"].pk).check_password(PASSWORD)
    again = Client().get(link, follow=True)
    assert b'name="password1"' not in again.content


def test_invitation_is_written_down_without_its_link(cast: Cast) -> None:
    _owner, key = invite(account=cast.user["ada"], by=cast.user["admin"])
    assert last() == ("accounts:user:invite", cast.user["admin"], "")
    assert not any(key in entry.details for entry in Entry.objects.all())


@pytest.mark.parametrize("who", ["tara", "chris", "ada"])
def test_nobody_invites_whom_they_do_not_manage(who: str, cast: Cast) -> None:
    with pytest.raises(Refused, match="may not change this account"):
        invite(account=cast.user["ada"], by=cast.user[who])


def test_closed_account_is_not_invited(cast: Cast) -> None:
    cast.user["ada"].is_active = False
    with pytest.raises(Refused, match="Reopen it first"):
        invite(account=cast.user["ada"], by=cast.user["admin"])


def test_closing_ends_sessions_at_once(cast: Cast, client: Client) -> None:
    client.force_login(cast.user["ada"])
    assert client.get(reverse("my_account")).status_code == 200
    close_account(account=cast.user["ada"], by=cast.user["admin"], reason="left")
    assert client.get(reverse("my_account")).status_code == 302
    assert last() == ("accounts:user:close", cast.user["admin"], "left")
    assert last_entry().agency_id == cast.millbrook.pk


def test_old_session_does_not_live_again_when_reopened(cast: Cast, client: Client) -> None:
    client.force_login(cast.user["ada"])
    close_account(account=cast.user["ada"], by=cast.user["admin"], reason="left")
    reopen_account(account=cast.user["ada"], by=cast.user["admin"], reason="came back")
    assert client.get(reverse("my_account")).status_code == 302
    assert grants_of(User.objects.get(pk=cast.user["ada"].pk)).exists()
    assert last() == ("accounts:user:reopen", cast.user["admin"], "came back")


def test_password_of_a_closed_account_lets_nobody_in(cast: Cast, client: Client) -> None:
    set_password(account=cast.user["ada"], password=PASSWORD, by=None)
    close_account(account=cast.user["ada"], by=cast.user["admin"], reason="left")
    client.post(reverse("account_login"), {"login": "ada@example.org", "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_account_closes_once(cast: Cast) -> None:
    close_account(account=cast.user["ada"], by=cast.user["admin"], reason="left")
    with pytest.raises(Refused, match="closed already"):
        close_account(account=cast.user["ada"], by=cast.user["admin"], reason="left")


def test_open_account_is_not_reopened(cast: Cast) -> None:
    with pytest.raises(Refused, match="open already"):
        reopen_account(account=cast.user["ada"], by=cast.user["admin"], reason="x")


def test_nobody_closes_their_own_account(cast: Cast) -> None:
    with pytest.raises(Refused, match="your own"):
        close_account(account=cast.user["admin"], by=cast.user["admin"], reason="x")


def test_last_administrator_is_not_closed(cast: Cast) -> None:
    with pytest.raises(Refused, match="last administrator"):
        close_account(account=cast.user["admin"], by=None, reason="x")
    make_grant(cast.user["ada"], Role.ADMINISTRATOR, None)
    close_account(account=cast.user["admin"], by=None, reason="x")
    assert not User.objects.get(pk=cast.user["admin"].pk).is_active


def test_agency_does_not_close_the_account_of_who_oversees_it(cast: Cast) -> None:
    clerk = User.objects.create_user("clerk@example.org")
    make_grant(clerk, Role.ADMINISTRATOR, cast.millbrook)
    with pytest.raises(Refused, match="holds roles where you do not give them"):
        close_account(account=cast.user["olga"], by=clerk, reason="too curious")


@pytest.mark.parametrize(
    ("password", "why"),
    [("short words", "too short"), ("password12345", "too common"), ("ada@example.org", "too similar")],
)
def test_weak_password_is_refused(password: str, why: str, cast: Cast) -> None:
    with pytest.raises(Refused, match=why):
        set_password(account=cast.user["ada"], password=password, by=None)
    assert verbs() == []


def test_password_is_in_no_entry_of_the_ledger(cast: Cast) -> None:
    set_password(account=cast.user["ada"], password=PASSWORD, by=None)
    assert last() == ("accounts:user:password", None, "")
    assert not any(PASSWORD in entry.details for entry in Entry.objects.all())


def test_owner_changes_name_language_and_appearance(cast: Cast) -> None:
    change_profile(account=cast.user["ada"], name="Ada B.", language="es", theme="dark")
    ada = User.objects.get(pk=cast.user["ada"].pk)
    assert (ada.name, ada.language, ada.theme) == ("Ada B.", "es", "dark")
    assert last_entry().told["before"] == {"name": "Ada", "language": "", "theme": "system"}


def test_appearance_that_there_is_not_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        change_profile(account=cast.user["ada"], name="Ada", language="", theme="pink")
    assert refused.value.field == "theme"


def test_account_that_held_roles_cannot_be_deleted(cast: Cast) -> None:
    with pytest.raises(Exception, match="protected foreign keys"):
        cast.user["ada"].delete()
    assert Grant.objects.filter(user=cast.user["ada"]).exists()
