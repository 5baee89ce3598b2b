"""Ints of recording for dated facts, and the wrong lines that stood there before the right ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from muster.core.periods import NEVER_BEFORE, Days
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
from muster.core.sample.recipe import Recipe

_CORRECTED, _WITHDRAWN = 0.02, 0.004
_MISTAKEN_LEAVE_DAYS = 20


@dataclass(frozen=True)
class _Fixes:
    """Which rows of the true table were once wrong, and when each was written and mended."""

    start: Days
    recorded: Ints
    fixed_on: Ints
    corrected: Flags
    withdrawn: Flags


def with_corrections(table: pl.DataFrame, recipe: Recipe, random: np.random.Generator) -> pl.DataFrame:
    """Add when each line was recorded and, for a few, the history of getting it right.

    One in fifty recent lines first stood with too early a start: the wrong line comes first, the right
    one supersedes it. A few officers were put on leave by mistake: that line is only taken back.
    Adds known_from, known_until, supersedes (row of the result, from 0) and withdrawn.
    """
    fixes = _fixes(table, recipe, random)
    count = 1 + fixes.corrected + 2 * fixes.withdrawn
    row = np.repeat(np.arange(table.height), count)
    turn = np.arange(len(row)) - (np.cumsum(count) - count)[row]
    return _lines(table, row, turn, fixes, random)


def _fixes(table: pl.DataFrame, recipe: Recipe, random: np.random.Generator) -> _Fixes:
    start = table["start"].to_physical().fill_null(int(NEVER_BEFORE)).to_numpy()
    written = np.minimum(start + random.integers(0, 20, len(start)), recipe.now) * DAY + 8 * HOUR
    fixed_on = written + random.integers(20, 300, len(start)) * DAY + 2 * HOUR
    luck = random.random(len(start))
    recent = (start >= recipe.system_since) & (start <= recipe.now)
    possible = recent & (fixed_on <= recipe.now * DAY)
    return _Fixes(
        start=start,
        recorded=np.where(start >= recipe.system_since, written, NO_MOMENT),
        fixed_on=fixed_on,
        corrected=possible & (luck < _CORRECTED),
        withdrawn=possible & (luck > 1 - _WITHDRAWN),
    )


def _lines(
    table: pl.DataFrame,
    row: Ints,
    turn: Ints,
    fixes: _Fixes,
    random: np.random.Generator,
) -> pl.DataFrame:
    too_early = fixes.corrected[row] & (turn == 0)
    mistaken = fixes.withdrawn[row] & (turn >= 1)
    replaced = too_early | (mistaken & (turn == 1))
    replaces = (fixes.corrected[row] & (turn == 1)) | (mistaken & (turn == 2))
    start, fixed_on = fixes.start[row], fixes.fixed_on[row]
    wrong_start = start - random.integers(7, 60, len(row))
    leave = pl.Series(mistaken)
    return table[row].with_columns(
        fact=pl.when(leave).then(pl.lit("leave")).otherwise("fact"),
        value=pl.when(leave).then(pl.lit("medical")).otherwise("value"),
        start=days_column(np.where(too_early, wrong_start, start).astype(np.int32)),
        end=pl.when(leave)
        .then(days_column((start + _MISTAKEN_LEAVE_DAYS).astype(np.int32)))
        .otherwise("end"),
        known_from=moments_column(np.where(replaces, fixed_on, fixes.recorded[row])),
        known_until=moments_column(np.where(replaced, fixed_on, NO_MOMENT)),
        supersedes=numbers_column(np.where(replaces, np.arange(len(row)) - 1, -1)),
        withdrawn=pl.Series(mistaken & (turn == 2)),
    )
