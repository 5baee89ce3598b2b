"""Passkeys in a real browser, with an authenticator that Chromium makes up: the whole ceremony, and its failures."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import CDPSession, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.cast import Cast

from muster.accounts.models import User
from muster.ledger.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)

Clear = Callable[[Page], None]
Valid = Callable[[str], None]
PASSWORD = "nine small boats at dusk"  # noqa: S105 - of nobody who exists


@pytest.fixture(autouse=True)
def no_tries_yet(transactional_db: None) -> Iterator[None]:
    """Tries of other tests do not count here."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def ada(cast: Cast) -> User:
    """Ada, with a password."""
    user = cast.user["ada"]
    user.set_password(PASSWORD)
    user.save()
    return user


class Key:
    """A key that is plugged in, is touched as soon as a page asks, and knows its owner."""

    def __init__(self, page: Page) -> None:
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.session.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        made = self.session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        self.which = {"authenticatorId": made["authenticatorId"]}

    def owners(self) -> list[str]:
        """Whose passkeys it holds, those that sign in alone."""
        held = self.session.send("WebAuthn.getCredentials", self.which)["credentials"]
        return [each["userName"] for each in held if each["isResidentCredential"]]

    def is_held_by(self, *, owner: bool) -> None:
        """Say whose finger is on it."""
        self.session.send("WebAuthn.setUserVerified", {**self.which, "isUserVerified": owner})


@pytest.fixture
def key(desktop: Page) -> Key:
    """A key at the desk."""
    return Key(desktop)


