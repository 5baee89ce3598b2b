"""What changes if I am away: one's own shifts and hours on some days, before one asks for anything."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from muster.events.access import employers_of
from muster.events.forms.cover import AwayForm
from muster.events.queries.cover import AwayLook, away_look
from muster.roster.access import own_keys
from muster.roster.models import Agency, Person
from muster.web.forms import done_with


def away(request: HttpRequest) -> HttpResponse:
    """Show which of one's own shifts some days take, whether the street holds, and what one's hours come to."""
    person = Person.objects.filter(pk__in=own_keys([request.user.pk]), same_as__isnull=True).first()
    agency = employers_of(request.user).first()
    if person is None or agency is None:
        raise Http404
    form = AwayForm(request.GET if "first" in request.GET else None)
    found = done_with(form, lambda **said: _look(person, agency, **said)) if form.is_bound else None
    return render(request, "officer/away.html", {"form": form, "found": found, "agency": agency})


def _look(person: Person, agency: Agency, *, hours: int | None, **days: Any) -> AwayLook:
    return away_look(person, agency, **days, training_minutes=(hours or 0) * 60)
