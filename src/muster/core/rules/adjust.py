"""What leave, waivers and extensions do to an officer's periods."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from muster.core.periods import NEVER, Days, Duration, as_day, month_starts_between
from muster.core.rules.language.leave import Leave
from muster.core.rules.language.requirement import Requirement, Version
from muster.core.rules.language.when import WhenOnce, WhenRolling
from muster.core.rules.people import Mask, People
from muster.core.rules.windows import Index, Windows, span_counter
from muster.core.tables.spells import Spells


@dataclass
class Adjusted:
    """Windows after leave and grants. ``excuses`` maps a reason to where it holds (officers x periods)."""

    windows: Windows
    excuses: dict[str, Mask] = field(default_factory=dict)
    owed: Mask | None = None  # the period is a debt on return: late training counts without limit

    def excuse(self, reason: str, where: Mask) -> None:
        """Note an excuse."""
        self.excuses[reason] = self.excuses.get(reason, np.zeros_like(where)) | where


def adjusted(
    windows: Windows, requirement: Requirement, version: Version, people: People, as_of: int
) -> Adjusted:
    """Apply a version's leave rules and the officer's own waivers and extensions."""
    found = Adjusted(windows)
    for leave in version.leave:
        _apply(found, leave, version, people, as_of)
    _grants(found, requirement.id, people)
    earliest = nobody_late_before(requirement, version)
    if earliest is not None:
        found.windows = _due_moved(found.windows, np.maximum(found.windows.due, earliest).astype(np.int32))
    return found


def nobody_late_before(requirement: Requirement, version: Version) -> int | None:
    """Return the day before which nobody is late under a version: its own, or that of a version before it."""
    until = requirement.versions[: requirement.versions.index(version) + 1]
    days = [as_day(each.allowed_until) for each in until if each.allowed_until is not None]
    if isinstance(version.when, WhenOnce | WhenRolling):
        days.append(as_day(requirement.versions[0].from_))  # nothing was owed before there was such a rule
    return max(days, default=None)


def _apply(found: Adjusted, leave: Leave, version: Version, people: People, as_of: int) -> None:
    away = _long_enough(people.wanted(leave.fact, leave.of), leave).merged()
    windows = found.windows
    match leave.then:
        case "extend":
            days = _days_away(away, windows.start, windows.end)
            moved = leave.by.after(windows.due) if leave.by else (windows.due + days).astype(np.int32)
            found.windows = _due_moved(windows, np.where(days > 0, moved, windows.due).astype(np.int32))
        case "extend_unknown":
            found.excuse(
                "leave_extension_unknown",
                (_days_away(away, windows.start, windows.end) > 0) & (windows.due < as_of),
            )
        case "prorate":
            found.windows = _prorated(windows, away, version.prorate)
        case "suspend":
            found.excuse(
                "on_leave", _on_day(away, people.size, as_of)[:, None] & np.ones_like(windows.exists)
            )
        case "met_in_full":
            assert leave.in_period is not None  # noqa: S101 - the class demands it
            enough = leave.in_period.after(windows.start) - windows.start
            found.excuse("leave_meets_it", _days_away(away, windows.start, windows.end) >= enough)
        case "owed_on_return":
            touched = _covered(away, windows.due)
            found.owed = touched if found.owed is None else found.owed | touched
            found.excuse(
                "on_leave", _on_day(away, people.size, as_of)[:, None] & np.ones_like(windows.exists)
            )


def _long_enough(spells: Spells, leave: Leave) -> Spells:
    kept = np.ones(len(spells.officer), bool)
    if leave.lasting is not None:
        kept &= spells.end >= _last_day(spells, leave.lasting)
    if leave.longer_than is not None:
        kept &= spells.end > _last_day(spells, leave.longer_than)
    return spells.where(kept)


def _last_day(spells: Spells, length: Duration) -> Days:
    """The last day of a spell exactly this long, both ends counted."""
    return (length.after(spells.start) - np.int32(1)).astype(np.int32)


def _overlap(spells: Spells, start: Days, end: Days, period: int) -> tuple[Days, Days]:
    low = np.maximum(spells.start, start[spells.officer, period])
    high = np.minimum(spells.end, end[spells.officer, period])
    return low, high


def _days_away(spells: Spells, start: Days, end: Days) -> Index:
    """Days of leave inside each period, officers x periods."""
    found = np.zeros(start.shape, np.int64)
    for period in range(start.shape[1]):
        low, high = _overlap(spells, start, end, period)
        np.add.at(found[:, period], spells.officer, np.maximum(high.astype(np.int64) - low + 1, 0))
    return found


def _prorated(windows: Windows, away: Spells, by: str) -> Windows:
    """Take the months (or days) wholly away out of the amount owed."""
    if windows.share is None:
        whole = span_counter(by)(windows.start, windows.end)
        part = whole
    else:
        part, whole = windows.share
    gone = np.zeros(windows.start.shape, np.int64)
    begins = windows.start if windows.begins is None else windows.begins[:, None]
    owed_from = np.maximum(windows.start, begins).astype(np.int32)
    for period in range(windows.depth):
        low, high = _overlap(away, owed_from, windows.end, period)
        if by == "month":
            to_the_end = (
                high == windows.end[away.officer, period]
            )  # a last month cut short is away as far as it goes
            months = (
                month_starts_between(low, np.where(to_the_end, high, high + 1).astype(np.int32)) - ~to_the_end
            )
            np.add.at(gone[:, period], away.officer, np.where(high >= low, np.maximum(months, 0), 0))
        else:
            np.add.at(gone[:, period], away.officer, np.maximum(high.astype(np.int64) - low + 1, 0))
    return replace(windows, share=(np.maximum(part - gone, 0), whole))


def _due_moved(windows: Windows, due: Days) -> Windows:
    """Move deadlines; training up to the new deadline counts."""
    moved = due > windows.due
    high = np.where(moved, np.maximum(windows.high, due), windows.high).astype(np.int32)
    return replace(windows, due=due, high=high)


def _covered(spells: Spells, days: Days) -> Mask:
    """Return where a spell covers the day, officers x periods."""
    marked = np.zeros(days.shape, bool)
    for period in range(days.shape[1]):
        here = days[spells.officer, period]
        marked[spells.officer[(spells.start <= here) & (here <= spells.end)], period] = True
    return marked


def _on_day(spells: Spells, size: int, day: int) -> Mask:
    marked = np.zeros(size, bool)
    marked[spells.officer[(spells.start <= day) & (day <= spells.end)]] = True
    return marked


def _grants(found: Adjusted, requirement: str, people: People) -> None:
    """Apply the facts ``waived`` and ``extended`` that name the requirement."""
    waived = people.wanted("waived", (requirement,))
    if len(waived.officer):
        found.excuse("waived", _touched(waived, found.windows))
    extended = people.wanted("extended", (requirement,))
    if len(extended.officer):
        due = found.windows.due.copy()
        reach = np.maximum(found.windows.end, found.windows.due)
        for period in range(found.windows.depth):
            low, high = _overlap(extended, found.windows.start, reach, period)
            inside = low <= high
            np.maximum.at(due[:, period], extended.officer[inside], extended.end[inside])
        found.windows = _due_moved(found.windows, np.minimum(due, NEVER).astype(np.int32))


def _touched(spells: Spells, windows: Windows) -> Mask:
    marked = np.zeros(windows.start.shape, bool)
    for period in range(windows.depth):
        low, high = _overlap(spells, windows.start, np.maximum(windows.end, windows.due), period)
        marked[spells.officer[low <= high], period] = True
    return marked
