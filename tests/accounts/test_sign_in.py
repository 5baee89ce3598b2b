"""Signing in: password, code from an app, how often one may try, and when a session ends."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings
from tests.accounts.told import last, verbs
from tests.cast import Cast

from muster.accounts.actions import remove_factors
from muster.accounts.models import User
from muster.accounts.shift import SIGNED_IN_AT
from muster.ledger.refusals import Refused

pytestmark = pytest.mark.django_db

PASSWORD = "nine small boats at dusk"  # noqa: S105 - of nobody who exists
OTHER = "a kettle left on the stove"


@pytest.fixture(autouse=True)
def no_tries_yet(db: None) -> Iterator[None]:
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


def sign_in(client: Client, password: str = PASSWORD, email: str = "ada@example.org"):  # type: ignore[no-untyped-def]
    """Post the sign-in form."""
    return client.post(reverse("account_login"), {"login": email, "password": password})


def is_signed_in(client: Client) -> bool:
    """Whether a page that asks for sign-in opens."""
    return client.get(reverse("my_account")).status_code == 200


def code_for(secret: str) -> str:
    """The code that an app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


# ── password ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("email", ["ada@example.org", "ADA@Example.org"])
def test_right_password_signs_in(email: str, ada: User, client: Client) -> None:
    sign_in(client, email=email)
    assert is_signed_in(client)


@pytest.mark.parametrize(
    ("email", "password"), [("ada@example.org", OTHER), ("nobody@example.org", PASSWORD)]
)
def test_wrong_password_and_unknown_address_look_the_same(
    email: str, password: str, ada: User, client: Client
) -> None:
    page = sign_in(client, password, email).content.decode()
    assert "not correct" in page
    assert not is_signed_in(client)


def test_account_without_password_is_not_signed_in_by_any(cast: Cast, client: Client) -> None:
    for password in ("", "!", PASSWORD):
        sign_in(client, password)
    assert not is_signed_in(client)


def test_sixth_try_is_refused_even_with_the_right_password(ada: User, client: Client) -> None:
    for _ in range(5):
        sign_in(client, OTHER)
    page = sign_in(client).content.decode()
    assert "Too many failed login attempts" in page
    assert not is_signed_in(client)


def test_tries_at_one_account_do_not_lock_another(ada: User, cast: Cast, client: Client) -> None:
    cast.user["ben"].set_password(PASSWORD)
    cast.user["ben"].save()
    for _ in range(6):
        sign_in(client, OTHER)
    sign_in(client, email="ben@example.org")
    assert is_signed_in(client)


def test_sign_in_leaves_no_password_behind(ada: User, client: Client) -> None:
    sign_in(client, OTHER)
    sign_in(client)
    assert PASSWORD not in everything()
    assert OTHER not in everything()


