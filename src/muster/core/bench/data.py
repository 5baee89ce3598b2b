"""The data that is measured on: made once from a recipe, used again while the recipe is the same."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import muster
from muster.core.bench.sizes import AS_OF, SEED, Size
from muster.core.sample import Made, Recipe, write_plain, write_store

RECIPE = "recipe.json"
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class BenchData:
    """Where the data of a size lies, and what it holds. ``csv`` holds the same sample as plain tables."""

    store: Path
    csv: Path | None
    made: Made
    reused: bool


def bench_data(
    size: Size, folder: Path, *, as_csv: bool = False, progress: Progress | None = None
) -> BenchData:
    """Make the data of a size in ``folder``, unless it is there already, made from the same recipe.

    Raises BadUsage where files that are not a sample stand in the way; those are never touched.
    """
    place = folder / size.name
    recipe = _recipe(size, as_csv)
    csv = place / "csv" if as_csv else None
    known = _made_before(place, recipe)
    if known:
        return BenchData(place / "store", csv, known, reused=True)
    (place / RECIPE).unlink(missing_ok=True)
    made = _make(size, place, csv, progress)
    _note(place, recipe, made)
    return BenchData(place / "store", csv, made, reused=False)


def _recipe(size: Size, as_csv: bool) -> dict[str, object]:
    return {
        "version": muster.__version__,
        "officers": size.officers,
        "records_per_officer": size.records_per_officer,
        "years": size.years,
        "seed": SEED,
        "today": AS_OF.isoformat(),
        "csv": as_csv,
    }


def _made_before(place: Path, recipe: dict[str, object]) -> Made | None:
    try:
        noted = json.loads((place / RECIPE).read_text("utf-8"))
        return Made(**noted["made"]) if noted["recipe"] == recipe else None
    except (OSError, ValueError, KeyError, TypeError):
        return None  # a note that is missing or spoilt only means that the data is made again


def _make(size: Size, place: Path, csv: Path | None, progress: Progress | None) -> Made:
    def report(done: int, total: int) -> None:
        if progress:
            progress("making the data", done, total)

    place.mkdir(parents=True, exist_ok=True)
    today: date = AS_OF
    if csv:
        recipe = Recipe(size.officers, SEED, today, size.years, size.records_per_officer)
        write_plain(recipe, csv, force=True, progress=report)
    return write_store(
        size.officers,
        place / "store",
        seed=SEED,
        today=today,
        years=size.years,
        records_per_officer=size.records_per_officer,
        record_ids=size.officers < 100_000,  # a nation's ids would double the store and no verdict reads them
        force=True,
        progress=report,
    )


def _note(place: Path, recipe: dict[str, object], made: Made) -> None:
    draft = place / f".{RECIPE}.{os.getpid()}"
    draft.write_text(json.dumps({"recipe": recipe, "made": asdict(made)}, indent=1), "utf-8")
    draft.replace(place / RECIPE)
