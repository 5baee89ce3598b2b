"""Fuzzed walks: everybody of the cast tries everything, and a plain second telling of the rules says what may come of it.

An app's walk is ``tests/<app>/test_fuzzed_walks.py``. ``python -m tests.walks events 2000`` makes so many of an app and says
how long they took; the suite makes a few. This file knows no Django, which pytest sets up for the walks.
"""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

#: Enough to come everywhere; the few of the suite meet only what is broken often.
MANY = 300


def walks(few: int) -> int:
    """Return how many walks to make: what was asked for, else a few."""
    return int(os.environ.get("MUSTER_WALKS", few))


def walk(machine: type[Any], few: int, steps: int) -> bool:
    """Make the walks, each of so many steps. Returns whether there were so many that they must have come everywhere."""
    count = walks(few)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=count,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    return count >= MANY


def main() -> None:
    """Make the walks of the app that the first word names, as many as the second says."""
    if len(sys.argv) != 3 or not sys.argv[2].isdecimal():
        sys.exit("Which app, and how many? Such as: python -m tests.walks events 2000")
    app, number = sys.argv[1:]
    words = [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", "--durations=1"]
    environment = os.environ | {"MUSTER_WALKS": number}
    done = subprocess.run([*words, f"tests/{app}/test_fuzzed_walks.py"], env=environment, check=False)
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
