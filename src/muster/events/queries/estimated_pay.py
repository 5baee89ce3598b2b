"""What pay is estimated to come to: by hours, and by the cover that is chosen. Payroll decides.

No minute is paid for twice: shifts that are covered are taken off the hours in which somebody was to stand in, and
where a person wrote the backfill down by hand, theirs stands and the cover is not added to it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

from muster.core.travel import costs as core
from muster.events.enums import CostKind, CostStage, CoverKind
from muster.events.models import Attendee, Cover, Request
from muster.events.queries.estimate_lines import Basis, Computed, with_attendee

#: For whom somebody wrote the backfill by hand, by the key of the attendee; None: for all together.
Written = Collection[int | None]
_OVERTIME: Final = (CoverKind.VOLUNTEER_OVERTIME, CoverKind.ORDERED_OVERTIME)


def pay_of(request: Request, people: Sequence[Attendee], basis: Basis, written: Written) -> list[Computed]:
    """Return the lines of pay of those who go, with what the chosen cover takes."""
    zone = ZoneInfo(request.agency.time_zone)
    covers: dict[int, list[Cover]] = {attendee.pk: [] for attendee in people}
    for cover in request.cover.select_related("by"):
        if cover.cents is not None and cover.attendee_id in covers:
            covers[cover.attendee_id].append(cover)
    lines: list[Computed] = []
    for attendee in people:
        own = covers[attendee.pk]
        left = max(0, basis.backfill_minutes - sum(cover.minutes for cover in own))
        lines += _pay(attendee, replace(basis, backfill_minutes=left))
        if not {attendee.pk, None} & set(written):
            lines += [_cover(attendee, cover, zone) for cover in own if cover.cents]
    return lines


def backfill_written(request: Request) -> Written:
    """Return for whom the estimate holds backfill that a person wrote."""
    lines = request.costs.filter(stage=CostStage.ESTIMATED, kind=CostKind.BACKFILL, is_computed=False)
    return frozenset(lines.values_list("attendee", flat=True))


def backfill_among(amounts: Iterable[Any]) -> Written:
    """Return the same of amounts that are being written."""
    ours = (amount for amount in amounts if amount.kind == CostKind.BACKFILL)
    return frozenset(amount.attendee.pk if amount.attendee else None for amount in ours)


def _pay(attendee: Attendee, basis: Basis) -> list[Computed]:
    """Estimate pay of one person by hours. Payroll decides."""
    hourly = basis.hourly_cents
    lines: list[core.CostLine] = []
    if hourly:
        pieces: tuple[tuple[Literal["pay", "overtime"], int, int], ...] = (
            ("pay", basis.pay_minutes, 10_000),
            ("overtime", basis.overtime_minutes, 15_000),
        )
        lines += [core.pay_line(kind, minutes, hourly, share) for kind, minutes, share in pieces if minutes]
    if basis.backfill_minutes and (basis.backfill_hourly_cents or hourly):
        each = basis.backfill_hourly_cents or hourly or 0
        lines.append(core.pay_line("backfill", basis.backfill_minutes, each, basis.backfill_share))
    paid = sum(line.cents for line in lines)
    if paid and basis.benefit_share:
        lines.append(core.benefits_line(paid, basis.benefit_share))
    return with_attendee(attendee, lines)


def _cover(attendee: Attendee, cover: Cover, zone: ZoneInfo) -> Computed:
    """Return what standing in for one shift takes."""
    kind = CostKind.OVERTIME if cover.kind in _OVERTIME else CostKind.BACKFILL
    how = f"{cover.get_kind_display()}, {cover.by}" if cover.by else str(cover.get_kind_display())
    return Computed(attendee, kind, cover.cents or 0, how, cover.starts_at.astimezone(zone).date())
