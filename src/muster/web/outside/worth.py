"""Was it worth it? What came of an event, a series, a provider, a topic or a year: as page, table and printed sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from muster.accounts.permissions import Permission
from muster.core.errors import MusterError
from muster.curriculum.topics import topic_names, topics
from muster.events.access import events_visible_to
from muster.events.models import Event, Provider
from muster.events.queries.catalogue import filter_topic
from muster.events.queries.credits import Helped, helped_by_event
from muster.events.queries.worth import Basis, Row, Worth, adopted_from, rows_of, total, worth_by_event
from muster.events.small_groups import FEWEST, hidden_rows
from muster.events.worth_sheet import Told, as_pdf
from muster.events.worth_words import figures_of, limits, rating, requirements
from muster.roster.access import agencies_visible_to
from muster.roster.models import Agency
from muster.standards.access import may_see_whole
from muster.standards.queries import today_at
from muster.web.csv_out import csv_response
from muster.web.judging import agency_asked
from muster.web.tables import number_in, page_of, wants_csv

P = Permission
ALL = "all"
#: The records of so many people are judged while the page waits; of more the page is shown first.
FEW, MANY = 50, 1_000_000


@dataclass(frozen=True)
class Scope:
    """What is asked about: some events of an agency, and in words which."""

    agency: Agency
    events: QuerySet[Event]
    year: int | None
    words: tuple[str, ...]

    @property
    def in_words(self) -> str:
        """The same as one line."""
        return " · ".join(self.words)


@dataclass(frozen=True)
class Shown:
    """A row as it is shown: what must stay hidden is None."""

    row: Row
    url: str
    helped: Helped | None

    @property
    def on_return(self) -> str:
        """The mean of the points given on return, or a dash."""
        return rating(self.row.worth.on_return)

    @property
    def later(self) -> str:
        """The mean of the points given three months later, or a dash."""
        return rating(self.row.worth.later)

    @property
    def requirements(self) -> str:
        """Toward how many requirements it counted, or a dash."""
        return requirements(self.helped)


@dataclass(frozen=True)
class Answer:
    """What came of all that is asked about, and of each row. ``helped`` None: it is not told."""

    whole: Worth
    helped: Helped | None
    rows: list[Shown]
    unreadable: bool  # the rules could not be read, so nobody can tell what a record counted for
    later: bool = False  # what it counted for takes its time, and is asked for by itself


def worth(request: HttpRequest) -> HttpResponseBase:
    """Show what came of outside training, and row by row of what; with the figures behind each picture."""
    agencies = agencies_visible_to(request.user, P.EVENTS_REPORT_READ)
    agency = agency_asked(request, agencies)
    scope = _scope(request, agency)
    basis = request.GET.get("by", "")
    basis = basis if basis in Basis.values else Basis.EVENT
    everybody = may_see_whole(request.user, agency)
    at_once = MANY if wants_csv(request) or request.GET.get("requirements") else FEW
    answer = _answer(scope, basis, everybody=everybody, at_once=at_once)
    if wants_csv(request):
        return _as_csv(answer.rows, basis)
    context = {
        "agency": agency,
        "agencies": agencies.order_by("name"),
        "scope": scope,
        "basis": basis,
        "bases": Basis.choices,
        "column": Basis(basis).label,
        "answer": answer,
        "figures": figures_of(answer.whole, answer.helped),
        "limits": limits(),
        "page": page_of(request, answer.rows),
        "most": max((shown.row.worth.all_reached for shown in answer.rows), default=0),
        "adopted": adopted_from(scope.events).order_by("title", "pk")[:50],
        "languages": settings.LANGUAGES,
        **_choices(request, agency),
    }
    return render(request, "outside/worth.html", context)


def worth_pdf(request: HttpRequest) -> HttpResponse:
    """Print the same as one page that names nobody, in the language asked for: what is true of few is left out."""
    agency = agency_asked(request, agencies_visible_to(request.user, P.EVENTS_REPORT_READ))
    asked = request.GET.get("language", "")
    language = asked if asked in dict(settings.LANGUAGES) else translation.get_language()
    with translation.override(language):
        scope = _scope(request, agency)
        answer = _answer(scope, Basis.EVENT, everybody=may_see_whole(request.user, agency), on_paper=True)
        adopted = list(adopted_from(scope.events).order_by("title", "pk").values_list("title", flat=True))
        printed = as_pdf(Told(str(agency), scope.in_words, answer.whole, answer.helped, adopted))
    headers = {"Content-Disposition": 'attachment; filename="worth.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(printed, content_type="application/pdf", headers=headers)


# ── what is asked about ──────────────────────────────────────────────────────────────────────────


def _scope(request: HttpRequest, agency: Agency) -> Scope:
    """Read what is asked about; without anything, the outside training of this year."""
    asked = request.GET
    events = events_visible_to(request.user, P.EVENTS_REPORT_READ).filter(agency=agency)
    words: list[str] = []
    event = events.filter(pk=number_in(request, "event")).first()
    year = _year(asked.get("year", ""), today_at(agency).year, given=bool(event))
    if event is not None:
        events = events.filter(pk=event.pk)
        words.append(event.title)
    if series := asked.get("series", ""):
        events = events.filter(series=series)
        words.append(series)
    if (key := number_in(request, "provider")) and (
        provider := Provider.objects.filter(pk=key, agency=agency).first()
    ):
        events = events.filter(provider=provider)
        words.append(provider.name)
    if (topic := asked.get("topic", "")) in topics():
        events = filter_topic(events, topic)
        words += topic_names([topic])
    if year is not None:
        events = events.filter(starts_on__year=year)
    words.append(_("all years") if year is None else str(year))
    return Scope(agency, events.select_related("provider"), year, tuple(words))


def _year(text: str, this: int, *, given: bool) -> int | None:
    """Return the year asked for, None for all of them: said so, or where one event is asked for."""
    if text.isdecimal() and len(text) == 4 and int(text):
        return int(text)
    return None if text == ALL or given else this


def _choices(request: HttpRequest, agency: Agency) -> dict[str, Any]:
    """Return what can be chosen: only what there is."""
    events = events_visible_to(request.user, P.EVENTS_REPORT_READ).filter(agency=agency)
    years = {day.year for day in events.dates("starts_on", "year")} | {today_at(agency).year}
    series = events.exclude(series="").order_by("series").values_list("series", flat=True).distinct()
    return {
        "years": sorted(years, reverse=True),
        "providers": Provider.objects.filter(agency=agency).order_by("name"),
        "topics": topics(),
        "series": list(series),
    }


# ── the answer ───────────────────────────────────────────────────────────────────────────────────


def _answer(
    scope: Scope, basis: str, *, everybody: bool, on_paper: bool = False, at_once: int = MANY
) -> Answer:
    """Add up. ``everybody``: the reader may see how each person stands, so on their screen few need not be hidden.

    Of more people than ``at_once`` it is left for later what their records counted for.
    """
    worths = worth_by_event(scope.events)
    rows = rows_of(scope.events, worths, basis)
    whole = total(worths.values())
    if whole.people > at_once:
        return Answer(whole, None, _shown(scope, rows, basis, None, FEWEST), unreadable=False, later=True)
    helped = _helped(scope, standing=everybody)
    fewest = 0 if everybody and not on_paper else FEWEST
    told = None if helped is None or whole.people < fewest else sum(helped.values(), Helped())
    return Answer(whole, told, _shown(scope, rows, basis, helped, fewest), unreadable=helped is None)


def _helped(scope: Scope, *, standing: bool) -> Mapping[int, Helped] | None:
    try:
        found = helped_by_event(scope.agency, scope.events)
    except MusterError:
        return None  # the page says so; what to mend is told where rules are shown
    return found if standing else {event: helped.without_standing() for event, helped in found.items()}


def _shown(
    scope: Scope, rows: list[Row], basis: str, helped: Mapping[int, Helped] | None, fewest: int
) -> list[Shown]:
    few = hidden_rows([row.worth.people for row in rows], fewest)
    return [
        Shown(
            row,
            _link(scope, row, basis),
            None
            if helped is None or place in few
            else sum((helped.get(event, Helped()) for event in row.events), Helped()),
        )
        for place, row in enumerate(rows)
    ]


def _link(scope: Scope, row: Row, basis: str) -> str:
    """Return where the same is told of one row alone; "" where a row stands for what is not known."""
    if not row.key or basis == Basis.YEAR:
        return f"?agency={scope.agency.pk}&year={row.key}" if row.key else ""
    if basis == Basis.EVENT:
        return reverse("event", args=[row.key])
    return "?" + urlencode({"agency": scope.agency.pk, basis: row.key, "year": scope.year or ALL})


def _as_csv(rows: Iterable[Shown], basis: str) -> HttpResponseBase:
    header = [
        str(Basis(basis).label),
        _("People sent"),
        _("Net cost in cents"),
        _("Requirements that it counted for"),
        _("Reports accepted"),
        _("People reached at home"),
        _("Practices adopted"),
        _("Rating on return"),
        _("Rating three months later"),
        _("Cost per person reached in cents"),
    ]
    lines = (
        [
            shown.row.name,
            (it := shown.row.worth).people,
            it.cents,
            shown.helped.credited if shown.helped else None,
            it.reports,
            it.reached,
            it.adopted,
            shown.on_return,
            shown.later,
            it.cents_each,
        ]
        for shown in rows
    )
    return csv_response("worth.csv", header, lines)
