"""Lesson plans: the list, one version as a document, its steps, its difference to others."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from muster.accounts.access import may_anywhere
from muster.accounts.permissions import Permission
from muster.curriculum import queries
from muster.curriculum.access import (
    courses_visible_to,
    holds_in_agency,
    materials_visible_to,
    plans_visible_to,
)
from muster.curriculum.actions.plans import UNDER_WAY, classify_plan, new_version, start_plan
from muster.curriculum.actions.steps import take_step
from muster.curriculum.checks import findings_of
from muster.curriculum.content import content_of
from muster.curriculum.differences import differences
from muster.curriculum.enums import WRITABLE, Method, PlanState
from muster.curriculum.forms.plans import NewVersionForm, ReleaseForm, StartForm, StepForm
from muster.curriculum.lifecycle import Move, is_own, move_named, moves_from
from muster.curriculum.models import LessonPlan
from muster.ledger.refusals import Refused
from muster.web.csv_out import csv_response
from muster.web.forms import put_on
from muster.web.once import post_once
from muster.web.tables import number_in, page_of, sorted_by, wants_csv

P = Permission
COLUMNS = {
    "course": "course__title",
    "version": "version",
    "state": "state",
    "review": "next_review",
    "owner": "owner__name",
}
TONES = {
    PlanState.IDEA: "off",
    PlanState.DRAFT: "info",
    PlanState.SME_REVIEW: "wait",
    PlanState.LEGAL_REVIEW: "wait",
    PlanState.COMMITTEE_DECISION: "wait",
    PlanState.APPROVED: "good",
    PlanState.APPROVED_INTERIM: "warn",
    PlanState.IN_USE: "good",
    PlanState.REVIEW: "warn",
    PlanState.REVISED: "off",
    PlanState.RETIRED: "off",
}


def plans(request: HttpRequest) -> HttpResponse:
    """List lesson plans: by words and state; without a state those that are worked on or taught."""
    if not may_anywhere(request.user, P.CURRICULUM_PLAN_READ):
        raise Http404
    found = queries.plans_listed(plans_visible_to(request.user))
    found = queries.filter_plans(found, request.GET.get("q", ""))
    state = request.GET.get("state", "")
    if state == "overdue":
        found = queries.filter_overdue(found)
    elif state in PlanState.values:
        found = found.filter(state=state)
    elif state != "all":
        found = found.exclude(state__in=(PlanState.REVISED, PlanState.RETIRED))
    found = sorted_by(request, found, COLUMNS, "course")
    if wants_csv(request):
        return _as_csv(found)
    page = page_of(request, found)
    for plan in page.object_list:
        _dress(plan)
    context = {"page": page, "states": PlanState.choices, "state": state, "today": timezone.localdate()}
    return render(request, "trainer/plans.html", context)


def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a version as a document, with what the checks say, its files and the steps it took."""
    shown = _dress(get_object_or_404(queries.with_parts(plans_visible_to(request.user)), pk=pk))
    content = content_of(shown)
    may_write = plans_visible_to(request.user, P.CURRICULUM_PLAN_WRITE).filter(pk=pk).exists()
    files = materials_visible_to(request.user).filter(plan=shown)
    versions = [
        _dress(v) for v in plans_visible_to(request.user).filter(course=shown.course).order_by("-version")
    ]
    taught = sum(block.minutes for block in content.blocks if block.method != Method.BREAK)
    return render(
        request,
        "trainer/plan.html",
        {
            "plan": shown,
            "content": content,
            "objectives": shown.objectives.all(),
            "blocks": _numbered(shown.blocks.all(), content.blocks),
            "assessments": _numbered(shown.assessments.all(), content.assessments),
            "references": shown.references.all(),
            "taught_minutes": taught,
            "all_minutes": sum(block.minutes for block in content.blocks),
            "findings": findings_of(shown, timezone.localdate(), content),
            "moves": _moves_for(request, shown),
            "events": _events(shown),
            "files": files.filter(replaced_by__isnull=True).select_related("file", "added_by"),
            "older_files": files.filter(replaced_by__isnull=False).select_related("file"),
            "versions": versions,
            "under_way": next((v for v in versions if v.state in UNDER_WAY), None),
            "may_write": may_write,
            "may_edit": may_write and shown.state in WRITABLE,
            "writable": WRITABLE,
        },
    )


