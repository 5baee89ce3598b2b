"""The oracle itself, by hand: examples that regulators print, and boundaries worked out on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from tests.oracle import Fact, Officer, Record, Row, judge

from muster.core.rules.language import FactWord, Jurisdiction, Requirement, Vocabulary
from muster.core.rules.rulebook import Rulebook

WORDS = Vocabulary(
    topics={code: code for code in ("firearms", "driving", "ethics", "cpr")},
    facts={
        "employment": FactWord(says="employment", everyone_has_one=True),
        "certificate": FactWord(says="certificate"),
        "leave": FactWord(says="leave"),
        "card": FactWord(says="card"),
        "waived": FactWord(says="waived"),
        "extended": FactWord(says="extended"),
        "carries": FactWord(says="carries"),
        "birth-month": FactWord(says="birth month"),
    },
    delivery={"online": "online"},
    marks={},
)
HOME = Jurisdiction(id="xx", name="X", authority="X")


def rule(*versions: dict[str, Any], **more: Any) -> Requirement:
    return Requirement.model_validate(
        {
            "id": "xx/rule",
            "title": "A rule",
            "says": "It says so.",
            "evidence": "V",
            "sources": [{"cite": "X 1"}],
            "encoded_on": "2026-01-01",
            "versions": [{"from": "1990-01-01", **version} for version in versions],
            **more,
        }
    )


def rows(
    requirement: Requirement, as_of: str, facts: Sequence[Fact] = (), records: Sequence[Record] = ()
) -> list[Row]:
    book = Rulebook(WORDS, {"xx": HOME}, {requirement.id: requirement})
    return judge(Officer(tuple(facts), tuple(records)), requirement, date.fromisoformat(as_of), None, book)


def headline(*args: Any, **kwargs: Any) -> Row:
    (found,) = [row for row in rows(*args, **kwargs) if row.headline]
    return found


def running(*args: Any, **kwargs: Any) -> Row:
    """The row of the period that runs, whatever the one before shows."""
    return rows(*args, **kwargs)[-1]


def certified(day: str) -> Fact:
    return Fact("certificate", "basic", date.fromisoformat(day))


def trained(day: str | None, hours: float, *topics: str, **more: Any) -> Record:
    on = date.fromisoformat(day) if day else None
    return Record(more.pop("course", "c-1"), topics, on, int(hours * 60), **more)


CALENDAR = {"calendar": {"every": "1 year", "anchored": "2020-01-01"}}
DAY = {"hours": 24}


def test_colorado_set_finished_on_1_january_2020_is_due_on_1_january_2025():
    five_years = rule(
        {
            "when": {"rolling": {"every": "5 years"}},
            "start": {"from": {"first": "certificate"}},
            "what": {
                "all": [{"hours": 2, "of": {"topics": "ethics"}}, {"hours": 2, "of": {"topics": "driving"}}]
            },
        }
    )
    facts = [certified("2018-01-01")]
    records = [trained("2019-03-01", 2, "ethics"), trained("2020-01-01", 2, "driving")]
    row = headline(five_years, "2024-06-01", facts, records)
    assert (row.verdict, row.period_start, row.due) == ("met", date(2020, 1, 1), date(2025, 1, 1))
    assert headline(five_years, "2025-01-01", facts, records).verdict == "due_soon"
    assert headline(five_years, "2025-01-02", facts, records).verdict == "overdue"


def test_florida_certified_on_21_november_1997_is_due_on_30_june_2002():
    forty = rule(
        {
            "when": {
                "personal": {"every": "4 years", "from": {"first": "certificate"}, "end_on_or_after": "06-30"}
            },
            "what": {"hours": 40},
        }
    )
    facts = [certified("1997-11-21")]
    assert headline(forty, "2002-01-15", facts).due == date(2002, 6, 30)
    after = rows(forty, "2002-07-01", facts)
    assert [(r.period_start, r.due, r.verdict) for r in after] == [
        (date(1997, 11, 21), date(2002, 6, 30), "overdue"),
        (date(2002, 7, 1), date(2006, 6, 30), "not_yet_due"),
    ]


@pytest.mark.parametrize(
    ("granted", "starts", "due"),
    [
        ("2005-04-15", date(2005, 1, 1), date(2007, 12, 31)),
        ("2005-10-15", date(2006, 1, 1), date(2008, 12, 31)),
        ("2005-06-30", date(2005, 1, 1), date(2007, 12, 31)),
        ("2005-07-01", date(2006, 1, 1), date(2008, 12, 31)),
    ],
)
def test_oregon_cycle_snaps_to_the_year_by_the_half_in_which_the_certificate_was_granted(
    granted, starts, due
):
    maintenance = rule(
        {
            "when": {
                "personal": {
                    "every": "3 years",
                    "from": {"first": "certificate"},
                    "start_on": {"day": "01-01", "back_if_by": "06-30"},
                }
            },
            "what": {"hours": 84},
        }
    )
    row = headline(maintenance, "2006-06-01", [certified(granted)])
    assert (row.period_start, row.due) == (starts, due)


def test_washington_duty_starts_on_the_1_january_after_certification():
    yearly = rule(
        {"when": CALENDAR, "start": {"from": {"first": "certificate"}, "first_period": "next"}, "what": DAY}
    )
    facts = [certified("2023-05-10")]
    ahead = headline(yearly, "2023-12-31", facts)
    assert (ahead.verdict, ahead.reason, ahead.due) == ("not_yet_due", "starts_later", date(2024, 12, 31))
    assert headline(yearly, "2024-01-01", facts).verdict == "not_yet_due"
    assert headline(yearly, "2025-01-01", facts).verdict == "overdue"


def test_certificate_granted_on_1_january_leaves_that_whole_year_free():
    yearly = rule(
        {"when": CALENDAR, "start": {"from": {"first": "certificate"}, "first_period": "next"}, "what": DAY}
    )
    assert headline(yearly, "2023-12-31", [certified("2023-01-01")]).reason == "starts_later"


def test_training_on_the_last_day_counts_and_on_the_day_after_does_not():
    yearly = rule({"when": CALENDAR, "what": DAY})
    assert headline(yearly, "2025-02-01", records=[trained("2024-12-31", 24)]).verdict == "not_yet_due"
    late = rows(yearly, "2025-02-01", records=[trained("2025-01-01", 24)])
    assert [(r.verdict, r.credited, r.short, r.headline) for r in late] == [
        ("overdue", 0, 24 * 60, True),
        ("met", 24 * 60, 0, False),
    ]


def test_late_training_fills_the_closed_year_first_and_only_the_rest_counts_in_the_next():
    yearly = rule({"when": CALENDAR, "what": DAY, "grace": "90 days"})
    records = [trained("2024-05-01", 20), trained("2025-02-01", 10)]
    found = rows(yearly, "2025-03-01", records=records)
    assert [(r.verdict, r.credited) for r in found] == [("met", 24 * 60), ("not_yet_due", 6 * 60)]


def test_hours_beyond_the_need_are_carried_once_up_to_the_limit():
    yearly = rule({"when": CALENDAR, "what": DAY, "credit": {"carry_over": {"at_most": 8}}})
    records = [trained("2023-05-01", 40), trained("2024-05-01", 24)]
    (_, now) = rows(yearly, "2024-12-31", records=records)
    assert now.credited == (24 + 8) * 60
    (_, later) = rows(yearly, "2025-06-01", records=records)
    assert later.credited == 0


def test_first_year_is_prorated_by_the_months_that_begin_after_the_start():
    yearly = rule(
        {
            "when": CALENDAR,
            "start": {"from": {"first": "certificate"}, "first_period": "prorated"},
            "what": DAY,
        }
    )
    assert headline(yearly, "2024-12-01", [certified("2024-04-01")]).needed == 24 * 60 * 9 // 12
    assert headline(yearly, "2024-12-01", [certified("2024-04-02")]).needed == 24 * 60 * 8 // 12


def test_overlapping_caps_leave_the_most_that_can_count():
    capped = rule(
        {
            "when": CALENDAR,
            "what": DAY,
            "credit": {
                "caps": [
                    {"of": {"delivery": "online"}, "hours": 4},
                    {"of": {"topics": "ethics"}, "hours": 6},
                ]
            },
        }
    )
    records = [
        trained("2024-01-01", 5, "ethics", delivery="online"),
        trained("2024-01-02", 5, "driving", delivery="online"),
        trained("2024-01-03", 5, "ethics"),
    ]
    # online at most 4; the 5 classroom hours of ethics stay within 6 beside at most 1 of the online ones
    assert running(capped, "2024-12-01", records=records).credited == 9 * 60


def test_two_hours_cannot_serve_two_separate_parts():
    apart = rule(
        {
            "when": CALENDAR,
            "what": {
                "separately": [
                    {"hours": 2, "of": {"topics": "ethics"}},
                    {"hours": 2, "of": {"topics": "driving"}},
                ]
            },
        }
    )
    both = ("ethics", "driving")
    assert running(apart, "2024-06-01", records=[trained("2024-01-01", 3, *both)]).verdict == "not_yet_due"
    assert running(apart, "2024-06-01", records=[trained("2024-01-01", 4, *both)]).verdict == "met"


def test_leave_extends_the_deadline_by_its_days_both_ends_included():
    yearly = rule({"when": CALENDAR, "what": DAY, "leave": [{"of": "medical", "then": "extend"}]})
    leave = [Fact("leave", "medical", date(2024, 12, 1), date(2025, 1, 10))]
    late = [trained("2025-01-31", 24)]
    row = headline(yearly, "2025-02-01", leave)
    assert (row.verdict, row.due) == ("overdue", date(2025, 1, 31))
    assert headline(yearly, "2025-01-31", leave, late).verdict != "overdue"


def test_waiver_excuses_only_what_is_not_done():
    yearly = rule({"when": CALENDAR, "what": DAY})
    waiver = [Fact("waived", "xx/rule", date(2024, 3, 1), date(2024, 3, 1))]
    assert running(yearly, "2024-06-01", waiver).verdict == "excused"
    assert running(yearly, "2024-06-01", waiver, [trained("2024-02-01", 24)]).verdict == "met"


def test_missing_employment_cannot_be_told_and_a_missing_certificate_is_a_no():
    staff = rule({"who": {"is": {"employment": "full-time"}}, "when": CALENDAR, "what": DAY})
    assert headline(staff, "2024-06-01").verdict == "cannot_tell"
    holders = rule({"who": {"is": {"certificate": "basic"}}, "when": CALENDAR, "what": DAY})
    assert headline(holders, "2024-06-01").verdict == "not_applicable"


def test_officer_certified_on_29_february_renews_on_28_february():
    yearly = rule({"when": {"personal": {"every": "1 year", "from": {"first": "certificate"}}}, "what": DAY})
    facts = [certified("2020-02-29")]
    assert [(r.period_start, r.due) for r in rows(yearly, "2021-02-28", facts)] == [
        (date(2020, 2, 29), date(2021, 2, 27)),
        (date(2021, 2, 28), date(2022, 2, 27)),
    ]
    # counted from the anchor, so a leap year brings the 29th back
    assert headline(yearly, "2024-02-29", facts, [trained("2023-05-05", 24)]).due == date(2025, 2, 27)


def test_once_within_180_days_after_promotion_is_met_even_when_done_late():
    once = rule(
        {"when": {"once": {"within": "180 days", "after": {"first": "certificate"}}}, "what": {"times": 1}}
    )
    facts = [certified("2024-01-01")]
    assert headline(once, "2024-06-29", facts).verdict == "due_soon"
    assert headline(once, "2024-06-30", facts).verdict == "overdue"
    assert headline(once, "2024-08-01", facts, [trained("2024-07-31", 1)]).verdict == "met"
    assert headline(once, "2024-06-30").verdict == "not_applicable"


def test_card_is_met_while_held_and_overdue_the_day_after_its_last_day():
    card = rule({"when": {"continuous": {}}, "what": {"held": {"card": "first-aid"}}})
    facts = [Fact("card", "first-aid", date(2022, 1, 1), date(2024, 12, 31))]
    assert headline(card, "2024-01-01", facts).verdict == "met"
    assert headline(card, "2024-12-31", facts).verdict == "due_soon"
    assert headline(card, "2025-01-01", facts).verdict == "overdue"


def test_trailing_year_forgets_training_on_its_anniversary():
    trailing = rule({"when": {"trailing": {"covers": "1 year"}}, "what": {"times": 1}})
    done = [trained("2023-06-15", 1)]
    assert headline(trailing, "2024-06-14", records=done).verdict == "met"
    assert headline(trailing, "2024-06-15", records=done).verdict == "overdue"


def test_report_looks_at_whole_calendar_years_before_it():
    report = rule(
        {
            "when": {
                "lookback": {"years": 3, "reported_by": "01-31", "every": "3 years", "anchored": "2024-01-31"}
            },
            "what": {"hours": 30},
        }
    )
    row = running(report, "2024-01-10", records=[trained("2021-01-01", 15), trained("2023-12-31", 15)])
    assert (row.verdict, row.due, row.period_start) == ("met", date(2024, 1, 31), date(2021, 1, 1))
    assert headline(report, "2024-02-01", records=[trained("2020-12-31", 30)]).verdict == "overdue"
