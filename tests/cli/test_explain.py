"""``muster explain`` tells one officer's answers, as a tree or as JSON, and refuses who is not there."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def explain(run: Callable[..., Any], town: Path) -> Callable[..., Any]:
    """Run ``muster explain`` over the town on the last day of 2026."""

    def explained(officer: str, *words: object) -> Any:
        book = ("--rulebook", town / "rulebook", "--as-of", "2026-12-31")
        return run("explain", officer, "--facts", town / "facts", *book, *words)

    return explained


def test_tree_names_the_record_that_counted_and_the_one_that_did_not(explain):
    found = explain("b2", "--rules", "zz")

    assert found.exit_code == 0
    assert "Due soon: there is still time; 4 h of 8 h, 4 h short" in found.stdout
    assert "1 Jun 2026: Driving at speed, 4 h" in found.stdout
    assert "1 record: nobody has said what the course is about" in found.stdout
    assert found.stdout.rstrip().endswith("Muster is not legal advice.")


def test_tree_is_said_in_spanish_when_asked(explain):
    found = explain("b2", "--rules", "zz", "--lang", "es")

    assert found.exit_code == 0
    assert "Vence pronto: aún hay tiempo; 4 h de 8 h, 4 h por hacer" in found.stdout
    assert "1 registro: nadie ha dicho de qué trata el curso" in found.stdout
    assert found.stdout.rstrip().endswith("Muster no es asesoramiento jurídico.")
    assert "there is still time" not in found.stdout


def test_json_is_a_list_of_explanations_of_the_requirement_asked_for(explain):
    found = json.loads(explain("b2", "--requirement", "zz/driving-8", "--json").stdout)

    assert [(one["requirement"], one["verdict"]) for one in found] == [("zz/driving-8", "due_soon")]
    assert [seen["record_id"] for seen in found[0]["counted"]] == ["r3"]


def test_rules_that_do_not_bind_are_counted_and_shown_when_all_are_asked_for(explain):
    assert "2 more" in explain("c3", "--rules", "zz").stdout
    assert (
        "Not applicable: the rule does not bind this officer"
        in explain("c3", "--rules", "zz", "--all").stdout
    )


def test_a_line_a_rule_comes_first(explain):
    shown = explain("b2", "--rules", "zz").stdout
    summary = shown[: shown.index("Eight hours of driving a year")].splitlines()
    lines = [line.split()[:3] for line in summary if line.startswith("due soon")]
    assert lines == [["due", "soon", "zz/driving-8"], ["due", "soon", "zz/first-aid-once"]]


def test_the_period_that_runs_is_shown_beside_one_that_closed_short(run, town):
    words = ("--facts", town / "facts", "--rulebook", town / "rulebook", "--as-of", "2027-01-01")
    found = run("explain", "b2", *words, "--requirement", "zz/driving-8", "--json")
    shown = [(one["period_start"], one["verdict"]) for one in json.loads(found.stdout)]
    assert shown == [("2026-01-01", "overdue"), ("2027-01-01", "not_yet_due")]


def test_a_rule_that_was_named_is_explained_although_it_does_not_bind(explain):
    assert "Not applicable" in explain("c3", "--requirement", "zz/driving-8").stdout


def test_known_at_leaves_out_what_was_written_later(explain):
    found = explain("b2", "--requirement", "zz/driving-8", "--known-at", "2026-06-09", "--json")

    assert json.loads(found.stdout)[0]["counted"] == []


def test_output_goes_to_the_file_named(explain, tmp_path):
    explain("b2", "--rules", "zz", "--output", tmp_path / "b2.txt")

    assert "4 h of 8 h" in (tmp_path / "b2.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("officer", "words", "says"),
    [
        ("b22", ("--rules", "zz"), "there is no officer b22 in the facts. Did you mean b2?"),
        ("Ann Smith", ("--rules", "zz"), "Ann Smith looks like a name, and facts name officers by id only."),
        ("b2", (), "no rules were named."),
        ("b2", ("--requirement", "zz/nope"), "the rulebook has nothing called zz/nope."),
    ],
)
def test_what_cannot_be_answered_gets_a_sentence_and_code_2(explain, officer, words, says):
    found = explain(officer, *words)

    assert found.exit_code == 2
    assert says in found.stderr
    assert found.stdout == ""
