"""Events from elsewhere: a table, a pasted page, calendars that are read again, and a year of samples."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from muster.accounts.permissions import Permission
from muster.core.errors import MusterError
from muster.core.importing.text import decode
from muster.events.access import feeds_visible_to
from muster.events.actions.feeds import add_feed, change_feed, read_feed
from muster.events.actions.intake import Taken, part_source, take_in
from muster.events.enums import SourceKind
from muster.events.forms.catalogue import ReasonForm
from muster.events.forms.sources import AgainForm, FeedForm, PasteForm, TableForm
from muster.events.models import Event, Feed
from muster.events.samples import add_samples, remove_samples
from muster.events.sources.found import Reading, checked
from muster.events.sources.pages import read_page
from muster.events.sources.table import MOST_BYTES, read_table
from muster.ledger.refusals import Refused
from muster.roster.models import Agency
from muster.standards.queries import today_at
from muster.web.csv_out import csv_response
from muster.web.forms import done_with, put_on
from muster.web.once import post_once
from muster.web.reader import reader
from muster.web.tables import page_of, sorted_by, wants_csv
from muster.web.trainer.events import agency_written, own_event

P = Permission
COLUMNS = {"name": "name", "read": "read_at"}


# ── a table, a page ──────────────────────────────────────────────────────────────────────────────


@post_once
def events_import(request: HttpRequest) -> HttpResponse:
    """Read a table, show what it would bring, and take all of it in or nothing."""
    agency = agency_written(request)
    upload = TableForm(request.POST if request.FILES else None, request.FILES or None)
    if request.FILES and upload.is_valid():
        raw = upload.cleaned_data["file"].read(MOST_BYTES + 1)
        return _previewed(request, agency, upload, partial(_of_table, raw), "trainer/events_import.html")
    return _answered(request, agency, upload, _of_text, SourceKind.CSV, "trainer/events_import.html")


@post_once
def events_paste(request: HttpRequest) -> HttpResponse:
    """Read the events that are marked in a pasted page, show them, and take them in."""
    agency = agency_written(request)
    form = PasteForm(request.POST if "look" in request.POST else None)
    template = "trainer/events_paste.html"

    def read(text: str) -> tuple[Reading, str]:
        return read_page(text, zone=agency.time_zone), text

    if form.is_bound and form.is_valid():
        return _previewed(request, agency, form, partial(read, form.cleaned_data["text"]), template)
    return _answered(request, agency, form, read, SourceKind.SCHEMA_ORG, template)


def _of_table(raw: bytes) -> tuple[Reading, str]:
    reading = read_table(raw)
    try:
        return reading, decode(raw, "")[0]
    except MusterError as error:
        raise Refused(str(error.problems[0]), field="file") from None


def _of_text(text: str) -> tuple[Reading, str]:
    return read_table(text.encode()), text


def _previewed(
    request: HttpRequest,
    agency: Agency,
    form: forms.Form,
    read: Callable[[], tuple[Reading, str]],
    template: str,
) -> HttpResponse:
    """Show what a source would bring; the text is sent along, to be read once more when it is taken."""
    shown: dict[str, Any] = {"form": form, "agency": agency}
    try:
        reading, text = read()
    except Refused as refused:
        put_on(form, refused)
    else:
        shown |= {"reading": checked(reading, agency), "again": AgainForm(initial={"text": text})}
    return render(request, template, shown)


def _answered(
    request: HttpRequest,
    agency: Agency,
    form: forms.Form,
    read: Callable[[str], tuple[Reading, str]],
    kind: SourceKind,
    template: str,
) -> HttpResponse:
    """Take in what a preview showed, or show the empty form."""
    again = AgainForm(request.POST if "take" in request.POST else None)
    if again.is_bound and again.is_valid():
        text = again.cleaned_data["text"]
        try:
            reading = checked(read(text)[0], agency)
            if reading.doubts:
                return _previewed(request, agency, form, lambda: read(text), template)
            taken = take_in(agency=agency, found=reading.found, kind=kind, by=reader(request))
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _told(taken))
            return redirect("events")
    return render(request, template, {"form": form, "agency": agency})


def _told(taken: Taken) -> str:
    return _(
        "%(added)d new, %(changed)d brought up to date, %(joined)d known from elsewhere already, %(same)d unchanged."
    ) % {**taken.counts()}


# ── calendars ────────────────────────────────────────────────────────────────────────────────────


def feeds(request: HttpRequest) -> HttpResponseBase:
    """List the calendars that are read, with what the last reading said."""
    agency_written(request)
    found = sorted_by(request, feeds_visible_to(request.user).select_related("provider"), COLUMNS, "name")
    if wants_csv(request):
        header = [_("Name"), _("Address"), _("Last read"), _("What went wrong")]
        return csv_response("calendars.csv", header, ([f.name, f.url, f.read_at, f.trouble] for f in found))
    return render(request, "trainer/feeds.html", {"page": page_of(request, found)})


@post_once
def feed_add(request: HttpRequest) -> HttpResponse:
    """Keep the address of a calendar, and read it at once."""
    agency = agency_written(request)
    form = FeedForm(request.POST or None, agency=agency)
    deed = partial(add_feed, agency=agency, by=reader(request))
    if request.method == "POST" and (made := done_with(form, deed)) is not None:
        _read_now(request, made)
        return redirect("trainer:feeds")
    return render(request, "trainer/feed_form.html", {"form": form})


@post_once
def feed_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a calendar, or stop reading it."""
    mine = feeds_visible_to(request.user).select_related("agency")
    there, copy = get_object_or_404(mine, pk=pk), get_object_or_404(mine, pk=pk)
    form = FeedForm(request.POST or None, instance=copy, agency=there.agency)
    deed = partial(change_feed, feed=there, by=reader(request))
    if request.method == "POST" and done_with(form, deed) is not None:
        messages.success(request, _("Changed."))
        return redirect("trainer:feeds")
    return render(request, "trainer/feed_form.html", {"form": form, "feed": there})


