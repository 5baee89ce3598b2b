"""A column that nobody reads must not turn a failure into a completion unseen."""

from __future__ import annotations

from pathlib import Path

import pytest

from muster.core.errors import BadInput
from muster.core.importing import ImportPlan, make_profile, plan_import


def planned(folder: Path, text: str, **said: object) -> ImportPlan:
    file = folder / "roster.csv"
    file.write_text(text)
    return plan_import(file, make_profile(None, **said))


ROSTER = "officer_id,course,Stauts\n17,A1,Completed\n18,A1,No Show\n19,A1,Failed\n20,A1,\n"


def test_an_unread_column_of_outcomes_is_asked_about(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as found:
        planned(tmp_path, ROSTER)
    problem = found.value.problems[0]
    assert (problem.code, problem.where.key) == ("import-unread-outcome", "Stauts")
    assert "'No Show' (2 rows)" in problem.what
    assert '--map "Stauts=outcome"' in problem.do
    assert '--map "Stauts="' in problem.do


def test_either_answer_lets_the_file_in(tmp_path: Path) -> None:
    read = planned(tmp_path, ROSTER, columns={"Stauts": "outcome"})
    assert read.accepted["outcome"].to_list() == ["completed", "no_show", "failed"]
    left_out = planned(tmp_path, ROSTER, columns={"Stauts": ""})
    assert set(left_out.accepted["outcome"]) == {"completed"}
    assert planned(tmp_path, ROSTER, constants={"outcome": "registered"}).rows_accepted == 4


def test_a_few_such_words_among_others_make_those_rows_doubtful(tmp_path: Path) -> None:
    rows = "17,A1,good\n18,A1,no-show\n19,A1,late\n20,A1,sat at the back\n"
    plan = planned(tmp_path, f"officer_id,course,Remarks\n{rows}")
    doubts = plan.doubtful.filter(plan.doubtful["reason"] == "unread-outcome")
    assert doubts["row"].to_list() == [3]
    assert "'no-show'" in doubts["sentence"][0]
    assert any("Remarks is not read, and 1 rows hold words such as 'no-show'" in note for note in plan.notes)


@pytest.mark.parametrize("words", [("Completed", "Passed"), ("Required", "Elective"), ("Day", "Night")])
def test_words_that_do_not_speak_of_a_failure_are_left_alone(tmp_path: Path, words: tuple[str, str]) -> None:
    plan = planned(tmp_path, f"officer_id,course,Kind\n17,A1,{words[0]}\n18,A1,{words[1]}\n")
    assert "unread-outcome" not in plan.doubtful["reason"].to_list()


def test_an_unread_header_that_is_nearly_known_is_told(tmp_path: Path) -> None:
    plan = planned(tmp_path, "officer_id,course,Completon Date\n17,A1,2026-01-02\n")
    assert any('--map "Completon Date=completed_on"' in note for note in plan.notes)
    assert plan.accepted["completed_on"].to_list() == [None]
