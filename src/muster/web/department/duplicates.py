"""One person entered twice: what looks like it, joining two entries or telling them apart, and undoing either."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from muster.accounts.access import may_anywhere
from muster.accounts.permissions import Permission
from muster.ledger.refusals import Refused
from muster.ledger.shown import mark_of, refuse_outdated
from muster.roster import access, actions, queries
from muster.roster.access import merges_visible_to, people_visible_to, told_apart_visible_to
from muster.roster.duplicates import likely_pairs
from muster.roster.forms import MergeForm, ReasonForm, TellApartForm
from muster.roster.models import Person, TwoPeople
from muster.roster.models.lines import Spell
from muster.roster.words import value_said
from muster.web.csv_out import csv_response
from muster.web.department.people import agency_for
from muster.web.forms import put_on
from muster.web.once import post_once
from muster.web.reader import reader
from muster.web.tables import number_in, page_of, wants_csv

P = Permission
MERGE = P.ROSTER_PERSON_MERGE
SHOWN_AT_ONCE = 20


def duplicates(request: HttpRequest) -> HttpResponseBase:
    """Propose pairs that may be one person, with the reason; nothing is joined by itself. Or list those told apart."""
    if not may_anywhere(request.user, MERGE):
        raise Http404
    dismissed = told_apart_visible_to(request.user).select_related("first", "second", "known_by")
    if request.GET.get("show") == "dismissed":
        return _dismissed(request, dismissed.order_by("-known_from", "-pk"))
    pairs = likely_pairs(people_visible_to(request.user, MERGE))
    if wants_csv(request):
        header = [_("One entry"), _("Number"), _("The other"), _("Number"), _("Why")]
        rows = ([x.first, x.first.pk, x.second, x.second.pk, x.reason] for x in pairs)
        return csv_response("duplicates.csv", header, rows)
    done = merges_visible_to(request.user).select_related("kept", "merged").order_by("-at")
    context = {"page": page_of(request, pairs), "merges": done, "dismissed": dismissed.count()}
    return render(request, "department/duplicates.html", context)


def _dismissed(request: HttpRequest, lines: QuerySet[TwoPeople]) -> HttpResponseBase:
    if wants_csv(request):
        header = [
            _("One entry"),
            _("Number"),
            _("The other"),
            _("Number"),
            _("Told apart"),
            _("By"),
            _("Why"),
        ]
        rows = (
            [x.first, x.first_id, x.second, x.second_id, x.known_from, x.known_by, x.reason] for x in lines
        )
        return csv_response("two-people.csv", header, rows)
    return render(request, "department/told_apart.html", {"page": page_of(request, lines)})


@post_once
def merge_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Find the other entry of a person, compare the two, and join it into this one."""
    mine = people_visible_to(request.user, MERGE)
    kept = get_object_or_404(mine, pk=pk)
    other = mine.exclude(pk=pk).filter(pk=number_in(request, "other")).first()
    if other is None:
        return _choose(request, kept)
    form = MergeForm(request.POST or None)
    rows = _compared(request, kept, other)
    if request.method == "POST" and form.is_valid():
        try:
            refuse_outdated(_shown(rows), request.POST.get("seen"))
            _refuse_unasked(request, kept, other)
            actions.merge_people(
                kept=kept,
                merged=other,
                by=reader(request),
                agency=agency_for(request, kept, MERGE),
                **form.cleaned_data,
            )
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(
                request, _("Shown as one person from now on. Under Duplicates you can undo this.")
            )
            return redirect("person", kept.pk)
    context = {"form": form, "person": kept, "other": other, "rows": rows, "mark": mark_of(_shown(rows))}
    return render(request, "department/merge_form.html", context)


