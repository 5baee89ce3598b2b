"""Ways around the rules that somebody might try, or meet by accident, and that lead nowhere."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cast import Cast, make_grant
from tests.events.stories import Story, approve, ask, begin, hand_in, move

from muster.accounts.models import Grant, User
from muster.accounts.roles import Role
from muster.events.access import may_decide, moves_open_to, requests_decided_by
from muster.events.actions.attendance import mark_attendee
from muster.events.actions.claims import Spent, add_expense, drop_expense, hand_in_claim
from muster.events.actions.costs import Amount, choose_funds, set_estimate, write_actual
from muster.events.actions.moves import Said
from muster.events.actions.requests import change_request
from muster.events.actions.shares import do_share, plan_share
from muster.events.enums import (
    AttendeeState,
    CostKind,
    CostStage,
    EventState,
    ReasonCode,
    RequestState,
    ShareKind,
)
from muster.events.lifecycle import DECIDES
from muster.events.models import ClaimLine, CostLine, Fund, Request
from muster.events.policy import Stage, stages_of
from muster.events.queries.money import states_of
from muster.ledger.models import Entry
from muster.ledger.refusals import Refused

pytestmark = pytest.mark.django_db
S = RequestState
BACK = Said(reason_code=ReasonCode.INCOMPLETE, reason="The flyer is of last year.")
FEE = Said(reason="Ill.", cents=5_000)


def fund_of(story: Story) -> tuple[int, int, int]:
    """What the fund has left, promised and spent."""
    state = states_of({story.fund.pk: story.fund})[story.fund.pk]
    return state.left, state.promised, state.spent


def lent(to: User, lender: Grant) -> User:
    """Lend a role, and return the borrower as they come in afterwards."""
    start = timezone.localdate()
    Grant.objects.create(
        user=to,
        role=lender.role,
        agency=lender.agency,
        unit=lender.unit,
        start=start,
        end=start + timedelta(days=30),
        delegated_from=lender,
    )
    return User.objects.get(pk=to.pk)


def reopened(story: Story, request: Request, paid: int) -> Request:
    """An approved request of which more was paid than the policy allows."""
    request = approve(story, request)
    return write_actual(
        request=request,
        amounts=[Amount(CostKind.TUITION, paid, fund=story.fund)],
        by=story.cast.user["tara"],
    )


# ── whose own it is ──────────────────────────────────────────────────────────────────────────────


def test_role_lent_for_a_unit_does_not_decide_about_its_lender(cast: Cast) -> None:
    story = begin(cast)
    of_b = make_grant(cast.user["ian"], Role.SUPERVISOR, cast.millbrook, cast.squad_b)
    request = hand_in(story, ask(story, "ian"))
    sam = lent(cast.user["sam"], of_b)  # sam has squad A by a role of their own, which is no help in B
    assert not may_decide(sam, request, DECIDES[S.SUPERVISOR_REVIEW])
    assert request not in requests_decided_by(sam)
    with pytest.raises(Refused, match="lent you this role"):
        move(story, request, "supervisor_review-approved", "sam")


def test_decision_and_ledger_name_the_lender_of_a_units_role(cast: Cast) -> None:
    story = begin(cast)
    of_b = make_grant(cast.user["ian"], Role.SUPERVISOR, cast.millbrook, cast.squad_b)
    request = hand_in(story, ask(story, "ben"))
    cast.user["sam"] = lent(cast.user["sam"], of_b)
    move(story, request, "supervisor_review-approved", "sam")
    assert request.decisions.get(outcome="approved").on_behalf_of == cast.user["ian"]
    entry = Entry.objects.filter(subject_kind="events.request").latest("pk")
    assert entry.on_behalf_of_id == cast.user["ian"].pk


def test_one_of_a_group_does_not_withdraw_the_request_of_all(cast: Cast) -> None:
    story = begin(cast)
    request = hand_in(story, ask(story, "ada", "ben"))
    assert moves_open_to(cast.user["ben"], request) == []
    assert [step.outcome for step in moves_open_to(cast.user["ada"], request)] == ["withdrawn"]


def test_nobody_says_of_themselves_that_they_were_there(cast: Cast) -> None:
    story = begin(cast)
    request = approve(story, hand_in(story, ask(story, "tara")))
    Request.objects.filter(pk=request.pk).update(state=S.ATTENDING)
    with pytest.raises(Refused, match="Somebody else"):
        mark_attendee(attendee=request.attendees.get(), state=AttendeeState.ATTENDED, by=cast.user["tara"])


# ── who decides ──────────────────────────────────────────────────────────────────────────────────


def test_policy_by_which_nobody_might_decide_is_refused() -> None:
    stages = (Stage(S.SUPERVISOR_REVIEW, over_cents=50_000), Stage(S.COMMAND_REVIEW, overnight=True))
    with pytest.raises(Refused, match="approved by nobody"):
        stages_of([stage.as_written() for stage in stages])


def test_hope_for_a_reimbursement_does_not_pass_by_a_stage(cast: Cast) -> None:
    stages = (Stage(S.SUPERVISOR_REVIEW), Stage(S.COMMAND_REVIEW, over_cents=100_000))
    story = begin(cast, stages=stages)
    request = ask(story)
    amounts = [Amount(CostKind.TUITION, 150_000), Amount(CostKind.REIMBURSEMENT, -100_000)]
    set_estimate(request=request, amounts=amounts, by=cast.user["ada"], edition=request.edition)
    request = move(story, hand_in(story, request), "supervisor_review-approved", "sam")
    assert request.state == S.COMMAND_REVIEW


def test_budget_opened_again_goes_by_what_it_costs_by_now(cast: Cast) -> None:
    stages = (
        Stage(S.SUPERVISOR_REVIEW),
        Stage(S.BUDGET_REVIEW),
        Stage(S.COMMAND_REVIEW, over_cents=100_000),
    )
    story = begin(cast, stages=stages)
    request = reopened(story, hand_in(story, ask(story, cents=90_000)), 150_000)
    assert move(story, request, "budget_review-approved", "fay").state == S.COMMAND_REVIEW
    assert move(story, request, "command_review-approved", "chris").state == S.APPROVED


def test_event_that_was_cancelled_is_not_approved(cast: Cast) -> None:
    story = begin(cast)
    request = hand_in(story, ask(story))
    story.event.state = EventState.CANCELLED
    story.event.save()
    with pytest.raises(Refused, match="cancelled this event"):
        move(story, request, "supervisor_review-approved", "sam")


def test_request_after_the_departure_is_handed_in_by_the_training_unit_alone(cast: Cast) -> None:
    story = begin(cast, in_days=-3)
    request = ask(story)
    late = Said(override="The course was free at short notice.")
    with pytest.raises(Refused, match="departure is past"):
        move(story, request, "draft-submitted", "ada", late)
    assert move(story, request, "draft-submitted", "tara", late).state == S.SUPERVISOR_REVIEW
    assert "short notice" in request.decisions.earliest("pk").reason


def test_no_more_of_a_unit_are_away_at_once_than_the_policy_allows(cast: Cast) -> None:
    story = begin(cast, most_per_unit=1)
    hand_in(story, ask(story, "sam"))
    with pytest.raises(Refused, match="2 people of one unit"):
        hand_in(story, ask(story, "ada"))
    assert hand_in(story, ask(story, "ben")).state == S.SUPERVISOR_REVIEW  # another squad


def test_request_from_the_waiting_list_is_asked_again_how_many_go(cast: Cast) -> None:
    story = begin(cast, most_per_event=1)
    first = hand_in(story, ask(story, "ada"))
    move(story, first, "supervisor_review-waitlisted", "sam", BACK)
    hand_in(story, ask(story, "ben"))
    with pytest.raises(Refused, match="2 people would go"):
        move(story, first, "waitlisted-submitted", "tara")


# ── money ────────────────────────────────────────────────────────────────────────────────────────


def test_last_money_of_a_fund_is_promised_once(cast: Cast) -> None:
    story = begin(cast)
    story.fund.cents = 100_000
    story.fund.save()
    one = approve(story, hand_in(story, ask(story, cents=80_000)), until=S.COMMAND_REVIEW)
    two = approve(story, hand_in(story, ask(story, cents=80_000)), until=S.COMMAND_REVIEW)
    approve(story, one)
    with pytest.raises(Refused, match=r"has \$200.00 left"):
        approve(story, two)
    assert fund_of(story) == (20_000, 80_000, 0)


def test_money_that_came_back_is_not_promised_again(cast: Cast) -> None:
    story = begin(cast)
    request = approve(story, hand_in(story, ask(story, cents=80_000)))
    paid = [
        Amount(CostKind.TUITION, 80_000, fund=story.fund),
        Amount(CostKind.REIMBURSEMENT, -30_000, fund=story.fund),
    ]
    write_actual(request=request, amounts=paid, by=cast.user["tara"])
    assert fund_of(story) == (950_000, 0, 50_000)


def test_deposit_does_not_shrink_what_is_promised_when_a_budget_opens_again(cast: Cast) -> None:
    story = begin(cast)
    request = ask(story)
    wanted = [
        Amount(CostKind.TUITION, 50_000, fund=story.fund),
        Amount(CostKind.LODGING, 60_000, fund=story.fund),
    ]
    set_estimate(request=request, amounts=wanted, by=cast.user["ada"], edition=request.edition)
    request = approve(story, hand_in(story, request))
    paid = [
        Amount(CostKind.TUITION, 110_000, fund=story.fund),
        Amount(CostKind.LODGING, 20_000, fund=story.fund),
    ]
    request = write_actual(request=request, amounts=paid, by=cast.user["tara"])
    assert request.state == S.BUDGET_REVIEW
    request = approve(story, request)
    assert request.approved_cents == 170_000
    assert fund_of(story) == (830_000, 40_000, 130_000)


def test_budget_opened_again_is_held_against_what_the_fund_has_left(cast: Cast) -> None:
    story = begin(cast)
    story.fund.cents = 120_000
    story.fund.save()
    request = reopened(story, hand_in(story, ask(story, cents=100_000)), 115_000)
    request = approve(story, request)  # what was paid already is not asked for twice
    assert (request.state, request.approved_cents) == (S.APPROVED, 115_000)
    assert fund_of(story) == (5_000, 0, 115_000)


def test_request_that_was_approved_is_cancelled_with_its_fee_and_not_withdrawn(cast: Cast) -> None:
    story = begin(cast)
    request = reopened(story, hand_in(story, ask(story, cents=90_000)), 150_000)
    with pytest.raises(Refused, match="cancelled and not withdrawn"):
        move(story, request, "budget_review-withdrawn", "ada")
    request = move(story, request, "budget_review-cancelled", "tara", FEE)
    assert (request.state, fund_of(story)) == (S.CANCELLED, (845_000, 0, 155_000))


def test_request_that_is_not_approved_is_not_cancelled(cast: Cast) -> None:
    story = begin(cast)
    request = hand_in(story, ask(story))
    with pytest.raises(Refused, match="Withdraw it instead"):
        move(story, request, "supervisor_review-cancelled", "tara", FEE)


def test_refund_after_a_cancellation_is_written_down(cast: Cast) -> None:
    story = begin(cast)
    request = approve(story, hand_in(story, ask(story)))
    request = move(story, request, "approved-cancelled", "tara", FEE)
    back = [Amount(CostKind.REIMBURSEMENT, -2_000, fund=story.fund)]
    write_actual(request=request, amounts=back, by=cast.user["tara"])
    assert fund_of(story) == (997_000, 0, 3_000)


def test_whoever_was_paid_for_stays_on_a_request_that_is_sent_back(cast: Cast) -> None:
    story = begin(cast)
    request = approve(story, hand_in(story, ask(story, "ada", "ben", cents=1_000)))
    ben = request.attendees.get(person=cast.person["ben"])
    paid = [Amount(CostKind.AIR, 40_000, attendee=ben, fund=story.fund)]
    request = write_actual(request=request, amounts=paid, by=cast.user["tara"])
    request = move(story, request, "budget_review-returned", "fay", BACK)
    with pytest.raises(Refused, match="paid or claimed already"):
        change_request(
            request=request, people=[cast.person["ada"]], by=cast.user["ada"], edition=request.edition
        )
    assert CostLine.objects.filter(stage=CostStage.ACTUAL).count() == 1


def test_fund_of_a_neighbour_pays_nothing(cast: Cast) -> None:
    story = begin(cast)
    theirs = Fund.objects.create(
        agency=cast.oakford, name="Theirs", start=story.fund.start, end=story.fund.end, cents=1
    )
    request = ask(story)
    with pytest.raises(Refused, match="funds of this agency"):
        set_estimate(
            request=request,
            amounts=[Amount(CostKind.AIR, 100, fund=theirs)],
            by=cast.user["ada"],
            edition=request.edition,
        )


def test_cost_that_nobody_foresaw_gets_its_fund_when_the_budget_opens_again(cast: Cast) -> None:
    story = begin(cast)
    request = approve(story, hand_in(story, ask(story, cents=10_000)))
    unforeseen = [Amount(CostKind.AIR, 30_000)]
    request = write_actual(request=request, amounts=unforeseen, by=cast.user["tara"])
    with pytest.raises(Refused, match="no fund yet"):
        approve(story, request)
    line = request.costs.get(stage=CostStage.ACTUAL)
    request = choose_funds(
        request=request, funds={line.pk: story.fund}, by=cast.user["fay"], edition=request.edition
    )
    assert approve(story, request).approved_cents == 40_000


def test_expense_is_not_taken_off_a_claim_that_was_handed_in_meanwhile(cast: Cast) -> None:
    story = begin(cast)
    request = approve(story, hand_in(story, ask(story)))
    ada = request.attendees.get()
    spent = Spent(CostKind.MEALS, timezone.localdate(), 2_500, no_receipt_reason="Vending machine.")
    line = add_expense(attendee=ada, spent=spent, by=cast.user["ada"])
    held = ClaimLine.objects.select_related("claim__attendee__request").get(pk=line.pk)
    hand_in_claim(claim=line.claim, by=cast.user["ada"])
    with pytest.raises(Refused, match="handed in already"):
        drop_expense(line=held, by=cast.user["ada"])


def test_overtime_is_not_claimed_as_an_expense(cast: Cast) -> None:
    story = begin(cast)
    request = approve(story, hand_in(story, ask(story)))
    spent = Spent(CostKind.OVERTIME, timezone.localdate(), 2_500, no_receipt_reason="None.")
    with pytest.raises(Refused, match="own pocket"):
        add_expense(attendee=request.attendees.get(), spent=spent, by=cast.user["ada"])


# ── there and back ───────────────────────────────────────────────────────────────────────────────


def test_nobody_was_there_before_they_left(cast: Cast) -> None:
    story = begin(cast)
    request = approve(story, hand_in(story, ask(story)))
    request = move(story, request, "approved-registered", "tara")
    with pytest.raises(Refused, match="once they have left"):
        mark_attendee(attendee=request.attendees.get(), state=AttendeeState.ATTENDED, by=cast.user["tara"])


def test_no_show_is_refused_where_somebody_was_there_and_marks_those_who_were_not(cast: Cast) -> None:
    story = begin(cast)
    request = approve(story, hand_in(story, ask(story, "ada", "ben")))
    Request.objects.filter(pk=request.pk).update(state=S.ATTENDING)
    ada = request.attendees.get(person=cast.person["ada"])
    mark_attendee(attendee=ada, state=AttendeeState.ATTENDED, by=cast.user["tara"])
    nobody = Said(reason="The road was closed.")
    with pytest.raises(Refused, match="no no-show"):
        move(story, request, "attending-no_show", "tara", nobody)
    mark_attendee(attendee=ada, state=AttendeeState.GOING, by=cast.user["tara"])
    move(story, request, "attending-no_show", "tara", nobody)
    assert set(request.attendees.values_list("state", "reason")) == {("no_show", "The road was closed.")}


def test_nothing_is_shared_before_the_return_or_planned_after_the_end(cast: Cast) -> None:
    story = begin(cast)
    request = approve(story, hand_in(story, ask(story)))
    today = timezone.localdate()
    share = plan_share(
        request=request, kind=ShareKind.ROLL_CALL, due_on=today + timedelta(days=9), by=cast.user["ada"]
    )
    with pytest.raises(Refused, match="once they are back"):
        do_share(share=share, done_on=today, people_reached=3, by=cast.user["ada"])
    move(story, request, "approved-cancelled", "tara", FEE)
    with pytest.raises(Refused, match="over"):
        plan_share(request=request, kind=ShareKind.ROLL_CALL, due_on=today, by=cast.user["ada"])


def test_part_of_a_reimbursement_leaves_the_rest_hoped_for_when_a_budget_opens_again(cast: Cast) -> None:
    story = begin(cast)
    request = ask(story)
    wanted = [
        Amount(CostKind.TUITION, 50_000, fund=story.fund),
        Amount(CostKind.REIMBURSEMENT, -20_000, fund=story.fund),
    ]
    set_estimate(request=request, amounts=wanted, by=cast.user["ada"], edition=request.edition)
    request = approve(story, hand_in(story, request))
    paid = [
        Amount(CostKind.TUITION, 90_000, fund=story.fund),
        Amount(CostKind.REIMBURSEMENT, -5_000, fund=story.fund),
    ]
    request = approve(
        story, write_actual(request=request, amounts=paid, by=cast.user["tara"]), until=S.APPROVED
    )
    hoped = request.costs.get(stage=CostStage.APPROVED, kind=CostKind.REIMBURSEMENT)
    assert (hoped.cents, request.approved_cents) == (-20_000, 90_000)


def test_fund_that_is_shortened_after_it_was_chosen_stops_the_approval_and_loses_nothing(cast: Cast) -> None:
    story = begin(cast)
    request = approve(story, hand_in(story, ask(story, cents=90_000)), until=S.BUDGET_REVIEW)
    assert story.event.starts_on is not None
    Fund.objects.filter(pk=story.fund.pk).update(end=story.event.starts_on)
    with pytest.raises(Refused, match="does not cover the whole journey"):
        move(story, request, "budget_review-approved", "fay")
    request.refresh_from_db()
    assert request.state == S.BUDGET_REVIEW
    assert [(line.stage, line.cents, line.fund) for line in request.costs.all()] == [
        ("estimated", 90_000, story.fund)
    ]
