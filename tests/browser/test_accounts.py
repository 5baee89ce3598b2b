"""Accounts in a real browser: lending a role, a link for a password, and the agency's own sign-in."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as site
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer
from tests.cast import Cast
from tests.services.openid import CLIENT, provider_on

from muster.accounts.models import Grant
from muster.config.environment import OpenID

pytestmark = pytest.mark.django_db(transaction=True)

SignIn = Callable[[Page, Any], None]
Clear = Callable[[Page], None]
Valid = Callable[[str], None]


@pytest.mark.parametrize("name", ["my_account", "grants", "give_role"])
def test_pages_have_no_barriers_and_no_errors(
    name: str, cast: Cast, desktop: Page, sign_in: SignIn, axe: Clear, vnu: Valid
) -> None:
    sign_in(desktop, cast.user["admin"])
    answer = desktop.goto(reverse(name))
    assert answer
    vnu(answer.text())
    axe(desktop)


def test_page_of_an_account_and_its_link_have_no_barriers(
    cast: Cast, phone: Page, sign_in: SignIn, axe: Clear
) -> None:
    sign_in(phone, cast.user["admin"])
    phone.goto(reverse("account", args=[cast.user["ada"].pk]))
    axe(phone)
    phone.get_by_role("button", name="Make a link to set a password").click()
    expect(phone.get_by_role("textbox")).to_have_value(site_link())
    axe(phone)


def site_link() -> Any:
    """What a link looks like."""

    return re.compile(r"^http://.+/accounts/password/reset/key/.+/$")


def test_chief_lends_the_role_without_javascript(cast: Cast, no_script_page: Page, sign_in: SignIn) -> None:
    page = no_script_page
    sign_in(page, cast.user["chris"])
    page.goto(reverse("my_account"))
    page.get_by_role("link", name="Lend command").click()
    page.get_by_label("E-mail address of a colleague").fill("dina@example.org")
    page.get_by_label("Last day").fill("2999-01-01")
    page.get_by_label("Why?").fill("on leave")
    page.get_by_role("button", name="Lend the role").click()
    expect(page.get_by_role("link", name="Take back command, Dina")).to_be_visible()
    assert Grant.objects.get(delegated_from__isnull=False).user == cast.user["dina"]


def test_officer_signs_in_with_the_agency_s_own_account(
    cast: Cast, desktop: Page, live_server: LiveServer, settings: Settings
) -> None:
    back = f"{live_server.url}/accounts/oidc/agency/login/callback/"
    people = {"ada": {"email": "ada@example.org", "email_verified": True}}
    with provider_on([back], people) as provider:
        openid = OpenID.parse(f"{provider} {CLIENT}")
        assert openid is not None
        known = site.SOCIALACCOUNT_PROVIDERS["openid_connect"]
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": known | {"APPS": [openid.app("the agency")]}}
        policy = site.CONTENT_SECURITY_POLICY["DIRECTIVES"]
        allowed = [*policy["form-action"], openid.origin]
        settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": policy | {"form-action": allowed}}
        desktop.goto(f"{reverse('account_login')}?next={reverse('my_account')}")
        desktop.get_by_role("button", name="the agency").click()
        desktop.get_by_placeholder("Enter any login").fill("ada")
        desktop.get_by_placeholder("and password").fill("anything")
        desktop.get_by_role("button", name="Sign-in").click()
        desktop.get_by_role("button", name="Continue").click()
        expect(desktop.get_by_role("heading", level=1)).to_have_text("My account")