@post_once
def part_people(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a merge."""
    merge = get_object_or_404(merges_visible_to(request.user).select_related("kept", "merged"), pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            shown = merge.kept.same_as or merge.kept
            _refuse_unasked(request, shown)
            actions.undo_merge(
                merge=merge, by=reader(request), agency=agency_for(request, shown, MERGE), **form.cleaned_data
            )
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Shown as two people again."))
            return redirect("duplicates")
    return render(request, "department/part_form.html", {"form": form, "merge": merge})


@post_once
def tell_apart(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Say that two entries that look alike are two people."""
    mine = people_visible_to(request.user, MERGE)
    one, two = get_object_or_404(mine, pk=pk), get_object_or_404(mine.exclude(pk=pk), pk=other)
    form = TellApartForm(request.POST or None)
    rows = _compared(request, one, two)
    if request.method == "POST" and form.is_valid():
        try:
            refuse_outdated(_shown(rows), request.POST.get("seen"))
            actions.tell_apart(
                one=one,
                other=two,
                by=reader(request),
                agency=agency_for(request, one, MERGE),
                **form.cleaned_data,
            )
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(
                request,
                _("Two people. They are not proposed again unless a name, a number or a first day changes."),
            )
            return redirect("duplicates")
    context = {"form": form, "person": one, "other": two, "rows": rows, "mark": mark_of(_shown(rows))}
    return render(request, "department/tell_apart.html", context)


@post_once
def propose_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back that two entries are two people."""
    line = get_object_or_404(told_apart_visible_to(request.user).select_related("first", "second"), pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.propose_again(
                line=line,
                by=reader(request),
                agency=agency_for(request, line.first, MERGE),
                **form.cleaned_data,
            )
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Taken back. If they still look alike, they are proposed again."))
            return redirect("duplicates")
    return render(request, "department/propose_again.html", {"form": form, "line": line})


def _choose(request: HttpRequest, kept: Person) -> HttpResponse:
    """Let the reader find the other entry by name or number."""
    found: list[Person] = []
    words = request.GET.get("q", "").strip()
    if words:
        others = queries.annotate_post(people_visible_to(request.user, MERGE).exclude(pk=kept.pk))
        numbers = access.identifiers_visible_to(request.user, MERGE)
        found = list(queries.filter_named(others, words, numbers)[:SHOWN_AT_ONCE])
    context = {"person": kept, "words": words, "found": found}
    return render(request, "department/merge_choose.html", context)


def _refuse_unasked(request: HttpRequest, *people: Person) -> None:
    """Raise Refused where another agency appointed one of these people, and it did not give the permission."""
    names = [str(agency) for agency in access.agencies_not_asked(request.user, *people)]
    if names:
        raise Refused(
            _(
                "%(agencies)s appointed one of them too, and would see the change. Ask the state commission, or "
                "somebody who may join entries there as well."
            )
            % {"agencies": ", ".join(names)}
        )


@dataclass(frozen=True)
class Told:
    """One thing that is known of somebody; ``line`` says for which days."""

    text: str
    line: Spell | None = None


def _compared(request: HttpRequest, *people: Person) -> list[tuple[str, list[list[Told]]]]:
    """Return what is known of each, row by row, for standing side by side."""
    told = [_told(request, each) for each in people]
    return [(label, [column[label] for column in told]) for label in told[0]]


def _shown(rows: list[tuple[str, list[list[Told]]]]) -> list[Any]:
    """Return what stands side by side, without the headings: those are the reader's language."""
    return [
        [[(told.text, told.line.pk if told.line else None) for told in column] for column in columns]
        for _label, columns in rows
    ]


def _told(request: HttpRequest, about: Person) -> dict[str, list[Told]]:
    numbers = queries.identifiers_of(about, access.identifiers_visible_to(request.user, MERGE))
    facts = queries.facts_of(about, access.facts_visible_to(request.user, MERGE)).filter(fact="rank")
    return {
        _("Name"): [Told(str(each)) for each in (about, *about.others.all())],
        _("Numbers"): [Told(str(line)) for line in numbers],
        _("Appointments"): [Told(str(line.agency), line) for line in queries.appointments_of(about)],
        _("Rank"): [Told(value_said("rank", line.value, line.agency.jurisdiction), line) for line in facts],
        _("Account"): [Told(about.account.email)] if about.account else [],
    }
