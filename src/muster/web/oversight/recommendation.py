"""The one page of a recommendation, for whoever may read it, and the steps one may make from there."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from muster.accounts.models import User
from muster.curriculum.access import courses_visible_to, plans_visible_to
from muster.events.access import practices_visible_to
from muster.oversight.access import moves_open_to, recommendations_visible_to, side_of
from muster.oversight.actions.moves import move_recommendation
from muster.oversight.enums import UNANSWERED, WORKING, RecommendationState, Side
from muster.oversight.forms.recommendations import StepForm
from muster.oversight.guards import known_obstacle_to
from muster.oversight.lifecycle import Move, move_named
from muster.oversight.models import Link, Recommendation
from muster.oversight.queries.clocks import clocks_of, earlier_promises
from muster.web.files import sent
from muster.web.forms import done_with, newer_values
from muster.web.once import post_once
from muster.web.oversight.shown import history_of, tone_of
from muster.web.reader import reader

S = RecommendationState


def seen(request: HttpRequest, pk: int) -> Recommendation:
    """Return a recommendation that the reader may see, or say that there is none."""
    found = recommendations_visible_to(request.user).select_related("issuer__agency")
    return get_object_or_404(found, pk=pk)


def recommendation(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was asked, what was answered, what is done, by which day, and everything that happened to it."""
    asked = seen(request, pk)
    user = reader(request)
    side = side_of(user, asked.issuer)
    is_open = side is not None and asked.state != S.CLOSED
    context = {
        "asked": asked,
        "tone": tone_of(asked.state),
        "clocks": clocks_of(asked),
        "moved": earlier_promises(asked),
        "moves": [(move, known_obstacle_to(asked, move.guards)) for move in moves_open_to(user, asked)],
        "milestones": asked.milestones.all(),
        "files": asked.files.select_related("file"),
        "links": links_shown(asked, user),
        "history": history_of(asked),
        "is_open": is_open,
        "may_plan": side == Side.DEPARTMENT and asked.state in WORKING,
        "may_revise": side == Side.ISSUER and asked.state in UNANSWERED,
    }
    return render(request, "oversight/recommendation.html", context)


def links_shown(asked: Recommendation, user: User) -> list[dict[str, Any]]:
    """Return what is linked, each with an address where the reader may open it. Others see no more than its kind."""
    links = list(asked.links.select_related("course", "lesson_plan__course", "practice"))
    gates: tuple[tuple[str, Any, str], ...] = (
        ("course", courses_visible_to, "trainer:course"),
        ("lesson_plan", plans_visible_to, "trainer:plan"),
        ("practice", practices_visible_to, "practice"),
    )
    found = [{"link": link, "label": _("policy"), "text": link.policy} for link in links if link.policy]
    for name, visible_to, address in gates:
        label = str(Link._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # a column of its own
        these = [link for link in links if getattr(link, f"{name}_id") is not None]
        keys = [getattr(link, f"{name}_id") for link in these]
        mine = set(visible_to(user).filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()
        for link, key in zip(these, keys, strict=True):
            seen_here = key in mine
            found.append(
                {
                    "link": link,
                    "label": label,
                    "text": str(link) if seen_here else "",
                    "url": reverse(address, args=[key]) if seen_here else "",
                }
            )
    return found


@post_once
def recommendation_move(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Make a step: say what belongs to it, and see what stands in its way."""
    asked = seen(request, pk)
    user = reader(request)
    move = _move_of(asked, key, user)
    if request.method == "GET" and move.source != asked.state:
        messages.warning(request, _("It stands elsewhere by now, so that step is not possible any more."))
        return redirect("recommendation", pk)
    initial = {name: getattr(asked, name) for name in ("plan", "owner", "finish_by", "edition")}
    form = StepForm(request.POST or None, move=move, initial=initial)
    deed = partial(_made, asked, move, form, user)
    if request.method == "POST" and (moved := done_with(form, deed)) is not None:
        messages.success(
            request, _("Done. The recommendation is now: %(state)s.") % {"state": moved.get_state_display()}
        )
        return redirect("recommendation", pk)
    obstacle = known_obstacle_to(asked, move.guards)
    context = {
        "asked": asked,
        "move": move,
        "form": form,
        "obstacle": obstacle,
        "tone": tone_of(asked.state),
        "differs": newer_values(form, asked),
    }
    return render(request, "oversight/recommendation_move.html", context)


def _made(
    asked: Recommendation, move: Move, form: StepForm, by: User, *, edition: int, **_said: Any
) -> Recommendation:
    return move_recommendation(asked=asked, move=move, by=by, edition=edition, said=form.said())


def _move_of(asked: Recommendation, key: str, user: User) -> Move:
    """Return a step of the reader's side, also one that is not possible by now: the deed says so, the words are kept."""
    move = move_named(key)
    if move is None or move.side != side_of(user, asked.issuer):
        raise Http404
    return move


def recommendation_file(request: HttpRequest, pk: int, file: int) -> Any:
    """Hand out a file of a recommendation."""
    return sent(get_object_or_404(seen(request, pk).files, pk=file))
