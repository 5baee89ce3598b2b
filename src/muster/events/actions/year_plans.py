"""A plan for a year: made, made again, pinned, taken and undone. The caller checked ``events:plan:write``.

The search runs before the transaction, so that nobody waits for it; what changed meanwhile is refused by the edition.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.core.errors import BadInput
from muster.core.planning.year import Effort, Placement, Plan, Reasons, Replanned, plan_year, remedies, replan
from muster.events.actions.turns import lock_plan
from muster.events.enums import GapKind, YearPlanState
from muster.events.models import PlanGap, PlanSeat, YearPlan
from muster.events.queries.year.drawn import Drawn, draw_year
from muster.events.queries.year.notes import needs_noted, others_noted, own_time, remedy_noted
from muster.events.queries.year_plans import is_given, plan_before
from muster.ledger.actions import take_turn
from muster.ledger.refusals import Refused
from muster.roster.models import Agency
from muster.standards.queries import today_at

P = Permission
LONGEST: Final = 400  # days of a plan
LONGEST_SEARCH: Final = 600
#: So many seconds at most are spent on what would do, beside those of the search.
REMEDIES: Final = 5.0


@dataclass(frozen=True)
class _Found:
    """What a search came to, ready to be kept."""

    drawn: Drawn
    plan: Plan
    seats: list[PlanSeat]
    gaps: list[PlanGap]
    remedies: list[dict[str, Any]]


def make_year_plan(*, agency: Agency, first: date, last: date, seconds: int, by: User | None) -> YearPlan:
    """Plan who attends which session between two days, both included, with a search of at most so many seconds.

    Reading the year, and working out what would do, take their time beside it. Raises Refused for days that are none,
    BadRule and BadFact where standing cannot be judged.
    """
    _refuse_days(agency, first, last)
    drawn = draw_year(agency, first, last)
    plan = plan_year(drawn.year, Effort(seconds=min(seconds, LONGEST_SEARCH)))
    made = YearPlan(agency=agency, first=first, last=last, made_by=by, seconds=seconds)
    return _keep(made, _found(drawn, plan), by)


def plan_again(*, plan: YearPlan, edition: int, by: User) -> YearPlan:
    """Plan again as things stand now, with the fewest changes. Pins and seats that were given are kept.

    Raises Refused where the days are over or pins contradict one another, ChangedMeanwhile, BadRule and BadFact.
    """
    first = max(plan.first, today_at(plan.agency) + timedelta(days=1))
    if first > plan.last:
        raise Refused(_("The days of this plan are over. Make a new one."))
    rows = list(plan.seats.select_related("enrolment", "session"))
    open_rows = [row for row in rows if not is_given(row)]
    pinned = [(row.person_id, row.session_id) for row in open_rows if row.pinned]
    drawn = draw_year(plan.agency, first, plan.last, pinned)
    refuse_pins(drawn, open_rows)
    try:
        again = replan(drawn.year, plan_before(plan, open_rows, drawn), effort=Effort(seconds=plan.seconds))
    except BadInput as bad:  # floors, which no pin is to blame for alone
        raise Refused(
            _("The pinned places cannot all be kept: a floor or a seat is in their way. Take a pin off.")
        ) from bad
    return _keep_again(plan, _found(drawn, again.plan, again), again, edition, by)


def refuse_pins(drawn: Drawn, rows: Iterable[PlanSeat]) -> None:
    """Raise Refused for the first pinned place that somebody cannot be in any more."""
    officers = {officer.id: officer for officer in drawn.year.officers}
    sessions = {session.id: session for session in drawn.year.sessions}
    for row in rows:
        session = sessions.get(str(row.session_id))
        if row.pinned and session and officers[str(row.person_id)].busy.intersection(session.half_days):
            told = {"person": row.person, "session": row.session}
            raise Refused(
                _(
                    "%(person)s is pinned to %(session)s and is away by now, or would lack rest. Take the pin off."
                )
                % told
            )


@transaction.atomic
def pin_place(*, seat: PlanSeat, pinned: bool, edition: int, by: User) -> PlanSeat:
    """Keep somebody in a session when the plan is made again, or let them go. Raises ChangedMeanwhile."""
    plan = lock_plan(seat.plan, edition)
    current = PlanSeat.objects.select_for_update().get(pk=seat.pk)
    current.pinned = pinned
    current.save(update_fields=["pinned"])
    _changed(plan)
    _write(plan, by, {"pinned": [current.person_id, current.session_id, pinned]})
    return current


# ── pieces ───────────────────────────────────────────────────────────────────────────────────────


def _refuse_days(agency: Agency, first: date, last: date) -> None:
    if first <= today_at(agency):
        raise Refused(_("A plan begins tomorrow at the soonest."), field="first")
    if last < first:
        raise Refused(_("The last day must not be before the first."), field="last")
    if (last - first).days >= LONGEST:
        raise Refused(_("Plan at most %(days)d days at once.") % {"days": LONGEST}, field="last")


def _found(drawn: Drawn, plan: Plan, again: Replanned | None = None) -> _Found:
    reasons = Reasons(drawn.year, plan)
    added = set(again.added) if again else set()
    told = remedies(drawn.year, plan, seconds=REMEDIES)
    return _Found(
        drawn,
        plan,
        [_seat(each, reasons, is_new=each in added) for each in plan.placements],
        [*_unmet(plan, reasons), *_no_class(drawn)],
        [remedy_noted(remedy) for remedy in told],
    )


def _seat(placement: Placement, reasons: Reasons, *, is_new: bool) -> PlanSeat:
    explanation = reasons.of_placement(placement)
    officer, session = reasons.officers[placement.officer], reasons.sessions[placement.session]
    return PlanSeat(
        person_id=int(placement.officer),
        session_id=int(placement.session),
        pinned=explanation.pinned,
        is_new=is_new,
        cents=explanation.cents,
        own_time=own_time(reasons.year, officer, session),
        needs=needs_noted(explanation),
        others=others_noted(explanation),
    )


def _unmet(plan: Plan, reasons: Reasons) -> Iterable[PlanGap]:
    for need in plan.unmet:
        yield PlanGap(
            person_id=int(need.officer),
            requirement=need.subject.split("|")[0],
            due=need.due,
            kind=GapKind.UNMET,
            others=others_noted(reasons.of_unmet(need)),
        )


def _no_class(drawn: Drawn) -> Iterable[PlanGap]:
    for each in drawn.no_class:
        yield PlanGap(
            person_id=each.person, requirement=each.requirement, due=each.was_due, kind=GapKind.NO_CLASS
        )


@transaction.atomic
def _keep(plan: YearPlan, found: _Found, by: User | None) -> YearPlan:
    take_turn()
    _fill(plan, found)
    plan.full_clean()
    plan.save()
    _put(plan, found)
    told = {"placed": len(found.seats), "unmet": len(found.plan.unmet), "seconds": plan.seconds}
    _write(plan, by, {"first": plan.first, "last": plan.last, **told})
    return plan


@transaction.atomic
def _keep_again(plan: YearPlan, found: _Found, again: Replanned, edition: int, by: User) -> YearPlan:
    current = lock_plan(plan, edition)
    _fill(current, found)
    current.change = {
        "kept": len(again.kept),
        "lost": len(again.lost),
        "dropped": len(again.dropped),
        "added": len(again.added),
        "proved": again.proved,
    }
    given = [row.pk for row in current.seats.select_related("enrolment", "session") if is_given(row)]
    current.seats.exclude(pk__in=given).delete()
    current.gaps.all().delete()
    _put(current, found)
    if found.seats:
        current.state = YearPlanState.DRAFT
    _changed(current)
    _write(current, by, {"again": current.change, "unmet": len(found.plan.unmet)})
    return current


def _fill(plan: YearPlan, found: _Found) -> None:
    plan.ended, plan.needs = found.plan.stopped, len(found.drawn.year.needs)
    plan.money, plan.cost, plan.bound = found.plan.money, found.plan.cost, found.plan.bound
    plan.remedies = found.remedies


def _put(plan: YearPlan, found: _Found) -> None:
    for seat in found.seats:
        seat.plan = plan
    for gap in found.gaps:
        gap.plan = plan
    PlanSeat.objects.bulk_create(found.seats, batch_size=500)
    PlanGap.objects.bulk_create(found.gaps, batch_size=500)


def _changed(plan: YearPlan) -> None:
    plan.edition += 1
    plan.save()


def _write(plan: YearPlan, by: User | None, details: dict[str, Any]) -> None:
    write_deed(verb=P.EVENTS_PLAN_WRITE, subject=plan, by=by, agency=plan.agency, details=details)
