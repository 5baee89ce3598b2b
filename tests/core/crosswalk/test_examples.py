"""The crosswalks kept as examples: loaded, judged by somebody, and in step with the proposals."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from muster.core.crosswalk import (
    Crosswalk,
    crosswalk_status,
    load_crosswalk,
    read_titles,
    shipped_vocabulary,
    topics_in,
)

#: Ids as the three sources write them: NY or CR and eight hexadecimal digits.
IDS = re.compile(r"\b(?:NY|CR)[0-9a-f]{8}\b")
FIVE = {"procedural-justice", "bias-free", "crisis-response", "de-escalation", "cultural-competency"}
NAMES = ("nypd", "oregon", "chicago")


def example(root: Path, name: str) -> Crosswalk:
    return load_crosswalk(root / "docs" / "examples" / name / "crosswalk.yaml")


@pytest.mark.parametrize("name", NAMES)
def test_every_group_is_judged(root: Path, name: str) -> None:
    groups = example(root, name).groups
    assert {group.by for group in groups} == {"the Muster maintainers"}
    assert len(example(root, name).settled()) == len(groups)


@pytest.mark.parametrize("name", NAMES)
def test_every_confirmed_topic_is_one_the_words_speak_for(root: Path, name: str) -> None:
    for group in example(root, name).groups:
        if group.status == "confirmed":
            for title in group.titles:
                assert set(group.topics) <= {f.topic for f in topics_in(title, shipped_vocabulary())}, title


def test_nypd_titles_that_only_contain_the_letters_are_not_confirmed(root: Path) -> None:
    confirmed = [t for g in example(root, "nypd").groups if g.status == "confirmed" for t in g.titles]
    words = ("RESUSCITATION", "EXCITED", "CITYTIME", "HATE CRIMES", "QUIZ")
    assert [title for title in confirmed if any(word in title for word in words)] == []
    assert {t for g in example(root, "nypd").groups for t in g.topics} == FIVE


def test_nypd_crosswalk_covers_the_titles_it_names(shared: Path, root: Path) -> None:
    titles = read_titles(shared / "data" / "nypd_training" / "course_names.csv")
    counted = (
        crosswalk_status(example(root, "nypd"), titles).table.select("status", "titles", "records").rows()
    )
    listed = {
        s: sum(len(g.titles) for g in example(root, "nypd").groups if g.status == s)
        for s in ("confirmed", "refused")
    }
    found = {status: count for status, count, _ in counted}
    assert (found["confirmed"], found["refused"]) == (listed["confirmed"], listed["refused"])
    assert sum(found.values()) == 951
    assert sum(records for *_, records in counted) == 91_029


def tables(summary: str) -> list[list[str]]:
    """The rows of the tables of a summary, cell by cell: the prose around them is another test's business."""
    rows, inside = [], False
    for line in summary.splitlines():
        if line.startswith(("status ", "requirement ")):
            inside = True
        elif not line.strip() or line.startswith(("Share met", "Unseen")):
            inside = False
        if inside:
            rows.append(line.split())
    return rows


@pytest.fixture(scope="module")
def rerun(shared: Path, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The examples, copied and run again by their own script over the fetched data."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("no bash to run docs/examples/summaries.sh with")
    work = tmp_path_factory.mktemp("examples")
    shutil.copytree(root / "docs" / "examples", work / "examples")
    for name in NAMES:
        (work / "examples" / name / "summary.txt").unlink()
    command = work / "bin" / "muster"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m muster.cli "$@"\n')
    command.chmod(0o755)
    around = {
        **os.environ,
        "PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(root / "src"),
        "MUSTER_SHARED": str(shared.resolve()),
    }
    script = str(work / "examples" / "summaries.sh")
    ran = subprocess.run([bash, script], env=around, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return work / "examples"


@pytest.mark.parametrize("name", NAMES)
def test_running_the_example_again_gives_the_tables_that_are_kept(rerun: Path, root: Path, name: str) -> None:
    kept = tables((root / "docs" / "examples" / name / "summary.txt").read_text("utf-8"))
    assert len(kept) > 4
    found = tables((rerun / name / "summary.txt").read_text("utf-8"))
    assert found == kept, "if this is meant: bash docs/examples/summaries.sh"


def example_texts(root: Path) -> dict[str, str]:
    files = [file for file in (root / "docs" / "examples").rglob("*") if file.is_file()]
    return {str(file.relative_to(root)): file.read_text("utf-8") for file in files}


def test_no_example_names_an_officer_of_the_data(root: Path) -> None:
    assert {name: IDS.findall(text) for name, text in example_texts(root).items() if IDS.search(text)} == {}


def test_no_id_of_the_fetched_data_stands_in_an_example(shared: Path, root: Path) -> None:
    data = shared / "data"
    lists = ("nypd_training/officers.csv", "cpd_procedural_justice/session_roster.csv")
    ids = {i for name in lists for i in pl.read_csv(data / name, infer_schema=False)["officer_id"]}
    assert len(ids) > 10_000
    words = {word for text in example_texts(root).values() for word in re.findall(r"\w+", text)}
    assert ids & words == set()
