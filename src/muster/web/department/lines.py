"""What is known of a person, line by line: appended, corrected, taken back, ended, and the history of each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muster.accounts.access import reach_of
from muster.accounts.permissions import Permission
from muster.ledger.lines import AlreadyReplaced, Line, overlapping
from muster.ledger.refusals import Refused
from muster.roster import actions, queries
from muster.roster.access import agencies_where, may_in_agency, may_know_why, may_see_line, people_visible_to
from muster.roster.enums import ENDING_WITH_APPOINTMENT
from muster.roster.forms import (
    AppointmentForm,
    AssignmentForm,
    FactForm,
    IdentifierForm,
    LineForm,
    ReasonForm,
    SeparationForm,
)
from muster.roster.models import Agency, Appointment, Assignment, Fact, Identifier, Person
from muster.roster.words import fact_said, value_said
from muster.web.department.people import agency_for
from muster.web.forms import done_with, put_on
from muster.web.once import post_once
from muster.web.reader import reader

P = Permission


@dataclass(frozen=True)
class Kind:
    """A kind of line: the word in its address, its form, its title, and what writes it."""

    name: str
    model: type[Line]
    form: type[LineForm]
    title: Any
    append: Any


KINDS = {
    kind.name: kind
    for kind in (
        Kind("appointment", Appointment, AppointmentForm, gettext_lazy("Appointment"), actions.appoint),
        Kind("unit", Assignment, AssignmentForm, gettext_lazy("Unit"), actions.assign),
        Kind("fact", Fact, FactForm, gettext_lazy("Rank, certificate, leave"), actions.write_fact),
        Kind("number", Identifier, IdentifierForm, gettext_lazy("Number"), actions.identify),
    )
}


@post_once
def add_line(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Append a line about a person."""
    about, chosen = _writable(request, pk), _kind(kind)
    form = chosen.form(
        request.POST or None,
        agencies=agencies_where(request.user, P.ROSTER_PERSON_WRITE),
        initial={"fact": request.GET.get("fact")},
    )
    form.instance.person = about
    deed = partial(chosen.append, person=about, by=reader(request))
    if request.method == "POST" and done_with(form, deed) is not None:
        messages.success(request, _("Written down."))
        return redirect("person", pk)
    return render(request, "department/line_form.html", {"form": form, "person": about, "kind": chosen})


@post_once
def correct_line(request: HttpRequest, pk: int, kind: str, line: int) -> HttpResponse:
    """Append a correction of a line. Who comes second is shown what the first one wrote, beside their own."""
    about, chosen, old = _correctable(request, pk, kind, line)
    if request.method == "GET" and (newest := old.history()[-1]).pk != old.pk:
        return _to_newest(request, about, chosen, newest)
    agencies = agencies_where(request.user, P.ROSTER_PERSON_WRITE)
    form = chosen.form(request.POST or None, instance=_copy(old), agencies=agencies, correcting=True)
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct(
                old,
                by=reader(request),
                agency=_agency_of(old) or agency_for(request, about),
                reason=form.cleaned_data["reason"],
                **form.changes,
            )
        except AlreadyReplaced as replaced:
            return _second(request, about, chosen, old, replaced.newer, form)
        except (Refused, ValidationError) as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Corrected. The old entry stays in the history."))
            return redirect("person", pk)
    return render(
        request, "department/line_form.html", {"form": form, "person": about, "kind": chosen, "line": old}
    )


@post_once
def withdraw_line(request: HttpRequest, pk: int, kind: str, line: int) -> HttpResponse:
    """Take a line back that should never have been written."""
    about, chosen, old = _correctable(request, pk, kind, line)
    if request.method == "GET" and (newest := old.history()[-1]).pk != old.pk:
        return _to_newest(request, about, chosen, newest)
    form = ReasonForm(request.POST or None)
    deed = partial(
        actions.withdraw, old, by=reader(request), agency=_agency_of(old) or agency_for(request, about)
    )
    if request.method == "POST" and done_with(form, deed) is not None:
        messages.success(request, _("Taken back. It stays in the history."))
        return redirect("person", pk)
    context = {"form": form, "person": about, "kind": chosen, "told": told(old)}
    return render(request, "department/line_withdraw.html", context)


def line_history(request: HttpRequest, pk: int, kind: str, line: int) -> HttpResponse:
    """Show every version of a line: what it said, who wrote it, when and why."""
    about, chosen = get_object_or_404(people_visible_to(request.user), pk=pk), _kind(kind)
    old = _line_of(about, chosen, line)
    history = old.history()
    if not may_see_line(request.user, old) or not all(_is_open(request, version) for version in history):
        raise Http404
    context = {"person": about, "kind": chosen, "versions": [(version, told(version)) for version in history]}
    return render(request, "department/line_history.html", context)


