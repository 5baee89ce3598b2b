"""What a request will cost, worked out from the event, the journey, the policy and the rates. It reads and writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final, Literal
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from muster.core.errors import MusterError
from muster.core.travel import costs as core
from muster.core.travel.allowance import Note, allowance
from muster.core.travel.mileage import MileageRate
from muster.core.travel.policy import FEDERAL, ProvidedMeal, Stop, TravelPolicy, Trip
from muster.core.travel.rates import Choice, Meal, Rates
from muster.events.enums import AttendeeState, CostKind, CoverKind, Transport
from muster.events.models import Attendee, CostLine, Policy, Request
from muster.events.money import dollars_text
from muster.events.queries.policies import policy_on
from muster.events.queries.rates import rates_for

#: What the core calls otherwise than the tables. A provided meal is taken off the meals of its day.
KINDS: Final[dict[str, str]] = {"lodging_tax": CostKind.TAX, "meal_deduction": CostKind.MEALS}
_LONGEST_BASIS: Final = 500
_LONGEST_JOURNEY: Final = timedelta(days=366)


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


@dataclass
class Worked:
    """The lines, sentences about what was left out, and the destinations to choose from where a ZIP touches several."""

    lines: list[Computed] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    choice: Choice | None = None


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


def estimate_of(request: Request, basis: Basis) -> Worked:
    """Work the estimate out for everybody who is to go."""
    people = list(request.attendees.filter(state=AttendeeState.GOING).select_related("person").order_by("pk"))
    policy = request.policy or policy_on(request.agency, timezone.localdate())
    worked = Worked()
    journey = _journey(request, basis, policy, worked)
    cover = _cover(request, people)
    covered = {line.attendee.pk for line in cover}
    for n, attendee in enumerate(people):
        if basis.tuition_cents:
            how = _("%(amount)s, from the catalogue or the flyer") % {
                "amount": dollars_text(basis.tuition_cents)
            }
            worked.lines.append(Computed(attendee, CostKind.TUITION, basis.tuition_cents, how))
        worked.lines += _with_attendee(attendee, journey)
        if n < basis.cars:
            worked.lines += _mileage(request, attendee, basis, policy)
        # what the arranged cover costs is known better than backfill by hours
        known = replace(basis, backfill_minutes=0) if attendee.pk in covered else basis
        worked.lines += _pay(attendee, known)
    worked.notes += _mileage_note(basis, policy)
    worked.lines += cover
    return worked


# ── the journey ──────────────────────────────────────────────────────────────────────────────────


def _journey(request: Request, basis: Basis, policy: Policy | None, worked: Worked) -> list[core.CostLine]:
    """Return lodging, its tax and meals of one person; notes and a choice go to ``worked``."""
    trip = _trip(request, basis, policy, worked)
    if trip is None:
        return []
    zip_code = request.event.zip
    rates = rates_for(request.agency, zip_code, trip.days[0], trip.days[-1])
    if rates is None:
        worked.notes.append(
            _(
                "No rates are loaded for %(first)s to %(last)s. Write the lines for lodging and meals by hand, or ask "
                "finance to load the rates of that year."
            )
            % {"first": trip.days[0], "last": trip.days[-1]}
        )
        return []
    place = _place(rates, zip_code, basis, worked)
    if place is None:
        return []
    trip = replace(trip, stops=(Stop(trip.days[0], place),))
    try:
        found = allowance(trip, rates, _travel_policy(policy))
    except MusterError as error:
        worked.notes.append(str(error))
        return []
    worked.notes += [_words(note, policy) for note in found.notes]
    lines = _as_many_nights(list(found.lines), request, worked)
    lodging = sum(line.cents for line in lines if line.kind == "lodging")
    if lodging and basis.tax_share:
        lines.append(core.lodging_tax_line(lodging, basis.tax_share))
    return lines


def _trip(request: Request, basis: Basis, policy: Policy | None, worked: Worked) -> Trip | None:
    """Return the journey on the clocks of the place, or None where nobody travels or something is missing."""
    if request.transport == Transport.NONE or not (request.departs_at and request.returns_at):
        return None
    event = request.event
    if not event.zip:
        worked.notes.append(
            _("The event has no ZIP, so lodging and meals cannot be worked out. Write their lines by hand.")
        )
        return None
    zone = ZoneInfo(event.time_zone or request.agency.time_zone)
    depart, back = (
        at.astimezone(zone).replace(tzinfo=None) for at in (request.departs_at, request.returns_at)
    )
    if back <= depart or back - depart > _LONGEST_JOURNEY:
        worked.notes.append(_("The journey is longer than a year. Change departure or return."))
        return None
    if request.lodging_nights and basis.miles is None and policy and policy.lodging_from_miles is not None:
        worked.notes.append(
            _("Lodging is paid from %(miles)d miles on. Give the distance, or no night is paid.")
            % {"miles": policy.lodging_from_miles}
        )
    return Trip(
        depart=depart,
        back=back,
        stops=(Stop(depart.date(), ""),),
        miles_one_way=Decimal(basis.miles or 0),
        provided=_provided(request, depart, back),
        hotel_cents=basis.hotel_cents,
        lodging=bool(request.lodging_nights),
    )


def _provided(request: Request, depart: datetime, back: datetime) -> frozenset[ProvidedMeal]:
    """Return the meals of the fee on the days of the journey."""
    meals: tuple[Meal, ...] = ("breakfast", "lunch", "dinner")
    return frozenset(
        ProvidedMeal(day.day, meal)
        for day in request.event.days.all()
        for meal in meals
        if getattr(day, meal) and depart.date() <= day.day <= back.date()
    )


def _place(rates: Rates, zip_code: str, basis: Basis, worked: Worked) -> str | None:
    try:
        place = rates.destination_of(zip_code)
    except MusterError:
        worked.notes.append(
            _(
                "ZIP %(zip)s lies outside the 48 states and DC, where these rates do not hold. Write the lines for "
                "lodging and meals by hand."
            )
            % {"zip": zip_code}
        )
        return None
    if not isinstance(place, Choice):
        return place.id
    worked.choice = place
    if basis.destination in {each.id for each in place.destinations}:
        return basis.destination
    worked.notes.append(
        _(
            "ZIP %(zip)s touches several destinations with rates of their own. Choose the one where the place lies."
        )
        % {"zip": zip_code}
    )
    return None


def _travel_policy(policy: Policy | None) -> TravelPolicy:
    """Return the federal traveller's rules with what the agency's policy says otherwise."""
    if policy is None or policy.lodging_from_miles is None:
        return FEDERAL
    # the policy pays from so many miles on; the core beyond so many
    beyond = Decimal(policy.lodging_from_miles) - 1
    return replace(FEDERAL, source=policy.source or FEDERAL.source, lodging_beyond_miles=beyond)


def _as_many_nights(lines: list[core.CostLine], request: Request, worked: Worked) -> list[core.CostLine]:
    """Take as many nights as the request asks for, from the first on."""
    nights = [line for line in lines if line.kind == "lodging"]
    if not nights or request.lodging_nights == len(nights):
        return lines
    worked.notes.append(
        _("The request asks for %(asked)d nights; from departure to return there are %(nights)d.")
        % {"asked": request.lodging_nights, "nights": len(nights)}
    )
    left_out = nights[request.lodging_nights :]
    return [line for line in lines if line not in left_out]


def _words(note: Note, policy: Policy | None) -> str:
    """Say in the reader's language what was left out."""
    said = dict(note.values)
    if note.key == "lodging_too_near":
        return _(
            "No night is paid: the place is %(miles)s miles away, and the policy pays from %(from)d on."
        ) % {
            "miles": said["miles"],
            "from": policy.lodging_from_miles if policy else 0,
        }
    if note.key == "lodging_above_rate":
        return _("The hotel costs %(amount)s more than the rates; the traveller pays that.") % {
            "amount": dollars_text(int(said["cents"]))
        }
    if note.key == "one_day_no_meals":
        return _("No meals are paid: there is no night, and the journey takes 12 hours or less.")
    return _("Meals by receipt: what is claimed may not be above these amounts.")


