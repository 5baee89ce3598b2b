"""The engine and the plain oracle say the same of thousands of random officers under random rules."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.oracle.compare import Question, disagreement
from tests.oracle.crowds import KNOWN_AT, book_of, crowds, days
from tests.oracle.strategies import FAMILIES, referring_rules

CROWD = 40  # an evaluation costs the same for forty as for one, so a rule meets forty officers at once

# The comparison cuts a disagreement down itself, officer and rule together, so hypothesis need not shrink.
SEARCH = settings(
    max_examples=max(settings.default.max_examples // 2, 1),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.mark.parametrize("family", FAMILIES)
@SEARCH
@given(data=st.data())
def test_engine_agrees_with_the_oracle(family, data):
    rule = data.draw(FAMILIES[family]())
    crowd = data.draw(crowds(CROWD))
    as_of = data.draw(days())
    known_at = data.draw(st.sampled_from([None, KNOWN_AT]))
    who = data.draw(st.sampled_from([None, None, None, {"not": {"is": {"rank": "chief"}}}]))
    question = Question(rule, as_of, known_at, book_of(rule, who=who))
    assert not (found := disagreement(question, crowd)), found


@SEARCH
@given(data=st.data())
def test_engine_agrees_with_the_oracle_on_rules_that_wait_for_another(data):
    rules = data.draw(referring_rules())
    crowd = data.draw(crowds(CROWD))
    as_of = data.draw(days())
    book = book_of(*rules)
    for rule in rules:
        assert not (found := disagreement(Question(rule, as_of, KNOWN_AT, book), crowd)), found
