"""Run one task in a process of its own, so that its peak memory is its own.

The child is this same module: it is told the task as JSON, and answers with seconds and bytes as JSON.
Starting Python and loading the rules is not in the seconds.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from muster.core.bench.requirements import first_requirements
from muster.core.bench.sizes import AS_OF
from muster.core.bench.yardsticks import scan_and_sum
from muster.core.errors import MissingPart
from muster.core.rules import evaluate_in_parts
from muster.core.tables.facts import Facts

SCAN, JUDGE = "scan", "judge"


@dataclass(frozen=True)
class Alone:
    """What a run of its own took: seconds, most bytes held at any time, rows answered."""

    seconds: float
    peak: int
    rows: int


def run_alone(task: str, store: Path, *, officers: int, requirements: int, part: int) -> Alone:
    """Run ``scan`` or ``judge`` over the first officers of a store. Raises MissingPart if it dies."""
    asked = json.dumps([task, str(store), officers, requirements, part])
    done = subprocess.run(  # noqa: S603 - our own interpreter and module, without a shell
        [sys.executable, "-m", "muster.core.bench.alone", asked], capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise MissingPart.because(
            "bench-process-died",
            f"a run of its own ended with code {done.returncode}: {said[-1] if said else 'it said nothing'}.",
            "Most often memory ran out; try a smaller size.",
        )
    return Alone(**json.loads(done.stdout))


def work(task: str, store: Path, officers: int, requirements: int, part: int) -> tuple[float, int]:
    """Do the task here and return its seconds and how many rows it answered."""
    rulebook = first_requirements(requirements) if task == JUDGE else None
    begun = time.perf_counter()
    facts = next(Facts.read(store).split(officers))
    if rulebook is None:
        rows = scan_and_sum(facts).height
    else:
        verdicts: Counter[str] = Counter()
        for judgement in evaluate_in_parts(facts, rulebook, AS_OF, officers=part):
            verdicts.update(dict(judgement.standing["verdict"].value_counts().iter_rows()))
        rows = verdicts.total()
    return time.perf_counter() - begun, rows


def peak_memory() -> int:
    """Return the most bytes this process ever held.

    Linux says it in VmHWM; its ``ru_maxrss`` starts with what the parent held when it started this one.
    """
    try:
        lines = Path("/proc/self/status").read_text("utf-8").splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        import resource  # noqa: PLC0415 - not on Windows

        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most if sys.platform == "darwin" else most * 1024


def main(asked: str) -> None:
    """Do what the parent asked for and print the answer."""
    task, store, officers, requirements, part = json.loads(asked)
    seconds, rows = work(task, Path(store), officers, requirements, part)
    sys.stdout.write(json.dumps({"seconds": seconds, "peak": peak_memory(), "rows": rows}))


if __name__ == "__main__":
    main(sys.argv[1])
