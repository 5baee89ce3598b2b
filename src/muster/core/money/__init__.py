"""Money as whole cents: read from text, worked out from hours and shares, divided without losing one.

A float never holds money here. What cannot be a whole cent (72.5 cents a mile, 7.65 % of the pay) is a
``Decimal`` or a whole number of basis points until it is multiplied out, and is then rounded once, half a
cent away from zero, as a receipt is.
"""

from muster.core.money.cents import (
    MOST_CENTS,
    cents_for_minutes,
    cents_text,
    divided,
    each_of,
    parse_cents,
    rounded,
    share_of,
)

__all__ = [
    "MOST_CENTS",
    "cents_for_minutes",
    "cents_text",
    "divided",
    "each_of",
    "parse_cents",
    "rounded",
    "share_of",
]
