"""A nation: each run a process of its own, judged part by part, at three numbers of officers."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from muster.core.bench.alone import JUDGE, SCAN, Alone, run_alone
from muster.core.bench.data import BenchData
from muster.core.bench.findings import Goal, Table, gigabytes, seconds, times
from muster.core.bench.sizes import Size
from muster.core.bench.timing import Hear, Timing
from muster.core.rules import Rulebook

#: Officers judged at a time: half a part file of the store, which keeps the peak under four gigabytes.
PART = 50_000
MOST_SECONDS, MOST_BYTES = 30, 4 * 2**30
#: How far from a straight line through the smallest number still counts as linear.
LINEAR_WITHIN = 1.25

Run = tuple[str, int]  # the task and how many officers


@dataclass(frozen=True)
class Measured:
    """The tables of a size and its goals."""

    tables: tuple[Table, ...]
    goals: tuple[Goal, ...]


def measure_nation(size: Size, data: BenchData, rulebook: Rulebook, runs: int, hear: Hear | None) -> Measured:
    """Measure the scan and the verdicts at a quarter, half and all of the officers, in turns."""
    steps = [size.officers // 4, size.officers // 2, size.officers]
    asked: list[Run] = [(SCAN, size.officers), *((JUDGE, officers) for officers in steps)]
    taken: dict[Run, list[Alone]] = {run: [] for run in asked}
    for number in range(runs):
        for position, (task, officers) in enumerate(asked):
            if hear:
                hear(f"{task} {officers:,} officers", number * len(asked) + position, runs * len(asked))
            taken[task, officers].append(
                run_alone(
                    task, data.store, officers=officers, requirements=len(rulebook.requirements), part=PART
                )
            )
    return Measured((_table(taken),), _goals(taken, steps))


def _table(taken: dict[Run, list[Alone]]) -> Table:
    rows = tuple(_row(task, officers, runs) for (task, officers), runs in taken.items())
    return Table(
        "A nation, records in Parquet by year",
        ("task", "officers", "lowest", "median", "highest", "median a million officers", "peak memory"),
        rows,
        f"Each run is a process of its own; verdicts are made {PART:,} officers at a time. Starting Python "
        "and loading the rules is not counted. Fewer officers are the first ones of the same store.",
    )


def _row(task: str, officers: int, runs: list[Alone]) -> tuple[str, ...]:
    timing = Timing(tuple(run.seconds for run in runs))
    name = "scan and sum by officer" if task == SCAN else "verdicts"
    return (
        name,
        f"{officers:,}",
        seconds(timing.lowest),
        seconds(timing.median),
        seconds(timing.highest),
        seconds(timing.median / officers * 1_000_000),
        gigabytes(max(run.peak for run in runs)),
    )


def _goals(taken: dict[Run, list[Alone]], steps: list[int]) -> tuple[Goal, ...]:
    took = {officers: median(run.seconds for run in taken[JUDGE, officers]) for officers in steps}
    peak = max(run.peak for run in taken[JUDGE, steps[-1]])
    grew = (took[steps[-1]] / steps[-1]) / (took[steps[0]] / steps[0])
    return (
        Goal(f"at most {MOST_SECONDS} s", seconds(took[steps[-1]]), took[steps[-1]] <= MOST_SECONDS),
        Goal("under 4 GB", gigabytes(peak), peak < MOST_BYTES),
        Goal(
            "linear in officers (time an officer grows by at most a quarter)",
            times(grew),
            grew <= LINEAR_WITHIN,
        ),
    )
