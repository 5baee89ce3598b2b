"""Where an evaluation spends its time: reading records, reading facts, judging, writing the table."""

from __future__ import annotations

import cProfile
import pstats
from dataclasses import dataclass

from muster.core.bench.sizes import AS_OF
from muster.core.bench.timing import seconds_of
from muster.core.rules import Rulebook, evaluate
from muster.core.tables.facts import Facts

#: What is a stage of its own: a file of the core, or one function in it. What is in none of them is judging.
STAGES = {
    "reading the records": ("tables/rows.py", "usable_rows"),
    "reading the dated facts": ("tables/spells.py", ""),
    "writing the table": ("rules/standing.py", ""),
}
JUDGING, CREDIT = "judging", "giving each record its reason"


@dataclass(frozen=True)
class Stage:
    """A stage and its seconds, with all that was called in it."""

    name: str
    seconds: float


def stages_of(facts: Facts, rulebook: Rulebook, *, with_credit: bool = False) -> list[Stage]:
    """Evaluate once under Python's profiler, on one thread, and return the seconds of each stage.

    The profiler costs something itself, so these are shares to compare, not times to quote.
    """
    profile = cProfile.Profile()
    profile.enable()
    judgement = evaluate(facts, rulebook, AS_OF, threads=1)
    profile.disable()
    stages = _split(pstats.Stats(profile))
    if with_credit:
        stages.append(Stage(CREDIT, seconds_of(lambda: judgement.credit)))
    return stages


def _split(stats: pstats.Stats) -> list[Stage]:
    whole = _seconds(stats, "rules/evaluate.py", "evaluate")
    named = [Stage(name, _seconds(stats, file, function)) for name, (file, function) in STAGES.items()]
    rest = Stage(JUDGING, max(whole - sum(stage.seconds for stage in named), 0.0))
    return [*named[:2], rest, *named[2:]]


def _seconds(stats: pstats.Stats, file: str, function: str) -> float:
    """Add up the time in a function, or in all of a file, with everything called from there."""
    seconds = 0.0
    for called, figures in stats.stats.items():  # type: ignore[attr-defined]
        if not _lies_in(called, file, function):
            continue
        callers = figures[4]
        if not callers:  # called from the outside, where nobody looked
            seconds += figures[3]
        seconds += sum(share[3] for caller, share in callers.items() if not _lies_in(caller, file, function))
    return float(seconds)


def _lies_in(place: tuple[str, int, str], file: str, function: str) -> bool:
    path, _, name = place
    return path.replace("\\", "/").endswith(f"core/{file}") and function in ("", name)
