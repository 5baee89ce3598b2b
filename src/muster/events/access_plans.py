"""Who may see and make plans for a year. A plan is about an agency as a whole."""

from __future__ import annotations

from django.db.models import QuerySet

from muster.accounts.access import Visitor
from muster.accounts.permissions import Permission
from muster.events.models import YearPlan
from muster.records.access.sessions import sessions_visible_to
from muster.roster.access import agencies_where

P = Permission


def year_plans_visible_to(user: Visitor) -> QuerySet[YearPlan]:
    """Return the plans of the agencies in which somebody plans the year."""
    return YearPlan.objects.filter(agency__in=agencies_where(user, P.EVENTS_PLAN_WRITE))


def may_take(user: Visitor, plan: YearPlan) -> bool:
    """Return whether somebody may give people seats in every session of a plan. Two queries."""
    sessions = set(plan.seats.order_by().values_list("session", flat=True))
    planned = sessions_visible_to(user, P.RECORDS_SESSION_PLAN).filter(pk__in=sessions)
    return planned.count() == len(sessions)
