"""Saying of one person of a request whether they were there."""

from __future__ import annotations

from functools import partial

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muster.accounts.permissions import Permission
from muster.events.access import handles, requests_visible_to
from muster.events.actions.attendance import MARKABLE, mark_attendee
from muster.events.enums import AttendeeState, RequestState
from muster.events.models import Attendee
from muster.web.forms import done_with
from muster.web.once import post_once
from muster.web.reader import reader

P = Permission
A = AttendeeState


class MarkForm(forms.Form):
    """How somebody's part went. Before they have left one can only stay."""

    state = forms.ChoiceField(label=gettext_lazy("How it went"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Needed for who stays or did not go."),
    )

    def __init__(self, *args: object, have_left: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they come
        states = A if have_left else (A.GOING, A.STAYS)
        self.fields["state"].choices = [(state.value, state.label) for state in states]  # type: ignore[attr-defined]


@post_once
def mark_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whether one person was there, stays at home or did not turn up."""
    visible = Attendee.objects.filter(
        request__in=requests_visible_to(request.user), request__state__in=MARKABLE
    )
    found = visible.select_related("person", "request__agency", "request__unit", "request__event")
    attendee = get_object_or_404(found, pk=pk)
    user = reader(request)
    if not handles(user, attendee.request):
        raise Http404
    form = MarkForm(
        request.POST or None,
        have_left=attendee.request.state == RequestState.ATTENDING,
        initial={"state": attendee.state, "reason": attendee.reason},
    )
    if (
        request.method == "POST"
        and done_with(form, partial(mark_attendee, attendee=attendee, by=user)) is not None
    ):
        messages.success(request, _("Written down."))
        return redirect("request", attendee.request_id)
    return render(
        request, "outside/mark_person.html", {"attendee": attendee, "asked": attendee.request, "form": form}
    )
