"""People: the list, one person, somebody new, another name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from muster.accounts.access import may_anywhere, reach_of
from muster.accounts.permissions import Permission
from muster.ledger.refusals import Refused
from muster.roster import access, actions, queries
from muster.roster.access import agencies_where, people_visible_to
from muster.roster.duplicates import is_alike
from muster.roster.enums import Validity
from muster.roster.forms import ChangePersonForm, KnownPersonForm, PersonForm
from muster.roster.models import Agency, Appointment, Assignment, Fact, Person
from muster.roster.words import value_said
from muster.web.csv_out import csv_response
from muster.web.forms import put_on
from muster.web.once import post_once
from muster.web.reader import reader
from muster.web.tables import number_in, page_of, sorted_by, wants_csv

P = Permission
COLUMNS = {"name": "in_order", "unit": "unit_name", "rank": "rank", "agency": "agency_name"}
TONES = {
    Validity.COMING: "wait",
    Validity.IN_FORCE: "good",
    Validity.ENDS_SOON: "warn",
    Validity.OVER: "bad",
}


def people(request: HttpRequest) -> HttpResponseBase:
    """List the people this reader may see: by name or number, agency, unit and rank; former ones when asked for."""
    if not may_anywhere(request.user, P.ROSTER_PERSON_READ):
        raise Http404
    facts = access.facts_visible_to(request.user)
    agencies, units = access.agencies_visible_to(request.user), access.units_visible_to(request.user)
    found = _filtered(request, agencies, facts)
    if unit := units.filter(pk=number_in(request, "unit")).first():
        found = queries.filter_in_unit(found, unit)
    found = sorted_by(request, found, COLUMNS, "name")
    if wants_csv(request):
        return _people_csv(found)
    return render(
        request,
        "department/people.html",
        {
            "page": page_of(request, found),
            "agencies": agencies,
            "units": queries.in_tree_order(queries.filter_open(units).select_related("agency")),
            "ranks": queries.ranks_held(facts),
            "filtered": any(request.GET.get(name) for name in ("q", "agency", "unit", "rank")),
            "may_add": agencies_where(request.user, P.ROSTER_PERSON_WRITE).exists(),
        },
    )


def _filtered(request: HttpRequest, agencies: QuerySet[Agency], facts: QuerySet[Fact]) -> QuerySet[Person]:
    found = queries.annotate_post(
        people_visible_to(request.user), assignments=access.assignments_visible_to(request.user), facts=facts
    )
    numbers = access.identifiers_visible_to(request.user)
    found = queries.filter_named(found, request.GET.get("q", ""), numbers)
    if rank := request.GET.get("rank"):
        found = found.filter(Q(rank=rank))
    chosen = agencies.filter(pk=number_in(request, "agency"))
    former = bool(request.GET.get("former"))
    if number_in(request, "agency") and chosen.exists():
        return queries.filter_appointed(found, chosen, None if former else timezone.localdate())
    reach = reach_of(request.user, P.ROSTER_PERSON_READ)
    if former or not (reach.everywhere or reach.agencies):
        return found  # who sees only a unit or themselves sees no former people anyway
    return queries.filter_appointed(found, agencies, timezone.localdate())


def _people_csv(found: QuerySet[Person]) -> HttpResponseBase:
    posted: QuerySet[Any] = found  # with what annotate_post adds
    rows = (
        [p.pk, p.family_name, p.given_name, p.agency_name, p.unit_name, p.rank] for p in posted.iterator()
    )
    header = [_("Number"), _("Family name"), _("Given name"), _("Agency"), _("Unit"), _("Rank")]
    return csv_response("people.csv", header, rows)


# ── one person ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Event:
    """One thing that happened to somebody, as ``parts/_timeline.html`` shows it."""

    when: date
    title: str
    text: str = ""


@dataclass(frozen=True)
class FactRow:
    """A fact as one reader sees it."""

    line: Fact
    told: str  # what it says; empty where the reader may not know why
    is_open: bool  # whether the reader may know all of it
    tone: str = ""
    state: str = ""


def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one person: where they worked, in which units, in which rank, with which papers and numbers."""
    shown = get_object_or_404(people_visible_to(request.user).select_related("account"), pk=pk)
    appointments = list(queries.appointments_of(shown))
    assignments = list(queries.assignments_of(shown, access.assignments_visible_to(request.user)))
    facts = list(queries.facts_of(shown, access.facts_visible_to(request.user)))
    write, merge, give = (
        reach_of(request.user, permission)
        for permission in (P.ROSTER_PERSON_WRITE, P.ROSTER_PERSON_MERGE, P.ACCOUNTS_GRANT_GIVE)
    )
    today = timezone.localdate()
    serving = [line for line in appointments if line.end is None or line.end >= today]
    return render(
        request,
        "department/person.html",
        {
            "person": shown,
            "appointments": _lines(write, appointments),
            "assignments": _lines(write, assignments, lambda line: line.unit.agency),
            "facts": [(row, write.covers(row.line.agency)) for row in _fact_rows(request, facts, today)],
            "identifiers": _lines(
                write, queries.identifiers_of(shown, access.identifiers_visible_to(request.user))
            ),
            "events": sorted(
                _events(appointments, assignments, facts), key=lambda each: each.when, reverse=True
            ),
            "others": list(shown.others.all()),
            "may_write": any(write.covers(line.agency) for line in appointments),
            "may_end": any(write.covers(line.agency) for line in serving),
            "may_merge": any(merge.covers(line.agency) for line in appointments),
            "may_join": any(give.covers(line.agency) for line in appointments),
            "may_read_file": bool(reach_of(request.user, P.RECORDS_RECORD_READ)),
            "may_judge": reach_of(request.user, P.STANDARDS_STANDING_READ).of_others,
        },
    )


