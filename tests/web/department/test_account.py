"""The page of somebody's account, and one's own."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast, make_grant

from muster.accounts.access import grants_of
from muster.accounts.actions import delegate_role
from muster.accounts.models import Grant, User
from muster.accounts.roles import Role
from muster.ledger.models import Entry

pytestmark = pytest.mark.django_db

PASSWORD = "nine small boats at dusk"  # noqa: S105 - of nobody who exists
Count = Callable[[Callable[[], object]], int]


@pytest.fixture
def admin(cast: Cast, client: Client) -> Client:
    """The administrator's browser."""
    client.force_login(cast.user["admin"])
    return client


@pytest.fixture
def chief(cast: Cast) -> Client:
    """The chief's browser."""
    browser = Client()
    browser.force_login(cast.user["chris"])
    return browser


def page_of(client: Client, name: str, *keys: int) -> str:
    """The text of a page."""
    return client.get(reverse(name, args=keys)).content.decode()


def chief_s_role(cast: Cast) -> Grant:
    """What the chief may lend."""
    return Grant.objects.get(user=cast.user["chris"])


def lend_to_dina(cast: Cast) -> Grant:
    """Lend the chief's role to the director for today."""
    today = timezone.localdate()
    return delegate_role(
        grant=chief_s_role(cast), to=cast.user["dina"], start=today, end=today, by=cast.user["chris"]
    )


# ── somebody's ─────────────────────────────────────────────────────────────────────────────────


def test_account_shows_only_the_roles_that_the_reader_may_see(cast: Cast, client: Client) -> None:
    make_grant(cast.user["ada"], Role.FINANCE, cast.oakford)
    client.force_login(cast.user["tara"])
    page = page_of(client, "account", cast.user["ada"].pk)
    assert "officer" in page
    assert "Oakford" not in page


def test_coordinator_sees_no_buttons_that_are_not_hers(cast: Cast, client: Client) -> None:
    client.force_login(cast.user["tara"])
    page = page_of(client, "account", cast.user["ada"].pk)
    assert "Make a link" not in page
    assert "Close the account" not in page


def test_link_is_shown_once_and_sets_a_password(cast: Cast, admin: Client) -> None:
    answer = admin.post(reverse("invite_account", args=[cast.user["ada"].pk]))
    link = re.search(r"http://testserver(/accounts/password/reset/key/[^<\s]+)", answer.content.decode())
    assert link
    assert "no-store" in answer.headers["Cache-Control"]
    owner = Client()
    form = owner.get(link[1], follow=True).redirect_chain[-1][0]
    owner.post(form, {"password1": PASSWORD, "password2": PASSWORD})
    owner.post(reverse("account_login"), {"login": "ada@example.org", "password": PASSWORD})
    assert owner.session["_auth_user_id"] == str(cast.user["ada"].pk)
    assert link[1] not in page_of(admin, "account", cast.user["ada"].pk)


def test_history_of_an_account_says_that_a_link_was_made(cast: Cast, admin: Client) -> None:
    admin.post(reverse("invite_account", args=[cast.user["ada"].pk]))
    ada = Client()
    ada.force_login(cast.user["ada"])
    assert "A link to set a password was made." in page_of(ada, "my_account")


def test_account_is_closed_and_opened_again(cast: Cast, admin: Client) -> None:
    pk = cast.user["ada"].pk
    admin.post(reverse("close_account", args=[pk]), {"reason": "left"})
    assert not User.objects.get(pk=pk).is_active
    assert "Open the account again" in page_of(admin, "account", pk)
    admin.post(reverse("reopen_account", args=[pk]), {"reason": "came back"})
    assert User.objects.get(pk=pk).is_active


def test_refused_closing_says_why(cast: Cast, admin: Client) -> None:
    pk = cast.user["ada"].pk
    admin.post(reverse("close_account", args=[pk]), {"reason": "left"})
    page = admin.post(reverse("close_account", args=[pk]), {"reason": "left"}).content.decode()
    assert "closed already" in page


# ── one's own ──────────────────────────────────────────────────────────────────────────────────


def test_own_page_says_what_one_may_do_and_why(cast: Cast, client: Client) -> None:
    client.force_login(cast.user["sam"])
    page = page_of(client, "my_account")
    assert "Read training records." in page
    assert "supervisor, Squad A" in page


def test_who_holds_no_role_is_told_whom_to_ask(cast: Cast, client: Client) -> None:
    client.force_login(cast.user["stranger"])
    assert "You hold no role today" in page_of(client, "my_account")