@post_once
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the lesson plan of a course."""
    course = get_object_or_404(courses_visible_to(request.user, P.CURRICULUM_PLAN_WRITE), pk=pk)
    form = StartForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = start_plan(course=course, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]  # signed in
        except (Refused, ValidationError) as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("The draft is there. Next: its objectives."))
            return redirect("trainer:plan_part", made.pk, "objectives")
    return render(request, "trainer/plan_start.html", {"form": form, "course": course})


@post_once
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Copy a version into a new draft."""
    old = get_object_or_404(
        plans_visible_to(request.user, P.CURRICULUM_PLAN_WRITE).select_related("course"), pk=pk
    )
    under_way = plans_visible_to(request.user).filter(course=old.course, state__in=UNDER_WAY).first()
    if request.method == "GET" and under_way is not None:
        messages.info(request, _("There is a new version already. Here it is."))
        return redirect("trainer:plan", under_way.pk)
    form = NewVersionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = new_version(plan=old, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]  # signed in
        except (Refused, ValidationError) as refused:
            put_on(form, refused)
        else:
            messages.success(
                request, _("Version %(version)d is yours to change.") % {"version": made.version}
            )
            return redirect("trainer:plan", made.pk)
    return render(request, "trainer/plan_copy.html", {"form": form, "plan": old})


@post_once
def step(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Take a version one step on."""
    move = move_named(key)
    if move is None:
        raise Http404
    found = plans_visible_to(request.user, move.permission).select_related("course__agency", "owner")
    about = _dress(get_object_or_404(found, pk=pk))
    # a step may need nothing said, and then the form brings nothing
    form = StepForm(request.POST if request.method == "POST" else None, move=move)
    if request.method == "POST" and form.is_valid():
        try:
            take_step(plan=about, move=move, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]  # signed in
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Done: %(state)s.") % {"state": PlanState(move.target).label})
            return redirect("trainer:plan", pk)
    context = {
        "form": form,
        "plan": about,
        "move": move,
        "findings": findings_of(about, timezone.localdate()),
    }
    return render(request, "trainer/plan_step.html", context)


def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what differs between a version and another of the same lesson plan, by default the one before."""
    visible = plans_visible_to(request.user).select_related("course__agency")
    newer = get_object_or_404(visible, pk=pk)
    others = visible.filter(course=newer.course).exclude(pk=pk).order_by("-version")
    older = others.filter(pk=number_in(request, "with")).first()
    older = older or others.filter(version__lt=newer.version).first() or others.first()
    if older is not None and older.version > newer.version:
        older, newer = newer, older
    sections = differences(content_of(older), content_of(newer)) if older else []
    context = {"plan": newer, "older": older, "versions": [newer, *others], "sections": sections}
    return render(request, "trainer/plan_compare.html", context)


@post_once
def classify(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who may see a version."""
    about = get_object_or_404(
        plans_visible_to(request.user, P.CURRICULUM_PLAN_WRITE).select_related("course"), pk=pk
    )
    form = ReleaseForm(request.POST or None, instance=LessonPlan.objects.get(pk=pk))
    if request.method == "POST" and form.is_valid():
        try:
            classify_plan(plan=about, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]  # signed in
        except (Refused, ValidationError) as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("trainer:plan", pk)
    return render(request, "trainer/plan_release.html", {"form": form, "plan": about})


def _dress(plan: Any) -> Any:
    """Add how the state looks."""
    plan.tone = TONES[PlanState(plan.state)]
    return plan


def _moves_for(request: HttpRequest, plan: LessonPlan) -> list[tuple[Move, bool]]:
    """Return the steps that this reader may take, and for each whether only its being their own stands against it."""
    own = is_own(plan, request.user)  # type: ignore[arg-type]  # signed in
    agency = plan.course.agency
    held = {
        permission: holds_in_agency(request.user, permission, agency)
        for permission in {move.permission for move in moves_from(plan.state)}
    }
    return [(move, own and move.not_by_its_own) for move in moves_from(plan.state) if held[move.permission]]


def _events(plan: LessonPlan) -> list[dict[str, Any]]:
    events = [
        {"when": step.at, "title": step.get_to_state_display(), "text": step.note, "who": step.by}
        for step in plan.steps.select_related("by").order_by("-at", "-pk")
    ]
    begun = _("Version %(version)d begun") % {"version": plan.version}
    return [*events, {"when": plan.created_at, "title": begun, "text": plan.change_note, "who": plan.owner}]


def _numbered(rows: Any, texts: Any) -> list[tuple[Any, Any]]:
    """Pair rows with their content, which knows objectives by number."""
    return list(zip(rows, texts, strict=True))


def _as_csv(found: Any) -> HttpResponse:
    header = [
        _("Code"),
        _("Course"),
        _("Version"),
        _("State"),
        _("Owner"),
        _("In use from"),
        _("Next review"),
    ]
    rows = (
        [p.course.code, p.course.title, p.version, p.get_state_display(), p.owner, p.effective, p.next_review]
        for p in found
    )
    return csv_response("lesson-plans.csv", header, rows)  # type: ignore[return-value]  # streamed
