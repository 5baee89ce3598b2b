"""Bulletins: what those who were away tell those who stayed, with questions. Readers are counted and never ranked."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Count, Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from muster.accounts.access import may_anywhere
from muster.accounts.permissions import Permission
from muster.events.access import bulletins_visible_to
from muster.events.access_home import bulletins_for, bulletins_published_by, bulletins_written_by
from muster.events.actions.bulletins import (
    change_bulletin,
    publish_bulletin,
    read_bulletin,
    write_bulletin,
)
from muster.events.bulletins import questions_of
from muster.events.forms.shares import AnswersForm, BulletinForm
from muster.events.models import Bulletin, BulletinReading
from muster.events.queries.readers import readers_wanted
from muster.ledger.refusals import Refused
from muster.records.access.records import person_of
from muster.roster.access import agencies_where, own_entries
from muster.roster.models import Agency, Unit
from muster.web.csv_out import csv_response
from muster.web.forms import done_with, edition_in
from muster.web.once import post_once
from muster.web.outside.home_forms import form_page, with_newer_edition
from muster.web.reader import reader
from muster.web.tables import page_of, sorted_by, wants_csv

P = Permission
COLUMNS = {"title": "title", "day": "published_at", "readers": "readers"}


def bulletins(request: HttpRequest) -> HttpResponseBase:
    """List the bulletins, with whether one has read them oneself, and how many have."""
    if not may_anywhere(request.user, P.EVENTS_REPORT_READ):
        raise Http404
    own = BulletinReading.objects.filter(bulletin=OuterRef("pk"), person__in=own_entries([request.user.pk]))
    wanted = bulletins_for(request.user).filter(pk=OuterRef("pk"))
    found: Any = bulletins_visible_to(request.user).select_related("unit", "report__request__event")
    found = found.annotate(readers=Count("readings"), read=Exists(own), is_mine=Exists(wanted))
    found = sorted_by(request, found, COLUMNS, "-day")
    if wants_csv(request):
        header = [_("Title"), _("Published on"), _("For"), _("Readers")]
        rows = (
            [b.title, b.published_at.date() if b.published_at else "", b.unit or "", b.readers] for b in found
        )
        return csv_response("bulletins.csv", header, rows)
    page = page_of(request, found)
    for row in page.object_list:
        row.tone, row.words = _standing(row)
    may_write = agencies_where(request.user, P.EVENTS_REPORT_DECIDE).exists()
    return render(request, "outside/bulletins.html", {"page": page, "may_write": may_write})


@post_once
def bulletin(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a bulletin and answer its questions; one's own answers are shown to oneself alone."""
    shown = _seen(request, pk)
    person = person_of(request.user)
    is_mine = person is not None and bulletins_for(request.user).filter(pk=pk).exists()
    questions = questions_of(shown.questions)
    reading = shown.readings.filter(person__in=own_entries([request.user.pk])).first()
    form = AnswersForm(request.POST if request.method == "POST" else None, questions=questions)
    if request.method == "POST":
        if not is_mine:
            raise Http404
        if done_with(form, partial(_read, shown, person, form, reader(request))) is not None:
            messages.success(request, _("Thank you. You have read it."))
            return redirect("bulletin", pk)
    writes = bulletins_written_by(request.user).filter(pk=pk).exists()
    context = {
        "bulletin": shown,
        "form": form,
        "questions": [(each, each.answers[each.right]) for each in questions],
        "reading": reading,
        "may_read": is_mine and reading is None and shown.published_at is not None,
        "readers": shown.readings.values("person").distinct().count(),
        "wanted": readers_wanted(shown),
        "may_write": writes,
        "may_publish": shown.published_at is None
        and bulletins_published_by(request.user).filter(pk=pk).exists(),
    }
    return render(request, "outside/bulletin.html", context)


@post_once
def bulletin_new(request: HttpRequest) -> HttpResponse:
    """Begin a bulletin from nothing."""
    agency = agencies_where(request.user, P.EVENTS_REPORT_DECIDE).order_by("pk").first()
    if agency is None:
        raise Http404
    form = BulletinForm(request.POST or None, units=_units(agency))
    deed = partial(write_bulletin, agency=agency, by=reader(request))
    if request.method == "POST" and (made := done_with(form, deed)) is not None:
        messages.success(request, _("The draft is there."))
        return redirect("bulletin", made.pk)
    return _form_page(request, form, _("Write a bulletin"), None)


@post_once
def bulletin_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a bulletin. The second of two who do so is shown what it says now."""
    found = bulletins_written_by(request.user).select_related("agency")
    shown = get_object_or_404(found, pk=pk)
    form = BulletinForm(
        request.POST or None,
        instance=shown,
        initial={"edition": shown.edition, "questions": shown.questions},
        units=_units(shown.agency),
    )
    deed = partial(change_bulletin, bulletin=shown, by=reader(request))
    if request.method == "POST" and done_with(form, deed) is not None:
        messages.success(request, _("Changed."))
        return redirect("bulletin", pk)
    return _form_page(request, form, _("Change the bulletin"), Bulletin.objects.get(pk=pk))


@post_once
def bulletin_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Let everybody it is for read it."""
    shown = get_object_or_404(bulletins_published_by(request.user), pk=pk)
    if request.method != "POST":
        return HttpResponse(status=405)
    try:
        publish_bulletin(bulletin=shown, edition=edition_in(request), by=reader(request))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Published. Everybody it is for finds it under Bulletins."))
    return redirect("bulletin", pk)


def _seen(request: HttpRequest, pk: int) -> Bulletin:
    found = bulletins_visible_to(request.user).select_related(
        "agency", "unit", "report__request__event", "made_by"
    )
    return get_object_or_404(found, pk=pk)


def _read(shown: Bulletin, person: Any, form: AnswersForm, by: Any, **_answers: Any) -> BulletinReading:
    return read_bulletin(bulletin=shown, person=person, answers=form.given(), by=by)


def _units(agency: Agency) -> Any:
    return Unit.objects.filter(agency=agency).order_by("path")


def _standing(row: Any) -> tuple[str, str]:
    if row.published_at is None:
        return "off", _("draft")
    if row.read:
        return "good", _("you have read it")
    return ("wait", _("for you to read")) if row.is_mine else ("info", _("for others"))


def _form_page(
    request: HttpRequest, form: BulletinForm, heading: str, newer: Bulletin | None
) -> HttpResponse:
    differs: list[tuple[str, Any]] = []
    crumbs = [(reverse("bulletins"), _("Bulletins"))]
    if newer is not None:
        crumbs.append((reverse("bulletin", args=[newer.pk]), newer.title))
        if form.is_bound and form.data.get("edition") != str(newer.edition):
            differs = [(str(form.fields[name].label), getattr(newer, name)) for name in ("title", "text")]
            form = with_newer_edition(form, newer.edition)
    return form_page(
        request,
        form,
        heading=heading,
        lede=_("Short enough to read at roll call. Questions show what stayed."),
        submit=_("Keep the draft") if newer is None or newer.published_at is None else _("Save"),
        crumbs=crumbs,
        differs=differs,
    )