def type_password(page: Page) -> None:
    """Sign in with the password."""
    page.goto(reverse("account_login"))
    page.get_by_label("Email").fill("ada@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def confirm_password(page: Page) -> None:
    """Give the password once more, as is asked before passkeys change."""
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()


def open_add_page(page: Page) -> None:
    """Sign in and come to the page that adds a passkey."""
    type_password(page)
    expect(page.get_by_text("Successfully signed in as Ada")).to_be_visible()
    page.goto(reverse("mfa_add_webauthn"))
    confirm_password(page)
    expect(heading(page)).to_have_text("Add a passkey")


def add_passkey(page: Page, *, alone: bool = True) -> None:
    """Add a passkey called my phone; with the first one come recovery codes."""
    open_add_page(page)
    page.get_by_label("Name").fill("my phone")
    if not alone:
        page.get_by_text("Sign in with it alone").click()
    page.get_by_role("button", name="Add a passkey").click()
    expect(heading(page)).to_have_text("Recovery Codes")


def sign_out(page: Page) -> None:
    """Sign out by the button, as somebody would who leaves the desk."""
    page.goto(reverse("account_logout"))
    page.locator("main").get_by_role("button").click()
    page.goto(reverse("account_login"))
    expect(heading(page)).to_have_text("Sign in")


def heading(page: Page) -> Locator:
    """The heading of the page."""
    return page.get_by_role("heading", level=1)


def trouble(page: Page) -> Locator:
    """What the page says about a passkey that did not work."""
    return page.get_by_role("alert")


# ── the whole way ────────────────────────────────────────────────────────────────────────────────


def test_passkey_is_added_signs_in_alone_is_seen_and_removed(
    ada: User, desktop: Page, key: Key, axe: Clear, vnu: Valid
) -> None:
    add_passkey(desktop)
    assert key.owners() == ["ada@example.org"]
    sign_out(desktop)
    desktop.get_by_role("button", name="Sign in with a passkey").click()
    expect(desktop.get_by_text("Successfully signed in as Ada")).to_be_visible()
    desktop.goto(reverse("my_account"))
    expect(heading(desktop)).to_have_text("My account")
    axe(desktop)
    vnu(desktop.content())
    desktop.get_by_role("link", name="my phone").click()
    row = desktop.get_by_role("row").filter(has_text="my phone")
    expect(row).to_contain_text("alone, without the password")
    row.get_by_role("link", name="Remove").click()
    confirm_password(desktop)
    desktop.get_by_role("button", name="Remove").click()
    expect(desktop.get_by_role("heading", name="No passkeys yet")).to_be_visible()
    assert not Authenticator.objects.exists()  # nor recovery codes, of no use without it
    told = Entry.objects.filter(verb__startswith="accounts:factor").order_by("number")
    assert list(told.values_list("verb", flat=True)) == 2 * ["accounts:factor:add"] + 2 * [
        "accounts:factor:remove"
    ]


def test_passkey_is_asked_for_after_the_password(ada: User, desktop: Page, key: Key, axe: Clear) -> None:
    add_passkey(desktop, alone=False)
    assert key.owners() == []
    sign_out(desktop)
    type_password(desktop)
    expect(heading(desktop)).to_have_text("Two-Factor Authentication")
    axe(desktop)
    desktop.get_by_role("button", name="Use a security key").click()
    expect(desktop.get_by_text("Successfully signed in as Ada")).to_be_visible()


def test_passkey_confirms_who_somebody_is(ada: User, desktop: Page, key: Key, axe: Clear) -> None:
    add_passkey(desktop)
    sign_out(desktop)
    desktop.get_by_role("button", name="Sign in with a passkey").click()
    expect(desktop.get_by_text("Successfully signed in as Ada")).to_be_visible()
    desktop.goto(reverse("mfa_reauthenticate_webauthn") + "?next=" + reverse("mfa_add_webauthn"))
    axe(desktop)
    desktop.get_by_role("button", name="Use a security key").click()
    expect(heading(desktop)).to_have_text("Add a passkey")


def test_passkey_is_renamed(ada: User, desktop: Page, key: Key, axe: Clear, vnu: Valid) -> None:
    add_passkey(desktop)
    answer = desktop.goto(reverse("mfa_list_webauthn"))
    assert answer
    vnu(answer.text())
    axe(desktop)
    desktop.get_by_role("link", name="Rename").click()
    axe(desktop)
    desktop.get_by_label("Name").fill("the key on my ring")
    desktop.get_by_role("button", name="Save").click()
    expect(desktop.get_by_role("rowheader", name="the key on my ring")).to_be_visible()


# ── what goes wrong ──────────────────────────────────────────────────────────────────────────────


def test_passkey_in_another_hand_is_not_added_and_the_page_says_so(
    ada: User, desktop: Page, key: Key, axe: Clear, vnu: Valid
) -> None:
    open_add_page(desktop)
    key.is_held_by(owner=False)
    desktop.get_by_role("button", name="Add a passkey").click()
    expect(trouble(desktop)).to_contain_text("The passkey was not used")
    axe(desktop)
    vnu(desktop.content())
    assert not Authenticator.objects.exists()


def test_second_passkey_on_one_device_is_refused_in_words(ada: User, desktop: Page, key: Key) -> None:
    add_passkey(desktop)
    desktop.goto(reverse("mfa_add_webauthn"))
    desktop.get_by_role("button", name="Add a passkey").click()
    expect(trouble(desktop)).to_contain_text("is added already")


def test_sign_in_that_is_broken_off_says_so_and_leaves_the_password(
    ada: User, desktop: Page, key: Key, axe: Clear
) -> None:
    add_passkey(desktop)
    sign_out(desktop)
    key.is_held_by(owner=False)
    desktop.get_by_role("button", name="Sign in with a passkey").click()
    expect(trouble(desktop)).to_contain_text("Try again, or use another way")
    axe(desktop)
    expect(desktop.get_by_label("Password")).to_be_visible()


def test_passkey_that_was_taken_away_here_does_not_sign_in(ada: User, desktop: Page, key: Key) -> None:
    add_passkey(desktop)
    sign_out(desktop)
    Authenticator.objects.all().delete()
    desktop.get_by_role("button", name="Sign in with a passkey").click()
    expect(desktop.get_by_text("This passkey is not known here")).to_be_visible()
    expect(heading(desktop)).to_have_text("Sign in")


def test_passkey_at_an_address_without_a_name_is_refused_in_words(
    ada: User, desktop: Page, key: Key, live_server: LiveServer
) -> None:
    desktop.goto(live_server.url.replace("localhost", "127.0.0.1") + reverse("account_login"))
    desktop.get_by_role("button", name="Sign in with a passkey").click()
    expect(trouble(desktop)).to_contain_text("Passkeys do not work at this address")


def test_spanish_page_says_it_in_spanish(ada: User, desktop: Page, key: Key) -> None:
    ada.language = "es"
    ada.save()
    type_password(desktop)
    desktop.goto(reverse("mfa_add_webauthn"))
    desktop.get_by_label("Contraseña").fill(PASSWORD)
    desktop.locator("main").get_by_role("button").first.click()
    expect(heading(desktop)).to_have_text("Agregar una llave de acceso")
    key.is_held_by(owner=False)
    desktop.get_by_role("button", name="Agregar una llave de acceso").click()
    expect(trouble(desktop)).to_contain_text("La llave de acceso no se usó")


def test_page_without_javascript_names_another_way(ada: User, no_script_page: Page) -> None:
    answer = no_script_page.goto(reverse("account_login"))
    assert answer
    assert "<noscript><p>Passkeys need JavaScript" in answer.text()  # Playwright's browser does not draw it
    no_script_page.get_by_role("button", name="Sign in with a passkey").click()
    expect(no_script_page.get_by_text("Your passkey gave no answer")).to_be_visible()
