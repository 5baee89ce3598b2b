"""Meals as each agency pays them: by the rates, a flat amount a day, or by receipt; estimates and claims follow."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.events.journeys import FIRST, journey, load
from tests.events.stories import Story, approve, ask, begin, hand_in

from muster.events.actions.claims import Spent, add_expense, claim_meals, drop_expense, hand_in_claim
from muster.events.actions.costs import Amount, set_estimate
from muster.events.enums import CostKind, CostStage, MealRule
from muster.events.forms.claims import ReviewForm
from muster.events.models import Attendee, Claim, ClaimLine, EventDay, Policy, Request
from muster.events.queries.claims import meals_by_policy, meals_to_claim, most_for_meals
from muster.events.queries.estimate_lines import Basis
from muster.events.queries.estimates import estimate_of
from muster.files.actions import store
from muster.ledger.refusals import Refused

pytestmark = pytest.mark.django_db
K = CostKind


def meals_of(request: Request) -> list[int]:
    return [line.cents for line in estimate_of(request, Basis()).lines if line.kind == K.MEALS]


def asked(cast: Cast, **policy: object) -> tuple[Story, Request]:
    """A request of Ada's, to be handed in, by a policy."""
    story = begin(cast, **policy)
    return story, ask(story)


def flat(cast: Cast, **more: object) -> tuple[Story, Request]:
    return journey(cast, meals=MealRule.FLAT, flat_meal_cents=5_500, **more)


def test_flat_meals_are_the_same_each_day_and_need_no_rates(cast: Cast) -> None:
    story, request = flat(cast)
    EventDay.objects.create(event=story.event, day=FIRST, lunch=True)
    worked = estimate_of(request, Basis())
    assert meals_of(request) == [5_500] * 3
    assert any("Write the lines for lodging by hand" in note for note in worked.notes)
    assert "Meals are paid flat, so meals of the fee take nothing off." in worked.notes


def test_flat_meals_stay_beside_lodging_by_the_rates(cast: Cast) -> None:
    load(cast)
    _story, request = flat(cast)
    assert meals_of(request) == [5_500] * 3
    lines = estimate_of(request, Basis()).lines
    assert [line.cents for line in lines if line.kind == K.LODGING] == [15_000] * 2


def test_meals_by_receipt_are_estimated_by_the_rates_which_bound_them(cast: Cast) -> None:
    load(cast)
    _story, request = journey(cast, meals=MealRule.RECEIPTS)
    worked = estimate_of(request, Basis())
    assert meals_of(request) == [6_000, 8_000, 6_000]
    assert any("Meals by receipt" in note for note in worked.notes)


def test_flat_meals_need_no_zip(cast: Cast) -> None:
    story, request = flat(cast)
    story.event.zip = ""
    story.event.save()
    request.refresh_from_db()
    assert meals_of(request) == [5_500] * 3


def test_long_day_without_a_night_gives_the_whole_flat_amount(cast: Cast) -> None:
    _story, request = flat(cast)
    assert request.departs_at is not None
    request.returns_at = request.departs_at + timedelta(hours=13)
    request.lodging_nights = 0
    assert meals_of(request) == [5_500]


