"""A profile is saved and read without loss, and what is wrong in one is named by file, line and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from muster.core.errors import BadInput, BadUsage
from muster.core.importing import load_profile, make_profile, save_profile


def test_a_saved_profile_reads_the_same(tmp_path: Path) -> None:
    said = make_profile(
        target="facts",
        columns={"Class": "value", "Notes": ""},
        constants={"fact": "rank"},
        date_format="%d.%m.%Y",
        header_row=3,
    )
    save_profile(said, tmp_path / "p.yaml")
    assert load_profile(tmp_path / "p.yaml") == said


def test_what_is_said_wins_over_the_profile() -> None:
    base = make_profile(columns={"Class": "course", "Day": "completed_on"}, date_format="mdy")
    said = make_profile(base, columns={"Name of class": "course"}, date_format="dmy")
    assert said.columns == {"Day": "completed_on", "Name of class": "course"}
    assert said.date_format == "dmy"


@pytest.mark.parametrize(
    ("text", "line", "key", "said"),
    [
        ("as: records\ncolumns:\n  A: course\nsheeet: x\n", 4, "sheeet", "no such key"),
        ("as: rekords\n", 1, "as", "records"),
        ("as: records\noutcomes:\n  OK: splendid\n", 2, "outcomes", "splendid is no outcome"),
        ("columns: {A: course, B: course}\n", 1, "columns", "same column"),
        ("as: facts\nfacts:\n  - fact: rank\n    valu: x\n", 4, "facts.0.valu", "no such key"),
        ("delimiter: ab\n", 1, "delimiter", "1 character"),
    ],
)
def test_a_mistake_is_named_by_file_line_and_key(
    tmp_path: Path, text: str, line: int, key: str, said: str
) -> None:
    file = tmp_path / "p.yaml"
    file.write_text(text)
    with pytest.raises(BadInput) as found:
        load_profile(file)
    problem = next(p for p in found.value.problems if p.where.key == key)
    assert (problem.where.file, problem.where.line) == (str(file), line)
    assert said in problem.what


@pytest.mark.parametrize("text", ["columns: [", "- a list\n", "a: b: c\n", "\x00", "as: &a [*a]\n"])
def test_a_broken_profile_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "p.yaml"
    file.write_text(text)
    with pytest.raises(BadInput):
        load_profile(file)


def test_a_column_of_ours_that_does_not_exist_is_refused() -> None:
    with pytest.raises(BadUsage, match="records have no column rank"):
        make_profile(constants={"rank": "x"})
