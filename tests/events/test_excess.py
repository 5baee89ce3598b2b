"""What costs more than was approved once they have left: the journey goes on, and who decides about the budget accepts it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.events.stories import Story, approve, ask, begin, hand_in, move

from muster.events.access import moves_open_to, requests_decided_by
from muster.events.actions.costs import Amount, write_actual
from muster.events.actions.moves import Said
from muster.events.actions.tallies import tally_agency
from muster.events.enums import CostKind, CostStage, RequestState
from muster.events.guards import within_approved
from muster.events.lifecycle import MOVES
from muster.events.models import Request, Tally
from muster.events.queries.money import total_of
from muster.ledger.refusals import Refused

pytestmark = pytest.mark.django_db
S = RequestState
BECAUSE = Said(reason="The flight was booked late.")


def away(story: Story, cents: int = 100_000) -> Request:
    """Ada's request, approved for so much, and they have left."""
    request = approve(story, hand_in(story, ask(story, cents=cents)))
    Request.objects.filter(pk=request.pk).update(state=S.ATTENDING)
    request.refresh_from_db()
    return request


def pay(story: Story, request: Request, cents: int) -> None:
    amounts = [Amount(CostKind.TUITION, cents, fund=story.fund)]
    write_actual(request=request, amounts=amounts, by=story.cast.user["tara"])
    request.refresh_from_db()


def test_journey_goes_on_and_finance_finds_it_to_accept(cast: Cast) -> None:
    story = begin(cast)
    request = away(story)
    pay(story, request, 110_000)
    assert not requests_decided_by(cast.user["fay"]).exists()
    pay(story, request, 1)
    assert request.state == S.ATTENDING
    assert list(requests_decided_by(cast.user["fay"])) == [request]
    for name in ("sam", "tara", "scot", "chris"):
        assert request not in requests_decided_by(cast.user[name])


def test_accepted_cost_is_the_approved_one_and_nothing_else_changes(cast: Cast) -> None:
    story = begin(cast)
    request = away(story)
    pay(story, request, 120_000)
    since = request.moved_at
    done = move(story, request, "attending-attending", "fay", BECAUSE)
    assert (done.state, done.approved_cents, done.moved_at) == (S.ATTENDING, 120_000, since)
    assert total_of(done, CostStage.APPROVED) == 120_000
    assert not requests_decided_by(cast.user["fay"]).exists()
    last = done.decisions.latest("pk")
    assert (last.by, last.outcome, last.reason) == (cast.user["fay"], "approved", BECAUSE.reason)


def test_acceptance_says_why(cast: Cast) -> None:
    story = begin(cast)
    request = away(story)
    pay(story, request, 120_000)
    with pytest.raises(Refused, match="Say why"):
        move(story, request, "attending-attending", "fay")


def test_cost_within_the_policy_is_not_to_be_accepted(cast: Cast) -> None:
    story = begin(cast)
    request = away(story)
    pay(story, request, 105_000)
    assert not [step for step in moves_open_to(cast.user["fay"], request) if step.stays]
    with pytest.raises(Refused, match="within what was approved"):
        move(story, request, "attending-attending", "fay", BECAUSE)


def test_nobody_accepts_their_own_cost(cast: Cast) -> None:
    story = begin(cast)
    request = away(story)
    Request.objects.filter(pk=request.pk).update(made_by=cast.user["fay"])
    pay(story, request, 120_000)
    assert not requests_decided_by(cast.user["fay"]).exists()
    with pytest.raises(Refused, match="your own"):
        move(story, request, "attending-attending", "fay", BECAUSE)


def test_request_is_not_closed_before_its_cost_is_accepted(cast: Cast) -> None:
    story = begin(cast)
    request = away(story)
    pay(story, request, 120_000)
    closing = next(step for step in MOVES if step.target == S.CLOSED)
    assert "within_approved" in closing.guards
    assert "nobody who decides about the budget" in str(within_approved(request))
    assert within_approved(move(story, request, "attending-attending", "fay", BECAUSE)) is None


def test_every_state_since_leaving_can_be_accepted_in(cast: Cast) -> None:
    story = begin(cast)
    request = away(story)
    pay(story, request, 120_000)
    for state in ("attended", "report_due", "report_submitted", "report_accepted", "share_due", "shared"):
        Request.objects.filter(pk=request.pk).update(state=state)
        request.refresh_from_db()
        assert [step.key for step in moves_open_to(cast.user["fay"], request)] == [f"{state}-{state}"]


def test_sum_that_was_added_up_beforehand_says_the_same_as_the_guard(cast: Cast) -> None:
    story = begin(cast)
    request = away(story)
    for cents in (60_000, 50_000, 1):
        pay(story, request, cents)
        kept = Tally.objects.get(request=request).over
        assert kept == (within_approved(request) is not None)
        tally_agency(cast.millbrook)
        assert Tally.objects.get(request=request).over == kept
    assert kept


def test_cost_is_accepted_on_the_page_of_decisions(cast: Cast, client: Client) -> None:
    story = begin(cast)
    request = away(story)
    pay(story, request, 120_000)
    client.force_login(cast.user["fay"])
    assert str(request.event) in client.get(reverse("commander:inbox")).content.decode()
    url = reverse("commander:decide_request", args=[request.pk])
    text = client.get(url).content.decode()
    assert "costs more above the approved amount" in text
    assert "Accept what it costs" in text
    client.post(
        url, {"decision": "attending-attending", "reason": BECAUSE.reason, "edition": request.edition}
    )
    request.refresh_from_db()
    assert request.approved_cents == 120_000
