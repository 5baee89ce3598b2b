"""Roles: who holds which, where and how long; giving and ending them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muster.accounts import actions, queries
from muster.accounts.access import grants_visible_to, may_anywhere, may_end, reach_of
from muster.accounts.forms import EndForm, GrantForm
from muster.accounts.models import Grant, User
from muster.accounts.permissions import Permission
from muster.accounts.roles import Role
from muster.ledger.refusals import Refused
from muster.roster.access import agencies_visible_to, agencies_where, units_visible_to
from muster.web.csv_out import csv_response
from muster.web.forms import put_on
from muster.web.once import post_once
from muster.web.reader import reader
from muster.web.tables import number_in, page_of, sorted_by, wants_csv

if TYPE_CHECKING:
    from django.db.models import QuerySet

P = Permission

STATES = {
    "now": gettext_lazy("Held today"),
    "coming": gettext_lazy("Beginning later"),
    "over": gettext_lazy("Over"),
    "all": gettext_lazy("All"),
}
SORTABLE = {"name": "user__name", "role": "role", "agency": "agency__name", "start": "start", "end": "end"}


def grants(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """List who holds which role where this reader may see it."""
    if not may_anywhere(request.user, P.ACCOUNTS_GRANT_READ):
        raise Http404
    state = request.GET.get("state") if request.GET.get("state") in STATES else "now"
    agencies = agencies_visible_to(request.user, P.ACCOUNTS_GRANT_READ)
    found = _filtered(request, queries.filter_state(grants_visible_to(request.user), str(state)))
    found = sorted_by(request, queries.with_names(queries.annotate_holds(found)), SORTABLE, "name")
    if wants_csv(request):
        return _as_csv(found)
    reach = reach_of(request.user, P.ACCOUNTS_GRANT_GIVE)
    page = page_of(request, found)
    shown = page.object_list if reach else []
    context = {
        "page": page,
        "states": STATES,
        "state": state,
        "roles": Role.choices,
        "agencies": agencies,
        "may_give": bool(reach),
        "endable": {grant.pk for grant in shown if may_end(request.user, grant)},
        "filtered": any(request.GET.get(name) for name in ("q", "role", "agency", "state")),
    }
    return render(request, "department/roles.html", context)


def _filtered(request: HttpRequest, found: QuerySet[Grant]) -> QuerySet[Grant]:
    found = queries.filter_named(found, request.GET.get("q", ""))
    if request.GET.get("role") in Role.values:
        found = found.filter(role=request.GET["role"])
    if agency := number_in(request, "agency"):
        found = found.filter(agency=agency)
    return found


def _as_csv(found: QuerySet[Grant]) -> StreamingHttpResponse:
    header = [
        _("Name"),
        _("E-mail address"),
        _("Role"),
        _("Agency"),
        _("Unit"),
        _("First day"),
        _("Last day"),
        _("Lent by"),
    ]
    rows = (
        [
            grant.user.name,
            grant.user.email,
            grant.get_role_display(),
            grant.agency,
            grant.unit,
            grant.start,
            grant.end,
            grant.delegated_from and grant.delegated_from.user,
        ]
        for grant in found
    )
    return csv_response("roles.csv", header, rows)


@post_once
def give_role(request: HttpRequest) -> HttpResponse:
    """Give a role to somebody, and open an account for who has none."""
    reach = reach_of(request.user, P.ACCOUNTS_GRANT_GIVE)
    if not reach:
        raise Http404
    form = GrantForm(
        request.POST or None,
        agencies=agencies_where(request.user, P.ACCOUNTS_GRANT_GIVE),
        units=units_visible_to(request.user, P.ACCOUNTS_GRANT_GIVE),
        everywhere=reach.everywhere,
        initial={"email": request.GET.get("email", "")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            account = _give(request, form)
        except Refused as refused:
            put_on(form, refused)
        else:
            return redirect("account", account.pk)
    return render(request, "department/role_give.html", {"form": form})


def _give(request: HttpRequest, form: GrantForm) -> User:
    given = {name: form.cleaned_data[name] for name in ("role", "agency", "unit", "start", "end")}
    if form.account is None:
        email, name = form.cleaned_data["email"], form.cleaned_data["name"]
        account = actions.open_account(email=email, name=name, by=reader(request), **given)
        messages.success(
            request, _("The account is open. Now make a link with which its owner sets a password.")
        )
        return account
    actions.give_role(account=form.account, by=reader(request), **given)
    messages.success(request, _("The role was given."))
    return form.account


@post_once
def end_role(request: HttpRequest, pk: int) -> HttpResponse:
    """End a role, at once or with a last day."""
    mine = queries.with_names(grants_visible_to(request.user, P.ACCOUNTS_GRANT_GIVE))
    grant = get_object_or_404(mine, pk=pk)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_role(grant=grant, by=reader(request), **form.cleaned_data)
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("The role was ended."))
            return redirect("account", grant.user_id)
    return render(request, "department/role_end.html", {"form": form, "grant": grant})
