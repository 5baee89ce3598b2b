"""When a duty was completed, day by day: what several versions share, and what nobody needs to look at."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pytest

from muster.core.periods import NEVER, NEVER_BEFORE, as_day
from muster.core.rules.language import Filter, what
from muster.core.rules.people import People
from muster.core.rules.renewal import History, completed_on, last_completion
from muster.core.tables import Facts
from muster.core.tables.kinds import Kinds
from muster.core.tables.rows import usable_rows
from muster.core.tables.schema import COURSES, RECORDS

AS_OF = as_day(date(2024, 12, 31))
LAW, DRIVING, NOWHERE = (Filter(topics=(topic,)) for topic in ("law", "driving", "flying"))


@pytest.fixture
def history() -> History:
    """a-1 has law on 1 March and 1 June and driving on 1 April 2024, two hours each; b-2 has law on 1 May."""
    taught = [("a-1", "law", 3), ("a-1", "driving", 4), ("b-2", "law", 5), ("a-1", "law", 6)]
    rows: list[dict[str, Any]] = [
        {"officer_id": officer, "course": course, "completed_on": date(2024, month, 1), "minutes": 120}
        for officer, course, month in taught
    ]
    facts = Facts.from_tables(
        pl.DataFrame({"officer_id": ["a-1", "b-2"]}),
        courses=pl.DataFrame(
            [{"course": name, "topics": name} for name in ("law", "driving")], schema=COURSES
        ),
        records=pl.DataFrame(rows, schema=RECORDS),
    )
    kinds = Kinds(facts.kinds)
    low = np.full(kinds.count, NEVER_BEFORE, np.int32)
    people = People.of(facts, None, lambda _: None)
    return History.of(people, kinds, usable_rows(facts, low, AS_OF, None, with_scores=False), AS_OF)


def always(history: History) -> Any:
    return np.full(history.people.size, NEVER_BEFORE, np.int32)


def hours(number: int, of: Filter) -> what.Hours:
    return what.Hours(hours=number, of=of)


def test_what_is_completed_after_the_last_day_of_a_version_is_not_its_completion(history: History) -> None:
    duty = hours(2, LAW)
    day = [as_day(date(2024, month, 1)) for month in range(1, 13)]
    assert last_completion(duty, history, always(history), AS_OF).tolist() == [day[5], day[4]]
    assert last_completion(duty, history, always(history), day[4]).tolist() == [day[2], day[4]]
    assert last_completion(duty, history, always(history), day[4] - 1).tolist() == [day[2], NEVER_BEFORE]


def test_versions_that_ask_for_other_amounts_of_the_same_share_its_line(history: History) -> None:
    last_completion(hours(2, LAW), history, always(history), AS_OF)
    line = history.lines[LAW]
    last_completion(hours(4, LAW), history, always(history), AS_OF)
    assert list(history.lines) == [LAW]
    assert history.lines[LAW] is line


def test_a_set_is_complete_on_the_day_of_its_last_part_whichever_is_written_first(history: History) -> None:
    april = as_day(date(2024, 4, 1))
    for parts in ((hours(2, LAW), hours(2, DRIVING)), (hours(2, DRIVING), hours(2, LAW))):
        assert completed_on(what.AllParts(all=parts), history, always(history)).tolist() == [april, NEVER]


def test_nothing_else_is_looked_at_for_a_set_with_a_part_nobody_has(history: History) -> None:
    duty = what.AllParts(all=(hours(2, LAW), what.AllParts(all=(hours(2, DRIVING), hours(1, NOWHERE)))))
    assert completed_on(duty, history, always(history)).tolist() == [NEVER, NEVER]
    assert list(history.lines) == [NOWHERE]