def test_flat_amount_stands_where_meals_are_flat_and_only_there(cast: Cast) -> None:
    for meals, cents in ((MealRule.FLAT, None), (MealRule.PER_DIEM, 5_500), (MealRule.RECEIPTS, 5_500)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Policy.lines.create(
                agency=cast.millbrook,
                start="2026-01-01",
                stages=[{"stage": "command_review"}],
                meals=meals,
                flat_meal_cents=cents,
            )


def approved(story: Story, request: Request) -> Attendee:
    """Let the request be approved with meals of 60, 80 and 60 dollars, worked out for three days."""
    first, attendee = story.event.starts_on, request.attendees.get()
    assert first is not None
    meals = [
        Amount(
            K.MEALS,
            cents,
            day=first + timedelta(days=n),
            attendee=attendee,
            fund=story.fund,
            is_computed=True,
        )
        for n, cents in enumerate((6_000, 8_000, 6_000))
    ]
    request = set_estimate(request=request, amounts=meals, by=story.cast.user["ada"], edition=request.edition)
    approve(story, hand_in(story, request))
    return Attendee.objects.select_related("request__policy").get(pk=attendee.pk)


def spend(story: Story, ada: Attendee, cents: int, day: int = 0, **more: object) -> ClaimLine:
    first = story.event.starts_on
    assert first is not None
    spent = Spent(K.MEALS, first + timedelta(days=day), cents, **more)  # type: ignore[arg-type]
    return add_expense(attendee=ada, spent=spent, by=story.cast.user["ada"])


def test_meals_of_the_policy_are_taken_into_the_claim_once_and_need_no_receipt(cast: Cast) -> None:
    story, request = asked(cast)
    ada = approved(story, request)
    claim = claim_meals(attendee=ada, by=cast.user["ada"])
    assert [line.cents for line in claim.lines.all()] == [6_000, 8_000, 6_000]
    with pytest.raises(Refused, match="no meals to take over"):
        claim_meals(attendee=ada, by=cast.user["ada"])
    assert hand_in_claim(claim=claim, by=cast.user["ada"]).state == "claimed"


def test_day_that_is_claimed_already_is_not_taken_over(cast: Cast) -> None:
    story, request = asked(cast)
    ada = approved(story, request)
    line = spend(story, ada, 4_000, day=1)
    assert list(meals_to_claim(ada).values()) == [6_000, 6_000]
    drop_expense(line=line, by=cast.user["ada"])
    assert list(meals_to_claim(ada).values()) == [6_000, 8_000, 6_000]


def test_meals_by_receipt_are_handed_in_with_their_receipt_alone(cast: Cast) -> None:
    story, request = asked(cast, meals=MealRule.RECEIPTS)
    ada = approved(story, request)
    assert meals_to_claim(ada) == {}
    with pytest.raises(Refused, match="no meals to take over"):
        claim_meals(attendee=ada, by=cast.user["ada"])
    line = spend(story, ada, 4_000, no_receipt_reason="Lost.")
    with pytest.raises(Refused, match="Meals are paid by receipt only"):
        hand_in_claim(claim=line.claim, by=cast.user["ada"])
    drop_expense(line=line, by=cast.user["ada"])
    receipt = store(content=ContentFile(b"%PDF-1.4\n%%EOF\n"), by=cast.user["ada"])
    first = story.event.starts_on
    assert first is not None
    add_expense(
        attendee=ada,
        spent=Spent(K.MEALS, first, 4_000),
        by=cast.user["ada"],
        receipt=(receipt, "lunch.pdf"),
    )
    assert hand_in_claim(claim=line.claim, by=cast.user["ada"]).state == "claimed"


def test_meal_that_the_agency_paid_itself_needs_no_receipt_of_the_traveller(cast: Cast) -> None:
    story, request = asked(cast, meals=MealRule.RECEIPTS)
    ada = approved(story, request)
    line = spend(story, ada, 4_000, by_agency=True, no_receipt_reason="On the agency's card.")
    assert hand_in_claim(claim=line.claim, by=cast.user["ada"]).state == "claimed"


def test_review_proposes_no_more_for_a_day_than_the_policy_gives(cast: Cast) -> None:
    story, request = asked(cast, meals=MealRule.RECEIPTS)
    ada = approved(story, request)
    lines = [spend(story, ada, 4_000), spend(story, ada, 3_000), spend(story, ada, 9_900, day=1)]
    lines.append(spend(story, ada, 1_000, day=7))
    most = most_for_meals(ada, lines)
    assert [most[line.pk] for line in lines] == [4_000, 2_000, 8_000, 0]
    form = ReviewForm(lines=lines, most=most, initial={"edition": 1})
    assert form.fields[f"allowed_{lines[1].pk}"].initial == 2_000
    assert "no more for meals" in str(form.fields[f"cut_{lines[1].pk}"].initial)
    assert form.fields[f"cut_{lines[0].pk}"].initial == ""


def test_meals_that_a_person_estimated_by_hand_bound_no_claim(cast: Cast) -> None:
    story, request = asked(cast)
    ada = approved(story, request)
    ada.costs.filter(stage=CostStage.APPROVED).update(is_computed=False)
    assert meals_by_policy(ada) == {}
    assert most_for_meals(ada, [spend(story, ada, 9_900)]) == {}


def test_claimant_takes_the_meals_over_with_one_button(cast: Cast, client: Client) -> None:
    story, request = asked(cast)
    ada = approved(story, request)
    client.force_login(cast.user["ada"])
    url = reverse("officer:claim", args=[ada.pk])
    assert "$200.00" in client.get(url).content.decode()
    client.post(reverse("officer:claim_meals", args=[ada.pk]))
    assert Claim.objects.get().lines.count() == 3
    assert "Take these meals" not in client.get(url).content.decode()


def test_page_of_a_claim_says_that_meals_are_paid_by_receipt(cast: Cast, client: Client) -> None:
    story, request = asked(cast, meals=MealRule.RECEIPTS)
    ada = approved(story, request)
    client.force_login(cast.user["ada"])
    text = client.get(reverse("officer:claim", args=[ada.pk])).content.decode()
    assert "Meals are paid by receipt only: attach" in text
    assert "Take these meals" not in text
