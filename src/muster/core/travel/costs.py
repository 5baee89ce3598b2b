"""Cost lines: what a journey or a class costs, line by line, each saying how it was worked out.

A line is cents, a formula a person can check on paper, and where its rate comes from. Pay is an estimate:
payroll decides. A reimbursement counts only once it is confirmed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal, get_args

from muster.core.errors import BadUsage
from muster.core.money import MOST_CENTS, cents_for_minutes, cents_text, rounded, share_of
from muster.core.periods import hours_text
from muster.core.travel.mileage import MileageRate, mileage_rate_on

Kind = Literal[
    "tuition",
    "air",
    "mileage",
    "rental",
    "parking",
    "lodging",
    "lodging_tax",
    "meals",
    "meal_deduction",
    "materials",
    "pay",
    "overtime",
    "backfill",
    "benefits",
    "fee",
    "other",
    "reimbursement",
]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

#: Cash that leaves the house for the journey, as against pay, which is mostly paid anyway.
PAY_KINDS: Final[frozenset[Kind]] = frozenset({"pay", "overtime", "backfill", "benefits"})
#: What takes away from the sum; every other line adds to it.
NEGATIVE_KINDS: Final[frozenset[Kind]] = frozenset({"meal_deduction", "reimbursement"})
#: The label of every estimate of pay.
PAYROLL_DECIDES: Final = "estimate, payroll decides"


@dataclass(frozen=True, slots=True)
class CostLine:
    """One line: cents (below zero for a deduction or a reimbursement), how worked out, from which source.

    ``estimate`` marks pay. ``confirmed`` is False only for a reimbursement nobody has promised in writing yet.
    Raises BadUsage when the sign does not fit the kind, or the amount is beyond any journey.
    """

    kind: Kind
    cents: int
    formula: str
    source: str = ""
    day: date | None = None
    officer: str = ""
    estimate: bool = False
    confirmed: bool = True

    def __post_init__(self) -> None:
        if not isinstance(self.cents, int) or abs(self.cents) > MOST_CENTS:
            raise BadUsage.because(
                "cost-amount", f"{self.cents!r} is no amount of cents.", "Give whole cents."
            )
        if (self.cents > 0) if self.kind in NEGATIVE_KINDS else (self.cents < 0):
            what = f"a line of {self.kind} of {cents_text(self.cents)} has the wrong sign."
            raise BadUsage.because(
                "cost-sign", what, "Deductions and reimbursements lie below zero, all else above."
            )


@dataclass(frozen=True)
class CostSheet:
    """All lines of a request, and their sums. The sums by kind add up to the total, to the cent."""

    lines: tuple[CostLine, ...] = ()

    @property
    def total_cents(self) -> int:
        """What is to be paid before any reimbursement."""
        return sum(line.cents for line in self.lines if line.kind != "reimbursement")

    @property
    def confirmed_reimbursement_cents(self) -> int:
        """What comes back for sure, as an amount of zero and more."""
        return -sum(line.cents for line in self.lines if line.kind == "reimbursement" and line.confirmed)

    @property
    def hoped_reimbursement_cents(self) -> int:
        """What is expected back and counts nowhere until it is confirmed."""
        return -sum(line.cents for line in self.lines if line.kind == "reimbursement" and not line.confirmed)

    @property
    def net_cents(self) -> int:
        """What stays with the agency: the total less confirmed reimbursements."""
        return self.total_cents - self.confirmed_reimbursement_cents

    @property
    def estimated_pay_cents(self) -> int:
        """The part of the total that payroll decides."""
        return sum(line.cents for line in self.lines if line.estimate)

    @property
    def travel_cents(self) -> int:
        """The total without pay: what invoices and claims will show."""
        return sum(
            line.cents for line in self.lines if line.kind not in PAY_KINDS and line.kind != "reimbursement"
        )

    def by_kind(self) -> dict[Kind, int]:
        """Return the sum of each kind that has lines, in the order of the form."""
        present = {line.kind for line in self.lines}
        return {
            kind: sum(line.cents for line in self.lines if line.kind == kind)
            for kind in KINDS
            if kind in present
        }

    def with_lines(self, more: Iterable[CostLine]) -> CostSheet:
        """Return a sheet with further lines at its end."""
        return CostSheet((*self.lines, *more))


def plain_line(
    kind: Kind, cents_each: int, count: int = 1, *, source: str = "", day: date | None = None
) -> CostLine:
    """Return a line of so many equal amounts: tuition for two, four days of parking."""
    formula = cents_text(cents_each) if count == 1 else f"{count} × {cents_text(cents_each)}"
    return CostLine(kind, cents_each * count, formula, source, day)


def mileage_line(miles: Decimal, rates: Sequence[MileageRate], day: date) -> CostLine:
    """Return what miles pay on a day. Raises BadInput when no single rate holds on it."""
    rate = mileage_rate_on(rates, day)
    return CostLine(
        "mileage",
        rounded(miles * rate.cents_per_mile),
        f"{miles} mi × {rate.cents_per_mile} ¢",
        rate.source,
        day,
    )


def lodging_tax_line(lodging_cents: int, basis_points: int, source: str = "") -> CostLine:
    """Return the tax on lodging; the federal lodging rates are without it."""
    formula = f"{cents_text(lodging_cents)} × {percent_text(basis_points)}"
    return CostLine("lodging_tax", share_of(lodging_cents, basis_points), formula, source)


def pay_line(
    kind: Literal["pay", "overtime", "backfill"],
    minutes: int,
    cents_an_hour: int,
    basis_points: int = 10_000,
    *,
    officer: str = "",
    source: str = "",
) -> CostLine:
    """Estimate pay for minutes: 15,000 basis points are time and a half. Payroll decides."""
    formula = f"{hours_text(minutes)} × {cents_text(cents_an_hour)}"
    if basis_points != 10_000:
        formula += f" × {Decimal(basis_points) / 10_000}"
    cents = cents_for_minutes(minutes, cents_an_hour, basis_points)
    return CostLine(kind, cents, formula, source, officer=officer, estimate=True)


def benefits_line(pay_cents: int, basis_points: int, *, officer: str = "", source: str = "") -> CostLine:
    """Estimate what comes on top of pay (payroll tax, pension): 765 basis points are 7.65 %."""
    formula = f"{cents_text(pay_cents)} × {percent_text(basis_points)}"
    return CostLine(
        "benefits", share_of(pay_cents, basis_points), formula, source, officer=officer, estimate=True
    )


def reimbursement_line(cents: int, *, confirmed: bool, source: str = "") -> CostLine:
    """Return what somebody else will pay back; ``cents`` is zero or more. Unconfirmed it counts nowhere."""
    return CostLine("reimbursement", -cents, f"-{cents_text(cents)}", source, confirmed=confirmed)


def percent_text(basis_points: int) -> str:
    """Write basis points as a percentage: ``7.65 %``."""
    whole, rest = divmod(basis_points, 100)
    return f"{whole}.{rest:02} %".replace(".00 %", " %")
