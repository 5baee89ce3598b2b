"""The rulebook of this process: read once, read again when a file changes, with the agency's own on top."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from tests.cast import Cast
from tests.standards.stories import adopt

from muster.core.errors import BadRule
from muster.core.rules.rulebook import shipped_rulebook
from muster.standards.rulebook import codes_named, is_in, rulebook_of, whole_rulebook

OWN = "our-house"


@pytest.fixture
def own(tmp_path: Path, settings: Settings) -> Path:
    """A folder of the agency's own, with one rule copied from the model; named in the settings."""
    folder = tmp_path / OWN
    folder.mkdir()
    model = shipped_rulebook() / "model"
    for name in ("jurisdiction.yaml", "de-escalation.yaml", "de-escalation.test.yaml"):
        text = (model / name).read_text("utf-8")
        (folder / name).write_text(
            text.replace("id: model", f"id: {OWN}").replace("model/", f"{OWN}/"), encoding="utf-8"
        )
    settings.MUSTER_RULEBOOK = str(tmp_path)
    return folder


def test_it_is_read_once() -> None:
    assert whole_rulebook() is whole_rulebook()


def test_the_agencys_own_folder_is_added_to_what_ships(own: Path) -> None:
    book = whole_rulebook()
    assert is_in(book, OWN)
    assert is_in(book, "us-or")


def test_a_changed_file_is_read_again(own: Path) -> None:
    assert whole_rulebook().requirements[f"{OWN}/de-escalation"].title.startswith("De-escalation")
    file = own / "de-escalation.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("title: De-escalation for", "title: Calm for"), encoding="utf-8")
    assert whole_rulebook().requirements[f"{OWN}/de-escalation"].title.startswith("Calm")


def test_a_mistake_in_a_file_is_told_and_nobody_is_judged_by_half(
    own: Path, cast: Cast, client: Client
) -> None:
    adopt(cast.millbrook)
    (own / "de-escalation.yaml").write_text("id: nothing\n", encoding="utf-8")
    with pytest.raises(BadRule):
        whole_rulebook()
    client.force_login(cast.user["chris"])
    page = client.get(reverse("commander:standing"))
    assert page.status_code == 503
    assert f"{OWN}/de-escalation.yaml" in page.content.decode()


def test_names_the_rulebook_has_not_are_given_back() -> None:
    book, missing = rulebook_of(["us-or/leadership-24", "us-zz", "us-or/leadership-24"])
    assert (list(book.requirements), missing) == (["us-or/leadership-24"], ("us-zz",))


def test_course_numbers_that_rules_name_are_found() -> None:
    book, _missing = rulebook_of(["us-nj/icat-able"])
    assert {"ABLE", "ICAT", "ICAT-ABLE"} <= codes_named(book)
