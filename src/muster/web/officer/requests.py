"""Asking for outside training: one's own requests, and for those who plan also those for others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muster.accounts.access import may_anywhere, reach_of
from muster.accounts.permissions import Permission
from muster.events.access import events_visible_to, may_edit, mine, requests_visible_to
from muster.events.actions.requests import attach_to_request, change_request, draft_request
from muster.events.forms.requests import RequestForm
from muster.events.models import Event, Request
from muster.files.actions import name_for, store
from muster.ledger.refusals import Refused
from muster.records.access.records import person_of
from muster.roster.models import Agency, Person
from muster.standards.access import people_judged_by
from muster.standards.queries import people_serving
from muster.standards.rulebook import titles_of
from muster.web.csv_out import csv_response
from muster.web.forms import done_with, edition_in, put_on
from muster.web.once import post_once
from muster.web.outside.event_helps import requirements_met
from muster.web.outside.request import seen, tone_of
from muster.web.reader import reader
from muster.web.tables import page_of, sorted_by, wants_csv

P = Permission
COLUMNS = {"event": "event__title", "day": "event__starts_on", "state": "state", "made": "made_at"}


class AttachForm(forms.Form):
    """A file, and what it is."""

    file = forms.FileField(label=gettext_lazy("File"))
    note = forms.CharField(label=gettext_lazy("What it is"), required=False, max_length=200)


def requests(request: HttpRequest) -> HttpResponseBase:
    """List one's own requests: asked by, for, or written by oneself."""
    if not may_anywhere(request.user, P.EVENTS_REQUEST_WRITE):
        raise Http404
    found: Any = Request.objects.filter(mine(request.user)).select_related("event", "requester", "agency")
    found = found.annotate(number=Count("attendees", distinct=True))
    found = sorted_by(request, found, COLUMNS, "-made")
    if wants_csv(request):
        header = [_("Event"), _("First day"), _("State"), _("People"), _("Asked on")]
        rows = (
            [r.event, r.event.starts_on, r.get_state_display(), r.number, r.made_at.date()] for r in found
        )
        return csv_response("my-requests.csv", header, rows)
    page = page_of(request, found)
    for row in page.object_list:
        row.tone = tone_of(row.state)
    return render(request, "officer/requests.html", {"page": page})


@post_once
def request_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a request for an event."""
    event = get_object_or_404(events_visible_to(request.user).select_related("agency"), pk=pk)
    reach = reach_of(request.user, P.EVENTS_REQUEST_WRITE)
    for_others = reach.covers(event.agency)
    own = person_of(request.user)
    if not for_others and (not reach.own or own is None or not _works_for(own, event.agency)):
        raise Http404
    form = _form(request, event, for_others=for_others, own=own, asked=None)

    def draft(**said: Any) -> Request:
        people: list[Person] = list(said.get("people") or ([own] if own else []))
        return draft_request(
            event=event,
            requester=own if own is not None and own in people else people[0],
            people=people,
            needs=form.needs(),
            by=reader(request),
            **form.said(),
        )

    with timezone.override(event.agency.time_zone):
        if request.method == "POST" and (made := done_with(form, draft)) is not None:
            messages.success(request, _("Your draft is kept. Now say what it costs, then hand it in."))
            return redirect("request", made.pk)
        return render(request, "officer/request_form.html", {"form": form, "event": event})


@post_once
def request_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a request that is being written. The second of two who do so is shown what it says now."""
    asked = seen(request, pk)
    if not may_edit(reader(request), asked):
        raise Http404
    reach = reach_of(request.user, P.EVENTS_REQUEST_WRITE)
    form = _form(request, asked.event, for_others=reach.covers(asked.agency), own=None, asked=asked)

    def change(**said: Any) -> Request:
        people: Sequence[Person] | None = said.get("people")
        edition = edition_in(request)
        return change_request(
            request=asked,
            people=people,
            needs=form.needs(),
            by=reader(request),
            edition=edition,
            **form.said(),
        )

    with timezone.override(asked.agency.time_zone):
        if request.method == "POST" and done_with(form, change) is not None:
            messages.success(request, _("Changed."))
            return redirect("request", pk)
        newer = Request.objects.get(pk=pk)
        context = {"form": form, "event": asked.event, "asked": newer, "differs": _differences(form, newer)}
        return render(request, "officer/request_form.html", context)


@post_once
def request_attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Hang a file on one's own request, or on one that one handles."""
    asked = seen(request, pk)
    if not requests_visible_to(request.user, P.EVENTS_REQUEST_WRITE).filter(pk=pk).exists():
        raise Http404
    form = AttachForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            kept = store(content=upload.file, by=reader(request))
            name = name_for(kept, upload.name)
            attach_to_request(
                request=asked, file=kept, name=name, note=form.cleaned_data["note"], by=reader(request)
            )
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Attached."))
            return redirect("request", pk)
    return render(request, "officer/request_attach.html", {"form": form, "asked": asked})


def _form(
    request: HttpRequest, event: Event, *, for_others: bool, own: Person | None, asked: Request | None
) -> RequestForm:
    people: QuerySet[Person] | None = (
        people_serving(event.agency).order_by("family_name", "given_name") if for_others else None
    )
    initial: dict[str, Any] = {"people": [own] if own else []}
    if asked is not None:
        needs = list(asked.needs.all())
        initial = {
            "people": list(asked.attendees.values_list("person", flat=True)),
            "requirements": [need.requirement for need in needs if need.requirement],
            "need": next((need.text for need in needs if not need.requirement), ""),
        }
    titles = titles_of()
    choices = dict(requirements_met(event, _asked_about(request, event, for_others=for_others)))
    choices |= {key: titles.get(key, key) for key in initial.get("requirements", []) if key not in choices}
    return RequestForm(
        request.POST or None,
        instance=Request.objects.get(pk=asked.pk) if asked is not None else None,
        initial=initial,
        people=people,
        requirements=list(choices.items()),
    )


def _asked_about(request: HttpRequest, event: Event, *, for_others: bool) -> QuerySet[Person]:
    """Return whose open requirements are looked at: one's own, or for those who plan all whose standing they see."""
    if for_others:
        return people_judged_by(request.user) & people_serving(event.agency)
    own = person_of(request.user)
    return Person.objects.filter(pk=own.pk if own else 0)


def _works_for(person: Person, agency: Agency) -> bool:
    return people_serving(agency).filter(pk=person.pk).exists()


def _differences(form: RequestForm, newer: Request) -> list[tuple[str, Any]]:
    """Return what the request says now where that is not what was typed, when somebody else was faster."""
    edition = form.data.get("edition") if form.is_bound else None
    if edition is None or str(newer.edition) == edition:
        return []
    return [
        (str(form.fields[name].label), getattr(newer, name))
        for name in form.changed_data
        if name in form.Meta.fields
    ]


__all__ = ["request_attach", "request_edit", "request_new", "requests"]
