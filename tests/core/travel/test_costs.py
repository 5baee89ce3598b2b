"""Cost lines, sheets and miles."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.travel.files import refusal

from muster.core.errors import BadInput, BadUsage
from muster.core.travel.costs import (
    KINDS,
    NEGATIVE_KINDS,
    CostLine,
    CostSheet,
    benefits_line,
    lodging_tax_line,
    mileage_line,
    pay_line,
    plain_line,
    reimbursement_line,
)
from muster.core.travel.mileage import MileageRate, mileage_rate_on, parse_miles, read_mileage_rates

AGENCY = (
    MileageRate(Decimal(70), date(2025, 1, 1), date(2025, 12, 31), "order 12"),
    MileageRate(Decimal("72.5"), date(2026, 1, 1), None, "order 15"),
)


def line_strategy() -> st.SearchStrategy[CostLine]:
    amounts = st.integers(0, 10_000_000)
    return st.builds(
        lambda kind, cents, confirmed: CostLine(
            kind,
            -cents if kind in NEGATIVE_KINDS else cents,
            "",
            confirmed=confirmed or kind != "reimbursement",
        ),
        st.sampled_from(KINDS),
        amounts,
        st.booleans(),
    )


@given(st.lists(line_strategy(), max_size=40))
def test_sums_of_a_sheet_lose_no_cent(lines: list[CostLine]) -> None:
    sheet = CostSheet(tuple(lines))
    every = sum(line.cents for line in lines)
    assert sum(sheet.by_kind().values()) == every
    assert sheet.total_cents - sheet.confirmed_reimbursement_cents - sheet.hoped_reimbursement_cents == every
    assert sheet.net_cents == sheet.total_cents - sheet.confirmed_reimbursement_cents
    pay = sum(line.cents for line in lines if line.kind in {"pay", "overtime", "backfill", "benefits"})
    assert sheet.travel_cents + pay == sheet.total_cents


def test_a_reimbursement_counts_only_once_it_is_confirmed() -> None:
    hoped = CostSheet((plain_line("tuition", 50_000), reimbursement_line(40_000, confirmed=False)))
    sure = CostSheet((plain_line("tuition", 50_000), reimbursement_line(40_000, confirmed=True)))
    assert (hoped.net_cents, hoped.hoped_reimbursement_cents) == (50_000, 40_000)
    assert (sure.net_cents, sure.hoped_reimbursement_cents) == (10_000, 0)


@pytest.mark.parametrize(("kind", "cents"), [("tuition", -1), ("meal_deduction", 1), ("reimbursement", 1)])
def test_a_line_with_the_wrong_sign_is_refused(kind: str, cents: int) -> None:
    with pytest.raises(BadUsage, match="has the wrong sign"):
        CostLine(kind, cents, "")  # type: ignore[arg-type]


@pytest.mark.parametrize("cents", [1.5, 10_000_000_001])
def test_a_line_of_no_whole_or_believable_cents_is_refused(cents: float) -> None:
    with pytest.raises(BadUsage, match="is no amount of cents"):
        CostLine("tuition", cents, "")  # type: ignore[arg-type]


def test_pay_is_marked_as_an_estimate_and_says_its_formula() -> None:
    overtime = pay_line("overtime", 12 * 60, 4_000, 15_000, officer="O1")
    on_top = benefits_line(overtime.cents, 765)
    assert (overtime.cents, overtime.formula, overtime.estimate) == (72_000, "12 h × $40.00 × 1.5", True)
    assert (on_top.cents, on_top.formula, on_top.estimate) == (5_508, "$720.00 × 7.65 %", True)


def test_equal_amounts_are_written_as_a_product() -> None:
    assert plain_line("parking", 1_200, 4).formula == "4 × $12.00"
    assert plain_line("tuition", 49_500).formula == "$495.00"


def test_lodging_tax_is_a_share_of_the_lodging() -> None:
    tax = lodging_tax_line(60_000, 1_150)
    assert (tax.cents, tax.formula) == (6_900, "$600.00 × 11.50 %")


# ── miles ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("day", "cents"),
    [(date(2025, 12, 31), 7_000), (date(2026, 1, 1), 7_250), (date(2026, 1, 2), 7_250)],
)
def test_miles_take_the_rate_of_the_day(day: date, cents: int) -> None:
    assert mileage_line(Decimal(100), AGENCY, day).cents == cents


def test_miles_are_rounded_once() -> None:
    line = mileage_line(Decimal("33.3"), AGENCY, date(2026, 5, 1))
    assert (line.cents, line.formula, line.source) == (2_414, "33.3 mi × 72.5 ¢", "order 15")  # 2414.25


def test_miles_before_any_rate_are_refused() -> None:
    with pytest.raises(BadInput, match="there is no rate for miles on 2024-12-31"):
        mileage_rate_on(AGENCY, date(2024, 12, 31))


@pytest.mark.parametrize("text", ["12.34", "-1", "many", "NaN", "100001"])
def test_miles_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=text):
        parse_miles(text)


HEAD = "start,end,cents_per_mile,source\n"


def test_mileage_rates_are_read() -> None:
    content = HEAD + "2025-01-01,2025-12-31,70,order 12\n2026-01-01,,72.5,order 15\n"
    assert read_mileage_rates(content.encode()) == AGENCY


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        ("2025-01-01,2025-12-31,70,a\n2025-12-31,,72.5,b\n", ["rates-overlap"]),
        ("2025-01-01,2025-12-30,70,a\n2026-01-01,,72.5,b\n", ["rates-gap"]),
        ("2025-01-01,,70,a\n2026-01-01,,72.5,b\n", ["rates-overlap"]),
        ("2025-01-01,2024-12-31,70,a\n", ["rates-days"]),
        ("2025-01-01,,70,\n", ["mileage-source"]),
        ("2025-01-01,,seventy,a\n", ["rates-money"]),
        ("2025-01-01,,0.7251,a\n", ["rates-money"]),
        ("2025-13-01,,70,a\n", ["rates-day"]),
        ("", ["mileage-empty"]),
        ("2025-01-01,70,a\n", ["rates-cells"]),
    ],
)
def test_mileage_rates_that_are_wrong_are_refused(lines: str, codes: list[str]) -> None:
    assert [code for code, _ in refusal(lambda: read_mileage_rates((HEAD + lines).encode()))] == codes
