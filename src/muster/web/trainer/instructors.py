"""Instructors: who teaches, with which proof, and until when."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muster.accounts.access import may_anywhere
from muster.accounts.permissions import Permission
from muster.curriculum import queries
from muster.curriculum.access import (
    agencies_to_add_to,
    certifications_visible_to,
    courses_visible_to,
    instructors_visible_to,
    may_write_instructor,
)
from muster.curriculum.actions.instructors import (
    add_instructor,
    certify,
    correct_certification,
    edit_instructor,
    instructor_values,
    withdraw_certification,
)
from muster.curriculum.content import seen
from muster.curriculum.differences import text_changes
from muster.curriculum.forms.courses import ReasonForm
from muster.curriculum.forms.instructors import CertificationForm, InstructorForm, NewInstructorForm
from muster.curriculum.meanwhile import EditedMeanwhile
from muster.curriculum.models import Instructor, InstructorCertification
from muster.curriculum.topics import topic_names
from muster.ledger.lines import AlreadyReplaced
from muster.ledger.refusals import Refused
from muster.roster.access import people_visible_to
from muster.web.csv_out import csv_response
from muster.web.forms import put_on
from muster.web.once import post_once
from muster.web.tables import number_in, page_of, sorted_by, wants_csv

P = Permission
FLAGS: dict[str, tuple[str, Any]] = {
    "open": ("good", gettext_lazy("certified, without an end")),
    "valid": ("good", gettext_lazy("certified")),
    "soon": ("warn", gettext_lazy("runs out soon")),
    "none": ("bad", gettext_lazy("no valid certification")),
}


def instructors(request: HttpRequest) -> HttpResponse:
    """List instructors, with who runs out of certification."""
    if not may_anywhere(request.user, P.CURRICULUM_INSTRUCTOR_READ):
        raise Http404
    found = queries.instructors_listed(instructors_visible_to(request.user), request.GET.get("q", ""))
    if not request.GET.get("former"):
        found = found.filter(is_active=True)
    found = sorted_by(request, found, {"name": "shown_name", "until": "certified_until"}, "name")
    if wants_csv(request):
        return _as_csv(found)
    page = page_of(request, found)
    for instructor in page.object_list:
        _flag(instructor)
    may_add = agencies_to_add_to(request.user, P.CURRICULUM_INSTRUCTOR_WRITE).exists()
    return render(request, "trainer/instructors.html", {"page": page, "may_add": may_add})


def instructor(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one instructor: biography, certifications, and whether they may teach a course today."""
    found = queries.instructors_listed(instructors_visible_to(request.user))
    shown = _flag(get_object_or_404(found, pk=pk))
    lines = list(queries.certifications_of(shown))
    for line in lines:
        line.topic_names = topic_names(line.topics)  # type: ignore[attr-defined]  # for the page
    courses = courses_visible_to(request.user).filter(agency=shown.agency_id, is_retired=False)
    asked = courses.filter(pk=number_in(request, "course")).first()
    today = timezone.localdate()
    context = {
        "instructor": shown,
        "lines": lines,
        "courses": courses,
        "asked": asked,
        "answer": queries.may_teach(shown, asked, today) if asked else None,
        "today": today,
        "may_write": may_write_instructor(request.user, shown),
    }
    return render(request, "trainer/instructor.html", context)


