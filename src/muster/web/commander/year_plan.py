"""A plan for the year: who could attend which session, why, what is left over and what would do. Advice, never a decision."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from muster.accounts.permissions import Permission
from muster.events.access_plans import may_take, year_plans_visible_to
from muster.events.actions.year_plans import make_year_plan, pin_place, plan_again
from muster.events.actions.year_taking import take_plan, undo_taking
from muster.events.enums import YearPlanState
from muster.events.forms.year_plans import YearPlanForm
from muster.events.models import PlanSeat, YearPlan
from muster.events.money import dollars_text
from muster.events.queries.year_plans import (
    annotate_counts,
    gaps_of,
    is_given,
    left_by_requirement,
    load_of,
    seats_of,
    taking_of,
)
from muster.ledger.refusals import Refused
from muster.roster.access import agencies_where
from muster.standards.access import may_see_whole
from muster.web.commander.year_plan_words import Names, hindrance_text, names_for, remedy_text
from muster.web.csv_out import csv_response
from muster.web.forms import done_with, edition_in
from muster.web.judging import rules_readable
from muster.web.once import post_once
from muster.web.reader import reader
from muster.web.tables import number_in, page_of, sorted_by, wants_csv
from muster.web.templatetags.muster import written_day

P = Permission
ORDERS = {"when": "first_at", "name": "person__family_name", "cost": "cents"}


@dataclass(frozen=True)
class Row:
    """A place as it is shown: what it meets, and what stands against the other sessions."""

    seat: Any  # with first_at
    meets: list[str]
    others: list[str]

    @property
    def is_given(self) -> bool:
        """Whether they have the seat."""
        return is_given(self.seat)


def year_plan(request: HttpRequest) -> HttpResponseBase:
    """List the plans there are, the newest first."""
    if not agencies_where(request.user, P.EVENTS_PLAN_WRITE).exists():
        raise Http404
    plans = annotate_counts(year_plans_visible_to(request.user)).select_related("agency", "made_by")
    if wants_csv(request):
        header = [_("First day"), _("Last day"), _("State"), _("Places"), _("Not met")]
        rows = ([p.first, p.last, p.get_state_display(), p.placed, p.unmet] for p in plans)
        return csv_response("year-plans.csv", header, rows)
    return render(request, "commander/year_plans.html", {"page": page_of(request, plans)})


@rules_readable
@post_once
def year_plan_make(request: HttpRequest) -> HttpResponse:
    """Make a plan."""
    agencies = agencies_where(request.user, P.EVENTS_PLAN_WRITE)
    if not agencies.exists():
        raise Http404
    form = YearPlanForm(request.POST or None, agencies=agencies)
    deed = partial(make_year_plan, by=reader(request))
    if request.method == "POST" and (made := done_with(form, deed)) is not None:
        messages.success(
            request, _("The plan is made. It is advice: nobody has a seat by it until it is taken.")
        )
        return redirect("commander:year_plan_shown", made.pk)
    return render(request, "commander/year_plan_form.html", {"form": form})


@rules_readable
def year_plan_shown(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show a plan: its places with their reasons, what it leaves and what would do, what it costs, how it is spread."""
    plan = _plan(request, pk)
    sees = may_see_whole(request.user, plan.agency)
    seats = sorted_by(request, seats_of(plan), ORDERS, "when")
    if session := number_in(request, "session"):
        seats = seats.filter(session=session)
    with timezone.override(plan.agency.time_zone):
        if wants_csv(request):
            return _as_csv(plan, list(seats), sees)
        page = page_of(request, seats)
        notes = [note for seat in page.object_list for note in seat.others]
        names = names_for(notes, plan.remedies)
        context = {
            "plan": plan,
            "page": page,
            "rows": [_row(seat, names, sees) for seat in page.object_list],
            "figures": _figures(plan),
            "gap": number_format(plan.gap_in_thousandths / 10, 1),
            "remedies": [remedy_text(note, names, names_people=sees) for note in plan.remedies],
            "left": [
                (names.title(key), unmet, no_class) for key, unmet, no_class in left_by_requirement(plan)
            ],
            "load": load_of(plan),
            "sees": sees,
            "may_take": may_take(request.user, plan),
            "is_taken": plan.state == YearPlanState.TAKEN,
        }
        return render(request, "commander/year_plan.html", context)


@rules_readable
def year_plan_left(request: HttpRequest, pk: int) -> HttpResponseBase:
    """List whom a plan leaves with what, and why. Only for those who may see how people stand."""
    plan = _plan(request, pk)
    if not may_see_whole(request.user, plan.agency):
        raise Http404
    gaps = gaps_of(plan)
    with timezone.override(plan.agency.time_zone):
        page = page_of(request, gaps)
        shown = list(gaps) if wants_csv(request) else page.object_list
        names = names_for([note for gap in shown for note in gap.others], [])
        rows = [
            (gap, names.title(gap.requirement), [hindrance_text(note, names) for note in gap.others])
            for gap in shown
        ]
        if wants_csv(request):
            header = [_("Person"), _("Requirement"), _("Due"), _("Why"), _("Sessions that do not serve")]
            lines = (
                [gap.person, title, gap.due, gap.get_kind_display(), "; ".join(why)]
                for gap, title, why in rows
            )
            return csv_response("year-plan-left.csv", header, lines)
        return render(request, "commander/year_plan_left.html", {"plan": plan, "page": page, "rows": rows})


