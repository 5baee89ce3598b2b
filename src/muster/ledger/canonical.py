"""One value, one text: the form of JSON that hashes and signatures are taken over."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.utils.functional import Promise

#: What the first entry holds as the hash of the one before.
NOTHING_BEFORE = "0" * 64


def canonical_json(value: object) -> str:
    """Return JSON with sorted keys and no spaces; days and moments are ISO 8601, moments in UTC.

    Raises TypeError for what has no single text: a float, a moment without a zone, a key that is not text.
    """
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def moment_text(moment: datetime) -> str:
    """Return a moment as ``2026-11-20T12:00:00.000000Z``. Raises TypeError for one without a time zone."""
    if moment.tzinfo is None:
        raise TypeError(f"{moment!r} has no time zone, so it names no moment")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def hash_of(content: Mapping[str, object]) -> str:
    """Return the SHA-256 of the canonical JSON in UTF-8, as 64 hexadecimal digits.

    Text that is not proper UTF-8 (only a damaged database holds it) has a hash too, one that fits nothing.
    """
    return sha256(canonical_json(content).encode("utf-8", "surrogatepass")).hexdigest()


def _plain(value: object) -> Any:
    match value:
        case None | bool() | int():
            return value
        case str() | Promise() | UUID() | Decimal():
            return str(value)
        case datetime():
            return moment_text(value)
        case date():
            return value.isoformat()
        case Mapping():
            return {_key(key): _plain(below) for key, below in value.items()}
        case list() | tuple():
            return [_plain(below) for below in value]
        case _:
            raise TypeError(
                f"{type(value).__name__} has no single text in JSON; say it as text or a whole number"
            )


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"the key {key!r} is not text")
    return str(key)
