"""The page keeps its words and gets new tables between its marks."""

from __future__ import annotations

from pathlib import Path

import pytest

from muster.core.bench import SIZES, Findings, write_into
from muster.core.bench.page import as_markdown, check_page, marks
from muster.core.errors import BadUsage


@pytest.fixture
def page(tmp_path: Path) -> Path:
    begin, end = marks("small")
    page = tmp_path / "performance.md"
    page.write_text(f"# Speed\n\n{begin}\nold\n{end}\n\nWhy it is so.\n", "utf-8")
    return page


def test_tables_replace_what_stood_between_the_marks(page: Path, findings: Findings) -> None:
    write_into(page, findings)
    begin, end = marks("small")
    text = page.read_text("utf-8")
    assert text == f"# Speed\n\n{begin}\n{as_markdown(findings)}{end}\n\nWhy it is so.\n"
    assert "| scan and sum by officer |" in text
    assert "`muster bench --size small --runs 1`" in text


def test_writing_twice_is_writing_once(page: Path, findings: Findings) -> None:
    write_into(page, findings)
    once = page.read_text("utf-8")
    write_into(page, findings)
    assert page.read_text("utf-8") == once
    assert list(page.parent.iterdir()) == [page]


@pytest.mark.parametrize("spoil", ["", "begin", "both twice", "turned round"])
def test_page_without_its_marks_is_left_alone(page: Path, findings: Findings, spoil: str) -> None:
    begin, end = marks("small")
    text = {
        "": "",
        "begin": begin,
        "both twice": f"{begin}{end}{begin}{end}",
        "turned round": f"{end}{begin}",
    }[spoil]
    page.write_text(text, "utf-8")
    with pytest.raises(BadUsage, match="no place for the tables of small"):
        write_into(page, findings)
    assert page.read_text("utf-8") == text


def test_missing_page_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadUsage, match="top of the checkout"):
        check_page(tmp_path / "none.md", "state")


@pytest.mark.parametrize("size", SIZES)
def test_docs_have_a_place_for_each_size(root: Path, size: str) -> None:
    assert "# Speed" in check_page(root / "docs" / "performance.md", size)
