"""Times of several runs, taken in turns, so that a machine that slows down slows every task alike."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median

Task = Callable[[], object]
Hear = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Timing:
    """The seconds of each run of one task, in the order they were taken."""

    seconds: tuple[float, ...]

    @property
    def lowest(self) -> float:
        """The fastest run."""
        return min(self.seconds)

    @property
    def median(self) -> float:
        """The middle run."""
        return median(self.seconds)

    @property
    def highest(self) -> float:
        """The slowest run."""
        return max(self.seconds)

    def scaled(self, factor: float) -> Timing:
        """Return the times of so much more of the same work."""
        return Timing(tuple(second * factor for second in self.seconds))

    def over(self, other: Timing) -> float:
        """Return how many times as long as another task: the median over the rounds both ran in."""
        return median(mine / theirs for mine, theirs in zip(self.seconds, other.seconds, strict=True))


def in_turns(tasks: Mapping[str, Task], runs: int, hear: Hear | None = None) -> dict[str, Timing]:
    """Run A B C, A B C ...; the first round only warms up (files read, code loaded) and is not counted."""
    taken: dict[str, list[float]] = {name: [] for name in tasks}
    for number in range(runs + 1):
        for position, (name, task) in enumerate(tasks.items()):
            if hear:
                hear(name, number * len(tasks) + position, (runs + 1) * len(tasks))
            seconds = seconds_of(task)
            if number:
                taken[name].append(seconds)
    return {name: Timing(tuple(seconds)) for name, seconds in taken.items()}


def seconds_of(task: Task) -> float:
    """Run a task once and return its seconds. Rubbish of the run before is cleared first, not during."""
    gc.collect()
    begun = time.perf_counter()
    task()
    return time.perf_counter() - begun
