"""Back from outside: the report on return bit by bit, its hand-outs, and what it was worth."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from muster.events.access import contacts_visible_to
from muster.events.access_home import own_attendees, own_reports
from muster.events.actions.reports import (
    add_material,
    hand_in_report,
    permit_material,
    rate_event,
    write_report,
)
from muster.events.enums import AttendeeState, RatingMoment, ReportState
from muster.events.forms.reports import MaterialForm, PermitForm, RatingForm, ReportForm
from muster.events.models import Attendee, Report, ReportFile
from muster.events.queries.library import later_from
from muster.files.actions import name_for, store
from muster.files.models import StoredFile
from muster.ledger.refusals import Refused
from muster.web.forms import done_with, put_on
from muster.web.once import post_once
from muster.web.outside.home_forms import form_page
from muster.web.reader import reader

WRITABLE = (ReportState.DRAFT, ReportState.RETURNED)


def own_part(request: HttpRequest, attendee: int) -> Attendee:
    """Return the reader's own part in a request, or say that there is none."""
    found = own_attendees(request.user).select_related(
        "request__event__course", "request__agency", "request__policy", "person"
    )
    return get_object_or_404(found, pk=attendee)


@post_once
def report_write(request: HttpRequest, attendee: int) -> HttpResponse:
    """Write the report on return, bit by bit; hand it in when it says enough."""
    part = own_part(request, attendee)
    report = Report.objects.filter(author=part).first()
    if report is not None and report.state not in WRITABLE:
        return redirect("report", report.pk)
    form = _form(request, part, report)
    deed = partial(_write, part, reader(request))
    if request.method == "POST" and (written := done_with(form, deed)) is not None:
        return _handed_in(request, part, written)
    newer = Report.objects.filter(author=part).first()
    context = {
        "part": part,
        "form": form,
        "report": newer,
        "edition": newer.edition if newer else 1,
        "differs": _differences(form, newer),
        "materials": newer.files.select_related("file") if newer else [],
        "contacts": contacts_visible_to(request.user).filter(report=newer) if newer else [],
        "rating": part.ratings.filter(moment=RatingMoment.RETURN).first(),
        "may_rate": part.state == AttendeeState.ATTENDED,
    }
    return render(request, "officer/report_write.html", context)


@post_once
def material_add(request: HttpRequest, attendee: int) -> HttpResponse:
    """Add a hand-out to one's report, with what its owner allows."""
    part = own_part(request, attendee)
    report = get_object_or_404(Report, author=part)
    back = reverse("officer:report_write", args=[attendee])
    form = MaterialForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and (kept := stored(request, form)) is not None:

        def add(*, permit: str, **_file: Any) -> ReportFile:
            return add_material(report=report, file=kept[0], name=kept[1], permit=permit, by=reader(request))

        if done_with(form, add) is not None:
            messages.success(request, _("Added."))
            return redirect(back)
    return form_page(
        request,
        form,
        heading=_("Add a hand-out"),
        lede=_("Slides, a policy, a form. Say what whoever made it allows."),
        submit=_("Add"),
        crumbs=[(back, _("Report"))],
    )


@post_once
def material_permit(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what the owner of a hand-out allows, once somebody has asked."""
    found = ReportFile.objects.filter(report__in=own_reports(request.user).values("pk")).select_related(
        "report__request__agency", "report__request__event"
    )
    material = get_object_or_404(found, pk=pk)
    form = PermitForm(request.POST or None, initial={"permit": material.permit})

    def permit(*, permit: str) -> ReportFile:
        return permit_material(material=material, permit=permit, by=reader(request))

    if request.method == "POST" and done_with(form, permit) is not None:
        messages.success(request, _("Changed."))
        return redirect("report", material.report_id)
    return form_page(
        request,
        form,
        heading=material.name,
        lede=_("Who may open it follows from what its owner allows."),
        submit=_("Save"),
        crumbs=[(reverse("report", args=[material.report_id]), str(material.report))],
    )


@post_once
def rate(request: HttpRequest, attendee: int) -> HttpResponse:
    """Say what it was worth: on return, and again three months later."""
    part = own_part(request, attendee)
    if part.state != AttendeeState.ATTENDED:
        raise Http404
    given = set(part.ratings.values_list("moment", flat=True))
    moment = (
        RatingMoment.THREE_MONTHS if RatingMoment.RETURN in given or _is_later(part) else RatingMoment.RETURN
    )
    later = moment == RatingMoment.THREE_MONTHS
    form = RatingForm(request.POST or None, later=later)
    deed = partial(rate_event, attendee=part, moment=moment, by=reader(request))
    if request.method == "POST" and done_with(form, deed) is not None:
        messages.success(
            request, _("Thank you. Only the numbers of three and more people are shown together.")
        )
        return redirect("request", part.request_id)
    return form_page(
        request,
        form,
        heading=_("What was it worth?") if not later else _("Three months later: what was it worth?"),
        lede=str(part.request.event),
        submit=_("Send"),
        crumbs=[(reverse("request", args=[part.request_id]), str(part.request.event))],
    )


def stored(request: HttpRequest, form: Any) -> tuple[StoredFile, str] | None:
    """Keep the file that came with a form, before any transaction begins. None: there is none, or it was refused."""
    if not form.is_valid():
        return None
    upload = form.cleaned_data.get("file")
    if upload is None:
        return None
    try:
        kept = store(content=upload.file, by=reader(request))
    except Refused as refused:
        put_on(form, refused)
        return None
    return kept, name_for(kept, upload.name)


def _is_later(part: Attendee) -> bool:
    return timezone.localdate() >= later_from(part)


def _form(request: HttpRequest, part: Attendee, report: Report | None) -> ReportForm:
    companions = part.request.attendees.filter(state=AttendeeState.ATTENDED).exclude(pk=part.pk)
    instance = report or Report(request=part.request, author=part)
    initial: dict[str, Any] = {"edition": instance.edition}
    if report is None:
        initial["topics"] = part.request.event.topics
    else:
        initial["others"] = list(report.others.values_list("pk", flat=True))
    return ReportForm(
        request.POST or None,
        instance=instance,
        initial=initial,
        companions=companions.select_related("person"),
    )


def _write(part: Attendee, by: Any, **said: Any) -> Report:
    others = list(said.pop("others", []))
    return write_report(attendee=part, by=by, others=others, **said)


def _handed_in(request: HttpRequest, part: Attendee, written: Report) -> HttpResponse:
    """Hand in what was just kept where that was asked; what stands in the way is said, and what was written stays."""
    if request.POST.get("do") != "hand_in":
        messages.success(request, _("Kept. Go on whenever you like; it is handed in when you say so."))
        return redirect("officer:report_write", part.pk)
    try:
        hand_in_report(report=written, by=reader(request))
    except Refused as refused:
        messages.warning(request, _("Kept, and not handed in yet. %(why)s") % {"why": refused})
        return redirect("officer:report_write", part.pk)
    messages.success(request, _("Handed in. Somebody in the training unit reads it."))
    return redirect("report", written.pk)


def _differences(form: ReportForm, newer: Report | None) -> list[tuple[str, Any]]:
    """Return what the report says now where that is not what was typed, when it was changed elsewhere."""
    if not form.is_bound or newer is None or str(newer.edition) == form.data.get("edition"):
        return []
    return [
        (str(form.fields[name].label), getattr(newer, name))
        for name in form.Meta.fields
        if name in form.fields and getattr(newer, name) != form.cleaned_data.get(name)
    ]
