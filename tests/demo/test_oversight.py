"""The demo has twenty recommendations in all states, each with the steps that led there and nothing against the rules."""

from __future__ import annotations

from datetime import date

import pytest

from muster.demo.making import make_demo
from muster.oversight.enums import RecommendationState
from muster.oversight.lifecycle import MOVES
from muster.oversight.models import Recommendation

pytestmark = pytest.mark.django_db


def test_there_are_twenty_in_every_state_and_each_step_is_one_of_the_field() -> None:
    make_demo(officers=50, records=500, seed=3, today=date(2026, 11, 20))
    made = Recommendation.objects.all()
    assert made.count() == 20
    assert set(made.values_list("state", flat=True)) == set(RecommendationState)
    known = {(move.source, move.target, move.side) for move in MOVES}
    for each in made:
        each.full_clean()
        changes = list(each.changes.order_by("pk"))
        assert changes[-1].to == each.state
        assert {(step.state, step.to, step.side) for step in changes[1:]} <= known
        assert [step.at for step in changes] == sorted(step.at for step in changes)
