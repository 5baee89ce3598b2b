"""``muster check`` answers in every form, says no with a code, and leaves no half-written file."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from pathlib import Path

import polars as pl
import pytest

import muster.cli.check
from muster.core.errors import BadUsage, MissingPart


def rows(text: str) -> dict[tuple[str, str], dict[str, str]]:
    return {(row["officer_id"], row["requirement"]): row for row in csv.DictReader(io.StringIO(text))}


def line(text: str, start: str) -> list[str]:
    """The words of the line that starts so."""
    return next(found.split() for found in text.splitlines() if found.startswith(start))


# ── what it says ───────────────────────────────────────────────────────────────────────────────


def test_table_gives_the_share_met_and_the_counts_of_each_verdict(check):
    shown = check().stdout
    assert line(shown, "requirement") == [
        "requirement",
        "share",
        "met",
        "cannot",
        "tell",
        "due",
        "soon",
        "met",
        "not",
        "applicable",
    ]
    assert line(shown, "zz/driving-8") == ["zz/driving-8", "33", "%", "1/3", "1", "1", "1", "1"]
    assert line(shown, "zz/first-aid-once") == [
        "zz/first-aid-once",
        "33",
        "%",
        "1/3",
        "1",
        "1",
        "1",
        "1",
    ]
    assert "Nobody is overdue or in grace." in shown
    assert "Not legal advice" in shown


def test_table_lists_who_is_short_and_what_would_mend_it(check):
    shown = check(as_of="2027-01-01").stdout
    assert "Short now: 1 officer, 1 duty" in shown
    lines = [" ".join(found.split()) for found in shown.splitlines()]
    late = lines.index("b2 zz/driving-8 overdue 4 h of driving: missing when the period closed, 31 Dec 2026")
    assert lines[late + 1] == "b2 zz/driving-8 now: not yet due 8 h of driving by 31 Dec 2027"


def test_table_counts_who_is_short_by_duty_before_it_lists_them(check):
    shown = check(as_of="2027-01-01").stdout
    counted = "  1 officer: 4 h of driving, period closed 31 Dec 2026  zz/driving-8"
    assert shown.index(counted) < shown.index("b2")
    assert "only a missing record or a waiver changes it" in shown


def test_table_says_unknown_where_nobody_can_be_told(check):
    assert line(check("--officer", "d4").stdout, "zz/driving-8") == ["zz/driving-8", "-", "unknown", "1"]


def test_table_notes_that_many_records_have_topics_nobody_confirmed(check, town):
    sentence = "records are of courses whose topics nobody has confirmed"
    assert sentence in check().stdout
    assert sentence not in check("--crosswalk", town / "crosswalk.yaml").stdout


def test_table_says_what_cannot_be_told(check):
    shown = check().stdout
    missing = "(employment: 1 officer without any)"
    assert f"zz/driving-8: 1 officer, a fact that decides is not in the records {missing}" in shown


def test_first_cuts_the_list_of_the_table(check):
    shown = check("--first", "0", as_of="2027-01-01").stdout
    assert "b2" not in shown
    assert "the first 0 lines by officer id" in shown


def test_csv_has_a_row_for_each_officer_and_requirement(check):
    found = rows(check("--format", "csv").stdout)
    assert {key: row["verdict"] for key, row in found.items()} == {
        ("a1", "zz/driving-8"): "met",
        ("a1", "zz/first-aid-once"): "met",
        ("b2", "zz/driving-8"): "due_soon",
        ("b2", "zz/first-aid-once"): "due_soon",
        ("c3", "zz/driving-8"): "not_applicable",
        ("c3", "zz/first-aid-once"): "not_applicable",
        ("d4", "zz/driving-8"): "cannot_tell",
        ("d4", "zz/first-aid-once"): "cannot_tell",
    }
    assert found["b2", "zz/driving-8"]["short"] == str(480 - 240)
    assert found["b2", "zz/driving-8"]["citation"] == "Zedland Code 1"


def periods(text: str) -> list[str]:
    return [row["period_start"] for row in csv.DictReader(io.StringIO(text))]


def test_csv_has_the_period_that_runs_beside_one_that_closed_short(check):
    found = check("--format", "csv", "--officer", "b2", as_of="2027-01-01").stdout
    assert periods(found) == ["2026-01-01", "2027-01-01", "2026-03-01"]


def test_all_rows_adds_the_period_that_is_neither_headline_nor_left_to_do(check):
    words = ("--format", "csv", "--officer", "a1")
    assert periods(check(*words, as_of="2027-01-01").stdout) == ["2027-01-01", "2020-01-01"]
    with_all = check(*words, "--all-rows", as_of="2027-01-01").stdout
    assert periods(with_all) == ["2026-01-01", "2027-01-01", "2020-01-01"]


def test_csv_writes_amounts_for_people_beside_the_whole_numbers(check):
    found = rows(check("--format", "csv").stdout)["b2", "zz/driving-8"]
    assert [found[name] for name in ("short", "needed_text", "credited_text", "short_text")] == [
        "240",
        "8 h",
        "4 h",
        "4 h",
    ]


def test_json_and_parquet_say_the_same_as_csv(check, tmp_path):
    from_csv = pl.read_csv(check("--format", "csv").stdout.encode(), infer_schema=False)
    from_json = json.loads(check("--format", "json").stdout)
    check("--output", tmp_path / "standing.parquet")
    from_parquet = pl.read_parquet(tmp_path / "standing.parquet")
    assert [row["verdict"] for row in from_json] == from_csv["verdict"].to_list()
    assert from_parquet["verdict"].to_list() == from_csv["verdict"].to_list()
    assert from_parquet.schema["due"] == pl.Date
    assert from_parquet.columns == from_csv.columns


def test_html_is_one_file_that_fetches_nothing(check, tmp_path):
    done = check("--output", tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text("utf-8")
    assert done.exit_code == 0
    assert page.startswith("<!doctype html>")
    assert "<script" not in page
    assert re.findall(r'(?:src|srcset)="', page) == []
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


def test_html_speaks_spanish_when_asked(check):
    page = check("--format", "html", "--lang", "es").stdout
    assert '<html lang="es">' in page
    assert "Proporción cumplida, por requisito" in page


def test_the_name_of_the_output_tells_the_form(check, tmp_path):
    done = check("-o", tmp_path / "standing.csv")
    assert (tmp_path / "standing.csv").read_text().startswith("officer_id,requirement,")
    assert done.stdout == ""
    assert "Wrote " in done.stderr


def test_a_table_can_be_written_to_a_file(check, tmp_path):
    check("-o", tmp_path / "summary.txt")
    assert "zz/driving-8" in (tmp_path / "summary.txt").read_text()


def test_nothing_is_coloured_outside_a_terminal(check):
    assert "\x1b" not in check(as_of="2027-01-01").output


# ── what is asked ──────────────────────────────────────────────────────────────────────────────


def test_unit_keeps_who_belongs_to_it_on_the_day(check):
    assert {key[0] for key in rows(check("--format", "csv", "--unit", "patrol").stdout)} == {"a1", "b2"}
    in_summer = check("--format", "csv", "--unit", "patrol", as_of="2026-08-31").stdout
    assert {key[0] for key in rows(in_summer)} == {"a1"}


def test_officer_may_be_repeated(check):
    found = rows(check("--format", "csv", "--officer", "a1", "--officer", "d4").stdout)
    assert {key[0] for key in found} == {"a1", "d4"}


def test_rules_may_name_one_requirement(check):
    found = rows(check("--format", "csv", rules="zz/driving-8").stdout)
    assert {key[1] for key in found} == {"zz/driving-8"}


def test_known_at_leaves_out_what_was_written_later(check):
    before = rows(check("--format", "csv", "--known-at", "2026-06-09").stdout)
    after = rows(check("--format", "csv", "--known-at", "2026-06-10").stdout)
    assert before["b2", "zz/driving-8"]["credited"] == "0"
    assert after["b2", "zz/driving-8"]["credited"] == "240"


def test_set_gives_a_parameter_another_value(check):
    found = rows(check("--format", "csv", "--set", "zz.driving-hours=4").stdout)
    assert found["b2", "zz/driving-8"]["verdict"] == "met"


def test_crosswalk_gives_topics_for_one_run(check, town):
    before = (town / "facts" / "courses.csv").read_bytes()
    found = rows(check("--format", "csv", "--crosswalk", town / "crosswalk.yaml").stdout)
    assert found["b2", "zz/driving-8"]["credited"] == str(240 + 240)
    assert found["b2", "zz/driving-8"]["verdict"] == "met"
    assert (town / "facts" / "courses.csv").read_bytes() == before


def test_officers_judged_in_parts_get_the_same_answers(check, monkeypatch):
    at_once = check("--format", "csv", "--all-rows").stdout
    monkeypatch.setattr(muster.cli.check, "AT_ONCE", 1)
    assert check("--format", "csv", "--all-rows").stdout == at_once
    assert "a1" in at_once


def test_shipped_stands_for_the_rulebook_that_comes_with_muster(run, town):
    done = run("check", town / "facts", "--rulebook", "shipped", "--rulebook", town / "rulebook")
    assert "Say --rules with one or more of: model, us-ca," in done.stderr
    assert "zz." in done.stderr


@pytest.fixture
def owed_by_the_agency(town, tmp_path):
    """The town's rulebook with driving as a duty of the agency: half of its officers."""
    copy = shutil.copytree(town / "rulebook", tmp_path / "rulebook")
    rule = copy / "zz" / "driving-8.yaml"
    text = rule.read_text().replace("evidence: V", "binds: agency\nshare: {at_least: 50}\nevidence: V")
    rule.write_text(text)
    return copy


