"""Ids, hours, scores and outcome words: each value is read or refused with its reason."""

from __future__ import annotations

import pytest

from muster.core.importing.values import (
    HOURS_PROBLEMS,
    id_problem,
    neutral,
    outcome_of,
    read_minutes,
    read_score,
)
from muster.core.tables.schema import OUTCOMES


@pytest.mark.parametrize("text", ["Doe, Jane", "Jane Doe", "DOE,J", "van der Berg"])
def test_a_name_is_no_officer_id(text: str) -> None:
    assert id_problem(text) == "id-is-a-name"


@pytest.mark.parametrize("text", ["00123", "NY028beaea", "A 17", "PSID-9", "CRddfbcaca"])
def test_an_id_may_look_like_this(text: str) -> None:
    assert id_problem(text) is None


@pytest.mark.parametrize("text", ["=1+1", "+1", "@cmd"])
def test_a_formula_is_no_officer_id(text: str) -> None:
    assert id_problem(text) == "formula-id"


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("4", 240),
        ("4.00", 240),
        ("0.25", 15),
        ("0", 0),
        ("1,000", 60_000),
        ("1.5 hrs", 90),
        ("2:30", 150),
        ("30", 1800),
    ],
)
def test_hours_become_whole_minutes(text: str, minutes: int) -> None:
    assert read_minutes(text, hours=True) == (minutes, "")


def test_minutes_stay_minutes() -> None:
    assert read_minutes("50 min", hours=False) == (50, "")


def test_hours_that_are_no_whole_minutes_are_rounded_and_told() -> None:
    minutes, problem = read_minutes("0.33", hours=True)
    assert (minutes, HOURS_PROBLEMS[problem]) == (20, "rounded-hours")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("-2", "negative-hours"),
        ("-0.25", "negative-hours"),
        ("two", "unreadable-hours"),
        ("NaN", "unreadable-hours"),
        ("Infinity", "unreadable-hours"),
        ("1e9", "unreadable-hours"),
        ("10001", "unreadable-hours"),
    ],
)
def test_hours_that_cannot_be_are_refused_with_a_reason(text: str, reason: str) -> None:
    minutes, problem = read_minutes(text, hours=True)
    assert (minutes, HOURS_PROBLEMS[problem]) == (None, reason)
    assert "{text}" in problem  # what was read is quoted


@pytest.mark.parametrize(("text", "score"), [("88.5", 88.5), ("88 %", 88.0), ("0.0", 0.0)])
def test_a_score_is_a_percentage(text: str, score: float) -> None:
    assert read_score(text, zero_is_none=False) == (score, True)


def test_a_score_of_zero_can_mean_none_recorded() -> None:
    assert read_score("0.0", zero_is_none=True) == (None, True)


@pytest.mark.parametrize("text", ["B+", "-1", "1000", "NaN"])
def test_what_is_no_percentage_is_no_score(text: str) -> None:
    assert read_score(text, zero_is_none=False) == (None, False)


@pytest.mark.parametrize(
    ("word", "outcome"),
    [
        ("Passed", "passed"),
        ("INSTRUCTED", "instructed"),
        ("No-Show", "no_show"),
        ("no show", "no_show"),
        ("enrolled", "registered"),
    ],
)
def test_common_words_are_known_outcomes(word: str, outcome: str) -> None:
    assert outcome_of(word, {}) == outcome


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_outcome_is_its_own_word(outcome: str) -> None:
    assert outcome_of(outcome, {}) == outcome


def test_a_profile_may_say_what_a_word_means() -> None:
    assert outcome_of("Complete", {"COMPLETE": "attended"}) == "attended"
    assert outcome_of("kudos", {}) is None


@pytest.mark.parametrize("text", ["=1+1", "+1", "@x", "-cmd"])
def test_text_that_a_spreadsheet_would_run_is_made_harmless(text: str) -> None:
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-5", "Law", "17"])
def test_harmless_text_stays_as_it_is(text: str) -> None:
    assert neutral(text) == text
