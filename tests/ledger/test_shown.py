"""What was shown before somebody said yes, and whether it still holds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from muster.ledger.refusals import Refused
from muster.ledger.shown import mark_of, refuse_outdated

SHOWN = [[1, "passed", Decimal("90.00"), date(2026, 5, 1), None]]


def test_same_has_the_same_mark_in_whichever_order_its_parts_are_named() -> None:
    assert mark_of({"a": 1, "b": [2]}) == mark_of({"b": (2,), "a": 1})


@pytest.mark.parametrize(
    "other", [[], [SHOWN[0], SHOWN[0]], [[1, "passed", Decimal("90.00"), date(2026, 5, 2), None]]]
)
def test_what_is_not_the_same_is_refused(other: list[object]) -> None:
    with pytest.raises(Refused, match="Look again"):
        refuse_outdated(other, mark_of(SHOWN))


def test_mark_that_was_left_empty_is_of_nothing() -> None:
    with pytest.raises(Refused):
        refuse_outdated(SHOWN, "")


def test_same_passes_and_so_does_a_post_before_which_nothing_was_shown() -> None:
    assert [refuse_outdated(SHOWN, seen) for seen in (mark_of(SHOWN), None)] == [None, None]
