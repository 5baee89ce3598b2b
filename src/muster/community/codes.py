"""The private code by which somebody follows their comment: shown once, kept only as a hash."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Final

from django.conf import settings

#: Digits and letters that nobody takes for one another (Crockford's base 32).
LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 16  # of five bits each: more than anybody tries
_MISREAD: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_code() -> str:
    """Return a code by chance."""
    return _written(secrets.token_bytes(LENGTH))


def code_for(token: str) -> str:
    """Return the code of a form that carries a token: the same each time that it is sent, so that it makes one comment.

    Nobody works it out who knows the token alone.
    """
    key = settings.SECRET_KEY.encode()
    return _written(hmac.digest(key, b"community.code\0" + token.encode(), "sha256"))


def hash_of_code(code: str) -> str:
    """Return what is kept of a code, however it was typed: small letters, without dashes, O for 0."""
    plain = "".join(letter for letter in code.upper() if letter.isalnum()).translate(_MISREAD)
    return hashlib.sha256(plain.encode()).hexdigest()


def _written(chance: bytes) -> str:
    code = "".join(LETTERS[byte % len(LETTERS)] for byte in chance[:LENGTH])
    return "-".join(code[place : place + 4] for place in range(0, LENGTH, 4))
