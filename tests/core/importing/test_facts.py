"""Rows become dated facts: one each, several each, or spells out of events."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from muster.core.errors import BadUsage
from muster.core.importing import ImportPlan, load_profile, make_profile, plan_import

HISTORY = """date,agency,action,rank
3/20/2020,Agency 1,Hired,Police Off
10/28/2019,Agency 2,Retired,Sergeant
7/15/2010,Agency 2,Promotion,Sergeant
11/3/1997,Agency 2,Hired,Police Off
"""


def plan(folder: Path, text: str, **said: Any) -> ImportPlan:
    file = folder / "source.csv"
    file.write_text(text, "utf-8")
    found = plan_import(file, make_profile(**{"target": "facts", **said}))
    assert found.rows_in == found.rows_accepted + found.set_aside.height
    return found


def spans(found: ImportPlan) -> list[tuple[Any, ...]]:
    return found.accepted.select("fact", "value", "start", "end").rows()


def test_a_file_of_facts_is_read_as_it_is(tmp_path: Path) -> None:
    found = plan(tmp_path, "officer_id,fact,value,start,end\n17,leave,medical,2022-01-01,2022-03-01\n")
    assert spans(found) == [("leave", "medical", date(2022, 1, 1), date(2022, 3, 1))]
    assert found.accepted["fact_id"].to_list() == [f"{found.batch}-2"]


def test_headers_of_an_employment_export_say_which_fact_it_is(tmp_path: Path) -> None:
    found = plan(tmp_path, "PostId,AppointedDate,TerminationDate\n17,2001-02-03,2020-05-31\n")
    assert spans(found) == [("employment", None, date(2001, 2, 3), date(2020, 5, 31))]


def test_the_fact_and_its_value_can_be_said(tmp_path: Path) -> None:
    found = plan(
        tmp_path,
        "level,granted\nbasic,8/24/1989\n",
        columns={"granted": "start", "level": "value"},
        constants={"officer_id": "17", "fact": "certificate"},
    )
    assert spans(found) == [("certificate", "basic", date(1989, 8, 24), None)]


EVENTS = {"when": "action", "start": "date", "closes": ["Retired"]}


def test_events_become_spells_that_end_with_the_day_of_leaving(tmp_path: Path) -> None:
    fact = {
        **EVENTS,
        "fact": "employment",
        "value": "full-time",
        "opens": ["Hired"],
        "ignores": ["Promotion"],
    }
    found = plan(tmp_path, HISTORY, facts=[fact], constants={"officer_id": "17"})
    assert spans(found) == [
        ("employment", "full-time", date(1997, 11, 3), date(2019, 10, 28)),
        ("employment", "full-time", date(2020, 3, 20), None),
    ]
    assert found.rows_accepted == 4


def test_a_promotion_ends_the_old_rank_the_day_before(tmp_path: Path) -> None:
    words = {"Police Off": "officer", "Sergeant": "sergeant"}
    fact = {**EVENTS, "fact": "rank", "value_from": "rank", "words": words, "opens": ["Hired", "Promotion"]}
    found = plan(tmp_path, HISTORY, facts=[fact], constants={"officer_id": "17"})
    assert spans(found) == [
        ("rank", "officer", date(1997, 11, 3), date(2010, 7, 14)),
        ("rank", "sergeant", date(2010, 7, 15), date(2019, 10, 28)),
        ("rank", "officer", date(2020, 3, 20), None),
    ]


def test_an_event_nobody_explained_is_set_aside(tmp_path: Path) -> None:
    fact = {**EVENTS, "fact": "employment", "value": "full-time", "opens": ["Hired"]}
    found = plan(tmp_path, HISTORY, facts=[fact], constants={"officer_id": "17"})
    assert found.set_aside.select("row", "reason").rows() == [(4, "unknown-event")]


def test_leaving_what_was_never_begun_is_told(tmp_path: Path) -> None:
    fact = {**EVENTS, "fact": "employment", "value": "full-time", "opens": ["Hired"]}
    text = "date,action\n10/28/2019,Retired\n"
    found = plan(tmp_path, text, facts=[fact], constants={"officer_id": "17"})
    assert found.doubtful.select("row", "reason").rows() == [(2, "ends-nothing")]


def test_rows_with_their_own_end_stand_for_themselves(tmp_path: Path) -> None:
    text = "topic,value,from,to\nCards,First Aid,4/7/2022,4/17/2024\nCycles,Annual,1/1/2022,12/31/2022\n"
    card = {"fact": "card", "value_from": "value", "start": "from", "end": "to", "when": "topic"}
    card |= {"words": {"First Aid": "First Aid"}}
    found = plan(
        tmp_path,
        text,
        facts=[{**card, "opens": ["Cards"], "ignores": ["Cycles"]}],
        constants={"officer_id": "17"},
    )
    assert spans(found) == [("card", "First Aid", date(2022, 4, 7), date(2024, 4, 17))]
    assert (found.rows_accepted, found.doubtful.height) == (2, 0)


def test_one_row_may_give_several_facts_with_ids_of_their_own(tmp_path: Path) -> None:
    facts = [
        {"fact": "rank", "value_from": "rank"},
        {"fact": "unit", "value_from": "command", "start": "since"},
    ]
    text = "officer_id,rank,command,since\n17,SERGEANT,001 PRECINCT,2019-03\n18,,002 PRECINCT,2020-01\n"
    found = plan(tmp_path, text, target="officers", facts=facts)
    assert spans(found) == [
        ("rank", "SERGEANT", None, None),
        ("unit", "001 PRECINCT", date(2019, 3, 1), None),
        ("unit", "002 PRECINCT", date(2020, 1, 1), None),
    ]
    assert found.accepted["fact_id"].n_unique() == 3
    assert found.doubtful.select("row", "reason").rows() == [(3, "no-rank")]
    assert found.officer_ids == ("17", "18")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("17,leave,medical,2022-03-01,2022-01-01", "ends-before-start"),
        ("17,leave,medical,soon,", "unreadable-date"),
        ("17,,medical,2022-01-01,", "no-fact"),
        ("17,leave,=1+1,2022-01-01,", "formula-value"),
        ("Jane Doe,leave,medical,2022-01-01,", "id-is-a-name"),
    ],
)
def test_a_fact_that_cannot_be_is_set_aside(tmp_path: Path, row: str, reason: str) -> None:
    found = plan(tmp_path, f"officer_id,fact,value,start,end\n{row}\n18,leave,military,2022-01-01,\n")
    assert found.set_aside.select("row", "reason").rows() == [(2, reason)]


def test_a_value_without_a_word_of_ours_is_told(tmp_path: Path) -> None:
    facts = [{"fact": "rank", "value_from": "rank", "words": {"Police Off": "officer"}}]
    found = plan(tmp_path, "officer_id,rank\n17,Actng Chf\n", facts=facts)
    assert found.doubtful.select("row", "reason").rows() == [(2, "unknown-word")]
    assert spans(found) == [("rank", "Actng Chf", None, None)]


def test_a_profile_that_reads_a_column_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadUsage, match="read the column 'Rank'"):
        plan(tmp_path, "officer_id,unit\n17,1\n", facts=[{"fact": "rank", "value_from": "Rank"}])


def test_the_profiles_kept_as_examples_load(root: Path) -> None:
    folders = root / "docs" / "examples"
    profiles = [
        file
        for file in sorted(folders.glob("*/*.yaml"))
        if file.stem in ("records", "officers", "employment", "certifications", "cards", "roster")
    ]
    assert {load_profile(file).target for file in profiles} == {"records", "officers", "facts"}
