"""Money as whole cents: reading, rounding, dividing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.core.money import (
    cents_for_minutes,
    cents_text,
    divided,
    each_of,
    parse_cents,
    rounded,
    share_of,
)


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("68", 6800),
        ("68.0", 6800),
        ("68.5", 6850),
        ("68.05", 6805),
        (" 0 ", 0),
        ("100000000.00", 10_000_000_000),
    ],
)
def test_money_is_read_to_the_cent(text: str, cents: int) -> None:
    assert parse_cents(text) == cents


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("68.005", "68.005 has a part of a cent"),
        ("", "the amount is missing"),
        ("-5", "'-5' is no amount of money; write it like 68 or 68.50"),
        ("$68", "'$68' is no amount of money; write it like 68 or 68.50"),
        ("1,000", "'1,000' is no amount of money; write it like 68 or 68.50"),
        ("1e3", "'1e3' is no amount of money; write it like 68 or 68.50"),
        ("NaN", "'NaN' is no amount of money; write it like 68 or 68.50"),
        ("٦٨", "'٦٨' is no amount of money; write it like 68 or 68.50"),
        ("100000000.01", "100000000.01 is more than $100,000,000.00"),
        ("99999999999", "99999999999 is more than $100,000,000.00"),
    ],
)
def test_money_that_is_none_gets_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=r".") as refused:
        parse_cents(text)
    assert str(refused.value) == sentence


@given(st.integers(0, 10_000_000_000))
def test_money_written_is_read_back(cents: int) -> None:
    assert parse_cents(cents_text(cents).removeprefix("$").replace(",", "")) == cents


def test_money_below_zero_has_its_sign_before_the_dollar() -> None:
    assert cents_text(-1_234_56) == "-$1,234.56"


@pytest.mark.parametrize(("amount", "cents"), [("0.4", 0), ("0.5", 1), ("1.5", 2), ("2.5", 3), ("-0.5", -1)])
def test_half_a_cent_is_rounded_away_from_zero(amount: str, cents: int) -> None:
    assert rounded(Decimal(amount)) == cents


def test_pay_is_rounded_once_at_the_end() -> None:
    # 50 minutes at $31.01 and time and a half: 50/60 x 3101 x 1.5 = 3876.25
    assert cents_for_minutes(50, 3101, 15_000) == 3876
    assert share_of(3876, 765) == 297  # 296.514


@given(st.integers(-(10**12), 10**12), st.lists(st.integers(0, 10**6), min_size=1, max_size=12))
def test_dividing_loses_no_cent(cents: int, weights: list[int]) -> None:
    if sum(weights) == 0:
        weights[0] = 1
    parts = divided(cents, weights)
    assert sum(parts) == cents
    exact = [Decimal(cents) * weight / sum(weights) for weight in weights]
    assert all(abs(part - whole) < 1 for part, whole in zip(parts, exact, strict=True))


def test_dividing_gives_the_odd_cent_to_the_first_of_equals() -> None:
    assert divided(100, [1, 1, 1]) == (34, 33, 33)
    assert divided(-100, [1, 1, 1]) == (-34, -33, -33)


@pytest.mark.parametrize("weights", [[], [0, 0], [2, -1]])
def test_dividing_by_no_weight_is_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights of zero and more"):
        divided(100, weights)


@pytest.mark.parametrize(
    ("cents", "number", "each"), [(100, 3, 33), (101, 2, 51), (-101, 2, -51), (0, 4, 0), (100, 0, None)]
)
def test_amount_for_each_is_rounded_once_and_there_is_none_for_nobody(
    cents: int, number: int, each: int | None
) -> None:
    assert each_of(cents, number) == each
