"""Who may see a recommendation, and on which side of it somebody stands.

The issuer's side needs a seat at the body today and the power to issue; whoever answers for the department, also with
a lent role, or is employed by it, is never on that side. Who has a seat at the body does not answer it.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from muster.accounts.access import Visitor, answerable_at, may_anywhere, reach_of
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.ledger.lines import on_day
from muster.oversight.enums import Side
from muster.oversight.lifecycle import Move, moves_from
from muster.oversight.models import Batch, Issuer, Recommendation, Seat
from muster.roster.access import agencies_in, agencies_where, own_accounts, own_entries, under
from muster.roster.models import Agency, Appointment, Unit

P = Permission


# ── seeing ───────────────────────────────────────────────────────────────────────────────────────


def _agencies(user: Visitor, permission: Permission) -> QuerySet[Agency]:
    """Return the agencies in which somebody holds a permission, also where only in a unit of it."""
    reach = reach_of(user, permission)
    found = agencies_in(reach)
    if reach.unit_paths:
        found |= Q(pk__in=Unit.objects.filter(under(reach.unit_paths)).values("agency"))
    return Agency.objects.filter(found)


def recommendations_visible_to(
    user: Visitor, permission: Permission = P.OVERSIGHT_RECOMMENDATION_READ
) -> QuerySet[Recommendation]:
    """Return the recommendations to the agencies in which somebody holds a permission."""
    return Recommendation.objects.filter(issuer__agency__in=_agencies(user, permission))


def issuers_visible_to(
    user: Visitor, permission: Permission = P.OVERSIGHT_RECOMMENDATION_READ
) -> QuerySet[Issuer]:
    """Return the bodies over the agencies in which somebody holds a permission."""
    return Issuer.objects.filter(agency__in=_agencies(user, permission))


def issuers_kept_by(user: Visitor) -> QuerySet[Issuer]:
    """Return the bodies whose days and seats somebody keeps."""
    return Issuer.objects.filter(agency__in=agencies_where(user, P.OVERSIGHT_ISSUER_WRITE))


def may_change_issuer(user: User, issuer: Issuer) -> bool:
    """Return whether somebody changes a body's days and ends its seats: from its own side or from above the department.

    An administrator of the department may begin the list; the department does not move the clocks that bind it.
    """
    reach = reach_of(user, P.OVERSIGHT_ISSUER_WRITE)
    if not reach.covers(issuer.agency):
        return False
    if reach.everywhere or issuer.agency.commission_id in reach.agencies:
        return True
    oversees = reach_of(user, P.OVERSIGHT_RECOMMENDATION_ISSUE).covers(issuer.agency)
    return oversees and not is_of_the_department(user, issuer.agency)


# ── the two sides ────────────────────────────────────────────────────────────────────────────────


def seats_today(user: Visitor) -> QuerySet[Seat]:
    """Return the seats that somebody has today, by whichever of their accounts."""
    if not isinstance(user, User):
        return Seat.objects.none()
    return Seat.objects.filter(
        on_day(timezone.localdate()), user__in=own_accounts([user.pk]), ended_at__isnull=True
    )


def is_of_the_department(user: User, agency: Agency) -> bool:
    """Return whether somebody answers for a department, by a role of any kind, or is employed by it today."""
    if reach_of(user, P.OVERSIGHT_RECOMMENDATION_ANSWER).covers(agency):
        return True
    lines = Appointment.lines.standing().filter(on_day(timezone.localdate()), agency=agency)
    return lines.filter(person__in=own_entries([user.pk])).exists()


def may_speak(user: User, issuer: Issuer) -> bool:
    """Return whether somebody issues, verifies and closes in the name of a body."""
    if not reach_of(user, P.OVERSIGHT_RECOMMENDATION_ISSUE).covers(issuer.agency):
        return False
    if not seats_today(user).filter(issuer=issuer).exists():
        return False
    return not is_of_the_department(user, issuer.agency)


def may_answer(user: User, issuer: Issuer) -> bool:
    """Return whether somebody answers a body for the department; neither they nor who lent them the role sits in it."""
    if not reach_of(user, P.OVERSIGHT_RECOMMENDATION_ANSWER).covers(issuer.agency):
        return False
    accounts = own_accounts(answerable_at(user, P.OVERSIGHT_RECOMMENDATION_ANSWER, issuer.agency))
    seats = Seat.objects.filter(on_day(timezone.localdate()), user__in=accounts, ended_at__isnull=True)
    return not seats.filter(issuer=issuer).exists()


def side_of(user: User, issuer: Issuer) -> Side | None:
    """Return on which side of a body's recommendations somebody stands; None: they read."""
    if may_answer(user, issuer):
        return Side.DEPARTMENT
    return Side.ISSUER if may_speak(user, issuer) else None


def moves_open_to(user: User, asked: Recommendation) -> list[Move]:
    """Return the steps that somebody may make with a recommendation as it stands."""
    side = side_of(user, asked.issuer)
    return [move for move in moves_from(asked.state) if move.side == side]


def issuers_spoken_for(user: Visitor) -> list[Issuer]:
    """Return the bodies in whose name somebody issues today."""
    if not isinstance(user, User) or not may_anywhere(user, P.OVERSIGHT_RECOMMENDATION_ISSUE):
        return []
    seats = seats_today(user).select_related("issuer__agency").order_by("issuer__name", "pk")
    bodies: dict[Any, Issuer] = {seat.issuer_id: seat.issuer for seat in seats}
    return [issuer for issuer in bodies.values() if may_speak(user, issuer)]


def batches_visible_to(user: Visitor) -> QuerySet[Batch]:
    """Return the lists that were brought in for the bodies somebody speaks for."""
    return Batch.objects.filter(issuer__in=[issuer.pk for issuer in issuers_spoken_for(user)])
