"""The runner of the tests beside the law: it reads what a lawyer writes, and says plainly what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from muster.core.errors import BadRule
from muster.core.rules.load import load_rulebook
from muster.core.rules.rulebook import Rulebook
from muster.core.rules.testing import CaseFact, CaseOfficer, arithmetic, read_cases, run_tests

Folder = Callable[..., Path]

RULE = """\
id: xx-broken/rule
title: Eight hours a year
says: Every officer trains eight hours a year.
evidence: V
sources:
  - {cite: the test}
encoded_on: 2026-11-20
versions:
  - from: 2024-01-01
    when:
      calendar: {every: 1 year, anchored: 2020-01-01}
    what:
      hours: 8
"""
CASE = """\
- name: Five of eight hours
  officer:
    records:
      - {on: 2024-03-01, hours: 5}
  as_of:
    2024-12-31: EXPECTED
"""


@pytest.fixture
def tested(folder: Folder) -> Callable[[str], Rulebook]:
    """Load the rule with a test file beside it."""

    def load(test: str) -> Rulebook:
        top = folder(rule=RULE)
        (top / "xx-broken" / "rule.test.yaml").write_text(test, "utf-8")
        return load_rulebook([top])

    return load


def wrong(book: Rulebook) -> list[str]:
    return [outcome.wrong for outcome in run_tests(book)]


# ── sums ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("24", 24), (24, 24), ("24 - 12", 12), ("24 - (12 + 4.5)", Fraction(15, 2)), ("2 * 3 + 1", 7), ("-1 + 2", 1),
        ("0.1 + 0.2", Fraction(3, 10)),  # exact, unlike floating point
    ],
)  # fmt: skip
def test_expected_numbers_may_be_sums(text: Any, value: Any) -> None:
    assert arithmetic(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "", "a", "1 / 0", "1 // 2", "2 ** 9999", "(1", "True", "'1' * 9", "__import__('os')", "[1]", "1 if 1 else 2", "1_0j",
        None, "(" * 5000,
    ],
)  # fmt: skip
def test_what_is_no_sum_is_refused(text: Any) -> None:
    with pytest.raises(ValueError, match="is not a number or a sum; write like 24 - 12"):
        arithmetic(text)


# ── cases ──────────────────────────────────────────────────────────────────────────────────────


def test_a_fact_may_be_written_short() -> None:
    short = CaseOfficer.model_validate(
        {"facts": [{"birth-month": 2}, {"employment": "full-time", "start": "2020-01-01"}]}
    )
    assert short.facts[0] == CaseFact(fact="birth-month", value="2")
    assert (short.facts[1].fact, short.facts[1].value) == ("employment", "full-time")


@pytest.mark.parametrize(
    ("expected", "sentence"),
    [
        ("due_soon", ""),
        ("{verdict: due_soon, reason: time_left, needed: 8, credited: 5, short: 8 - 5, due: 2024-12-31}", ""),
        ("{period_start: 2024-01-01, period_end: 2024-12-31, next_step: 3 h of training by 31 Dec 2024}", ""),
        ("met", "expected verdict met, got due_soon (due_soon: time_left, due 31 Dec 2024, 5 h of 8 h)"),
        (
            "{short: 2.5}",
            "expected short 2 h 30 min, got 3 h (due_soon: time_left, due 31 Dec 2024, 5 h of 8 h)",
        ),
        (
            "{period_start: 2023-01-01}",
            "expected a period from 2023-01-01, but the periods start: 2024-01-01",
        ),
    ],
)
def test_an_answer_is_compared_and_the_difference_told(
    expected: str, sentence: str, tested: Callable[[str], Rulebook]
) -> None:
    assert wrong(tested(CASE.replace("EXPECTED", expected))) == [sentence]


def test_an_outcome_points_at_its_line(tested: Callable[[str], Rulebook]) -> None:
    outcome = next(run_tests(tested(CASE.replace("EXPECTED", "met"))))
    assert not outcome.passed
    assert str(outcome.where).endswith("rulebook/xx-broken/rule.test.yaml:6 (cases.0.as_of.2024-12-31)")


def test_a_case_may_ask_what_was_known_at_the_end_of_a_day(tested: Callable[[str], Rulebook]) -> None:
    late = CASE.replace("hours: 5", "hours: 8, recorded_at: '2025-06-01T17:00:00'")
    known = late.replace("EXPECTED", "met") + "  known_at: 2025-06-01\n"
    unknown = late.replace("EXPECTED", "due_soon") + "  known_at: 2025-05-31\n"
    assert wrong(tested(known + unknown.replace("Five", "Not yet five"))) == ["", ""]


@pytest.mark.parametrize(
    ("test", "line", "says"),
    [
        ("name: no list\n", 1, "a test file is a list of cases, each beginning `- name:`."),
        ("[]\n", 1, "a test file is a list of cases, each beginning `- name:`."),
        (CASE.replace("EXPECTED", "done"), 6, "done is no verdict."),
        (CASE.replace("EXPECTED", "{reason: lazy}"), 6, "lazy is no reason."),
        (CASE.replace("hours: 5", "hours: 0.333"), 4, "0.333 hours is not a whole number of minutes."),
        (CASE.replace("2024-12-31: EXPECTED", "{}"), 5, "as_of needs at least one entry."),
        (CASE.replace("2024-03-01", "2023-02-29"), 4, "2023-02-29 is not a day of the calendar"),
    ],
)
def test_a_test_file_with_a_mistake_gets_its_sentence(
    test: str, line: int, says: str, tested: Callable[[str], Rulebook]
) -> None:
    with pytest.raises(BadRule) as found:
        read_cases("xx-broken/rule", tested(test))
    problem = found.value.problems[0]
    assert problem.what.startswith(says)
    assert problem.where.line == line
    assert problem.where.file.endswith("rulebook/xx-broken/rule.test.yaml")


def test_an_outcome_nobody_knows_is_refused_in_a_case(tested: Callable[[str], Rulebook]) -> None:
    book = tested(CASE.replace("hours: 5", "hours: 5, outcome: done").replace("EXPECTED", "due_soon"))
    with pytest.raises(Exception, match="has the outcome 'done'"):
        list(run_tests(book))
