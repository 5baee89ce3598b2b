"""The tables of outside training."""

from muster.events.models.catalogue import (
    Allotment,
    Event,
    EventCredit,
    EventDay,
    EventFile,
    EventSession,
    EventSource,
    Feed,
    Interest,
    Provider,
)
from muster.events.models.claims import Claim, ClaimLine, Receipt, Repayment
from muster.events.models.committee import Score, Scoring
from muster.events.models.cover import Cover, Floor, Rota, ShiftPattern
from muster.events.models.cover_rules import CoverRules, StandIn
from muster.events.models.money import CostLine, Fund
from muster.events.models.policy import Policy
from muster.events.models.practice import Practice
from muster.events.models.rates import MealTier, Rate, RateBatch, RatePlace, RateZip
from muster.events.models.reminder import Reminder
from muster.events.models.report import CheckIn, Contact, Rating, Report, ReportFile
from muster.events.models.request import Attendee, Decision, Need, Request, RequestFile
from muster.events.models.sharing import Bulletin, BulletinReading, Share, ShareFile
from muster.events.models.tally import FundUse, Tally
from muster.events.models.year_plan import PlanGap, PlanSeat, YearPlan

__all__ = [
    "Allotment",
    "Attendee",
    "Bulletin",
    "BulletinReading",
    "CheckIn",
    "Claim",
    "ClaimLine",
    "Contact",
    "CostLine",
    "Cover",
    "CoverRules",
    "Decision",
    "Event",
    "EventCredit",
    "EventDay",
    "EventFile",
    "EventSession",
    "EventSource",
    "Feed",
    "Floor",
    "Fund",
    "FundUse",
    "Interest",
    "MealTier",
    "Need",
    "PlanGap",
    "PlanSeat",
    "Policy",
    "Practice",
    "Provider",
    "Rate",
    "RateBatch",
    "RatePlace",
    "RateZip",
    "Rating",
    "Receipt",
    "Reminder",
    "Repayment",
    "Report",
    "ReportFile",
    "Request",
    "RequestFile",
    "Rota",
    "Score",
    "Scoring",
    "Share",
    "ShareFile",
    "ShiftPattern",
    "StandIn",
    "Tally",
    "YearPlan",
]
