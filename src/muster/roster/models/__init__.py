"""The tables of the roster."""

from muster.roster.models.agency import Agency, Unit
from muster.roster.models.lines import Appointment, Assignment, Fact, Identifier
from muster.roster.models.person import Merge, Person, TwoPeople

__all__ = [
    "Agency",
    "Appointment",
    "Assignment",
    "Fact",
    "Identifier",
    "Merge",
    "Person",
    "TwoPeople",
    "Unit",
]
