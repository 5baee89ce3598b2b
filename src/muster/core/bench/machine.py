"""What the figures were measured on. No host name and no path: the page they go to is public."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl


@dataclass(frozen=True)
class Machine:
    """The parts of a machine that a figure depends on. ``memory`` is in bytes; 0 where it is not known.

    ``load`` is how many programs wanted a core in the minute before; figures of a busy machine say little.
    """

    processor: str
    cores: int
    memory: int
    system: str
    python: str
    polars: str
    numpy: str
    load: float | None = None

    @property
    def busy(self) -> bool:
        """Whether others kept half of the cores or more at work."""
        return self.load is not None and self.load > self.cores / 2

    def __str__(self) -> str:
        memory = f"{self.memory / 2**30:.0f} GB of memory" if self.memory else "memory not known"
        return (
            f"{self.processor}, {self.cores} cores, {memory}, {self.system}; "
            f"Python {self.python}, Polars {self.polars}, NumPy {self.numpy}{self._load_text()}"
        )

    def _load_text(self) -> str:
        if self.load is None:
            return ""
        warning = " (BUSY WITH OTHER WORK: measure again when it is quiet)" if self.busy else ""
        return f"; load at the start {self.load:.1f}{warning}"


def this_machine() -> Machine:
    """Look at the machine this runs on."""
    return Machine(
        processor=_processor(),
        cores=_cores(),
        memory=_memory(),
        system=f"{platform.system()} {platform.machine()}",
        python=platform.python_version(),
        polars=pl.__version__,
        numpy=np.__version__,
        load=os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        lines = []
    named = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor() or "processor not known"


def _cores() -> int:
    """Count the cores this process may use, which in a container can be fewer than there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _memory() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):  # not every system says
        return 0
