"""What is posted in the place of a passkey's answer: a sentence, never an error of the server."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import pytest
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from fido2.cose import ES256
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData
from tests.cast import Cast

from muster.accounts.models import User

pytestmark = pytest.mark.django_db

PASSWORD = "nine small boats at dusk"  # noqa: S105 - of nobody who exists


def letters(content: bytes) -> str:
    """Bytes as a browser writes them into JSON."""
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def answer(**parts: Any) -> str:
    """An answer of the right form, with parts of it exchanged."""
    response = {
        "clientDataJSON": letters(
            json.dumps({"type": "webauthn.get", "challenge": "", "origin": ""}).encode()
        ),
        "authenticatorData": letters(bytes(37)),
        "signature": letters(b"x"),
        "userHandle": letters(b"1"),
        "attestationObject": letters(b"\xa0"),
        **parts,
    }
    return json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": response})


ANSWERS = {
    "nothing": "",
    "a number that no machine holds": "9" * 5000,
    "a list without end": "[" * 100_000,
    "a list without end in an object": '{"id": ' + "[" * 100_000,
    "a number that is none": "NaN",
    "a number": "5",
    "a list": "[]",
    "a text": '"x"',
    "an empty object": "{}",
    "an object of nothing": '{"id": null, "rawId": null, "response": null, "type": null}',
    "an object of numbers": '{"id": 1, "rawId": 1, "response": 1, "type": 1}',
    "a response that is a list": '{"id": "AA", "rawId": "AA", "response": [], "type": "public-key"}',
    "an answer of the right form": answer(),
    "an owner that is a number": answer(userHandle=5),
    "an owner in no alphabet": answer(userHandle="ñ"),
    "an owner of no key": answer(userHandle=letters(b"\xff")),
    "an owner beyond any key": answer(userHandle=letters(b"9" * 30)),
    "an owner with a nul": answer(userHandle=letters(b"\0")),
    "client data that is no JSON": answer(clientDataJSON=letters(b"x")),
    "client data that is a list": answer(clientDataJSON=letters(b"[]")),
    "client data that is no text": answer(clientDataJSON=letters(b"\xff")),
    "client data that is a number beyond Python": answer(clientDataJSON=letters(b"9" * 5000)),
    "authenticator data that is too short": answer(authenticatorData=letters(b"x")),
    "authenticator data that announces more": answer(
        authenticatorData=letters(bytes(32) + b"\xc1" + bytes(4))
    ),
    "an attestation that is no CBOR": answer(attestationObject=letters(b"\xff")),
    "an attestation that stops": answer(attestationObject=letters(b"\xa1")),
    "an attestation of attestations": answer(attestationObject=letters(b"\x81" * 5000)),
}


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


@pytest.mark.parametrize("sent", ANSWERS.values(), ids=ANSWERS)
def test_answer_that_is_none_does_not_sign_in(sent: str, ada: User, client: Client) -> None:
    client.get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"})
    told = client.post(reverse("mfa_login_webauthn"), {"credential": sent}, follow=True).content.decode()
    assert "passkey gave no answer" in told or "passkey is not known here" in told
    assert client.get(reverse("my_account")).status_code == 302


@pytest.mark.parametrize("sent", ANSWERS.values(), ids=ANSWERS)
def test_answer_that_is_none_adds_no_passkey(sent: str, ada: User, client: Client) -> None:
    client.post(reverse("account_login"), {"login": ada.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.get(reverse("mfa_add_webauthn"))
    told = client.post(reverse("mfa_add_webauthn"), {"credential": sent, "name": "x"}).content.decode()
    assert "passkey gave no answer" in told or "passkey could not be added" in told
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("sent", ANSWERS.values(), ids=ANSWERS)
def test_answer_that_is_none_is_no_second_factor(sent: str, ada: User, client: Client) -> None:
    TOTP.activate(ada, "JBSWY3DPEHPK3PXP")
    client.post(reverse("account_login"), {"login": ada.email, "password": PASSWORD})
    client.get(reverse("mfa_authenticate"))
    told = client.post(reverse("mfa_authenticate"), {"credential": sent}).content.decode()
    assert "passkey gave no answer" in told or "passkey is not known here" in told
    assert client.get(reverse("my_account")).status_code == 302


class Made:
    """A passkey made here, that signs like one in a phone."""

    def __init__(self, owner: User) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.owner = owner
        cose = ES256.from_cryptography_key(self.private.public_key())
        held = AttestedCredentialData.create(bytes(16), b"key", cose)
        data = AuthenticatorData.create(self.site, _FLAGS | AuthenticatorData.FLAG.AT, 0, held)
        told = {
            "id": letters(b"key"),
            "rawId": letters(b"key"),
            "type": "public-key",
            "response": {
                "clientDataJSON": letters(self.client_data("webauthn.create", "AA")),
                "attestationObject": letters(AttestationObject.create("none", data, {})),
            },
        }
        Authenticator.objects.create(user=owner, type="webauthn", data={"name": "x", "credential": told})

    site = sha256(b"testserver").digest()

    @staticmethod
    def client_data(kind: str, challenge: str) -> bytes:
        """What a browser says of the ceremony."""
        return json.dumps({"type": kind, "challenge": challenge, "origin": "http://testserver"}).encode()

    def answer_to(self, challenge: str, signed: bytes = b"") -> str:
        """The answer to a challenge; ``signed`` is signed beside it, which spoils the signature."""
        data = AuthenticatorData.create(self.site, _FLAGS, 1)
        said = self.client_data("webauthn.get", challenge)
        signature = self.private.sign(data + sha256(said).digest() + signed, ec.ECDSA(SHA256()))
        given = answer(
            clientDataJSON=letters(said),
            authenticatorData=letters(data),
            signature=letters(signature),
            userHandle=letters(user_pk_to_url_str(self.owner).encode()),
        )
        return given.replace('"AA"', f'"{letters(b"key")}"')


_FLAGS = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV


@pytest.mark.parametrize(("spoiled", "page"), [(b"", 200), (b"x", 302)])
def test_answer_signs_in_only_with_its_own_signature(
    spoiled: bytes, page: int, ada: User, client: Client
) -> None:
    key = Made(ada)
    asked = client.get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"}).json()
    sent = key.answer_to(asked["request_options"]["publicKey"]["challenge"], spoiled)
    told = client.post(reverse("mfa_login_webauthn"), {"credential": sent}, follow=True).content.decode()
    assert ("passkey is not known here" in told) == bool(spoiled)
    assert client.get(reverse("my_account")).status_code == page


def test_answer_to_another_challenge_does_not_sign_in(ada: User, client: Client) -> None:
    key = Made(ada)
    client.get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"})
    sent = key.answer_to(letters(bytes(32)))
    assert (
        "passkey is not known here"
        in client.post(reverse("mfa_login_webauthn"), {"credential": sent}, follow=True).content.decode()
    )


def test_too_many_answers_are_refused_for_that_reason(ada: User, client: Client) -> None:
    TOTP.activate(ada, "JBSWY3DPEHPK3PXP")
    client.post(reverse("account_login"), {"login": ada.email, "password": PASSWORD})
    for _try in range(6):
        told = client.post(reverse("mfa_authenticate"), {"credential": answer()}).content.decode()
    assert "Too many failed login attempts" in told


def test_name_of_a_passkey_has_an_end(ada: User, client: Client) -> None:
    client.post(reverse("account_login"), {"login": ada.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    told = client.post(
        reverse("mfa_add_webauthn"), {"credential": answer(), "name": "x" * 61}
    ).content.decode()
    assert "at most 60 characters" in told
