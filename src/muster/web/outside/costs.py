"""The money of one request: which fund pays what, and what was paid."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muster.accounts.permissions import Permission
from muster.events.access import may_decide, requests_decided_by, requests_visible_to
from muster.events.actions.costs import choose_funds, write_actual
from muster.events.enums import REVIEWS, CostStage
from muster.events.forms.funds import FundsForm, PaidForm
from muster.events.models import Request
from muster.events.queries.promising import lines_to_promise
from muster.web.forms import done_with
from muster.web.once import post_once
from muster.web.outside.request import seen
from muster.web.reader import reader

P = Permission
BUDGET_OPEN = gettext_lazy("It costs more than the policy allows, so the budget is looked at again.")


@post_once
def request_funds(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose which fund pays which kind of cost, while the request waits for a decision."""
    asked = seen(request, pk)
    user = reader(request)
    if asked.state not in REVIEWS or not may_decide(user, asked, P.EVENTS_REQUEST_REVIEW_BUDGET):
        raise Http404
    form = FundsForm(request.POST or None, asked=asked, lines=lines_to_promise(asked))

    def choose(*, edition: int, **_said: Any) -> Request:
        return choose_funds(request=asked, funds=form.chosen(), by=user, edition=edition)

    if request.method == "POST" and done_with(form, choose) is not None:
        messages.success(request, _("The funds are chosen."))
        decides = requests_decided_by(user).filter(pk=pk).exists()
        return redirect("commander:decide_request" if decides else "request", pk)
    return render(request, "outside/request_funds.html", {"asked": asked, "form": form})


@post_once
def request_paid(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what the agency paid, or got back, one thing after the other."""
    asked = seen(request, pk)
    user = reader(request)
    if not requests_visible_to(user, P.EVENTS_REQUEST_HANDLE).filter(pk=pk).exists():
        raise Http404
    form = PaidForm(request.POST or None, asked=asked)

    def write(**_said: Any) -> Request:
        return write_actual(request=asked, amounts=[form.amount()], by=user)

    if request.method == "POST" and (written := done_with(form, write)) is not None:
        messages.success(request, _("Written down."))
        if written.state != asked.state:
            messages.warning(request, BUDGET_OPEN)
        return redirect("request_paid", pk)
    paid = asked.costs.filter(stage=CostStage.ACTUAL).select_related("fund", "attendee__person")
    return render(request, "outside/request_paid.html", {"asked": asked, "form": form, "paid": paid})
