"""An estimate is worked out line by line, each with its source, and says what it leaves out."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.cast import Cast
from tests.events.journeys import FIRST, journey, load

from muster.events.enums import CostKind, CoverKind, Transport
from muster.events.models import Cover, EventDay
from muster.events.queries.estimate_lines import Basis, first_basis
from muster.events.queries.estimates import Worked, estimate_of

pytestmark = pytest.mark.django_db
K = CostKind


def sums(worked: Worked) -> dict[str, int]:
    found: Counter[str] = Counter()
    for line in worked.lines:
        found[line.kind] += line.cents
    return dict(found)


def test_two_nights_and_three_days_at_the_rates_of_the_place(cast: Cast) -> None:
    load(cast)
    _story, request = journey(cast)
    worked = estimate_of(request, Basis(tuition_cents=45_000))
    assert sums(worked) == {
        K.TUITION: 45_000,
        K.LODGING: 2 * 15_000,
        K.MEALS: 6_000 + 8_000 + 6_000,
    }
    assert all("GSA, fiscal year 2026" in line.basis for line in worked.lines if line.kind == K.LODGING)


def test_meal_of_the_fee_is_taken_off_its_day_in_full(cast: Cast) -> None:
    load(cast)
    story, request = journey(cast)
    EventDay.objects.create(event=story.event, day=FIRST, lunch=True)
    meals = [line for line in estimate_of(request, Basis()).lines if line.kind == K.MEALS]
    assert [line.cents for line in meals] == [6_000 - 2_200, 8_000, 6_000]
    assert "$22.00" in meals[0].basis


def test_each_who_goes_has_their_own_lines(cast: Cast) -> None:
    load(cast)
    _story, request = journey(cast, "ben")
    worked = estimate_of(request, Basis())
    assert {str(line.attendee) for line in worked.lines} == {"Ada Testcase", "Ben Testcase"}
    assert sums(worked)[K.LODGING] == 4 * 15_000


def test_zip_in_two_destinations_asks_and_then_takes_the_answer(cast: Cast) -> None:
    load(cast)
    _story, request = journey(cast, zip_code="97002")
    asked = estimate_of(request, Basis())
    assert asked.choice is not None
    assert sums(asked) == {}
    assert "several destinations" in asked.notes[0]
    assert sums(estimate_of(request, Basis(destination="8")))[K.LODGING] == 2 * 14_000


def test_without_rates_it_says_so(cast: Cast) -> None:
    _story, request = journey(cast)
    worked = estimate_of(request, Basis(tuition_cents=45_000))
    assert sums(worked) == {K.TUITION: 45_000}
    assert "No rates are loaded" in worked.notes[0]


@pytest.mark.parametrize(("zip_code", "words"), [("99501", "outside the 48 states"), ("", "has no ZIP")])
def test_place_without_rates_is_told(cast: Cast, zip_code: str, words: str) -> None:
    load(cast)
    _story, request = journey(cast, zip_code=zip_code)
    assert words in estimate_of(request, Basis()).notes[0]


@pytest.mark.parametrize(("miles", "nights"), [(79, 0), (80, 2)])
def test_policy_pays_nights_from_so_many_miles_on(cast: Cast, miles: int, nights: int) -> None:
    load(cast)
    _story, request = journey(cast, lodging_from_miles=80)
    assert sums(estimate_of(request, Basis(miles=miles))).get(K.LODGING, 0) == nights * 15_000


def test_own_car_is_paid_there_and_back_by_the_policy(cast: Cast) -> None:
    _story, request = journey(cast, "ben", mileage_mills=725)
    request.transport = Transport.OWN_CAR
    assert sums(estimate_of(request, Basis(miles=101, cars=1)))[K.MILEAGE] == 14_645  # 202 mi x 72.5 cents


def test_dearer_hotel_is_paid_up_to_the_rate_and_its_tax_is_added(cast: Cast) -> None:
    load(cast)
    _story, request = journey(cast)
    worked = estimate_of(request, Basis(hotel_cents=17_500, tax_share=1_250))
    assert sums(worked)[K.LODGING] == 30_000
    assert sums(worked)[K.TAX] == 3_750
    assert any("$50.00 more than the rates" in note for note in worked.notes)


def test_pay_is_estimated_by_hours(cast: Cast) -> None:
    _story, request = journey(cast)
    basis = Basis(
        hourly_cents=4_000,
        pay_minutes=24 * 60,
        overtime_minutes=120,
        backfill_minutes=480,
        benefit_share=765,
    )
    found = sums(estimate_of(request, basis))
    assert found[K.PAY] == 96_000
    assert found[K.OVERTIME] == 12_000
    assert found[K.BACKFILL] == 48_000
    assert found[K.BENEFITS] == 11_934  # 7.65 % of 1,560 dollars


def test_arranged_cover_is_taken_in_the_place_of_hours(cast: Cast) -> None:
    _story, request = journey(cast)
    assert request.departs_at is not None
    Cover.objects.create(
        request=request,
        attendee=request.attendees.get(),
        starts_at=request.departs_at,
        minutes=600,
        kind=CoverKind.VOLUNTEER_OVERTIME,
        by=cast.person["ben"],
        unit=cast.squad_a,
        stands_from=request.departs_at,
        stands_minutes=600,
        cents=61_000,
    )
    found = sums(estimate_of(request, Basis(backfill_minutes=720, backfill_hourly_cents=4_000)))
    assert found == {
        K.OVERTIME: 61_000,
        K.BACKFILL: 2 * 4_000 * 3 // 2,
    }  # two of twelve hours are not covered yet
    by_hand = estimate_of(request, Basis(), written={request.attendees.get().pk})
    assert sums(by_hand) == {}


def test_fewer_nights_than_the_journey_has_are_told(cast: Cast) -> None:
    load(cast)
    _story, request = journey(cast)
    request.lodging_nights = 1
    worked = estimate_of(request, Basis())
    assert sums(worked)[K.LODGING] == 15_000
    assert any("asks for 1 nights" in note for note in worked.notes)


def test_first_basis_is_what_was_said_last_time(cast: Cast) -> None:
    story, request = journey(cast)
    assert first_basis(request).tuition_cents == story.event.tuition_cents
    request.estimated_from = {"hotel_cents": 12_300, "of an older version": 1}
    assert first_basis(request) == Basis(hotel_cents=12_300)
