"""Records and facts that are easily got wrong: undated, ahead, corrected, missing, each with its defined answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import polars as pl
import pytest

from muster.core.rules.evaluate import Judgement, evaluate
from muster.core.rules.language import Requirement
from muster.core.rules.rulebook import Rulebook
from muster.core.tables import Facts
from muster.core.tables.schema import RECORDS

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


def trained(on: str | None = None, hours: float = 8, **more: Any) -> Row:
    return {**({"on": on} if on else {}), "hours": hours, **more}


# ── records ────────────────────────────────────────────────────────────────────────────────────

DRIVING = {"hours": 8, "of": {"topics": "driving"}}
OTHER_THAN_DRIVING = {"hours": 8, "of": {"not": {"topics": "driving"}}}


@pytest.mark.parametrize(
    ("topics", "of_any", "of_driving", "of_others"),
    [
        (None, "met", "due_soon", "met"),
        ([], "met", "due_soon", "met"),
        (["driving"], "met", "met", "due_soon"),
    ],
)
def test_unknown_topics_fit_no_topic(
    topics: list[str] | None, of_any: str, of_driving: str, of_others: str, year: Make, verdict: Verdict
) -> None:
    who = officer(trained("2024-03-01", topics=topics))
    asked = ({"hours": 8}, DRIVING, OTHER_THAN_DRIVING)
    assert [verdict(year(what=what), who, "2024-12-31")[0] for what in asked] == [
        of_any,
        of_driving,
        of_others,
    ]


def test_an_undated_record_serves_no_period(year: Make, verdict: Verdict) -> None:
    assert verdict(year(), officer(trained()), "2024-12-31") == ("due_soon", "time_left")


def test_an_undated_record_serves_what_is_asked_once_and_at_any_time(rule: Make, verdict: Verdict) -> None:
    once = {"once": {"by": "2024-12-31"}}
    after = {"once": {"within": "1 year", "after": {"first": "employment"}, "counts": "after_event"}}
    assert verdict(rule(when=once), officer(trained()), "2024-12-31") == ("met", "done")
    assert verdict(rule(when=after), officer(trained()), "2024-12-31") == ("overdue", "never_done")


def test_an_undated_record_leaves_a_renewal_untold(rule: Make, verdict: Verdict) -> None:
    rolling = rule(when=ROLLING, what=AT_ONE_GO)
    assert verdict(rolling, officer(trained()), "2024-12-31") == ("cannot_tell", "only_undated")
    assert verdict(rolling, officer(), "2024-12-31") == ("overdue", "never_done")
    assert verdict(rolling, officer(trained(), trained("2024-06-01")), "2024-12-31") == ("met", "completed")


def test_a_record_dated_ahead_counts_from_its_day(rule: Make, verdict: Verdict) -> None:
    who = officer(trained("2024-12-15"), trained("2023-05-01"))
    assert [verdict(rule(), who, f"2024-12-{day}")[0] for day in (14, 15)] == ["due_soon", "met"]


@pytest.mark.parametrize(
    ("score", "answer"), [(70, "met"), (69.99, "due_soon"), (None, "due_soon"), (100, "met")]
)
def test_the_pass_mark_itself_passes(score: float | None, answer: str, year: Make, verdict: Verdict) -> None:
    test = year(what={"times": 1, "of": {"score_at_least": 70}})
    assert verdict(test, officer(trained("2024-03-01", score=score)), "2024-12-31")[0] == answer


def test_one_minute_short_is_short(year: Make, standing: Standing) -> None:
    row = standing(year(), [officer({"on": "2024-03-01", "minutes": 8 * 60 - 1})], "2024-12-31")[0][0]
    assert (row["verdict"], row["short"], row["next_step"]) == (
        "due_soon",
        1,
        "1 min of training by 31 Dec 2024",
    )


def test_tenths_of_hours_add_up_exactly(year: Make, verdict: Verdict) -> None:
    # ten times 0.1 is less than 1 in floating point
    tenths = officer(trained("2024-03-01", 0.1, times=10))
    assert verdict(year(what={"hours": 1}), tenths, "2024-12-31") == ("met", "done")


@pytest.mark.parametrize(("minutes", "answer"), [(29, "due_soon"), (30, "met")])
def test_the_shortest_record_that_counts_is_as_long_as_asked(
    minutes: int, answer: str, year: Make, verdict: Verdict
) -> None:
    shortest = year(what={"hours": 8}, credit={"shortest": 0.5})
    who = officer({"on": "2024-03-01", "minutes": minutes, "times": 20})
    assert verdict(shortest, who, "2024-12-31")[0] == answer


@pytest.mark.parametrize(("second", "answer"), [("2024-05-29", "due_soon"), ("2024-05-30", "met")])
def test_records_are_apart_when_the_whole_time_has_passed(
    second: str, answer: str, year: Make, verdict: Verdict
) -> None:
    spaced = year(what={"times": 2, "apart": "90 days"})  # 1 March and 90 days are 30 May
    assert verdict(spaced, officer(trained("2024-03-01"), trained(second)), "2024-12-31")[0] == answer


def test_a_record_without_hours_is_a_time_and_no_hours(year: Make, verdict: Verdict) -> None:
    who = officer({"on": "2024-03-01"})
    assert verdict(year(what=AT_ONE_GO), who, "2024-12-31")[0] == "met"
    assert verdict(year(what={"hours": 0.1}), who, "2024-12-31")[0] == "due_soon"


@pytest.mark.parametrize("outcome", ["failed", "no_show", "registered", "incomplete", "waived", "instructed"])
def test_what_was_not_completed_earns_nothing(outcome: str, year: Make, verdict: Verdict) -> None:
    who = officer(trained("2024-03-01", outcome=outcome))
    assert verdict(year(), who, "2024-12-31") == ("due_soon", "time_left")


# ── what was known ─────────────────────────────────────────────────────────────────────────────


def corrected(book: Rulebook, known_at: str | None) -> Judgement:
    """Eight hours in January, corrected in March 2025 to two."""

    def line(number: str, minutes: int, written: str, supersedes: str | None) -> Row:
        return {
            "record_id": number, "officer_id": "a-1", "course": "c-1", "completed_on": date(2024, 1, 15), "minutes": minutes,
            "recorded_at": datetime.fromisoformat(written), "supersedes": supersedes,
        }  # fmt: skip

    lines = [line("r-1", 480, "2024-01-16T09:00", None), line("r-2", 120, "2025-03-01T12:00", "r-1")]
    facts = Facts.from_tables(
        pl.DataFrame({"officer_id": ["a-1"]}), records=pl.DataFrame(lines, schema=RECORDS)
    )
    moment = datetime.fromisoformat(known_at) if known_at else None
    return evaluate(facts, book, date(2024, 12, 31), moment)


@pytest.mark.parametrize(
    ("known_at", "credited"),
    [
        ("2024-01-16T08:59", 0),
        ("2024-01-16T09:00", 480),
        ("2025-03-01T11:59", 480),
        ("2025-03-01T12:00", 120),
        (None, 120),
    ],
)
def test_a_past_moment_gives_the_past_answer(
    known_at: str | None, credited: int, rule: Make, book: Callable[..., Rulebook]
) -> None:
    standing = corrected(book(rule()), known_at).standing
    current = standing.filter(pl.col("period_start") == date(2024, 1, 1))
    assert current["credited"].to_list() == [credited]


def test_a_fact_written_down_later_was_not_known(rule: Make, verdict: Verdict) -> None:
    sergeants = rule(who={"is": {"rank": "sergeant"}})
    late = {"rank": "sergeant", "start": "2024-01-01", "recorded_at": "2024-07-01"}
    who = officer(facts=({"rank": "officer", "start": "2020-01-01"}, late))
    before, after = datetime.fromisoformat("2024-06-30T23:59"), datetime.fromisoformat("2024-07-01T00:00")
    assert verdict(sergeants, who, "2024-12-31", known_at=before) == ("not_applicable", "not_bound")
    assert verdict(sergeants, who, "2024-12-31", known_at=after) == ("due_soon", "time_left")


# ── nobody and nothing ─────────────────────────────────────────────────────────────────────────


def test_nobody_gives_empty_tables(rule: Make, book: Callable[..., Rulebook]) -> None:
    nobody = Facts.from_tables(pl.DataFrame(schema={"officer_id": pl.String}))
    shapes = (
        rule("a"),
        rule("b", when=ROLLING),
        rule("c", when=ONCE),
        rule("d", when={"trailing": {"covers": "1 year"}}),
    )
    found = evaluate(nobody, book(*shapes), date(2024, 12, 31))
    assert (found.standing.height, found.credit.height) == (0, 0)


def test_an_officer_without_records_owes_everything(rule: Make, standing: Standing) -> None:
    row = standing(rule(), [officer()], "2024-12-31")[0][0]
    assert (row["verdict"], row["credited"], row["short"]) == ("overdue", 0, 8 * 60)  # 2023 is owed as well
    assert str(row["period_start"]) == "2023-01-01"


def test_a_fact_everybody_has_is_missing_and_another_is_a_no(rule: Make, verdict: Verdict) -> None:
    nothing: Row = {"facts": [], "records": []}
    by_rank, by_card = (rule(who={"is": {fact: "any"}}) for fact in ("rank", "card"))
    assert verdict(by_rank, nothing, "2024-12-31") == ("cannot_tell", "missing_fact")
    assert verdict(by_card, nothing, "2024-12-31") == ("not_applicable", "not_bound")
    assert verdict(rule(who={"not": {"is": {"rank": "chief"}}}), nothing, "2024-12-31")[0] == "cannot_tell"


def test_what_cannot_be_told_has_no_amounts(rule: Make, standing: Standing) -> None:
    row = standing(rule(who={"is": {"rank": "any"}}), [{"facts": []}], "2024-12-31")[0][0]
    assert [row[key] for key in ("needed", "credited", "short", "next_step")] == [None] * 4


def test_an_event_that_never_was_starts_nothing(rule: Make, verdict: Verdict) -> None:
    assert verdict(rule(when=ONCE), officer(), "2024-12-31") == ("not_applicable", "no_event")
    assert verdict(rule(when=PERSONAL), officer(), "2024-12-31") == ("not_applicable", "no_event")
    untold: Row = {"facts": []}
    assert verdict(rule(when=ROLLING, what=AT_ONE_GO), untold, "2024-12-31") == (
        "cannot_tell",
        "missing_fact",
    )


def test_a_waiver_of_a_single_day_excuses_its_period_alone(rule: Make, standing: Standing) -> None:
    waived = {"waived": "xx-test/rule", "start": "2023-12-31", "end": "2023-12-31"}
    rows = standing(rule(), [officer(facts=(waived,))], "2024-06-01")[0]
    assert {str(row["period_start"]): row["verdict"] for row in rows} == {
        "2023-01-01": "excused", "2024-01-01": "not_yet_due",
    }  # fmt: skip
