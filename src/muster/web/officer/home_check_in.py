"""At the event: checking in from a phone, with a network or without, and the certificate afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from muster.events.actions.attendance import Seen, check_in, hand_in_certificate
from muster.events.enums import BEEN_THERE, GRANTED, AttendeeState
from muster.events.forms.attendance import CertificateForm, CheckInForm
from muster.events.models import Attendee, CheckIn, EventSession
from muster.events.printing import check_ins_as_pdf
from muster.files.actions import store
from muster.standards.rulebook import jurisdiction_name
from muster.web.forms import done_with
from muster.web.officer.home_reports import own_part, stored
from muster.web.once import post_once
from muster.web.outside.home_forms import form_page
from muster.web.reader import reader

WORKER = Path(__file__).parents[1] / "static" / "check_in_worker.js"
REFUSED = 422


@post_once
def check_in_page(request: HttpRequest, attendee: int) -> HttpResponse:
    """Check in to a session of the event: by the code shown in the room, or by a photograph."""
    part = _going(request, attendee)
    form = CheckInForm(request.POST or None, request.FILES or None, sessions=_sessions(part))
    if request.method == "POST" and (made := done_with(form, _deed(request, part, form))) is not None:
        messages.success(request, _("Checked in: %(title)s.") % {"title": made.title})
        return redirect("officer:check_in", attendee)
    zone = _zone(part)
    with timezone.override(zone):
        context = {"part": part, "form": form, "seen": part.check_ins.all(), "zone": str(zone)}
        return render(request, "officer/check_in.html", context)


def check_in_send(request: HttpRequest, attendee: int) -> HttpResponse:
    """Answer the page's own script: what is written down so far, and for a post whether it was taken.

    A phone that was without a network sends what it kept, each under its own key; what comes twice is written once.
    """
    part = _going(request, attendee)
    if request.method == "POST":
        form = CheckInForm(request.POST, request.FILES, sessions=_sessions(part))
        if done_with(form, _deed(request, part, form)) is None:
            why = " ".join(str(error) for errors in form.errors.values() for error in errors)
            return JsonResponse({"why": why}, status=REFUSED)
    zone = _zone(part)
    seen = [
        {"title": each.title, "when": date_format(each.at.astimezone(zone), "j M Y, H:i")}
        for each in part.check_ins.all()
    ]
    return JsonResponse({"token": get_token(request), "account": request.user.pk, "seen": seen})


@login_not_required
def worker(_request: HttpRequest) -> HttpResponse:
    """Hand out the script that keeps the check-in page on a phone; its address is what bounds where it works."""
    return HttpResponse(WORKER.read_text("utf-8"), content_type="text/javascript; charset=utf-8")


def check_in_pdf(request: HttpRequest, attendee: int) -> HttpResponse:
    """Print the sessions one checked in to, with their hours."""
    part = own_part(request, attendee)
    with timezone.override(_zone(part)):
        answer = HttpResponse(check_ins_as_pdf(part), content_type="application/pdf")
    answer.headers["Content-Disposition"] = 'attachment; filename="sessions-attended.pdf"'
    return answer


@post_once
def certificate(request: HttpRequest, attendee: int) -> HttpResponse:
    """Hand in the certificate; it becomes a training record that waits for approval."""
    part = own_part(request, attendee)
    if part.state != AttendeeState.ATTENDED or part.request.state not in BEEN_THERE or part.record_key:
        raise Http404
    event = part.request.event
    form = CertificateForm(
        request.POST or None,
        request.FILES or None,
        initial={"completed_on": event.ends_on, "minutes": _credit(part)},
    )
    if request.method == "POST" and (kept := stored(request, form)) is not None:

        def hand_in(*, file: Any, **said: Any) -> Any:  # noqa: ARG001 - it is kept by now
            return hand_in_certificate(attendee=part, file=kept[0], name=kept[1], by=reader(request), **said)

        if (made := done_with(form, hand_in)) is not None:
            messages.success(request, _("Handed in. It counts as soon as somebody has approved it."))
            return redirect("officer:record", made.pk)
    given = ", ".join(
        f"{jurisdiction_name(each.jurisdiction)} {each.minutes // 60}:{each.minutes % 60:02}"
        for each in event.credits.all()
    )
    return form_page(
        request,
        form,
        heading=_("Hand in the certificate"),
        lede=f"{event}. {_('Credit by jurisdiction: %(credits)s.') % {'credits': given}}"
        if given
        else str(event),
        submit=_("Hand in"),
        crumbs=[(reverse("request", args=[part.request_id]), str(event))],
    )


def _going(request: HttpRequest, attendee: int) -> Attendee:
    """Return one's own part in a request that was granted, or say that there is none."""
    part = own_part(request, attendee)
    if part.request.state not in GRANTED or part.state not in (AttendeeState.GOING, AttendeeState.ATTENDED):
        raise Http404
    return part


def _zone(part: Attendee) -> ZoneInfo:
    return ZoneInfo(part.request.event.time_zone or part.request.agency.time_zone)


def _sessions(part: Attendee) -> list[tuple[EventSession, str]]:
    """Return the sessions of the event with a label each: those of today first, on the clocks of the place."""
    today = timezone.localdate(timezone=_zone(part))
    sessions = sorted(part.request.event.sessions.all(), key=lambda each: each.day != today)
    return [(each, _label(each, is_today=each.day == today)) for each in sessions]


def _label(session: EventSession, *, is_today: bool) -> str:
    day = _("today") if is_today else date_format(session.day, "j M Y")
    time = f", {time_format(session.begins, 'H:i')}" if session.begins else ""
    return f"{session.title} ({day}{time})"


def _deed(request: HttpRequest, part: Attendee, form: CheckInForm) -> Any:
    def deed(**said: Any) -> CheckIn:
        photo = said.get("photo")
        kept = store(content=photo.file, by=reader(request)) if photo is not None else None
        if kept is not None and not kept.media_type.startswith("image/"):
            raise ValidationError(
                {"photo": _("This is not a photograph. Take one with your phone (JPEG, PNG or WebP).")}
            )
        seen = Seen(
            key=said["key"],
            at=said["at"] or timezone.now(),
            session=form.chosen(),
            title=said["title"],
            code=said["code"],
            photo=kept,
        )
        return check_in(attendee=part, seen=seen, by=reader(request))

    return deed


def _credit(part: Attendee) -> int:
    """Return the minutes to begin with: the credit where the agency is, else what was checked in to, else the event's."""
    event, agency = part.request.event, part.request.agency
    there = event.credits.filter(jurisdiction=agency.jurisdiction).first()
    if there is not None:
        return there.minutes
    return sum(part.check_ins.values_list("minutes", flat=True)) or event.minutes
