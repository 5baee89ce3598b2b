"""The rule language: frozen classes that a rule file is read into. Constructing one is checking it."""

from muster.core.rules.language.credit import Cap, Conversion, Credit
from muster.core.rules.language.filters import EVERYTHING, Filter
from muster.core.rules.language.jurisdiction import FactWord, Jurisdiction, Vocabulary
from muster.core.rules.language.leave import Leave
from muster.core.rules.language.requirement import Requirement, Source, Version
from muster.core.rules.language.what import DUTIES, Duty, filters_of, leaves_of, parts_of
from muster.core.rules.language.when import PERIODS, Anchor, When
from muster.core.rules.language.who import CONDITIONS, Condition, facts_named

__all__ = [
    "CONDITIONS",
    "DUTIES",
    "EVERYTHING",
    "PERIODS",
    "Anchor",
    "Cap",
    "Condition",
    "Conversion",
    "Credit",
    "Duty",
    "FactWord",
    "Filter",
    "Jurisdiction",
    "Leave",
    "Requirement",
    "Source",
    "Version",
    "Vocabulary",
    "When",
    "facts_named",
    "filters_of",
    "leaves_of",
    "parts_of",
]
