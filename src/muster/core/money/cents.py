"""Arithmetic on whole cents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from muster.core.errors import visible
from muster.core.errors.sentence import sentence

#: A hundred million dollars: above it stands a slip of the keyboard, not the cost of a journey.
MOST_CENTS: Final = 10_000_000_000

_MONEY: Final = re.compile(r"\d{1,10}(?:\.\d{1,2})?", re.ASCII)
_LOOSE: Final = re.compile(r"\d+(?:\.\d+)?", re.ASCII)


def parse_cents(text: str) -> int:
    """Read an amount in dollars, such as ``68``, ``68.5`` or ``68.00``, as whole cents.

    Raises ValueError with a sentence that can be said in another language: no sign, no thousands separator, no third
    place behind the point.
    """
    written = text.strip()
    if not _MONEY.fullmatch(written):
        raise ValueError(_why_not(written))
    cents = int(Decimal(written) * 100)
    if cents > MOST_CENTS:
        raise ValueError(_too_much(written))
    return cents


def _why_not(written: str) -> str:
    if not written:
        return sentence("the amount is missing")
    if _LOOSE.fullmatch(written):
        if len(written.partition(".")[2]) > 2:
            return sentence("{amount} has a part of a cent", amount=written)
        return _too_much(written)
    return sentence("{text!r} is no amount of money; write it like 68 or 68.50", text=visible(written))


def _too_much(written: str) -> str:
    return sentence("{amount} is more than {most}", amount=written, most=cents_text(MOST_CENTS))


def cents_text(cents: int) -> str:
    """Write cents for a person: ``$1,234.50``, ``-$17.00``."""
    dollars, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}${dollars:,}.{rest:02}"


def rounded(amount: Decimal) -> int:
    """Round cents with a fraction to whole cents, half a cent away from zero."""
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def share_of(cents: int, basis_points: int) -> int:
    """Return so many hundredths of a per cent of an amount: 765 basis points are 7.65 %."""
    return rounded(Decimal(cents) * basis_points / 10_000)


def cents_for_minutes(minutes: int, cents_an_hour: int, basis_points: int = 10_000) -> int:
    """Pay minutes at an hourly rate; 15,000 basis points are time and a half. Rounded once, at the end."""
    return rounded(Decimal(minutes) * cents_an_hour * basis_points / 600_000)


def each_of(cents: int, number: int) -> int | None:
    """Return an amount for each of so many, rounded half a cent away from zero; None where there are none."""
    return rounded(Decimal(cents) / number) if number else None


def divided(cents: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Divide an amount by weights so that the parts add up to it again, to the cent.

    What is left after rounding down goes, a cent each, to the largest remainders; of equal ones to the first.
    Raises ValueError when there is no weight above zero, or one below it.
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError("an amount is divided by weights of zero and more, at least one above zero")
    size, sign = abs(cents), -1 if cents < 0 else 1
    parts = [size * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda n: (-(size * weights[n] % whole), n))
    for n in by_remainder[: size - sum(parts)]:
        parts[n] += 1
    return tuple(sign * part for part in parts)
