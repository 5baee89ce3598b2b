"""Which agency each sample officer works for, and which of its units are behind with training."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from muster.core.sample.recipe import Recipe

UNITS = (
    "patrol-a",
    "patrol-b",
    "traffic",
    "investigations",
    "training",
    "special-operations",
    "administration",
)
UNIT_WEIGHTS = (0.35, 0.33, 0.09, 0.13, 0.04, 0.03, 0.03)
TRAFFIC, TRAINING, ADMINISTRATION = 2, 4, 6

_SMALLEST_SHARE = 0.15  # of an average agency


def agency_starts(recipe: Recipe) -> NDArray[np.int64]:
    """Return the number of the first officer (the chief) of each agency; sizes differ as real ones do."""
    weights = recipe.random(2).lognormal(0.0, 0.9, recipe.agencies) + _SMALLEST_SHARE
    ends = np.floor(np.cumsum(weights) / weights.sum() * recipe.officers).astype(np.int64)
    return np.concatenate(([0], ends[:-1]))


def agency_ids(recipe: Recipe) -> NDArray[np.str_]:
    """Nine-character agency codes; XX is no state, so no real agency is meant."""
    return np.array([f"XX{number:05d}00" for number in range(1, recipe.agencies + 1)])


def short_units(recipe: Recipe) -> NDArray[np.bool_]:
    """Mark, agency by unit, where training is neglected: about one unit in twelve, at least one."""
    short = recipe.random(3).random((recipe.agencies, len(UNITS))) < 1 / 12
    short[0, TRAFFIC] = True
    return short
