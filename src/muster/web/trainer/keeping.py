"""How long records are kept: by law, by the agency's own word, and whose period is over."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from muster.accounts.permissions import Permission
from muster.records.actions.retention import set_own_period
from muster.records.forms.retention import OwnPeriodForm
from muster.records.models import OwnPeriod
from muster.records.queries.retention import filter_over, period_at
from muster.records.retention import Keeping, keep_until, laws
from muster.roster.access import agencies_where, people_visible_to
from muster.roster.models import Agency, Person
from muster.web.csv_out import csv_response
from muster.web.forms import done_with
from muster.web.once import post_once
from muster.web.reader import reader
from muster.web.tables import number_in, page_of, sorted_by, wants_csv

P = Permission


def keeping(request: HttpRequest) -> HttpResponseBase:
    """Show the periods, and list the people whose records an agency need not keep any more."""
    agencies = agencies_where(request.user, P.RECORDS_RECORD_VERIFY)
    agency = agencies.filter(pk=number_in(request, "agency")).first() or agencies.first()
    if agency is None:
        raise Http404
    period = period_at(agency)
    people = _over(request, agency, period)
    if wants_csv(request):
        header = [_("Person"), _("Last day"), _("Kept until"), _("Records"), _("Under a hold")]
        return csv_response(
            "past-keeping.csv", header, (_csv_row(person, period) for person in people.iterator())
        )
    page = page_of(request, people)
    for person in page.object_list:
        person.until = _until(person, period)
    context = {
        "agency": agency,
        "agencies": agencies,
        "period": period,
        "own": OwnPeriod.objects.filter(agency=agency, years__isnull=False).select_related("set_by").first(),
        "may_set": agencies_where(request.user, P.RECORDS_RETENTION_SET).filter(pk=agency.pk).exists(),
        "laws": sorted(laws().values(), key=lambda law: law.name),
        "page": page,
    }
    return render(request, "trainer/keeping.html", context)


@post_once
def own_period(request: HttpRequest, pk: int) -> HttpResponse:
    """Set how long an agency keeps its records, where that is longer than the law asks."""
    agency = get_object_or_404(agencies_where(request.user, P.RECORDS_RETENTION_SET), pk=pk)
    period = period_at(agency)
    form = OwnPeriodForm(request.POST or None, initial={"years": period.years if period.is_own else None})
    deed = partial(set_own_period, agency=agency, by=reader(request))
    if request.method == "POST" and done_with(form, deed) is not None:
        messages.success(request, _("The period was changed. Nothing is destroyed, whatever it says."))
        return redirect("trainer:keeping")
    return render(request, "trainer/keeping_form.html", {"form": form, "agency": agency, "period": period})


def _over(request: HttpRequest, agency: Agency, period: Keeping) -> Any:
    people = people_visible_to(request.user)
    if period.years is None:
        return people.none()
    found = filter_over(people, agency, period.years, timezone.localdate())
    return sorted_by(request, found, {"name": "family_name", "left": "last_day", "records": "kept"}, "left")


def _until(person: Person, period: Keeping) -> Any:
    return keep_until(period, separated_on=person.last_day, serves=False).until  # type: ignore[attr-defined]  # annotated


def _csv_row(person: Any, period: Keeping) -> list[Any]:
    return [person, person.last_day, _until(person, period), person.kept, person.held]
