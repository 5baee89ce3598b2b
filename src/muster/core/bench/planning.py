"""Measure the year's plan: beside a greedy one, and beside the bound that no plan can beat."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from muster.core.bench.findings import Findings, Goal, Table, seconds
from muster.core.bench.machine import this_machine
from muster.core.bench.planning_year import made_up_year
from muster.core.bench.sizes import SEED
from muster.core.bench.timing import Hear
from muster.core.errors import BadUsage
from muster.core.planning.year import Effort, Plan, Reasons, Year, plan_greedily, plan_year, remedies, replan
from muster.core.planning.year.model import Model, model_of
from muster.core.planning.year.part import solve_part
from muster.core.planning.year.plan import NO_LIMIT, plan_of
from muster.core.planning.year.relax import Relaxed, relax
from muster.core.planning.year.round_and_repair import completed

Found = TypeVar("Found")
STEPS = ("greedy", "linear bound", "plan", "afterwards", "general solver")


@dataclass(frozen=True)
class PlanSize:
    """So many officers, and the gap to reach in so many seconds."""

    name: str
    officers: int
    gap: float
    seconds: float
    about: str


PLAN_SIZES = {
    size.name: size
    for size in (
        PlanSize("small", 200, 0.03, 10.0, "a try that takes seconds"),
        PlanSize("department", 1_000, 0.01, 30.0, "a thousand officers"),
        PlanSize("city", 5_000, 0.03, 120.0, "five thousand officers"),
    )
}


@dataclass(frozen=True)
class Took:
    """Seconds on the clock, and of a core."""

    clock: float
    core: float

    def __str__(self) -> str:
        return f"{seconds(self.clock)} ({seconds(self.core)} of a core)"


@dataclass
class _Progress:
    """When which gap was reached."""

    begun: Took
    steps: list[tuple[float, Took]] = field(default_factory=list)

    def hear(self, _seconds: float, cost: int, bound: float) -> None:
        """Note a gap that is smaller than the last."""
        gap = (cost - bound) / cost if cost else 0.0
        if not self.steps or gap < self.steps[-1][0]:
            self.steps.append((gap, _since(self.begun)))

    def reached(self, gap: float) -> Took | None:
        """Return when a gap was reached first."""
        return next((took for found, took in self.steps if found <= gap), None)


def measure_plan(name: str, *, seed: int = SEED, whole: float = 0.0, hear: Hear | None = None) -> Findings:
    """Plan a made-up year and return what was found. Raises BadUsage.

    ``whole`` gives the problem as it is to the general solver as well, for so many seconds.
    """
    if name not in PLAN_SIZES:
        raise BadUsage.because(
            "bench-size", f"there is no size {name}.", f"Sizes are: {', '.join(PLAN_SIZES)}."
        )
    size, machine = PLAN_SIZES[name], this_machine()
    year = made_up_year(size.officers, seed)
    tell = _teller(hear)
    tell("greedy")
    greedy = _timed(lambda: plan_greedily(year))
    tell("linear bound")
    model = model_of(year)
    bound = _timed(lambda: relax(model))
    tell("plan")
    progress = _Progress(_now())
    plan = _timed(lambda: plan_year(year, Effort(size.seconds), hear=progress.hear))
    tell("afterwards")
    after = _afterwards(year, plan[0])
    tell("general solver")
    general = [_general(model, bound[0], whole)] if whole else []
    return Findings(
        size=f"plan {name}",
        command=_command(name, seed, whole),
        machine=machine,
        data=_about(size, year, model, seed),
        tables=(_compared(greedy, bound, plan, general), _closing(progress), after),
        goals=(_goal(size, plan[0], progress),),
    )


def _teller(hear: Hear | None) -> Callable[[str], None]:
    def tell(step: str) -> None:
        if hear:
            hear(step, STEPS.index(step), len(STEPS))

    return tell


def _command(name: str, seed: int, whole: float) -> str:
    command = f"muster bench plan --size {name}"
    command += f" --seed {seed}" if seed != SEED else ""
    return command + (f" --whole {whole:g}" if whole else "")


def _about(size: PlanSize, year: Year, model: Model, seed: int) -> str:
    fixed = sum(session.must_run for session in year.sessions)
    return (
        f"{size.name}: {size.officers:,} officers, 12 months, {len(year.needs):,} needs, {len(year.sessions):,} sessions "
        f"({fixed:,} of them on the calendar for good), {len(model.options):,} possible placements, seed {seed}"
    )


def _now() -> Took:
    return Took(time.perf_counter(), time.process_time())


def _since(begun: Took) -> Took:
    now = _now()
    return Took(now.clock - begun.clock, now.core - begun.core)


def _timed(task: Callable[[], Found]) -> tuple[Found, Took]:
    begun = _now()
    return task(), _since(begun)


# ── tables ─────────────────────────────────────────────────────────────────────────────────────

Row = tuple[str, ...]


def _compared(
    greedy: tuple[Plan, Took], bound: tuple[Relaxed, Took], plan: tuple[Plan, Took], general: list[Row]
) -> Table:
    least = bound[0].bound
    rows = [
        _plan_row("greedy", greedy, least),
        ("linear bound", _cents(least), "", "0.00%", seconds(bound[1].clock), seconds(bound[1].core)),
        _plan_row("plan", plan, plan[0].bound),
        *general,
    ]
    return Table(
        "The year's plan",
        ("plan", "cost", "unmet", "gap", "time", "time of a core"),
        tuple(rows),
        f"Cost in dollars, with unmet needs and load weighed in; greedy goes need after need. The relaxation leaves "
        f"{bound[0].fractional:,} placements fractional; it looked at {bound[0].columns:,} columns and "
        f"{bound[0].rows:,} rows. The gap is the share of the cost that a better plan could save at most. The search "
        f"ended because {_ENDED[plan[0].stopped]}.",
    )


_ENDED = {
    "best": "the plan is proved to be the best",
    "close": "the gap was small enough",
    "still": "nothing more was gained",
    "time": "the time was up",
}


def _plan_row(name: str, found: tuple[Plan, Took], bound: float) -> Row:
    plan, took = found
    return (
        name,
        _cents(plan.cost),
        f"{len(plan.unmet):,}",
        _percent((plan.cost - bound) / plan.cost if plan.cost else 0.0),
        seconds(took.clock),
        seconds(took.core),
    )


def _general(model: Model, relaxed: Relaxed, limit: float) -> Row:
    """Give HiGHS the whole problem at once."""
    start, free = completed(model, model.low), model.low < model.high
    found, took = _timed(
        lambda: solve_part(model, free, start, seconds=limit, nodes=NO_LIMIT, close=0.0, links=False)
    )
    plan = plan_of(model, completed(model, found.values), relaxed.bound, "time", took.clock)
    return _plan_row("HiGHS, in one piece", (plan, took), relaxed.bound)


def _closing(progress: _Progress) -> Table:
    shown = progress.steps[:: max(len(progress.steps) // 6, 1)]
    if progress.steps and progress.steps[-1] not in shown:
        shown = [*shown, progress.steps[-1]]
    rows = tuple((_percent(gap), seconds(took.clock), seconds(took.core)) for gap, took in shown)
    return Table("How the gap closes", ("gap", "time", "time of a core"), rows)


def _afterwards(year: Year, plan: Plan) -> Table:
    """Cancel the fullest session that is held, explain everything, and ask what would meet the rest."""
    attended = [placement.session for placement in plan.placements]
    fullest = max(sorted(set(attended)), key=attended.count)
    again, replanning = _timed(lambda: replan(year, plan, {fullest}))
    found, remedying = _timed(lambda: remedies(year, plan))
    reasons = Reasons(year, plan)
    some = plan.placements[:: max(len(plan.placements) // 100, 1)]
    _, explaining = _timed(lambda: [reasons.of_placement(placement) for placement in some])
    changed = f"{len(again.lost)} lost their place, {len(again.dropped)} of the others moved; unmet {len(again.plan.unmet)}"
    return Table(
        "After the plan",
        ("what", "outcome", "time", "time of a core"),
        (
            ("planned again without the fullest session", changed, *_times(replanning)),
            ("what would meet the needs left", f"remedies: {len(found)}", *_times(remedying)),
            (f"reasons of {len(some)} placements", "", *_times(explaining)),
        ),
    )


def _times(took: Took) -> tuple[str, str]:
    return seconds(took.clock), seconds(took.core)


def _goal(size: PlanSize, plan: Plan, progress: _Progress) -> Goal:
    reached = progress.reached(size.gap)
    when = f", {_percent(size.gap)} after {reached}" if reached else ""
    return Goal(
        f"a gap of at most {size.gap:.0%} in {size.seconds:.0f} s",
        f"{_percent(plan.gap)} after {plan.seconds:.1f} s{when}",
        reached is not None and reached.clock <= size.seconds,
    )


def _percent(share: float) -> str:
    return f"{share:.2%}"


def _cents(value: float) -> str:
    """Write cents as whole dollars."""
    return f"{value / 100:,.0f}"
