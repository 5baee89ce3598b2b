"""Courses: the list, one course with its numbers and lesson plans, the forms."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from muster.accounts.access import may_anywhere
from muster.accounts.permissions import Permission
from muster.curriculum import queries
from muster.curriculum.access import (
    agencies_to_add_to,
    codes_visible_to,
    courses_visible_to,
    may_write_course,
    may_write_plans_of,
    plans_visible_to,
)
from muster.curriculum.actions.courses import (
    add_code,
    add_course,
    correct_code,
    course_values,
    edit_course,
    withdraw_code,
)
from muster.curriculum.content import seen
from muster.curriculum.differences import text_changes
from muster.curriculum.forms.courses import CodeForm, CourseForm, ReasonForm
from muster.curriculum.meanwhile import EditedMeanwhile
from muster.curriculum.models import Course, CourseCode
from muster.curriculum.topics import topic_names, topics
from muster.ledger.lines import AlreadyReplaced
from muster.ledger.refusals import Refused
from muster.web.csv_out import csv_response
from muster.web.forms import put_on
from muster.web.once import post_once
from muster.web.tables import page_of, sorted_by, wants_csv

P = Permission
COLUMNS = {"title": "title", "code": "code", "minutes": "minutes", "agency": "agency__name"}


def courses(request: HttpRequest) -> HttpResponse:
    """List courses: by words, topic, and whether they are still taught."""
    if not may_anywhere(request.user, P.CURRICULUM_COURSE_READ):
        raise Http404
    found = queries.annotate_plan_in_use(courses_visible_to(request.user).select_related("agency"))
    found = queries.filter_courses(found, request.GET.get("q", ""))
    if topic := request.GET.get("topic", ""):
        found = queries.filter_topic(found, topic)
    if (kept := request.GET.get("state", "taught")) in {"taught", "retired"}:
        found = found.filter(is_retired=kept == "retired")
    found = sorted_by(request, found, COLUMNS, "title")
    if wants_csv(request):
        return _as_csv(found)
    page = page_of(request, found)
    for course in page.object_list:
        course.topic_names = topic_names(course.topics)
    return render(
        request,
        "trainer/courses.html",
        {
            "page": page,
            "topics": topics(),
            "state": kept,
            "may_add": agencies_to_add_to(request.user, P.CURRICULUM_COURSE_WRITE).exists(),
        },
    )


def course(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one course: what it is, its numbers, the versions of its lesson plan."""
    shown = get_object_or_404(courses_visible_to(request.user).select_related("agency"), pk=pk)
    return render(
        request,
        "trainer/course.html",
        {
            "course": shown,
            "topic_names": topic_names(shown.topics),
            "codes": queries.codes_of(shown),
            "prerequisites": shown.prerequisites.all(),
            "plans": plans_visible_to(request.user)
            .filter(course=shown)
            .select_related("owner")
            .order_by("-version"),
            "may_write": may_write_course(request.user, shown),
            "may_write_plans": may_write_plans_of(request.user, shown),
            "may_see_sessions": may_anywhere(request.user, P.RECORDS_SESSION_TEACH),
        },
    )


@post_once
def add(request: HttpRequest) -> HttpResponse:
    """Add a course."""
    agencies = agencies_to_add_to(request.user, P.CURRICULUM_COURSE_WRITE)
    get_object_or_404(agencies[:1])
    form = CourseForm(request.POST or None, agencies=agencies)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_course(by=request.user, **form.said)  # type: ignore[arg-type]  # signed in
        except (Refused, ValidationError) as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("The course is there. Next: its lesson plan."))
            return redirect("trainer:course", made.pk)
    return render(request, "trainer/course_form.html", {"form": form})


