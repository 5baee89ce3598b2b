"""The demo has a year of outside training: a request in every state that lasts, each with the decisions that led there."""

from __future__ import annotations

from datetime import date

import pytest

from muster.demo.making import make_demo
from muster.demo.outside import COMING, PAST
from muster.events.enums import CostStage, RequestState
from muster.events.models import Decision, Fund, Request
from muster.events.queries.money import states_of, total_of

S = RequestState
#: A request only passes through these: Muster takes it on at once.
PASSING = {S.SUBMITTED, S.ATTENDED, S.REPORT_ACCEPTED}


pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> None:
    make_demo(officers=50, records=500, seed=3, today=date(2026, 11, 20))


def test_there_is_a_request_in_every_state_that_lasts(made: None) -> None:
    assert set(Request.objects.values_list("state", flat=True)) == set(S) - PASSING
    assert Request.objects.count() == len(PAST) + len(COMING) + 1


def test_each_decision_begins_where_the_one_before_ended(made: None) -> None:
    for request in Request.objects.all():
        steps = list(Decision.objects.filter(request=request).order_by("pk").values_list("state", "to"))
        assert [state for state, _to in steps[1:]] == [to for _state, to in steps[:-1]]
        assert (steps[-1][1] if steps else S.DRAFT) == request.state


def test_approved_money_is_promised_and_no_fund_is_overdrawn(made: None) -> None:
    funds = {fund.pk: fund for fund in Fund.objects.all()}
    assert all(state.left >= 0 for state in states_of(funds).values())
    for request in Request.objects.exclude(approved_cents=None):
        assert total_of(request, CostStage.APPROVED) == request.approved_cents