@post_once
def add(request: HttpRequest) -> HttpResponse:
    """Add an instructor."""
    agencies = agencies_to_add_to(request.user, P.CURRICULUM_INSTRUCTOR_WRITE)
    get_object_or_404(agencies[:1])
    form = NewInstructorForm(request.POST or None, agencies=agencies, people=people_visible_to(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            made = add_instructor(by=request.user, **form.cleaned_data)  # type: ignore[arg-type]  # signed in
        except (Refused, ValidationError) as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Written down. Next: the certification."))
            return redirect("trainer:instructor", made.pk)
    return render(request, "trainer/instructor_form.html", {"form": form})


@post_once
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is said of an instructor. Who saves second is shown the difference."""
    there = _writable(request, pk)
    first = {"seen": seen(instructor_values(there))}
    form = InstructorForm(request.POST or None, instance=Instructor.objects.get(pk=pk), initial=first)
    changes: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            edit_instructor(
                instructor=there,
                seen_before=form.cleaned_data["seen"],
                by=request.user,  # type: ignore[arg-type]  # signed in
                **form.said,
            )
        except EditedMeanwhile as newer:
            changes = text_changes(newer.newer, form.said, list(form.said), Instructor)
            form.show_again(seen(newer.newer))
            put_on(form, newer)
        except (Refused, ValidationError) as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("trainer:instructor", pk)
    return render(
        request, "trainer/instructor_form.html", {"form": form, "instructor": there, "changes": changes}
    )


@post_once
def new_certification(request: HttpRequest, pk: int) -> HttpResponse:
    """Append a certification."""
    about = _writable(request, pk)
    form = CertificationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            certify(instructor=about, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]  # signed in
        except (Refused, ValidationError) as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Written down."))
            return redirect("trainer:instructor", pk)
    return render(request, "trainer/certification_form.html", {"form": form, "instructor": about})


@post_once
def change_certification(request: HttpRequest, pk: int) -> HttpResponse:
    """Append a correction of a certification."""
    line = _line(request, pk)
    newer: Any = None
    copy = InstructorCertification.lines.get(pk=pk)
    form = CertificationForm(request.POST or None, instance=copy, correcting=True)
    if request.method == "POST" and form.is_valid():
        try:
            correct_certification(line=line, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]  # signed in
        except (Refused, ValidationError) as refused:
            newer = refused.newer if isinstance(refused, AlreadyReplaced) else None
            put_on(form, refused)
        else:
            messages.success(request, _("Corrected. The older entry stays in the history."))
            return redirect("trainer:instructor", line.instructor_id)
    context = {"form": form, "instructor": line.instructor, "line": line, "newer": newer}
    return render(request, "trainer/certification_form.html", context)


@post_once
def remove_certification(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a certification back."""
    line = _line(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_certification(line=line, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]  # signed in
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Taken back. It stays in the history."))
            return redirect("trainer:instructor", line.instructor_id)
    context = {"form": form, "instructor": line.instructor, "line": line}
    return render(request, "trainer/certification_remove.html", context)


def certification_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Show every version of a certification: who wrote it, when, why."""
    found = certifications_visible_to(request.user, P.CURRICULUM_INSTRUCTOR_READ)
    line = get_object_or_404(found.select_related("instructor__person"), pk=pk)
    return render(
        request, "trainer/line_history.html", {"instructor": line.instructor, "versions": line.history()}
    )


def _writable(request: HttpRequest, pk: int) -> Instructor:
    found = instructors_visible_to(request.user, P.CURRICULUM_INSTRUCTOR_WRITE)
    return get_object_or_404(found.select_related("person"), pk=pk)


def _line(request: HttpRequest, pk: int) -> InstructorCertification:
    return get_object_or_404(
        certifications_visible_to(request.user).select_related("instructor__person"), pk=pk
    )


def _flag(instructor: Any) -> Any:
    """Add how the state of the certification looks."""
    instructor.flag = queries.expiry_of(instructor)
    instructor.tone, instructor.flag_label = FLAGS[instructor.flag]
    return instructor


def _as_csv(found: Any) -> HttpResponse:
    header = [_("Name"), _("Agency"), _("Organisation"), _("Certification"), _("Until")]
    rows = (
        [it.shown_name, it.agency.name, it.organisation, str(_flag(it).flag_label), it.certified_until]
        for it in found
    )
    return csv_response("instructors.csv", header, rows)  # type: ignore[return-value]  # streamed
