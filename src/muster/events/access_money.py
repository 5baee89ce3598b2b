"""Who may write and decide claims, and see agreements to pay back. Each gate is one condition."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from muster.accounts.access import Visitor, reach_of
from muster.accounts.permissions import Permission
from muster.events.enums import ClaimState
from muster.events.models import Attendee, Claim
from muster.roster.access import in_agencies, own_entries, under

P = Permission


def _over(user: Visitor, permission: Permission) -> Q:
    """Return the condition that an attendee's request lies where somebody holds a permission over others."""
    reach = reach_of(user, permission)
    if not reach.of_others:
        return Q(pk__in=[])
    found = in_agencies(reach, "request__agency")
    return found | under(reach.unit_paths, "request__unit__path") if reach.unit_paths else found


def claims_written_by(user: Visitor) -> QuerySet[Attendee]:
    """Return the attendees whose claim somebody may write: their own, and those whose request they handle."""
    return Attendee.objects.filter(
        Q(person__in=own_entries([user.pk])) | _over(user, P.EVENTS_REQUEST_HANDLE)
    )


def claims_seen_by(user: Visitor) -> QuerySet[Attendee]:
    """Return the attendees whose claim somebody may see: those that they may write or decide about."""
    writes = Q(person__in=own_entries([user.pk])) | _over(user, P.EVENTS_REQUEST_HANDLE)
    return Attendee.objects.filter(writes | _over(user, P.EVENTS_CLAIM_DECIDE))


def advances_given_by(user: Visitor) -> QuerySet[Attendee]:
    """Return the attendees to whom somebody may give an advance; one's own money is refused by the action."""
    return Attendee.objects.filter(_over(user, P.EVENTS_CLAIM_DECIDE))


def claims_decided_by(user: Visitor) -> QuerySet[Claim]:
    """Return the claims that were handed in, or begun by an advance, where somebody decides about claims."""
    decided = Attendee.objects.filter(_over(user, P.EVENTS_CLAIM_DECIDE)).values("pk")
    return Claim.objects.filter(attendee__in=decided).exclude(state__in=[ClaimState.DRAFT])


def repayments_written_by(user: Visitor) -> QuerySet[Attendee]:
    """Return the attendees with whom somebody may write down an agreement to pay back."""
    return Attendee.objects.filter(_over(user, P.EVENTS_FUND_WRITE))
