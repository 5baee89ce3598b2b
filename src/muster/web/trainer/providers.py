"""Who gives outside training: the list, and one of them."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from muster.accounts.permissions import Permission
from muster.events.access import providers_visible_to
from muster.events.actions.catalogue import add_provider, change_provider
from muster.events.forms.catalogue import ProviderForm
from muster.web.csv_out import csv_response
from muster.web.forms import done_with
from muster.web.once import post_once
from muster.web.reader import reader
from muster.web.tables import page_of, sorted_by, wants_csv
from muster.web.trainer.events import agency_written

P = Permission
COLUMNS = {"name": "name", "kind": "kind", "events": "number"}


def providers(request: HttpRequest) -> HttpResponseBase:
    """List providers, with how many events of each there are."""
    agency_written(request)
    found: Any = providers_visible_to(request.user, P.EVENTS_EVENT_WRITE).annotate(number=Count("events"))
    if words := request.GET.get("q", ""):
        found = found.filter(name__icontains=words)
    found = sorted_by(request, found, COLUMNS, "name")
    if wants_csv(request):
        header = [_("Name"), _("Kind"), _("Number with the state"), _("Website"), _("Events")]
        rows = ([p.name, p.get_kind_display(), p.state_number, p.website, p.number] for p in found)
        return csv_response("providers.csv", header, rows)
    return render(request, "trainer/providers.html", {"page": page_of(request, found)})


@post_once
def provider_add(request: HttpRequest) -> HttpResponse:
    """Add a provider."""
    agency = agency_written(request)
    form = ProviderForm(request.POST or None)
    deed = partial(add_provider, agency=agency, by=reader(request))
    if request.method == "POST" and done_with(form, deed) is not None:
        messages.success(request, _("Added."))
        return redirect("trainer:providers")
    return render(request, "trainer/provider_form.html", {"form": form})


@post_once
def provider_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a provider."""
    mine = providers_visible_to(request.user, P.EVENTS_EVENT_WRITE)
    there, copy = get_object_or_404(mine, pk=pk), get_object_or_404(mine, pk=pk)
    form = ProviderForm(request.POST or None, instance=copy)
    deed = partial(change_provider, provider=there, by=reader(request))
    if request.method == "POST" and done_with(form, deed) is not None:
        messages.success(request, _("Changed."))
        return redirect("trainer:providers")
    return render(request, "trainer/provider_form.html", {"form": form, "provider": there})
