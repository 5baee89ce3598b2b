"""The account behind a person."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from muster.accounts.access import accounts_visible_to
from muster.accounts.permissions import Permission
from muster.roster import actions
from muster.roster.access import people_visible_to
from muster.roster.forms import JoinAccountForm
from muster.web.department.people import agency_for
from muster.web.forms import done_with
from muster.web.once import post_once
from muster.web.reader import reader

GIVE = Permission.ACCOUNTS_GRANT_GIVE


@post_once
def join_account(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which account is a person's, or that none is. Roles are given apart, under Roles."""
    person = get_object_or_404(people_visible_to(request.user, GIVE).select_related("account"), pk=pk)
    form = JoinAccountForm(
        request.POST or None,
        accounts=accounts_visible_to(request.user, GIVE),
        initial={"account": person.account_id},
    )
    deed = partial(
        actions.join_account, person=person, by=reader(request), agency=agency_for(request, person, GIVE)
    )
    if request.method == "POST" and done_with(form, deed) is not None:
        messages.success(request, _("Written down."))
        return redirect("person", pk)
    return render(request, "department/join_account.html", {"form": form, "person": person})
