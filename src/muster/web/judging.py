"""What every page about standing does alike: the day asked about, the agency, and sentences when rules do not read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from muster.core.errors import MusterError, Problem
from muster.core.errors.sentence import said_in
from muster.core.rules.spanish import PROBLEMS_ES
from muster.records.enums import COUNTING
from muster.records.models import Record
from muster.roster.models import Agency, Person
from muster.roster.queries import identities_of
from muster.standards.forms.choices import DateInput
from muster.standards.queries import today_at
from muster.standards.rulebook import spoken
from muster.standards.summaries import Duty
from muster.web.tables import number_in

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponseBase]


FIRST, LAST = date(1900, 1, 1), date(2100, 12, 31)  # a rule looks years back and ahead of the day asked about


def refuse_far(day: date) -> None:
    """Raise ValidationError for a day so far away that what a rule looks at would be no day any more."""
    if not FIRST <= day <= LAST:
        raise ValidationError(_("Give a day between 1900 and 2100."))


class DayForm(forms.Form):
    """The day judged, and the day whose knowledge is used."""

    as_of = forms.DateField(
        label=_("On this day"), required=False, widget=DateInput(), validators=[refuse_far]
    )
    known_at = forms.DateField(
        label=_("As known on (empty: now)"), required=False, widget=DateInput(), validators=[refuse_far]
    )


@dataclass(frozen=True)
class AskedDay:
    """The day a page is about. ``known_at`` is the end of the day ``known_on``, where that was asked.

    In addresses the two clocks are ``as_of`` and ``known_at`` on every page, also on those of the training file.
    """

    form: DayForm
    as_of: date
    known_on: date | None
    known_at: datetime | None
    query: str  # for links that stay with this day; begins with "?" or is empty

    @property
    def is_today(self) -> bool:
        """Whether nothing special was asked."""
        return not self.query

    @property
    def more(self) -> str:
        """The same for links that have a query of their own."""
        return self.query.replace("?", "&", 1)


def day_asked(request: HttpRequest, agency: Agency) -> AskedDay:
    """Read the day out of the address; what is no day is told by the form, and today is taken."""
    zone = ZoneInfo(agency.time_zone)
    today = today_at(agency)
    asked = {"as_of", "known_at"} & set(request.GET)
    form = DayForm(request.GET if asked else None, initial={"as_of": today})
    form.is_valid()
    given = form.cleaned_data if form.is_bound else {}
    as_of, known_on = given.get("as_of") or today, given.get("known_at")
    known_at = datetime.combine(known_on, time.max, tzinfo=zone) if known_on else None
    kept = {"as_of": as_of if as_of != today else None, "known_at": known_on}
    query = urlencode({name: value.isoformat() for name, value in kept.items() if value})
    return AskedDay(form, as_of, known_on, known_at, f"?{query}" if query else "")


def agency_asked(request: HttpRequest, agencies: QuerySet[Agency]) -> Agency:
    """Return the agency that ``?agency=`` names among those allowed, or the first. Raises Http404 for none."""
    wanted = number_in(request, "agency")
    agency = agencies.filter(pk=wanted).first() if wanted else agencies.order_by("name", "pk").first()
    if agency is None:
        raise Http404
    return agency


def rules_readable(view: View[Rest]) -> View[Rest]:
    """Show a page that says what to mend where rules or facts cannot be judged, instead of an error."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except MusterError as error:
            problems = [_told(problem) for problem in error.problems]
            return render(request, "standing_unreadable.html", {"problems": problems}, status=503)

    return guarded


def _told(problem: Problem) -> dict[str, object]:
    """Say a problem in the reader's language; those of rule files are English, as the files are."""
    words = PROBLEMS_ES if spoken() == "es" else {}
    what, do = said_in(problem.what, words), said_in(problem.do, words)
    return {"what": what, "do": do, "where": problem.where, "translated": what != problem.what}


def named(duties: Iterable[Duty]) -> list[tuple[Duty, Person]]:
    """Put the person beside each duty, in the order of the day it is due and then of names."""
    found = list(duties)
    people = Person.objects.in_bulk({duty.person for duty in found})
    rows = [(duty, people[duty.person]) for duty in found]
    return sorted(rows, key=lambda row: (row[0].due or date.max, *name_key(row[1]), row[0].requirement))


def name_key(person: Person) -> tuple[str, str, int]:
    """Return what people are sorted by."""
    return person.family_name.casefold(), person.given_name.casefold(), person.pk


def uncounted(person: Person) -> QuerySet[Record]:
    """Return records of a person that no rule may count (yet): they wait for approval, or were refused."""
    lines = Record.lines.standing().filter(identities_of(person)).exclude(status__in=COUNTING)
    return lines.order_by("-completed_on", "-pk")
