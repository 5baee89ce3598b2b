"""``muster import`` prints what would happen, writes batches, and answers bad input with a sentence and 4."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from muster.cli.import_ import import_records
from muster.core.errors import MusterError
from muster.core.importing import load_profile
from muster.core.tables import Facts

app = typer.Typer()
app.command()(import_records)

GOOD = "Badge No,Class,Day,Hrs\n17,First aid,2022-05-31,4\n18,First aid,,4\n"
MAPS = [
    "--map",
    "Badge No=officer_id",
    "--map",
    "Class=course",
    "--map",
    "Day=completed_on",
    "--map",
    "Hrs=hours",
]


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def code_of(result: Result) -> int:
    return result.exception.exit_code if isinstance(result.exception, MusterError) else result.exit_code


@pytest.fixture
def source(tmp_path: Path) -> Path:
    file = tmp_path / "source.csv"
    file.write_text(GOOD)
    return file


def test_a_dry_run_prints_everything_and_writes_nothing(tmp_path: Path, source: Path) -> None:
    result = run(source, "--into", tmp_path / "town", *MAPS, "--new-officers", "--dry-run")
    assert "2 rows in = 2 accepted + 0 set aside; 1 of the accepted are doubtful" in result.output
    assert "row 3: Day is empty" in result.output
    assert "Dry run: nothing was written." in result.output
    assert not (tmp_path / "town").exists()


def test_an_import_can_be_undone_by_its_name(tmp_path: Path, source: Path) -> None:
    town = tmp_path / "town"
    result = run(source, "--into", town, *MAPS, "--new-officers")
    assert Facts.read(town).records.collect().height == 2
    batch = result.output.split("Wrote batch ")[1].split()[0]
    assert "Took back" in run("--into", town, "--undo", batch).output
    assert [file for file in town.rglob("*") if file.is_file()] == []


def test_a_saved_profile_serves_the_next_file(tmp_path: Path, source: Path) -> None:
    profile = tmp_path / "p.yaml"
    run(source, "--into", tmp_path / "a", *MAPS, "--new-officers", "--save-profile", profile)
    assert load_profile(profile).columns["Class"] == "course"
    result = run(source, "--into", tmp_path / "b", "--profile", profile, "--new-officers")
    assert "Wrote batch" in result.output


def test_a_bad_second_file_leaves_nothing_of_the_first(tmp_path: Path, source: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_bytes(b"PAR1 and nothing else")
    result = run(source, bad, "--into", tmp_path / "town", *MAPS, "--new-officers")
    assert code_of(result) == 4
    assert not (tmp_path / "town").exists()


def test_officers_without_permission_are_set_aside_and_the_import_refused(
    tmp_path: Path, source: Path
) -> None:
    result = run(source, "--into", tmp_path / "town", *MAPS)
    assert code_of(result) == 4
    assert "add them with --new-officers" in result.output
    assert "none of the 2 rows" in str(result.exception)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "no file was named"),
        (["x.csv", "--map", "nothing"], "no left and right side"),
        (["x.csv", "--set", "rank=sergeant"], "have no column rank"),
        (["--undo", "records-000000000000"], "holds no batch"),
    ],
)
def test_words_that_cannot_be_acted_on_are_refused_with_2(
    tmp_path: Path, words: list[str], said: str
) -> None:
    result = run(*words, "--into", tmp_path)
    assert code_of(result) == 2
    assert said in str(result.exception)


def test_a_folder_named_like_markup_is_printed_as_it_is(tmp_path: Path, source: Path) -> None:
    source.write_text(GOOD + ",Law,2022-05-31,4\n")
    result = run(source, "--into", tmp_path / "[/x] [red]", *MAPS, "--new-officers")
    assert result.exit_code == 0
    assert result.output.count("[/x] [red]") == 3
