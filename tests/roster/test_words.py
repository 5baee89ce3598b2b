"""The words of facts: those of the rulebook, of the agency's state, and of the operator's own rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from muster.core.rules.rulebook import shipped_rulebook
from muster.ledger.refusals import Refused
from muster.roster.enums import Employment
from muster.roster.models import Agency
from muster.roster.words import checked_value, fact_said, names_of, value_said, values_of, words_of

OREGON, TEXAS, NOWHERE = (Agency(name=name, jurisdiction=name) for name in ("us-or", "us-tx", ""))

MOUNTED = """facts:
  mounted:
    says: rides a horse on duty
    values: {bay: a bay, grey: a grey}
"""


@pytest.fixture
def own_rules(tmp_path: Path, settings: Any) -> Path:
    """The operator's own version of Oregon's page, with one more fact."""
    folder = tmp_path / "us-or"
    folder.mkdir()
    shipped = (shipped_rulebook() / "us-or" / "jurisdiction.yaml").read_text()
    (folder / "jurisdiction.yaml").write_text(shipped.replace("facts:\n", MOUNTED, 1))
    settings.MUSTER_RULEBOOK = str(tmp_path)
    return folder / "jurisdiction.yaml"


def test_each_state_has_words_of_its_own_beside_the_shared_ones() -> None:
    assert "supervisory" in words_of(OREGON)[1]["certificate"].values
    assert "master" in words_of(TEXAS)[1]["certificate"].values
    assert words_of(NOWHERE)[1] == {}
    assert set(words_of(NOWHERE)[0]["employment"].values) == set(Employment.values)


def test_state_that_the_rulebook_does_not_have_leaves_the_shared_words() -> None:
    shared, own = words_of(Agency(jurisdiction="us-atlantis"))
    assert ("sergeant" in shared["rank"].values, own) == (True, {})


def test_form_offers_the_usual_facts_first_and_none_that_is_kept_elsewhere() -> None:
    names = [name for name, _ in names_of([OREGON])]
    assert names[:3] == ["rank", "certificate", "licence"]
    assert "long-leave" in names
    assert not {"employment", "unit", "waived", "agency"} & set(names)
    assert "full-time" not in values_of([OREGON])
    assert values_of([OREGON, TEXAS])["basic"] == "certificate"


def test_operator_s_own_words_are_known_and_read_anew_when_they_change(own_rules: Path) -> None:
    assert checked_value(OREGON, "mounted", "A Bay") == "bay"
    own_rules.write_text(own_rules.read_text().replace("grey: a grey", "roan: a roan"))
    assert set(words_of(OREGON)[1]["mounted"].values) == {"bay", "roan"}


def test_mistake_in_the_operator_s_rules_hinders_nobody_from_writing_people_down(own_rules: Path) -> None:
    own_rules.write_text("id: [")
    assert checked_value(OREGON, "rank", "Chief") == "chief"


def test_codes_are_said_in_words_of_the_page_s_language() -> None:
    assert value_said("rank", "officer", "us-or") == "officer or deputy"
    assert value_said("certificate", "basic", "us-or") == "basic"
    assert (
        value_said("carries", "pistol 9 mm", "us-or") == "pistol 9 mm"
    )  # without a list it is what was typed
    with override("es"):
        assert value_said("rank", "officer") == "agente o ayudante"
        assert value_said("leave", "medical", "us-or") == "médico"
        assert (fact_said("rank"), fact_said("birth-month")) == ("rango", "mes de nacimiento")


@pytest.mark.parametrize("typed", ["", "   "])
def test_fact_with_a_list_needs_a_word_of_it(typed: str) -> None:
    with pytest.raises(Refused, match="Say which rank"):
        checked_value(OREGON, "rank", typed)


def test_fact_without_a_list_takes_any_word() -> None:
    assert checked_value(OREGON, "carries", " pistol ") == "pistol"
