"""Pieces of rules in words, each from the YAML a rule file would hold."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter

from muster.core.rules.language import Condition, Credit, Duty, Leave, When
from muster.core.rules.speech import Speech
from muster.core.rules.wording import credit_lines, duty_text, hours_asked, leave_text, when_text, who_text
from muster.core.rules.yaml_lines import parse_yaml

ENGLISH = Speech()


def read(shape, text):
    return TypeAdapter(shape).validate_python(parse_yaml(text).value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{everyone: true}", "everyone"),
        ("{is: {rank: {below: captain}}}", "rank below captain"),
        ("{is: {employment: [full-time, reserve]}}", "employment full-time / reserve"),
        ("{not: {was: {certificate: any}}}", "not (ever any certificate)"),
        ("{all: [{is: {a: x}}, {any: [{is: {b: y}}, {is: {c: z}}]}]}", "a x and (b y or c z)"),
        ("{any: [{is: {a: x, b: y}}, {is: {c: z}}]}", "(a x and b y) or c z"),
        ("{began: employment, on: {before: 2020-07-01}}", "any employment began before 1 Jul 2020"),
        ("{served: rank, at_least: 2 years}", "any rank for at least 2 years"),
        ("{met: us-xx/basic}", "has met us-xx/basic"),
    ],
)
def test_who(text, said):
    assert who_text(read(Condition, text), ENGLISH) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "{calendar: {every: 1 year, anchored: 2024-07-01}}",
            "every year, fixed periods counted from 1 Jul 2024",
        ),
        (
            "{calendar: {every: 2 years, anchored: {by: surname-initial, groups: {A-M: 2024-01-01}}}}",
            "every 2 years, fixed periods counted from a day by surname initial",
        ),
        (
            "{personal: {every: 3 years, from: {first: certificate, values: basic}, "
            'start_on: {day: "01-01", back_if_by: "06-30"}}}',
            "every 3 years from the first day of certificate basic, moved to 1 January",
        ),
        (
            "{personal: {every: 3 years, from: {first: certificate, values: basic}, start_on: month_start}}",
            "every 3 years from the first day of certificate basic, moved to the first of its month",
        ),
        (
            "{rolling: {every: 5 years, first_within: 1 year}}",
            "every 5 years after the last completion; the first within 1 year",
        ),
        ("{trailing: {covers: 12 months}}", "at any time, within the 1 year before"),
        ("{once: {by: 2027-08-31}}", "once, by 31 Aug 2027"),
        (
            "{once: {within: 2 years, after: {first: appointment}}}",
            "once, within 2 years of the first day of appointment",
        ),
        ("{continuous: {}}", "at all times"),
        (
            '{lookback: {years: 3, reported_by: "06-30", every: 3 years, anchored: 2024-01-01}}',
            "3 calendar years before the report due on 30 June, every 3 years",
        ),
    ],
)
def test_when(text, said):
    assert when_text(read(When, text), ENGLISH) == said


@pytest.mark.parametrize(
    ("text", "said", "minutes"),
    [
        ("{hours: 24}", "24 h of training", 24 * 60),
        ("{hours: 4.5, of: {topics: driving}}", "4 h 30 min of driving", 4 * 60 + 30),
        (
            "{times: 2, of: {topics: firearms}, apart: 5 months}",
            "firearms, 2 times, at least 5 months apart",
            None,
        ),
        (
            "{all: [{part: total, hours: 40}, {hours: 4, of: {topics: driving}}]}",
            "40 h of training, among them 4 h of driving",
            40 * 60,
        ),
        ("{all: [{hours: 4, of: {topics: a}}, {hours: 2, of: {topics: b}}]}", "4 h of a; 2 h of b", 6 * 60),
        ("{any: [{times: 1, of: {topics: a}}, {times: 1, of: {topics: b}}]}", "a, once or b, once", None),
        (
            "{at_least: 2, of_these: [{times: 1, part: a}, {times: 1, part: b}, {times: 1, part: c}]}",
            "2 of these: a, once; b, once; c, once",
            None,
        ),
        ("{each_topic: [a, b], hours: 2}", "2 h each of: a, b", 2 * 2 * 60),
        (
            "{separately: [{hours: 4, of: {topics: a}}, {hours: 4, of: {topics: b}}]}",
            "each minute counted once: 4 h of a; 4 h of b",
            8 * 60,
        ),
        ("{hours_at_most: 20, of: {delivery: online}}", "no more than 20 h of online", None),
        ("{held: {card: cpr}}", "card cpr in force", None),
        ("{ratio: {topics: a}, to: {topics: b}, at_least: 1}", "for each hour of b at least 1 h of a", None),
        ("{times: 1, of: {topics: a}, looks_in: ever}", "a, once (at any time)", None),
    ],
)
def test_what(text, said, minutes):
    duty = read(Duty, text)
    assert (duty_text(duty, ENGLISH), hours_asked(duty)) == (said, minutes)


def test_credit_says_only_what_differs_from_the_usual():
    assert credit_lines(Credit(), ENGLISH) == []
    text = (
        "{caps: [{of: {delivery: online}, hours: 8}], carry_over: {at_most: 10}, teaching: once_per_course}"
    )
    assert credit_lines(read(Credit, text), ENGLISH) == [
        "teaching counts, once per course",
        "at most 8 h of online",
        "up to 10 h beyond the need count in the next period",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{then: extend}", "any leave moves the deadline by the days away"),
        (
            "{of: military, lasting: 90 days, then: suspend}",
            "leave military of 90 days or more suspends the duty while it lasts",
        ),
        (
            "{longer_than: 6 months, then: extend_unknown}",
            "any leave longer than 6 months moves the deadline, by how much the source does not say",
        ),
    ],
)
def test_leave(text, said):
    assert leave_text(read(Leave, text), ENGLISH) == said
