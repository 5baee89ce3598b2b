"""What must hold of the engine whatever the law says."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

import polars as pl
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from tests.oracle import Officer, strategies
from tests.oracle.crowds import KNOWN_AT, a_record, book_of, crowds, days
from tests.oracle.tables import facts_of, name_of

from muster.core.rules import evaluate, evaluate_in_parts
from muster.core.rules.language import Requirement

CROWD = 40
LATER = timedelta(days=5)
SEARCH = settings(
    max_examples=max(settings.default.max_examples // 2, 1),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)

#: From worst to best. Not due yet is no better than due soon: both only wait.
RANKS = {"overdue": 0, "in_grace": 1, "due_soon": 2, "not_yet_due": 2, "excused": 3, "met": 4}


def any_rule() -> st.SearchStrategy[Requirement]:
    return st.sampled_from(sorted(strategies.FAMILIES)).flatmap(lambda family: strategies.FAMILIES[family]())


def rules_that_training_helps() -> st.SearchStrategy[Requirement]:
    """Rules under which one more record cannot hurt, and why the others are left out:

    a maximum and a ratio are broken by training; among repeats and teaching the longest record takes the
    place of another, which may have fitted better; a record that starts the duty, or an undated one, changes
    more than the sum; what late training gives the closed period it takes from the next. Rolling duties have
    periods that move, so they have a test of their own below.
    """
    families = (
        strategies.plain_periods,
        strategies.starting_periods,
        strategies.periods_with_leave,
        strategies.alternating_periods,
        strategies.yearly_lists,
        strategies.lookback_reports,
        strategies.trailing_duties,
        strategies.one_time_duties,
    )
    hurt = ("hours_at_most", "ratio", "repeats", "once_per_course", "record", "grace")
    return (
        st.sampled_from(families)
        .flatmap(lambda family: family())
        .filter(lambda rule: not any(word in str(_written(rule)) for word in hurt))
    )


def _written(rule: Requirement) -> object:
    return [v.model_dump(mode="json", exclude_defaults=True, by_alias=True) for v in rule.versions]


def standing(officers: list[Officer], rule: Requirement, as_of, known_at=None) -> pl.DataFrame:
    found = evaluate(facts_of(officers), book_of(rule), as_of=as_of, known_at=known_at).standing
    return found.sort("officer_id", "period_start", "period_end")


def trained_once_more(officer: Officer, seed: int, as_of) -> Officer:
    """Give one more completed record, dated at most on the day judged."""
    drawn = a_record(Random(seed))
    record = replace(
        drawn,
        outcome="completed",
        unit=None,
        marks=(),
        recorded_at=None,
        superseded_at=None,
        date=min(drawn.date, as_of) if drawn.date else as_of,
    )
    return replace(officer, records=(*officer.records, record))


@SEARCH
@given(data=st.data())
def test_one_more_record_never_makes_a_verdict_worse(data):
    rule = data.draw(rules_that_training_helps())
    crowd = data.draw(crowds(CROWD))
    as_of = data.draw(days())
    more = [trained_once_more(officer, i, as_of) for i, officer in enumerate(crowd)]
    before, after = (standing(officers, rule, as_of) for officers in (crowd, more))
    keys = ["officer_id", "period_start", "period_end"]
    both = before.join(after, on=keys, how="full", suffix="_after", nulls_equal=True, coalesce=True)
    ranks = both.select(*keys, before=_rank("verdict"), after=_rank("verdict_after"))
    lower = pl.col("after") < pl.col("before")
    # a duty half undone and half unknown is not met; with its first half done, it cannot be told
    lost = (pl.col("before") == RANKS["met"]) & pl.col("after").is_null()
    assert (worse := ranks.filter(lower | lost)).is_empty(), (_written(rule), as_of, worse)


def _rank(column: str) -> pl.Expr:
    """Rank verdicts; what does not apply, or cannot be told, has none."""
    return pl.col(column).replace_strict(RANKS, default=None, return_dtype=pl.Int8)


def rolling_rules_that_training_helps() -> st.SearchStrategy[Requirement]:
    """Rolling duties of one record. Where several records make a completion, one more may complete it early,

    and those used for it no longer serve the next: that is what a floating deadline means. A rule judged on
    the first day of its period is judged on another day after another completion, and leave, a waiver or an
    extension belongs to the period it lies in.
    """
    hurt = ("repeats", "once_per_course", "record", "period_start", "leave")

    def helps(rule: Requirement) -> bool:
        single = all(getattr(version.what, "times", 0) == 1 for version in rule.versions)
        return single and rule.force == "required" and not any(word in str(_written(rule)) for word in hurt)

    return strategies.FAMILIES["rolling_duties"]().filter(helps)


@SEARCH
@given(data=st.data())
def test_one_more_record_never_makes_a_rolling_duty_worse(data):
    rule = data.draw(rolling_rules_that_training_helps())
    granted = {"waived", "extended"}
    crowd = [one for one in data.draw(crowds(CROWD)) if not granted & {fact.fact for fact in one.facts}]
    assume(crowd)
    as_of = data.draw(days())
    more = [trained_once_more(officer, i, as_of) for i, officer in enumerate(crowd)]
    before, after = (standing(officers, rule, as_of).filter("headline") for officers in (crowd, more))
    both = before.join(after, on="officer_id", suffix="_after")
    ranks = both.select("officer_id", before=_rank("verdict"), after=_rank("verdict_after"))
    assert (worse := ranks.filter(pl.col("after") < pl.col("before"))).is_empty(), (
        _written(rule),
        as_of,
        worse,
    )


@SEARCH
@given(data=st.data())
def test_officer_alone_stands_as_in_a_crowd(data):
    rule = data.draw(any_rule())
    crowd = data.draw(crowds(CROWD))
    as_of = data.draw(days())
    name = name_of(data.draw(st.integers(0, CROWD - 1)))
    facts, book = facts_of(crowd), book_of(rule)
    together = evaluate(facts, book, as_of).standing.filter(pl.col("officer_id") == name)
    alone = evaluate(facts.only([name]), book, as_of).standing
    assert_frame_equal(alone, together, check_row_order=False)


@SEARCH
@given(data=st.data())
def test_splitting_the_input_changes_nothing(data):
    rule = data.draw(any_rule())
    facts = facts_of(data.draw(crowds(CROWD)))
    as_of = data.draw(days())
    book = book_of(rule)
    whole = evaluate(facts, book, as_of)
    parts = list(evaluate_in_parts(facts, book, as_of, officers=data.draw(st.integers(7, CROWD))))
    assert_frame_equal(pl.concat([part.standing for part in parts]), whole.standing, check_row_order=False)


@SEARCH
@given(data=st.data())
def test_what_is_written_down_later_does_not_change_what_was_known(data):
    rule = data.draw(any_rule())
    crowd = data.draw(crowds(CROWD))
    as_of = data.draw(days())
    later = [written_later(officer, newer) for officer, newer in zip(crowd, reversed(crowd), strict=True)]
    then = standing(crowd, rule, as_of, KNOWN_AT)
    assert_frame_equal(standing(later, rule, as_of, KNOWN_AT), then)


def written_later(officer: Officer, newer: Officer) -> Officer:
    """Add another officer's lines, written after the moment asked about, and take old ones back after it."""
    moment = KNOWN_AT + LATER
    return Officer(
        tuple(_taken_back(line, moment) for line in officer.facts)
        + tuple(replace(line, recorded_at=moment, superseded_at=None) for line in newer.facts),
        tuple(_taken_back(line, moment) for line in officer.records)
        + tuple(replace(line, recorded_at=moment, superseded_at=None) for line in newer.records),
    )


def _taken_back(line, moment):
    return line if line.superseded_at else replace(line, superseded_at=moment)


@SEARCH
@given(data=st.data())
def test_order_of_the_lines_does_not_matter(data):
    rule = data.draw(any_rule())
    crowd = data.draw(crowds(CROWD))
    as_of = data.draw(days())
    turned = [Officer(officer.facts[::-1], officer.records[::-1]) for officer in crowd]
    assert_frame_equal(standing(turned, rule, as_of), standing(crowd, rule, as_of))
