"""Facts that nearly speak the rulebook's words are refused: a typo must not free anybody of a duty."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from muster.core.errors import BadFact
from muster.core.rules import evaluate, load_rulebook
from muster.core.tables import Facts

DAY = date(2026, 11, 20)


def facts(fact: str, value: str) -> Facts:
    lines = pl.DataFrame({"officer_id": ["a"], "fact": [fact], "value": [value], "start": ["2020-01-01"]})
    return Facts.from_tables(pl.DataFrame({"officer_id": ["a"]}), lines)


@pytest.mark.parametrize("value", ["Full-time", "fulltime", "full time"])
def test_a_value_outside_a_closed_list_is_refused(value: str) -> None:
    with pytest.raises(BadFact, match="it can only be: full-time"):
        evaluate(facts("employment", value), load_rulebook(only=["model"]), DAY)


def test_a_misspelt_fact_is_refused_with_the_word_it_resembles() -> None:
    with pytest.raises(BadFact, match="did you mean employment"):
        evaluate(facts("emploiment", "full-time"), load_rulebook(only=["model"]), DAY)


def test_a_fact_of_the_agencys_own_is_left_alone() -> None:
    standing = evaluate(facts("locker", "12"), load_rulebook(only=["model"]), DAY).standing
    assert set(standing["verdict"]) == {"cannot_tell"}
