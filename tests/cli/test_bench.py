"""``muster bench`` prints the ratios, and writes the docs only when asked and only where they belong."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from muster.cli import bench as module
from muster.cli.bench import bench_app
from muster.core.bench import Findings, Goal, Table
from muster.core.bench.machine import this_machine
from muster.core.errors import BadUsage


@pytest.fixture
def app() -> typer.Typer:
    return bench_app


@pytest.fixture
def findings(monkeypatch: pytest.MonkeyPatch) -> Findings:
    """What a long run would have found, so that the command can be tried without it."""
    found = Findings(
        "state",
        "muster bench --size state",
        this_machine(),
        "state: 80,000 officers",
        (Table("Verdicts", ("task", "to the scan"), (("scan and sum by officer", "1.00x"),), "A note."),),
        (Goal("at most 2x the scan", "3.10x", met=False),),
    )
    monkeypatch.setattr(module, "measure", lambda *_, **__: found)
    return found


def test_bench_makes_its_data_and_prints_the_ratios(app: typer.Typer, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["--runs", "1", "--requirements", "2", "--data", str(tmp_path / "kept")])
    assert done.exit_code == 0, done.output
    assert "scan and sum by officer" in done.stdout
    assert "verdicts, 2 requirements" in done.stdout
    assert "Machine:" in done.stdout
    assert (tmp_path / "kept" / "small" / "recipe.json").exists()


def test_bench_says_which_goal_is_missed(app: typer.Typer, findings: Findings) -> None:
    done = CliRunner().invoke(app, ["--size", "state"])
    assert done.exit_code == 0
    assert "MISSED: at most 2x the scan; measured 3.10x" in done.stdout.splitlines()


def test_bench_writes_the_page_when_asked(
    app: typer.Typer, findings: Findings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    page = tmp_path / "docs" / "performance.md"
    page.parent.mkdir()
    page.write_text("<!-- muster bench state: begin -->\n<!-- muster bench state: end -->\n", "utf-8")
    done = CliRunner().invoke(app, ["--size", "state", "--write-docs"])
    assert done.stdout.splitlines()[-1] == "Wrote the tables of state into docs/performance.md."
    assert "| scan and sum by officer | 1.00x |" in page.read_text("utf-8")


def test_bench_refuses_a_missing_page_before_measuring(
    app: typer.Typer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["--write-docs"])
    assert isinstance(done.exception, BadUsage)
    assert list(tmp_path.iterdir()) == []


# ── the year's plan ────────────────────────────────────────────────────────────────────────────


def test_bench_plan_refuses_a_missing_page_before_planning(
    app: typer.Typer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["plan", "--write-docs"])
    assert isinstance(done.exception, BadUsage)


def test_bench_plan_prints_its_tables_and_writes_them_in_their_own_place(
    app: typer.Typer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    page = tmp_path / "docs" / "performance.md"
    page.parent.mkdir()
    page.write_text(
        "<!-- muster bench plan small: begin -->\n<!-- muster bench plan small: end -->\n", "utf-8"
    )
    done = CliRunner().invoke(app, ["plan", "--write-docs"])
    for row in ("greedy", "linear bound", "How the gap closes", "seed 7"):
        assert row in done.stdout
    assert "verdicts" not in done.stdout
    assert done.stdout.splitlines()[-1] == "Wrote the tables of plan small into docs/performance.md."
    assert "| linear bound |" in page.read_text("utf-8")
