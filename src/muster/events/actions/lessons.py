"""A report becomes a draft lesson plan, which names the report as what it rests on."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.accounts.models import User
from muster.curriculum.actions.plans import start_plan, write_rows
from muster.curriculum.content import content_of, seen
from muster.curriculum.enums import ReferenceKind
from muster.curriculum.models import Course, LessonPlan
from muster.events.enums import ReportState, ShareKind
from muster.events.models import Report
from muster.ledger.refusals import Refused

_LONGEST_TITLE = 300


@transaction.atomic
def plan_from_report(*, report: Report, course: Course, link: str, by: User) -> LessonPlan:
    """Begin the lesson plan of a course with what an accepted report says, and hang it on the open duty to share.

    ``link`` is the address of the report, which stands among the plan's references; one that is no address of the
    web is left out, and the title alone names the report. The two steps write an entry each.
    Raises Refused before the report is accepted, for another agency's course, and while another version is written.
    """
    current = Report.objects.select_related("request__event", "author__person").get(pk=report.pk)
    if current.state != ReportState.ACCEPTED:
        raise Refused(_("A lesson plan is made of a report that is accepted."))
    if course.agency_id != current.request.agency_id:
        raise Refused(_("This course is of another agency."), field="course")
    plan = start_plan(course=course, by=by, goal=_goal(current))
    rows: list[dict[str, Any]] = [_reference(current, link)]
    before = seen(content_of(plan).references)
    plan = write_rows(plan=plan, part="references", rows=rows, seen_before=before, by=by)
    _hang_on(current, plan)
    return plan


def _goal(report: Report) -> str:
    return "\n\n".join(part for part in (report.key_points, report.change) if part.strip())


def _reference(report: Report, link: str) -> dict[str, Any]:
    title = _("Report on return: %(event)s, by %(author)s") % {
        "event": report.request.event,
        "author": report.author,
    }
    decided = timezone.localdate(report.decided_at) if report.decided_at else None
    return {
        "kind": ReferenceKind.OTHER,
        "title": str(title)[:_LONGEST_TITLE],
        "link": _on_the_web(link),
        "dated": decided,
    }


def _on_the_web(link: str) -> str:
    """Return an address, or nothing for one that only the house itself knows, such as ``http://muster/``."""
    try:
        URLValidator()(link)
    except ValidationError:
        return ""
    return link


def _hang_on(report: Report, plan: LessonPlan) -> None:
    """Name the plan in the author's duty to share, and in a duty to teach: it is what will be taught."""
    shares = report.request.shares.filter(
        attendee=report.author, done_on__isnull=True, waived_by__isnull=True
    )
    for share in shares.filter(plan__isnull=True):
        share.plan = plan
        share.kind = share.kind if share.kind == ShareKind.TEACH else ShareKind.LESSON_PLAN
        share.save(update_fields=["plan", "kind"])
