"""What a request will cost, worked out from the event, the journey, the policy and the rates. It reads and writes nothing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from muster.core.errors import MusterError
from muster.core.travel import costs as core
from muster.core.travel.allowance import Allowance, Note, allowance, meal_lines
from muster.core.travel.mileage import MileageRate
from muster.core.travel.policy import FEDERAL, ProvidedMeal, Stop, TravelPolicy, Trip
from muster.core.travel.rates import Choice, Meal, MealTier, Rates
from muster.events.enums import AttendeeState, CostKind, MealRule, Transport
from muster.events.models import Attendee, CostLine, Policy, Request
from muster.events.money import dollars_text
from muster.events.queries.estimate_lines import Basis, Computed, with_attendee
from muster.events.queries.estimated_pay import Written, backfill_written, pay_of
from muster.events.queries.policies import policy_on
from muster.events.queries.rates import rates_for
from muster.events.rate_problems import told

_LONGEST_JOURNEY: Final = timedelta(days=366)


@dataclass
class Worked:
    """The lines, sentences about what was left out, and the destinations to choose from where a ZIP touches several."""

    lines: list[Computed] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    choice: Choice | None = None


def estimate_of(request: Request, basis: Basis, written: Written | None = None) -> Worked:
    """Work the estimate out for everybody who is to go.

    ``written``: for whom somebody writes the backfill by hand; None: as the estimate that is kept holds it.
    """
    people = list(request.attendees.filter(state=AttendeeState.GOING).select_related("person").order_by("pk"))
    policy = request.policy or policy_on(request.agency, timezone.localdate())
    worked = Worked()
    journey = _journey(request, basis, policy, worked)
    pay = pay_of(request, people, basis, backfill_written(request) if written is None else written)
    for n, attendee in enumerate(people):
        if basis.tuition_cents:
            how = _("%(amount)s, from the catalogue or the flyer") % {
                "amount": dollars_text(basis.tuition_cents)
            }
            worked.lines.append(Computed(attendee, CostKind.TUITION, basis.tuition_cents, how))
        worked.lines += with_attendee(attendee, journey)
        if n < basis.cars:
            worked.lines += _mileage(request, attendee, basis, policy)
        worked.lines += [line for line in pay if line.attendee == attendee]
    worked.notes += _mileage_note(basis, policy)
    return worked


# ── the journey ──────────────────────────────────────────────────────────────────────────────────


def _journey(request: Request, basis: Basis, policy: Policy | None, worked: Worked) -> list[core.CostLine]:
    """Return lodging, its tax and meals of one person; notes and a choice go to ``worked``."""
    trip = _trip(request, basis, policy, worked)
    if trip is None:
        return []
    travel = _travel_policy(policy)
    rates = _rates(request, trip, travel, worked)
    place = None if rates is None else _place(rates, request.event.zip, basis, travel, worked)
    try:
        if rates is not None and place is not None:
            found = allowance(replace(trip, stops=(Stop(trip.days[0], place),)), rates, travel)
        else:
            found = Allowance(*meal_lines(trip, None, travel)) if travel.flat_meals else Allowance(())
    except MusterError as error:
        worked.notes += told(error)
        return []
    worked.notes += [_words(note, policy) for note in found.notes]
    lines = _as_many_nights(list(found.lines), request, worked)
    lodging = sum(line.cents for line in lines if line.kind == "lodging")
    if lodging and basis.tax_share:
        lines.append(core.lodging_tax_line(lodging, basis.tax_share))
    return lines


def _rates(request: Request, trip: Trip, travel: TravelPolicy, worked: Worked) -> Rates | None:
    """Return the rates of the place on the days of the journey; where there are none, a note says so."""
    if not request.event.zip:
        worked.notes.append(
            _("The event has no ZIP, so %(what)s cannot be worked out. Write the lines by hand.")
            % {"what": _of_rates(travel)}
        )
        return None
    rates = rates_for(request.agency, request.event.zip, trip.days[0], trip.days[-1])
    if rates is None:
        worked.notes.append(
            _(
                "No rates are loaded for %(first)s to %(last)s. Write the lines for %(what)s by hand, or ask "
                "finance to load the rates of that year."
            )
            % {
                "first": date_format(trip.days[0], "j M Y"),
                "last": date_format(trip.days[-1], "j M Y"),
                "what": _of_rates(travel),
            }
        )
    return rates


def _of_rates(travel: TravelPolicy) -> str:
    """Name what is worked out from rates."""
    return _("lodging") if travel.flat_meals else _("lodging and meals")


def _trip(request: Request, basis: Basis, policy: Policy | None, worked: Worked) -> Trip | None:
    """Return the journey on the clocks of the place, or None where nobody travels or something is missing."""
    if request.transport == Transport.NONE or not (request.departs_at and request.returns_at):
        return None
    event = request.event
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


def _place(rates: Rates, zip_code: str, basis: Basis, travel: TravelPolicy, worked: Worked) -> str | None:
    try:
        place = rates.destination_of(zip_code)
    except MusterError:
        worked.notes.append(
            _(
                "ZIP %(zip)s lies outside the 48 states and DC, where these rates do not hold. Write the lines for "
                "%(what)s by hand."
            )
            % {"zip": zip_code, "what": _of_rates(travel)}
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
    if policy is None:
        return FEDERAL
    said: dict[str, Any] = {}
    if policy.lodging_from_miles is not None:
        # the policy pays from so many miles on; the core beyond so many
        said["lodging_beyond_miles"] = Decimal(policy.lodging_from_miles) - 1
    if policy.meals == MealRule.RECEIPTS:
        said["meals"] = "receipts"
    if policy.flat_meal_cents is not None:
        said |= _flat(policy.flat_meal_cents)
    if not said:
        return FEDERAL
    return replace(FEDERAL, source=policy.source or _("the policy of the agency"), **said)


def _flat(cents: int) -> dict[str, Any]:
    """Return the rules of meals that are the same amount on each day: no share, and nothing is taken off."""
    day = MealTier(cents, 0, 0, 0, incidental_cents=cents, first_last_cents=cents)
    return {"meals": "flat", "flat_meals": day, "deduct_meals": False, "one_day_basis_points": 10_000}


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
    if note.key == "policy_deducts_no_meals":
        return _("Meals are paid flat, so meals of the fee take nothing off.")
    return _("Meals by receipt: what is claimed may not be above these amounts.")


# ── the car ────────────────────────────────────────────────────────────────────────────────────────────


def _mileage(request: Request, attendee: Attendee, basis: Basis, policy: Policy | None) -> list[Computed]:
    if not basis.miles or policy is None or policy.mileage_mills is None:
        return []
    day = request.departs_at.date() if request.departs_at else timezone.localdate()
    rate = MileageRate(Decimal(policy.mileage_mills) / 10, date.min, None, policy.source)
    return with_attendee(attendee, [core.mileage_line(Decimal(2 * basis.miles), [rate], day)])


def _mileage_note(basis: Basis, policy: Policy | None) -> list[str]:
    if not basis.cars:
        return []
    if basis.miles is None:
        return [_("Give the miles to work out what the car costs.")]
    if policy is None or policy.mileage_mills is None:
        return [_("The policy pays no miles, so the car costs nothing here.")]
    return []


def by_hand(request: Request) -> list[CostLine]:
    """Return the lines of the estimate that a person wrote."""
    return list(request.costs.filter(stage="estimated", is_computed=False).order_by("pk"))
