"""What a measurement says; never how long anything took."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from muster.core.bench import REQUIREMENT_NAMES, Findings, measure
from muster.core.bench.alone import JUDGE, SCAN, Alone, run_alone
from muster.core.bench.data import BenchData
from muster.core.bench.importing import import_and_load
from muster.core.bench.measuring import LOOP, _engine_goals
from muster.core.bench.measuring import SCAN as SCAN_NAME
from muster.core.bench.nation import _goals
from muster.core.bench.requirements import first_requirements
from muster.core.bench.sizes import AS_OF
from muster.core.bench.stages import stages_of
from muster.core.bench.timing import Timing, in_turns
from muster.core.bench.yardsticks import (
    loop_over_officers,
    plain_rules,
    records_as_objects,
    scan_and_sum,
)
from muster.core.errors import BadUsage, MissingPart
from muster.core.rules import evaluate, load_rulebook
from muster.core.tables.facts import Facts

# ── what is printed ────────────────────────────────────────────────────────────────────────────


def test_tables_name_engine_and_both_yardsticks(findings: Findings) -> None:
    assert [row[0] for row in findings.tables[0].rows] == [
        SCAN_NAME,
        "verdicts, 10 requirements",
        "verdicts, 20 requirements",
        "verdicts, 40 requirements",
        LOOP,
    ]


def test_scan_is_the_measure_of_all(findings: Findings) -> None:
    assert findings.tables[0].rows[0][-1] == "1.00x"


def test_note_says_that_the_loop_is_scaled_up(findings: Findings) -> None:
    assert "measured once on 200 officers and scaled up to 2,000" in findings.tables[0].note


def test_findings_say_what_they_were_measured_on(findings: Findings) -> None:
    assert findings.data.startswith("small: 2,000 officers, 2")
    assert f"Polars {pl.__version__}" in str(findings.machine)
    assert f"{findings.machine.cores} cores" in str(findings.machine)
    assert findings.command == "muster bench --size small --runs 1"


def test_busy_machine_is_said_to_be_busy(findings: Findings) -> None:
    machine = replace(findings.machine, cores=2, load=1.5)
    assert str(machine).endswith(
        "load at the start 1.5 (BUSY WITH OTHER WORK: measure again when it is quiet)"
    )
    assert str(replace(machine, load=0.5)).endswith("; load at the start 0.5")


def test_growth_has_a_row_for_each_number_of_requirements(findings: Findings) -> None:
    assert [row[0] for row in findings.tables[1].rows] == ["10", "20", "40"]
    assert [row[2] for row in findings.tables[1].rows] == ["1.00x", "2.00x", "4.00x"]


def test_rows_are_as_wide_as_their_headings(findings: Findings) -> None:
    assert {len(row) - len(table.headings) for table in findings.tables for row in table.rows} == {0}


def test_small_size_claims_no_goal(findings: Findings) -> None:
    assert findings.goals == ()


def test_progress_is_told(cache: Path, small: BenchData) -> None:
    heard: list[str] = []
    measure("small", cache, runs=1, requirements=1, hear=lambda *told: heard.append(str(told[0])))
    assert {SCAN_NAME, LOOP, "verdicts, 1 requirements"} <= set(heard)


# ── goals ──────────────────────────────────────────────────────────────────────────────────────


def test_goal_that_is_missed_is_said_to_be_missed() -> None:
    found = {
        SCAN_NAME: Timing((1.0,)),
        "verdicts, 10 requirements": Timing((2.5,)),
        "verdicts, 20 requirements": Timing((4.0,)),
        "verdicts, 40 requirements": Timing((10.0,)),
        LOOP: Timing((250.0,)),
    }
    to_scan, to_loop, twice, four = _engine_goals(found, 10)
    assert str(to_scan) == "MISSED: at most 2x the scan; measured 2.50x"
    assert str(to_loop) == "met: at least 40x faster than the loop; measured 100x"
    assert twice.met
    assert not four.met


def test_nation_goals_look_at_time_memory_and_growth() -> None:
    def took(seconds: float, gigabytes: int) -> list[Alone]:
        return [Alone(seconds, gigabytes * 2**30, 1)]

    taken = {(JUDGE, 2): took(5, 2), (JUDGE, 4): took(10, 2), (JUDGE, 8): took(31, 4)}
    assert [goal.met for goal in _goals(taken, [2, 4, 8])] == [False, False, False]
    taken[JUDGE, 8] = took(20, 3)
    assert [goal.met for goal in _goals(taken, [2, 4, 8])] == [True, True, True]


# ── requirements ───────────────────────────────────────────────────────────────────────────────


def test_every_named_requirement_is_in_the_rulebook() -> None:
    assert len(set(REQUIREMENT_NAMES)) == 40
    assert set(REQUIREMENT_NAMES) <= set(load_rulebook().requirements)


def test_first_requirements_are_the_first() -> None:
    assert tuple(first_requirements(10).requirements) == REQUIREMENT_NAMES[:10]


@pytest.mark.parametrize("count", [0, 41])
def test_number_of_requirements_out_of_range_is_refused(count: int) -> None:
    with pytest.raises(BadUsage, match="Choose 1 to 40"):
        first_requirements(count)


# ── yardsticks ─────────────────────────────────────────────────────────────────────────────────


def test_scan_sums_every_record(small: BenchData) -> None:
    facts = Facts.read(small.store)
    scanned = scan_and_sum(facts)
    assert scanned["minutes"].sum() == facts.records.select(pl.col("minutes").sum()).collect().item()
    assert scanned["officer"].n_unique() == scanned.height


def test_loop_finds_who_has_the_minutes() -> None:
    people = pl.DataFrame({"officer_id": ["a", "b"]})
    courses = pl.DataFrame({"course": ["D", "X"], "topics": ["de-escalation", "none"]})
    records = pl.DataFrame(
        {"officer_id": ["a", "b", "b"], "course": ["D", "X", "D"], "minutes": [60, 60, 60]}
    ).with_columns(completed_on=pl.Series(["2026-03-01", "2026-03-01", "2024-03-01"]).str.to_date())
    facts = Facts.from_tables(people, None, courses, records)
    rules = plain_rules(load_rulebook(only=["model/de-escalation"]))
    done = loop_over_officers(*records_as_objects(facts, 2), rules)
    assert {officer for (officer, _, start), yes in done.items() if yes and start.year == 2026} == {0}
    assert len(done) == 4


def test_loop_takes_officers_from_the_whole_range(small: BenchData) -> None:
    people, kinds = records_as_objects(Facts.read(small.store), 4)
    assert list(people) == [0, 500, 1000, 1500]
    assert len(kinds) == Facts.read(small.store).kinds.height


# ── times, stages, processes ───────────────────────────────────────────────────────────────────


def test_tasks_take_turns_after_one_round_to_warm_up() -> None:
    order: list[str] = []
    found = in_turns({"a": lambda: order.append("a"), "b": lambda: order.append("b")}, 2)
    assert order == ["a", "b"] * 3
    assert {name: len(timing.seconds) for name, timing in found.items()} == {"a": 2, "b": 2}


def test_ratio_is_taken_round_by_round() -> None:
    """The third round was slow for both; the ratio does not feel it."""
    assert Timing((2.0, 2.0, 20.0)).over(Timing((1.0, 1.0, 10.0))) == 2.0


def test_stages_see_the_engine(small: BenchData) -> None:
    """A stage whose function was renamed would be empty, and its time counted as judging."""
    stages = stages_of(Facts.read(small.store), first_requirements(10), with_credit=True)
    assert [stage.name for stage in stages] == [
        "reading the records",
        "reading the dated facts",
        "judging",
        "writing the table",
        "giving each record its reason",
    ]
    assert all(stage.seconds > 0 for stage in stages)


def test_run_of_its_own_answers_as_one_here(small: BenchData) -> None:
    alone = run_alone(JUDGE, small.store, officers=300, requirements=3, part=100)
    here = evaluate(next(Facts.read(small.store).split(300)), first_requirements(3), AS_OF)
    assert alone.rows == here.standing.height
    assert alone.peak > 2**20


def test_scan_of_its_own_sees_the_asked_officers(small: BenchData) -> None:
    first = next(Facts.read(small.store).split(300))
    with_records = first.records.select(pl.col("officer").n_unique()).collect().item()
    assert run_alone(SCAN, small.store, officers=300, requirements=1, part=100).rows == with_records > 250


def test_dead_run_is_said_to_have_died(tmp_path: Path) -> None:
    with pytest.raises(MissingPart, match="ended with code 1"):
        run_alone(SCAN, tmp_path / "nothing", officers=1, requirements=1, part=1)


def test_import_tasks_leave_nothing_behind(tmp_path: Path) -> None:
    folder = tmp_path / "csv"
    folder.mkdir()
    (folder / "officers.csv").write_text("officer_id\na\n", "utf-8")
    (folder / "records.csv").write_text(
        "record_id,officer_id,course,completed_on,minutes\nr1,a,Driving,2026-03-01,60\n", "utf-8"
    )
    for task in import_and_load(folder).values():
        task()
    assert sorted(path.name for path in folder.iterdir()) == ["officers.csv", "records.csv"]
