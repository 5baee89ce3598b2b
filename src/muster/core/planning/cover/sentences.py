"""The answer about cover in plain sentences, in English; pages have their own words for the same keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from muster.core.money import cents_text
from muster.core.planning.cover.answer import AffectedShift, Summary
from muster.core.planning.cover.together import TooMany

#: Every key a summary can have.
SENTENCES: Final = {
    "no_shift": "Nobody's shift is affected.",
    "free_seats": "All affected shifts ({shifts}) stay at or above their floor without a cover.",
    "can_be_covered": "{short} of {shifts} affected shifts need a cover; each can have one, for about {cash} in all.",
    "can_be_covered_unpriced": "{short} of {shifts} affected shifts need a cover; each can have one. "
    "What it takes cannot be told: an hourly pay is missing.",
    "cannot_be_covered": "{short} of {shifts} affected shifts need a cover; for {open} of them nobody is left "
    "when each person stands in once.",
}

#: Every reason and note an option can have. ``minutes`` and ``needed`` are minutes.
REASONS: Final = {
    "below_floor": "{place} would have {left} of {floor} ({need}) from {from}.",
    "nobody": "There is nobody of this kind.",
    "on_duty": "Works at that time.",
    "away": "Is away at that time.",
    "rest_before": "{minutes} minutes of rest before; {needed} are needed.",
    "rest_after": "{minutes} minutes of rest after; {needed} are needed.",
    "too_long": "{minutes} minutes in a row; the most is {most}.",
    "notice": "{minutes} minutes of notice; {needed} are needed.",
    "late_notice": "{minutes} minutes of notice instead of {needed}: {penalty_minutes} minutes of pay on top.",
    "brings_not": "Does not count for {need} at {place}.",
    "not_lent": "{unit} does not lend people to {to}.",
    "counted_already": "Counts at {place} already.",
    "unit_needs_them": "{unit} would fall below its own floor.",
    "next_to_leave": "The day off lies next to leave.",
    "no_day_to_move": "No own shift of the same work period can be had off instead.",
    "no_shift_to_swap": "No own shift that the other could work.",
    "cannot_return": "{officer} could not stand in for them.",
    "both_agree": "Both must want it of their own accord; else the hours count (29 CFR 553.31).",
    "training_day_moved": "Their training day is moved.",
}


def summary_of(shifts: Sequence[AffectedShift], too_many: Sequence[TooMany]) -> Summary:
    """Say in one sentence how the street fares."""
    short = [shift for shift in shifts if shift.is_short]
    open_ = [shift for shift in short if not shift.proposed]
    cents = [shift.proposed.cents for shift in short if shift.proposed]
    values = {"shifts": str(len(shifts)), "short": str(len(short)), "open": str(len(open_))}
    values["limits"] = str(len(too_many))
    if not shifts:
        key = "no_shift"
    elif not short:
        key = "free_seats"
    elif open_:
        key = "cannot_be_covered"
    elif None in cents:
        key = "can_be_covered_unpriced"
    else:
        key, total = "can_be_covered", sum(it for it in cents if it is not None)
        values |= {"cents": str(total), "cash": cents_text(total)}
    return Summary(key, tuple(values.items()), SENTENCES[key].format(**values))
