"""Courses and their codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.curriculum.content import seen
from muster.curriculum.meanwhile import EditedMeanwhile
from muster.curriculum.models import Course, CourseCode
from muster.curriculum.search import write_passage
from muster.ledger.actions import take_turn
from muster.ledger.lines import correct_line, overlapping, withdraw_line
from muster.ledger.refusals import Refused
from muster.roster.models import Agency

P = Permission
#: What the form of a course holds.
FIELDS: Final = (
    "code",
    "title",
    "summary",
    "topics",
    "delivery",
    "provider",
    "minutes",
    "certified",
    "is_hazardous",
    "pass_mark",
    "is_retired",
)


def course_values(course: Course) -> dict[str, Any]:
    """Return what a course says, to be compared with what somebody else makes of it."""
    values = {name: getattr(course, name) for name in FIELDS}
    return {**values, "prerequisites": sorted(course.prerequisites.values_list("pk", flat=True))}


@transaction.atomic
def add_course(*, agency: Agency, by: User, prerequisites: Iterable[Course] = (), **fields: Any) -> Course:
    """Add a course. Raises ValidationError for a code that the agency has already."""
    take_turn()
    course = Course(agency=agency, **fields)
    course.full_clean()
    course.save()
    course.prerequisites.set(prerequisites)
    write_passage(course)
    write_deed(
        verb=P.CURRICULUM_COURSE_WRITE, subject=course, by=by, agency=agency, details={"code": course.code}
    )
    return course


@transaction.atomic
def edit_course(
    *, course: Course, seen_before: str, by: User, prerequisites: Iterable[Course] = (), **fields: Any
) -> Course:
    """Change a course. ``seen_before`` marks what the editor was shown (``seen(course_values(course))``).

    Raises EditedMeanwhile, Refused for a course that would be needed before itself, ValidationError.
    """
    course = Course.objects.select_for_update().get(pk=course.pk)
    before = course_values(course)
    if seen(before) != seen_before:
        raise EditedMeanwhile(before)
    needed = list(prerequisites)
    _refuse_circle(course, needed)
    for name, value in fields.items():
        setattr(course, name, value)
    course.full_clean()
    course.save()
    course.prerequisites.set(needed)
    write_passage(course)
    for plan in course.plans.all():
        write_passage(plan)
    write_deed(
        verb=P.CURRICULUM_COURSE_WRITE,
        subject=course,
        by=by,
        agency=course.agency,
        details={"changed": _changed(before, course_values(course))},
    )
    return course


@transaction.atomic
def add_code(*, course: Course, jurisdiction: str, code: str, by: User, **fields: Any) -> CourseCode:
    """Append the number by which a jurisdiction knows a course. Raises Refused where it is there for these days."""
    take_turn()
    line = CourseCode(
        course=course, jurisdiction=jurisdiction.strip(), code=code.strip(), known_by=by, **fields
    )
    line.full_clean()
    _refuse_twice(line)
    line.save()
    return _written(line, by)


@transaction.atomic
def correct_code(*, line: CourseCode, by: User, reason: str, **changes: Any) -> CourseCode:
    """Append a correction of a number. Raises Refused, AlreadyReplaced, ValidationError."""
    take_turn()
    following = correct_line(line, by=by, reason=reason, **changes)
    _refuse_twice(following)
    return _written(following, by, reason, {"replaces": line.pk, "changed": sorted(changes)})


@transaction.atomic
def withdraw_code(*, line: CourseCode, by: User, reason: str) -> CourseCode:
    """Take a number back. Raises Refused, AlreadyReplaced."""
    return _written(withdraw_line(line, by=by, reason=reason), by, reason, {"withdraws": line.pk})


def _written(
    line: CourseCode, by: User, reason: str = "", details: Mapping[str, Any] | None = None
) -> CourseCode:
    write_passage(line.course)
    write_deed(
        verb=P.CURRICULUM_COURSE_WRITE,
        subject=line,
        by=by,
        agency=line.course.agency,
        reason=reason,
        details={"course": line.course_id, **(details or {})},
    )
    return line


def _refuse_twice(line: CourseCode) -> None:
    others = CourseCode.lines.standing().filter(
        overlapping(low=line.start or date.min, high=line.end or date.max),
        course=line.course,
        jurisdiction=line.jurisdiction,
        code=line.code,
    )
    if others.exclude(pk=line.pk).exists():
        raise Refused(
            _("The course has this number for some of these days already. Correct that one."), "code"
        )


def _refuse_circle(course: Course, needed: list[Course]) -> None:
    """Refuse a course that could never be begun because it is needed before itself."""
    looked_at: set[int] = set()
    ahead = {other.pk for other in needed}
    while ahead:
        if course.pk in ahead:
            raise Refused(
                _("This course would be needed before itself. Take out one of the courses it needs."),
                "prerequisites",
            )
        looked_at |= ahead
        further = Course.objects.filter(opens__in=ahead).values_list("pk", flat=True)
        ahead = set(further) - looked_at


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    return sorted(name for name in before if before[name] != after[name])
