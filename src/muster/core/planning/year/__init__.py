"""The year's plan: who attends which session, so that every need is met in time and no floor is broken.

``plan_year`` makes it, ``replan`` makes it again with the fewest changes, ``Reasons`` explains it, ``remedies`` says what
would meet the needs it leaves. docs/developers/planning.md has the model.
"""

from muster.core.planning.year.greedy import plan_greedily
from muster.core.planning.year.plan import Effort, Plan, plan_year
from muster.core.planning.year.problem import (
    Floor,
    Need,
    Officer,
    Placement,
    Session,
    Weights,
    Year,
    day_of,
    half_days,
)
from muster.core.planning.year.reasons import Detail, Explanation, Hindrance, Reason, Reasons
from muster.core.planning.year.remedies import Remedy, following, remedies
from muster.core.planning.year.replan import Replanned, replan

__all__ = [
    "Detail",
    "Effort",
    "Explanation",
    "Floor",
    "Hindrance",
    "Need",
    "Officer",
    "Placement",
    "Plan",
    "Reason",
    "Reasons",
    "Remedy",
    "Replanned",
    "Session",
    "Weights",
    "Year",
    "day_of",
    "following",
    "half_days",
    "plan_greedily",
    "plan_year",
    "remedies",
    "replan",
]
