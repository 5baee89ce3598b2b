"""Words with fixed meanings about outside training. The states are those of a request from draft to closed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProviderKind(models.TextChoices):
    """Who gives the training."""

    ASSOCIATION = "association", _("association")
    STATE = "state", _("state body")
    FEDERAL = "federal", _("federal body")
    ACADEMY = "academy", _("academy or college")
    AGENCY = "agency", _("another agency")
    COMMUNITY = "community", _("community organisation")
    COMPANY = "company", _("company")
    OTHER = "other", _("other")


class EventKind(models.TextChoices):
    """What kind of training it is."""

    CONFERENCE = "conference", _("conference")
    CLASS = "class", _("class")
    TRAIN_THE_TRAINER = "train_the_trainer", _("train-the-trainer")
    SEMINAR = "seminar", _("seminar")
    PEER_VISIT = "peer_visit", _("peer visit")
    ONLINE_LIVE = "online_live", _("online, live")
    SELF_PACED = "self_paced", _("online, at one's own pace")


class EventState(models.TextChoices):
    """Whether it takes place, as far as its provider says."""

    TENTATIVE = "tentative", _("not yet certain")
    CONFIRMED = "confirmed", _("takes place")
    CANCELLED = "cancelled", _("cancelled by its provider")


class SourceKind(models.TextChoices):
    """How we came to know of an event."""

    HAND = "hand", _("entered by hand")
    CSV = "csv", _("a table")
    ICALENDAR = "icalendar", _("a calendar feed")
    SCHEMA_ORG = "schema_org", _("a pasted page")
    SAMPLE = "sample", _("a sample of Muster")


class MatchReason(models.TextChoices):
    """Why an entry of a source was taken for an event that was here already, the surest first."""

    ENTRY = "entry", _("the same entry of the same calendar")
    UID = "uid", _("the same entry, known by its number, on the same day")
    ADDRESS = "address", _("the same address on the web and the same first day")
    WORDS = "words", _("the same words in the title and the same days")


class RequestState(models.TextChoices):
    """Where a request stands."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("handed in")
    SUPERVISOR_REVIEW = "supervisor_review", _("with the supervisor")
    TRAINING_REVIEW = "training_review", _("with the training unit")
    STAFFING_REVIEW = "staffing_review", _("staffing is checked")
    BUDGET_REVIEW = "budget_review", _("budget is checked")
    COMMAND_REVIEW = "command_review", _("with command")
    RETURNED = "returned", _("sent back")
    WAITLISTED = "waitlisted", _("on the waiting list")
    APPROVED = "approved", _("approved")
    DENIED = "denied", _("denied")
    WITHDRAWN = "withdrawn", _("withdrawn")
    REGISTERED = "registered", _("registered")
    TRAVEL_READY = "travel_ready", _("ready to travel")
    ATTENDING = "attending", _("there now")
    NO_SHOW = "no_show", _("did not go")
    CANCELLED = "cancelled", _("cancelled")
    ATTENDED = "attended", _("back home")
    REPORT_DUE = "report_due", _("report is due")
    REPORT_SUBMITTED = "report_submitted", _("report handed in")
    REPORT_ACCEPTED = "report_accepted", _("report accepted")
    SHARE_DUE = "share_due", _("sharing is due")
    SHARED = "shared", _("shared at home")
    CLOSED = "closed", _("closed")


#: The stages at which somebody decides, in the order that real departments use; a policy may leave some out.
REVIEWS = (
    RequestState.SUPERVISOR_REVIEW,
    RequestState.TRAINING_REVIEW,
    RequestState.STAFFING_REVIEW,
    RequestState.BUDGET_REVIEW,
    RequestState.COMMAND_REVIEW,
)
#: Nothing follows these any more.
ENDED = (
    RequestState.DENIED,
    RequestState.WITHDRAWN,
    RequestState.NO_SHOW,
    RequestState.CANCELLED,
    RequestState.CLOSED,
)
#: The requester may change what is asked for.
EDITABLE = (RequestState.DRAFT, RequestState.RETURNED)
#: The money and the days are promised.
GRANTED = (
    RequestState.APPROVED,
    RequestState.REGISTERED,
    RequestState.TRAVEL_READY,
    RequestState.ATTENDING,
    RequestState.ATTENDED,
    RequestState.REPORT_DUE,
    RequestState.REPORT_SUBMITTED,
    RequestState.REPORT_ACCEPTED,
    RequestState.SHARE_DUE,
    RequestState.SHARED,
    RequestState.CLOSED,
)
#: It is approved and they are still here.
BEFORE_LEAVING = GRANTED[:3]
#: They have left, and not everything is done yet.
SINCE_LEAVING = GRANTED[3:-1]
#: Somebody was there.
BEEN_THERE = GRANTED[4:]