@rules_readable
@post_once
def year_plan_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan again with the fewest changes."""
    plan = _plan(request, pk)
    return _deed(
        request,
        plan,
        partial(plan_again, plan=plan),
        lambda _made: _("The plan was made again, with the fewest changes."),
    )


@post_once
def year_plan_pin(request: HttpRequest, pk: int, seat: int) -> HttpResponse:
    """Keep somebody in a session whenever the plan is made again, or let them go."""
    plan = _plan(request, pk)
    place = get_object_or_404(plan.seats.select_related("plan"), pk=seat)
    pinned = request.POST.get("pinned") == "yes"
    return _deed(request, plan, partial(pin_place, seat=place, pinned=pinned), lambda _made: _("Saved."))


@post_once
def year_plan_take(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what taking a plan would do, session by session; then give everybody in it their seat."""
    plan = _plan(request, pk)
    if not may_take(request.user, plan):
        raise Http404
    if request.method == "POST":
        return _deed(request, plan, partial(take_plan, plan=plan), _taken_text)
    with timezone.override(plan.agency.time_zone):
        takings = taking_of(plan)
        return render(request, "commander/year_plan_take.html", {"plan": plan, "takings": takings})


@post_once
def year_plan_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back the seats that taking a plan gave."""
    plan = _plan(request, pk)
    if not may_take(request.user, plan):
        raise Http404
    return _deed(request, plan, partial(undo_taking, plan=plan), _undone_text)


# ── pieces ───────────────────────────────────────────────────────────────────────────────────────


def _plan(request: HttpRequest, pk: int) -> YearPlan:
    visible = year_plans_visible_to(request.user).select_related("agency", "made_by")
    return get_object_or_404(visible, pk=pk)


def _deed(
    request: HttpRequest, plan: YearPlan, deed: Callable[..., Any], said: Callable[[Any], str]
) -> HttpResponse:
    """Do something with a plan that was posted, say what came of it, and go back to its page."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        made = deed(edition=edition_in(request), by=reader(request))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said(made))
    return redirect("commander:year_plan_shown", plan.pk)


def _taken_text(taken: Any) -> str:
    return _("Seats given: %(given)d. On the waiting list: %(waiting)d. Had one already: %(had)d.") % {
        "given": taken.given,
        "waiting": taken.waiting,
        "had": taken.had,
    }


def _undone_text(undone: Any) -> str:
    return _("Seats taken back: %(back)d. Kept, because the roll says something of them: %(kept)d.") % {
        "back": undone.back,
        "kept": undone.kept,
    }


def _row(seat: Any, names: Names, sees: bool) -> Row:
    return Row(seat, _meets(seat, names, sees), [hindrance_text(note, names) for note in seat.others])


def _meets(seat: PlanSeat, names: Names, sees: bool) -> list[str]:
    """Say what a place meets; which requirement is left out for who may not see how people stand."""
    if not sees:
        return [_("a requirement with a due day")] if seat.needs else []
    return [
        _("%(requirement)s, due %(day)s")
        % {"requirement": names.title(need["requirement"]), "day": _day(need["due"])}
        for need in seat.needs
    ]


def _day(text: str) -> str:
    return written_day(date.fromisoformat(text))


def _figures(plan: YearPlan) -> list[dict[str, object]]:
    counts = annotate_counts(YearPlan.objects.filter(pk=plan.pk)).get()
    return [
        {"number": counts.placed, "label": _("places in sessions")},
        {"number": plan.needs - counts.unmet, "label": _("needs met")},
        {"number": counts.unmet, "label": _("needs that no session could take")},
        {"number": dollars_text(plan.money), "label": _("overtime, an estimate")},
    ]


def _as_csv(plan: YearPlan, seats: Iterable[Any], sees: bool) -> HttpResponseBase:
    found = list(seats)
    names = names_for([note for seat in found for note in seat.others], [])
    header = [
        _("Session"),
        _("Begins"),
        _("Person"),
        _("What it meets"),
        _("Other sessions"),
        _("Half-days of own time"),
        _("Cost in cents"),
        _("Pinned"),
        _("Seat given"),
    ]
    lines = (
        [
            row.seat.session,
            timezone.localtime(row.seat.first_at).date() if row.seat.first_at else None,
            row.seat.person,
            "; ".join(row.meets),
            "; ".join(row.others),
            row.seat.own_time,
            row.seat.cents,
            _("yes") if row.seat.pinned else _("no"),
            _("yes") if row.is_given else _("no"),
        ]
        for row in [_row(seat, names, sees) for seat in found]
    )
    return csv_response(f"year-plan-{plan.pk}.csv", header, lines)