def test_own_page_costs_the_same_for_one_role_and_many(cast: Cast, client: Client, queries_of: Count) -> None:
    client.force_login(cast.user["ada"])
    one = queries_of(lambda: client.get(reverse("my_account")))
    for role in (Role.FINANCE, Role.AUTHOR, Role.LEGAL):
        make_grant(cast.user["ada"], role, cast.millbrook)
    assert queries_of(lambda: client.get(reverse("my_account"))) == one
    assert one <= 12


def test_language_of_the_account_speaks_on_every_device(cast: Cast, client: Client) -> None:
    client.force_login(cast.user["ada"])
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.post(reverse("my_account"), {"name": "Ada", "language": "es", "theme": "dark"})
    assert '<html lang="es" data-theme="dark"' in page_of(client, "my_account")
    elsewhere = Client()
    elsewhere.force_login(User.objects.get(pk=cast.user["ada"].pk))
    assert '<html lang="es" data-theme="dark"' in page_of(elsewhere, "my_account")


def test_language_that_there_is_not_is_refused(cast: Cast, client: Client) -> None:
    client.force_login(cast.user["ada"])
    client.post(reverse("my_account"), {"name": "Ada", "language": "xx", "theme": "dark"})
    assert User.objects.get(pk=cast.user["ada"].pk).theme == "system"


def test_own_page_changes_no_address(cast: Cast, client: Client) -> None:
    client.force_login(cast.user["ada"])
    values = {"name": "Ada", "language": "", "theme": "dark", "email": "chief@example.org"}
    client.post(reverse("my_account"), values)
    assert User.objects.get(pk=cast.user["ada"].pk).email == "ada@example.org"


def test_role_is_lent_and_taken_back_on_the_page(cast: Cast, chief: Client) -> None:
    today = timezone.localdate()
    values = {
        "email": "Dina@example.org",
        "start": today.isoformat(),
        "end": (today + timedelta(days=3)).isoformat(),
        "reason": "on leave",
    }
    answer = chief.post(reverse("lend_role", args=[chief_s_role(cast).pk]), values)
    assert answer.headers["Location"] == reverse("my_account")
    lent = Grant.objects.get(delegated_from__user=cast.user["chris"])
    assert Role.COMMAND in {grant.role for grant in grants_of(cast.user["dina"])}
    assert "Take back" in page_of(chief, "my_account")
    chief.post(reverse("return_role", args=[lent.pk]), {"reason": "back early"})
    assert Role.COMMAND not in {grant.role for grant in grants_of(cast.user["dina"])}


def test_lent_role_is_given_back_on_the_page(cast: Cast, client: Client) -> None:
    lent = lend_to_dina(cast)
    client.force_login(cast.user["dina"])
    assert "lent by Chris" in page_of(client, "my_account")
    client.post(reverse("return_role", args=[lent.pk]), {"reason": "done"})
    assert Grant.objects.get(pk=lent.pk).ended_at is not None


def test_lent_role_has_no_page_to_lend_it_on(cast: Cast, client: Client) -> None:
    lent = lend_to_dina(cast)
    client.force_login(cast.user["dina"])
    assert client.get(reverse("lend_role", args=[lent.pk])).status_code == 404


@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        ("nobody@example.org", "Nobody has an account with this address"),
        ("nora@example.org", "among colleagues"),
        ("chris@example.org", "your own account"),
    ],
)
def test_refused_loan_says_why(email: str, sentence: str, cast: Cast, chief: Client) -> None:
    today = timezone.localdate().isoformat()
    values = {"email": email, "start": today, "end": today, "reason": "x"}
    page = chief.post(reverse("lend_role", args=[chief_s_role(cast).pk]), values).content.decode()
    assert sentence in page
    assert not Grant.objects.filter(delegated_from__isnull=False).exists()


def test_lender_chooses_among_units_within_alone(cast: Cast, client: Client) -> None:
    client.force_login(cast.user["sam"])
    own = Grant.objects.get(user=cast.user["sam"], role=Role.SUPERVISOR)
    page = page_of(client, "lend_role", own.pk)
    assert "Squad A" in page
    assert "Squad B" not in page


def test_nothing_is_written_by_looking(cast: Cast, admin: Client) -> None:
    page_of(admin, "my_account")
    page_of(admin, "account", cast.user["ada"].pk)
    assert not Entry.objects.exists()
