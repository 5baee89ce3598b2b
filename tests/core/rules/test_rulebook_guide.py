"""docs/rulebook.md: every example loads, what it quotes is what is shipped, and no key is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from muster.core.rules.check import find_problems
from muster.core.rules.construct import construct
from muster.core.rules.language import Jurisdiction, Requirement, Version, Vocabulary
from muster.core.rules.language.written import Written
from muster.core.rules.rulebook import Rulebook, shipped_rulebook
from muster.core.rules.testing import Case
from muster.core.rules.verdicts import REASONS, VERDICTS
from muster.core.rules.yaml_lines import YamlPage, parse_yaml, read_yaml

GUIDE = (Path(__file__).resolve().parents[3] / "docs" / "rulebook.md").read_text("utf-8")
BLOCKS = re.findall(r"^```yaml\n# (.+?)\n(.+?)^```$", GUIDE, flags=re.MULTILINE | re.DOTALL)
PROSE = re.sub(r"^```.+?^```$", "", GUIDE, flags=re.MULTILINE | re.DOTALL)

FILES = [(label, body) for label, body in BLOCKS if label.startswith("rulebook/")]
QUOTED = [(label, body) for label, body in BLOCKS if re.match(r"[a-z-]+/[a-z0-9-]+: ", label)]
PAGES = [(label, body) for label, body in BLOCKS if label == "jurisdiction"]
PIECES = [block for block in BLOCKS if block not in FILES + QUOTED + PAGES]
PIECE_NAMES = [f"{i}-{label}" for i, (label, _) in enumerate(PIECES)]

MINIMAL_VERSION: dict[str, Any] = {"from": "2020-01-01", "what": {"hours": 1}}
MINIMAL_VERSION["when"] = {"calendar": {"every": "1 year", "anchored": "2020-01-01"}}
MINIMAL_FILE: dict[str, Any] = {
    "id": "xx-guide/piece",
    "title": "A piece of the guide",
    "says": "A piece of the guide.",
    "evidence": "V",
    "sources": [{"cite": "the guide"}],
    "encoded_on": "2026-11-20",
}


def values(text: str) -> Any:
    """Read YAML as the loader does."""
    return parse_yaml(text, "docs/rulebook.md").value


def shipped(name: str) -> Any:
    """Read a shipped file as plain values."""
    return read_yaml(shipped_rulebook() / name).value


def completed(piece: dict[str, Any]) -> dict[str, Any]:
    """Build the smallest requirement around a piece of a version or of a file."""
    of_version = {field.alias or name for name, field in Version.model_fields.items()}
    in_version = {key: value for key, value in piece.items() if key in of_version}
    in_file = {key: value for key, value in piece.items() if key not in of_version}
    return {**MINIMAL_FILE, "versions": [{**MINIMAL_VERSION, **in_version}], **in_file}


def book_around(requirement: Requirement, page: YamlPage) -> Rulebook:
    """Put a requirement into a rulebook with the shared words, so that its words can be checked."""
    words = construct(Vocabulary, read_yaml(shipped_rulebook() / "vocabulary.yaml"))
    own = Jurisdiction(id="xx-guide", name="The guide", authority="none")
    return Rulebook(words, {own.id: own}, {requirement.id: requirement}, {requirement.id: page})


def language(shape: type[Written] = Written) -> Iterator[type[Written]]:
    """Walk every class of the language and of the test format."""
    for below in shape.__subclasses__():
        if not below.__name__.startswith("_"):
            yield below
        yield from language(below)


SHAPES = sorted(set(language()), key=lambda shape: shape.__name__)


def keys_in(text: str) -> set[str]:
    """Collect the words that stand in code type."""
    return {word for code in re.findall(r"`([^`]+)`", text) for word in re.findall(r"[a-z_]+", code)}


def test_the_guide_has_examples_of_every_sort() -> None:
    assert min(len(FILES), len(QUOTED), len(PAGES), len(PIECES)) > 0
    assert len(BLOCKS) == GUIDE.count("```yaml")


def test_the_guide_has_every_shape_of_the_list_once() -> None:
    numbers = [int(found) for found in re.findall(r"^\*\*(\d+)\. ", GUIDE, flags=re.MULTILINE)]
    assert sorted(numbers) == list(range(1, 49))


@pytest.mark.parametrize(
    ("label", "body"), PIECES, ids=[f"{i}-{label}" for i, (label, _) in enumerate(PIECES)]
)
def test_a_piece_loads_and_uses_known_words(label: str, body: str) -> None:
    piece = values(body)
    page = YamlPage("docs/rulebook.md", completed(piece))
    requirement = construct(Requirement, page)
    assert list(piece) == label.split(", ")
    assert find_problems(book_around(requirement, page)) == []


@pytest.mark.parametrize(("label", "body"), FILES, ids=[label for label, _ in FILES])
def test_a_whole_file_is_the_one_shipped(label: str, body: str) -> None:
    whole = shipped(label.removeprefix("rulebook/"))
    shown = values(body)
    if label.endswith(".test.yaml"):
        assert shown[0] in whole
        assert construct(Case, YamlPage(label, shown[0])).as_of
    else:
        assert shown == whole
        assert construct(Requirement, YamlPage(label, shown)).versions


@pytest.mark.parametrize(("label", "body"), QUOTED, ids=[label for label, _ in QUOTED])
def test_a_quotation_is_what_the_named_file_says(label: str, body: str) -> None:
    name, keys = label.split(": ")
    piece = values(body)
    whole = shipped(f"{name}.yaml")
    assert list(piece) == keys.split(", ")
    assert any(piece.items() <= place.items() for place in (whole, *whole["versions"]))


@pytest.mark.parametrize(("label", "body"), PAGES, ids=[label for label, _ in PAGES])
def test_a_jurisdiction_page_loads(label: str, body: str) -> None:
    assert construct(Jurisdiction, parse_yaml(body, label)).facts["grade"].order == ("first", "second")


@pytest.mark.parametrize("shape", SHAPES, ids=[shape.__name__ for shape in SHAPES])
def test_every_key_is_in_the_reference(shape: type[Written]) -> None:
    keys = {field.alias or name for name, field in shape.model_fields.items()}
    assert keys - keys_in(PROSE) == set()


def test_every_verdict_and_every_reason_is_explained() -> None:
    assert {*VERDICTS, *REASONS} - keys_in(PROSE) == set()
    assert [text for text in REASONS.values() if text not in GUIDE] == []
