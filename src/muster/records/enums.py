"""Words with fixed meanings about sessions and records."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SessionState(models.TextChoices):
    """Where a session stands. ``full`` is not a state here: it follows from the seats."""

    PLANNED = "planned", _("planned")
    OPEN = "open", _("open for enrolment")
    LOCKED = "locked", _("enrolment closed")
    IN_SESSION = "in_session", _("under way")
    HELD = "held", _("held")
    CLOSED = "closed", _("closed")
    REPORTED = "reported", _("reported to the state")
    CANCELLED = "cancelled", _("cancelled")


class EnrolmentState(models.TextChoices):
    """Where somebody's seat stands."""

    INVITED = "invited", _("invited")
    REQUESTED = "requested", _("asked for a seat")
    CONFIRMED = "confirmed", _("confirmed")
    WAITLISTED = "waitlisted", _("on the waiting list")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Presence(models.TextChoices):
    """What the roll says of somebody on one day of a session."""

    PRESENT = "present", _("present")
    LATE = "late", _("late")
    PARTIAL = "partial", _("in part")
    EXCUSED = "excused", _("excused")
    NO_SHOW = "no_show", _("did not come")


class Outcome(models.TextChoices):
    """How somebody's part in a training ended; the words of the engine."""

    ATTENDED = "attended", _("attended")
    COMPLETED = "completed", _("completed")
    PASSED = "passed", _("passed")
    EQUIVALENCY = "equivalency", _("equivalent training")
    INSTRUCTED = "instructed", _("taught it")
    PARTIAL = "partial", _("attended in part")
    FAILED = "failed", _("failed")
    INCOMPLETE = "incomplete", _("not completed")
    WAIVED = "waived", _("waived")
    EXCUSED = "excused", _("excused")
    NO_SHOW = "no_show", _("did not come")


class RecordStatus(models.TextChoices):
    """How far a record is believed. Only verified and reported ones count towards a requirement."""

    PENDING = "pending", _("waits for approval")
    VERIFIED = "verified", _("verified")
    REPORTED = "reported", _("reported to the state")
    REFUSED = "refused", _("refused")
    DISPUTED = "disputed", _("disputed")


#: What a rule may count. A disputed record counts until the dispute is decided: it was proven once.
COUNTING = (RecordStatus.VERIFIED, RecordStatus.REPORTED, RecordStatus.DISPUTED)


class Origin(models.TextChoices):
    """How a record came here."""

    SESSION = "session", _("a session held here")
    OUTSIDE = "outside", _("handed in by the officer")
    ENTERED = "entered", _("entered by the training unit")
    IMPORTED = "imported", _("brought in from a file")


class BatchState(models.TextChoices):
    """Where an import stands."""

    PREVIEW = "preview", _("being looked at")
    WAITING = "waiting", _("waits for a second person")
    REFUSED = "refused", _("refused")
    ACCEPTED = "accepted", _("brought in")
    UNDONE = "undone", _("taken back")
    ABANDONED = "abandoned", _("abandoned")


class HoldKind(models.TextChoices):
    """Why records must not be changed."""

    LEGAL = "legal", _("legal hold")
    RECORDS_REQUEST = "records_request", _("open records request")
    INVESTIGATION = "investigation", _("investigation")


#: The results that an assessment can have.
RESULTS = (Outcome.PASSED, Outcome.FAILED, Outcome.INCOMPLETE)
#: Marks of somebody who was there, at least for a while.
THERE = (Presence.PRESENT, Presence.LATE, Presence.PARTIAL)
#: A session whose roll can be kept.
ROLL_OPEN = (
    SessionState.PLANNED,
    SessionState.OPEN,
    SessionState.LOCKED,
    SessionState.IN_SESSION,
    SessionState.HELD,
)
#: A session that takes enrolments.
SEATS_OPEN = (SessionState.PLANNED, SessionState.OPEN, SessionState.LOCKED, SessionState.IN_SESSION)
#: A session that has its records.
CLOSED = (SessionState.CLOSED, SessionState.REPORTED)


class InstructorRole(models.TextChoices):
    """What somebody does in a session."""

    LEAD = "lead", _("lead instructor")
    CO = "co", _("co-instructor")
    SAFETY = "safety", _("safety officer")
    EVALUATOR = "evaluator", _("evaluator")
    ROLE_PLAYER = "role_player", _("role player")


#: Roles that need a certification for the subject, and earn credit for teaching.
TEACHING_ROLES = (InstructorRole.LEAD, InstructorRole.CO, InstructorRole.SAFETY, InstructorRole.EVALUATOR)
