"""``muster what-if``: the difference a rule or a plan would make, and nothing changed by asking."""

from __future__ import annotations

import csv
import io

import pytest


@pytest.fixture
def what_if(run, town):
    book = ("--rulebook", town / "rulebook", "--rules", "zz")
    return lambda *words: run("what-if", town / "facts", *book, *words)


@pytest.fixture
def plan(tmp_path):
    def written(text: str):
        (tmp_path / "plan.csv").write_text(text)
        return tmp_path / "plan.csv"

    return written


@pytest.fixture
def stricter(town, tmp_path):
    """Twelve hours instead of eight."""
    text = (town / "rulebook" / "zz" / "driving-8.yaml").read_text()
    (tmp_path / "stricter.yaml").write_text(text.replace("$driving-hours", "12"))
    return tmp_path / "stricter.yaml"


def changed(text):
    return [tuple(row.values())[:4] for row in csv.DictReader(io.StringIO(text))]


def test_a_stricter_rule_takes_the_verdict_of_who_had_just_enough(what_if, stricter):
    done = what_if("--change", stricter, "--as-of", "2027-01-01", "--format", "csv")
    assert changed(done.stdout) == [("a1", "zz/driving-8", "met", "overdue")]


def test_a_planned_class_meets_the_rule(what_if, plan):
    file = plan("officer_id,date,topics,minutes\nb2,2026-12-30,driving,240\n")
    done = what_if("--plan", file, "--as-of", "2026-12-31", "--format", "csv")
    assert changed(done.stdout) == [("b2", "zz/driving-8", "due_soon", "met")]


def test_a_known_course_brings_its_topics(what_if, plan):
    file = plan("officer_id,date,course,minutes\nb2,2026-12-30,F-1,60\n")
    done = what_if("--plan", file, "--as-of", "2026-12-31", "--format", "csv")
    assert changed(done.stdout) == [("b2", "zz/first-aid-once", "due_soon", "met")]


def test_the_table_counts_by_requirement_and_names_officers(what_if, plan):
    file = plan("officer_id,date,topics,minutes\nb2,2026-12-30,driving;first-aid,240\n")
    shown = what_if("--plan", file, "--as-of", "2026-12-31").stdout
    assert "As of 31 Dec 2026: 2 verdicts of 1 officer would change." in shown
    lines = [line.split() for line in shown.splitlines()]
    assert ["zz/driving-8", "due", "soon", "met", "1"] in lines
    days = ["1", "Mar", "2026", "to", "1", "Mar", "2027"]
    assert ["b2", "zz/first-aid-once", *days, "due", "soon", "met"] in lines


def test_a_new_rule_is_called_new_and_an_old_one_is_not(what_if, stricter):
    assert "is a new rule" not in what_if("--change", stricter).stdout
    stricter.write_text(stricter.read_text().replace("zz/driving-8", "zz/driving-more"))
    assert (
        "zz/driving-more is a new rule: the rulebook has none of this id."
        in what_if("--change", stricter).stdout
    )


def test_the_output_says_that_a_changed_version_changes_the_past(what_if, stricter):
    shown = what_if("--change", stricter, "--as-of", "2027-01-01").stdout
    assert "A version that is changed is changed for the past as well" in shown
    assert "add one with its own from:" in shown


def test_a_rule_of_a_jurisdiction_that_is_not_there_is_refused_by_the_name_of_its_file(what_if, stricter):
    stricter.write_text(stricter.read_text().replace("zz/driving-8", "yy/driving-8"))
    done = what_if("--change", stricter)
    assert done.exit_code == 3
    said = done.stderr.replace("\n", "")
    assert f"{stricter}:1 (id): the rulebook has no jurisdiction yy" in said
    assert "changed/" not in said


def test_a_rule_that_was_not_asked_for_is_compared_with_what_it_was(run, town, stricter):
    book = ("--rulebook", town / "rulebook", "--rules", "zz/first-aid-once")
    more = ("--change", stricter, "--as-of", "2027-01-01", "--format", "csv")
    assert changed(run("what-if", town / "facts", *book, *more).stdout) == [
        ("a1", "zz/driving-8", "met", "overdue")
    ]


