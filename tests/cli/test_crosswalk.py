"""``muster crosswalk`` from proposal to the topics that a check reads."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from muster.cli.crosswalk import crosswalk_app
from muster.core.crosswalk import load_crosswalk
from muster.core.errors import MusterError
from muster.core.tables import Facts


def run(*words: object) -> Result:
    return CliRunner().invoke(crosswalk_app, [str(word) for word in words])


def code_of(result: Result) -> int:
    return result.exception.exit_code if isinstance(result.exception, MusterError) else result.exit_code


@pytest.fixture
def town(tmp_path: Path) -> Path:
    folder = tmp_path / "town"
    folder.mkdir()
    (folder / "officers.csv").write_text("officer_id\n17\n")
    (folder / "records.csv").write_text(
        "officer_id,course\n17,C.I.T. 2022\n17,CITYTIME\n17,Implicit Bias\n17,EVOC\n"
    )
    return folder


def test_from_proposal_to_topics(town: Path, tmp_path: Path) -> None:
    book = tmp_path / "c.yaml"
    assert "3 groups proposed" in run("suggest", town, "-o", book).output
    assert (
        run(
            "confirm", book, "--topic", "crisis-response", "--by", "A trainer", "--on", "2026-01-02"
        ).exit_code
        == 0
    )
    assert run("confirm", book, "--topic", "bias-free", "--by", "A trainer", "--refuse").exit_code == 0
    assert "the topics of 1 are known (0 before)" in run("apply", book, town).output
    topics = dict(Facts.read(town).kinds.select("course", "topics").rows())
    assert topics == {
        "C.I.T. 2022": ["crisis-response"],
        "CITYTIME": None,
        "Implicit Bias": None,
        "EVOC": None,
    }


def test_apply_says_what_changes_and_a_dry_run_writes_nothing(town: Path, tmp_path: Path) -> None:
    book, courses = tmp_path / "c.yaml", town / "courses.csv"
    run("suggest", town, "-o", book, "--topic", "driving")
    run("confirm", book, "--topic", "driving", "--by", "A trainer")
    courses.write_text("course,topics\nEVOC,ethics\nCITYTIME,none\n")
    said = run("apply", book, town, "--dry-run").output
    assert "the topics of 2 are known (2 before); 1 change" in said
    assert "EVOC: ethics -> ethics;driving" in said
    assert courses.read_text() == "course,topics\nEVOC,ethics\nCITYTIME,none\n"
    assert "EVOC: ethics -> driving" in run("apply", book, town, "--replace").output
    assert "EVOC: driving" not in run("apply", book, town).output


def test_courses_whose_topics_are_known_are_proposed_for_only_when_asked(town: Path, tmp_path: Path) -> None:
    (town / "courses.csv").write_text("course,topics\nEVOC,driving\n")
    said = run("suggest", town, "-o", tmp_path / "c.yaml").output
    assert "2 groups proposed" in said
    assert "Left out: 1 courses" in said
    run("suggest", town, "-o", tmp_path / "all.yaml", "--all")
    listed = {t for group in load_crosswalk(tmp_path / "all.yaml").groups for t in group.titles}
    assert listed == {"C.I.T. 2022", "CITYTIME", "Implicit Bias", "EVOC"}


def test_status_counts_and_lists_what_waits(town: Path, tmp_path: Path) -> None:
    book = tmp_path / "c.yaml"
    run("suggest", town, "-o", book, "--topic", "driving")
    said = run("status", book, town).output
    assert "EVOC" in said.split("waiting for a person")[1]
    assert "CITYTIME" in said.split("Unseen")[1].split("Suggested")[0]
    assert code_of(run("status", book, "--strict")) == 1


def test_a_group_can_be_confirmed_as_having_no_topic(town: Path, tmp_path: Path) -> None:
    book = tmp_path / "c.yaml"
    run("suggest", town, "-o", book, "--topic", "driving")
    run("confirm", book, "--group", 1, "--topics", "none", "--by", "A trainer", "--why", "a time sheet")
    (group,) = load_crosswalk(book).groups
    assert (group.topics, group.status, group.why) == ((), "confirmed", "a time sheet")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--group", "9"], "there is no group 9"),
        ([], "no group was named"),
        (["--topic", "drivng"], "no suggested group has the topic drivng; topics are: bias-free, crisis"),
        (["--topic", "driving", "--topic", "drivng"], "no suggested group has the topic drivng"),
    ],
)
def test_a_group_that_is_not_there_is_refused_with_2(
    town: Path, tmp_path: Path, words: list[str], said: str
) -> None:
    book = tmp_path / "c.yaml"
    run("suggest", town, "-o", book)
    result = run("confirm", book, *words, "--by", "A trainer")
    assert code_of(result) == 2
    assert said in str(result.exception)


def test_a_broken_crosswalk_is_refused_with_4_and_kept(town: Path, tmp_path: Path) -> None:
    book = tmp_path / "c.yaml"
    book.write_text("- titles: [x]\n  topix: [y]\n")
    assert code_of(run("suggest", town, "-o", book)) == 4
    assert book.read_text() == "- titles: [x]\n  topix: [y]\n"
