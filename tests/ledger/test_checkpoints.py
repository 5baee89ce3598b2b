"""A checkpoint stands for one entry of one ledger, and anybody can check it."""

from __future__ import annotations

import base64
import json
import stat
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from muster.core.errors import BadInput, BadUsage, ChecksFailed
from muster.ledger.checkpoints import (
    Checkpoint,
    check_public_key,
    check_signature,
    public_key_text,
    read_checkpoint,
    sign_checkpoint,
    site_key,
)

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
HASH = "ab" * 32


@pytest.fixture
def key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


@pytest.fixture
def signed(key: Ed25519PrivateKey) -> Checkpoint:
    return sign_checkpoint(key, 12, HASH, NOON)


# ── the key of a site ───────────────────────────────────────────────────────────────────────────────


def test_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    first, second = site_key(tmp_path), site_key(tmp_path)
    assert public_key_text(first) == public_key_text(second)
    assert stat.S_IMODE((tmp_path / "ledger-key").stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["ledger-key"]


def test_key_made_by_several_at_the_same_time_is_one(tmp_path: Path) -> None:
    made: list[str] = []
    threads = [Thread(target=lambda: made.append(public_key_text(site_key(tmp_path)))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 8
    assert len(set(made)) == 1


@pytest.mark.parametrize(
    "content", [b"", b"not a key", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"]
)
def test_file_that_holds_no_key_is_left_alone_and_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "ledger-key").write_bytes(content)
    with pytest.raises(BadInput, match=r"holds no Ed25519 key.*from a backup"):
        site_key(tmp_path)
    assert (tmp_path / "ledger-key").read_bytes() == content


# ── signatures ──────────────────────────────────────────────────────────────────────────────────────


def test_signature_can_be_checked_with_nothing_of_ours(signed: Checkpoint) -> None:
    published = json.loads(signed.file_text())
    signature = base64.b64decode(published.pop("signature"))
    text = json.dumps(published, sort_keys=True, separators=(",", ":"))
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(published["public_key"]))
    public.verify(signature, text.encode())  # raises when it does not hold
    assert published == {
        "what": "Muster ledger checkpoint 1",
        "number": 12,
        "hash": HASH,
        "at": "2026-11-20T12:00:00.000000Z",
        "public_key": signed.public_key,
    }


def test_checkpoint_is_read_back_as_it_was_written(signed: Checkpoint, tmp_path: Path) -> None:
    file = tmp_path / "checkpoint.json"
    file.write_text(signed.file_text())
    found = read_checkpoint(file)
    assert found == signed
    assert check_signature(found, signed.public_key) is None


@pytest.mark.parametrize(
    ("name", "value"), [("number", 11), ("hash", "cd" * 32), ("at", "2026-11-19T12:00:00.000000Z")]
)
def test_changed_checkpoint_does_not_hold(signed: Checkpoint, name: str, value: object) -> None:
    changed = Checkpoint(**{**vars(signed), name: value})
    with pytest.raises(ChecksFailed, match="the signature of the checkpoint does not hold"):
        check_signature(changed, signed.public_key)


def test_checkpoint_of_somebody_else_does_not_hold(signed: Checkpoint, key: Ed25519PrivateKey) -> None:
    forged = sign_checkpoint(Ed25519PrivateKey.generate(), 12, HASH, NOON)
    with pytest.raises(ChecksFailed, match="signed with another key"):
        check_signature(forged, public_key_text(key))


def test_key_of_somebody_else_put_into_a_checkpoint_does_not_hold(signed: Checkpoint) -> None:
    other = public_key_text(Ed25519PrivateKey.generate())
    with pytest.raises(ChecksFailed, match="signature"):
        check_signature(Checkpoint(**{**vars(signed), "public_key": other}), other)


# ── what is given from outside ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "change",
    [
        {"number": 0},
        {"number": True},
        {"number": "12"},
        {"hash": HASH.upper()},
        {"hash": "ab"},
        {"at": None},
        {"public_key": "short"},
        {"public_key": "é" * 44},
        {"signature": "*"},
        {"what": "something else"},
        {"more": 1},
    ],
)
def test_file_with_other_fields_is_no_checkpoint(
    signed: Checkpoint, tmp_path: Path, change: dict[str, object]
) -> None:
    file = tmp_path / "checkpoint.json"
    file.write_text(json.dumps({**json.loads(signed.file_text()), **change}))
    with pytest.raises(BadInput, match="no checkpoint of a Muster ledger"):
        read_checkpoint(file)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[" * 9000, b"[]", b" " * 20_000, b"12"])
def test_other_file_is_no_checkpoint(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "checkpoint.json"
    file.write_bytes(content)
    with pytest.raises(BadInput, match="no checkpoint of a Muster ledger"):
        read_checkpoint(file)


@pytest.mark.parametrize("text", ["", "abc", "A" * 43 + "=" + "A", "A" * 42 + "B="])
def test_word_that_is_no_public_key_is_refused(text: str) -> None:
    with pytest.raises(BadUsage, match="no public key"):
        check_public_key(text)


def test_public_key_may_have_spaces_around_it(key: Ed25519PrivateKey) -> None:
    assert check_public_key(f" {public_key_text(key)}\n") == public_key_text(key)
