"""What happens to records once somebody types them: late, twice, undated, wrong and put right."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl

from muster.core.periods import NEVER
from muster.core.sample.catalogue import OUTCOME
from muster.core.sample.frames import (
    DAY,
    HOUR,
    NO_MOMENT,
    Flags,
    Ints,
    days_column,
    moments_column,
    numbers_column,
)
from muster.core.sample.training import Rows, Year, stack

_UNDATED, _TOO_LONG, _TWICE, _LATE = 0.003, 0.0006, 0.001, 0.02
_CORRECTED, _WITHDRAWN = 0.004, 0.001
_TOO_LONG_MINUTES = 30 * 60


class _Filed(NamedTuple):
    """Rows with their moments; ``replaces`` is the place of the row each one corrects, -1 for none."""

    rows: Rows
    known_from: Ints
    known_until: Ints
    replaces: Ints
    withdrawn: Flags


def filed(year: Year, trained: Rows) -> pl.DataFrame:
    """Return the year's records as they stand in the files, ordered by day (undated ones last).

    Columns: officer, kind, completed_on, minutes, score, known_from, known_until, supersedes (row of
    the result, from 0) and withdrawn.
    """
    trained = _mistyped(year, trained)
    recorded = _recorded(year, trained)
    return _table(year, _corrected(year, _without_some_dates(year, trained), recorded))


def _mistyped(year: Year, trained: Rows) -> Rows:
    count = len(trained.day)
    happened = trained.outcome != OUTCOME["registered"]
    luck = year.random.random(count, np.float32)
    twice = trained.only(happened & (luck < _TWICE))
    too_long = happened & (luck > 0.5) & (luck < 0.5 + _TOO_LONG) & (trained.minutes > 0)
    minutes = np.where(too_long, np.int32(_TOO_LONG_MINUTES), trained.minutes)
    return stack([trained._replace(minutes=minutes), twice])


def _without_some_dates(year: Year, trained: Rows) -> Rows:
    happened = trained.outcome != OUTCOME["registered"]
    undated = happened & (year.random.random(len(happened), np.float32) < _UNDATED)
    return trained._replace(day=np.where(undated, np.int32(NEVER), trained.day))


def _recorded(year: Year, trained: Rows) -> Ints:
    """Within the week, some months late; nothing carries a moment from before this system."""
    count, recipe = len(trained.day), year.recipe
    delay = year.random.integers(0, 7, count, np.int32)
    late = year.random.random(count, np.float32) < _LATE
    delay[late] = year.random.integers(60, 240, int(late.sum()), np.int32)
    ahead = trained.outcome == OUTCOME["registered"]
    day = np.where(ahead, recipe.now - 5 * delay, np.minimum(trained.day + delay, recipe.now))
    hour = year.random.integers(8, 18, count, np.int8).astype(np.int64)
    moments = day.astype(np.int64) * DAY + np.where(day < recipe.now, hour, 0) * HOUR
    return np.where(day >= recipe.system_since, moments, NO_MOMENT)


def _corrected(year: Year, trained: Rows, recorded: Ints) -> _Filed:
    """Put a right line behind a few wrong ones, and take a few back that should never have been there."""
    count, now = len(recorded), year.recipe.now * DAY
    fixed_on = recorded + year.random.integers(10, 200, count, np.int32).astype(np.int64) * DAY + HOUR
    luck = year.random.random(count, np.float32)
    wrong = (recorded != NO_MOMENT) & (fixed_on <= now) & (luck < _CORRECTED + _WITHDRAWN)
    withdrawn = wrong & (luck >= _CORRECTED)
    places = np.nonzero(wrong)[0]
    mended = trained.only(places)
    # the wrong line gave an hour too much
    minutes = np.where(wrong & ~withdrawn, trained.minutes + 60, trained.minutes)
    return _Filed(
        rows=stack([trained._replace(minutes=minutes), mended]),
        known_from=np.concatenate((recorded, fixed_on[places])),
        known_until=np.concatenate((np.where(wrong, fixed_on, NO_MOMENT), np.full(len(places), NO_MOMENT))),
        replaces=np.concatenate((np.full(count, -1), places)),
        withdrawn=np.concatenate((np.zeros(count, np.bool_), withdrawn[places])),
    )


def _table(year: Year, written: _Filed) -> pl.DataFrame:
    trained = written.rows
    # sixteen bits sort in one sweep: days after 1 January, the undated after all of them
    sort_key = np.minimum(np.maximum(trained.day - year.first, 0), 2**15).astype(np.uint16)
    order = np.argsort(sort_key, kind="stable")
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    replaces = written.replaces[order]
    ordered = trained.only(order)
    kinds = year.catalogue.kind_of[ordered.template, ordered.outcome]
    return pl.DataFrame(
        {
            "officer": (ordered.officer + year.careers.first).astype(np.uint32),
            "kind": kinds.astype(np.uint32),
            "completed_on": days_column(ordered.day),
            "minutes": ordered.minutes,
            "score": numbers_column(ordered.score, pl.Int16),
            "known_from": moments_column(written.known_from[order]),
            "known_until": moments_column(written.known_until[order]),
            "supersedes": numbers_column(np.where(replaces < 0, -1, place[replaces])),
            "withdrawn": written.withdrawn[order],
        }
    )
