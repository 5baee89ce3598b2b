"""The data is made once, used again, and made anew when another recipe is asked for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from muster.core.bench.data import RECIPE, bench_data
from muster.core.bench.sizes import SIZES, size_named
from muster.core.errors import BadUsage
from muster.core.tables.facts import Facts

TINY = replace(SIZES["small"], officers=60, records_per_officer=20)


def written(folder: Path) -> dict[Path, int]:
    return {file: file.stat().st_mtime_ns for file in folder.rglob("*.parquet")}


def test_data_is_what_the_size_says(tmp_path: Path) -> None:
    data = bench_data(TINY, tmp_path)
    facts = Facts.read(data.store)
    assert facts.size == data.made.officers == 60
    assert facts.records.collect().height == data.made.records
    assert not data.reused


def test_data_is_made_once(tmp_path: Path) -> None:
    first = bench_data(TINY, tmp_path)
    before = written(tmp_path)
    again = bench_data(TINY, tmp_path)
    assert again == replace(first, reused=True)
    assert written(tmp_path) == before


def test_another_recipe_makes_the_data_anew(tmp_path: Path) -> None:
    bench_data(TINY, tmp_path)
    more = bench_data(replace(TINY, officers=80), tmp_path)
    assert not more.reused
    assert Facts.read(more.store).size == 80


@pytest.mark.parametrize("note", ["", "{", "[]", '{"recipe": {}}'])
def test_spoilt_note_makes_the_data_anew(tmp_path: Path, note: str) -> None:
    bench_data(TINY, tmp_path)
    (tmp_path / "small" / RECIPE).write_text(note, "utf-8")
    assert not bench_data(TINY, tmp_path).reused
    assert bench_data(TINY, tmp_path).reused


def test_csv_holds_the_same_sample_as_the_store(tmp_path: Path) -> None:
    data = bench_data(TINY, tmp_path, as_csv=True)
    assert data.csv is not None
    plain, store = Facts.read(data.csv), Facts.read(data.store)
    assert plain.officers["officer_id"].to_list() == store.officers["officer_id"].to_list()
    assert plain.records.collect()["minutes"].sum() == store.records.collect()["minutes"].sum() > 0


def test_foreign_files_are_left_alone(tmp_path: Path) -> None:
    strange = tmp_path / "small" / "store" / "records" / "mine.txt"
    strange.parent.mkdir(parents=True)
    strange.write_text("mine", "utf-8")
    with pytest.raises(BadUsage, match="nothing shows that a sample is in it"):
        bench_data(TINY, tmp_path)
    assert strange.read_text("utf-8") == "mine"


def test_unknown_size_is_refused() -> None:
    with pytest.raises(BadUsage, match=r"no size huge\. Sizes are: small, department, state, nation"):
        size_named("huge")
