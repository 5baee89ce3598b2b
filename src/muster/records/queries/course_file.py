"""The course file's audit of itself: what an auditor asks of one class, and what is still missing.

``CHECKS`` is the whole list. Each check reads a ``CourseFile``, which is fetched once, and asks nothing more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from muster.curriculum.enums import Method
from muster.curriculum.models import LessonPlan
from muster.records.enums import CLOSED, TEACHING_ROLES, THERE, EnrolmentState
from muster.records.models import (
    Attendance,
    Enrolment,
    Meeting,
    Result,
    Session,
    SessionFile,
    SessionInstructor,
)
from muster.records.queries.closing import plan_taught
from muster.records.queries.enrolment import seats_in
from muster.records.queries.roll import comes_on
from muster.records.queries.sessions import days_of, report_due, uncertified_days

#: A class may differ this much from the minutes of its lesson plan before the audit says so. Our starting value.
TOLERANCE_MINUTES: Final = 15


class Answer(StrEnum):
    """What a check finds."""

    MET = "met"
    MISSING = "missing"
    LATER = "later"  # not there yet, and cannot be before the class was held
    NOT_ASKED = "not_asked"


@dataclass(frozen=True)
class Finding:
    """The answer of a check, with what was found in words."""

    answer: Answer
    detail: str = ""


@dataclass(frozen=True)
class Check:
    """One thing an auditor looks for: a code, the sentence that should hold, what to do where it does not."""

    code: str
    sentence: Promise
    todo: Promise
    find: Callable[[CourseFile], Finding]


@dataclass
class CourseFile:
    """Everything that is kept of one session, as far as the checks ask for it."""

    session: Session
    today: date
    meetings: list[Meeting]
    teaching: list[SessionInstructor]
    plan: LessonPlan | None
    objectives: int
    plan_minutes: int
    assessments: list[int]
    seats: list[Enrolment]
    marks: dict[tuple[int, int], Attendance]  # by meeting and seat
    results: set[tuple[int, int | None]]  # seat and assessment
    files: set[str]
    uncertified: dict[str, list[date]] = field(default_factory=dict)  # instructor -> days

    @property
    def last_day(self) -> date | None:
        """The last day of the class, where the agency is."""
        return max(days_of(self.session, self.meetings), default=None)

    @property
    def is_over(self) -> bool:
        """Whether the last day is past, or is today."""
        return self.last_day is not None and self.last_day <= self.today

    @property
    def report_due(self) -> date | None:
        """The last day for the report to the state."""
        return report_due(self.session, self.last_day)


def course_file(session: Session, today: date) -> CourseFile:
    """Fetch the course file of a session, in the same number of queries however many people came."""
    meetings = list(session.meetings.all())
    days = days_of(session, meetings)
    teaching = list(session.teaching.select_related("instructor__person").order_by("pk"))
    plan = plan_taught(session, days[-1] if days else today)
    blocks = plan.blocks.exclude(method=Method.BREAK) if plan else []
    return CourseFile(
        session=session,
        today=today,
        meetings=meetings,
        teaching=teaching,
        plan=plan,
        objectives=plan.objectives.count() if plan else 0,
        plan_minutes=sum(block.minutes for block in blocks),
        assessments=list(plan.assessments.values_list("pk", flat=True)) if plan else [],
        seats=list(seats_in(session).filter(state=EnrolmentState.CONFIRMED)),
        marks={(m.meeting_id, m.enrolment_id): m for m in Attendance.objects.filter(meeting__in=meetings)},
        results=set(Result.objects.filter(enrolment__session=session).values_list("enrolment", "assessment")),
        files=set(SessionFile.objects.filter(session=session).values_list("kind", flat=True)),
        uncertified={
            str(post.instructor): missing
            for post in teaching
            if post.role in TEACHING_ROLES
            and (missing := uncertified_days(post.instructor, session.course, days))
        },
    )


def audit(file: CourseFile) -> list[tuple[Check, Finding]]:
    """Return what each check finds, in order."""
    return [(check, check.find(file)) for check in CHECKS]


def _needs(met: bool, file: CourseFile | None = None, detail: str = "") -> Finding:
    """Say met or missing; given the file, what is missing before the class is over is only for later."""
    if met:
        return Finding(Answer.MET, detail)
    return Finding(Answer.LATER if file is not None and not file.is_over else Answer.MISSING, detail)


def _plan(file: CourseFile) -> Finding:
    return _needs(file.plan is not None, detail=str(file.plan or file.session.no_plan_reason))


def _objectives(file: CourseFile) -> Finding:
    found = ngettext("%(number)d objective", "%(number)d objectives", file.objectives)
    return _needs(file.objectives > 0, detail=found % {"number": file.objectives})


def _safety(file: CourseFile) -> Finding:
    if not file.session.course.is_hazardous:
        return Finding(Answer.NOT_ASKED)
    return _needs(bool(file.plan and file.plan.safety_plan.strip()))


def _sign_in(file: CourseFile) -> Finding:
    return _needs(SessionFile.Kind.SIGN_IN in file.files, file)


def _roll(file: CourseFile) -> Finding:
    expected = [(m.pk, seat.pk) for m in file.meetings for seat in file.seats if comes_on(seat, m)]
    open_marks = sum(key not in file.marks for key in expected)
    found = ngettext("%(number)d mark is missing", "%(number)d marks are missing", open_marks)
    return _needs(
        bool(expected) and not open_marks, file, found % {"number": open_marks} if open_marks else ""
    )


def _walk_ins(file: CourseFile) -> Finding:
    names = [seat.walk_in_name for seat in file.seats if seat.person_id is None]
    return _needs(not names, file, ", ".join(names))


def _certified(file: CourseFile) -> Finding:
    named = [post for post in file.teaching if post.role in TEACHING_ROLES]
    return _needs(bool(named) and not file.uncertified, detail=", ".join(file.uncertified))


def _biography(file: CourseFile) -> Finding:
    taught = [post.instructor for post in file.teaching if post.role in TEACHING_ROLES]
    silent = [str(instructor) for instructor in taught if not instructor.biography.strip()]
    return _needs(bool(taught) and not silent, detail=", ".join(silent))


def _ratio(file: CourseFile) -> Finding:
    most = file.plan.learners_per_instructor if file.plan else None
    if not most:
        return Finding(Answer.NOT_ASKED)
    taught = sum(post.role in TEACHING_ROLES for post in file.teaching)
    learners = max((_learners(file, meeting) for meeting in file.meetings), default=0)
    words = _("%(learners)d learners, %(instructors)d instructors, %(most)d learners each at most")
    found = words % {"learners": learners, "instructors": taught, "most": most}
    return _needs(learners <= most * taught, detail=found)


def _learners(file: CourseFile, meeting: Meeting) -> int:
    """Count those who were there, or before the roll is kept those who are to come."""
    marks = [mark for (key, _seat), mark in file.marks.items() if key == meeting.pk]
    if marks:
        return sum(mark.presence in THERE for mark in marks)
    return sum(comes_on(seat, meeting) for seat in file.seats)


def _times(file: CourseFile) -> Finding:
    if not file.plan_minutes:
        return Finding(Answer.NOT_ASKED)
    held = sum(meeting.minutes for meeting in file.meetings)
    words = _("%(held)d minutes held, %(plan)d in the lesson plan, a difference of %(most)d is allowed")
    found = words % {"held": held, "plan": file.plan_minutes, "most": TOLERANCE_MINUTES}
    return _needs(abs(held - file.plan_minutes) <= TOLERANCE_MINUTES, detail=found)


def _results(file: CourseFile) -> Finding:
    if not file.assessments:
        return Finding(Answer.NOT_ASKED)
    came = {seat for (_meeting, seat), mark in file.marks.items() if mark.presence in THERE}
    # a result for the session as a whole does not show that each thing was tested
    missing = sum((seat, key) not in file.results for seat in came for key in file.assessments)
    found = ngettext("%(number)d result is missing", "%(number)d results are missing", missing)
    return _needs(bool(came) and not missing, file, found % {"number": missing} if missing else "")


def _evaluations(file: CourseFile) -> Finding:
    return _needs(SessionFile.Kind.CRITIQUE in file.files, file)


def _records(file: CourseFile) -> Finding:
    return _needs(file.session.state in CLOSED, file)


def _report(file: CourseFile) -> Finding:
    if file.report_due is None:
        return Finding(Answer.NOT_ASKED)
    reported = file.session.reported_on
    if reported is not None:
        return _needs(
            reported <= file.report_due, detail="" if reported <= file.report_due else _("reported late")
        )
    return Finding(Answer.MISSING if file.today > file.report_due else Answer.LATER)


CHECKS: tuple[Check, ...] = (
    Check(
        "plan",
        gettext_lazy("A lesson plan was in force"),
        gettext_lazy("Approve the lesson plan, or say at closing why there was none."),
        _plan,
    ),
    Check(
        "objectives",
        gettext_lazy("The plan has objectives"),
        gettext_lazy("Write the objectives into the lesson plan."),
        _objectives,
    ),
    Check(
        "safety",
        gettext_lazy("The plan keeps people safe"),
        gettext_lazy("Write the safety plan: this course can hurt somebody."),
        _safety,
    ),
    Check(
        "certified",
        gettext_lazy("Every instructor was certified on each day"),
        gettext_lazy("Write down the certification, or name another instructor."),
        _certified,
    ),
    Check(
        "biography",
        gettext_lazy("Every instructor has a biography"),
        gettext_lazy("Add it on the instructor's page."),
        _biography,
    ),
    Check(
        "ratio",
        gettext_lazy("There were enough instructors"),
        gettext_lazy("Name more instructors, or split the class."),
        _ratio,
    ),
    Check(
        "times",
        gettext_lazy("The times add up to the lesson plan"),
        gettext_lazy("Check the times of each day, as they really were."),
        _times,
    ),
    Check(
        "sign_in",
        gettext_lazy("The signed sign-in sheet is here"),
        gettext_lazy("Print the sheet, have it signed, and upload the scan."),
        _sign_in,
    ),
    Check("roll", gettext_lazy("The roll is complete"), gettext_lazy("Mark everybody on each day."), _roll),
    Check(
        "walk_ins",
        gettext_lazy("Every walk-in is linked to a person"),
        gettext_lazy("Link them on the roll; without that they get no record."),
        _walk_ins,
    ),
    Check(
        "results",
        gettext_lazy("Everybody has a result in each assessment"),
        gettext_lazy("Enter the results."),
        _results,
    ),
    Check(
        "evaluations",
        gettext_lazy("The evaluations of those who came are here"),
        gettext_lazy("Collect them and upload them."),
        _evaluations,
    ),
    Check("records", gettext_lazy("The records are made"), gettext_lazy("Close the session."), _records),
    Check(
        "report",
        gettext_lazy("It was reported to the state in time"),
        gettext_lazy("Report it, and write down the day."),
        _report,
    ),
)
