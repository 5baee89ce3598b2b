"""What belongs to an event line by line: four pages of rows, all of one make."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muster.events.actions.agenda import set_agenda, set_credits, set_days, set_seats
from muster.events.forms.agenda import CreditRow, DayRow, RowForm, SeatsRow, SessionRow, lines_of, rows_of
from muster.events.models import Event
from muster.ledger.refusals import Refused
from muster.roster.models import Unit
from muster.web.forms import edition_in
from muster.web.once import post_once
from muster.web.reader import reader
from muster.web.trainer.events import own_event

MOST_DAYS = 40


@dataclass(frozen=True)
class Part:
    """One of the pages: its rows, what stands there now, and the deed with the name of what it takes."""

    heading: str | Promise
    lede: str | Promise
    row: type[RowForm]
    rows: Callable[[Event], list[dict[str, Any]]]
    deed: Callable[..., Event]
    takes: str
    needs: Callable[[Event], dict[str, Any]] = lambda _event: {}


def _days(event: Event) -> list[dict[str, Any]]:
    """Return the days, or all between the first and the last where none is written down yet."""
    names = ("day", "begins", "ends", "breakfast", "lunch", "dinner")
    return list(event.days.values(*names)) or [{"day": day} for day in _between(event)]


def _between(event: Event) -> list[date]:
    if event.starts_on is None or event.ends_on is None:
        return []
    count = min((event.ends_on - event.starts_on).days + 1, MOST_DAYS)
    return [event.starts_on + timedelta(days=number) for number in range(count)]


def _agenda(event: Event) -> list[dict[str, Any]]:
    return [
        {
            "key": line.pk,
            "title": line.title,
            "day": line.day,
            "begins": line.begins,
            "minutes": line.minutes,
            "code": line.code,
        }
        for line in event.sessions.all()
    ]


def _credits(event: Event) -> list[dict[str, Any]]:
    return [
        {"jurisdiction": line.jurisdiction, "number": line.number, "minutes": line.minutes}
        for line in event.credits.order_by("pk")
    ]


PARTS: dict[str, Part] = {
    "days": Part(
        gettext_lazy("Days and meals"),
        gettext_lazy(
            "On the clocks of the place. Meals that the fee pays for are taken off the daily allowance."
        ),
        DayRow,
        _days,
        set_days,
        "days",
    ),
    "agenda": Part(
        gettext_lazy("Agenda"),
        gettext_lazy(
            "Talks and workshops. With the code that a room shows, people check in from their phones."
        ),
        SessionRow,
        _agenda,
        set_agenda,
        "sessions",
    ),
    "credits": Part(
        gettext_lazy("Credit"),
        gettext_lazy("What each jurisdiction gives for it, and its number there."),
        CreditRow,
        _credits,
        set_credits,
        "given",
    ),
    "seats": Part(
        gettext_lazy("Seats kept for units"),
        gettext_lazy("A unit and those below it share its seats."),
        SeatsRow,
        lambda event: [
            {"unit": str(line.unit_id), "seats": line.seats} for line in event.allotments.order_by("pk")
        ],
        set_seats,
        "seats",
        lambda event: {
            "units": {
                str(unit.pk): unit for unit in Unit.objects.filter(agency=event.agency).order_by("name")
            }
        },
    ),
}


@post_once
def event_part(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """Change the lines of one part of an event."""
    about = own_event(request, pk)
    shown = PARTS.get(part)
    if shown is None:
        raise Http404
    rows = rows_of(shown.row)(
        request.POST or None, initial=shown.rows(about), prefix=part, form_kwargs=shown.needs(about)
    )
    refused = ""
    if request.method == "POST" and rows.is_valid():
        try:
            shown.deed(
                event=about,
                by=reader(request),
                edition=edition_in(request),
                **{shown.takes: lines_of(rows)},
            )
        except (Refused, ValidationError) as refusal:
            refused = str(refusal) if isinstance(refusal, Refused) else " ".join(refusal.messages)
        else:
            messages.success(request, _("Saved."))
            return redirect("event", pk)
    now = own_event(request, pk)
    context = {
        "event": now,
        "part": shown,
        "rows": rows,
        "refused": refused,
        "newer": shown.rows(now) if refused and str(now.edition) != request.POST.get("edition") else [],
    }
    return render(request, "trainer/event_part.html", context)
