"""One account, for those who give roles: what it holds, its link for a password, closing and reopening it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from muster.accounts import actions, queries
from muster.accounts.access import accounts_visible_to, grants_visible_to, may_anywhere, may_end, may_manage
from muster.accounts.forms import ReasonForm
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.ledger.refusals import Refused
from muster.web.department.account_history import history_of
from muster.web.forms import done_with
from muster.web.once import post_once
from muster.web.reader import reader

P = Permission


def account(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an account and the roles it holds where this reader may see them."""
    shown = get_object_or_404(accounts_visible_to(request.user), pk=pk)
    theirs = queries.with_names(grants_visible_to(request.user).filter(user=shown))
    held = list(queries.annotate_holds(theirs).order_by("-start", "pk"))
    may_change = may_manage(request.user, shown)
    context = {
        "account": shown,
        "grants": held,
        "endable": {grant.pk for grant in held if may_end(request.user, grant)},
        "may_manage": may_change,
        "has_factors": may_change and queries.has_factors(shown),
        "may_give": shown != request.user and may_anywhere(request.user, P.ACCOUNTS_GRANT_GIVE),
        "entries": history_of(shown) if may_change else [],
    }
    return render(request, "department/account.html", context)


@require_POST
@never_cache
@sensitive_variables("key", "link", "path")
def invite_account(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the link with which an account's owner sets a password, and show it this once."""
    shown = _managed(request, pk)
    try:
        owner, key = actions.invite(account=shown, by=reader(request))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("account", pk)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": owner, "key": key})
    link = request.build_absolute_uri(path)
    return render(request, "department/account_link.html", {"account": shown, "link": link})


@post_once
def close_account(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an account."""
    return _with_reason(
        request,
        _managed(request, pk),
        actions.close_account,
        "department/account_close.html",
        _("The account is closed."),
    )


@post_once
def reopen_account(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a closed account again."""
    return _with_reason(
        request,
        _managed(request, pk),
        actions.reopen_account,
        "department/account_reopen.html",
        _("The account is open again. Now make a link with which its owner sets a password."),
    )


@post_once
def remove_factors(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away the second factors of somebody who lost them."""
    return _with_reason(
        request,
        _managed(request, pk),
        actions.remove_factors,
        "department/account_factors.html",
        _("They are taken away. Now make a link with which its owner sets a password."),
    )


def _managed(request: HttpRequest, pk: int) -> User:
    """Return an account that this reader may close, reopen and invite."""
    found = get_object_or_404(accounts_visible_to(request.user, P.ACCOUNTS_GRANT_GIVE), pk=pk)
    if not may_manage(request.user, found):
        raise Http404
    return found


def _with_reason(
    request: HttpRequest, shown: User, action: Callable[..., Any], template: str, done: str
) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    deed = partial(action, account=shown, by=reader(request))
    if request.method == "POST" and done_with(form, deed) is not None:
        messages.success(request, done)
        return redirect("account", shown.pk)
    return render(request, template, {"form": form, "account": shown})
