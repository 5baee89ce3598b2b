"""Back from outside: doing one's duty to share, and naming another way to do it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Min, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from muster.events.access_home import own_attendees, own_shares
from muster.events.actions.shares import do_share, plan_share, prove_share
from muster.events.enums import BEEN_THERE, ShareKind
from muster.events.forms.shares import ShareForm, SharePlanForm
from muster.events.models import Share
from muster.events.queries.deadlines import Due, deadlines_of
from muster.records.enums import SessionState
from muster.records.models import Session
from muster.roster.access import own_entries
from muster.web.forms import done_with
from muster.web.officer.home_reports import stored
from muster.web.once import post_once
from muster.web.outside.home_forms import form_page
from muster.web.outside.request import seen
from muster.web.reader import reader


@post_once
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that it was shared: how, with whom, when; with its proof, and for a trainer the class that was taught."""
    found = own_shares(request.user).select_related("request__event", "request__agency", "attendee__person")
    duty = get_object_or_404(found, pk=pk)
    if duty.confirmed_by_id or duty.waived_by_id:
        raise Http404
    form = ShareForm(
        request.POST or None, request.FILES or None, instance=duty, sessions=_sessions(request, duty)
    )

    kept = stored(request, form) if request.FILES else None

    def do(*, file: Any, **said: Any) -> Share:  # noqa: ARG001 - the file is kept by now
        return do_share(share=duty, by=reader(request), **said)

    if request.method == "POST" and (done := done_with(form, do)) is not None:
        if kept is not None:
            prove_share(share=done, file=kept[0], name=kept[1], by=reader(request))
        messages.success(request, _("Written down. The training unit confirms it."))
        return redirect("request", duty.request_id)
    return form_page(
        request,
        form,
        heading=_("Share what you learned"),
        lede=f"{duty.request.event}. {_('Due on %(day)s.') % {'day': _day(duty)}} {duty.answer}".strip(),
        submit=_("Write it down"),
        crumbs=[(reverse("request", args=[duty.request_id]), str(duty.request.event))],
    )


@post_once
def share_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Name another way to share."""
    asked = seen(request, pk)
    part = own_attendees(request.user).filter(request=pk).first()
    if part is None or asked.state not in BEEN_THERE:
        raise Http404
    due = next((deadline.on for deadline in deadlines_of(asked) if deadline.what == Due.SHARE), None)
    form = SharePlanForm(request.POST or None, initial={"due_on": due})

    def plan(**said: Any) -> Share:
        return plan_share(request=asked, attendee=part, by=reader(request), **said)

    if request.method == "POST" and done_with(form, plan) is not None:
        messages.success(request, _("Planned."))
        return redirect("request", pk)
    return form_page(
        request,
        form,
        heading=_("Another way to share"),
        lede=str(asked.event),
        submit=_("Plan it"),
        crumbs=[(reverse("request", args=[pk]), str(asked.event))],
    )


def _sessions(request: HttpRequest, duty: Share) -> Any:
    """Return the classes to choose from: those of the agency that were held since; of a duty to teach one's own."""
    held = Session.objects.annotate(first=Min("meetings__starts_at")).filter(
        agency=duty.request.agency_id,
        state__in=[SessionState.IN_SESSION, SessionState.HELD, SessionState.CLOSED, SessionState.REPORTED],
    )
    if duty.request.event.ends_on:
        held = held.filter(Q(first=None) | Q(first__date__gt=duty.request.event.ends_on))
    if duty.kind == ShareKind.TEACH:
        held = held.filter(
            pk__in=Session.objects.filter(teaching__instructor__person__in=own_entries([request.user.pk]))
        )
    return held.select_related("course", "agency").order_by("-first", "-pk")


def _day(duty: Share) -> str:
    return date_format(duty.due_on, "j M Y")