def _lines(
    write: Any, lines: Iterable[Any], agency: Any = lambda line: line.agency
) -> list[tuple[Any, bool]]:
    """Return lines, each with whether the reader may correct it; a state's number anybody who writes at all."""
    return [(line, bool(write) if agency(line) is None else write.covers(agency(line))) for line in lines]


def _fact_rows(request: HttpRequest, facts: Iterable[Fact], today: date) -> Iterator[FactRow]:
    for line in facts:
        if not access.may_know_why(request.user, line):
            yield FactRow(line, "", is_open=False)
            continue
        told = " · ".join(filter(None, (_said(line), line.number)))
        if not line.is_credential:
            yield FactRow(line, told, is_open=True)
            continue
        validity = line.validity_on(today)
        ended = validity == Validity.OVER and line.ending
        state = line.get_ending_display() if ended else validity.label
        yield FactRow(line, told, is_open=True, tone=TONES[validity], state=str(state))


def _events(
    appointments: Iterable[Appointment], assignments: Iterable[Assignment], facts: Iterable[Fact]
) -> Iterator[Event]:
    """Yield what is known of somebody's way, at every agency; units and ranks only as far as the reader sees them."""
    for line in appointments:
        if line.start:
            yield Event(
                line.start,
                _("Appointed: %(agency)s") % {"agency": line.agency},
                line.get_employment_display(),
            )
        if line.end:
            yield Event(
                line.end, _("Left: %(agency)s") % {"agency": line.agency}, line.get_separation_display()
            )
    for post in assignments:
        if post.start:
            yield Event(post.start, _("Unit: %(unit)s") % {"unit": post.unit}, str(post.unit.agency))
    for fact in facts:
        if fact.start and fact.fact == "rank":
            yield Event(fact.start, _("Rank: %(rank)s") % {"rank": _said(fact)}, str(fact.agency))


def _said(line: Fact) -> str:
    return value_said(line.fact, line.value, line.agency.jurisdiction)


# ── forms ─────────────────────────────────────────────────────────────────────────────────────────


@post_once
def add_person(request: HttpRequest) -> HttpResponse:
    """Add somebody with their first appointment. Who is known by their state id is appointed here too, once confirmed."""
    agencies = agencies_where(request.user, P.ROSTER_PERSON_WRITE)
    if not agencies.exists():
        raise Http404
    known = (
        queries.known_by_state_id(request.POST.get("state_id", "")) if request.POST.get("state_id") else None
    )
    form = (KnownPersonForm if known else PersonForm)(request.POST or None, agencies=agencies)
    context: dict[str, Any] = {"form": form, "known": known}
    if request.method == "POST" and form.is_valid():
        try:
            added = _added(request, form, known)
        except (Refused, ValidationError) as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("%(name)s was added.") % {"name": added})
            return redirect("person", added.pk)
    if known:
        context["appointments"] = queries.appointments_of(known)
        context["named_alike"] = _named_alike(form, known)
    return render(request, "department/person_form.html", context)


def _added(request: HttpRequest, form: Any, known: Person | None) -> Person:
    typed = {name: value for name, value in form.cleaned_data.items() if name != "same"}
    if known is None:
        return actions.add_person(by=reader(request), **typed)
    if not _named_alike(form, known):
        raise Refused(
            _(
                "This state id belongs to somebody of another name. Check the number. If it is right, ask the state "
                "commission: it sees both entries."
            ),
            "state_id",
        )
    if not form.cleaned_data.get("same"):
        raise Refused(_("Somebody with this state id is known. Say whether this is the same person."), "same")
    for name in ("given_name", "family_name", "state_id", "number"):
        typed.pop(name)
    actions.appoint(person=known, by=reader(request), **typed)
    return known


def _named_alike(form: Any, known: Person) -> bool:
    names = {name: form.data.get(name, "") for name in ("given_name", "family_name")}
    return is_alike(Person(**names), known)


@post_once
def change_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a name, or whether somebody is protected."""
    shown = get_object_or_404(people_visible_to(request.user, P.ROSTER_PERSON_WRITE), pk=pk)
    form = ChangePersonForm(request.POST or None, instance=Person.objects.get(pk=pk))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_person(
                person=shown,
                seen=form.seen,
                by=reader(request),
                agency=agency_for(request, shown),
                reason=form.cleaned_data["reason"],
                **form.changes,
            )
        except (Refused, ValidationError) as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Changed."))
            return redirect("person", pk)
    return render(request, "department/change_person.html", {"form": form, "person": shown})


def agency_for(
    request: HttpRequest, about: Person, permission: Permission = P.ROSTER_PERSON_WRITE
) -> Agency | None:
    """Return the agency in whose name a reader acts on a person: the latest that appointed them, within reach."""
    reach = reach_of(request.user, permission)
    return next((line.agency for line in queries.appointments_of(about) if reach.covers(line.agency)), None)
