"""The catalogue of outside training, and the one page of an event."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from muster.accounts.access import may_anywhere
from muster.accounts.permissions import Permission
from muster.curriculum.access import courses_visible_to
from muster.curriculum.topics import topic_names, topics
from muster.events.access import (
    employers_of,
    events_visible_to,
    reports_visible_to,
    requests_visible_to,
)
from muster.events.actions.interests import forget_interest, note_interest
from muster.events.enums import EventKind
from muster.events.models import Event, Interest
from muster.events.queries import catalogue
from muster.ledger.refusals import Refused
from muster.records.access.records import person_of
from muster.roster.access import agencies_visible_to, agencies_where, own_entries
from muster.standards.access import agencies_judged_by
from muster.web.csv_out import csv_response
from muster.web.files import sent
from muster.web.once import post_once
from muster.web.outside.event_calendar import event_calendar_response
from muster.web.reader import reader
from muster.web.tables import number_in, page_of, sorted_by, wants_csv

P = Permission
COLUMNS = {
    "title": "title",
    "day": "starts_on",
    "provider": "provider__name",
    "tuition": "tuition_cents",
    "miles": "miles",
}
MOST_OF_A_SERIES = 10


def events(request: HttpRequest) -> HttpResponseBase:
    """List the outside events of one's agencies, the next first; what is over only where that is asked."""
    if not may_anywhere(request.user, P.EVENTS_EVENT_READ):
        raise Http404
    visible = events_visible_to(request.user)
    found: Any = _filtered(request, visible.select_related("provider", "agency"))
    found = sorted_by(request, found, COLUMNS, "-day" if request.GET.get("when") == "over" else "day")
    if wants_csv(request):
        return _as_csv(found)
    page = page_of(request, found)
    for row in page.object_list:
        row.topic_names = topic_names(row.topics)
        row.left = None if row.seats is None else max(row.seats - row.taken, 0)
    writes = agencies_where(request.user, P.EVENTS_EVENT_WRITE)
    context = {
        "page": page,
        "kinds": EventKind.choices,
        "topics": topics(),
        "regions": catalogue.regions_of(visible),
        "may_write": writes.exists(),
        "is_empty": not page.paginator.count and not visible.exists(),
        "has_samples": visible.filter(is_sample=True, agency__in=writes).exists(),
        "wishes": _wishes(request),
    }
    return render(request, "outside/events.html", context)


