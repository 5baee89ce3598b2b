"""The ledger as a page: who did what, to what, when and why, and an entry's place in the chain."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from muster.accounts.access import Visitor, may_anywhere, reach_of
from muster.accounts.permissions import Permission
from muster.ledger.contents import Run
from muster.ledger.models import Entry
from muster.ledger.queries import place_of
from muster.ledger.vouching import rows_in
from muster.roster.access import agencies_in
from muster.roster.models import Agency
from muster.web.csv_out import csv_response
from muster.web.department.deeds import DEEDS, deed_of
from muster.web.tables import number_in, page_of, wants_csv

MOST_RUNS = 5  # of keys that are shown of a table


def entries_visible_to(user: Visitor) -> QuerySet[Entry]:
    """Return the entries about the agencies where somebody may read the ledger, and those they made themselves.

    It stands here since the ledger knows no agencies, and roster does not know the ledger's pages.
    """
    reach = reach_of(user, Permission.LEDGER_ENTRY_READ)
    if reach.everywhere:
        return Entry.objects.all()
    agencies = Agency.objects.filter(agencies_in(reach)).values("pk")
    own = Q(actor=user.pk) | Q(on_behalf_of=user.pk)
    return Entry.objects.filter(Q(agency_id__in=agencies) | own)


def ledger(request: HttpRequest) -> HttpResponseBase:
    """List what was done, the latest first; by word, agency, deed and days."""
    if not may_anywhere(request.user, Permission.LEDGER_ENTRY_READ):
        raise Http404
    found = _filtered(request, entries_visible_to(request.user))
    if wants_csv(request):
        return _ledger_csv(found)
    reach = reach_of(request.user, Permission.LEDGER_ENTRY_READ)
    agencies = Agency.objects.filter(agencies_in(reach)) if reach.everywhere or reach.agencies else []
    page = page_of(request, found)
    for entry in page.object_list:
        entry.deed = deed_of(entry.verb)
    context = {
        "page": page,
        "agencies": agencies,
        "verbs": sorted(((verb, str(deed)) for verb, deed in DEEDS.items()), key=lambda each: each[1]),
        "filtered": any(request.GET.get(name) for name in ("q", "agency", "verb", "from", "to")),
    }
    return render(request, "department/ledger.html", context)


def ledger_entry(request: HttpRequest, number: int) -> HttpResponse:
    """Show one entry, its neighbours, and whether the links between them hold."""
    if not may_anywhere(request.user, Permission.LEDGER_ENTRY_READ):
        raise Http404
    found = entries_visible_to(request.user).select_related("actor", "on_behalf_of")
    entry = get_object_or_404(found, pk=number)
    agency = Agency.objects.filter(pk=entry.agency_id).first() if entry.agency_id else None
    context = {
        "place": place_of(entry),
        "entry": entry,
        "agency": agency,
        "deed": deed_of(entry.verb),
        "added": _rows_added(entry),
    }
    return render(request, "department/ledger_entry.html", context)


def _rows_added(entry: Entry) -> list[tuple[str, str]]:
    """Return which rows an entry vouches for: each table with its keys, the first few where they are many."""
    try:
        found = rows_in(entry.lines)
    except ValueError:  # somebody changed it by hand, which the page says of the entry as a whole
        return []
    return [(table, _keys(runs)) for table, runs in found.items()]


def _keys(runs: list[Run]) -> str:
    said = [str(first) if first == last else f"{first}–{last}" for first, last in runs[:MOST_RUNS]]
    if len(runs) > MOST_RUNS:
        said.append(_("and %(count)s more") % {"count": len(runs) - MOST_RUNS})
    return ", ".join(said)


def _filtered(request: HttpRequest, entries: QuerySet[Entry]) -> QuerySet[Entry]:
    found = entries.select_related("actor", "on_behalf_of").order_by("-number")
    for word in request.GET.get("q", "").split():
        found = found.filter(
            Q(verb__icontains=word)
            | Q(reason__icontains=word)
            | Q(actor__name__icontains=word)
            | Q(actor__email__icontains=word)
            | Q(subject_kind__icontains=word)
            | Q(subject_id=word)
        )
    if agency := number_in(request, "agency"):
        found = found.filter(agency_id=agency)
    if verb := request.GET.get("verb"):
        found = found.filter(verb=verb)
    if first := _day(request, "from"):
        found = found.filter(at__date__gte=first)
    if last := _day(request, "to"):
        found = found.filter(at__date__lte=last)
    return found


def _ledger_csv(found: QuerySet[Entry]) -> HttpResponseBase:
    header = [
        _("Number"),
        _("When"),
        _("Who"),
        _("On behalf of"),
        _("What"),
        _("In words"),
        _("Which"),
        _("Why"),
        _("Hash"),
    ]
    rows = (
        [
            entry.number,
            entry.at.isoformat(),
            entry.actor or "Muster",
            entry.on_behalf_of or "",
            entry.verb,
            deed_of(entry.verb),
            f"{entry.subject_kind} {entry.subject_id}",
            entry.reason,
            entry.hash,
        ]
        for entry in found.iterator()
    )
    return csv_response("ledger.csv", header, rows)


def _day(request: HttpRequest, name: str) -> date | None:
    """Return the day that a filter names; nothing where it names none."""
    try:
        return parse_date(request.GET.get(name, ""))
    except ValueError:
        return None
