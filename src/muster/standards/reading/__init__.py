"""From the database into columns: the facts that the engine judges, read for exactly the people asked about."""

from muster.standards.reading.facts import (
    Asked,
    PlannedClass,
    PlannedExcuse,
    facts_of,
    plain_moment,
    with_excuse,
    without_planned,
)
from muster.standards.reading.kinds import CourseRow

__all__ = [
    "Asked",
    "CourseRow",
    "PlannedClass",
    "PlannedExcuse",
    "facts_of",
    "plain_moment",
    "with_excuse",
    "without_planned",
]
