"""The one page of a request, for whoever may see it, and the steps one may make from there."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.events.access import may_edit, may_set_aside, moves_open_to, requests_visible_to
from muster.events.access_committee import requests_scored_by
from muster.events.actions.moves import move_request
from muster.events.enums import ENDED, REVIEWS, DecisionOutcome, RequestState
from muster.events.forms.requests import MoveForm
from muster.events.guards import obstacle_to
from muster.events.lifecycle import Move, move_named
from muster.events.models import Decision, Request
from muster.events.queries.deadlines import deadlines_of
from muster.web.files import sent
from muster.web.forms import done_with
from muster.web.once import post_once
from muster.web.outside.sections import sections_of
from muster.web.reader import reader

P = Permission
S = RequestState
TONES: dict[str, str] = {
    S.DRAFT: "off",
    S.DENIED: "bad",
    S.WITHDRAWN: "off",
    S.CANCELLED: "bad",
    S.NO_SHOW: "bad",
    S.RETURNED: "warn",
    S.WAITLISTED: "warn",
    S.REPORT_DUE: "warn",
    S.SHARE_DUE: "warn",
    S.APPROVED: "good",
    S.REGISTERED: "good",
    S.TRAVEL_READY: "good",
    S.CLOSED: "good",
}


def tone_of(state: str) -> str:
    """Return the tone in which a state is shown: what waits for somebody is ``wait``."""
    return TONES.get(state, "wait")


def seen(request: HttpRequest, pk: int) -> Request:
    """Return a request that the reader may see, or say that there is none."""
    found = requests_visible_to(request.user).select_related(
        "agency", "event__provider", "unit", "requester", "policy"
    )
    return get_object_or_404(found, pk=pk)


def request_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a request: what, who, why, cost, cover, what was decided, what came of it, and what to do next."""
    asked = seen(request, pk)
    user = reader(request)
    moves = moves_open_to(user, asked)
    context = {
        "asked": asked,
        "tone": tone_of(asked.state),
        "people": asked.attendees.select_related("person"),
        "needs": asked.needs.all(),
        "files": asked.files.all(),
        "moves": [(move, obstacle_to(asked, move.guards)) for move in moves],
        "waits": asked.state in REVIEWS and not any(move.not_own for move in moves),
        "may_edit": may_edit(user, asked),
        "deadlines": deadlines_of(asked),
        "history": _history(asked),
        "sections": sections_of(asked, user),
        "may_attach": asked.state not in ENDED
        and requests_visible_to(user, P.EVENTS_REQUEST_WRITE).filter(pk=pk).exists(),
    }
    with timezone.override(asked.agency.time_zone):
        return render(request, "outside/request.html", context)


@post_once
def move_page(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Make a step: say what belongs to it, and see what stands in its way."""
    asked = seen(request, pk)
    user = reader(request)
    move = _open_move(asked, key, user)
    form = MoveForm(
        request.POST or None,
        move=move,
        may_be_late=may_set_aside(user, asked, "in_time"),
        initial={"edition": asked.edition},
    )
    deed = partial(_made, asked, move, form, user)
    if request.method == "POST" and (moved := done_with(form, deed)) is not None:
        messages.success(
            request, _("Done. The request is now: %(state)s.") % {"state": moved.get_state_display()}
        )
        return redirect("request", pk)
    obstacle = obstacle_to(asked, move.guards)
    context = {"asked": asked, "move": move, "form": form, "obstacle": obstacle, "tone": tone_of(asked.state)}
    return render(request, "outside/request_move.html", context)


def request_file(request: HttpRequest, pk: int, file: int) -> Any:
    """Hand out a file of a request to those who see it, and to a committee that scores it."""
    seen_now = Q(pk__in=requests_visible_to(request.user).order_by().values("pk"))
    scored_now = Q(pk__in=requests_scored_by(request.user).order_by().values("pk"))
    asked = get_object_or_404(Request.objects.filter(seen_now | scored_now), pk=pk)
    return sent(get_object_or_404(asked.files, pk=file))


def _made(asked: Request, move: Move, form: MoveForm, by: User, *, edition: int, **_said: Any) -> Request:
    return move_request(request=asked, move=move, by=by, edition=edition, said=form.said())


def _open_move(asked: Request, key: str, user: User) -> Move:
    move = move_named(key)
    if move is None or move not in moves_open_to(user, asked):
        raise Http404
    return move


def _became(decision: Decision) -> str:
    """Say what was done and where the request stood then, or which stage was left out; a word that says both, once."""
    done, state = str(decision.get_outcome_display()), str(S(decision.to).label)
    if decision.outcome == DecisionOutcome.SKIPPED:
        return f"{done}: {state}"
    return done if done == state else _("%(done)s, now: %(state)s") % {"done": done, "state": state}


def _history(asked: Request) -> list[dict[str, Any]]:
    """Return the decisions as the timeline shows them, the newest first."""
    return [
        {
            "when": decision.at,
            "title": _became(decision),
            "text": " · ".join(
                part
                for part in (decision.get_reason_code_display(), decision.reason, decision.conditions)
                if part
            ),
            "who": decision.by or _("Muster"),
        }
        for decision in asked.decisions.select_related("by").order_by("-at", "-pk")
    ]
