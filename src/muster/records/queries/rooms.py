"""Reads of rooms."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from muster.records.enums import SessionState
from muster.records.models import Room


def annotate_use(rooms: QuerySet[Room]) -> QuerySet[Room]:
    """Add ``coming``: how many days of sessions are still to be held in a room."""
    ahead = Q(meetings__ends_at__gte=timezone.now()) & ~Q(meetings__session__state=SessionState.CANCELLED)
    return rooms.annotate(coming=Count("meetings", filter=ahead))
