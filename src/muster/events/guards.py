"""What must hold before a request moves on: rules 1 to 5 of the field, each a function that says what is missing.

A guard returns a sentence for whoever wants to move the request, or None where nothing stands in the way. It reads and
never writes. ``GUARDS`` gives each its name for ``lifecycle.MOVES``.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from muster.events.clocks import day_at
from muster.events.enums import (
    PAY_KINDS,
    AttendeeState,
    ClaimState,
    CostStage,
    EventKind,
    EventState,
    FundKind,
    ReportState,
    ShareKind,
)
from muster.events.guards_together import (
    Obstacle,
    not_all_of_a_skill,
    not_all_of_a_unit,
    not_too_many,
)
from muster.events.models import Fund, Request
from muster.events.money import dollars_text
from muster.events.queries.committee import round_of
from muster.events.queries.money import projected, states_of, total_of
from muster.events.queries.promising import lines_to_promise, still_to_promise
from muster.records.enums import COUNTING
from muster.records.models import Record

Guard = Callable[[Request], Obstacle]


# ── before it is handed in (rule 1) ──────────────────────────────────────────────────────────────


def complete(request: Request) -> Obstacle:
    """Event, people, days, flyer or link, reason, sharing plan and cost estimate are there."""
    event = request.event
    missing: list[tuple[bool, str | Promise]] = [
        (request.attendees.filter(state=AttendeeState.GOING).exists(), _("who is to go")),
        (bool(event.starts_on) or event.kind == EventKind.SELF_PACED, _("the days of the event")),
        (bool(request.departs_at and request.returns_at), _("departure and return")),
        (bool(event.website) or event.files.exists() or request.files.exists(), _("a flyer or a link")),
        (bool(request.category), _("the reason to go")),
        (bool(request.sharing_plan.strip()), _("how it will be shared")),
        (request.costs.filter(stage=CostStage.ESTIMATED).exists(), _("a cost estimate, also if it is zero")),
    ]
    lacking = [str(name) for there, name in missing if not there]
    if not lacking:
        return _dates_fit(request)
    return _("This request cannot be handed in yet. Missing: %(what)s.") % {"what": ", ".join(lacking)}


def _dates_fit(request: Request) -> Obstacle:
    """The journey holds the event, on the clocks of the place where the event is."""
    event = request.event
    if event.starts_on is None or event.ends_on is None or not (request.departs_at and request.returns_at):
        return None
    zone = ZoneInfo(event.time_zone or request.agency.time_zone)
    if request.departs_at.astimezone(zone).date() > event.starts_on:
        return _("The departure is after the first day of the event. Change one of them.")
    if request.returns_at.astimezone(zone).date() < event.ends_on:
        return _("The return is before the last day of the event. Change one of them.")
    return None


def in_time(request: Request) -> Obstacle:
    """It is handed in before the deadline of the agency; what was sent back keeps its first day."""
    if request.departs_at is None or request.policy is None:
        return None
    last = request.departs_at - timedelta(days=request.policy.lead_days)
    if timezone.now() <= last:
        return None
    if not request.policy.lead_days:
        return _("The departure is past. Ask the training unit, which may hand in late and says why.")
    return _(
        "A request is handed in %(days)d days before departure, so this one was due on %(day)s. Ask the training "
        "unit, which may hand in late and says why."
    ) % {"days": request.policy.lead_days, "day": date_format(day_at(request.agency, last), "j M Y")}


def scored(request: Request) -> Obstacle:
    """As many members of the committee have scored as its stage asks for, where it has one."""
    now = round_of(request)
    if now is None or not now.missing:
        return None
    return _("The committee has not scored this yet: %(there)d of %(number)d scores are there.") % {
        "there": len(now.scorings),
        "number": now.stage.scores,
    }


# ── staffing and money (rules 2, 3) ──────────────────────────────────────────────────────────────


def covered(request: Request) -> Obstacle:
    """Every shift that somebody misses is covered by name. Which shifts those are is asked of the rota."""
    from muster.events.queries.cover import shifts_uncovered  # noqa: PLC0415 - the heaviest of the queries

    open_shifts = shifts_uncovered(request)
    if not open_shifts:
        return None
    return _(
        "%(number)d shifts have no cover, the first on %(day)s. Name who stands in, or say why it may stay below "
        "the floor."
    ) % {"number": len(open_shifts), "day": date_format(open_shifts[0].day, "j M Y")}


def funded(request: Request) -> Obstacle:
    """Every cost but pay has a fund that may pay it, on those days, and has enough left."""
    lines = [line for line in lines_to_promise(request) if line.cents > 0]
    if any(line.fund is None and line.kind not in PAY_KINDS for line in lines):
        return _("Some costs have no fund yet. Choose who pays for each.")
    return promisable(request)


def promisable(request: Request) -> Obstacle:
    """The funds that are named may pay, and have enough left.

    Asked again when the request is approved in the end: two that were both looked at when the fund was full may not
    both be promised its last money.
    """
    funds: dict[int, Fund] = {}
    for line in lines_to_promise(request):
        if line.fund is None or line.cents <= 0:
            continue
        obstacle = may_pay(line.fund, line.kind, request)
        if obstacle is not None:
            return obstacle
        funds[line.fund.pk] = line.fund
    wanted = still_to_promise(request)
    for key, state in states_of(funds, without=request).items():
        if wanted[key] > 0 and state.left < wanted[key]:
            return _(
                "%(fund)s has %(left)s left and would need %(wanted)s. Choose another fund or cut the cost."
            ) % {
                "fund": funds[key],
                "left": dollars_text(state.left),
                "wanted": dollars_text(wanted[key]),
            }
    return None


def may_pay(fund: Fund, kind: str, request: Request) -> Obstacle:
    """Return why a fund may not pay a kind of cost of a request, None where it may."""
    if fund.allows and kind not in fund.allows:
        return _("%(fund)s may not pay for this kind of cost. Choose another fund.") % {"fund": fund}
    first = day_at(request.agency, request.departs_at) if request.departs_at else None
    last = day_at(request.agency, request.returns_at) if request.returns_at else None
    if (first and first < fund.start) or (last and last > fund.end):
        return _(
            "%(fund)s runs from %(start)s to %(end)s and does not cover the whole journey. Choose another fund for "
            "the days outside, or move the journey."
        ) % {"fund": fund, "start": date_format(fund.start, "j M Y"), "end": date_format(fund.end, "j M Y")}
    if fund.kind == FundKind.FORFEITURE and not fund.not_supplanting.strip():
        return _("%(fund)s may only add to the budget. Write down why it does not replace it.") % {
            "fund": fund
        }
    return None


def costs_more(request: Request) -> Obstacle:
    """What it costs by now is above the approved amount by more than the policy allows."""
    if request.policy is None or request.approved_cents is None:
        return _("Nothing was approved yet.")
    limit = total_of(request, CostStage.APPROVED) * (100 + request.policy.reopen_percent)
    return None if projected(request) * 100 > limit else _("The cost is within what was approved.")


def within_approved(request: Request) -> Obstacle:
    """What it cost is within what the policy allows, or somebody who decides about the money accepted it (rule 3)."""
    if costs_more(request) is not None:
        return None
    return _(
        "It cost more above the approved amount than the policy allows, and nobody who decides about the budget has "
        "accepted that yet."
    )


# ── on the way ───────────────────────────────────────────────────────────────────────────────────


def event_on(request: Request) -> Obstacle:
    """The event takes place, as far as its provider says."""
    if request.event.state == EventState.CANCELLED:
        return _("The provider cancelled this event. Cancel the request.")
    return None


def begun(request: Request) -> Obstacle:
    """The day of departure has come."""
    if request.departs_at is not None and request.departs_at > timezone.now():
        return _("They leave on %(day)s.") % {
            "day": date_format(day_at(request.agency, request.departs_at), "j M Y")
        }
    return None


def each_marked(request: Request) -> Obstacle:
    """Of everybody who was to go it is written down whether they did, and somebody did."""
    states = set(request.attendees.values_list("state", flat=True))
    if AttendeeState.GOING in states:
        return _("Say of everybody whether they were there.")
    if AttendeeState.ATTENDED not in states:
        return _("Nobody was there, so this is a no-show.")
    return None


def nobody_there(request: Request) -> Obstacle:
    """Of nobody it is written down that they were there."""
    if request.attendees.filter(state=AttendeeState.ATTENDED).exists():
        return _("Somebody was there, so this is no no-show.")
    return None


# ── back home (rules 4, 5) ───────────────────────────────────────────────────────────────────────


def _unreported(request: Request, *states: ReportState) -> bool:
    """Return whether somebody who was there has no report in one of these states, of their own or a joint one."""
    were_there = set(request.attendees.filter(state=AttendeeState.ATTENDED).values_list("pk", flat=True))
    reports = request.reports.filter(state__in=states)
    done = set(reports.values_list("author", flat=True)) | set(reports.values_list("others", flat=True))
    return bool(were_there - done)


def all_reported(request: Request) -> Obstacle:
    """Everybody who was there has handed in a report."""
    missing = _unreported(request, ReportState.SUBMITTED, ReportState.ACCEPTED)
    return _("A report is still missing.") if missing else None


def report_missing(request: Request) -> Obstacle:
    """The opposite: a report was sent back."""
    return None if all_reported(request) is not None else _("Every report is there.")


def all_accepted(request: Request) -> Obstacle:
    """Every report is accepted."""
    return _("A report is not accepted yet.") if _unreported(request, ReportState.ACCEPTED) else None


def all_shared(request: Request) -> Obstacle:
    """There is a sharing, and each is confirmed or waived. A train-the-trainer duty may run on: it has its own clock."""
    shares = request.shares.exclude(kind=ShareKind.TEACH)
    if not request.shares.exists():
        return _("Nothing was shared yet. Write down what was done, or waive it with a reason.")
    open_ones = shares.filter(Q(done_on__isnull=True) | Q(confirmed_by__isnull=True), waived_by__isnull=True)
    return (
        _("Sharing is not finished: each is confirmed or waived with a reason.")
        if open_ones.exists()
        else None
    )


def settled(request: Request) -> Obstacle:
    """No claim is open."""
    open_claims = request.attendees.filter(claim__isnull=False).exclude(claim__state=ClaimState.SETTLED)
    return _("An expense claim is not settled yet.") if open_claims.exists() else None


def certified(request: Request) -> Obstacle:
    """Everybody who was there has the record with its certificate, verified."""
    keys = list(request.attendees.filter(state=AttendeeState.ATTENDED).values_list("record_key", flat=True))
    verified = Record.lines.standing().filter(key__in=[key for key in keys if key], status__in=COUNTING)
    if verified.count() < len(keys):
        return _("A certificate is not in the record yet, or nobody has verified it.")
    return None


GUARDS: Final[dict[str, Guard]] = {
    guard.__name__: guard
    for guard in (
        complete,
        in_time,
        not_too_many,
        not_all_of_a_unit,
        not_all_of_a_skill,
        scored,
        covered,
        funded,
        promisable,
        costs_more,
        within_approved,
        event_on,
        begun,
        each_marked,
        nobody_there,
        all_reported,
        report_missing,
        all_accepted,
        all_shared,
        settled,
        certified,
    )
}


def obstacle_to(request: Request, guards: tuple[str, ...], set_aside: Container[str] = ()) -> Obstacle:
    """Return the first thing that stands in the way, but for the guards that are set aside."""
    for name in guards:
        if name in set_aside:
            continue
        obstacle = GUARDS[name](request)
        if obstacle is not None:
            return obstacle
    return None


__all__ = ["GUARDS", "Obstacle", "obstacle_to"]
