"""Federal travel rates: hand three files in, look what they hold, put them into use. All or nothing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from muster.accounts.access import may_anywhere
from muster.accounts.permissions import Permission
from muster.core.errors import MusterError
from muster.core.travel.load import RateFiles, read_rates
from muster.core.travel.rates import Rates
from muster.events.actions.rates import hash_of_files, keep_rates
from muster.events.forms.rates import RatesForm
from muster.events.models import RateBatch
from muster.events.rate_problems import told
from muster.files.actions import store
from muster.files.store import open_content
from muster.ledger.refusals import Refused
from muster.roster.access import agencies_where
from muster.web.forms import put_on
from muster.web.once import post_once
from muster.web.reader import reader

P = Permission
_SALT = "muster.rates"
#: Between the look at what the files hold and the word to use them.
_SECONDS = 60 * 60


def rates(request: HttpRequest) -> HttpResponse:
    """Show which rates are in use, and take new files: what they hold is shown before anything is kept."""
    if not may_anywhere(request.user, P.EVENTS_FUND_READ):
        raise Http404
    keeps = agencies_where(request.user, P.EVENTS_FUND_WRITE).order_by("name", "pk")
    if request.method == "POST" and not keeps.exists():
        raise Http404
    form = RatesForm(request.POST or None, request.FILES or None, agencies=keeps) if keeps.exists() else None
    shown: dict[str, Any] = {"form": form}
    if form is not None and request.method == "POST" and form.is_valid():
        shown |= _look(request, form)
    sees = agencies_where(request.user, P.EVENTS_FUND_READ)
    shown["sets"] = (
        RateBatch.objects.filter(agency__in=sees)
        .select_related("agency", "loaded_by")
        .order_by("replaced_at", "-start", "-pk")
    )
    return render(request, "commander/rates.html", shown)


@require_POST
@post_once
def rates_use(request: HttpRequest) -> HttpResponse:
    """Put the files that were looked at into use."""
    keeps = agencies_where(request.user, P.EVENTS_FUND_WRITE)
    if not keeps.exists():
        raise Http404
    try:
        said = signing.loads(request.POST.get("files", ""), salt=_SALT, max_age=_SECONDS)
    except signing.BadSignature:
        messages.error(request, _("That was too long ago. Hand the files in again."))
        return redirect("commander:rates")
    agency = get_object_or_404(keeps, pk=said["agency"])
    files = RateFiles(*(_content(said[name]) for name in ("rates", "zips", "meals")))
    read = read_rates(files, said["source"])
    keep_rates(agency=agency, rates=read, sha256=hash_of_files(files), by=reader(request))
    messages.success(
        request,
        _("The rates from %(first)s to %(last)s are in use.") % {"first": read.first, "last": read.last},
    )
    return redirect("commander:rates")


def _look(request: HttpRequest, form: RatesForm) -> dict[str, Any]:
    """Keep the files, read them, and return what they hold or every problem that they have."""
    said = form.cleaned_data
    kept = {}
    for name in ("rates", "zips", "meals"):
        try:
            kept[name] = store(content=said[name].file, by=reader(request), for_import=True).pk
        except Refused as refused:
            put_on(form, Refused(refused.sentence, field=name))
            return {}
    try:
        read = read_rates(RateFiles(*(_content(kept[name]) for name in kept)), said["source"])
    except MusterError as error:
        return {"problems": told(error)}
    token = {**kept, "agency": said["agency"].pk, "source": said["source"]}
    return {"preview": _preview(read), "agency": said["agency"], "files": signing.dumps(token, salt=_SALT)}


def _content(sha256: str) -> bytes:
    with open_content(sha256) as stream:
        return stream.read()


def _preview(read: Rates) -> dict[str, Any]:
    return {
        "first": read.first,
        "last": read.last,
        "destinations": len(read.destinations),
        "rates": sum(len(series) for series in read.by_destination.values()),
        "zips": len(read.by_zip),
        "several": sum(len(keys) > 1 for keys in read.by_zip.values()),
        "tiers": sorted(read.tiers),
        "standard": read.on("0", read.first),
    }
