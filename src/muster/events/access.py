"""Who may see and do what with events, requests, money, reports and contacts. Each gate is one condition."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone

from muster.accounts.access import Reach, Visitor, answerable_at, grants_today, reach_of
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.events.enums import EDITABLE, ContactVisibility, ReportState, RequestState
from muster.events.lifecycle import DECIDES, OVERRIDABLE, Move, fits, moves_from
from muster.events.models import (
    Bulletin,
    Contact,
    Event,
    Feed,
    Floor,
    Fund,
    Practice,
    Provider,
    Report,
    Request,
    Tally,
)
from muster.ledger.lines import on_day
from muster.roster.access import agencies_where, in_agencies, own_entries, own_keys, under
from muster.roster.models import Agency, Appointment, Unit

P = Permission


def employers_of(user: Visitor) -> QuerySet[Agency]:
    """Return the agencies that employ somebody today."""
    lines = Appointment.lines.standing().filter(
        on_day(timezone.localdate()), person__in=own_entries([user.pk])
    )
    return Agency.objects.filter(pk__in=lines.values("agency"))


# ── the catalogue ────────────────────────────────────────────────────────────────────────────────


def _agencies(user: Visitor, permission: Permission) -> Q:
    """Return the condition that a thing's agency is one in which somebody holds a permission, also in a unit of it."""
    reach = reach_of(user, permission)
    found = in_agencies(reach)
    if reach.unit_paths:
        found |= Q(agency__in=Unit.objects.filter(under(reach.unit_paths)).values("agency"))
    return found


def events_visible_to(user: Visitor, permission: Permission = P.EVENTS_EVENT_READ) -> QuerySet[Event]:
    """Return the events in the catalogues of agencies where somebody holds a permission."""
    return Event.objects.filter(_agencies(user, permission))


def providers_visible_to(user: Visitor, permission: Permission = P.EVENTS_EVENT_READ) -> QuerySet[Provider]:
    """Return the providers in the catalogues of agencies where somebody holds a permission."""
    return Provider.objects.filter(_agencies(user, permission))


def feeds_visible_to(user: Visitor) -> QuerySet[Feed]:
    """Return the calendars that somebody keeps."""
    return Feed.objects.filter(agency__in=agencies_where(user, P.EVENTS_EVENT_WRITE))


# ── requests ─────────────────────────────────────────────────────────────────────────────────────


def mine(user: Visitor, prefix: str = "") -> Q:
    """Return the condition that a request is somebody's own: they ask, they are to go, or they wrote it."""
    entries = own_entries([user.pk])
    return (
        Q(**{f"{prefix}requester__in": entries})
        | Q(**{f"{prefix}made_by": user.pk})
        | Q(**{f"{prefix}pk__in": Request.objects.filter(attendees__person__in=entries).values("pk")})
    )


def requests_in(reach: Reach, user: Visitor) -> Q:
    """Return the condition that a request is within reach: of an agency, of a unit, or one's own.

    A draft is seen by those whose own it is alone.
    """
    found = in_agencies(reach)
    if reach.unit_paths:
        found |= under(reach.unit_paths, "unit__path")
    handed_in = found & ~Q(state=RequestState.DRAFT)
    return handed_in | mine(user) if reach.own or reach.of_others else Q(pk__in=[])


def requests_visible_to(user: Visitor, permission: Permission = P.EVENTS_REQUEST_READ) -> QuerySet[Request]:
    """Return the requests over which somebody holds a permission."""
    return Request.objects.filter(requests_in(reach_of(user, permission), user))


def requests_decided_by(user: Visitor) -> QuerySet[Request]:
    """Return the requests that wait for somebody's decision, and that are not their own.

    They wait at a stage; or they cost too much since they left, and whoever decides about the budget is to accept it.
    """
    if not isinstance(user, User):
        return Request.objects.none()
    waiting = Q(pk__in=[])
    for stage, permission in DECIDES.items():
        reach = reach_of(user, permission)
        if reach.of_others:
            found = in_agencies(reach)
            if reach.unit_paths:
                found |= under(reach.unit_paths, "unit__path")
            stands = Q(state=stage)
            if permission == P.EVENTS_REQUEST_REVIEW_BUDGET:
                stands |= Q(pk__in=Tally.objects.filter(over=True).values("pk"))
            waiting |= stands & found
    found_all = Request.objects.filter(waiting).exclude(mine(user))
    return found_all.exclude(pk__in=_of_lenders(user, found_all)) if _borrows(user) else found_all


def _borrows(user: User) -> bool:
    return any(grant.delegated_from_id is not None for grant in grants_today(user))


def _of_lenders(user: User, waiting: QuerySet[Request]) -> list[int]:
    """Return the keys of those requests that are the own of a lender whose role alone gives the power over them."""
    lenders = [grant.delegated_from.user for grant in grants_today(user) if grant.delegated_from is not None]
    theirs = Q(pk__in=[])
    for lender in lenders:
        theirs |= mine(lender)
    return [
        request.pk
        for request in waiting.filter(theirs).select_related("agency", "unit")
        if not may_decide(
            user, request, DECIDES.get(RequestState(request.state), P.EVENTS_REQUEST_REVIEW_BUDGET)
        )
    ]


