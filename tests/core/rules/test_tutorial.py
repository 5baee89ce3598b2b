"""docs/tutorial-a-rule-of-your-own.md: its files load and pass, and what it shows is what they say."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from muster.core.errors import BadRule
from muster.core.rules.load import load_rulebook
from muster.core.rules.rulebook import Rulebook, shipped_rulebook
from muster.core.rules.testing import run_tests
from muster.core.rules.yaml_lines import parse_yaml, read_yaml

DOCS = Path(__file__).resolve().parents[3] / "docs"
FOLDER = DOCS / "examples" / "tutorial"
TEXT = (DOCS / "tutorial-a-rule-of-your-own.md").read_text("utf-8")
BLOCKS = re.findall(r"^```yaml\n# (.+?)\n(.+?)^```$", TEXT, flags=re.MULTILINE | re.DOTALL)


def blocks(label: str) -> list[Any]:
    """Read the examples whose label begins so."""
    return [parse_yaml(body, label).value for shown, body in BLOCKS if shown.startswith(label)]


def finished(name: str) -> Any:
    """Read one of the finished files as plain values."""
    return read_yaml(FOLDER / "xx-example" / name).value


def book_of(folder: Path) -> Rulebook:
    """Load a folder beside the shipped rulebook, as --rulebook does."""
    return load_rulebook([shipped_rulebook(), folder], only=["xx-example"])


def draft_in(folder: Path, draft: str, test: str) -> Path:
    """Write the tutorial's jurisdiction with a draft of the rule and of its test."""
    own = folder / "xx-example"
    own.mkdir()
    (own / "jurisdiction.yaml").write_text((FOLDER / "xx-example" / "jurisdiction.yaml").read_text("utf-8"))
    (own / "yearly-30.yaml").write_text(draft)
    (own / "yearly-30.test.yaml").write_text(test)
    return folder


@pytest.fixture
def draft() -> str:
    """The tutorial's first draft, with its misspelt topic."""
    return next(body for label, body in BLOCKS if label == "first draft")


@pytest.fixture
def first_test() -> str:
    """The tutorial's first test."""
    return next(body for label, body in BLOCKS if label == "first test")


def test_the_finished_rule_passes_its_tests() -> None:
    outcomes = list(run_tests(book_of(FOLDER)))
    assert len(outcomes) > 20
    assert [f"{o.case}, {o.as_of}: {o.wrong}" for o in outcomes if not o.passed] == []


def test_the_finished_rule_is_marked_fictional() -> None:
    page = finished("jurisdiction.yaml")
    assert "fictional" in page["name"] and "Fictional" in page["note"]  # noqa: PT018 - one promise


def test_the_first_draft_gets_the_message_shown(tmp_path: Path, draft: str, first_test: str) -> None:
    with pytest.raises(BadRule) as found:
        book_of(draft_in(tmp_path, draft, first_test))
    problem = found.value.problems[0]
    assert (problem.code, problem.where.line) == ("unknown-word", 14)
    assert problem.what in TEXT


def test_the_first_test_fails_as_shown_until_new_officers_are_dealt_with(
    tmp_path: Path, draft: str, first_test: str
) -> None:
    mended = draft.replace("deescalation", "de-escalation")
    wrong = [outcome.wrong for outcome in run_tests(book_of(draft_in(tmp_path, mended, first_test)))]
    assert len(wrong) == 2
    assert all(sentence and sentence in TEXT for sentence in wrong)


def test_the_first_test_passes_with_the_finished_rule(tmp_path: Path, first_test: str) -> None:
    rule = (FOLDER / "xx-example" / "yearly-30.yaml").read_text("utf-8")
    outcomes = list(run_tests(book_of(draft_in(tmp_path, rule, first_test))))
    assert [outcome.passed for outcome in outcomes] == [True, True]


def test_the_page_shown_is_the_finished_one() -> None:
    assert blocks("docs/examples/") == [finished("jurisdiction.yaml")]


def test_the_pieces_shown_are_in_the_finished_rule() -> None:
    whole = finished("yearly-30.yaml")
    places = {**whole, **whole["versions"][0]}
    pieces = {key: value for piece in blocks("yearly-30: ") for key, value in piece.items()}
    assert len(pieces) >= 8
    assert pieces == {key: places[key] for key in pieces}


def test_the_tests_shown_are_in_the_finished_file() -> None:
    shown = [case for cases in blocks("test") for case in cases]
    assert len(shown) >= 3
    assert [case["name"] for case in shown if case not in finished("yearly-30.test.yaml")] == []
