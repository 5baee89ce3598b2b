"""What is due for the officer who signed in, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from muster.accounts.permissions import Permission
from muster.ledger.lines import on_day
from muster.ledger.refusals import Refused
from muster.roster.models import Agency, Appointment, Person
from muster.standards.access import excuses_visible_to, people_judged_by, people_to_excuse
from muster.standards.actions import propose_excuse
from muster.standards.enums import ExceptionKind
from muster.standards.excusing import due_day
from muster.standards.forms import OwnTimeForm
from muster.standards.queries import today_at
from muster.standards.rulebook import titles_of
from muster.standards.standing import explained, rules_of, standing_of
from muster.standards.summaries import Duty, in_reading_order, own_duties
from muster.web.excusing import told_before
from muster.web.forms import put_on
from muster.web.judging import day_asked, rules_readable, uncounted
from muster.web.once import post_once
from muster.web.reader import reader

P = Permission
#: What asks for something to be done soon stands first; within it, the order of the page.
FIRST = ("overdue", "in_grace", "due_soon")


@dataclass(frozen=True)
class AtAgency:
    """How the officer stands by the rules of one agency."""

    agency: Agency
    pressing: list[Duty]
    other: list[Duty]
    has_rules: bool


@rules_readable
def due(request: HttpRequest) -> HttpResponse:
    """Show what is due, what soon comes, and what is in order."""
    person = _self(request)
    found = [_at(person, agency) for agency in _employers(person)]
    shown = {
        "person": person,
        "found": found,
        "pressing": sum(len(each.pressing) for each in found),
        "good": sum(duty.verdict in ("met", "excused") for each in found for duty in each.other),
    }
    return render(request, "officer/due.html", shown)


@rules_readable
def requirement(request: HttpRequest, name: str) -> HttpResponse:
    """Explain one requirement: what counted, what did not and why, and what would help."""
    person = _self(request)
    for agency in _employers(person):
        asked = day_asked(request, agency)
        rules = rules_of(agency, asked.as_of, asked.known_at)
        if name in rules.book.requirements:
            judgement = standing_of(
                agency,
                asked.as_of,
                asked.known_at,
                people=Person.objects.filter(pk=person.pk),
                rules=rules.book.only([name]),
            )
            mine = Q(requirement=name) & (Q(person=person) | Q(person__same_as=person))
            shown = {
                "person": person,
                "agency": agency,
                "asked": asked,
                "rule": rules.book.requirements[name],
                "told": explained(judgement, person, name),
                "uncounted": uncounted(person),
                "excuses": excuses_visible_to(request.user).filter(mine),
                "may_ask": people_to_excuse(request.user).filter(pk=person.pk).exists(),
            }
            return render(request, "officer/requirement.html", shown)
    raise Http404


@rules_readable
@post_once
def ask_time(request: HttpRequest) -> HttpResponse:
    """Ask for more time, with the reason."""
    person = _self(request)
    if not people_to_excuse(request.user).filter(pk=person.pk).exists():
        raise Http404
    agencies = _employers(person)
    names = {
        name: agency
        for agency in agencies
        for name in in_reading_order(rules_of(agency, today_at(agency)).book)
    }
    first = {"requirement": request.GET.get("requirement", "")}
    form = OwnTimeForm(request.POST or None, requirements=list(names), initial=first)
    told = None
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data["requirement"]
        agency = names[wanted]
        # an extension holds from the day it was due: one that began today would miss what is late already
        asked = {
            "agency": agency,
            "person": person,
            "kind": ExceptionKind.EXTENDED,
            "requirement": wanted,
            "start": min(today_at(agency), due_day(agency, person, wanted)),
            "end": form.cleaned_data["end"],
        }
        told = told_before(form, **asked)
        if not told.warns and _asked(request, form, asked):
            said = _("Asked for more time for %(title)s. You see here what is decided.")
            title = {"title": titles_of().get(wanted, wanted)}
            messages.success(request, " ".join((said % title, told.sentence)))
            return redirect("officer:requirement", wanted)
    return render(request, "officer/ask_time.html", {"form": form, "told": told})


def _asked(request: HttpRequest, form: OwnTimeForm, asked: dict[str, Any]) -> bool:
    """Propose it, or put on the form why not."""
    try:
        propose_excuse(**asked, reason=form.cleaned_data["reason"], by=reader(request))
    except (Refused, ValidationError) as refused:
        put_on(form, refused)
        return False
    return True


def _self(request: HttpRequest) -> Person:
    """Return the person behind the account; who is none, or may not see their own standing, finds no such page."""
    mine = Q(account=request.user.pk) | Q(others__account=request.user.pk)
    person = people_judged_by(request.user).filter(mine).first()
    if person is None:
        raise Http404
    return person


def _employers(person: Person) -> list[Agency]:
    """Return the agencies that employ somebody today."""
    entries = Q(person=person) | Q(person__same_as=person)
    serving = Appointment.lines.standing().filter(entries, on_day(timezone.localdate()))
    return list(Agency.objects.filter(pk__in=serving.values("agency")).order_by("name", "pk"))


def _at(person: Person, agency: Agency) -> AtAgency:
    today = today_at(agency)
    rules = rules_of(agency, today)
    judgement = standing_of(agency, today, people=Person.objects.filter(pk=person.pk), rules=rules.book)
    duties = own_duties(judgement, person.pk)
    return AtAgency(
        agency,
        pressing=[duty for duty in duties if duty.verdict in FIRST],
        other=[duty for duty in duties if duty.verdict not in FIRST],
        has_rules=bool(rules),
    )
