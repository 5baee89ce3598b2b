"""The answer is the same however many threads work on it."""

from __future__ import annotations

import sys

import pytest
from polars.testing import assert_frame_equal

from muster.core.bench.data import BenchData
from muster.core.bench.requirements import first_requirements
from muster.core.bench.sizes import AS_OF
from muster.core.rules import evaluate
from muster.core.tables.facts import Facts


@pytest.mark.parametrize("threads", [2, 5])
def test_several_threads_give_the_standing_of_one(
    small: BenchData, monkeypatch: pytest.MonkeyPatch, threads: int
) -> None:
    monkeypatch.setattr(sys.modules["muster.core.rules.evaluate"], "WORTH_THREADS", 0)
    facts, rulebook = Facts.read(small.store), first_requirements(40)
    alone = evaluate(facts, rulebook, AS_OF, threads=1).standing
    assert alone.get_column("requirement").n_unique() == 40
    assert_frame_equal(evaluate(facts, rulebook, AS_OF, threads=threads).standing, alone)