class Category(models.TextChoices):
    """Why somebody should go, the strongest reason first."""

    MANDATED = "mandated", _("mandated for the present position")
    JOB_REQUIRED = "job_required", _("required for the job")
    JOB_RELATED = "job_related", _("related to the job")
    UPWARD = "upward", _("for promotion")
    CAREER = "career", _("career development")


class Transport(models.TextChoices):
    """How one gets there."""

    NONE = "none", _("no travel")
    AGENCY_CAR = "agency_car", _("agency vehicle")
    OWN_CAR = "own_car", _("own vehicle")
    RENTAL = "rental", _("rental car")
    AIR = "air", _("air")
    TRAIN = "train", _("train or coach")


class AttendeeState(models.TextChoices):
    """How one person's part in a request stands."""

    GOING = "going", _("is to go")
    STAYS = "stays", _("does not go")
    ATTENDED = "attended", _("was there")
    NO_SHOW = "no_show", _("did not go")


class NeedKind(models.TextChoices):
    """What a need for training comes from, as a request names it."""

    REQUIREMENT = "requirement", _("a requirement with a due day")
    GAP = "gap", _("a gap that somebody named")
    ASSIGNMENT = "assignment", _("an assignment")
    PLAN = "plan", _("the training plan")
    REVIEW = "review", _("a review or a finding")
    COMMUNITY = "community", _("the community")
    OWN = "own", _("the officer's own goal")


class DecisionOutcome(models.TextChoices):
    """What somebody decided at a stage."""

    APPROVED = "approved", _("approved")
    DENIED = "denied", _("denied")
    RETURNED = "returned", _("sent back")
    WAITLISTED = "waitlisted", _("put on the waiting list")
    SKIPPED = "skipped", _("skipped by rule")
    WITHDRAWN = "withdrawn", _("withdrawn")
    CANCELLED = "cancelled", _("cancelled")
    REOPENED = "reopened", _("opened again")
    MOVED = "moved", _("moved on")


class ReasonCode(models.TextChoices):
    """Why a request was denied, sent back or put on the waiting list."""

    NOT_NOW = "not_now", _("not needed now")
    STAFFING = "staffing", _("staffing")
    BUDGET = "budget", _("budget")
    IN_HOUSE = "in_house", _("taught in-house already")
    PROVIDER = "provider", _("the provider")
    NOT_ELIGIBLE = "not_eligible", _("not eligible")
    TOO_LATE = "too_late", _("too late")
    INCOMPLETE = "incomplete", _("something is missing")
    OTHER = "other", _("other")


class CostStage(models.TextChoices):
    """How sure a cost is."""

    ESTIMATED = "estimated", _("estimated")
    APPROVED = "approved", _("approved")
    ACTUAL = "actual", _("actual")


class CostKind(models.TextChoices):
    """What is paid for. The names are those of ``core.travel.costs``."""

    TUITION = "tuition", _("tuition")
    AIR = "air", _("air fare")
    MILEAGE = "mileage", _("mileage")
    RENTAL = "rental", _("rental car")
    PARKING = "parking", _("parking and tolls")
    LODGING = "lodging", _("lodging")
    TAX = "tax", _("lodging tax")
    MEALS = "meals", _("meals and incidentals")
    MATERIALS = "materials", _("materials")
    PAY = "pay", _("pay for hours")
    OVERTIME = "overtime", _("overtime")
    BACKFILL = "backfill", _("backfill")
    BENEFITS = "benefits", _("benefit load")
    CANCELLATION = "cancellation", _("cancellation fee")
    OTHER = "other", _("other")
    REIMBURSEMENT = "reimbursement", _("expected reimbursement")


#: Estimates that payroll decides in the end.
PAY_KINDS = (CostKind.PAY, CostKind.OVERTIME, CostKind.BACKFILL, CostKind.BENEFITS)


class FundKind(models.TextChoices):
    """Where money comes from; each kind has its own rules."""

    GENERAL = "general", _("general fund")
    GRANT = "grant", _("grant")
    FORFEITURE = "forfeiture", _("forfeiture")
    STATE = "state", _("state training fund")
    DONATION = "donation", _("donation")


class MealRule(models.TextChoices):
    """How an agency pays meals on a journey. The names are those of ``core.travel``."""

    PER_DIEM = "per_diem", _("by the travel rates, without receipts")
    FLAT = "flat", _("a flat amount a day, without receipts")
    RECEIPTS = "receipts", _("by receipt only, up to the travel rates")


