"""The rulebook is read once, and again when one of its files has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from muster.core.errors import BadRule
from muster.core.rules.kept import kept_rulebook
from muster.core.rules.rulebook import shipped_rulebook

HOUSE = "our-house"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with one rule copied from the model."""
    folder = tmp_path / HOUSE
    folder.mkdir()
    for name in ("jurisdiction.yaml", "de-escalation.yaml", "de-escalation.test.yaml"):
        text = (shipped_rulebook() / "model" / name).read_text("utf-8")
        text = text.replace("id: model", f"id: {HOUSE}").replace("model/", f"{HOUSE}/")
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("only", ["", HOUSE])
def test_it_is_read_once_and_again_when_a_file_changed(own: Path, only: str) -> None:
    folders = [shipped_rulebook(), own.parent]
    first = kept_rulebook(folders, only)
    assert kept_rulebook(folders, only) is first
    file = own / "de-escalation.yaml"
    file.write_text(file.read_text("utf-8").replace("title: De-escalation for", "title: Calm for"), "utf-8")
    assert kept_rulebook(folders, only).requirements[f"{HOUSE}/de-escalation"].title.startswith("Calm")


def test_one_jurisdiction_is_not_hindered_by_another_s_mistake(own: Path) -> None:
    other = own.parent / "other-house"
    other.mkdir()
    (other / "de-escalation.yaml").write_text("id: nothing\n", "utf-8")
    assert list(kept_rulebook([own.parent], HOUSE).jurisdictions) == [HOUSE]
    with pytest.raises(BadRule):
        kept_rulebook([own.parent])


def test_folder_without_the_jurisdiction_is_looked_through_for_changes_too(own: Path) -> None:
    folders = [shipped_rulebook(), own.parent]
    first = kept_rulebook(folders, "model")
    file = own / "de-escalation.yaml"
    file.write_text(file.read_text("utf-8") + "\n", "utf-8")
    assert kept_rulebook(folders, "model") is not first


def test_a_mistake_is_told_until_it_is_mended(own: Path) -> None:
    file = own / "de-escalation.yaml"
    good = file.read_text("utf-8")
    file.write_text("id: nothing\n", "utf-8")
    for _ in range(2):
        with pytest.raises(BadRule, match="de-escalation"):
            kept_rulebook([shipped_rulebook(), own.parent])
    file.write_text(good, "utf-8")
    assert f"{HOUSE}/de-escalation" in kept_rulebook([shipped_rulebook(), own.parent]).requirements
