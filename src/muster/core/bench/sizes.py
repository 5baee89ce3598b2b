"""The sizes that are measured, and the goals that hold at each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from muster.core.errors import BadUsage

AS_OF = date(2026, 11, 20)
SEED = 7


@dataclass(frozen=True)
class Size:
    """A sample to measure on. Officers in the loop are a sample of it, scaled up in the answer."""

    name: str
    officers: int
    records_per_officer: int
    years: int
    runs: int
    loop_officers: int
    about: str


SIZES = {
    size.name: size
    for size in (
        Size("small", 2_000, 100, 10, 3, 200, "a try that takes seconds; too small to compare with a goal"),
        Size("department", 500, 200, 10, 9, 500, "a department, with the reason for every record"),
        Size("state", 80_000, 200, 10, 5, 400, "every officer of a large state"),
        Size("nation", 800_000, 400, 10, 3, 0, "every officer of a nation, each run a process of its own"),
    )
}


def size_named(name: str) -> Size:
    """Return a size by its name. Raises BadUsage."""
    if name not in SIZES:
        raise BadUsage.because("bench-size", f"there is no size {name}.", f"Sizes are: {', '.join(SIZES)}.")
    return SIZES[name]
