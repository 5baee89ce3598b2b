"""After how many days an entry is late, so that a second person has to confirm it: a setting of each agency."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from muster.accounts.permissions import Permission
from muster.roster import actions
from muster.roster.access import agencies_where
from muster.roster.forms import LateDaysForm
from muster.web.forms import done_with
from muster.web.once import post_once
from muster.web.reader import reader

P = Permission


@post_once
def late_days(request: HttpRequest, pk: int) -> HttpResponse:
    """Show and change the number of days."""
    agency = get_object_or_404(agencies_where(request.user, P.ROSTER_AGENCY_WRITE), pk=pk)
    form = LateDaysForm(request.POST or None, initial={"days": agency.late_days})
    deed = partial(actions.set_late_days, agency=agency, by=reader(request))
    if request.method == "POST" and done_with(form, deed) is not None:
        messages.success(request, _("The number of days was changed."))
        return redirect("units")
    return render(request, "department/late_days.html", {"form": form, "agency": agency})
