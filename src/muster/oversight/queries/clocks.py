"""Which deadline counts for a recommendation as it stands, and whether it is past: computed, never stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, DateField, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from muster.oversight.enums import UNANSWERED, WORKING, ChangeKind, RecommendationState
from muster.oversight.models import Milestone, Recommendation

S = RecommendationState


def annotate_due(found: QuerySet[Recommendation]) -> QuerySet[Any]:
    """Add ``due_on``: the day on which the department owes the next thing; null where it owes nothing.

    What is owed: to acknowledge, then to answer, then the next open milestone, at the end the whole.
    """
    open_ones = Milestone.objects.filter(recommendation=OuterRef("pk"), done_on__isnull=True)
    next_one = Subquery(open_ones.order_by("due_on", "pk").values("due_on")[:1])
    return found.annotate(
        due_on=Case(
            When(state=S.ISSUED, then=F("acknowledge_by")),
            When(state__in=UNANSWERED, then=F("respond_by")),
            When(state__in=WORKING, then=Coalesce(next_one, F("finish_by"))),
            output_field=DateField(),
        )
    )


def filter_overdue(found: QuerySet[Any], day: date | None = None) -> QuerySet[Any]:
    """Keep those of ``annotate_due`` whose day is past, as seen on a day (None: today)."""
    return found.filter(due_on__lt=day or timezone.localdate())


@dataclass(frozen=True)
class Clock:
    """One deadline: what, by which day, when it was kept (None: not yet)."""

    what: str | Promise
    by: date
    kept: date | None = None
    counts: bool = True  # False where nobody waits for it any more

    @property
    def late(self) -> bool:
        """Whether it was kept too late, or is past and was not kept."""
        if self.kept is not None:
            return self.kept > self.by
        return self.counts and self.by < timezone.localdate()

    @property
    def days(self) -> int:
        """Days from now to the deadline; what is past is negative."""
        return (self.by - timezone.localdate()).days


def clocks_of(asked: Recommendation) -> list[Clock]:
    """Return the deadlines of a recommendation with when each was kept; two queries."""
    steps = list(asked.changes.filter(kind=ChangeKind.STEP).order_by("pk"))
    answered = (S.ACCEPTED, S.PARTLY, S.DECLINED)

    def first(*states: str) -> date | None:
        return next((timezone.localdate(step.at) for step in steps if step.to in states), None)

    def last(*states: str) -> date | None:
        return next((timezone.localdate(step.at) for step in reversed(steps) if step.to in states), None)

    waits = asked.state in UNANSWERED
    found = [
        Clock(_("Acknowledge"), asked.acknowledge_by, first(S.ACKNOWLEDGED), asked.state == S.ISSUED),
        Clock(_("Answer"), asked.respond_by, None if waits else last(*answered), waits),
    ]
    if asked.finish_by is not None:
        done = last(S.REPORTED_IMPLEMENTED) if asked.state not in WORKING else None
        found.append(Clock(_("Done"), asked.finish_by, done, asked.state in WORKING))
    return found


def earlier_promises(asked: Recommendation) -> list[date]:
    """Return the days by which it was to be done before the one that holds, the first promise first."""
    changes = asked.changes.filter(Q(details__has_key="finish_by")).order_by("pk")
    return [date.fromisoformat(was) for change in changes if (was := change.details["finish_by"][0])]
