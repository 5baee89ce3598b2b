"""Taking a year's plan: the people in it get their seats, and give them back where that is undone.

The caller checked ``records:session:plan`` over the sessions. Each seat is given and given back by the actions on seats.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.events.actions.turns import lock_plan
from muster.events.enums import YearPlanState
from muster.events.models import PlanSeat, YearPlan
from muster.events.queries.year_plans import taking_of
from muster.ledger.refusals import Refused
from muster.records.actions.enrolment import enrol_people, withdraw_seat
from muster.records.enums import EnrolmentState
from muster.records.queries.enrolment import ACTIVE

P = Permission


@dataclass(frozen=True)
class Taken:
    """How many got a seat, wait for one, or had one already."""

    given: int
    waiting: int
    had: int


@dataclass(frozen=True)
class GivenBack:
    """How many seats were taken back, and of how many the roll says something already."""

    back: int
    kept: int


@transaction.atomic
def take_plan(*, plan: YearPlan, edition: int, by: User) -> Taken:
    """Give everybody in a plan their seat, all or nothing. One entry a session, and one for the plan.

    Raises Refused where a session takes nobody any more or was moved too late, ChangedMeanwhile.
    """
    current = lock_plan(plan, edition)
    given = waiting = had = 0
    takings = taking_of(current)
    if not takings:
        raise Refused(_("Everybody in this plan has been given their seat already."))
    for taking in takings:
        if not taking.is_open:
            raise Refused(
                _("%(session)s takes nobody any more. Plan again first.") % {"session": taking.session}
            )
        if taking.is_late:
            raise Refused(
                _("%(session)s was moved and comes too late for somebody in this plan. Plan again first.")
                % {"session": taking.session}
            )
        people = [seat.person for seat in taking.seats]
        made = enrol_people(session=taking.session, people=people, by=by)
        by_person = {seat.person_id: seat for seat in made}
        for seat in taking.seats:
            seat.enrolment = by_person.get(seat.person_id)
        PlanSeat.objects.bulk_update(taking.seats, ["enrolment"])
        confirmed = sum(seat.state == EnrolmentState.CONFIRMED for seat in made)
        given, waiting = given + confirmed, waiting + len(made) - confirmed
        had += len(people) - len(made)
    taken = Taken(given, waiting, had)
    _move(current, YearPlanState.TAKEN, by, {"given": given, "waiting": waiting, "had": had})
    return taken


@transaction.atomic
def undo_taking(*, plan: YearPlan, edition: int, by: User) -> GivenBack:
    """Take back the seats that taking a plan gave; of whom the roll says something already keeps theirs."""
    current = lock_plan(plan, edition)
    back = kept = 0
    for seat in current.seats.filter(enrolment__state__in=ACTIVE).select_related("enrolment__session"):
        assert seat.enrolment is not None  # noqa: S101 - filtered above
        try:
            withdraw_seat(enrolment=seat.enrolment, by=by, reason=str(_("The year's plan was undone.")))
        except Refused:
            kept += 1
            continue
        seat.enrolment = None
        seat.save(update_fields=["enrolment"])
        back += 1
    if not back:
        raise Refused(_("No seat of this plan can be taken back."))
    _move(current, YearPlanState.DRAFT, by, {"back": back, "kept": kept})
    return GivenBack(back, kept)


def _move(plan: YearPlan, state: YearPlanState, by: User, details: dict[str, int]) -> None:
    plan.state = state
    plan.edition += 1
    plan.save()
    write_deed(verb=P.EVENTS_PLAN_WRITE, subject=plan, by=by, agency=plan.agency, details=details)