def test_duties_of_an_agency_are_added_up_and_called_its_own(run, town, owed_by_the_agency):
    book = ("--rulebook", owed_by_the_agency, "--rules", "zz", "--as-of", "2026-12-31")
    shown = run("check", town / "facts", *book).stdout
    # a1 met it, b2 did not, d4 cannot be told: it hangs on d4
    sums = "zz/driving-8: 1 of 3 met, 1 unknown; 50 % are needed: cannot be told"
    assert sums in shown
    assert "the agency owes this" in next(row for row in shown.splitlines() if row.startswith("zz/driving-8"))


# ── exit codes ─────────────────────────────────────────────────────────────────────────────────


def test_overdue_officers_are_no_failure_unless_asked(check):
    assert check(as_of="2027-01-01").exit_code == 0
    asked = check("--fail-on", "overdue", as_of="2027-01-01")
    assert asked.exit_code == 1
    assert "--fail-on: 1 overdue." in asked.stderr


def test_fail_on_passes_when_nobody_has_the_verdict(check):
    assert check("--fail-on", "overdue", "--fail-on", "in_grace").exit_code == 0


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("--fail-on", "late"), 2, "--fail-on late is no verdict. Say one of: overdue, in_grace,"),
        (
            ("--unit", "harbour"),
            2,
            "no officer belongs to the unit harbour on 2026-12-31. The units are: patrol, records.",
        ),
        (("--officer", "Smith"), 4, "there is no officer Smith."),
        (("--known-at", "yesterday"), 2, "--known-at yesterday is no moment."),
        (("--set", "driving"), 2, "--set driving does not say which parameter gets which value."),
        (("--set", "zz.riding=1"), 2, "the rules have no parameter zz.riding. They have: zz.driving-hours."),
        (("--set", "zz.driving-hours=2.33"), 3, "2.33 hours is not a whole number of minutes."),
        (("--as-of", "2026-11-31"), 2, "--as-of 2026-11-31 is no day: day is out of range for month."),
        (("--known-at", "20260630"), 2, "--known-at 20260630 is no moment."),
        (("--known-at", "2026-W26-2"), 2, "--known-at 2026-W26-2 is no moment."),
        (("--known-at", "2026-06-30T14:00"), 2, "--known-at 2026-06-30T14:00 is no moment."),
        (("--as-of", "2026-W26-2"), 2, "--as-of 2026-W26-2 is no day. Write it as 2026-06-30."),
        (("--as-of", "9999-12-31"), 2, "is too far from any rule to be judged. The years are 1900 to 2199."),
        (("--as-of", "1899-12-31"), 2, "is too far from any rule to be judged."),
        (("--officer", "\x1b[31m\u202e7"), 4, "there is no officer \\x1b[31m\\u202e7."),
        (("--as-of", "31.12.2026"), 2, "--as-of 31.12.2026 is no day. Write it as 2026-06-30."),
        (("--output", "out.xlsx"), 2, "files that end in .xlsx are not written."),
        (("--output", "out.docx"), 2, "files that end in .docx are not written."),
        (("--format", "pdf"), 2, "pdf"),
        (("--crosswalk", "nowhere.yaml"), 4, "nowhere.yaml"),
        (("--rulebook", "nowhere"), 3, "there is no folder nowhere."),
    ],
)
def test_what_cannot_be_done_is_said_with_its_code(check, words, code, sentence):
    done = check(*words)
    assert (done.exit_code, sentence in " ".join(done.stderr.split())) == (code, True), done.output
    assert "Traceback" not in done.output
    assert done.stdout == ""


