"""What if: the same engine twice, and only the difference told."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from muster.core.errors import BadRule
from muster.core.rules import load_rulebook
from muster.core.rules.what_if import load_changed, what_if_plan, what_if_rule
from muster.core.tables import Facts
from muster.core.tables.planned import read_plan

EVE, NEW_YEAR = date(2026, 12, 31), date(2027, 1, 1)


@pytest.fixture
def folder(root):
    return root / "tests" / "town" / "rulebook"


@pytest.fixture
def book(folder):
    return load_rulebook([folder])


@pytest.fixture
def facts(root):
    return Facts.read(root / "tests" / "town" / "facts")


@pytest.fixture
def changed(folder, tmp_path):
    """The driving rule with something else in it, lying anywhere."""

    def written(old, new):
        text = (folder / "zz" / "driving-8.yaml").read_text()
        assert old in text
        (tmp_path / "draft.yaml").write_text(text.replace(old, new))
        return tmp_path / "draft.yaml"

    return written


def test_changed_rule_takes_the_place_of_its_namesake(folder, changed):
    book = load_changed(changed("$driving-hours", "12"), [folder])
    assert book.requirements["zz/driving-8"].versions[0].what.hours == 12 * 60
    assert list(book.requirements) == ["zz/driving-8", "zz/first-aid-once"]


def test_parameters_reach_a_changed_rule(folder, changed):
    book = load_changed(
        changed("title: Eight", "title: Some"), [folder], parameters={"zz.driving-hours": "6"}
    )
    assert book.requirements["zz/driving-8"].versions[0].what.hours == 6 * 60


def test_new_rule_can_be_tried_before_it_has_tests(folder, changed, facts, book):
    draft = load_changed(changed("id: zz/driving-8", "id: zz/driving-more"), [folder])
    changes = what_if_rule(facts, book, draft, EVE).changes
    assert set(changes["requirement"]) == {"zz/driving-more"}
    assert dict(changes.select("officer_id", "after").rows()) == {
        "a1": "met",
        "b2": "due_soon",
        "d4": "cannot_tell",
    }


def test_rule_without_an_id_is_refused(folder, changed):
    with pytest.raises(BadRule, match="does not say which requirement it is"):
        load_changed(changed("id: zz/driving-8", "id: nothing"), [folder])


def test_counts_are_by_requirement_and_verdicts(folder, changed, facts, book):
    found = what_if_rule(facts, book, load_changed(changed("$driving-hours", "4"), [folder]), EVE)
    assert found.counts.rows() == [("zz/driving-8", "due_soon", "met", 1)]


def test_no_difference_is_no_row(folder, changed, facts, book):
    found = what_if_rule(facts, book, load_changed(changed("title: Eight", "title: Some"), [folder]), EVE)
    assert (found.changes.height, found.counts.height) == (0, 0)


def test_next_step_is_the_one_that_then_holds(folder, changed, facts, book):
    found = what_if_rule(facts, book, load_changed(changed("$driving-hours", "12"), [folder]), NEW_YEAR)
    assert found.changes.rows() == [
        (
            *("a1", "zz/driving-8", "met", "overdue"),
            "4 h of driving: missing when the period closed, 31 Dec 2026",
            *(date(2026, 1, 1), EVE),
        )
    ]


def test_facts_stay_as_they_were(facts, book, tmp_path):
    kinds, records = facts.kinds.clone(), facts.records.collect()
    (tmp_path / "plan.csv").write_text("officer_id,date,topics,minutes\nb2,2026-12-30,driving,240\n")
    found = what_if_plan(facts, book, read_plan(tmp_path / "plan.csv"), EVE)
    assert found.changes.height == 1
    assert facts.kinds.equals(kinds)
    assert facts.records.collect().equals(records)


def test_planned_training_never_makes_a_verdict_worse(facts, book, tmp_path):
    lines = [
        f"{who},2026-12-{day},{topic},60"
        for who in ("a1", "b2", "c3", "d4")
        for day in (1, 2)
        for topic in ("driving", "first-aid")
    ]
    (tmp_path / "plan.csv").write_text("\n".join(["officer_id,date,topics,minutes", *lines]))
    found = what_if_plan(facts, book, read_plan(tmp_path / "plan.csv"), EVE)
    assert set(found.changes.select(pl.concat_str("before", pl.lit(">"), "after"))["before"]) == {
        "due_soon>met"
    }
