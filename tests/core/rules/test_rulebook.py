"""The ten shipped rulebooks: they load, they name where they come from, and their own tests pass."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from muster.core.rules.evaluate import evaluate
from muster.core.rules.rulebook import Rulebook
from muster.core.rules.testing import Case, CaseOfficer, read_cases, run_tests
from muster.core.tables.cases import facts_of_cases

JURISDICTIONS = ["model", "us-ca", "us-co", "us-fl", "us-il", "us-ma", "us-nj", "us-or", "us-tx", "us-wa"]

pytestmark = pytest.mark.parametrize("jurisdiction", JURISDICTIONS)


@pytest.fixture
def book(shipped: Rulebook, jurisdiction: str) -> Rulebook:
    """The rulebook of one jurisdiction."""
    return shipped.only([jurisdiction])


@pytest.fixture
def cases(book: Rulebook) -> dict[str, tuple[Case, ...]]:
    """The written cases, by requirement."""
    return {name: read_cases(name, book)[0] for name in book.requirements}


def answers(officers: list[CaseOfficer], book: Rulebook, day: date) -> list[list[tuple[Any, ...]]]:
    """The rows of each officer, without the ids."""
    standing = evaluate(facts_of_cases(officers), book, day).standing
    return [
        standing.filter(standing["officer_id"] == f"case-{number}").drop("officer_id").rows()
        for number in range(len(officers))
    ]


def test_every_requirement_says_where_it_was_read_and_how_surely(book: Rulebook, jurisdiction: str) -> None:
    assert book.requirements
    assert [rule.id for rule in book.requirements.values() if not rule.sources[0].cite.strip()] == []
    assert [rule.id for rule in book.requirements.values() if rule.evidence not in {"V", "S", "P"}] == []
    assert [
        (rule.id, version.from_)
        for rule in book.requirements.values()
        for version in rule.versions
        if not rule.citation(version).strip()
    ] == []


def test_every_requirement_has_its_tests(book: Rulebook, jurisdiction: str) -> None:
    assert sorted(set(book.requirements) - set(book.tests)) == []


def test_the_written_cases_pass(book: Rulebook, jurisdiction: str) -> None:
    outcomes = list(run_tests(book))
    wrong = [f"{o.where}: {o.case}, {o.as_of}: {o.wrong}" for o in outcomes if not o.passed]
    assert wrong == []
    assert {outcome.requirement for outcome in outcomes} == set(book.requirements)


def crosses_a_boundary(case: Case) -> bool:
    """Whether the case asks just before and just after something changes: different answers within two days."""
    return any(
        later - earlier <= timedelta(days=2) and case.as_of[earlier] != case.as_of[later]
        for earlier, later in pairwise(sorted(case.as_of))
    )


def test_every_requirement_is_tried_on_the_two_sides_of_a_boundary(
    cases: dict[str, tuple[Case, ...]], jurisdiction: str
) -> None:
    untried = [name for name, written in cases.items() if not any(map(crosses_a_boundary, written))]
    assert untried == []


def test_a_case_alone_is_answered_as_in_the_crowd(
    book: Rulebook, cases: dict[str, tuple[Case, ...]], jurisdiction: str
) -> None:
    for name, written in cases.items():
        alone = book.only([name])
        day = max(written[0].as_of)
        crowd = answers([case.officer for case in written], alone, day)
        assert answers([written[0].officer], alone, day) == crowd[:1], name