def everything() -> str:
    """All that the database holds, sessions and cache with it, as text."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        rows = []
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - the database's own name
            rows += cursor.fetchall()
    return repr(rows) + repr([session.get_decoded() for session in Session.objects.all()])


# ── sessions ───────────────────────────────────────────────────────────────────────────────────


def test_session_gets_a_new_key_at_sign_in(ada: User, client: Client) -> None:
    planted = client.session
    planted["visited"] = True
    planted.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = planted.session_key
    sign_in(client)
    assert client.session.session_key != planted.session_key
    assert not Session.objects.filter(session_key=planted.session_key).exists()


def test_session_of_somebody_else_is_not_taken_over_at_sign_in(ada: User, cast: Cast, client: Client) -> None:
    client.force_login(cast.user["ben"])
    key = client.session.session_key
    client.logout()
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    sign_in(client)
    assert client.session.session_key != key


def test_session_ends_with_the_shift_however_busy(ada: User, client: Client) -> None:
    sign_in(client)
    session = client.session
    session[SIGNED_IN_AT] = int(time.time()) - settings.SESSION_COOKIE_AGE - 1
    session.save()  # which begins Django's own age anew
    assert not is_signed_in(client)


def test_session_lasts_for_the_shift(ada: User, client: Client) -> None:
    sign_in(client)
    session = client.session
    session[SIGNED_IN_AT] = int(time.time()) - settings.SESSION_COOKIE_AGE + 60
    session.save()
    assert is_signed_in(client)


def test_cookie_of_the_session_ends_with_the_browser_and_is_out_of_reach_of_scripts(
    ada: User, client: Client
) -> None:
    cookie = sign_in(client).cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["max-age"], cookie["expires"]) == ("", "")
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_password_change_ends_the_other_sessions_and_is_written_down(ada: User, client: Client) -> None:
    elsewhere = Client()
    sign_in(client)
    sign_in(elsewhere)
    client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": OTHER, "password2": OTHER}
    )
    assert (is_signed_in(client), is_signed_in(elsewhere)) == (True, False)
    assert last() == ("accounts:user:password", ada, "")


def test_weak_password_is_refused_with_its_reason(ada: User, client: Client) -> None:
    sign_in(client)
    page = client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "short", "password2": "short"},
    ).content.decode()
    assert "at least 12 characters" in page
    assert User.objects.get(pk=ada.pk).check_password(PASSWORD)


def test_signed_in_page_is_asked_for_again_after_sign_in(ada: User, client: Client) -> None:
    asked = client.get(reverse("my_account"))
    assert asked.headers["Location"] == f"{reverse('account_login')}?next={reverse('my_account')}"
    answer = client.post(
        asked.headers["Location"], {"login": ada.email, "password": PASSWORD, "next": reverse("my_account")}
    )
    assert answer.headers["Location"] == reverse("my_account")


def test_sign_in_does_not_send_to_another_site(ada: User, client: Client) -> None:
    answer = client.post(
        reverse("account_login"), {"login": ada.email, "password": PASSWORD, "next": "https://evil.example/"}
    )
    assert "evil" not in answer.headers["Location"]


# ── second factors ─────────────────────────────────────────────────────────────────────────────


def test_code_from_an_app_is_added_asked_for_and_kept_encrypted(ada: User, client: Client) -> None:
    sign_in(client)
    assert client.get(reverse("mfa_activate_totp")).status_code == 302  # the password is asked for once more
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
    assert verbs() == ["accounts:factor:add", "accounts:factor:add"]  # the app, and recovery codes with it
    assert secret not in everything()
    cache.clear()  # a code is good for one use, and this one was used just now
    there = Client()
    asked = sign_in(there)
    assert asked.headers["Location"] == reverse("mfa_authenticate")
    assert not is_signed_in(there)
    there.post(reverse("mfa_authenticate"), {"code": code_for(secret)})
    assert is_signed_in(there)


def test_wrong_code_does_not_sign_in(ada: User, client: Client) -> None:
    TOTP.activate(ada, "JBSWY3DPEHPK3PXP")
    sign_in(client)
    page = client.post(reverse("mfa_authenticate"), {"code": "000000"}).content.decode()
    assert "Incorrect code" in page
    assert not is_signed_in(client)


def test_code_is_good_for_one_use(ada: User) -> None:
    TOTP.activate(ada, "JBSWY3DPEHPK3PXP")
    code = code_for("JBSWY3DPEHPK3PXP")
    first, second = Client(), Client()
    for client in (first, second):
        sign_in(client)
        client.post(reverse("mfa_authenticate"), {"code": code})
    assert (is_signed_in(first), is_signed_in(second)) == (True, False)


def test_lost_factors_are_taken_away_with_sessions_and_password(
    ada: User, cast: Cast, client: Client
) -> None:
    client.force_login(ada)
    TOTP.activate(ada, "JBSWY3DPEHPK3PXP")
    remove_factors(account=User.objects.get(pk=ada.pk), by=cast.user["admin"], reason="phone in the river")
    assert not Authenticator.objects.filter(user=ada).exists()
    assert not User.objects.get(pk=ada.pk).has_usable_password()
    assert not is_signed_in(client)
    assert last() == ("accounts:factor:remove", cast.user["admin"], "phone in the river")


def test_nobody_takes_away_factors_of_whom_they_do_not_manage(ada: User, cast: Cast) -> None:
    TOTP.activate(ada, "JBSWY3DPEHPK3PXP")
    with pytest.raises(Refused, match="may not change this account"):
        remove_factors(account=ada, by=cast.user["tara"], reason="x")
    assert Authenticator.objects.filter(user=ada).exists()


def test_account_without_factors_has_none_to_take_away(ada: User, cast: Cast) -> None:
    with pytest.raises(Refused, match="nothing to take away"):
        remove_factors(account=ada, by=cast.user["admin"], reason="x")


def test_recovery_code_signs_in_once(ada: User) -> None:
    TOTP.activate(ada, "JBSWY3DPEHPK3PXP")
    code = RecoveryCodes.activate(ada).get_unused_codes()[0]
    first, second = Client(), Client()
    for client in (first, second):
        sign_in(client)
        client.post(reverse("mfa_authenticate"), {"code": code})
    assert (is_signed_in(first), is_signed_in(second)) == (True, False)


def test_recovery_codes_are_kept_encrypted(ada: User) -> None:
    codes = RecoveryCodes.activate(ada)
    kept = Authenticator.objects.get(user=ada).data["seed"]
    assert len(codes.get_unused_codes()) == 10
    assert kept.startswith("gAAAA")  # Fernet's own first letters


def test_copied_database_alone_opens_no_second_factor(ada: User, settings: Settings) -> None:
    TOTP.activate(ada, "JBSWY3DPEHPK3PXP")
    settings.SECRET_KEY = "the key of another server"  # noqa: S105 - made up
    with pytest.raises(InvalidToken):
        TOTP(Authenticator.objects.get(user=ada)).validate_code(code_for("JBSWY3DPEHPK3PXP"))


def test_passkey_page_offers_a_challenge(client: Client) -> None:
    told = client.get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"}).json()
    assert told["request_options"]["publicKey"]["challenge"]
