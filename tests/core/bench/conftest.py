"""One small measurement for the tests that only look at it; how long anything took is never tested."""

from __future__ import annotations

from pathlib import Path

import pytest

from muster.core.bench import Findings, measure
from muster.core.bench.data import BenchData, bench_data
from muster.core.bench.sizes import SIZES


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bench")


@pytest.fixture(scope="session")
def small(cache: Path) -> BenchData:
    return bench_data(SIZES["small"], cache)


@pytest.fixture(scope="session")
def findings(cache: Path, small: BenchData) -> Findings:
    return measure("small", cache, runs=1)
