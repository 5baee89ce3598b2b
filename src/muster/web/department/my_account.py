"""One's own account: name and language, roles and why one may do things, roles lent, ways to sign in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from muster.accounts import actions, queries
from muster.accounts.access import Visitor, grants_today, why
from muster.accounts.forms import LendForm, ProfileForm, ReasonForm
from muster.accounts.models import Grant
from muster.accounts.permissions import SENTENCES, Permission
from muster.accounts.roles import may_be_lent
from muster.ledger.refusals import Refused
from muster.roster.models import Unit
from muster.web.department.account_history import history_of
from muster.web.forms import done_with, put_on
from muster.web.once import post_once
from muster.web.reader import reader
from muster.web.shell import THEME_COOKIE


@dataclass(frozen=True)
class Power:
    """Something one may do, and the roles that say so."""

    sentence: str
    roles: list[Grant]


@post_once
def my_account(request: HttpRequest) -> HttpResponse:
    """Show one's own account, and change name, language and appearance."""
    account = reader(request)
    form = ProfileForm(request.POST or None, initial=_profile(account))
    deed = partial(actions.change_profile, account=account)
    if request.method == "POST" and done_with(form, deed) is not None:
        return _kept(request)
    held = grants_today(account)
    context = {
        "form": form,
        "grants": held,
        "lendable": {grant.pk for grant in held if not grant.delegated_from_id and may_be_lent(grant.role)},
        "powers": powers_of(account),
        "lent": queries.lent_by(account),
        "entries": history_of(account),
        "passkeys": queries.passkeys_of(account),
        "openid": settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"],
    }
    return render(request, "department/my_account.html", context)


def powers_of(user: Visitor) -> list[Power]:
    """Return what somebody may do today, each with the roles that allow it."""
    return [Power(_(SENTENCES[power]), roles) for power in Permission if (roles := why(user, power))]


@post_once
def lend_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Lend one's own role to a colleague from one day to another."""
    mine = [grant.pk for grant in grants_today(request.user) if grant.delegated_from_id is None]
    grant = get_object_or_404(queries.with_names(Grant.objects.filter(pk__in=mine)), pk=pk)
    form = LendForm(request.POST or None, units=_units_within(grant))
    if request.method == "POST" and form.is_valid() and form.borrower is not None:
        given = {name: form.cleaned_data[name] for name in ("unit", "start", "end", "reason")}
        try:
            actions.delegate_role(grant=grant, to=form.borrower, by=reader(request), **given)
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("The role is lent. You can take it back here at any time."))
            return redirect("my_account")
    return render(request, "department/my_account_lend.html", {"form": form, "grant": grant})


@post_once
def return_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a role that one lent, or give back one that was lent to oneself."""
    either = Q(user=request.user.pk) | Q(delegated_from__user=request.user.pk)
    lent = Grant.objects.filter(either, delegated_from__isnull=False)
    grant = get_object_or_404(queries.with_names(lent), pk=pk)
    form = ReasonForm(request.POST or None)
    deed = partial(actions.end_delegation, grant=grant, by=reader(request))
    if request.method == "POST" and done_with(form, deed) is not None:
        messages.success(request, _("The role is back where it belongs."))
        return redirect("my_account")
    return render(request, "department/my_account_return.html", {"form": form, "grant": grant})


def _profile(account: Visitor) -> dict[str, str]:
    return {name: getattr(account, name) for name in ProfileForm.Meta.fields}


def _kept(request: HttpRequest) -> HttpResponse:
    """Go back to the page; what this browser was told of language and appearance gives way to the account's."""
    messages.success(request, _("Your account was changed."))
    answer = redirect("my_account")
    answer.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
    answer.delete_cookie(THEME_COOKIE)
    return answer


def _units_within(grant: Grant) -> QuerySet[Unit]:
    """Return the units that lie within where a role is held."""
    if grant.unit is not None:
        return Unit.objects.filter(path__startswith=grant.unit.path)
    if grant.agency is not None:
        return Unit.objects.filter(Q(agency=grant.agency) | Q(agency__commission=grant.agency))
    return Unit.objects.all()
