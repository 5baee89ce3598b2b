"""One department for the tests that only look: 250 officers, seen from 20 November 2026."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from muster.core.sample import SampleTables, make_department

TODAY = date(2026, 11, 20)


@pytest.fixture(scope="session")
def town() -> SampleTables:
    return make_department(250, seed=7, today=TODAY, years=12)


@pytest.fixture(scope="session")
def taught(town: SampleTables) -> pl.DataFrame:
    """The town's records with what the course list says about each."""
    about = town.courses.select("course", "topics", course_delivery="delivery", course_minutes="minutes")
    return town.records.join(about, on="course", how="left", maintain_order="left")
