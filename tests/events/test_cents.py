"""No cent is lost on its way from the estimate through approval, claim and payment to the fund, whatever the amounts."""

from __future__ import annotations

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.cast import Cast, make_cast
from tests.events.stories import Story, approve, ask, begin, hand_in

from muster.events.actions.claims import (
    Spent,
    add_expense,
    advance_money,
    hand_in_claim,
    pay_claim,
    review_claim,
)
from muster.events.actions.costs import Amount, set_estimate, write_actual
from muster.events.enums import CostKind, CostStage
from muster.events.models import Attendee, Claim, Request
from muster.events.queries.budget import fund_states
from muster.events.queries.money import by_kind, projected, states_of, total_of

K = CostKind
CENTS = st.integers(0, 60_000)
KINDS = [K.TUITION, K.LODGING, K.MEALS, K.AIR]
#: So much that what is spent never comes to the share of it at which the budget is opened again.
PLANNED = st.just(0) | st.integers(2_000, 60_000)
ESTIMATE = st.lists(st.tuples(st.sampled_from([*KINDS, K.PAY, K.REIMBURSEMENT]), PLANNED), max_size=6)
BOOKED = st.lists(st.tuples(st.sampled_from([K.TUITION, K.AIR]), CENTS), max_size=2)
#: Kind, amount, how much of it is cut, and whether the agency paid it.
SPENT = st.lists(
    st.tuples(st.sampled_from([K.LODGING, K.MEALS, K.PARKING]), CENTS, CENTS, st.booleans()),
    min_size=1,
    max_size=4,
)


class Cents(TestCase):
    """Each example in a transaction of its own."""

    @given(ESTIMATE, BOOKED, SPENT, CENTS)
    @settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    def test_cents_of_each_stage_are_found_again_in_the_next(
        self,
        estimate: list[tuple[str, int]],
        booked: list[tuple[str, int]],
        spent: list[tuple[str, int, int, bool]],
        advance: int,
    ) -> None:
        cast = make_cast()
        story = begin(
            cast, reopen_percent=30_000
        )  # the budget is not opened again: that walk is another test's
        request = approved(story, estimate)
        wanted = sum(cents for kind, cents in estimate if kind != K.REIMBURSEMENT)
        assert request.approved_cents == wanted
        assert total_of(request, CostStage.APPROVED) == total_of(request, CostStage.ESTIMATED) == wanted
        if booked:
            amounts = [Amount(kind, cents, fund=story.fund) for kind, cents in booked]
            write_actual(request=request, amounts=amounts, by=cast.user["tara"])
        claim, allowed, own = settled(cast, story, request, spent, advance)
        paid = total_of(request, CostStage.ACTUAL)
        assert paid == sum(cents for _kind, cents in booked) + allowed
        assert (claim.paid_cents or 0) + claim.advance_cents == own
        assert projected(request) == paid + sum(
            max(0, cents - by_kind(request, CostStage.ACTUAL).get(kind, 0))
            for kind, cents in by_kind(request, CostStage.APPROVED).items()
            if kind != K.REIMBURSEMENT
        )
        state = states_of({story.fund.pk: story.fund})[story.fund.pk]
        assert state.spent == paid
        assert state.left + state.promised + state.spent == story.fund.cents
        assert fund_states(type(story.fund).objects.all()) == [(story.fund, state)]
        request.tally.refresh_from_db()
        assert request.tally.spent == paid
        assert request.tally.promised == projected(request) - paid


def approved(story: Story, estimate: list[tuple[str, int]]) -> Request:
    """A request of Ada's with this estimate, paid from the one fund, approved by everybody."""
    request = ask(story)
    amounts = [
        Amount(kind, -cents if kind == K.REIMBURSEMENT else cents, fund=None if kind == K.PAY else story.fund)
        for kind, cents in estimate
    ] or [Amount(K.OTHER, 0, fund=story.fund)]
    request = set_estimate(
        request=request, amounts=amounts, by=story.cast.user["ada"], edition=request.edition
    )
    return approve(story, hand_in(story, request))


def settled(
    cast: Cast, story: Story, request: Request, spent: list[tuple[str, int, int, bool]], advance: int
) -> tuple[Claim, int, int]:
    """The claim paid, with what was allowed in all and what of it Ada had advanced."""
    ada: Attendee = request.attendees.get()
    if advance:
        advance_money(attendee=ada, cents=advance, by=cast.user["fay"])
    allowed = {}
    for kind, cents, cut, by_agency in spent:
        expense = Spent(kind, date(2026, 11, 20), cents, by_agency=by_agency, no_receipt_reason="Lost.")
        line = add_expense(attendee=ada, spent=expense, by=cast.user["ada"])
        left = max(0, cents - cut)
        allowed[line.pk] = (left, "Too dear." if left < cents else "")
    claim = hand_in_claim(claim=Claim.objects.get(), by=cast.user["ada"])
    claim = review_claim(claim=claim, allowed=allowed, by=cast.user["fay"], edition=claim.edition)
    funds = dict.fromkeys([*KINDS, K.PARKING], story.fund)
    claim = pay_claim(claim=claim, paid_on=date(2026, 11, 20), funds=funds, by=cast.user["fay"])
    own = sum(max(0, cents - cut) for _kind, cents, cut, by_agency in spent if not by_agency)
    return claim, sum(left for left, _why in allowed.values()), own
