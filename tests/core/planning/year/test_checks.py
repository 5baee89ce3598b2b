"""A year that contradicts itself is refused with a sentence for each contradiction."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.core.planning.year.made import day, need, officer, session, year

from muster.core.errors import BadInput
from muster.core.planning.year import Floor, Placement, Weights, Year, half_days, plan_greedily, plan_year

ADA, BEN = officer("Ada"), officer("Ben")
ONE = session("one", 1)
PIN = Placement("Ada", "one")


def pinned(case: Year, *pins: Placement) -> Year:
    return replace(case, pinned=frozenset(pins))


BROKEN = {
    "the officer Ada is there twice": year([ADA, ADA], [], []),
    "the session one is there twice": year([ADA], [], [ONE, ONE]),
    "names the officer Zoe, who is not there": year([ADA], [need("Zoe")], []),
    "the pin of Ada to two": pinned(year([ADA], [], [ONE]), Placement("Ada", "two")),
    "works the pattern nights, which is not there": year([officer("Ada", pattern="nights")], [], []),
    "opens on 3 Mar 2027, after the due day 2 Mar 2027": year(
        [ADA], [need("Ada", earliest=day(2), due=day(1))], []
    ),
    "has the weight 0": year([ADA], [need("Ada", weight=0)], []),
    "has no half-days": year([ADA], [], [session("one", 1, half_days=())]),
    "has no subject": year([ADA], [], [session("one", 1, subjects=())]),
    "has seats or a cost below zero": year([ADA], [], [session("one", 1, seats=-1)]),
    "has overtime, denials or load below zero": year([officer("Ada", overtime=-1)], [], []),
    "lets -1 go": year([ADA], [], [], floors=(Floor("squad", -1),)),
    "an unmet need weighs nothing": year([ADA], [], [], weights=Weights(unmet=0)),
    "Ada is pinned to one and is not free on 2 Mar 2027": pinned(
        year([officer("Ada", busy=frozenset(half_days(day(1))))], [], [ONE]), PIN
    ),
    "pinned to one and teaches it": pinned(year([ADA], [], [session("one", 1, instructors=("Ada",))]), PIN),
    "more people are pinned to one than it has seats": pinned(
        year([ADA, BEN], [], [session("one", 1, seats=1)]), PIN, Placement("Ben", "one")
    ),
    "Ada is pinned to, or teaches, two sessions at once on 2 Mar 2027": pinned(
        year([ADA], [], [ONE, session("two", 1)]), PIN, Placement("Ada", "two")
    ),
    "the pins take more of squad away on 2 Mar 2027": pinned(
        year([ADA], [], [ONE], floors=(Floor("squad", 0),)), PIN
    ),
    "room track is in two sessions at once on 2 Mar 2027": year(
        [ADA], [], [session(name, 1, room="track", must_run=True) for name in ("one", "two")]
    ),
    "instructor Eve is in two sessions at once": year(
        [ADA], [], [session(name, 1, instructors=("Eve",), must_run=True) for name in ("one", "two")]
    ),
}


@pytest.mark.parametrize("sentence", BROKEN)
@pytest.mark.parametrize("plan", [plan_year, plan_greedily])
def test_contradiction_is_named(plan: object, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        plan(BROKEN[sentence])  # type: ignore[operator]


def test_every_contradiction_is_named_at_once() -> None:
    with pytest.raises(BadInput) as caught:
        plan_year(year([ADA, ADA], [need("Zoe"), need("Ada", weight=0)], []))
    assert len(caught.value.problems) == 3
