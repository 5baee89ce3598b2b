"""In which order requests stand, and that every place can be explained by what a row shows."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from muster.events.enums import Category, EventKind, NeedKind
from muster.events.ranking import (
    Asking,
    Difference,
    Ground,
    NamedNeed,
    OpenDuty,
    Reason,
    grounds_of,
    ranked,
    why_before,
)

JUNE, MAY = date(2027, 6, 30), date(2027, 5, 31)


def asking(request: int = 1, **more: Any) -> Asking:
    """A career wish of one person for one day, unless said otherwise."""
    usual = {
        "category": Category.CAREER,
        "event_kind": EventKind.CLASS,
        "people": 1,
        "days": 1,
        "reached": 0,
        "trips": 0,
        "submitted_at": datetime(2026, 11, request, tzinfo=UTC),
    }
    return Asking(request=request, **{**usual, **more})


def duty(due: date | None, title: str = "De-escalation") -> OpenDuty:
    return OpenDuty("model/x", title, 1, due)


def order(*askings: Asking) -> list[int]:
    return [row.asking.request for row in ranked(askings)]


def test_reasons_stand_in_the_order_of_the_domain() -> None:
    need = NamedNeed
    everything = asking(
        category=Category.JOB_RELATED,
        event_kind=EventKind.TRAIN_THE_TRAINER,
        needs=(
            need(NeedKind.OWN, "Become sergeant"),
            need(NeedKind.ASSIGNMENT, "Crisis team"),
            need(NeedKind.GAP, "Audit 4"),
        ),
        duties=(duty(JUNE),),
    )
    assert [ground.reason for ground in grounds_of(everything)] == list(Reason)


def test_each_reason_stands_before_the_next() -> None:
    weaker_first = (
        asking(1),
        asking(2, category=Category.JOB_RELATED),
        asking(3, event_kind=EventKind.TRAIN_THE_TRAINER),
        asking(4, category=Category.JOB_REQUIRED),
        asking(5, needs=(NamedNeed(NeedKind.REVIEW, "Finding 12"),)),
        asking(6, duties=(duty(JUNE),)),
    )
    assert order(*weaker_first) == [6, 5, 4, 3, 2, 1]


def test_mandate_that_is_due_first_stands_first() -> None:
    assert order(asking(1, duties=(duty(JUNE),)), asking(2, duties=(duty(MAY),))) == [2, 1]


def test_calling_itself_mandated_without_an_open_requirement_is_no_dated_mandate() -> None:
    said = asking(1, category=Category.MANDATED)
    assert [ground.reason for ground in grounds_of(said)] == [Reason.ASSIGNMENT]
    assert order(said, asking(2, category=Category.CAREER, duties=(duty(JUNE),))) == [2, 1]


def test_requirement_that_is_in_order_speaks_for_nothing() -> None:
    named = asking(needs=(NamedNeed(NeedKind.REQUIREMENT, "", "model/x"),))
    assert [ground.reason for ground in grounds_of(named)] == [Reason.CAREER]


def test_requirement_of_a_decided_request_is_taken_at_its_word() -> None:
    named = asking(needs=(NamedNeed(NeedKind.REQUIREMENT, "", "model/x"),), is_decided=True)
    assert grounds_of(named)[0] == Ground(Reason.DATED_MANDATE, "model/x", None, 1)


def test_gap_without_words_is_not_named() -> None:
    assert [g.reason for g in grounds_of(asking(needs=(NamedNeed(NeedKind.GAP, ""),)))] == [Reason.CAREER]


def test_ties_go_by_days_away_for_each_person_reached() -> None:
    # three days for one person; three days for one who reaches two more
    assert order(asking(1, days=3), asking(2, days=3, reached=2)) == [2, 1]
    row = ranked([asking(days=3, people=2, reached=4)])[0]
    assert row.days_per_person == Fraction(3 * 2, 2 + 4)


def test_then_by_fairness_and_then_by_the_day_it_was_handed_in() -> None:
    assert order(asking(1, trips=2), asking(2, trips=1, people=2, days=1), asking(3, trips=0)) == [3, 2, 1]
    assert order(asking(2), asking(1)) == [1, 2]


def test_row_says_why_it_stands_before_the_next() -> None:
    rows = ranked(
        [
            asking(1, duties=(duty(MAY),)),
            asking(2, duties=(duty(JUNE),)),
            asking(3),
            asking(4, days=2),
            asking(5, days=2, trips=1),
            asking(6, days=2, trips=1),
        ]
    )
    assert [why_before(one, other) for one, other in pairwise(rows)] == [
        Difference.DUE,
        Difference.REASON,
        Difference.DAYS,
        Difference.FAIRNESS,
        Difference.HANDED_IN,
    ]
    assert [row.tied_with_previous for row in rows] == [False, False, False, False, False, True]


ASKINGS = st.lists(
    st.builds(
        asking,
        request=st.integers(1, 28),
        category=st.sampled_from(["", *Category.values]),
        event_kind=st.sampled_from([EventKind.CLASS, EventKind.TRAIN_THE_TRAINER]),
        people=st.integers(0, 3),
        days=st.integers(0, 5),
        reached=st.integers(0, 20),
        trips=st.integers(0, 4),
        duties=st.lists(st.builds(duty, st.sampled_from([MAY, JUNE, None])), max_size=2).map(tuple),
    ),
    max_size=8,
    unique_by=lambda each: each.request,
)


@given(ASKINGS, st.randoms())
def test_order_does_not_depend_on_the_order_in_which_requests_come(
    askings: list[Asking], random: Any
) -> None:
    shuffled = list(askings)
    random.shuffle(shuffled)
    assert [row.asking for row in ranked(askings)] == [row.asking for row in ranked(shuffled)]


@given(ASKINGS)
def test_stronger_reason_never_stands_behind_a_weaker_one(askings: list[Asking]) -> None:
    strengths = [
        list(Reason).index(row.strongest.reason) if row.strongest else len(Reason) for row in ranked(askings)
    ]
    assert strengths == sorted(strengths)