def _with_attendee(attendee: Attendee, lines: Iterable[core.CostLine]) -> list[Computed]:
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


# ── the car, and pay ─────────────────────────────────────────────────────────────────────────────


def _mileage(request: Request, attendee: Attendee, basis: Basis, policy: Policy | None) -> list[Computed]:
    if not basis.miles or policy is None or policy.mileage_mills is None:
        return []
    day = request.departs_at.date() if request.departs_at else timezone.localdate()
    rate = MileageRate(Decimal(policy.mileage_mills) / 10, date.min, None, policy.source)
    return _with_attendee(attendee, [core.mileage_line(Decimal(2 * basis.miles), [rate], day)])


def _mileage_note(basis: Basis, policy: Policy | None) -> list[str]:
    if not basis.cars:
        return []
    if basis.miles is None:
        return [_("Give the miles to work out what the car costs.")]
    if policy is None or policy.mileage_mills is None:
        return [_("The policy pays no miles, so the car costs nothing here.")]
    return []


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
    return _with_attendee(attendee, lines)


def _cover(request: Request, people: Sequence[Attendee]) -> list[Computed]:
    """Return what the cover costs that was arranged for somebody's shifts."""
    by_key = {attendee.pk: attendee for attendee in people}
    overtime = (CoverKind.VOLUNTEER_OVERTIME, CoverKind.ORDERED_OVERTIME)
    return [
        Computed(
            by_key[line.attendee_id],
            CostKind.OVERTIME if line.kind in overtime else CostKind.BACKFILL,
            line.cents,
            f"{line.get_kind_display()}, {line.by}" if line.by else line.get_kind_display(),
            line.starts_at.date(),
        )
        for line in request.cover.select_related("by")
        if line.cents and line.attendee_id in by_key
    ]


def by_hand(request: Request) -> list[CostLine]:
    """Return the lines of the estimate that a person wrote."""
    return list(request.costs.filter(stage="estimated", is_computed=False).order_by("pk"))
