"""The desk of those who ask: consultations planned, opened, closed; and whom they reach."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from muster.accounts.access import may_anywhere
from muster.accounts.permissions import Permission
from muster.community.access import (
    consultations_visible_to,
    groups_visible_to,
    may_move,
    moves_open_to,
)
from muster.community.actions.consultations import (
    change_consultation,
    name_result,
    plan_consultation,
    plan_second_round,
)
from muster.community.actions.moves import move_consultation
from muster.community.actions.reach import invite_group, note_gathering, note_group
from muster.community.enums import ANSWERED, ANSWERING, TAKING, ConsultationState, Group, WithheldReason
from muster.community.forms.consultations import (
    ConsultationForm,
    GatheringForm,
    GroupForm,
    MoveForm,
    ResultForm,
)
from muster.community.guards import obstacles_to
from muster.community.lifecycle import move_named
from muster.community.models import Consultation
from muster.community.queries.comments import about_them, screened_counts, withheld_by_reason
from muster.community.queries.consultations import not_heard, owed
from muster.community.queries.rules import asked_of
from muster.curriculum.access import plans_visible_to
from muster.curriculum.models import LessonPlan
from muster.roster.access import agencies_where, may_in_agency
from muster.web.community.pages import crumbs_of, dressed, visible
from muster.web.csv_out import csv_response
from muster.web.form_page import form_page
from muster.web.forms import done_with, newer_values
from muster.web.once import post_once
from muster.web.reader import reader
from muster.web.tables import page_of, sorted_by, wants_csv

P = Permission
S = ConsultationState
COLUMNS = {
    "title": "title",
    "state": "state",
    "opens": "opens_on",
    "closes": "closes_on",
    "answers": "answers_by",
}


def community_desk(request: HttpRequest) -> HttpResponseBase:
    """List consultations, also planned ones, and the emergency approvals that still owe one."""
    if not may_anywhere(request.user, P.COMMUNITY_CONSULTATION_READ):
        raise Http404
    rows = consultations_visible_to(request.user).select_related("agency", "plan__course")
    rows = sorted_by(request, rows, COLUMNS, "-closes")
    if wants_csv(request):
        return _as_csv(rows)
    page = page_of(request, rows)
    for row in page.object_list:
        dressed(row)
    managed = agencies_where(request.user, P.COMMUNITY_CONSULTATION_MANAGE)
    context = {
        "page": page,
        "may_plan": managed.exists(),
        "owed": owed(agencies_where(request.user, P.COMMUNITY_CONSULTATION_READ)),
    }
    return render(request, "community/desk.html", context)


def consultation_desk(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one consultation to those who run it: next steps and what stands in their way, reach, numbers."""
    shown = visible(request, pk)
    holds = {
        name: may_in_agency(request.user, permission, shown.agency)
        for name, permission in (
            ("manages", P.COMMUNITY_CONSULTATION_MANAGE),
            ("screens", P.COMMUNITY_COMMENT_SCREEN),
            ("enters", P.COMMUNITY_COMMENT_ENTER),
        )
    }
    moves = [(move, obstacles_to(shown, move.guards)) for move in moves_open_to(request.user, shown)]
    asked = asked_of(shown)
    context = {
        **holds,
        "consultation": shown,
        "moves": moves,
        "asked": asked,
        "asked_groups": [Group(group).label for group in sorted(asked.groups)],
        "counts": screened_counts(shown),
        "withheld": [(WithheldReason(code).label, number) for code, number in withheld_by_reason(shown)],
        "groups": shown.groups.all(),
        "silent": not_heard(shown),
        "gatherings": shown.gatherings.all(),
        "events": [
            {"when": step.at, "title": step.get_to_state_display(), "text": step.reason, "who": step.by}
            for step in shown.steps.select_related("by").order_by("-pk")
        ],
        "about": about_them(shown),
        "is_planned": shown.state == S.PLANNED,
        "is_open": shown.state in TAKING,
        "is_answering": shown.state in ANSWERING,
        "is_over": shown.state in (*ANSWERED, S.DROPPED),
        "second": Consultation.objects.filter(second_round_of=shown).first(),
    }
    return render(request, "community/consultation_desk.html", context)


@post_once
def consultation_plan(request: HttpRequest) -> HttpResponse:
    """Plan a consultation."""
    agencies = agencies_where(request.user, P.COMMUNITY_CONSULTATION_MANAGE).order_by("name", "pk")
    if not agencies.exists():
        raise Http404
    form = ConsultationForm(request.POST or None, agencies=agencies, plans=_plans(request))
    if request.method == "POST" and (made := done_with(form, partial(plan_consultation, by=reader(request)))):
        messages.success(request, _("Planned. Next: whom you invite, and how."))
        return redirect("consultation_desk", made.pk)
    return form_page(
        request,
        form,
        heading=_("Plan a consultation"),
        lede=_("What people are asked about, in plain words and both languages. It opens when you say so."),
        submit=_("Plan it"),
        crumbs=[(reverse("community_desk"), _("Consultations"))],
    )


