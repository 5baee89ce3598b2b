"""Instructors and their certifications."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.curriculum.content import seen
from muster.curriculum.meanwhile import EditedMeanwhile
from muster.curriculum.models import Instructor, InstructorCertification
from muster.ledger.actions import take_turn
from muster.ledger.lines import correct_line, overlapping, withdraw_line
from muster.ledger.refusals import Refused
from muster.roster.models import Agency

P = Permission
FIELDS: Final = ("guest_name", "organisation", "biography", "is_active")


def instructor_values(instructor: Instructor) -> dict[str, Any]:
    """Return what is said of an instructor, to be compared with what somebody else makes of it."""
    return {name: getattr(instructor, name) for name in FIELDS}


@transaction.atomic
def add_instructor(*, agency: Agency, by: User, **fields: Any) -> Instructor:
    """Add an instructor: one of the people (``person``), or a guest (``guest_name``). Raises ValidationError."""
    take_turn()
    instructor = Instructor(agency=agency, **fields)
    instructor.full_clean()
    instructor.save()
    write_deed(verb=P.CURRICULUM_INSTRUCTOR_WRITE, subject=instructor, by=by, agency=agency)
    return instructor


@transaction.atomic
def edit_instructor(*, instructor: Instructor, seen_before: str, by: User, **fields: Any) -> Instructor:
    """Change what is said of an instructor; who it is stays. Raises EditedMeanwhile, ValidationError."""
    instructor = Instructor.objects.select_for_update().get(pk=instructor.pk)
    before = instructor_values(instructor)
    if seen(before) != seen_before:
        raise EditedMeanwhile(before)
    for name in FIELDS:
        if name in fields:
            setattr(instructor, name, fields[name])
    instructor.full_clean()
    instructor.save()
    after = instructor_values(instructor)
    write_deed(
        verb=P.CURRICULUM_INSTRUCTOR_WRITE,
        subject=instructor,
        by=by,
        agency=instructor.agency,
        details={"changed": sorted(name for name in before if before[name] != after[name])},
    )
    return instructor


@transaction.atomic
def certify(*, instructor: Instructor, title: str, by: User, **fields: Any) -> InstructorCertification:
    """Append a certification. Raises Refused where the same stands for some of these days, ValidationError."""
    take_turn()
    line = InstructorCertification(instructor=instructor, title=title.strip(), known_by=by, **fields)
    line.full_clean()
    _refuse_twice(line)
    line.save()
    return _written(line, by)


@transaction.atomic
def correct_certification(
    *, line: InstructorCertification, by: User, reason: str, **changes: Any
) -> InstructorCertification:
    """Append a correction of a certification. Raises Refused, AlreadyReplaced, ValidationError."""
    following = correct_line(line, by=by, reason=reason, **changes)
    _refuse_twice(following)
    return _written(following, by, reason, {"replaces": line.pk, "changed": sorted(changes)})


@transaction.atomic
def withdraw_certification(
    *, line: InstructorCertification, by: User, reason: str
) -> InstructorCertification:
    """Take a certification back. Raises Refused, AlreadyReplaced."""
    return _written(withdraw_line(line, by=by, reason=reason), by, reason, {"withdraws": line.pk})


def _written(
    line: InstructorCertification, by: User, reason: str = "", details: Mapping[str, Any] | None = None
) -> InstructorCertification:
    write_deed(
        verb=P.CURRICULUM_INSTRUCTOR_WRITE,
        subject=line,
        by=by,
        agency=line.instructor.agency,
        reason=reason,
        details={"instructor": line.instructor_id, **(details or {})},
    )
    return line


def _refuse_twice(line: InstructorCertification) -> None:
    others = InstructorCertification.lines.standing().filter(
        overlapping(low=line.start, high=line.end or date.max),
        instructor=line.instructor,
        title=line.title,
        number=line.number,
    )
    if others.exclude(pk=line.pk).exists():
        raise Refused(
            _("This certification is there for some of these days already. Correct that one."), "start"
        )
