"""A requirement as text: everything its file says, and nothing else."""

from __future__ import annotations

import pytest

from muster.core.errors import BadUsage
from muster.core.rules import load_rulebook
from muster.core.rules.show import show_requirement


@pytest.fixture(scope="module")
def shipped():
    return load_rulebook()


@pytest.fixture
def book(root):
    return load_rulebook([root / "tests" / "town" / "rulebook"])


def test_show_says_all_that_the_file_says(book):
    assert show_requirement(book, "zz/first-aid-once").splitlines() == [
        "First aid within a year of employment",
        "=" * len("First aid within a year of employment"),
        "zz/first-aid-once, Zedland; authority: the police board of Zedland, which does not exist",
        "",
        "Every officer takes first aid within a year of the first day of employment.",
        "",
        "Subjects: first aid",
        "Force: required; it binds the officer",
        "Evidence: S, read in a secondary source; encoded 20 Nov 2026",
        "Confirmed against the law in force: 21 Nov 2026 by A. Lawyer",
        "Called due soon: 60 days before the due day",
        "",
        "From 1 Jan 2020 on:",
        "  Who: employment full-time",
        "  What: first aid, once",
        "  When: once, within 1 year of the first day of employment",
        "  If not: none",
        "  Cite: Zedland Code 2",
        "",
        "Sources:",
        "  - Zedland Code 2",
        "",
        "Engineering reference data, not legal advice. Check the law in force before relying on it.",
    ]


def test_show_dates_each_version(shipped):
    text = show_requirement(shipped, "us-or/maintenance-84")
    assert [line for line in text.splitlines() if line.startswith("From ")] == [
        "From 1 Jan 2005 to 31 Dec 2019:",
        "From 1 Jan 2020 to 31 Dec 2021:",
        "From 1 Jan 2022 on:",
    ]


def test_show_says_that_a_model_binds_nobody(shipped):
    assert "by a model that binds nobody" in show_requirement(shipped, "model/bias-free")


def test_every_shipped_rule_can_be_shown_with_what_it_says_and_cites(shipped):
    for identity, rule in shipped.requirements.items():
        text = show_requirement(shipped, identity)
        assert rule.says.strip() in text
        assert all(source.cite in text for source in rule.sources)
        assert all(reading.strip() in text for reading in (*rule.readings, *rule.not_encoded))


def test_show_refuses_an_id_nobody_has(book):
    with pytest.raises(BadUsage, match="nothing called zz/riding"):
        show_requirement(book, "zz/riding")