def test_classes_after_the_day_are_said_not_to_count(what_if, plan):
    file = plan("officer_id,date,topics,minutes\nb2,2027-01-30,driving,240\n")
    shown = what_if("--plan", file, "--as-of", "2026-12-31").stdout
    assert "0 verdicts of 0 officers would change." in shown
    assert "1 planned class after that day: not counted." in shown


def test_without_a_day_a_plan_is_judged_on_its_last_one(what_if, plan):
    file = plan("officer_id,date,topics,minutes\nb2,2199-03-01,driving,240\nb2,2199-02-01,driving,240\n")
    assert "As of 1 Mar 2199: " in what_if("--plan", file).stdout


@pytest.mark.parametrize("only", [("--officer", "a1"), ("--unit", "records")])
def test_officers_not_asked_for_are_not_named(what_if, plan, only):
    file = plan("officer_id,date,topics,minutes\nb2,2026-12-30,driving,240\nghost,2026-12-30,driving,240\n")
    done = what_if("--plan", file, "--as-of", "2026-12-31", *only)
    assert "0 verdicts of 0 officers would change." in done.stdout
    assert "b2" not in done.output
    assert "ghost" not in done.output


def test_a_plan_of_several_counts_for_the_officer_asked_for(what_if, plan):
    file = plan("officer_id,date,topics,minutes\nb2,2026-12-30,driving,240\nghost,2026-12-30,driving,240\n")
    done = what_if("--plan", file, "--as-of", "2026-12-31", "--officer", "b2", "--format", "csv")
    assert changed(done.stdout) == [("b2", "zz/driving-8", "due_soon", "met")]


def test_the_difference_says_which_parameter_was_set(what_if, stricter):
    words = ("--change", stricter, "--as-of", "2027-01-01", "--set", "zz.driving-hours=4")
    assert "Asked with --set zz.driving-hours=4;" in what_if(*words).stdout
    row = next(csv.DictReader(io.StringIO(what_if(*words, "--format", "csv").stdout)))
    assert row["overrides"].startswith("--set zz.driving-hours=4; --rulebook ")


def test_asking_changes_neither_facts_nor_rules(what_if, stricter, town):
    files = [path for path in town.rglob("*") if path.is_file()]
    before = {path: path.read_bytes() for path in files}
    what_if("--change", stricter)
    assert {path: path.read_bytes() for path in town.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("officer_id,topics\nb2,driving\n", "the plan has no column date."),
        ("officer_id,date\nb2,2026-12-01\n", "the plan has no column course or topics."),
        (
            "officer_id,date,topics,room\nb2,2026-12-01,driving,7\n",
            "the plan has a column room, which means nothing here.",
        ),
        ("officer_id,date,topics\nb2,31.12.2026,driving\n", "'31.12.2026', which is no day."),
        ("officer_id,date,topics\nb2,,driving\n", "row 1 of the plan lacks a date."),
        ("officer_id,date,topics\nb2,2026-12-01,\n", "row 1 of the plan lacks a course or topics."),
        (
            "officer_id,date,topics\nz9,2026-12-01,driving\n",
            "the plan names officer z9, whom the facts do not know.",
        ),
        ("officer_id,date,topics,minutes\nb2,2026-12-01,driving,-60\n", "a class of less than no minutes."),
        ("", "the plan cannot be read as a table"),
    ],
)
def test_a_broken_plan_is_refused_with_a_sentence(what_if, plan, text, sentence):
    done = what_if("--plan", plan(text), "--as-of", "2026-12-31")
    assert (done.exit_code, sentence in done.stderr) == (4, True), done.stderr


def test_a_broken_change_names_the_file_as_it_was_given(what_if, stricter):
    stricter.write_text(stricter.read_text().replace("evidence: V", "evidence: X"))
    done = what_if("--change", stricter)
    assert done.exit_code == 3
    assert f"{stricter}:5 (evidence): 'X' is not one of the words allowed here." in done.stderr.replace(
        "\n", ""
    )


def test_either_a_change_or_a_plan_is_asked_for(what_if, stricter):
    assert what_if().exit_code == 2
    assert what_if("--change", stricter, "--plan", stricter).exit_code == 2
    assert "say what would be different." in what_if().stderr