@post_once
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a course. Who saves second is shown the difference."""
    writable = courses_visible_to(request.user, P.CURRICULUM_COURSE_WRITE)
    # read twice: a form writes on what it is given before anybody knows that it may stand
    there, shown = get_object_or_404(writable, pk=pk), get_object_or_404(writable, pk=pk)
    agencies = agencies_to_add_to(request.user, P.CURRICULUM_COURSE_WRITE)
    first = {"seen": seen(course_values(there))}
    form = CourseForm(request.POST or None, instance=shown, initial=first, agencies=agencies)
    changes: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            edit_course(course=there, seen_before=form.cleaned_data["seen"], by=request.user, **form.said)  # type: ignore[arg-type]  # signed in
        except EditedMeanwhile as newer:
            changes = _changes(newer.newer, form.said)
            form.show_again(seen(newer.newer))
            put_on(form, newer)
        except (Refused, ValidationError) as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("trainer:course", pk)
    return render(request, "trainer/course_form.html", {"form": form, "course": there, "changes": changes})


@post_once
def new_code(request: HttpRequest, pk: int) -> HttpResponse:
    """Append the number by which a jurisdiction knows a course."""
    about = get_object_or_404(courses_visible_to(request.user, P.CURRICULUM_COURSE_WRITE), pk=pk)
    first = {"jurisdiction": about.agency.jurisdiction, "minutes": about.minutes}
    form = CodeForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            add_code(course=about, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]  # signed in
        except (Refused, ValidationError) as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Written down."))
            return redirect("trainer:course", pk)
    return render(request, "trainer/course_code.html", {"form": form, "course": about})


@post_once
def change_code(request: HttpRequest, pk: int) -> HttpResponse:
    """Append a correction of a number."""
    line = get_object_or_404(codes_visible_to(request.user).select_related("course"), pk=pk)
    newer: CourseCode | None = None
    form = CodeForm(request.POST or None, instance=_copy_of(line), correcting=True)
    if request.method == "POST" and form.is_valid():
        try:
            correct_code(line=line, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]  # signed in
        except (Refused, ValidationError) as refused:
            newer = refused.newer if isinstance(refused, AlreadyReplaced) else None  # type: ignore[assignment]  # of the same kind
            put_on(form, refused)
        else:
            messages.success(request, _("Corrected. The older entry stays in the history."))
            return redirect("trainer:course", line.course_id)
    context = {"form": form, "course": line.course, "line": line, "newer": newer}
    return render(request, "trainer/course_code.html", context)


@post_once
def remove_code(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a number back."""
    line = get_object_or_404(codes_visible_to(request.user).select_related("course"), pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_code(line=line, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]  # signed in
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Taken back. It stays in the history."))
            return redirect("trainer:course", line.course_id)
    return render(
        request, "trainer/course_code_remove.html", {"form": form, "course": line.course, "line": line}
    )


def code_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Show every version of a number: who wrote it, when, why."""
    line = get_object_or_404(
        codes_visible_to(request.user, P.CURRICULUM_COURSE_READ).select_related("course"), pk=pk
    )
    return render(request, "trainer/line_history.html", {"back": line.course, "versions": line.history()})


def _copy_of(line: CourseCode) -> CourseCode:
    """A form writes on what it is given; the line must not even look changed."""
    return CourseCode.lines.get(pk=line.pk)


def _changes(newer: dict[str, Any], mine: dict[str, Any]) -> list[Any]:
    """Return how what somebody typed differs from what stands there now."""
    names = [name for name in newer if name in mine and name != "prerequisites"]
    return text_changes(_told(newer), _told(mine), names, Course)


def _told(values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "topics": ", ".join(topic_names(values.get("topics")))}


def _as_csv(found: Any) -> HttpResponse:
    header = [_("Code"), _("Title"), _("Agency"), _("Minutes"), _("Given"), _("Topics"), _("Version in use")]
    return csv_response(  # type: ignore[return-value]  # streamed
        "courses.csv",
        header,
        (
            [
                it.code,
                it.title,
                it.agency.name,
                it.minutes,
                it.get_delivery_display(),
                "; ".join(it.topics or []),
                it.version_in_use,
            ]
            for it in found
        ),
    )