def test_rules_must_be_named(run, town):
    done = run("check", town / "facts", "--rulebook", town / "rulebook")
    assert done.exit_code == 2
    assert "no rules were named. Say --rules with one or more of: zz." in done.stderr


def test_facts_must_be_there(run, town, tmp_path):
    done = run("check", tmp_path / "none", "--rulebook", town / "rulebook", "--rules", "zz")
    assert done.exit_code == 4
    assert "there is no folder" in done.stderr
    assert "`muster sample` makes one to try" in done.stderr


def test_an_output_that_cannot_be_written_leaves_nothing(check, tmp_path):
    done = check("--output", tmp_path / "no" / "folder" / "report.html")
    assert done.exit_code == 5
    assert "the file cannot be written" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_older_report_stays_when_the_new_one_fails(check, tmp_path):
    kept = tmp_path / "standing.csv"
    kept.write_text("older")
    assert check("--output", kept, "--unit", "harbour").exit_code == 2
    assert kept.read_text() == "older"


def test_spark_that_is_not_there_is_a_missing_part(check, monkeypatch):
    def gone(*_: object) -> None:
        raise MissingPart.because(
            "no-pyspark", "the engine spark needs PySpark, not installed here.", "Install it."
        )

    monkeypatch.setattr("muster.core.spark.evaluating.require_spark", gone)
    done = check("--engine", "spark")
    assert done.exit_code == 5
    assert "the engine spark needs PySpark, not installed here. Install it." in done.stderr


