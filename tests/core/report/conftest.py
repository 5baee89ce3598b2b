"""The small town of tests/town, judged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from muster.core.report import Report, units_of
from muster.core.rules import Rulebook, evaluate, load_rulebook
from muster.core.tables import Facts


@pytest.fixture
def book(root: Path) -> Rulebook:
    return load_rulebook([root / "tests" / "town" / "rulebook"])


@pytest.fixture
def facts(root: Path) -> Facts:
    return Facts.read(root / "tests" / "town" / "facts")


@pytest.fixture
def report_on(facts: Facts, book: Rulebook) -> Callable[..., Report]:
    """Judge the town on a day and make ready to report."""

    def made(day: date, **more: object) -> Report:
        standing = evaluate(facts, book, day).standing
        return Report(standing, book, day, units_of(facts, day), **more)

    return made
