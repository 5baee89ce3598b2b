"""Rules side by side: the five subjects first, what each asks, and what is missing."""

from __future__ import annotations

from datetime import date

import pytest

from muster.core.rules import load_rulebook
from muster.core.rules.compare import FIVE_SUBJECTS, compare_rules, version_on

DAY = date(2026, 12, 31)


@pytest.fixture(scope="module")
def shipped():
    return load_rulebook()


@pytest.fixture
def book(root):
    return load_rulebook([root / "tests" / "town" / "rulebook"])


def test_the_five_subjects_come_first(shipped):
    comparison = compare_rules(shipped.only(["us-ca", "us-tx", "model"]), DAY)
    assert tuple(comparison.subjects)[:5] == FIVE_SUBJECTS
    assert list(comparison.jurisdictions) == ["us-ca", "us-tx", "model"]


def test_model_policy_misses_none_of_the_five(shipped):
    assert compare_rules(shipped.only(["model"]), DAY).missing == {"model": ()}


def test_missing_is_what_no_requirement_names(book):
    assert compare_rules(book, DAY).missing == {"zz": FIVE_SUBJECTS}


def test_entry_gives_hours_recurrence_who_and_source(book):
    (entry,) = compare_rules(book, DAY).of("driving", "zz")
    assert (entry.asks, entry.hours, entry.recurrence) == (
        "8 h of driving",
        "8",
        "every year, fixed periods counted from 1 Jan 2026",
    )
    assert (entry.who, entry.source, entry.evidence, entry.force) == (
        "employment full-time",
        "Zedland Code 1",
        "V",
        "required",
    )


def test_subject_shows_its_own_part_of_a_longer_duty(shipped):
    (entry,) = [e for e in compare_rules(shipped.only(["us-ca/psp"]), DAY).entries if e.subject == "driving"]
    assert (entry.asks, entry.hours) == ("4 h of driving", "4")


def test_version_is_the_one_of_the_day(shipped):
    rule = shipped.requirements["us-or/maintenance-84"]
    assert [version_on(rule, date(year, 6, 30)) for year in (1999, 2019, 2021, 2022)] == [0, 0, 1, 2]


def test_version_that_has_ended_says_so(shipped):
    comparison = compare_rules(shipped.only(["us-tx/unit-2023-wellness"]), DAY)
    assert {entry.in_force for entry in comparison.entries} == {"until 31 Aug 2025"}


def test_version_that_is_to_come_says_so(book):
    entries = compare_rules(book.only(["zz/driving-8"]), date(2025, 1, 1)).entries
    assert [entry.in_force for entry in entries] == ["from 1 Jan 2026"]


def test_table_has_every_entry_and_every_gap(shipped):
    comparison = compare_rules(shipped.only(["us-ca", "us-tx"]), DAY)
    gaps = sum(len(subjects) for subjects in comparison.missing.values())
    assert comparison.table.height == len(comparison.entries) + gaps
