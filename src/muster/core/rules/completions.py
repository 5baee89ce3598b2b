"""For a rolling duty: which records made up the last completion."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from muster.core.periods import NEVER, NEVER_BEFORE, Days
from muster.core.rules.allotment import Taken
from muster.core.rules.counting import Counting
from muster.core.rules.credit_reasons import CREDIT_CODE
from muster.core.rules.fitting import rows_fitting
from muster.core.rules.language import Version, leaves_of, what
from muster.core.rules.people import Mask
from muster.core.rules.renewal import History, last_completion
from muster.core.rules.windows import Asked


@dataclass(frozen=True)
class Completions:
    """By record: ``member`` of the last completion; whether that completion is still ``good``."""

    member: Mask
    good: Mask
    minutes: NDArray[np.int64]

    def into(self, taken: Taken, able: NDArray[np.intp]) -> None:
        """Write it over what was done since: while a completion is good its records are what counts."""
        good, member = self.good[able], self.member[able]
        since = taken.own[able, 0] & good
        taken.own[able, 0] = (taken.own[able, 0] & ~good) | (member & good)
        taken.minutes[able, 0] = np.where(
            good, np.where(member, self.minutes[able], 0), taken.minutes[able, 0]
        )
        taken.left[able[since & ~member], 0] = CREDIT_CODE["toward_renewal"]
        taken.left[able[member & ~good], 0] = CREDIT_CODE["ran_out"]


def completions_of(earning: Counting, all_rows: Counting, version: Version) -> Completions:
    """Find the records of each officer's last completion.

    ``earning`` holds the records that can earn, ``all_rows`` those to answer for. A completion under an
    earlier version is traced by what the present one asks.
    """
    windows = earning.windows
    low, start, due = windows.low[:, 0], windows.start[:, 0], windows.due[:, 0]
    completed = low == start + 1  # else the window begins with the duty itself
    last = np.where(completed, start, NEVER_BEFORE).astype(np.int32)
    before = _completion_before(earning, version, last)
    rows = all_rows.rows
    fits = np.zeros(len(rows), bool)
    in_hours = np.zeros(len(rows), bool)
    for leaf in leaves_of(version.what):
        mine = rows_fitting(leaf.of, all_rows.kinds, rows)
        fits |= mine
        if isinstance(leaf, what.Hours):
            in_hours |= mine
    inside = (rows.day > before[rows.officer]) & (rows.day <= last[rows.officer]) & (rows.day > NEVER_BEFORE)
    return Completions(
        member=fits & inside & completed[rows.officer],
        good=(completed & (due >= earning.as_of))[rows.officer],
        minutes=np.where(in_hours, all_rows.rows.worth.astype(np.int64), 0),
    )


def _completion_before(earning: Counting, version: Version, last: Days) -> Days:
    """Return the completion before the last one, or the day after which records began to count."""
    day = earning.rows.day
    kept = np.flatnonzero((day < last[earning.rows.officer]) & (day > NEVER_BEFORE))
    history = History(
        people=earning.people,
        kinds=earning.kinds,
        rows=earning.rows.take(kept),
        as_of=earning.as_of,
    )
    return last_completion(version.what, history, _floor(earning, version), earning.as_of)


def _floor(earning: Counting, version: Version) -> Days:
    """The day after which records count at all. A start told by a record or by another requirement is passed over."""
    start = version.start
    open_ = np.full(earning.officers, NEVER_BEFORE, np.int32)
    if start is None or start.earlier_records == "count" or start.from_.met or start.from_.record:
        return open_
    begins = Asked(earning.people, earning.as_of, 1, lambda _: open_).day(start.from_)
    return np.where(begins >= NEVER, NEVER_BEFORE, begins - 1).astype(np.int32)
