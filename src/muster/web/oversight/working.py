"""What is done on a recommendation beside its steps: plan, milestones, files, links."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from muster.accounts.models import User
from muster.curriculum.access import courses_visible_to, plans_visible_to
from muster.events.access import practices_visible_to
from muster.files.actions import store
from muster.ledger.refusals import Refused
from muster.oversight.access import may_answer, side_of
from muster.oversight.actions.working import (
    add_milestone,
    attach_file,
    change_plan,
    link_thing,
    reach_milestone,
    unlink_thing,
)
from muster.oversight.enums import WORKING, RecommendationState
from muster.oversight.forms.recommendations import (
    AttachForm,
    LinkForm,
    MilestoneForm,
    PlanForm,
    ReachedForm,
)
from muster.oversight.models import Recommendation
from muster.web.form_page import form_page
from muster.web.forms import done_with, newer_values
from muster.web.once import post_once
from muster.web.oversight.recommendation import seen
from muster.web.reader import reader


@post_once
def recommendation_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Change how and until when it is done; what was promised before stays in the history."""
    asked, user = _in_work(request, pk)
    copy = seen(request, pk)
    form = PlanForm(request.POST or None, instance=copy, initial={"edition": asked.edition})
    return _answered(
        request,
        asked,
        form,
        partial(change_plan, asked=asked, by=user),
        heading=_("Change the plan"),
        submit=_("Change it"),
    )


@post_once
def milestone_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Set a step of the plan that others can see."""
    asked, user = _in_work(request, pk)
    form = MilestoneForm(request.POST or None, initial={"edition": asked.edition})
    return _answered(
        request,
        asked,
        form,
        partial(add_milestone, asked=asked, by=user),
        heading=_("Set a milestone"),
        submit=_("Set it"),
    )


@post_once
def milestone_reached(request: HttpRequest, pk: int, milestone: int) -> HttpResponse:
    """Write down that a milestone was reached."""
    asked, user = _in_work(request, pk)
    there = get_object_or_404(asked.milestones.filter(done_on__isnull=True), pk=milestone)
    initial = {"edition": asked.edition, "done_on": timezone.localdate()}
    form = ReachedForm(request.POST or None, initial=initial)
    return _answered(
        request,
        asked,
        form,
        partial(reach_milestone, milestone=there, by=user),
        heading=_("Reached: %(milestone)s") % {"milestone": there},
        submit=_("Write it down"),
    )


@post_once
def recommendation_attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Attach what it is based on, or what shows what was done."""
    asked, user = _open(request, pk)
    form = AttachForm(request.POST or None, request.FILES or None)
    return _answered(
        request,
        asked,
        form,
        partial(_attached, asked, user),
        heading=_("Attach a file"),
        submit=_("Attach it"),
    )


def _attached(asked: Recommendation, by: User, *, file: Any, note: str) -> Any:
    stored = store(content=file, by=by)
    return attach_file(asked=asked, by=by, stored=stored, name=file.name, note=note)


@post_once
def recommendation_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Link a course, a lesson plan, a practice or a policy."""
    asked, user = _open(request, pk)
    agency = asked.issuer.agency
    offered = {
        "course": courses_visible_to(user).filter(agency=agency).order_by("title"),
        "lesson_plan": plans_visible_to(user)
        .filter(course__agency=agency)
        .select_related("course")
        .order_by("course__title", "version"),
        "practice": practices_visible_to(user).filter(agency=agency).order_by("title"),
    }
    form = LinkForm(request.POST or None, offered=offered)
    return _answered(
        request,
        asked,
        form,
        partial(link_thing, asked=asked, by=user),
        heading=_("Link something"),
        submit=_("Link it"),
        lede=_("Name one thing: a course, a lesson plan, a practice or a policy."),
    )


@post_once
def recommendation_unlink(request: HttpRequest, pk: int, link: int) -> HttpResponse:
    """Take a link away; the history keeps that it was there."""
    asked, user = _open(request, pk)
    there = get_object_or_404(asked.links, pk=link)
    if request.method != "POST":
        return HttpResponse(status=405)
    try:
        unlink_thing(link=there, by=user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The link was taken away."))
    return redirect("recommendation", pk)


def _in_work(request: HttpRequest, pk: int) -> tuple[Recommendation, User]:
    """Return what the reader works on. What was sent while it moved on is refused by the deed, with the words kept."""
    asked, user = seen(request, pk), reader(request)
    too_late = request.method == "GET" and asked.state not in WORKING
    if too_late or not may_answer(user, asked.issuer):
        raise Http404
    return asked, user


def _open(request: HttpRequest, pk: int) -> tuple[Recommendation, User]:
    asked, user = seen(request, pk), reader(request)
    too_late = request.method == "GET" and asked.state == RecommendationState.CLOSED
    if too_late or side_of(user, asked.issuer) is None:
        raise Http404
    return asked, user


def _answered(
    request: HttpRequest,
    asked: Recommendation,
    form: Any,
    deed: Callable[..., Any],
    *,
    heading: str,
    submit: str,
    lede: str = "",
) -> HttpResponse:
    """Do what a form asks and go back to the recommendation, or show the form."""
    if request.method == "POST" and done_with(form, deed) is not None:
        messages.success(request, _("Done."))
        return redirect("recommendation", asked.pk)
    back = reverse("recommendation", args=[asked.pk])
    return form_page(
        request,
        form,
        heading=heading,
        lede=lede or str(asked),
        submit=submit,
        crumbs=[(back, asked.number)],
        differs=newer_values(form, asked),
    )