@post_once
def consultation_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is planned."""
    shown = visible(request, pk, P.COMMUNITY_CONSULTATION_MANAGE)
    form = ConsultationForm(
        request.POST or None,
        instance=Consultation.objects.get(pk=pk),
        initial={"edition": shown.edition},
        agencies=agencies_where(request.user, P.COMMUNITY_CONSULTATION_MANAGE),
        plans=_plans(request),
    )
    deed = partial(change_consultation, consultation=shown, by=reader(request))
    if request.method == "POST" and done_with(form, deed) is not None:
        messages.success(request, _("Saved."))
        return redirect("consultation_desk", pk)
    return form_page(
        request,
        form,
        heading=_("Change the consultation"),
        lede="",
        submit=_("Save"),
        crumbs=crumbs_of(shown),
        differs=newer_values(form, visible(request, pk)),
    )


@post_once
def consultation_round(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan the second round, beginning with the words of the first."""
    first = visible(request, pk, P.COMMUNITY_CONSULTATION_MANAGE)
    names = (
        "title",
        "title_es",
        "summary",
        "summary_es",
        "questions",
        "questions_es",
        "programme",
        "audience",
    )
    begin: dict[str, Any] = {name: getattr(first, name) for name in names}
    begin["plan"] = first.result_id or first.plan_id
    form = ConsultationForm(
        request.POST or None,
        initial=begin,
        agencies=agencies_where(request.user, P.COMMUNITY_CONSULTATION_MANAGE).none(),
        plans=_plans(request),
    )
    deed = partial(plan_second_round, consultation=first, by=reader(request))
    if request.method == "POST" and (made := done_with(form, deed)) is not None:
        messages.success(request, _("The second round is planned, with the same groups."))
        return redirect("consultation_desk", made.pk)
    return form_page(
        request,
        form,
        heading=_("Plan the second round"),
        lede=_("People look at what was changed, and say whether they were understood."),
        submit=_("Plan it"),
        crumbs=crumbs_of(first),
    )


@post_once
def consultation_move(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Take a consultation one step further."""
    shown = visible(request, pk)
    move = move_named(key)
    if move is None or not may_in_agency(request.user, move.permission, shown.agency):
        raise Http404
    if not may_move(request.user, move, shown):
        messages.info(request, _("That step is not possible any more. Here is where it stands."))
        return redirect("consultation_desk", pk)
    form = MoveForm(request.POST or None, move=move, initial={"edition": shown.edition})
    deed = partial(move_consultation, consultation=shown, move=move, by=reader(request))
    if request.method == "POST" and (made := done_with(form, deed)) is not None:
        messages.success(request, _("Done: %(state)s.") % {"state": made.get_state_display()})
        return redirect("consultation_desk", pk)
    return form_page(
        request,
        form,
        heading=str(move.label),
        lede="" if form.errors else " ".join(str(each) for each in obstacles_to(shown, move.guards)),
        submit=str(move.label),
        crumbs=crumbs_of(shown),
        differs=newer_values(form, visible(request, pk)),
    )


@post_once
def consultation_group_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a group into the reach plan."""
    shown = visible(request, pk, P.COMMUNITY_CONSULTATION_MANAGE)
    form = GroupForm(request.POST or None)
    deed = partial(invite_group, consultation=shown, by=reader(request))
    if request.method == "POST" and done_with(form, deed) is not None:
        messages.success(request, _("The group is in the reach plan."))
        return redirect("consultation_desk", pk)
    return form_page(
        request, form, heading=_("Invite a group"), lede="", submit=_("Add"), crumbs=crumbs_of(shown)
    )


@post_once
def consultation_group(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down how a group was invited and how many of it were heard."""
    groups = groups_visible_to(request.user).select_related("consultation__agency")
    group = get_object_or_404(groups, pk=pk)
    form = GroupForm(request.POST or None, instance=group)
    deed = partial(note_group, group=group, by=reader(request))
    if request.method == "POST" and done_with(form, deed) is not None:
        messages.success(request, _("Saved."))
        return redirect("consultation_desk", group.consultation_id)
    return form_page(
        request,
        form,
        heading=str(group),
        lede="",
        submit=_("Save"),
        crumbs=crumbs_of(dressed(group.consultation)),
    )


@post_once
def consultation_gathering(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down a gathering."""
    shown = visible(request, pk, P.COMMUNITY_CONSULTATION_MANAGE)
    form = GatheringForm(request.POST or None)
    deed = partial(note_gathering, consultation=shown, by=reader(request))
    if request.method == "POST" and done_with(form, deed) is not None:
        messages.success(request, _("The gathering is written down."))
        return redirect("consultation_desk", pk)
    return form_page(
        request, form, heading=_("Write down a gathering"), lede="", submit=_("Save"), crumbs=crumbs_of(shown)
    )


@post_once
def consultation_result(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which version came out of it."""
    shown = visible(request, pk, P.COMMUNITY_CONSULTATION_MANAGE)
    if shown.plan is None:
        raise Http404
    later = (
        _plans(request).filter(course=shown.plan.course, version__gte=shown.plan.version).order_by("version")
    )
    form = ResultForm(
        request.POST or None,
        plans=later,
        initial={"edition": shown.edition, "plan": shown.result_id or shown.plan_id},
    )
    deed = partial(name_result, consultation=shown, by=reader(request))
    if request.method == "POST" and done_with(form, deed) is not None:
        messages.success(request, _("Answers now show the passages of this version."))
        return redirect("consultation_desk", pk)
    return form_page(
        request,
        form,
        heading=_("The version that came out of it"),
        lede="",
        submit=_("Save"),
        crumbs=crumbs_of(shown),
    )


def _plans(request: HttpRequest) -> QuerySet[LessonPlan]:
    return plans_visible_to(request.user, P.CURRICULUM_PLAN_READ_DRAFT)


def _as_csv(rows: Any) -> HttpResponseBase:
    header = [_("Consultation"), _("State"), _("Opens"), _("Last day"), _("Answers by")]
    cells = (
        [row.title, row.get_state_display(), row.opens_on, row.closes_on, row.answers_by] for row in rows
    )
    return csv_response("consultations.csv", header, cells)
