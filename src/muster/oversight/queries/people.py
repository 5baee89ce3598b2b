"""Which accounts may be given a seat."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone

from muster.accounts.access import holds
from muster.accounts.models import Grant, User
from muster.accounts.permissions import Permission
from muster.accounts.roles import Extent, roles_with
from muster.roster.models import Agency


def accounts_that_may_speak(agency: Agency) -> QuerySet[User]:
    """Return the accounts that hold a role today which issues recommendations to a department."""
    roles = roles_with(Permission.OVERSIGHT_RECOMMENDATION_ISSUE, Extent.THERE)
    where = Q(agency__isnull=True) | Q(agency=agency)
    if agency.commission_id is not None:
        where |= Q(agency=agency.commission_id)
    held = Grant.objects.filter(holds(timezone.localdate()), where, role__in=roles, unit__isnull=True)
    return User.objects.filter(pk__in=held.values("user")).order_by("name", "pk")
