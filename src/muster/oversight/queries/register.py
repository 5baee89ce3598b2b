"""The register: filters, what changed since a day, and how many stand where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from muster.oversight.enums import ChangeKind, RecommendationState
from muster.oversight.models import Change, Recommendation
from muster.oversight.queries.clocks import annotate_due, filter_overdue

S = RecommendationState


def filter_words(found: QuerySet[Recommendation], text: str) -> QuerySet[Recommendation]:
    """Keep those in which every word stands, in the number, the title, the text or the answer."""
    for word in text.split():
        found = found.filter(
            Q(number__icontains=word)
            | Q(title__icontains=word)
            | Q(text__icontains=word)
            | Q(response__icontains=word)
        )
    return found


def counts_by_state(found: QuerySet[Recommendation]) -> dict[str, int]:
    """Return how many recommendations stand in each state that has any; one query."""
    rows = found.order_by().values("state").annotate(number=Count("pk"))
    return {row["state"]: row["number"] for row in rows}


@dataclass(frozen=True)
class Changed:
    """What became of one recommendation since a day: how it stood then, how it stands, and the lines between."""

    asked: Recommendation
    changes: Sequence[Change]

    @property
    def is_new(self) -> bool:
        """Whether it was issued or taken over since."""
        return self.changes[0].kind in (ChangeKind.ISSUED, ChangeKind.IMPORTED)

    @property
    def moved(self) -> bool:
        """Whether it stands elsewhere now."""
        return self.is_new or self.changes[0].state != self.changes[-1].to

    @property
    def stood(self) -> str:
        """How it stood then, in words."""
        return str(S(self.changes[0].state).label)


def changed_since(found: QuerySet[Recommendation], day: date) -> list[Changed]:
    """Return what was changed on a day and after, the recommendations by number; three queries whatever there is."""
    begins = timezone.make_aware(datetime.combine(day, time.min))
    lines = Change.objects.filter(at__gte=begins, recommendation__in=found.order_by().values("pk"))
    grouped: dict[int, list[Change]] = {}
    for line in lines.select_related("by").order_by("at", "pk"):
        grouped.setdefault(line.recommendation_id, []).append(line)
    touched = found.filter(pk__in=grouped).select_related("issuer").order_by("issuer__name", "number", "pk")
    return [Changed(each, grouped[each.pk]) for each in touched]


def overdue(found: QuerySet[Recommendation]) -> QuerySet[Any]:
    """Return those for which the department is late, the latest first."""
    late = filter_overdue(annotate_due(found))
    return late.select_related("issuer").order_by("due_on", "pk")