class ClaimState(models.TextChoices):
    """Where an expense claim stands."""

    ADVANCE = "advance", _("advance paid")
    DRAFT = "draft", _("being written")
    CLAIMED = "claimed", _("claimed")
    RETURNED = "returned", _("sent back")
    REVIEWED = "reviewed", _("reviewed")
    PAID = "paid", _("paid")
    SETTLED = "settled", _("settled")


class CoverKind(models.TextChoices):
    """How an absence is covered, in the order to offer. The names are those of ``core.planning.cover``."""

    FREE_SEAT = "free_seat", _("above the floor without them")
    OVERLAP = "overlap", _("overlap of shifts")
    MOVED_DAY = "moved_day", _("moved training day")
    SWAP = "swap", _("swap")
    RELIEF = "relief", _("relief officer")
    VOLUNTEER_OVERTIME = "volunteer_overtime", _("volunteer overtime")
    ORDERED_OVERTIME = "ordered_overtime", _("ordered overtime")


class FloorSource(models.TextChoices):
    """Where a staffing floor comes from."""

    POLICY = "policy", _("policy")
    CONTRACT = "contract", _("contract")
    PRACTICE = "practice", _("practice")


class OvertimeFrom(models.TextChoices):
    """From when on a contract pays overtime. The names are those of ``core.planning.cover``."""

    EVERY_EXTRA_MINUTE = "every_extra_minute", _("for all work beyond the own shifts")
    WORK_PERIOD = "work_period", _("only beyond the limit of the 7(k) work period")


class OvertimeOrder(models.TextChoices):
    """Who is asked first for overtime. The names are those of ``core.planning.cover``."""

    SENIORITY = "seniority", _("the longest service (orders: the shortest)")
    LEAST_OVERTIME = "least_overtime", _("the least overtime so far")


class ReportState(models.TextChoices):
    """Where a report on return stands."""

    DRAFT = "draft", _("being written")
    SUBMITTED = "submitted", _("handed in")
    RETURNED = "returned", _("sent back")
    ACCEPTED = "accepted", _("accepted")


class ShareKind(models.TextChoices):
    """How what was learned is brought to those who stayed."""

    ROLL_CALL = "roll_call", _("roll-call briefing")
    BULLETIN = "bulletin", _("bulletin")
    LESSON_PLAN = "lesson_plan", _("lesson plan")
    VIDEO = "video", _("video")
    DEMONSTRATION = "demonstration", _("demonstration")
    POLICY_MEMO = "policy_memo", _("policy memo")
    TEACH = "teach", _("teach the class here")


class ContactVisibility(models.TextChoices):
    """Who in the department may find a contact. Without consent nobody but its writer does."""

    WRITER = "writer", _("only who met them")
    TRAINING = "training", _("the training unit and command")
    AGENCY = "agency", _("everybody in the agency")


class PracticeState(models.TextChoices):
    """Where a practice that somebody brought home stands."""

    SUGGESTED = "suggested", _("suggested")
    TRIAGED = "triaged", _("looked at")
    PILOT = "pilot", _("pilot")
    ADOPTED = "adopted", _("adopted")
    DECLINED = "declined", _("declined")
    MEASURED = "measured", _("measured")


class EvidenceGrade(models.TextChoices):
    """What is known of whether a practice works, the strongest first."""

    TRIAL = "trial", _("randomised trial")
    COMPARISON = "comparison", _("study with a comparison")
    BEFORE_AFTER = "before_after", _("before and after only")
    EXPERIENCE = "experience", _("experience of others")
    NONE = "none", _("none known")


class ReminderStep(models.TextChoices):
    """Why somebody is told."""

    SOON = "soon", _("due soon")
    LATE = "late", _("late")
    ABOVE = "above", _("late with somebody whose matters you oversee")


class RatingMoment(models.TextChoices):
    """When somebody says what a training was worth."""

    RETURN = "return", _("on return")
    THREE_MONTHS = "three_months", _("three months later")


class YearPlanState(models.TextChoices):
    """Where a year's plan stands."""

    DRAFT = "draft", _("advice, not taken")
    TAKEN = "taken", _("taken: the seats are given")


class SearchEnd(models.TextChoices):
    """Why the search for a plan ended; the words of the core."""

    BEST = "best", _("it is proved that no plan is better")
    CLOSE = "close", _("it is close enough to the best")
    STILL = "still", _("nothing more was gained")
    TIME = "time", _("the time was up")


class GapKind(models.TextChoices):
    """Why a plan leaves something unmet."""

    UNMET = "unmet", _("no session could take them")
    NO_CLASS = "no_class", _("no single class meets it")
