"""What the issuer does in pages: issue a recommendation, change it while nobody has answered."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from muster.accounts.models import User
from muster.oversight.access import issuers_spoken_for, may_speak
from muster.oversight.actions.issuing import issue_recommendation, revise_recommendation
from muster.oversight.enums import UNANSWERED
from muster.oversight.forms.recommendations import RecommendationForm
from muster.oversight.models import Issuer, Recommendation
from muster.web.form_page import form_page
from muster.web.forms import done_with, newer_values
from muster.web.once import post_once
from muster.web.oversight.recommendation import seen
from muster.web.reader import reader


@post_once
def recommendation_new(request: HttpRequest) -> HttpResponse:
    """Issue a recommendation in the name of a body for which one speaks."""
    user = reader(request)
    bodies = issuers_spoken_for(user)
    if not bodies:
        raise Http404
    issuers = Issuer.objects.filter(pk__in=[body.pk for body in bodies])
    initial = {"issuer": bodies[0].pk, "issued_on": timezone.localdate()}
    form = RecommendationForm(request.POST or None, issuers=issuers, initial=initial)
    if request.method == "POST" and (made := done_with(form, partial(_issued, user))) is not None:
        messages.success(request, _("Issued. The department sees it, and its clocks run."))
        return redirect("recommendation", made.pk)
    return form_page(
        request,
        form,
        heading=_("Issue a recommendation"),
        lede=_("It goes to the department at once. What it asks can be changed until it is acknowledged."),
        submit=_("Issue it"),
        crumbs=[(reverse("recommendations"), _("Recommendations"))],
    )


def _issued(by: User, **said: Any) -> Recommendation:
    said.pop("edition")  # a new one has none yet
    return issue_recommendation(by=by, **said)


@post_once
def recommendation_revise(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what was asked, or the day of the answer; with a reason that stays."""
    asked, user = seen(request, pk), reader(request)
    too_late = request.method == "GET" and asked.state not in UNANSWERED
    if too_late or not may_speak(user, asked.issuer):
        raise Http404
    form = RecommendationForm(
        request.POST or None, instance=seen(request, pk), initial={"edition": asked.edition}
    )
    deed = partial(_revised, asked, user)
    if request.method == "POST" and done_with(form, deed) is not None:
        messages.success(request, _("Changed."))
        return redirect("recommendation", pk)
    return form_page(
        request,
        form,
        heading=_("Change what is asked"),
        lede=str(asked),
        submit=_("Change it"),
        crumbs=[(reverse("recommendation", args=[pk]), asked.number)],
        differs=newer_values(form, asked),
    )


def _revised(asked: Recommendation, by: User, *, edition: int | None, **said: Any) -> Recommendation:
    return revise_recommendation(asked=asked, by=by, edition=edition or 0, **said)
