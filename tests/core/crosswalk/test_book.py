"""The crosswalk file is read and written without loss; its mistakes are named by file, line and key."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.core.crosswalk import Crosswalk, Group, judge, load_crosswalk, parse_crosswalk, save_crosswalk
from muster.core.crosswalk.words import normal_title
from muster.core.errors import BadInput, MusterError

BOOK = """\
# our titles
- titles: [Implicit Bias, "Bias: implicit"]
  topics: [bias-free]
  status: confirmed
  by: A trainer
  on: 2026-01-02
- courses: ["B1"]
  topics: []
  status: confirmed
  by: A trainer
  on: 2026-01-02
- titles: [CITYTIME]
  topics: [crisis-response]
  status: suggested
"""


def test_a_file_is_read_as_written() -> None:
    first, second, third = parse_crosswalk(BOOK).groups
    assert first == Group(
        titles=("Implicit Bias", "Bias: implicit"),
        topics=("bias-free",),
        status="confirmed",
        by="A trainer",
        on=date(2026, 1, 2),
    )
    assert (second.courses, second.topics) == (("B1",), ())
    assert third.status == "suggested"


def test_a_written_file_reads_the_same_and_keeps_its_head(tmp_path: Path) -> None:
    file = tmp_path / "c.yaml"
    file.write_text(BOOK)
    before = load_crosswalk(file)
    save_crosswalk(before, file)
    assert load_crosswalk(file) == before
    assert file.read_text().startswith("# our titles\n- titles:\n  - Implicit Bias\n")


titles_of_a_group = st.lists(
    st.text(min_size=1, max_size=60).filter(lambda title: normal_title(title)),
    min_size=1,
    max_size=4,
    unique_by=normal_title,
)


@given(titles=titles_of_a_group)
def test_any_title_is_found_again_after_writing(
    titles: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("book") / "c.yaml"
    save_crosswalk(Crosswalk((Group(titles=tuple(titles), why="; ".join(titles)),)), file)
    assert set(load_crosswalk(file).by_title()) == set(map(normal_title, titles))


@pytest.mark.parametrize(
    ("change", "line", "key", "said"),
    [
        (("topics: [bias-free]", "topic: [bias-free]"), 3, "topic", "no such key"),
        (("status: suggested", "status: maybe"), 14, "status", "'maybe' is no status"),
        (("topics: [crisis-response]", "topics: [Crisis Response]"), 13, "topics", "is no topic code"),
        (("topics: [crisis-response]", "topics: crisis-response"), 13, "topics", "a list of texts"),
        (("[CITYTIME]", "[101]"), 12, "titles", "a list of texts"),
        (("[CITYTIME]", "[implicit BIAS]"), 12, "titles", "stands in group 1 already"),
        (("  on: 2026-01-02\n- courses", "- courses"), 5, "by", "by whom and on which day"),
        (("on: 2026-01-02\n- courses", "on: soon\n- courses"), 6, "on", "'soon' is no day"),
        (('- courses: ["B1"]\n  topics: []', "- topics: []"), 7, "titles", "neither titles nor courses"),
        (("- titles: [CITYTIME]", "- titles: [CITYTIME"), 13, "", "YAML is broken"),
    ],
)
def test_a_mistake_is_named_by_file_line_and_key(
    change: tuple[str, str], line: int, key: str, said: str
) -> None:
    assert change[0] in BOOK
    with pytest.raises(BadInput) as found:
        parse_crosswalk(BOOK.replace(*change), "c.yaml")
    problem = found.value.problems[0]
    assert (problem.where.file, problem.where.key) == ("c.yaml", key)
    assert said in problem.what
    assert problem.where.line == line


@pytest.mark.parametrize("text", ["titles: [x]\n", "just words\n", "- just words\n", "- - x\n"])
def test_what_is_no_list_of_groups_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        parse_crosswalk(text)


def test_an_empty_file_is_an_empty_crosswalk() -> None:
    assert parse_crosswalk("# nothing yet\n") == Crosswalk()


@given(text=st.text(max_size=120) | st.binary(max_size=80).map(lambda raw: raw.decode("latin-1")))
def test_any_text_gives_a_crosswalk_or_a_sentence(text: str) -> None:
    try:
        found: object = parse_crosswalk(text)
    except MusterError as error:
        found = error.problems[0].what
    assert found


def test_a_file_that_is_not_there_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="muster crosswalk suggest"):
        load_crosswalk(tmp_path / "absent.yaml")


def test_judging_changes_the_named_groups_alone() -> None:
    before = parse_crosswalk(BOOK)
    after = judge(before, [3], status="confirmed", by="B", on=date(2026, 2, 3), topics=[], why="a time sheet")
    assert after.groups[:2] == before.groups[:2]
    assert after.groups[2] == Group(("CITYTIME",), (), (), "confirmed", "B", date(2026, 2, 3), "a time sheet")
