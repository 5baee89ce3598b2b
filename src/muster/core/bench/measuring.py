"""Measure a size: its tasks and yardsticks in turns, its stages, its goals."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from muster.core.bench.data import BenchData, bench_data
from muster.core.bench.findings import Findings, Goal, Table, seconds, times, timing_cells
from muster.core.bench.importing import import_and_load
from muster.core.bench.machine import this_machine
from muster.core.bench.nation import Measured, measure_nation
from muster.core.bench.requirements import NAMES, first_requirements
from muster.core.bench.sizes import AS_OF, Size, size_named
from muster.core.bench.stages import stages_of
from muster.core.bench.timing import Hear, Task, Timing, in_turns, seconds_of
from muster.core.bench.yardsticks import loop_over_officers, plain_rules, records_as_objects, scan_and_sum
from muster.core.rules import Rulebook, evaluate
from muster.core.tables.facts import Facts

SCAN = "scan and sum by officer"
LOOP = "plain Python loop over officers"
IN_MEMORY = "verdicts and credit, facts in memory"
FROM_STORE = "verdicts and credit, from the Parquet store"
FROM_CSV = "verdicts and credit, from CSV files"
VERDICTS = "verdicts alone, facts in memory"
RATIO_HEADINGS = ("task", "lowest", "median", "highest", "to the scan")


def measure(
    name: str, folder: Path, *, runs: int | None = None, requirements: int = 10, hear: Hear | None = None
) -> Findings:
    """Measure a size on data kept in ``folder``, and return what was found. Raises BadUsage.

    ``runs`` rounds are counted after one that is not; ``requirements`` of the named ones are judged.
    ``hear`` is told what runs, how many steps are done and how many there are.
    """
    size = size_named(name)
    rulebook = first_requirements(requirements)
    machine = this_machine()  # before anything here keeps it busy
    data = bench_data(size, folder, as_csv=name == "department", progress=hear)
    measured = _MEASURES[name](size, data, rulebook, max(runs or size.runs, 1), hear)
    return Findings(
        size=name,
        command=_command(name, requirements, runs),
        machine=machine,
        data=_about(size, data, requirements),
        tables=measured.tables,
        goals=measured.goals,
    )


def _command(name: str, requirements: int, runs: int | None) -> str:
    asked = f"muster bench --size {name}"
    asked += f" --requirements {requirements}" if requirements != 10 else ""
    return asked + (f" --runs {runs}" if runs else "")


def _about(size: Size, data: BenchData, requirements: int) -> str:
    return (
        f"{size.name}: {data.made.officers:,} officers, {data.made.records:,} records, "
        f"{data.made.facts:,} dated facts, {requirements} requirements, judged as of {AS_OF}"
    )


# ── small and state ────────────────────────────────────────────────────────────────────────────


def _measure_engine(
    size: Size, data: BenchData, rulebook: Rulebook, runs: int, hear: Hear | None
) -> Measured:
    facts = Facts.read(data.store)
    counts = sorted({len(rulebook.requirements), 10, 20, 40})
    books = {count: first_requirements(count) for count in counts}
    tasks: dict[str, Task] = {SCAN: partial(scan_and_sum, facts)}
    tasks |= {_verdicts(count): partial(evaluate, facts, book, AS_OF) for count, book in books.items()}
    found = in_turns(tasks, runs, hear)
    found[LOOP] = _loop(facts, rulebook, size, hear)
    asked = len(rulebook.requirements)
    goals = _engine_goals(found, asked) if size.name == "state" else ()
    tables = (
        _ratios(found, f"Verdicts for {size.officers:,} officers", _loop_note(size, asked)),
        _growth(found, counts),
        _stages(facts, rulebook),
    )
    return Measured(tables, goals)


def _verdicts(count: int) -> str:
    return f"verdicts, {count} requirements"


def _loop(facts: Facts, rulebook: Rulebook, size: Size, hear: Hear | None) -> Timing:
    """Time the loop once over a sample of officers and scale it up."""
    if hear:
        hear(LOOP, 0, 1)
    people, kinds = records_as_objects(facts, size.loop_officers)
    once = seconds_of(partial(loop_over_officers, people, kinds, plain_rules(rulebook)))
    return Timing((once,)).scaled(facts.size / len(people))


def _loop_note(size: Size, requirements: int) -> str:
    scaled = (
        f"measured once on {size.loop_officers} officers and scaled up to {size.officers:,}"
        if size.loop_officers < size.officers
        else "measured once"
    )
    return (
        f"The loop judges {requirements} requirements on records that already are Python objects; it is "
        f"{scaled}. It knows no versions, leaves, new officers, caps or reasons, which flatters it."
    )


def _engine_goals(found: dict[str, Timing], requirements: int) -> tuple[Goal, ...]:
    engine, scan = found[_verdicts(requirements)], found[SCAN]
    to_scan, to_loop = engine.over(scan), found[LOOP].median / engine.median
    twice = found[_verdicts(20)].over(found[_verdicts(10)])
    four = found[_verdicts(40)].over(found[_verdicts(10)])
    return (
        Goal("at most 2x the scan", times(to_scan), to_scan <= 2),
        Goal("at least 40x faster than the loop", times(to_loop), to_loop >= 40),
        Goal("twice the requirements in less than twice the time", times(twice), twice < 2),
        Goal("four times the requirements in less than four times the time", times(four), four < 4),
    )


def _growth(found: dict[str, Timing], counts: list[int]) -> Table:
    base = found[_verdicts(counts[0])]
    rows = [
        (str(count), seconds(timing.median), times(count / counts[0]), times(timing.over(base)))
        for count in counts
        for timing in (found[_verdicts(count)],)
    ]
    return Table(
        "What more requirements cost",
        ("requirements", "median", "requirements grew", "time grew"),
        tuple(rows),
        f"The requirements are the first of the {len(NAMES)} named in muster.core.bench.requirements.",
    )


def _ratios(found: dict[str, Timing], title: str, note: str) -> Table:
    scan = found[SCAN]
    rows = []
    for name, timing in found.items():
        once = len(timing.seconds) != len(scan.seconds)
        ratio = timing.median / scan.median if once else timing.over(scan)
        rows.append((name, *timing_cells(timing), times(ratio)))
    return Table(title, RATIO_HEADINGS, tuple(rows), note)


def _stages(facts: Facts, rulebook: Rulebook, *, with_credit: bool = False) -> Table:
    stages = stages_of(facts, rulebook, with_credit=with_credit)
    whole = sum(stage.seconds for stage in stages) or 1.0
    rows = tuple((stage.name, seconds(stage.seconds), f"{stage.seconds / whole:.0%}") for stage in stages)
    return Table(
        f"Where the time goes, {len(rulebook.requirements)} requirements",
        ("stage", "time", "share"),
        rows,
        "One evaluation on one thread under Python's profiler, so the shares say more than the times."
        + (" The reasons were timed without the profiler." if with_credit else ""),
    )


# ── department ─────────────────────────────────────────────────────────────────────────────────


def _measure_department(
    size: Size, data: BenchData, rulebook: Rulebook, runs: int, hear: Hear | None
) -> Measured:
    assert data.csv is not None  # noqa: S101 - measure asked for it
    plain, store = Facts.read(data.csv), Facts.read(data.store)
    tasks: dict[str, Task] = {
        SCAN: partial(scan_and_sum, plain),
        VERDICTS: partial(evaluate, plain, rulebook, AS_OF),
        IN_MEMORY: partial(_explained, plain, rulebook),
        FROM_STORE: lambda: _explained(Facts.read(data.store), rulebook),
        FROM_CSV: lambda: _explained(Facts.read(data.csv), rulebook),  # type: ignore[arg-type]
    }
    found = in_turns(tasks, runs, hear)
    found[LOOP] = _loop(store, rulebook, size, hear)
    imports = in_turns(import_and_load(data.csv), min(runs, 3), hear)
    tables = (
        _ratios(found, f"A department of {size.officers:,}", _loop_note(size, len(rulebook.requirements))),
        _stages(plain, rulebook, with_credit=True),
        _imports(imports),
    )
    goals = [
        Goal(f"{name} in at most 0.3 s", seconds(found[name].median), found[name].median <= 0.3)
        for name in (IN_MEMORY, FROM_STORE)
    ]
    checked, loaded = imports.values()
    goals.append(
        Goal(
            "importing in at most 3x the unchecked load",
            times(checked.over(loaded)),
            checked.over(loaded) <= 3,
        )
    )
    return Measured(tables, tuple(goals))


def _explained(facts: Facts, rulebook: Rulebook) -> int:
    """Judge and say of every record what it gave to which requirement, or why nothing."""
    judgement = evaluate(facts, rulebook, AS_OF)
    return judgement.standing.height + judgement.credit.height


def _imports(found: dict[str, Timing]) -> Table:
    *_, loaded = found.values()
    rows = tuple((name, *timing_cells(timing), times(timing.over(loaded))) for name, timing in found.items())
    return Table(
        "Bringing the same records in",
        ("task", "lowest", "median", "highest", "to the unchecked load"),
        rows,
        "The unchecked load reads the CSV with Python's csv module and writes it with SQLite's executemany.",
    )


_MEASURES = {
    "small": _measure_engine,
    "state": _measure_engine,
    "department": _measure_department,
    "nation": measure_nation,
}