def event(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one event: what is said of it, how full it is, and what our own people brought home from the like."""
    shown = _seen(request, pk)
    user = request.user
    series = catalogue.of_series(shown)
    own = person_of(user)
    context = {
        "event": shown,
        "topic_names": topic_names(shown.topics),
        "days": shown.days.all(),
        "sessions": shown.sessions.all(),
        "credits": shown.credits.order_by("jurisdiction"),
        "seats": catalogue.seats_by_unit(shown),
        "taken": catalogue.taken_of(shown),
        "files": shown.files.select_related("file"),
        "sources": shown.sources.select_related("feed").order_by("pk"),
        "past": [
            (_("This series"), catalogue.past_of(series)),
            (_("This provider"), catalogue.past_of(catalogue.of_provider(shown))),
        ],
        "others": series.exclude(pk=pk).order_by("-starts_on")[:MOST_OF_A_SERIES],
        "reports": _reports(request, shown),
        "asked": requests_visible_to(user).filter(event=shown).select_related("requester", "unit")[:50],
        "may_ask": may_anywhere(user, P.EVENTS_REQUEST_WRITE),
        "may_write": events_visible_to(user, P.EVENTS_EVENT_WRITE).filter(pk=pk).exists(),
        "asks_worth": _asks_worth(request, shown),
        "may_judge": agencies_judged_by(user).filter(pk=shown.agency_id).exists(),
        "sees_course": shown.course_id is not None
        and courses_visible_to(user).filter(pk=shown.course_id).exists(),
        "waiting": catalogue.waiting_for(shown).values("person").distinct().count(),
        "offers": _offers(shown) if own is not None and _employed(request, shown) else [],
    }
    with timezone.override(shown.agency.time_zone):
        return render(request, "outside/event.html", context)


def event_file(request: HttpRequest, pk: int, file: int) -> Any:
    """Hand out a flyer."""
    return sent(get_object_or_404(_seen(request, pk).files, pk=file))


def event_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the days of an event for a calendar."""
    shown = _seen(request, pk)
    if shown.starts_on is None:
        raise Http404
    return event_calendar_response(shown, list(shown.days.all()))


@post_once
def event_interest(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask to be told when the series of an event, or one of its topics, is offered."""
    shown = _seen(request, pk)
    own = person_of(request.user)
    if own is None or not _employed(request, shown):
        raise Http404
    if request.method != "POST":
        return HttpResponse(status=405)
    series, topic = request.POST.get("series", ""), request.POST.get("topic", "")
    if (series, topic) not in {(offer["series"], offer["topic"]) for offer in _offers(shown)}:
        raise Http404
    try:
        note_interest(agency=shown.agency, person=own, topic=topic, series=series, by=reader(request))
    except Refused as refused:
        messages.info(request, str(refused))
    else:
        messages.success(request, _("You are on the list. New events of this kind stand above this list."))
    return redirect("event", pk)


@require_POST
def interest_forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Take oneself off a list."""
    wish = get_object_or_404(Interest, pk=pk, person__in=own_entries([request.user.pk]))
    forget_interest(interest=wish, by=reader(request))
    messages.success(request, _("Taken off the list."))
    return redirect("events")


def _seen(request: HttpRequest, pk: int) -> Event:
    return get_object_or_404(
        events_visible_to(request.user).select_related("provider", "agency", "course"), pk=pk
    )


def _employed(request: HttpRequest, shown: Event) -> bool:
    return employers_of(request.user).filter(pk=shown.agency_id).exists()


def _asks_worth(request: HttpRequest, shown: Event) -> bool:
    """Return whether somebody can have come back, and the reader may read what came of it."""
    begun = shown.starts_on is None or shown.starts_on <= timezone.localdate()
    may = agencies_visible_to(request.user, P.EVENTS_REPORT_READ).filter(pk=shown.agency_id)
    return begun and may.exists()


def _filtered(request: HttpRequest, found: QuerySet[Event]) -> QuerySet[Event]:
    """Keep what the filters of the page ask for."""
    asked = request.GET
    found = catalogue.annotate_taken(catalogue.filter_words(found, asked.get("q", "")))
    today = timezone.localdate()
    if asked.get("when") == "over":
        found = found.filter(ends_on__lt=today)
    elif month := _month(asked.get("month", "")):
        found = catalogue.filter_month(found, month)
    else:
        found = catalogue.filter_ahead(found, today)
    if (kind := asked.get("kind", "")) in EventKind.values:
        found = found.filter(kind=kind)
    if topic := asked.get("topic", ""):
        found = catalogue.filter_topic(found, topic)
    if region := asked.get("region", ""):
        found = found.filter(region=region)
    if miles := number_in(request, "miles"):
        found = catalogue.filter_near(found, min(miles, 100_000))
    return catalogue.filter_open(found) if asked.get("open") else found


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01") if len(text) == 7 else None
    except ValueError:
        return None


def _offers(shown: Event) -> list[dict[str, str]]:
    """Return what one may ask to be told of from the page of an event."""
    offers = [{"series": shown.series, "topic": "", "label": shown.series}] if shown.series else []
    names = zip(shown.topics, topic_names(shown.topics), strict=True)
    return [*offers, *({"series": "", "topic": code, "label": name} for code, name in names)]


def _wishes(request: HttpRequest) -> list[Any]:
    """Return one's own wishes, each with the next events that answer it: one query for all."""
    wishes: list[Any] = list(Interest.objects.filter(person__in=own_entries([request.user.pk])))
    if not wishes:
        return []
    ahead = catalogue.filter_ahead(events_visible_to(request.user), timezone.localdate())
    ahead = ahead.exclude(state="cancelled").order_by("starts_on")
    offered = list(ahead.filter(agency__in={wish.agency_id for wish in wishes})[:500])
    for wish in wishes:
        wish.label = wish.series or topic_names([wish.topic])[0]
        wish.offered = [
            each
            for each in offered
            if (wish.series and each.series == wish.series) or (wish.topic and wish.topic in each.topics)
        ][:3]
    return wishes


def _reports(request: HttpRequest, shown: Event) -> Any:
    """Return what was reported of this series and this provider, as far as the reader may read it."""
    like = catalogue.of_series(shown) | catalogue.of_provider(shown)
    found = reports_visible_to(request.user).filter(request__event__in=like.order_by().values("pk"))
    return found.select_related("author__person", "request__event").order_by("-submitted_at")[:10]


def _as_csv(found: QuerySet[Event]) -> HttpResponseBase:
    header = [
        _("Event"),
        _("Kind"),
        _("Provider"),
        _("First day"),
        _("Last day"),
        _("City"),
        _("State"),
        _("Miles"),
        _("Minutes"),
        _("Topics"),
        _("Tuition in cents"),
        _("Seats"),
        _("Register by"),
        _("Website or flyer"),
    ]
    rows = (
        [
            e.title,
            e.get_kind_display(),
            e.provider,
            e.starts_on,
            e.ends_on,
            e.city,
            e.region,
            e.miles,
            e.minutes,
            "; ".join(e.topics),
            e.tuition_cents,
            e.seats,
            e.register_by,
            e.website,
        ]
        for e in found
    )
    return csv_response("events.csv", header, rows)
