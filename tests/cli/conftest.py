"""The command line, run over a small town whose answers can be worked out by hand (tests/town)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from muster.cli.app import app

Run = Callable[..., Result]


@pytest.fixture
def town(root: Path) -> Path:
    return root / "tests" / "town"


@pytest.fixture
def run() -> Run:
    """Run ``muster`` with these words."""
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def check(run: Run, town: Path) -> Run:
    """Run ``muster check`` over the town, on the last day of 2026 unless said otherwise."""

    def checked(*words: object, as_of: str = "2026-12-31", rules: str = "zz") -> Result:
        book = ("--rulebook", town / "rulebook", "--rules", rules)
        return run("check", town / "facts", *book, "--as-of", as_of, *words)

    return checked
