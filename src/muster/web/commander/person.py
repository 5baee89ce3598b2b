"""How one person stands, and why."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from muster.accounts.permissions import Permission
from muster.records.access.records import records_visible_to
from muster.records.models import Record
from muster.roster.access import people_visible_to
from muster.roster.models import Agency, Person
from muster.roster.queries import identities_of
from muster.standards.access import agencies_judged_by, people_judged_by
from muster.standards.queries import people_serving
from muster.standards.standing import explained, rules_of, standing_of
from muster.standards.summaries import own_duties
from muster.web.judging import AskedDay, agency_asked, day_asked, rules_readable, uncounted


@rules_readable
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show every requirement that binds a person, with verdict and day."""
    found = get_object_or_404(people_judged_by(request.user), pk=pk)
    agency = _agency(request, found)
    asked = day_asked(request, agency)
    rules = rules_of(agency, asked.as_of, asked.known_at)
    people = _serving(found, agency, asked)
    judgement = standing_of(agency, asked.as_of, asked.known_at, people=people, rules=rules.book)
    duties = own_duties(judgement, found.pk)
    shown = {
        "person": found,
        "agency": agency,
        "asked": asked,
        "duties": duties,
        "rules": rules,
        "has_page": people_visible_to(request.user).filter(pk=found.pk).exists(),
        "has_file": people_visible_to(request.user, Permission.RECORDS_RECORD_READ)
        .filter(pk=found.pk)
        .exists(),
    }
    return render(request, "commander/person.html", shown)


@rules_readable
def explanation(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Explain how a person stands by one requirement."""
    found = get_object_or_404(people_judged_by(request.user), pk=pk)
    agency = _agency(request, found)
    asked = day_asked(request, agency)
    rules = rules_of(agency, asked.as_of, asked.known_at)
    if name not in rules.book.requirements or not _reads_all(request, found):
        raise Http404
    people = _serving(found, agency, asked)
    judgement = standing_of(agency, asked.as_of, asked.known_at, people=people, rules=rules.book.only([name]))
    told = explained(judgement, found, name)
    shown = {
        "person": found,
        "agency": agency,
        "asked": asked,
        "rule": rules.book.requirements[name],
        "told": told,
        "uncounted": uncounted(found),
    }
    return render(request, "commander/explanation.html", shown)


def _serving(person: Person, agency: Agency, asked: AskedDay) -> QuerySet[Person]:
    """Return the person, whom the agency employs on that day; how those stand who left is not its business."""
    people = people_serving(agency, asked.as_of, asked.known_at).filter(pk=person.pk)
    if not people.exists():
        raise Http404
    return people


def _reads_all(request: HttpRequest, person: Person) -> bool:
    """Return whether the reader reads every record of somebody: an explanation names them all.

    Of who left for another agency, the one they left does not read what was written there.
    """
    seen = records_visible_to(request.user).values("pk")
    return not Record.lines.filter(identities_of(person)).exclude(pk__in=seen).exists()


def _agency(request: HttpRequest, person: Person) -> Agency:
    """Return the agency whose rules are meant: one that the reader may see and that employs the person, or did."""
    agencies = agencies_judged_by(request.user)
    if not request.GET.get("agency"):
        serving = [each for each in agencies if people_serving(each).filter(pk=person.pk).exists()]
        if serving:
            return serving[0]
    return agency_asked(request, agencies)
