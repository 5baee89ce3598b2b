"""Dated facts as arrays: what is known at a moment, and spells that run into one another."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from muster.core.periods import NEVER, NEVER_BEFORE, as_day
from muster.core.tables import Facts
from muster.core.tables.schema import DATED_FACTS
from muster.core.tables.spells import SpellBook, Spells

START = date(2024, 1, 1)


def spells_of(*rows: dict[str, Any], known_at: datetime | None = None) -> Spells:
    facts = Facts.from_tables(
        pl.DataFrame({"officer_id": ["a-1"]}),
        pl.DataFrame([{"officer_id": "a-1", "fact": "leave", **row} for row in rows], schema=DATED_FACTS),
    )
    return SpellBook(facts, known_at)["leave"]


def test_open_ends_are_the_ends_of_time() -> None:
    found = spells_of({"value": "medical"})
    assert (found.start.tolist(), found.end.tolist()) == ([NEVER_BEFORE], [NEVER])


def test_a_fact_nobody_has_is_no_spell() -> None:
    assert len(spells_of().officer) == 0


def test_a_fact_is_known_from_the_moment_it_was_written() -> None:
    row = {"value": "medical", "recorded_at": datetime.fromisoformat("2024-06-01T00:00:00")}
    assert len(spells_of(row, known_at=datetime.fromisoformat("2024-05-31T00:00:00")).officer) == 0
    assert len(spells_of(row, known_at=datetime.fromisoformat("2024-06-01T00:00:00")).officer) == 1


def test_a_corrected_fact_stands_until_its_correction() -> None:
    wrong = {"fact_id": "f-1", "value": "medical"}
    right = {
        "value": "military",
        "supersedes": "f-1",
        "recorded_at": datetime.fromisoformat("2024-06-01T00:00:00"),
    }
    assert spells_of(wrong, right, known_at=datetime.fromisoformat("2024-05-31T00:00:00")).words == (
        "medical",
    )
    assert spells_of(wrong, right, known_at=datetime.fromisoformat("2024-06-01T00:00:00")).words == (
        "military",
    )
    assert spells_of(wrong, right).words == ("military",)


DRAWN = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 40), st.integers(0, 10)), max_size=12)


@given(DRAWN)
def test_merged_spells_cover_the_same_days_and_none_twice(drawn: list[tuple[int, int, int]]) -> None:
    officer, start, length = (np.array(column, np.int32) for column in zip(*drawn, strict=True)) if drawn else [
        np.zeros(0, np.int32)
    ] * 3  # fmt: skip
    merged = Spells(officer, np.zeros(len(officer), np.int32), start, start + length).merged()
    covered = [
        (int(who), day)
        for who, low, high in zip(merged.officer, merged.start, merged.end, strict=True)
        for day in range(low, high + 1)
    ]
    assert sorted(covered) == sorted({(who, day) for who, low, n in drawn for day in range(low, low + n + 1)})
    ends = set(zip(merged.officer.tolist(), merged.end.tolist(), strict=True))
    begins = set(zip(merged.officer.tolist(), (merged.start - 1).tolist(), strict=True))
    assert ends & begins == set()  # spells that touch have become one


def test_an_open_spell_swallows_what_comes_after() -> None:
    later = START + timedelta(days=100)
    found = spells_of({"start": START}, {"start": later, "end": later}).merged()
    assert (found.start.tolist(), found.end.tolist()) == ([as_day(START)], [NEVER])
