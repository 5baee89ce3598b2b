"""The year that is planned for measuring has the proportions it names, and what is found says what was done."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.core.planning.year.witness import broken_rules

from muster.core.bench.page import check_page
from muster.core.bench.planning import PLAN_SIZES, measure_plan
from muster.core.bench.planning_year import made_up_year
from muster.core.errors import BadUsage
from muster.core.planning.year import Effort, plan_greedily, plan_year, replan
from muster.core.planning.year.options import options_of


def test_year_of_a_thousand_has_the_proportions_of_the_goal() -> None:
    year = made_up_year(1_000, 7)
    assert len(year.needs) == 2_300
    assert len(year.sessions) == pytest.approx(160, rel=0.05)
    assert len(options_of(year)) == pytest.approx(34_000, rel=0.05)


def test_same_seed_makes_the_same_year_and_another_another() -> None:
    assert made_up_year(60, 1) == made_up_year(60, 1)
    assert made_up_year(60, 1) != made_up_year(60, 2)


@pytest.fixture(scope="module")
def year():
    return made_up_year(300, 5)


@pytest.fixture(scope="module")
def plan(year):
    """A plan by search: the year is too large to be solved whole when nothing counts as small."""
    return plan_year(year, Effort(seconds=60, gap=0.02), small=0)


def test_plan_of_a_department_breaks_nothing(year, plan) -> None:
    assert broken_rules(year, plan.placements, plan.running) == []


def test_plan_of_a_department_is_close_to_its_bound_and_cheaper_than_greedy(year, plan) -> None:
    greedy = plan_greedily(year)
    assert 0 < plan.bound <= plan.cost < greedy.cost
    assert plan.gap <= 0.02


def test_plan_of_a_department_is_the_same_twice(year, plan) -> None:
    again = plan_year(year, Effort(seconds=60, gap=0.02), small=0)
    assert replace(again, seconds=0.0) == replace(plan, seconds=0.0)


def test_replan_of_a_department_costs_nobody_else_a_need(year, plan) -> None:
    gone = max(plan.running, key=lambda name: sum(it.session == name for it in plan.placements))
    again = replan(year, plan, {gone})
    now = replace(year, sessions=tuple(it for it in year.sessions if it.id != gone))
    assert broken_rules(now, again.plan.placements, again.plan.running) == []
    assert {it.session for it in again.lost} == {gone}
    assert len(again.plan.unmet) < len(plan.unmet) + len(again.lost)
    assert {it.officer for it in again.dropped} <= {it.officer for it in again.added}


def test_findings_name_command_data_and_goal() -> None:
    found = measure_plan("small", seed=2, whole=1)
    assert (found.size, found.command) == ("plan small", "muster bench plan --size small --seed 2 --whole 1")
    assert found.data.startswith("small: 200 officers, 12 months, 460 needs, ")
    assert [row[0] for row in found.tables[0].rows] == [
        "greedy",
        "linear bound",
        "plan",
        "HiGHS, in one piece",
    ]
    assert found.goals[0].asked == "a gap of at most 3% in 10 s"


def test_unknown_size_is_refused() -> None:
    with pytest.raises(BadUsage, match="Sizes are: small, department, city"):
        measure_plan("county")


@pytest.mark.parametrize("size", PLAN_SIZES)
def test_docs_have_a_place_for_each_plan(root: Path, size: str) -> None:
    assert "# Speed" in check_page(root / "docs" / "performance.md", f"plan {size}")