def may_decide(user: User, request: Request, permission: Permission) -> bool:
    """Return whether somebody holds the power of a stage over a request and it is neither their nor their lender's."""
    reach = reach_of(user, permission)
    if not reach.covers(request.agency, request.unit):
        return False
    return not is_own(request, answerable_at(user, permission, request.agency, request.unit))


def may_move(user: User, move: Move, request: Request) -> bool:
    """Return whether somebody may make a step with a request, wherever it stands."""
    if move.permission is None:
        return False
    if move.not_own:
        return may_decide(user, request, move.permission)
    return _may_for(user, move.permission, request)


def moves_open_to(user: User, request: Request) -> list[Move]:
    """Return the steps that somebody may make with a request as it stands."""
    return [
        move
        for move in moves_from(request.state)
        if fits(move, request) and (not move.stays or _is_over(request)) and may_move(user, move, request)
    ]


def _is_over(request: Request) -> bool:
    """Return whether what a request costs since they left is to be accepted."""
    return Tally.objects.filter(pk=request.pk, over=True).exists()


def may_edit(user: User, request: Request) -> bool:
    """Return whether somebody may change what a request asks for: what they ask, or any where they ask for others."""
    return request.state in EDITABLE and _may_for(user, P.EVENTS_REQUEST_WRITE, request)


def _may_for(user: User, permission: Permission, request: Request) -> bool:
    """Return whether somebody may act in the place of who asks: they are that, or they hold the power there.

    One of ten who are to go does not withdraw the request of all.
    """
    reach = reach_of(user, permission)
    if reach.covers(request.agency, request.unit):
        return True
    return reach.own and (request.made_by_id == user.pk or request.requester_id in own_keys([user.pk]))


def handles(user: User, request: Request) -> bool:
    """Return whether somebody registers, books and writes down who was there for a request."""
    return reach_of(user, P.EVENTS_REQUEST_HANDLE).covers(request.agency, request.unit)


def may_set_aside(user: User, request: Request, guard: str) -> bool:
    """Return whether somebody may set a guard aside with a reason, as far as ``OVERRIDABLE`` lets anybody."""
    if guard not in OVERRIDABLE:
        return False
    power = OVERRIDABLE[guard]
    return power is None or reach_of(user, power).covers(request.agency, request.unit)


def is_own(request: Request, accounts: frozenset[int]) -> bool:
    """Return whether a request is the own of one of these accounts: asked by, for, or written by them."""
    if request.made_by_id in accounts:
        return True
    concerned = {request.requester_id, *request.attendees.values_list("person", flat=True)}
    return bool(concerned & own_keys(accounts))


# ── money, what came of it ───────────────────────────────────────────────────────────────────────


def funds_visible_to(user: Visitor, permission: Permission = P.EVENTS_FUND_READ) -> QuerySet[Fund]:
    """Return the funds of agencies in which somebody holds a permission."""
    return Fund.objects.filter(agency__in=agencies_where(user, permission))


def reports_visible_to(user: Visitor) -> QuerySet[Report]:
    """Return the accepted reports of one's agencies, one's own, and all that one handles or decides on."""
    accepted = Q(state=ReportState.ACCEPTED) & _of_request(user, P.EVENTS_REPORT_READ)
    handled = ~Q(state=ReportState.DRAFT) & _of_request(user, P.EVENTS_REPORT_DECIDE)
    entries = own_entries([user.pk])
    named = Report.objects.filter(others__person__in=entries).order_by().values("pk")
    return Report.objects.filter(accepted | handled | Q(author__person__in=entries) | Q(pk__in=named))


def _of_request(user: Visitor, permission: Permission) -> Q:
    reach = reach_of(user, permission)
    found = in_agencies(reach, "request__agency")
    if reach.unit_paths:
        found |= Q(request__agency__in=Unit.objects.filter(under(reach.unit_paths)).values("agency"))
    return found


def contacts_visible_to(user: Visitor) -> QuerySet[Contact]:
    """Return the contacts that somebody may find: one's own, and those listed for people like them."""
    own = Q(met_by__in=own_entries([user.pk]))
    listed = Q(visibility=ContactVisibility.AGENCY) & _agencies(user, P.EVENTS_CONTACT_READ)
    inner = Q(visibility=ContactVisibility.TRAINING) & _agencies(user, P.EVENTS_PRACTICE_DECIDE)
    return Contact.objects.filter(own | listed | inner, removed_at__isnull=True)


def practices_visible_to(user: Visitor) -> QuerySet[Practice]:
    """Return the practices that were suggested in one's agencies."""
    return Practice.objects.filter(_agencies(user, P.EVENTS_REPORT_READ))


def bulletins_visible_to(user: Visitor) -> QuerySet[Bulletin]:
    """Return the published bulletins of one's agencies, and drafts where one handles them or wrote them."""
    published = Q(published_at__isnull=False) & _agencies(user, P.EVENTS_REPORT_READ)
    drafts = _agencies(user, P.EVENTS_REPORT_DECIDE)
    return Bulletin.objects.filter(published | drafts | Q(made_by=user.pk))


def floors_visible_to(user: Visitor, permission: Permission = P.EVENTS_COVER_WRITE) -> QuerySet[Floor]:
    """Return the staffing floors of units in which somebody holds a permission."""
    reach = reach_of(user, permission)
    if reach.everywhere:
        return Floor.objects.all()
    return Floor.objects.filter(in_agencies(reach, "unit__agency") | under(reach.unit_paths, "unit__path"))
