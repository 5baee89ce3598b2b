"""The engine and the plain oracle say the same of thousands of random officers under random rules."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.oracle import strategies as random
from tests.oracle.compare import Question, disagreement

CROWD = 40  # an evaluation costs the same for forty as for one, so a rule meets forty officers at once

# The comparison cuts a disagreement down itself, officer and rule together, so hypothesis need not shrink.
SEARCH = settings(
    max_examples=max(settings.default.max_examples // 2, 1),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.mark.parametrize("family", random.FAMILIES)
@SEARCH
@given(data=st.data())
def test_engine_agrees_with_the_oracle(family, data):
    rule = data.draw(random.FAMILIES[family]())
    crowd = data.draw(random.crowds(CROWD))
    as_of = data.draw(random.days())
    known_at = data.draw(st.sampled_from([None, random.KNOWN_AT]))
    who = data.draw(st.sampled_from([None, None, None, {"not": {"is": {"rank": "chief"}}}]))
    question = Question(rule, as_of, known_at, random.book_of(rule, who=who))
    assert not (found := disagreement(question, crowd)), found


@SEARCH
@given(data=st.data())
def test_engine_agrees_with_the_oracle_on_rules_that_wait_for_another(data):
    rules = data.draw(random.referring_rules())
    crowd = data.draw(random.crowds(CROWD))
    as_of = data.draw(random.days())
    book = random.book_of(*rules)
    for rule in rules:
        assert not (found := disagreement(Question(rule, as_of, random.KNOWN_AT, book), crowd)), found
