"""What the cost and the cover of a request are at the moment of a decision, as plain data that stays."""

from __future__ import annotations

from typing import Any

from muster.events.enums import CostStage
from muster.events.models import Request
from muster.events.queries.committee import round_of
from muster.events.queries.money import by_kind


def snapshot_of(request: Request) -> dict[str, Any]:
    """Return cost in cents by stage and kind, cover by shift, the edition that was decided about, and a committee's points."""
    costs = {str(stage): sums for stage in CostStage if (sums := by_kind(request, stage))}
    cover = [
        {
            "attendee": line.attendee_id,
            "from": line.starts_at.isoformat(),
            "minutes": line.minutes,
            "kind": line.kind,
            "by": line.by_id,
            "cents": line.cents,
        }
        for line in request.cover.all()
    ]
    found: dict[str, Any] = {"edition": request.edition, "costs": costs, "cover": cover}
    now = round_of(request)
    return found if now is None else {**found, "scores": {row.criterion: row.points for row in now.rows()}}
