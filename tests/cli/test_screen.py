"""What is shown and written: nothing obeyed, nothing hidden, nothing put where it was read from."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil

import pytest


@pytest.mark.parametrize("place", ["facts/officers.csv", "facts/report.html", "rulebook/zz/new.csv"])
def test_an_answer_is_not_written_into_what_it_was_made_from(run, town, tmp_path, place):
    own = tmp_path / "town"
    shutil.copytree(town, own)
    before = {path: path.read_bytes() for path in own.rglob("*") if path.is_file()}
    book = ("--rulebook", own / "rulebook", "--rules", "zz")
    done = run("check", own / "facts", *book, "-o", own / place)
    assert (done.exit_code, "written into what is read from" in done.stderr) == (2, True)
    assert {path: path.read_bytes() for path in own.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        (".", "this is a folder."),
        ("", "this is a folder."),
        ("/dev/null", "this is a device or a pipe, not a file."),
        ("x" * 300 + ".html", "no file can have this name"),
    ],
)
def test_what_is_no_place_for_a_file_is_said(check, place, sentence):
    done = check("--output", place)
    assert (done.exit_code, sentence in " ".join(done.stderr.split())) == (2, True)
    assert done.stdout == ""


def test_what_was_overridden_is_said_in_every_form(check, town, tmp_path):
    crosswalk = town / "crosswalk.yaml"
    asked = ("--set", "zz.driving-hours=4", "--crosswalk", crosswalk)
    said = f"--set zz.driving-hours=4; --rulebook {town / 'rulebook'}; --crosswalk {crosswalk}"
    check(*asked, "-o", tmp_path / "table.txt")
    assert f"Asked with {said}" in " ".join((tmp_path / "table.txt").read_text("utf-8").split())
    from_csv = csv.DictReader(io.StringIO(check(*asked, "--format", "csv").stdout))
    assert {row["overrides"] for row in from_csv} == {said}
    assert {row["overrides"] for row in json.loads(check(*asked, "--format", "json").stdout)} == {said}
    assert f"Asked with {said}" in check(*asked, "--format", "html").stdout


def test_nothing_is_said_to_be_overridden_when_nothing_is(run, town):
    done = run("check", town / "facts", "--rules", "model", "--format", "csv")
    assert "overrides" not in done.stdout.splitlines()[0]
    shown = run("check", town / "facts", "--rules", "model").stdout
    assert "share met" in shown
    assert "Asked with" not in shown


def test_an_officer_cannot_steer_the_terminal(run, town, tmp_path):
    own, odd = tmp_path / "facts", "\x1b[31m\x9b2J\u202eb2"
    shutil.copytree(town / "facts", own)
    for file in own.glob("*.csv"):
        file.write_text(re.sub(r"\bb2\b", odd, file.read_text("utf-8")), "utf-8")
    book = ("--rulebook", town / "rulebook", "--rules", "zz", "--as-of", "2027-01-01")
    shown = run("check", own, *book).stdout + run("explain", odd, "--facts", own, *book).stdout
    assert "\\x1b[31m\\x9b2J\\u202eb2" in shown
    assert not set("\x1b\x9b\u202e") & set(shown)
