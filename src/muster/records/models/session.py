"""Sessions: one time a course is held, over one day or several, with its roll."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.curriculum.models import Assessment, Course, Instructor, LessonPlan
from muster.files.models import Attachment
from muster.records.enums import EnrolmentState, InstructorRole, Outcome, Presence, SessionState
from muster.roster.models import Agency, Person, Unit


class Room(models.Model):
    """A place where classes are held: a classroom, a range, a driving track."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="rooms")
    name = models.CharField(_("name"), max_length=100)
    seats = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        """One name a room of an agency."""

        verbose_name = _("room")
        ordering = ("agency", "name")
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "name"),
                name="records_room_one_per_name",
                violation_error_message=_("This agency has a room of this name already."),
            ),
        )

    def __str__(self) -> str:
        return self.name


class Session(models.Model):
    """One time a course is held. From closing on it pins the lesson plan version that was taught."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="sessions")
    # whose class it is; none: the agency's as a whole. It says who plans and keeps it, not who may come.
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,  # a unit that held classes stays
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("unit"),
    )
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="sessions")
    plan = models.ForeignKey(
        LessonPlan,
        on_delete=models.PROTECT,  # what was taught stays
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("lesson plan"),
    )
    title = models.CharField(_("title"), max_length=200, blank=True)
    number = models.CharField(_("number"), max_length=60, blank=True)  # a state's number for this offering
    state = models.CharField(
        max_length=12, choices=SessionState, default=SessionState.PLANNED, editable=False
    )
    seats = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True)
    needs_approval = models.BooleanField(_("seats need approval"), default=False)
    notes = models.TextField(_("notes for those who come"), blank=True)
    # why a room or an instructor is taken twice at one time, all the same
    clash_reason = models.CharField(_("why the double booking stands"), max_length=300, blank=True)
    # why it was taught without a lesson plan that was in force
    no_plan_reason = models.CharField(
        _("why there was no lesson plan"), max_length=300, blank=True, editable=False
    )
    report_within_days = models.PositiveSmallIntegerField(
        _("report to the state within, in days"), null=True, blank=True
    )
    reported_on = models.DateField(_("reported on"), null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancelled_reason = models.CharField(_("why it was cancelled"), max_length=300, blank=True)
    edition = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        """A closed session knows what was taught."""

        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        constraints = (
            models.CheckConstraint(
                condition=~Q(state__in=["closed", "reported"]) | Q(closed_at__isnull=False),
                name="records_session_closed_has_moment",
                violation_error_message=_("A closed session needs the moment it was closed."),
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancelled_reason=""),
                name="records_session_cancelled_has_reason",
                violation_error_message=_("Say why it is cancelled."),
            ),
            models.CheckConstraint(
                condition=~Q(state="reported") | Q(reported_on__isnull=False),
                name="records_session_reported_has_day",
                violation_error_message=_("Give the day it was reported."),
            ),
            models.CheckConstraint(
                condition=Q(seats__isnull=True) | Q(seats__gt=0),
                name="records_session_seats_or_no_limit",
                violation_error_message=_(
                    "A session has at least one seat. Leave it empty where there is no limit."
                ),
            ),
        )

    def __str__(self) -> str:
        return self.title or str(self.course)


class Meeting(models.Model):
    """One day of a session, from when to when, in a room. Moments, since a night class crosses midnight."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="meetings")
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("to"))
    break_minutes = models.PositiveSmallIntegerField(_("breaks, in minutes"), default=0)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, blank=True, related_name="meetings")
    topic = models.CharField(_("what is on"), max_length=200, blank=True)
    # what really happened, where it differs from the plan
    began_at = models.DateTimeField(_("really began"), null=True, blank=True)
    finished_at = models.DateTimeField(_("really ended"), null=True, blank=True)

    class Meta:
        """In order; a day ends after it begins."""

        ordering = ("starts_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="records_meeting_ends_after_start",
                violation_error_message=_("The end must come after the beginning."),
            ),
            models.CheckConstraint(
                condition=Q(began_at__isnull=True, finished_at__isnull=True)
                | Q(began_at__isnull=False, finished_at__isnull=False, finished_at__gt=F("began_at")),
                name="records_meeting_really_ended_after_start",
                violation_error_message=_(
                    "Give both times as they really were, the end after the beginning."
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def minutes(self) -> int:
        """Whole minutes of instruction: as it really was where that is known, without breaks."""
        began, ended = self.began_at or self.starts_at, self.finished_at or self.ends_at
        return max(0, (ended - began) // timedelta(minutes=1) - self.break_minutes)

    def day_in(self, time_zone: str) -> date:
        """Return the day it begins on, where the agency is."""
        return self.local(self.starts_at, time_zone).date()

    @staticmethod
    def local(moment: datetime, time_zone: str) -> datetime:
        """Return a moment on the clocks of a place."""
        return moment.astimezone(ZoneInfo(time_zone))


class SessionInstructor(models.Model):
    """Who teaches a session, as what."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="teaching")
    instructor = models.ForeignKey(Instructor, on_delete=models.PROTECT, related_name="teaching")
    role = models.CharField(_("role"), max_length=12, choices=InstructorRole, default=InstructorRole.LEAD)
    minutes = models.PositiveIntegerField(_("minutes taught"), null=True, blank=True)
    # why they teach although no certification covers the subject on these days
    reason = models.CharField(_("why without certification"), max_length=300, blank=True)

    class Meta:
        """Once a session."""

        constraints = (
            models.UniqueConstraint(
                fields=("session", "instructor"),
                name="records_sessioninstructor_once",
                violation_error_message=_("This instructor teaches this session already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.instructor} · {self.session}"


class Enrolment(models.Model):
    """Somebody's seat: one of our people, or a walk-in who is only named until it is known who they are."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="enrolments")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="enrolments"
    )
    walk_in_name = models.CharField(_("name of a walk-in"), max_length=200, blank=True)
    walk_in_agency = models.CharField(_("agency of a walk-in"), max_length=200, blank=True)
    state = models.CharField(max_length=12, choices=EnrolmentState, default=EnrolmentState.CONFIRMED)
    # the days they come; none is named where they come on all of them
    meetings = models.ManyToManyField(Meeting, blank=True, related_name="+", verbose_name=_("days"))
    asked_at = models.DateTimeField(default=timezone.now, editable=False)  # the order of the waiting list
    note = models.CharField(_("note"), max_length=300, blank=True)
    answer = models.CharField(_("answer"), max_length=300, blank=True)  # why it was declined, say

    class Meta:
        """One seat a person; a walk-in has a name; who is declined is told why."""

        verbose_name = _("enrolment")
        ordering = ("session", "asked_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("session", "person"),
                name="records_enrolment_one_seat",
                violation_error_message=_("They have a seat in this session already."),
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(walk_in_name=""),
                name="records_enrolment_somebody",
                violation_error_message=_("Say who it is."),
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(answer=""),
                name="records_enrolment_declined_has_answer",
                violation_error_message=_("Say why the seat is declined."),
            ),
        )

    def __str__(self) -> str:
        return str(self.person) if self.person_id else self.walk_in_name


class Attendance(models.Model):
    """What the roll says of somebody on one day. The minutes are those they were there."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendance")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="attendance")
    presence = models.CharField(_("presence"), max_length=10, choices=Presence)
    minutes = models.PositiveIntegerField(_("minutes there"), default=0)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    step = models.UUIDField(null=True, blank=True, editable=False)  # as in Result
    marked_at = models.DateTimeField(auto_now=True)
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """One mark a day; who is excused or left early has a reason; who was not there has no minutes."""

        constraints = (
            models.UniqueConstraint(fields=("meeting", "enrolment"), name="records_attendance_once_a_day"),
            models.CheckConstraint(
                condition=~Q(presence__in=["excused", "partial"]) | ~Q(reason=""),
                name="records_attendance_excused_has_reason",
                violation_error_message=_("Say why."),
            ),
            models.CheckConstraint(
                condition=~Q(presence__in=["excused", "no_show"]) | Q(minutes=0),
                name="records_attendance_absent_has_no_minutes",
                violation_error_message=_("Who was not there has no minutes."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.presence}"


class Result(models.Model):
    """How somebody did: in one assessment, or (without one) in the session as a whole. Attempts count 1, 2, 3."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="results")
    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, null=True, blank=True, related_name="results"
    )
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=1)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome)
    score = models.DecimalField(_("score, in percent"), max_digits=5, decimal_places=2, null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    # the same for everybody for whom it was written at once, so that this can be undone; empty once somebody changed it
    step = models.UUIDField(null=True, blank=True, editable=False)
    entered_at = models.DateTimeField(auto_now_add=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """One result an attempt; scores are percent."""

        ordering = ("enrolment", "assessment", "attempt")
        constraints = (
            # two constraints: not every database can take two empty assessments for the same
            models.UniqueConstraint(
                fields=("enrolment", "assessment", "attempt"),
                name="records_result_once_an_attempt",
                violation_error_message=_("There is a result for this attempt already."),
            ),
            models.UniqueConstraint(
                fields=("enrolment", "attempt"),
                condition=Q(assessment__isnull=True),
                name="records_result_once_an_attempt_as_a_whole",
                violation_error_message=_("There is a result for this attempt already."),
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["passed", "failed", "incomplete"]),
                name="records_result_is_one_of_three",
                violation_error_message=_("A result is passed, failed or not completed."),
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | (Q(score__gte=0) & Q(score__lte=100)),
                name="records_result_score_is_percent",
                violation_error_message=_("A score is a percentage, 0 to 100."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.outcome}"


class SessionFile(Attachment):
    """A file of a session: the signed sign-in sheet, test papers, critiques."""

    class Kind(models.TextChoices):
        """What the file shows."""

        SIGN_IN = "sign_in", _("signed sign-in sheet")
        TEST = "test", _("tests and results")
        CRITIQUE = "critique", _("evaluations by those who came")
        REPORT = "report", _("report to the state")
        OTHER = "other", _("other")

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(_("what it is"), max_length=10, choices=Kind)

    def __str__(self) -> str:
        return self.name
