"""Days that are easily got wrong: leap days, month ends, first and last days, appointments; each has its answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from muster.core.rules.language import Requirement

Make = Callable[..., Requirement]
Row = dict[str, Any]
Standing = Callable[..., list[list[Row]]]
Verdict = Callable[..., tuple[str, str]]

ROLLING = {"rolling": {"every": "1 year"}}
PERSONAL = {"personal": {"every": "1 year", "from": {"first": "certificate"}}}
ONCE = {"once": {"within": "1 year", "after": {"first": "certificate"}}}
AT_ONE_GO = {"times": 1}


def officer(
    *records: Row, facts: tuple[Row, ...] = ({"employment": "full-time", "start": "2000-01-01"},)
) -> Row:
    return {"facts": list(facts), "records": list(records)}


def certified(day: str, *records: Row) -> Row:
    return officer(*records, facts=({"certificate": "basic", "start": day},))


def trained(on: str | None = None, hours: float = 8, **more: Any) -> Row:
    return {**({"on": on} if on else {}), "hours": hours, **more}


def periods(rows: list[Row]) -> list[tuple[str, str]]:
    return sorted((str(row["period_start"]), str(row["period_end"])) for row in rows)


# ── leap days ──────────────────────────────────────────────────────────────────────────────────


def test_a_year_after_a_leap_day_ends_on_28_february(rule: Make, verdict: Verdict) -> None:
    once = rule(when=ONCE)
    answers = [verdict(once, certified("2024-02-29"), f"2025-{day}") for day in ("02-27", "02-28", "03-01")]
    assert answers == [("due_soon", "time_left"), ("due_soon", "time_left"), ("overdue", "never_done")]


def test_four_years_after_a_leap_day_is_a_leap_day(rule: Make, standing: Standing) -> None:
    once = rule(when={"once": {"within": "4 years", "after": {"first": "certificate"}}})
    assert standing(once, [certified("2024-02-29")], "2024-03-01")[0][0]["due"] == date(2028, 2, 29)


def test_periods_from_a_leap_day_come_back_to_it(rule: Make, standing: Standing) -> None:
    personal, who = rule(when=PERSONAL), certified("2024-02-29")
    assert periods(standing(personal, [who], "2025-02-28")[0]) == [
        ("2024-02-29", "2025-02-27"), ("2025-02-28", "2026-02-27"),
    ]  # fmt: skip
    assert periods(standing(personal, [who], "2028-02-29")[0]) == [
        ("2027-02-28", "2028-02-28"), ("2028-02-29", "2029-02-27"),
    ]  # fmt: skip


def test_training_on_28_february_serves_the_period_that_begins_on_it(rule: Make, standing: Standing) -> None:
    rows = standing(rule(when=PERSONAL), [certified("2024-02-29", trained("2025-02-28"))], "2025-03-01")[0]
    assert {str(row["period_start"]): row["verdict"] for row in rows} == {
        "2024-02-29": "overdue", "2025-02-28": "met",
    }  # fmt: skip


def test_what_was_completed_on_a_leap_day_holds_through_28_february(rule: Make, verdict: Verdict) -> None:
    rolling, who = rule(when=ROLLING, what=AT_ONE_GO), officer(trained("2024-02-29"))
    assert verdict(rolling, who, "2025-02-28") == ("due_soon", "expires_soon")
    assert verdict(rolling, who, "2025-03-01") == ("overdue", "ran_out")


def test_a_leap_day_named_by_a_rule_is_28_february_in_other_years(rule: Make, verdict: Verdict) -> None:
    named = rule(who={"is": {"rank": "chief"}}, judged="02-29")

    def chief_from(day: str) -> Row:
        return officer(
            trained("2023-06-01"), facts=({"rank": "officer", "end": day}, {"rank": "chief", "start": day})
        )

    assert verdict(named, chief_from("2023-02-28"), "2023-07-01") == ("met", "done")
    assert verdict(named, chief_from("2023-03-01"), "2023-07-01") == ("not_applicable", "not_bound")


def test_a_year_of_service_from_a_leap_day_is_full_on_28_february(rule: Make, verdict: Verdict) -> None:
    served = rule(who={"served": "rank", "at_least": "1 year"}, judged="as_of", **{"from": "2025-01-01"})
    who = officer(facts=({"rank": "sergeant", "start": "2024-02-29"},))
    assert verdict(served, who, "2025-02-27")[0] == "not_applicable"
    assert verdict(served, who, "2025-02-28")[0] == "not_yet_due"


# ── month ends, and days on which clocks change ────────────────────────────────────────────────


def test_six_months_after_31_august_end_with_february(rule: Make, verdict: Verdict) -> None:
    rolling = rule(when={"rolling": {"every": "6 months"}}, what=AT_ONE_GO)
    assert verdict(rolling, officer(trained("2022-08-31")), "2023-02-28") == ("due_soon", "expires_soon")
    assert verdict(rolling, officer(trained("2022-08-31")), "2023-03-01") == ("overdue", "ran_out")


def test_months_counted_from_a_31st_follow_the_month_ends(rule: Make, standing: Standing) -> None:
    monthly = rule(when={"calendar": {"every": "1 month", "anchored": "2024-01-31"}})
    assert periods(standing(monthly, [officer()], "2024-03-31")[0]) == [
        ("2024-02-29", "2024-03-30"), ("2024-03-31", "2024-04-29"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("done", "good", "late"),
    [("2024-03-09", "2024-03-10", "2024-03-11"), ("2024-11-02", "2024-11-03", "2024-11-04")],
)
def test_a_day_is_a_day_on_which_clocks_change_too(
    done: str, good: str, late: str, rule: Make, verdict: Verdict
) -> None:
    daily = rule(when={"rolling": {"every": "1 day"}}, what=AT_ONE_GO, file={"due_soon": "1 day"})
    assert verdict(daily, officer(trained(done)), good) == ("due_soon", "expires_soon")
    assert verdict(daily, officer(trained(done)), late) == ("overdue", "ran_out")


# ── first and last days ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("on", "answer"),
    [("2023-12-31", "overdue"), ("2024-01-01", "met"), ("2024-12-31", "met"), ("2025-01-01", "overdue")],
)
def test_a_record_counts_on_the_first_and_on_the_last_day(
    on: str, answer: str, rule: Make, standing: Standing
) -> None:
    rows = standing(rule(), [officer(trained(on))], "2025-01-01")[0]
    assert {str(row["period_start"]): row["verdict"] for row in rows}["2024-01-01"] == answer


@pytest.mark.parametrize(
    ("as_of", "answer"),
    [
        ("2024-10-31", ("not_yet_due", "time_left")),
        ("2024-11-01", ("due_soon", "time_left")),  # sixty days before 31 December
        ("2024-12-31", ("due_soon", "time_left")),
        ("2025-01-01", ("in_grace", "short")),
        ("2025-01-31", ("in_grace", "short")),  # a month after 31 December
        ("2025-02-01", ("overdue", "closed_short")),
    ],
)
def test_a_deadline_is_near_passed_and_beyond(
    as_of: str, answer: tuple[str, str], rule: Make, verdict: Verdict
) -> None:
    only_2024 = officer(facts=({"employment": "full-time", "start": "2024-01-01"},))
    graced = rule(grace="1 month", start={"from": {"first": "employment"}})
    assert verdict(graced, only_2024, as_of) == answer


def test_a_fact_is_true_on_its_last_day_and_not_the_day_after(rule: Make, verdict: Verdict) -> None:
    held = rule(when={"continuous": {}}, what={"held": {"card": "first-aid"}})
    who = officer(facts=({"card": "first-aid", "start": "2023-01-01", "end": "2024-06-30"},))
    assert verdict(held, who, "2024-06-30") == ("due_soon", "expires_soon")
    assert verdict(held, who, "2024-07-01") == ("overdue", "not_held")


def test_what_must_be_held_is_due_on_the_day_it_ran_out(rule: Make, standing: Standing) -> None:
    both = rule(
        when={"continuous": {}}, what={"all": [{"held": {"card": "first-aid"}}, {"held": {"card": "cpr"}}]}
    )
    cards = (
        {"card": "first-aid", "start": "2023-01-01", "end": "2024-06-30"},
        {"card": "cpr", "start": "2023-01-01", "end": "2024-08-31"},
    )

    def due(day: str) -> tuple[str, date]:
        row = standing(both, [officer(facts=cards)], day)[0][0]
        return row["verdict"], row["due"]

    assert due("2024-06-30") == ("due_soon", date(2024, 6, 30))
    assert due("2024-07-01") == ("overdue", date(2024, 6, 30))
    assert due("2024-12-01") == ("overdue", date(2024, 6, 30))  # and not 30 November


def test_either_of_two_cards_runs_out_with_the_later(rule: Make, standing: Standing) -> None:
    either = rule(
        when={"continuous": {}}, what={"any": [{"held": {"card": "first-aid"}}, {"held": {"card": "cpr"}}]}
    )
    cards = (
        {"card": "first-aid", "start": "2023-01-01", "end": "2024-06-30"},
        {"card": "cpr", "start": "2023-01-01", "end": "2024-12-31"},
    )
    dues = [
        standing(either, [officer(facts=cards)], day)[0][0]["due"] for day in ("2024-06-30", "2025-02-01")
    ]
    assert dues == [date(2024, 12, 31), date(2024, 12, 31)]


def test_a_card_that_ran_out_before_the_duty_began_is_due_when_it_had_to_be_held(
    rule: Make, standing: Standing
) -> None:
    within = rule(
        when={"continuous": {"first_within": "30 days"}},
        what={"held": {"card": "cpr"}},
        start={"from": {"first": "employment"}},
    )
    who = officer(
        facts=(
            {"employment": "full-time", "start": "2024-03-01"},
            {"card": "cpr", "start": "2020-01-01", "end": "2022-01-01"},
        )
    )
    days = [standing(within, [who], day)[0][0]["due"] for day in ("2024-03-15", "2024-12-01")]
    assert days == [date(2024, 3, 31), date(2024, 3, 31)]


def test_the_last_day_that_systems_write_for_still_is_no_deadline(rule: Make, standing: Standing) -> None:
    held = rule(when={"continuous": {}}, what={"held": {"card": "first-aid"}})
    who = officer(facts=({"card": "first-aid", "start": "2023-01-01", "end": "9999-12-31"},))
    row = standing(held, [who], "2024-06-30")[0][0]
    assert (row["verdict"], row["reason"], row["due"]) == ("met", "held", None)


def test_leave_counts_its_first_and_its_last_day(year: Make, standing: Standing) -> None:
    extended = year(leave=[{"of": "medical", "lasting": "30 days", "then": "extend"}])

    def due(last: str) -> date:
        leave = {"leave": "medical", "start": "2024-06-01", "end": last}
        return standing(extended, [officer(facts=(leave,))], "2024-12-01")[0][0]["due"]

    assert due("2024-06-29") == date(2024, 12, 31)  # 29 days are not long enough
    assert due("2024-06-30") == date(2025, 1, 30)


def test_a_version_binds_on_its_first_and_last_day(rule: Make, verdict: Verdict) -> None:
    once = rule(when={"once": {"by": "2030-12-31"}}, **{"from": "2024-01-01", "until": "2024-12-31"})
    answers = [
        verdict(once, officer(), day)[1] for day in ("2023-12-31", "2024-01-01", "2024-12-31", "2025-01-01")
    ]
    assert answers == ["no_version", "time_left", "time_left", "no_version"]


# ── appointments ───────────────────────────────────────────────────────────────────────────────

FROM_APPOINTMENT = {"from": {"first": "employment"}}
APPOINTED = ({"employment": "full-time", "start": "2024-06-01"},)


@pytest.mark.parametrize(("on", "answer"), [("2024-05-31", "due_soon"), ("2024-06-01", "met")])
def test_a_record_before_appointment_does_not_count_and_one_on_the_day_does(
    on: str, answer: str, rule: Make, verdict: Verdict
) -> None:
    started = rule(start=FROM_APPOINTMENT)
    assert verdict(started, officer(trained(on), facts=APPOINTED), "2024-12-31")[0] == answer


def test_a_record_before_appointment_counts_where_the_rule_lets_it(year: Make, verdict: Verdict) -> None:
    who = officer(trained("2024-05-31"), facts=APPOINTED)
    lets = year(start={**FROM_APPOINTMENT, "earlier_records": "count"})
    assert verdict(lets, who, "2024-12-31") == ("met", "done")
    assert verdict(year(), who, "2024-12-31") == ("met", "done")  # no start rule, no such border


def test_nothing_is_owed_before_the_appointment(rule: Make, verdict: Verdict) -> None:
    started = rule(start=FROM_APPOINTMENT)
    assert verdict(started, officer(facts=APPOINTED), "2023-12-31") == ("not_yet_due", "starts_later")
    assert verdict(started, officer(facts=APPOINTED), "2024-12-31") == ("due_soon", "time_left")


TWICE = (
    {"employment": "full-time", "start": "2015-03-01", "end": "2018-06-30"},
    {"employment": "full-time", "start": "2022-09-01"},
)


def test_of_two_appointments_first_and_latest_mean_different_days(rule: Make, standing: Standing) -> None:
    def due(which: str) -> date:
        once = rule(when={"once": {"within": "1 year", "after": {which: "employment"}}})
        return standing(once, [officer(facts=TWICE)], "2023-01-01")[0][0]["due"]

    assert (due("first"), due("latest")) == (date(2016, 3, 1), date(2023, 9, 1))


def test_the_latest_appointment_is_the_latest_begun_by_the_day(rule: Make, standing: Standing) -> None:
    once = rule(when={"once": {"within": "1 year", "after": {"latest": "employment"}}})
    assert standing(once, [officer(facts=TWICE)], "2017-01-01")[0][0]["due"] == date(2016, 3, 1)


def test_service_is_counted_from_the_appointment_that_lasts(rule: Make, verdict: Verdict) -> None:
    served = rule(who={"served": "employment", "at_least": "2 years"}, judged="as_of")
    assert verdict(served, officer(facts=TWICE), "2018-01-01")[0] == "overdue"
    assert verdict(served, officer(facts=TWICE), "2023-01-01")[0] == "not_applicable"
    assert verdict(served, officer(facts=TWICE), "2024-09-01")[0] != "not_applicable"


def test_between_two_appointments_the_rule_binds_nobody(rule: Make, verdict: Verdict) -> None:
    employed = rule(who={"is": {"employment": "any"}}, judged="as_of")
    assert verdict(employed, officer(facts=TWICE), "2020-01-01") == ("not_applicable", "not_bound")


def test_two_appointments_at_once_are_one_officer_with_one_set_of_hours(
    rule: Make, standing: Standing
) -> None:
    both = (
        {"employment": "full-time", "start": "2020-01-01"},
        {"employment": "part-time", "start": "2021-01-01"},
    )
    employed = rule(who={"is": {"employment": ["full-time", "part-time"]}})
    rows = standing(employed, [officer(trained("2024-05-01", 5), facts=both)], "2024-06-01")[0]
    current = [row for row in rows if str(row["period_start"]) == "2024-01-01"]
    assert [(row["credited"], row["short"]) for row in current] == [(5 * 60, 3 * 60)]
