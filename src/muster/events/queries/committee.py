"""What a committee gave a request: who scored, by which criteria, and how far they are apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from muster.accounts.models import User
from muster.events.enums import DecisionOutcome
from muster.events.models import Decision, Request, Scoring
from muster.events.policy import Stage, stages_of


@dataclass(frozen=True)
class Row:
    """One criterion with the points that each member gave, in the order of the members."""

    criterion: str
    points: tuple[int, ...]

    @property
    def mean(self) -> float:
        """The mean of the points, for people to read."""
        return sum(self.points) / len(self.points)

    @property
    def spread(self) -> tuple[int, int]:
        """The lowest and the highest."""
        return min(self.points), max(self.points)


@dataclass(frozen=True)
class Round:
    """A committee's look at a request, from when it came to the stage. ``scorings`` are in the order they were made."""

    stage: Stage
    arrival: Decision
    scorings: tuple[Scoring, ...]

    @property
    def missing(self) -> int:
        """How many members must score yet before the stage may approve."""
        return max(0, (self.stage.scores or 0) - len(self.scorings))

    def has_scored(self, user: User) -> bool:
        """Return whether somebody has scored in this round."""
        return any(scoring.by_id == user.pk for scoring in self.scorings)

    def rows(self) -> list[Row]:
        """Return the points by criterion, none before anybody has scored."""
        given = [{score.criterion: score.points for score in each.scores.all()} for each in self.scorings]
        if not given:
            return []
        return [Row(name, tuple(points[name] for points in given)) for name in self.stage.criteria]


def round_of(request: Request) -> Round | None:
    """Return the round in which a committee scores a request now, None where none does at its stage."""
    if request.is_reopened:
        return None
    stage = _committee_at(request, request.state)
    return None if stage is None else _round(stage, arrival_of(request))


def last_round(request: Request) -> Round | None:
    """Return the round that is open now, or else the latest in which somebody scored."""
    found = round_of(request)
    newest = None if found else request.scorings.select_related("arrival").last()
    stage = _committee_at(request, newest.arrival.to) if newest else None
    return _round(stage, newest.arrival) if newest and stage else found


def arrival_of(request: Request) -> Decision:
    """Return the step by which a request came to where it stands."""
    came = request.decisions.filter(to=request.state).exclude(outcome=DecisionOutcome.SKIPPED)
    return came.latest("pk")


def annotate_scored(requests: QuerySet[Request], user: User) -> QuerySet[Any]:
    """Add ``is_scored``: whether somebody has scored each in the round that is open now."""
    came = Decision.objects.filter(request=OuterRef(OuterRef("pk")), to=OuterRef(OuterRef("state")))
    newest = came.exclude(outcome=DecisionOutcome.SKIPPED).order_by("-pk").values("pk")[:1]
    own = Scoring.objects.filter(by=user, arrival=Subquery(newest))
    return requests.annotate(is_scored=Exists(own))


def _committee_at(request: Request, state: str) -> Stage | None:
    if request.policy is None:
        return None
    stages = stages_of(request.policy.stages)
    return next((stage for stage in stages if stage.stage == state and stage.scores), None)


def _round(stage: Stage, arrival: Decision) -> Round:
    made = arrival.scorings.select_related("by").prefetch_related("scores")
    return Round(stage, arrival, tuple(made))
