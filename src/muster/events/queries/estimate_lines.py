"""What an estimate is worked out from, and the lines that come of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from muster.core.travel import costs as core
from muster.events.enums import CostKind, Transport
from muster.events.models import Attendee, Request

#: What the core calls otherwise than the tables. A provided meal is taken off the meals of its day.
KINDS: Final[dict[str, str]] = {"lodging_tax": CostKind.TAX, "meal_deduction": CostKind.MEALS}
_LONGEST_BASIS: Final = 500


@dataclass(frozen=True)
class Basis:
    """What somebody says for the estimate. Amounts in cents, shares in hundredths of a per cent, times in minutes.

    ``destination`` is the key of a destination, where a ZIP touches several. ``miles`` one way. ``cars`` is how many of
    those who go drive their own. The times and the pay are those of each attendee.
    """

    destination: str = ""
    tuition_cents: int = 0
    miles: int | None = None
    cars: int = 0
    hotel_cents: int | None = None
    tax_share: int | None = None
    hourly_cents: int | None = None
    pay_minutes: int = 0
    overtime_minutes: int = 0
    backfill_minutes: int = 0
    backfill_hourly_cents: int | None = None
    backfill_share: int = 15_000
    benefit_share: int | None = None


@dataclass(frozen=True)
class Computed:
    """One line that was worked out. ``basis`` says how, with its source."""

    attendee: Attendee
    kind: str
    cents: int
    basis: str
    day: date | None = None


def first_basis(request: Request) -> Basis:
    """Return what to begin with: what was said last time, or what the event and the request say."""
    said = {
        name: value for name, value in request.estimated_from.items() if name in Basis.__dataclass_fields__
    }
    if said:
        return Basis(**said)
    event = request.event
    return Basis(
        tuition_cents=event.tuition_cents,
        miles=event.miles,
        cars=1 if request.transport == Transport.OWN_CAR else 0,
        pay_minutes=event.minutes if request.on_duty else 0,
    )


def with_attendee(attendee: Attendee, lines: Iterable[core.CostLine]) -> list[Computed]:
    """Give each person their lines; what is taken off a day's meals goes into that day's line."""
    found: list[Computed] = []
    for line in lines:
        kind = KINDS.get(line.kind, line.kind)
        if line.kind == "meal_deduction":
            before = found.pop()
            formula, _dot, source = before.basis.partition(" · ")
            basis = f"{formula} {line.formula} · {source}"
            found.append(replace(before, cents=before.cents + line.cents, basis=basis[:_LONGEST_BASIS]))
            continue
        basis = f"{line.formula} · {line.source}" if line.source else line.formula
        found.append(Computed(attendee, kind, line.cents, basis[:_LONGEST_BASIS], line.day))
    return found
