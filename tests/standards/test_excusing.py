"""What a waiver or more time would change, told before anybody asks for it or grants it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.cast import Cast
from tests.standards.stories import DE_ESCALATION, adopt, course, excuse, record, verdict

from muster.standards.excusing import Effect, effect_of, effect_of_excuse
from muster.standards.models import Excuse
from muster.standards.queries import today_at
from muster.standards.standing import standing_of

YEAR = timedelta(days=365)


@pytest.fixture
def today(cast: Cast) -> date:
    """Millbrook under the model's yearly rule. Ada is late since half a year."""
    adopt(cast.millbrook)
    day = today_at(cast.millbrook)
    record(cast.person["ada"], course(cast.millbrook), day - YEAR * 3 // 2)
    return day


def ask(cast: Cast, start: date, end: date, kind: str = "waived", who: str = "ada") -> Effect:
    """Ask what some days would change."""
    return effect_of(
        agency=cast.millbrook,
        person=cast.person[who],
        kind=kind,
        requirement=DE_ESCALATION,
        start=start,
        end=end,
    )


def test_waiver_that_covers_the_due_day_excuses(cast: Cast, today: date) -> None:
    found = ask(cast, today - YEAR, today + YEAR)
    assert (found.is_now, found.now.verdict, found.excuses) == (True, "overdue", True)


def test_waiver_that_misses_the_due_day_changes_nothing(cast: Cast, today: date) -> None:
    found = ask(cast, today + timedelta(days=1), today + YEAR)
    assert (found.first, found.now.verdict) == (None, "overdue")
    assert found.now.due is not None
    assert found.now.due < today


def test_what_is_told_is_what_comes_when_it_is_granted(cast: Cast, today: date) -> None:
    for start, end in ((today - YEAR, today), (today, today + YEAR)):
        told = ask(cast, start, end)
        granted = excuse(
            cast.millbrook,
            cast.person["ada"],
            cast.user["tara"],
            start=start,
            end=end,
            decision="granted",
            decided_by=cast.user["dina"],
        )
        now = verdict(standing_of(cast.millbrook, today), cast.person["ada"])
        assert now == (told.after.verdict if told.is_now and told.after else told.now.verdict)
        granted.delete()


def test_waiver_of_what_is_still_in_order_begins_to_excuse_when_it_falls_due(cast: Cast, today: date) -> None:
    record(cast.person["ben"], course(cast.millbrook, "DE-2"), today - YEAR + timedelta(days=10))
    found = ask(cast, today, today + YEAR, who="ben")
    assert found.now.due is not None
    assert (found.is_now, found.first) == (False, found.now.due + timedelta(days=1))
    assert found.excuses


def test_more_time_moves_the_day(cast: Cast, today: date) -> None:
    found = ask(cast, today - YEAR, today + timedelta(days=30), kind="extended")
    assert found.after is not None
    assert (found.after.due, found.excuses) == (today + timedelta(days=30), False)


def test_rule_that_the_agency_has_not_adopted_binds_nobody(cast: Cast) -> None:
    day = today_at(cast.millbrook)
    found = ask(cast, day, day + YEAR)
    assert (found.first, found.now.verdict) == (None, "not_applicable")


def test_asking_writes_nothing_and_what_is_decided_is_not_asked_about(cast: Cast, today: date) -> None:
    ask(cast, today, today + YEAR)
    assert not Excuse.objects.exists()
    waiting = excuse(cast.millbrook, cast.person["ada"], cast.user["tara"], start=today - YEAR, end=today)
    assert effect_of_excuse(waiting) == ask(cast, today - YEAR, today)
    waiting.decision = "refused"
    assert effect_of_excuse(waiting) is None
