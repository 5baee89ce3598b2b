"""``muster sample`` says what it made and what to try next."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from muster.cli.sample import sample
from muster.core.errors import BadUsage
from muster.core.tables.facts import Facts


@pytest.fixture
def app() -> typer.Typer:
    app = typer.Typer()
    app.command()(sample)
    return app


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_sample_makes_a_folder_that_can_be_read(app: typer.Typer, tmp_path: Path, form: str) -> None:
    folder = tmp_path / "town"
    asked = [str(folder), "--officers", "60", "--years", "2", "--as", form, "--today", "2026-11-20"]
    done = CliRunner().invoke(app, asked)
    assert done.exit_code == 0, done.output
    assert Facts.read(folder).size == 60
    assert "60 officers of 1 agency" in done.stdout
    assert "from 2025 to 2026 (seed 7)" in done.stdout
    assert done.stdout.splitlines()[-1] == f"Next: muster check {folder} --rules model"


def test_sample_shows_no_progress_bar_in_a_pipe(app: typer.Typer, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, [str(tmp_path / "town"), "--officers", "50", "--years", "1"])
    assert done.stderr == ""


def test_sample_refuses_bad_sizes_before_touching_the_disk(app: typer.Typer, tmp_path: Path) -> None:
    refused = CliRunner().invoke(app, [str(tmp_path / "town"), "--officers", "49"])
    assert isinstance(refused.exception, BadUsage)
    assert "50 to 800,000" in str(refused.exception)
    assert list(tmp_path.iterdir()) == []
