"""What a course counts for, as decided by an agency. The caller has checked permission."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.curriculum.models import Course
from muster.ledger.lines import correct_line, withdraw_line
from muster.ledger.refusals import Refused
from muster.roster.models import Agency
from muster.standards.enums import Basis
from muster.standards.models import CourseApproval
from muster.standards.rulebook import whole_rulebook

P = Permission


@transaction.atomic
def approve_course(
    *,
    agency: Agency,
    course: Course,
    basis: str,
    by: User,
    topics: Sequence[str] = (),
    marks: Sequence[str] = (),
    equivalent_to: Course | None = None,
    authority: str = "",
    start: date | None = None,
    end: date | None = None,
) -> CourseApproval:
    """Say that a course counts as being about topics, has marks, or equals another course, on these days.

    Records of those days are judged so from now on; what was known before stays as it was. Raises Refused for words
    that the rulebook does not have, for an approval of nothing, and for a course that is equivalent to itself.
    """
    _refuse_strange(topics, marks)
    if not (topics or marks or equivalent_to):
        raise Refused(
            _("Say what it counts for: a topic, a mark, or the course it is equivalent to."), "topics"
        )
    if equivalent_to is not None and equivalent_to.pk == course.pk:
        raise Refused(_("A course cannot be equivalent to itself."), field="equivalent_to")
    line = CourseApproval(
        agency=agency,
        course=course,
        basis=basis if equivalent_to is None else Basis.EQUIVALENT,
        topics=list(topics),
        marks=list(marks),
        equivalent_to=equivalent_to,
        authority=authority,
        start=start,
        end=end,
        known_by=by,
    )
    line.full_clean(exclude=["topics"])  # an equivalence may add no topic of its own
    line.save()
    write_deed(
        verb=P.STANDARDS_APPROVAL_WRITE,
        subject=line,
        by=by,
        agency=agency,
        details={"course": course.pk, "topics": list(topics), "marks": list(marks)},
    )
    return line


@transaction.atomic
def end_approval(*, approval: CourseApproval, end: date, by: User, reason: str) -> CourseApproval:
    """Let an approval hold up to a day and no longer: later records no longer count so. Raises Refused."""
    if approval.start and end < approval.start:
        raise Refused(
            _("It would end before it began. To undo an approval, take it back instead."), field="end"
        )
    following = correct_line(approval, by=by, reason=reason, end=end)
    _write_down(following, approval, by, reason, "replaces")
    return following


@transaction.atomic
def withdraw_approval(*, approval: CourseApproval, by: User, reason: str) -> CourseApproval:
    """Take an approval back, as if it had never been. Raises Refused, AlreadyReplaced."""
    following = withdraw_line(approval, by=by, reason=reason)
    _write_down(following, approval, by, reason, "withdraws")
    return following


def _write_down(line: CourseApproval, before: CourseApproval, by: User, reason: str, how: str) -> None:
    write_deed(
        verb=P.STANDARDS_APPROVAL_WRITE,
        subject=line,
        by=by,
        agency=line.agency,
        reason=reason,
        details={how: before.pk, "course": line.course_id},
    )


def _refuse_strange(topics: Sequence[str], marks: Sequence[str]) -> None:
    book = whole_rulebook()
    own = {code for page in book.jurisdictions.values() for code in page.topics}
    if set(topics) - set(book.vocabulary.topics) - own:
        raise Refused(_("The rulebook has no topic of this name. Choose from the list."), field="topics")
    if set(marks) - set(book.vocabulary.marks):
        raise Refused(_("The rulebook has no mark of this name. Choose from the list."), field="marks")