def feed_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a calendar now."""
    feed = get_object_or_404(feeds_visible_to(request.user).select_related("agency", "provider"), pk=pk)
    if request.method != "POST":
        return HttpResponse(status=405)
    _read_now(request, feed)
    return redirect("trainer:feeds")


def _read_now(request: HttpRequest, feed: Feed) -> None:
    done = read_feed(feed=feed, by=reader(request))
    if done.trouble:
        messages.error(request, done.trouble)
        return
    messages.success(request, _told(done.taken))
    if done.doubts:
        messages.warning(request, feed.trouble)


@post_once
def event_apart(request: HttpRequest, pk: int, source: int) -> HttpResponse:
    """Say that a source's entry was wrongly taken for this event."""
    about = own_event(request, pk)
    entry = get_object_or_404(about.sources.select_related("event"), pk=source)
    form = ReasonForm(request.POST or None)
    deed = partial(part_source, source=entry, by=reader(request))
    if request.method == "POST" and (made := done_with(form, deed)) is not None:
        messages.success(request, _("They are two events now."))
        return redirect("event", made.pk)
    return render(request, "trainer/event_apart.html", {"form": form, "event": about, "source": entry})


# ── samples ──────────────────────────────────────────────────────────────────────────────────────


@post_once
def events_samples(request: HttpRequest) -> HttpResponse:
    """Put a year of samples into an empty catalogue, or take them away again."""
    agency = agency_written(request)
    there = Event.objects.filter(agency=agency)
    samples = there.filter(is_sample=True)
    if request.method != "POST":
        if not samples.exists():
            raise Http404
        return render(request, "trainer/events_samples.html", {"number": samples.count()})
    if samples.exists():
        gone, kept = remove_samples(agency=agency, by=reader(request))
        messages.success(
            request,
            _("%(gone)d samples are gone. %(kept)d stay because there are requests for them.")
            % {"gone": gone, "kept": kept},
        )
    elif there.exists():
        messages.error(request, _("The catalogue is not empty. Samples are for an empty one."))
    else:
        add_samples(agency, today_at(agency), reader(request))
        messages.success(
            request, _("These are samples: nobody gives them. Take them away when you have seen enough.")
        )
    return redirect("events")


__all__ = [
    "event_apart",
    "events_import",
    "events_paste",
    "events_samples",
    "feed_add",
    "feed_change",
    "feed_read",
    "feeds",
]