@post_once
def separate_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down that somebody left an agency: the appointment and all that ends with it, at once."""
    about = _writable(request, pk)
    reach = reach_of(request.user, P.ROSTER_PERSON_WRITE)
    today = timezone.localdate()
    held = [line for line in queries.appointments_of(about) if line.end is None or line.end >= today]
    held = [line for line in held if reach.covers(line.agency)]
    if not held:
        raise Http404
    chosen = next((line for line in held if str(line.agency_id) == request.GET.get("agency")), held[0])
    form = SeparationForm(request.POST or None)
    deed = partial(actions.separate, person=about, agency=chosen.agency, by=reader(request))
    if request.method == "POST" and done_with(form, deed) is not None:
        messages.success(request, _("%(name)s left %(agency)s.") % {"name": about, "agency": chosen.agency})
        return redirect("person", pk)
    context = {
        "form": form,
        "person": about,
        "agency": chosen.agency,
        "others": [x for x in held if x != chosen],
    }
    return render(
        request, "department/separate_person.html", {**context, "ends": _ends(about, chosen.agency)}
    )


# ── the second of two people ──────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Difference:
    """A field of a line that two people changed: as it was, as it is now, as the second wants it."""

    label: str
    before: Any
    newest: Any
    yours: Any


def _second(
    request: HttpRequest, about: Person, kind: Kind, old: Any, newest: Any, form: LineForm
) -> HttpResponse:
    """Show what the first person wrote, and keep what the second typed: a form over the newest version."""
    agencies = agencies_where(request.user, P.ROSTER_PERSON_WRITE)
    initial = {**form.changes, "reason": form.cleaned_data["reason"]}
    again = kind.form(instance=_copy(newest), initial=initial, agencies=agencies, correcting=True)
    context = {
        "form": again,
        "person": about,
        "kind": kind,
        "line": newest,
        "differences": list(_differences(old, newest, form.instance)),
        "action": reverse("correct_line", args=[about.pk, kind.name, newest.pk]),
    }
    return render(request, "department/line_form.html", context, status=409)


def _differences(old: Any, newest: Any, yours: Any) -> list[Difference]:
    rows = zip(told(old), told(newest), told(yours), strict=True)
    found = [Difference(label, was, now, mine) for (label, was), (_l, now), (_m, mine) in rows]
    return [row for row in found if not row.before == row.newest == row.yours]


def _to_newest(request: HttpRequest, about: Person, kind: Kind, newest: Any) -> HttpResponse:
    messages.info(request, _("This entry was corrected in the meantime. Here is what it says now."))
    if newest.withdrawn:
        return redirect("line_history", about.pk, kind.name, newest.pk)
    return redirect("correct_line", about.pk, kind.name, newest.pk)


# ── small parts ───────────────────────────────────────────────────────────────────────────────────


def told(line: Any) -> list[tuple[str, Any]]:
    """Return what a line says, field by field, in words."""
    hidden = {"id", "person", "known_from", "known_by", "replaces", "withdrawn", "reason"}
    fields = [field for field in line._meta.concrete_fields if field.name not in hidden]
    return [(field.verbose_name, _value(line, field.name)) for field in fields]


def _value(line: Any, name: str) -> Any:
    if isinstance(line, Fact) and name in ("fact", "value"):
        return _fact_told(line)[name == "value"]
    show = getattr(line, f"get_{name}_display", None)
    return show() if show else getattr(line, name)


def _fact_told(line: Fact) -> tuple[str, str]:
    """Return the name and the value of a fact in the words of the rulebook."""
    place = line.agency.jurisdiction
    return fact_said(line.fact, place), value_said(line.fact, line.value, place)


def _ends(about: Person, agency: Agency) -> list[str]:
    """Return what would end with an appointment, in words."""
    after = overlapping(low=timezone.localdate(), high=timezone.localdate())
    units = queries.assignments_of(about).filter(after, unit__agency=agency)
    facts = queries.facts_of(about).filter(after, agency=agency, fact__in=ENDING_WITH_APPOINTMENT)
    return [*(str(line.unit) for line in units), *(" ".join(_fact_told(line)).strip() for line in facts)]


def _writable(request: HttpRequest, pk: int) -> Person:
    return get_object_or_404(people_visible_to(request.user, P.ROSTER_PERSON_WRITE), pk=pk)


def _kind(name: str) -> Kind:
    if name not in KINDS:
        raise Http404
    return KINDS[name]


def _line_of(about: Person, kind: Kind, pk: int) -> Any:
    lines: Any = kind.model.lines.filter(queries.identities_of(about))
    return get_object_or_404(lines, pk=pk)


def _correctable(request: HttpRequest, pk: int, kind: str, line: int) -> tuple[Person, Kind, Any]:
    """Return a line that the reader may correct. Another agency's lines about the same person are theirs."""
    about, chosen = _writable(request, pk), _kind(kind)
    old = _line_of(about, chosen, line)
    agency = _agency_of(old)
    if agency is not None and not may_in_agency(request.user, P.ROSTER_PERSON_WRITE, agency):
        raise Http404
    return about, chosen, old


def _agency_of(line: Any) -> Agency | None:
    return line.unit.agency if isinstance(line, Assignment) else line.agency


def _is_open(request: HttpRequest, line: Any) -> bool:
    return not isinstance(line, Fact) or may_know_why(request.user, line)


def _copy(line: Any) -> Any:
    return type(line).lines.get(pk=line.pk)
