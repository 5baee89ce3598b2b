"""Which record counted, how much, and why another gave nothing."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.core.rules import Judgement, Rulebook, evaluate
from muster.core.rules.credit import CREDIT_REASONS
from muster.core.rules.language import Jurisdiction, Requirement, Vocabulary
from muster.core.rules.testing import CaseOfficer
from muster.core.tables import Facts
from muster.core.tables.cases import facts_of_cases
from muster.core.tables.credit import CREDIT_COLUMNS

YEARLY = {"calendar": {"every": "1 year", "anchored": date(2024, 1, 1)}}
HIRED = {"employment": "full-time", "start": date(2020, 1, 1)}
DAY = date(2025, 11, 20)
DRIVING = {"topics": ["driving"]}


def book(**version: Any) -> Rulebook:
    """A rulebook of one requirement with one version."""
    requirement = Requirement.model_validate(
        {
            "id": "xx-test/rule",
            "title": "A rule",
            "says": "Whatever the test says.",
            "evidence": "V",
            "sources": [{"cite": "Test 1"}],
            "encoded_on": date(2026, 1, 1),
            "versions": [{"from": date(2020, 1, 1), "when": YEARLY, **version}],
        }
    )
    words = Vocabulary(
        topics={"driving": "driving", "firearms": "firearms", "ethics": "ethics"},
        facts={},
        delivery={},
        marks={},
    )
    home = Jurisdiction(id="xx-test", name="Test", authority="Test")
    return Rulebook(words, {"xx-test": home}, {requirement.id: requirement})


def judged(
    rules: Rulebook,
    records: list[dict[str, Any]],
    facts: tuple[dict[str, Any], ...] = (HIRED,),
    as_of: date = DAY,
) -> Judgement:
    """Judge one officer; each record is a course of its own unless it names one."""
    officer = CaseOfficer.model_validate({"facts": list(facts), "records": records})
    return evaluate(facts_of_cases([officer]), rules, as_of)


def answers(judgement: Judgement) -> list[tuple[str, int]]:
    """Reason and minutes of each row, by officer and day."""
    return list(judgement.credit.select("reason", "minutes").iter_rows())


def reason_of(record: dict[str, Any], facts: tuple[dict[str, Any], ...] = (HIRED,), **version: Any) -> str:
    """The reason given for one record alone."""
    found = answers(judged(book(**version), [record], facts))
    assert len(found) == 1
    return found[0][0]


EIGHT = {"what": {"hours": 8, "of": DRIVING}}
IN_TIME: dict[str, Any] = {"on": date(2025, 5, 1), "hours": 4, "topics": ["driving"]}


def test_a_record_that_fits_counts_with_all_it_says_of_itself() -> None:
    found = judged(book(**EIGHT), [{**IN_TIME, "course": "EVOC"}]).credit.row(0, named=True)

    assert found == {
        "officer_id": "case-0",
        "record_id": "row-1",
        "course": "EVOC",
        "title": "EVOC",
        "completed_on": date(2025, 5, 1),
        "requirement": "xx-test/rule",
        "period_start": date(2025, 1, 1),
        "period_end": date(2025, 12, 31),
        "parts": "driving",
        "minutes": 240,
        "counted": True,
        "reason": "counted",
    }


@pytest.mark.parametrize(
    ("record", "version", "reason"),
    [
        (IN_TIME | {"topics": ["ethics"]}, EIGHT, "other_subject"),
        (IN_TIME | {"topics": []}, EIGHT, "other_subject"),
        (IN_TIME | {"topics": None}, EIGHT, "topic_unknown"),
        (IN_TIME, {"what": {"times": 1, "of": {"courses": ["Law"]}}}, "other_course"),
        (IN_TIME | {"item": "shotgun"}, {"what": {"hours": 1, "of": {**DRIVING, "items": "handgun"}}}, "wrong_item"),
        (IN_TIME | {"delivery": "online"}, {"what": {"hours": 1, "of": {"delivery": "class"}}}, "wrong_delivery"),
        (IN_TIME | {"provider": "A"}, {"what": {"hours": 1, "of": {**DRIVING, "providers": "B"}}}, "wrong_provider"),
        (IN_TIME, {"what": {"hours": 1, "of": {**DRIVING, "marks": "hands-on"}}}, "wrong_mark"),
        (IN_TIME, {"what": {"hours": 1, "of": {**DRIVING, "certified": True}}}, "not_certified"),
        (IN_TIME | {"outcome": "failed"}, EIGHT, "wrong_outcome"),
        (IN_TIME | {"outcome": "instructed"}, EIGHT, "teaching_not_credited"),
        (IN_TIME | {"outcome": "instructed"}, {**EIGHT, "credit": {"teaching": "counts"}}, "counted_as_teaching"),
        (IN_TIME | {"unit": "semester-credit"}, EIGHT, "unit_not_converted"),
        (
            IN_TIME | {"marks": ["used"]},
            {**EIGHT, "credit": {"double_use": [{"with": "pay", "allowed": False, "mark": "used"}]}},
            "given_to_another_use",
        ),
        (
            IN_TIME | {"delivery": "online"},
            {**EIGHT, "credit": {"counts": {"not": {"delivery": "online"}}}},
            "not_admitted",
        ),
        (IN_TIME | {"hours": 0.5}, {**EIGHT, "credit": {"shortest": 1}}, "too_short"),
        (IN_TIME, {"what": {"hours": 1, "of": {**DRIVING, "lasting_at_least": 5}}}, "too_short"),
        (IN_TIME | {"score": 60}, {"what": {"times": 1, "of": {**DRIVING, "score_at_least": 70}}}, "score_too_low"),
        (IN_TIME | {"hours": 0}, EIGHT, "no_minutes"),
        (IN_TIME | {"hours": 0}, {"what": {"times": 1, "of": DRIVING}}, "counted"),
        (IN_TIME | {"on": None}, EIGHT, "undated"),
        (IN_TIME | {"on": None}, {**EIGHT, "when": {"once": {"by": date(2025, 1, 1)}}}, "counted"),
        (IN_TIME | {"on": date(2025, 11, 21)}, EIGHT, "after_the_day_judged"),
        (IN_TIME | {"on": date(2023, 12, 31)}, EIGHT, "outside_the_period"),
        (IN_TIME, {"what": {"ratio": {"topics": "ethics"}, "to": DRIVING, "at_least": 1}}, "measured_against"),
    ],
)  # fmt: skip
def test_each_record_gets_the_reason_that_holds(
    record: dict[str, Any], version: dict[str, Any], reason: str
) -> None:
    assert reason_of(record, **version) == reason


def test_a_record_of_another_subject_is_not_also_told_that_it_is_old_or_failed() -> None:
    old_and_failed = {"on": date(2010, 1, 1), "hours": 1, "topics": ["ethics"], "outcome": "failed"}

    assert reason_of(old_and_failed, **EIGHT) == "other_subject"


def test_an_old_record_of_the_subject_is_not_told_that_its_outcome_mattered() -> None:
    assert reason_of(IN_TIME | {"on": date(2010, 1, 1), "outcome": "failed"}, **EIGHT) == "outside_the_period"


def test_training_before_the_start_of_the_duty_says_so() -> None:
    hired = {"employment": "full-time", "start": date(2025, 6, 1)}

    found = reason_of(
        IN_TIME, (hired,), **EIGHT, start={"from": {"first": "employment"}, "first_period": "whole"}
    )

    assert found == "before_the_duty_began"


def test_a_cap_lets_the_earliest_of_its_records_count_and_cuts_the_last() -> None:
    online = {"hours": 3, "topics": ["driving"], "delivery": "online"}
    rules = book(**EIGHT, credit={"caps": [{"of": {"delivery": "online"}, "hours": 4}]})

    found = answers(judged(rules, [{**online, "on": date(2025, month, 1)} for month in (1, 2, 3)]))

    assert found == [("counted", 3 * 60), ("counted", 1 * 60), ("over_the_cap", 0)]


def test_records_that_fewest_caps_touch_are_taken_first() -> None:
    caps = [{"of": {"delivery": "online"}, "hours": 4}, {"of": {"providers": "A"}, "hours": 4}]
    both = {"on": date(2025, 1, 1), "hours": 4, "topics": ["driving"], "delivery": "online", "provider": "A"}
    one = {"on": date(2025, 2, 1), "hours": 4, "topics": ["driving"], "delivery": "online"}

    found = answers(judged(book(**EIGHT, credit={"caps": caps}), [both, one]))

    assert found == [("over_the_cap", 0), ("counted", 4 * 60)]


def test_of_a_repeated_course_the_longest_counts() -> None:
    rules = book(**EIGHT, credit={"repeats": {"at_most": 1}})
    twice = [{**IN_TIME, "course": "EVOC", "on": date(2025, month, 1), "hours": month} for month in (2, 3)]

    assert answers(judged(rules, twice)) == [("repeated", 0), ("counted", 3 * 60)]


def test_late_training_serves_the_closed_period_as_far_as_it_was_short_and_the_rest_the_next() -> None:
    rules = book(**EIGHT, late={"within": "90 days"})
    records = [
        IN_TIME | {"on": date(2024, 5, 1), "hours": 6},
        IN_TIME | {"on": date(2025, 1, 10), "hours": 5},
    ]

    rows = judged(rules, records).credit.select("completed_on", "period_start", "reason", "minutes").rows()

    assert rows == [
        (date(2024, 5, 1), date(2024, 1, 1), "counted", 6 * 60),
        (date(2025, 1, 10), date(2024, 1, 1), "counted_late", 2 * 60),
        (date(2025, 1, 10), date(2025, 1, 1), "counted", 3 * 60),
    ]


def test_late_training_used_up_by_a_period_no_longer_shown_says_so() -> None:
    rules = book(**EIGHT, late={"within": "90 days"})

    found = answers(judged(rules, [IN_TIME | {"on": date(2024, 2, 1), "hours": 8}]))

    assert found == [("counted_before", 0)]


def test_late_training_that_was_not_needed_says_so_where_no_next_period_takes_it() -> None:
    """The officer left with the closed year, so the new year asks nothing of them."""
    left = {"employment": "full-time", "start": date(2020, 1, 1), "end": date(2024, 12, 31)}
    rules = book(**EIGHT, who={"is": {"employment": "full-time"}}, late={"within": "90 days"})
    records = [IN_TIME | {"on": date(2024, 5, 1), "hours": 8}, IN_TIME | {"on": date(2025, 1, 10)}]

    assert answers(judged(rules, records, (left,))) == [("counted", 8 * 60), ("late_not_needed", 0)]


def test_training_too_soon_after_the_one_before_does_not_count_again() -> None:
    rules = book(what={"times": 2, "of": DRIVING, "apart": "60 days"})
    days = (date(2025, 1, 1), date(2025, 2, 1), date(2025, 3, 2))

    found = [reason for reason, _ in answers(judged(rules, [{**IN_TIME, "on": day} for day in days]))]

    assert found == ["counted", "too_soon", "counted"]


@pytest.mark.parametrize("told_apart_by", [{"apart": "60 days"}, {"on_different_days": True}])
def test_an_undated_record_cannot_be_told_apart_from_another_by_its_day(
    told_apart_by: dict[str, Any],
) -> None:
    once = {"once": {"by": date(2025, 1, 1)}}

    assert reason_of(IN_TIME | {"on": None}, when=once, what={"times": 2, **told_apart_by}) == "undated"


def test_a_second_record_of_one_day_is_repeated_where_days_are_counted() -> None:
    rules = book(what={"times": 2, "of": DRIVING, "on_different_days": True})

    assert [reason for reason, _ in answers(judged(rules, [IN_TIME, IN_TIME]))] == ["counted", "repeated"]


def test_a_qualification_counts_only_with_an_item_the_officer_carries() -> None:
    carries = {"firearm": "handgun", "start": date(2020, 1, 1)}
    rules = book(what={"for_each": "firearm", "of": {"topics": "firearms"}})
    shots = [
        {"on": date(2025, 3, 1), "topics": ["firearms"], "item": item} for item in ("handgun", "shotgun")
    ]

    found = {reason for reason, _ in answers(judged(rules, shots, (HIRED, carries)))}

    assert found == {"counted", "wrong_item"}


ROLLING = {"when": {"rolling": {"every": "2 years"}}, "what": {"hours": 4, "of": DRIVING}}


def test_a_rolling_duty_counts_the_records_that_completed_it_and_keeps_later_ones_for_the_renewal() -> None:
    days = (date(2022, 1, 5), date(2024, 3, 1), date(2024, 4, 1), date(2025, 4, 1))
    hours = (4, 2, 2, 1)
    records = [{**IN_TIME, "on": day, "hours": h} for day, h in zip(days, hours, strict=True)]

    found = answers(judged(book(**ROLLING), records))

    assert found == [("outside_the_period", 0), ("counted", 120), ("counted", 120), ("toward_renewal", 0)]


def test_when_a_rolling_completion_has_run_out_what_was_done_since_counts() -> None:
    records = [{**IN_TIME, "on": date(2022, 3, 1)}, {**IN_TIME, "on": date(2025, 3, 1), "hours": 1}]

    assert answers(judged(book(**ROLLING), records)) == [("ran_out", 0), ("counted", 60)]


def test_where_a_fact_must_be_held_training_has_no_say() -> None:
    held = {"when": {"continuous": {}}, "what": {"held": {"card": "any"}}}

    assert reason_of(IN_TIME, **held) == "not_by_training"


def test_a_record_names_every_part_it_fits_and_counts_once() -> None:
    rules = book(what={"all": [{"part": "total", "hours": 8}, {"hours": 2, "of": DRIVING}]})

    found = judged(rules, [IN_TIME]).credit.select("parts", "minutes").rows()

    assert found == [("total; driving", 4 * 60)]


def test_an_officer_whom_the_rule_does_not_bind_has_no_rows() -> None:
    found = judged(book(**EIGHT, who={"is": {"employment": "reserve"}}), [IN_TIME]).credit

    assert found.height == 0
    assert tuple(found.columns) == CREDIT_COLUMNS


def test_a_replaced_record_says_so_and_one_not_yet_known_is_left_out() -> None:
    officers = pl.DataFrame({"officer_id": ["o-1"]})
    courses = pl.DataFrame({"course": ["EVOC"], "topics": ["driving"]})
    records = pl.DataFrame(
        {
            "record_id": ["first", "corrected", "later"],
            "officer_id": ["o-1"] * 3,
            "course": ["EVOC"] * 3,
            "completed_on": [date(2025, 1, 1), date(2025, 1, 1), date(2025, 6, 1)],
            "minutes": [60, 120, 60],
            "recorded_at": [
                datetime.fromisoformat("2025-01-02"),
                datetime.fromisoformat("2025-02-01"),
                datetime.fromisoformat("2025-07-01"),
            ],
            "supersedes": [None, "first", None],
        }
    )
    facts = Facts.from_tables(officers, None, courses, records)

    def at(moment: datetime) -> list[tuple[Any, ...]]:
        found = evaluate(facts, book(**EIGHT), DAY, moment).credit
        return sorted(found.select("record_id", "reason", "minutes").rows())

    assert at(datetime.fromisoformat("2025-01-15")) == [("first", "counted", 60)]
    assert at(datetime.fromisoformat("2025-03-01")) == [
        ("corrected", "counted", 120),
        ("first", "replaced", 0),
    ]


def test_every_reason_has_a_sentence_without_a_full_stop() -> None:
    assert all(text and not text.endswith(".") for text in CREDIT_REASONS.values())


def test_a_part_of_the_officers_gives_the_same_rows_as_the_whole() -> None:
    officers = [CaseOfficer.model_validate({"facts": [HIRED], "records": [IN_TIME] * n}) for n in (1, 2, 3)]
    facts = facts_of_cases(officers)
    whole = evaluate(facts, book(**EIGHT), DAY).credit

    parts = pl.concat([evaluate(part, book(**EIGHT), DAY).credit for part in facts.split(2)])

    assert parts.equals(whole)


# ── rows add up to the standing ────────────────────────────────────────────────────────────────

DAYS = st.dates(date(2023, 9, 1), date(2025, 12, 31))
TRAINING = st.fixed_dictionaries(
    {
        "on": DAYS,
        "minutes": st.integers(0, 600),
        "topics": st.sampled_from([["driving"], ["firearms"], None]),
        "course": st.sampled_from(["", "", "A"]),
        "delivery": st.sampled_from([None, "online"]),
        "provider": st.sampled_from([None, "X"]),
        "outcome": st.sampled_from(["completed", "instructed", "failed"]),
    }
).map(
    lambda record: {**record, "course": f"{record['course']} {record['topics']}" if record["course"] else ""}
)
CAPS = st.lists(
    st.fixed_dictionaries(
        {
            "of": st.sampled_from([{"delivery": "online"}, {"providers": "X"}, DRIVING]),
            "hours": st.integers(0, 8),
        }
    ),
    max_size=2,
    unique_by=lambda cap: str(cap["of"]),
)
CREDIT = st.fixed_dictionaries(
    {"caps": CAPS, "teaching": st.sampled_from(["counts", "does_not_count", "once_per_course"])},
    optional={"repeats": st.just({"at_most": 1}), "shortest": st.just(1)},
)
VERSION = st.fixed_dictionaries(
    {
        "what": st.fixed_dictionaries({"hours": st.integers(1, 12), "of": st.sampled_from([{}, DRIVING])}),
        "credit": CREDIT,
    },
    optional={
        "late": st.fixed_dictionaries(
            {"within": st.sampled_from(["30 days", "90 days"]), "also_counts_in_next": st.booleans()}
        ),
        "grace": st.just("60 days"),
        "start": st.just({"from": {"first": "employment"}, "first_period": "prorated"}),
    },
)


@given(VERSION, st.lists(TRAINING, max_size=12), st.dates(date(2024, 6, 1), date(2025, 12, 31)), DAYS)
def test_the_minutes_that_counted_add_up_to_what_the_standing_credits(
    version: dict[str, Any], records: list[dict[str, Any]], as_of: date, hired: date
) -> None:
    judgement = judged(book(**version), records, ({"employment": "full-time", "start": hired},), as_of)

    rows = judgement.credit.filter("counted").group_by("period_start").agg(pl.col("minutes").sum())
    summed = {start: minutes for start, minutes in rows.iter_rows() if minutes}
    standing = judgement.standing.filter(pl.col("credited") > 0)
    assert summed == dict(standing.select("period_start", "credited").iter_rows())
    assert judgement.credit.filter(~pl.col("counted") & (pl.col("minutes") > 0)).height == 0
