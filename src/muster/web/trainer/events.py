"""The catalogue by hand: an event added, changed, cancelled, with its flyer, and made one of our courses."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from muster.accounts.permissions import Permission
from muster.curriculum.models import Course
from muster.curriculum.topics import topic_names
from muster.events.access import events_visible_to
from muster.events.actions.catalogue import (
    FIELDS,
    add_event,
    adopt_as_course,
    attach_to_event,
    cancel_event,
    change_event,
    link_course,
    restore_event,
)
from muster.events.enums import EventState
from muster.events.forms.catalogue import CourseOfEventForm, EventForm, FlyerForm, ReasonForm
from muster.events.models import Event
from muster.events.queries.catalogue import demand_of
from muster.files.actions import name_for, store
from muster.ledger.refusals import Refused
from muster.roster.access import agencies_where
from muster.roster.models import Agency
from muster.web.csv_out import csv_response
from muster.web.forms import done_with, put_on
from muster.web.judging import agency_asked
from muster.web.once import post_once
from muster.web.reader import reader
from muster.web.tables import number_in, page_of, wants_csv

P = Permission
#: What is not carried along to this year's: it will be other.
OF_ONE_YEAR = ("starts_on", "ends_on", "register_by", "cancel_by", "certification_number")


def own_event(request: HttpRequest, pk: int) -> Event:
    """Return an event that the reader may change, or say that there is none."""
    found = events_visible_to(request.user, P.EVENTS_EVENT_WRITE).select_related(
        "agency", "provider", "course"
    )
    return get_object_or_404(found, pk=pk)


def agency_written(request: HttpRequest) -> Agency:
    """Return the agency whose catalogue the reader keeps: the one asked for, or the first."""
    return agency_asked(request, agencies_where(request.user, P.EVENTS_EVENT_WRITE))


@post_once
def event_add(request: HttpRequest) -> HttpResponse:
    """Add an event; ``?like=`` begins with what is said of another, for this year's of the same series."""
    agency = agency_written(request)
    form = EventForm(request.POST or None, agency=agency, initial=_like(request))
    deed = partial(add_event, agency=agency, by=reader(request))
    if request.method == "POST" and (made := done_with(form, deed)) is not None:
        messages.success(
            request, _("The event is in the catalogue. Next: its days, and what the fee pays for.")
        )
        return redirect("event", made.pk)
    return render(request, "trainer/event_form.html", {"form": form, "agency": agency})


@post_once
def event_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an event. The second of two who do so is shown what it says now."""
    there = own_event(request, pk)
    copy = own_event(request, pk)  # a form writes on what it is given
    form = EventForm(request.POST or None, instance=copy, agency=there.agency)
    deed = partial(_changed, there, reader(request))
    if request.method == "POST" and done_with(form, deed) is not None:
        messages.success(request, _("Changed."))
        return redirect("event", pk)
    newer = own_event(request, pk)
    context = {"form": form, "event": newer, "agency": newer.agency, "differs": _differs(form, newer)}
    return render(request, "trainer/event_form.html", context)


@post_once
def event_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down that the provider cancelled an event, or that it takes place after all."""
    about = own_event(request, pk)
    cancelled = about.state == EventState.CANCELLED
    form = ReasonForm(request.POST or None)
    deed = partial(restore_event if cancelled else cancel_event, event=about, by=reader(request))
    if request.method == "POST" and done_with(form, deed) is not None:
        messages.success(request, _("Written down. The requests for it say so."))
        return redirect("event", pk)
    waiting = about.requests.count()
    context = {"form": form, "event": about, "cancelled": cancelled, "waiting": waiting}
    return render(request, "trainer/event_cancel.html", context)


@post_once
def event_attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Hang a flyer on an event."""
    about = own_event(request, pk)
    form = FlyerForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            kept = store(content=upload.file, by=reader(request))
            attach_to_event(event=about, file=kept, name=name_for(kept, upload.name), by=reader(request))
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Attached."))
            return redirect("event", pk)
    return render(request, "trainer/event_attach.html", {"form": form, "event": about})


@post_once
def event_course(request: HttpRequest, pk: int) -> HttpResponse:
    """Make an event one of our courses, so that its records count; or say which course it is."""
    about = own_event(request, pk)
    if not agencies_where(request.user, P.CURRICULUM_COURSE_WRITE).filter(pk=about.agency_id).exists():
        raise Http404
    ours = Course.objects.filter(agency=about.agency, is_retired=False)
    form = CourseOfEventForm(request.POST or None, courses=ours)

    def deed(*, code: str, course: Course | None) -> Course:
        by = reader(request)
        if course is not None:
            return link_course(event=about, course=course, by=by)
        return adopt_as_course(event=about, code=code.strip(), by=by)

    if request.method == "POST" and (made := done_with(form, deed)) is not None:
        messages.success(request, _("Records of this event now count as records of the course."))
        return redirect("trainer:course", made.pk)
    return render(request, "trainer/event_course.html", {"form": form, "event": about})


def demand(request: HttpRequest) -> Any:
    """List what people asked to be told of, what most wait for first."""
    agency = agency_written(request)
    rows = [(each, each.series or topic_names([each.topic])[0]) for each in demand_of(agency)]
    if wants_csv(request):
        header = [_("What"), _("People")]
        return csv_response("demand.csv", header, ([label, each.people] for each, label in rows))
    return render(request, "trainer/demand.html", {"page": page_of(request, rows), "agency": agency})


def _changed(there: Event, by: Any, *, edition: int | None, **fields: Any) -> Event:
    return change_event(event=there, by=by, edition=edition or 0, **fields)


def _like(request: HttpRequest) -> dict[str, Any]:
    """Return what is said of the event that a new one begins with."""
    like = events_visible_to(request.user).filter(pk=number_in(request, "like")).first()
    if like is None:
        return {}
    return {name: value for name, value in model_to_dict(like, FIELDS).items() if name not in OF_ONE_YEAR}


def _differs(form: EventForm, newer: Event) -> list[tuple[str, Any]]:
    """Return what the event says now where that is not what was typed, when somebody else was faster."""
    if not form.is_bound or str(newer.edition) == form.data.get("edition"):
        return []
    typed: Any = form.data
    form.data = typed.copy()
    form.data["edition"] = str(newer.edition)  # type: ignore[index]  # a copy may be changed
    given = form.cleaned_data
    return [
        (str(form.fields[name].label), getattr(newer, name))
        for name in FIELDS
        if name in given and given[name] != getattr(newer, name)
    ]


__all__ = [
    "agency_written",
    "demand",
    "event_add",
    "event_attach",
    "event_cancel",
    "event_change",
    "event_course",
    "own_event",
]
