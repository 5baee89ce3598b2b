"""One value has one text, whatever order it was written in."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from hashlib import sha256

import pytest
from django.utils.translation import gettext_lazy as _
from hypothesis import given
from hypothesis import strategies as st

from muster.ledger.canonical import canonical_json, hash_of

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(), below, max_size=3),
    max_leaves=10,
)


def test_keys_are_sorted_and_nothing_is_spaced() -> None:
    assert canonical_json({"b": [1, True], "a": None}) == '{"a":null,"b":[1,true]}'


def test_letters_stay_letters() -> None:
    assert canonical_json({"reason": "señor — 李"}) == '{"reason":"señor — 李"}'


def test_moment_is_told_in_utc_with_microseconds() -> None:
    madrid = timezone(timedelta(hours=1))
    assert canonical_json(datetime(2026, 11, 21, 0, 30, tzinfo=madrid)) == '"2026-11-20T23:30:00.000000Z"'


def test_day_decimal_and_translation_are_told_as_text() -> None:
    assert canonical_json([date(2026, 11, 20), Decimal("1.50"), _("who")]) == '["2026-11-20","1.50","who"]'


@pytest.mark.parametrize("value", [1.5, {1: "key is no text"}, datetime(2026, 1, 1), {"a", "b"}, b"raw"])  # noqa: DTZ001 the point
def test_what_has_no_single_text_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical_json(value)


def test_hash_is_sha256_of_the_text() -> None:
    assert hash_of({"b": 2, "a": "é"}) == sha256(b'{"a":"\xc3\xa9","b":2}').hexdigest()


@given(PLAIN)
def test_text_is_read_back_as_the_value_and_has_one_form(value: object) -> None:
    text = canonical_json(value)
    assert json.loads(text) == value
    assert canonical_json(json.loads(text)) == text