def test_debug_lets_the_traceback_through(run):
    done = run("--debug", "check", "nowhere")
    assert isinstance(done.exception, BadUsage)


def test_ctrl_c_leaves_with_130(check, monkeypatch):
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(muster.cli.check, "evaluate", stopped)
    done = check()
    assert done.exit_code == 130
    assert done.stderr == "Stopped.\n"


# ── facts that break their promise ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("file", "content", "sentence"),
    [
        ("officers.csv", "id\na1\n", "the table of officers has no column officer_id."),
        ("officers.csv", "officer_id\na1\na1\n", "officer a1 stands in the officers table twice."),
        (
            "records.csv",
            "officer_id,course\nz9,D-1\n",
            "about officers who are not in the officers table, first z9.",
        ),
        (
            "records.csv",
            "officer_id,course,completed_on\na1,D-1,2026-02-30\n",
            "completed_on '2026-02-30', which is no day.",
        ),
        ("records.csv", "officer_id,course,outcome\na1,D-1,slept\n", "has the outcome 'slept'."),
        (
            "facts.csv",
            "officer_id,fact,start,end\na1,leave,2026-02-01,2026-01-01\n",
            "ends 2026-01-01, before it starts",
        ),
    ],
)
def test_broken_facts_are_refused_with_a_sentence(run, town, tmp_path, file, content, sentence):
    (tmp_path / "officers.csv").write_text("officer_id\na1\n")
    (tmp_path / file).write_text(content)
    done = run("check", tmp_path, "--rulebook", town / "rulebook", "--rules", "zz")
    assert (done.exit_code, sentence in done.stderr) == (4, True), done.stderr
    assert "Traceback" not in done.output


def test_rows_come_in_one_order(check):
    found = list(csv.DictReader(io.StringIO(check("--format", "csv").stdout)))
    keys = [(row["officer_id"], row["requirement"]) for row in found]
    assert keys == sorted(keys)


def test_output_path_is_named_on_stderr(check, tmp_path: Path):
    target = tmp_path / "standing.json"
    assert check("-o", target).stderr == f"Wrote {target}.\n"
