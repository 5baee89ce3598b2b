"""Verdicts and reasons: the words, and the order in which they are given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from muster.core.periods import NEVER, Days, Duration
from muster.core.rules.people import Mask

#: From worst to best; a list of officers is sorted by it.
VERDICTS: Final = (
    "overdue",
    "in_grace",
    "cannot_tell",
    "due_soon",
    "not_yet_due",
    "excused",
    "met",
    "not_applicable",
)

#: Every reason with the sentence a person reads. A standing carries the code; the sentence is looked up.
REASONS: Final = {
    "done": "everything asked for is done",
    "completed": "completed, and not due again yet",
    "held": "it is held",
    "expires_soon": "it runs out soon",
    "time_left": "there is still time",
    "starts_later": "the first period owed has not begun",
    "short": "something asked for is missing",
    "closed_short": "the period closed with something missing, and training now cannot serve it",
    "never_done": "it has never been completed",
    "ran_out": "the last completion has run out",
    "not_held": "it is not held on that day",
    "over_the_maximum": "more was done than the rule allows",
    "waived": "the requirement was waived",
    "on_leave": "the officer is on leave",
    "leave_meets_it": "leave of this length counts as met",
    "leave_extension_unknown": "leave extends the deadline by a length the source does not say",
    "recommended_only": "the rule recommends it and does not require it",
    "not_bound": "the rule does not bind this officer",
    "no_event": "the event that starts the duty has not happened",
    "no_version": "no version of the rule is in force",
    "missing_fact": "a fact that decides is not in the records",
    "no_list_for_period": "the rulebook has no list of courses for this period",
    "only_undated": "only records without a date fit, and a dated rule cannot use them",
}

VERDICT_CODE: Final = {name: code for code, name in enumerate(VERDICTS)}
REASON_CODE: Final = {name: code for code, name in enumerate(REASONS)}

Codes = NDArray[np.uint8]


@dataclass(frozen=True)
class Answer:
    """Verdicts and reasons as codes, one of each an officer."""

    verdict: Codes
    reason: Codes

    @classmethod
    def everywhere(cls, size: int, verdict: str, reason: str) -> Answer:
        """Build the same answer for all."""
        return cls(
            np.full(size, VERDICT_CODE[verdict], np.uint8),
            np.full(size, REASON_CODE[reason], np.uint8),
        )

    def where(self, mask: Mask, verdict: str, reason: str) -> Answer:
        """Return the answers with another one where the mask holds."""
        return Answer(
            np.where(mask, np.uint8(VERDICT_CODE[verdict]), self.verdict),
            np.where(mask, np.uint8(REASON_CODE[reason]), self.reason),
        )


def by_date(due: Days, as_of: int, grace: Duration | None, soon: Duration, late_reason: str) -> Answer:
    """Judge what is not done by where the day stands: before, near, just after or beyond the deadline."""
    size = len(due)
    answer = Answer.everywhere(size, "overdue", late_reason)
    if grace is not None:
        answer = answer.where(as_of <= grace.after(due), "in_grace", late_reason)
    answer = answer.where(due >= as_of, "not_yet_due", "time_left")
    return answer.where((due >= as_of) & (soon.before(due) <= as_of) & (due < NEVER), "due_soon", "time_left")
