"""The requirements that are judged, named one by one so that a run can be compared with the next.

The first ten are the usual ones, the first twenty and all forty show what more rules cost. Each part
mixes the shapes of ``when``: rolling, calendar years, several years, personal cycles, once.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from muster.core.errors import BadUsage
from muster.core.rules import Rulebook, load_rulebook

NAMES = (
    "model/procedural-justice",
    "model/bias-free",
    "model/crisis-response",
    "model/de-escalation",
    "model/cultural-competency",
    "us-co/annual-24",
    "us-co/five-year-315",
    "us-or/maintenance-84",
    "us-or/firearms-or-force-8",
    "us-or/leadership-24",
    # twenty
    "us-wa/annual-24",
    "us-wa/crisis-intervention-2",
    "us-ca/cpt",
    "us-ca/psp",
    "us-ca/domestic-violence",
    "us-il/three-year-30",
    "us-il/annual-topics",
    "us-il/firearm-annual",
    "us-co/dog-encounters",
    "us-ma/in-service-40",
    # forty
    "us-tx/unit-40",
    "us-tx/cycle-basic",
    "us-tx/firearms",
    "us-tx/legislative-update",
    "us-tx/unit-2023-wellness",
    "us-fl/forty-hours",
    "us-fl/firearms",
    "us-fl/human-diversity",
    "us-fl/use-of-force",
    "us-nj/firearms-semiannual",
    "us-nj/pursuit-semiannual",
    "us-nj/dv-annual",
    "us-nj/clear-annual",
    "us-ma/firearms",
    "us-ma/first-aid-cpr",
    "us-ma/yearly-modules",
    "us-ca/pursuit",
    "us-ca/profiling",
    "us-ca/first-aid-refresher",
    "us-or/first-aid-cpr",
)


def first_requirements(count: int, folders: Sequence[Path] | None = None) -> Rulebook:
    """Load the first ``count`` of the named requirements. Raises BadUsage for a count out of range."""
    if not 1 <= count <= len(NAMES):
        raise BadUsage.because(
            "bench-requirements",
            f"{count} requirements cannot be measured.",
            f"Choose 1 to {len(NAMES)}; they are named in muster.core.bench.requirements.",
        )
    return load_rulebook(folders, only=NAMES[:count])
