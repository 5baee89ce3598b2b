"""What courses count for, as the agency decided."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from muster.accounts.permissions import Permission
from muster.curriculum.models import Course
from muster.roster.access import may_in_agency
from muster.standards.access import agencies_approving, agencies_judged_by, approvals_to_change
from muster.standards.actions import approve_course, end_approval, withdraw_approval
from muster.standards.forms import ApproveForm, EndForm, ReasonForm
from muster.standards.forms.choices import mark_choices, topic_choices
from muster.standards.models import CourseApproval
from muster.standards.queries import approvals_of
from muster.web.csv_out import csv_response
from muster.web.forms import done_with
from muster.web.judging import agency_asked, rules_readable
from muster.web.once import post_once
from muster.web.reader import reader
from muster.web.tables import page_of, wants_csv

P = Permission


@rules_readable
def approvals(request: HttpRequest) -> HttpResponseBase:
    """List what courses count for."""
    agency = agency_asked(request, agencies_judged_by(request.user))
    lines = approvals_of(agency)
    names = dict([*topic_choices(), *mark_choices()])
    if wants_csv(request):
        header = [_("Course"), _("Counts for"), _("First day"), _("Last day"), _("Rests on")]
        rows = ([a.course, _says(a, names), a.start, a.end, a.get_basis_display()] for a in lines)
        return csv_response("course-approvals.csv", header, rows)
    page = page_of(request, lines)
    shown = {
        "agency": agency,
        "page": page,
        "rows": [(line, _says(line, names)) for line in page],
        "may_approve": may_in_agency(request.user, P.STANDARDS_APPROVAL_WRITE, agency),
    }
    return render(request, "trainer/course_approvals.html", shown)


@rules_readable
@post_once
def add(request: HttpRequest) -> HttpResponse:
    """Say what a course counts for."""
    agencies = agencies_approving(request.user)
    if not agencies.exists():
        raise Http404
    courses = Course.objects.filter(agency__in=agencies, is_retired=False)
    first = {"course": request.GET.get("course", "")}
    form = ApproveForm(request.POST or None, agencies=agencies, courses=courses, initial=first)
    deed = partial(approve_course, by=reader(request))
    if request.method == "POST" and done_with(form, deed) is not None:
        messages.success(request, _("Approved. Records of these days count so from now on."))
        return redirect("trainer:course_approvals")
    return render(request, "trainer/course_approve.html", {"form": form})


@post_once
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an approval hold up to a day."""
    line = get_object_or_404(approvals_to_change(request.user), pk=pk)
    form = EndForm(request.POST or None)
    deed = partial(end_approval, approval=line, by=reader(request))
    if request.method == "POST" and done_with(form, deed) is not None:
        messages.success(request, _("It holds up to that day and no longer."))
        return redirect("trainer:course_approvals")
    return render(request, "trainer/course_approval_end.html", {"line": line, "form": form})


@post_once
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an approval back that was a mistake."""
    line = get_object_or_404(approvals_to_change(request.user), pk=pk)
    form = ReasonForm(request.POST or None)
    deed = partial(withdraw_approval, approval=line, by=reader(request))
    if request.method == "POST" and done_with(form, deed) is not None:
        messages.success(request, _("Taken back, as if it had never been."))
        return redirect("trainer:course_approvals")
    return render(request, "trainer/course_approval_take_back.html", {"line": line, "form": form})


def _says(line: CourseApproval, names: dict[str, str]) -> str:
    """Say what a course counts for."""
    said = [names.get(code, code) for code in (*line.topics, *line.marks)]
    if line.equivalent_to is not None:
        said.append(_("the same as %(course)s") % {"course": line.equivalent_to})
    return ", ".join(said)
