"""Signed checkpoints: what the ledger was at a moment, in a form that anybody can check without this server."""

from __future__ import annotations

import base64
import binascii
import json
import os
import tempfile
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TypeGuard

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from muster.core.errors import BadInput, BadUsage, ChecksFailed, Where
from muster.ledger.canonical import canonical_json, moment_text

#: Signed along with the rest, so that the signature can stand for nothing else.
_TITLE: Final = "Muster ledger checkpoint 1"
_LARGEST: Final = 10_000  # bytes; a checkpoint has some four hundred
_HASH_DIGITS: Final = 64
_KEY_BYTES: Final = 32


@dataclass(frozen=True)
class Checkpoint:
    """Entry ``number`` had this ``hash`` at a moment, says the holder of the key."""

    number: int
    hash: str
    at: str
    public_key: str
    signature: str

    def signed_text(self) -> str:
        """Return what the signature is over: canonical JSON of the title and every field but the signature."""
        fields = {name: value for name, value in asdict(self).items() if name != "signature"}
        return canonical_json({"what": _TITLE, **fields})

    def file_text(self) -> str:
        """Return the checkpoint as the small JSON file that is published."""
        return json.dumps({"what": _TITLE, **asdict(self)}, indent=2) + "\n"


# ── the key ───────────────────────────────────────────────────────────────────────────────────────


def site_key(folder: Path) -> Ed25519PrivateKey:
    """Return the key that signs for this site, made at the first call: ``ledger-key``, for its owner alone.

    Raises BadInput when the file holds no such key.
    """
    file = folder / "ledger-key"
    if not file.exists():
        _make_key(file)
    try:
        key = load_pem_private_key(file.read_bytes(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise BadInput.because(
            "no-ledger-key",
            "this file holds no Ed25519 key.",
            "Put it back from a backup. Without one, move it away: a new key is made, and it cannot stand for the old.",
            Where(str(file)),
        )
    return key


def _make_key(file: Path) -> None:
    """Write a new key whole or not at all; of two at the same time, one stays."""
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    handle, draft = tempfile.mkstemp(prefix=f".{file.name}-", dir=file.parent)  # made with 0600
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(pem)
            opened.flush()
            os.fsync(opened.fileno())
        os.link(draft, file)
    except FileExistsError:
        return
    finally:
        Path(draft).unlink()


def public_key_text(key: Ed25519PrivateKey) -> str:
    """Return the public half, to be published: 32 bytes in base64."""
    raw = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return base64.b64encode(raw).decode("ascii")


def check_public_key(text: str) -> str:
    """Return a public key as it is written in checkpoints. Raises BadUsage when it is none."""
    key = text.strip()
    if not _is_key(key):
        raise BadUsage.because(
            "no-public-key",
            f"{key!r} is no public key.",
            "A key has 44 characters and ends in =; the one who signed prints it with: muster ledger key",
        )
    return key


# ── signing and checking ──────────────────────────────────────────────────────────────────────────


def sign_checkpoint(key: Ed25519PrivateKey, number: int, hash_: str, at: datetime) -> Checkpoint:
    """Return a signed checkpoint of an entry."""
    unsigned = Checkpoint(number, hash_, moment_text(at), public_key_text(key), "")
    signature = key.sign(unsigned.signed_text().encode())
    return Checkpoint(
        number, hash_, unsigned.at, unsigned.public_key, base64.b64encode(signature).decode("ascii")
    )


def check_signature(checkpoint: Checkpoint, public_key: str, where: str = "") -> None:
    """Raise ChecksFailed unless the checkpoint was signed with the private half of ``public_key``."""
    if checkpoint.public_key != public_key:
        raise ChecksFailed.because(
            "other-key",
            f"the checkpoint was signed with another key, {checkpoint.public_key}.",
            "Ask where it was published for the key that was in use then.",
            Where(where),
        )
    verifier = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key))
    try:
        verifier.verify(base64.b64decode(checkpoint.signature), checkpoint.signed_text().encode())
    except InvalidSignature:
        raise ChecksFailed.because(
            "bad-signature",
            "the signature of the checkpoint does not hold: the file was changed, or it was never signed by that key.",
            "Fetch it again from where it was published.",
            Where(where),
        ) from None


def read_checkpoint(file: Path) -> Checkpoint:
    """Read a published checkpoint. Raises BadUsage when there is no such file, BadInput when it holds something else."""
    if not file.is_file():
        raise BadUsage.because(
            "no-such-file",
            "there is no such checkpoint.",
            "Name the file as it was published.",
            Where(str(file)),
        )
    with file.open("rb") as opened:
        raw = opened.read(_LARGEST + 1)
    try:
        found = json.loads(raw) if len(raw) <= _LARGEST else None
    except (ValueError, RecursionError):
        found = None
    if not _is_checkpoint(found):
        raise BadInput.because(
            "no-checkpoint",
            "this is no checkpoint of a Muster ledger.",
            "Name a file that muster ledger checkpoint wrote.",
            Where(str(file)),
        )
    del found["what"]
    return Checkpoint(**found)


def _is_checkpoint(found: Any) -> TypeGuard[dict[str, Any]]:
    names = {"what", *Checkpoint.__dataclass_fields__}
    if not isinstance(found, dict) or set(found) != names or found["what"] != _TITLE:
        return False
    number, hash_, key, signature = (found[name] for name in ("number", "hash", "public_key", "signature"))
    return (
        type(number) is int
        and number >= 1
        and _is_hash(hash_)
        and _is_text(found["at"])
        and _is_key(key)
        and _bytes_of(signature) is not None
    )


def _is_hash(text: Any) -> bool:
    return _is_text(text) and len(text) == _HASH_DIGITS and set(text) <= set("0123456789abcdef")


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value.isascii()


def _is_key(text: Any) -> bool:
    raw = _bytes_of(text)
    # one key has one text, so that comparing texts is comparing keys
    return raw is not None and len(raw) == _KEY_BYTES and base64.b64encode(raw).decode("ascii") == text


def _bytes_of(text: Any) -> bytes | None:
    if not _is_text(text):
        return None
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        return None
