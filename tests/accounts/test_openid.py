"""Signing in with the agency's own account, at a real provider on this machine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.conf import settings as site
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse, reverse_lazy
from pytest_django.fixtures import Settings
from tests.accounts.told import last, verbs
from tests.cast import Cast
from tests.services.openid import CLIENT, provider_on, sign_in_at

from muster.accounts.models import User
from muster.config.environment import OpenID

pytestmark = pytest.mark.django_db

LOGIN = reverse_lazy("openid_connect_login", kwargs={"provider_id": "agency"})
BACK = "http://testserver/accounts/oidc/agency/login/callback/"
PEOPLE = {
    "ada-at-work": {"email": "Ada@example.org", "email_verified": True, "name": "Officer Ada"},
    "unproven": {"email": "ada@example.org", "email_verified": False, "name": "Somebody"},
    "silent": {"name": "No address"},
    "newcomer": {"email": "newcomer@example.org", "email_verified": True, "name": "Newcomer"},
    "ben-at-work": {"email": "ben@example.org", "email_verified": True, "name": "Officer Ben"},
}


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """The address of a provider that knows the people above."""
    with provider_on([BACK], PEOPLE) as address:
        yield address


@pytest.fixture(autouse=True)
def configured(provider: str, settings: Settings, db: None) -> Iterator[None]:
    """A site that signs in there, as MUSTER_OPENID would say."""
    openid = OpenID.parse(f"{provider} {CLIENT}")
    assert openid is not None
    known = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": known | {"APPS": [openid.app("the agency")]}}
    cache.clear()
    yield
    cache.clear()


def come_in(client: Client, login: str, process: str = "login") -> HttpResponse:
    """Press the button, sign in at the provider, come back; return the page that one ends at."""
    there = client.post(f"{LOGIN}?process={process}&next={reverse('my_account')}").headers["Location"]
    return client.get(sign_in_at(there, login), follow=True)


def who(client: Client) -> User | None:
    """Who is signed in."""
    return User.objects.filter(pk=client.session.get("_auth_user_id")).first()


def test_account_of_the_same_verified_address_is_linked_and_signed_in(cast: Cast, client: Client) -> None:
    come_in(client, "ada-at-work")
    assert who(client) == cast.user["ada"]
    assert SocialAccount.objects.get().user == cast.user["ada"]
    assert last() == ("accounts:user:link", cast.user["ada"], "")


def test_next_time_the_link_is_used_and_nothing_is_written(cast: Cast, client: Client) -> None:
    come_in(client, "ada-at-work")
    come_in(again := Client(), "ada-at-work")
    assert who(again) == cast.user["ada"]
    assert verbs() == ["accounts:user:link"]
    assert SocialAccount.objects.count() == 1


def test_link_holds_when_the_address_here_changes(cast: Cast, client: Client) -> None:
    come_in(client, "ada-at-work")
    User.objects.filter(pk=cast.user["ada"].pk).update(email="ada.new@example.org")
    come_in(again := Client(), "ada-at-work")
    assert who(again) == cast.user["ada"]


def test_linking_leaves_the_password_as_it_is(cast: Cast, client: Client) -> None:
    cast.user["ada"].set_password("nine small boats at dusk")
    cast.user["ada"].save()
    come_in(client, "ada-at-work")
    assert User.objects.get(pk=cast.user["ada"].pk).check_password("nine small boats at dusk")


def test_stranger_gets_a_sentence_and_no_account(cast: Cast, client: Client) -> None:
    accounts = User.objects.count()
    page = come_in(client, "newcomer").content.decode()
    assert "There is no account here for newcomer@example.org" in page
    assert (who(client), User.objects.count(), SocialAccount.objects.count()) == (None, accounts, 0)


@pytest.mark.parametrize("login", ["unproven", "silent"])
def test_address_that_nobody_verified_links_to_nobody(login: str, cast: Cast, client: Client) -> None:
    page = come_in(client, login).content.decode()
    assert "does not say that your address was verified" in page
    assert (who(client), SocialAccount.objects.count()) == (None, 0)


def test_closed_account_is_not_linked(cast: Cast, client: Client) -> None:
    User.objects.filter(pk=cast.user["ada"].pk).update(is_active=False)
    come_in(client, "ada-at-work")
    assert (who(client), SocialAccount.objects.count()) == (None, 0)


def test_closed_account_that_is_linked_is_not_signed_in(cast: Cast, client: Client) -> None:
    come_in(client, "ada-at-work")
    User.objects.filter(pk=cast.user["ada"].pk).update(is_active=False)
    come_in(again := Client(), "ada-at-work")
    assert who(again) is None


def test_claims_and_tokens_of_the_provider_are_not_kept(cast: Cast, client: Client) -> None:
    come_in(client, "ada-at-work")
    come_in(Client(), "ada-at-work")
    assert SocialAccount.objects.get().extra_data == {}
    assert SocialToken.objects.count() == 0


def test_who_is_signed_in_links_no_account_of_another_address(cast: Cast, client: Client) -> None:
    client.force_login(cast.user["ada"])
    page = come_in(client, "ben-at-work", "connect").content.decode()
    assert "has another address than yours" in page
    assert (who(client), SocialAccount.objects.count()) == (cast.user["ada"], 0)


def test_who_is_signed_in_links_the_account_of_their_own_address(cast: Cast, client: Client) -> None:
    client.force_login(cast.user["ada"])
    come_in(client, "ada-at-work", "connect")
    assert SocialAccount.objects.get().user == cast.user["ada"]


def test_answer_for_another_browser_is_refused(cast: Cast, client: Client) -> None:
    there = client.post(LOGIN).headers["Location"]
    other = Client()
    other.get(sign_in_at(there, "ada-at-work"))
    assert who(other) is None


def test_second_factor_is_asked_for_here_too(cast: Cast, client: Client) -> None:
    from allauth.mfa.totp.internal.auth import TOTP  # noqa: PLC0415 - allauth's models

    TOTP.activate(cast.user["ada"], "JBSWY3DPEHPK3PXP")
    come_in(client, "ada-at-work")
    assert who(client) is None


def test_provider_is_asked_for_by_post_alone(client: Client, provider: str) -> None:
    assert provider not in client.get(LOGIN).headers.get("Location", "")


def test_sign_in_page_has_the_button(client: Client) -> None:
    assert "the agency" in client.get(reverse("account_login")).content.decode()


def test_without_a_provider_there_is_no_such_page(client: Client, settings: Settings) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": []}}
    assert client.post(LOGIN).status_code == 404


# ── the setting ────────────────────────────────────────────────────────────────────────────────


def test_setting_names_provider_client_secret_and_words() -> None:
    openid = OpenID.parse("https://idp.example.gov:8443/realms/city/ muster s3cret your city account")
    assert openid == OpenID(
        "https://idp.example.gov:8443/realms/city", "muster", "s3cret", "your city account"
    )
    assert openid.origin == "https://idp.example.gov:8443"


@pytest.mark.parametrize("text", ["", "  "])
def test_setting_may_stay_empty(text: str) -> None:
    assert OpenID.parse(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "https://idp.example.gov",
        "https://idp.example.gov muster",
        "http://idp.example.gov muster secret",
        "idp.example.gov muster secret",
        "ftp://idp.example.gov muster secret",
    ],
)
def test_setting_of_another_form_is_refused_without_telling_the_secret(text: str) -> None:
    with pytest.raises(ValueError, match="is not of the form") as refused:
        OpenID.parse(text)
    assert "secret" not in str(refused.value)


def test_tests_run_without_a_provider_of_their_operator() -> None:
    assert site.ENVIRONMENT.openid is None
