"""``muster rules``: every mistake with its place, every test with its line, every rule readable."""

from __future__ import annotations

import csv
import io
import json
import shutil

import jsonschema
import pytest


@pytest.fixture
def book(town, tmp_path):
    """A copy of the town's rulebook that a test may break."""
    return shutil.copytree(town / "rulebook", tmp_path / "rulebook")


def change(book, name, old, new):
    file = book / "zz" / name
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


# ── check ──────────────────────────────────────────────────────────────────────────────────────


def test_check_counts_the_rules_that_are_sound(run, book):
    done = run("rules", "check", "--rulebook", book)
    assert done.exit_code == 0
    assert next(line.split() for line in done.stdout.splitlines() if line.startswith("zz")) == [
        "zz",
        "Zedland",
        "2",
        "2",
        "1",
        "1",
        "1",
    ]
    assert "Sound: 2 requirements." in done.stdout


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        ("driving-8.yaml", "hours: $", "hour: $", "rulebook/zz/driving-8.yaml:12 (versions.0.what"),
        (
            "driving-8.yaml",
            "topics: driving",
            "topics: drivng",
            "drivng is not among the topics of the vocabulary (did you mean driving?).",
        ),
        (
            "driving-8.yaml",
            "from: 2026-01-01",
            "from: 2026-02-30",
            "rulebook/zz/driving-8.yaml:10: 2026-02-30 is not a day of the calendar",
        ),
        ("driving-8.yaml", "when: {", "when: [", "rulebook/zz/driving-8.yaml:11: this is not YAML"),
        ("driving-8.yaml", "cite: Zedland Code 1,", "", "the key cite is missing."),
        ("driving-8.test.yaml", "due_soon", "soonish", "soonish is no verdict."),
        (
            "first-aid-once.yaml",
            "id: zz/first-aid-once",
            "id: zz/first-aid",
            "but the file stands at zz/first-aid-once.",
        ),
    ],
)
def test_check_names_file_line_and_remedy(run, book, file, old, new, sentence):
    change(book, file, old, new)
    done = run("rules", "check", "--rulebook", book)
    assert (done.exit_code, sentence in done.stderr) == (3, True), done.stderr
    assert "Traceback" not in done.output


def test_check_reports_mistakes_of_several_files_at_once(run, book):
    change(book, "driving-8.yaml", "evidence: V", "evidence: X")
    change(book, "first-aid-once.yaml", "evidence: S", "evidence: X")
    problems = run("rules", "check", "--rulebook", book).stderr.splitlines()
    assert [line.split(":")[1].strip() for line in problems] == [
        "rulebook/zz/driving-8.yaml",
        "rulebook/zz/first-aid-once.yaml",
    ]


def test_check_knows_no_such_rules(run, book):
    done = run("rules", "check", "yy", "--rulebook", book)
    assert done.exit_code == 2
    assert "the rulebook has nothing called yy. It has: zz;" in done.stderr


# ── test ───────────────────────────────────────────────────────────────────────────────────────


def test_test_prints_a_line_for_each_expected_day(run, book):
    done = run("rules", "test", "zz/driving-8", "--rulebook", book)
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "pass  rulebook/zz/driving-8.test.yaml:6  2026-12-30  Eight hours on the last day are in time",
        "pass  rulebook/zz/driving-8.test.yaml:7  2026-12-31  Eight hours on the last day are in time",
        "pass  rulebook/zz/driving-8.test.yaml:13  2027-01-01  Seven hours are one short",
        "3 passed, 0 failed, of 1 requirements.",
    ]


def test_test_fails_with_what_was_expected_and_what_came(run, book):
    change(book, "driving-8.test.yaml", "8 - 7", "8 - 6")
    done = run("rules", "test", "--rulebook", book, "--failed-only")
    assert done.exit_code == 1
    assert done.stdout.splitlines()[:2] == [
        "FAIL  rulebook/zz/driving-8.test.yaml:13  2027-01-01  Seven hours are one short",
        "      expected short 2 h, got 1 h (overdue: closed_short, due 31 Dec 2026, 7 h of 8 h)",
    ]
    assert "1 of 5 answers are not as expected." in done.stderr


def test_test_without_tests_is_no_success(run, book):
    for file in (book / "zz").glob("*.test.yaml"):
        file.unlink()
    done = run("rules", "test", "--rulebook", book)
    assert done.exit_code == 2
    assert "there are no tests here." in done.stderr


# ── show, compare, graph, schema ───────────────────────────────────────────────────────────────


def test_show_prints_a_requirement(run, book):
    shown = run("rules", "show", "zz/driving-8", "--rulebook", book).stdout
    assert shown.startswith("Eight hours of driving a year\n")
    assert "  What: 8 h of driving\n" in shown


def test_show_lists_a_jurisdiction_and_what_it_leaves_out(run, book):
    shown = run("rules", "show", "zz", "--rulebook", book).stdout
    assert "Facts this rulebook needs:" in shown
    assert "employment (" in shown
    assert "zz/first-aid-once                        First aid within a year of employment" in shown
    assert "  - The law of Zedland on everything else." in shown


def test_compare_in_csv_has_a_row_for_each_missing_subject(run, book):
    text = run(
        "rules", "compare", "zz", "--rulebook", book, "--as-of", "2026-12-31", "--format", "csv"
    ).stdout
    found = [(row["subject"], row["requirement"], row["hours"]) for row in csv.DictReader(io.StringIO(text))]
    assert found == [
        ("procedural-justice", "", ""),
        ("bias-free", "", ""),
        ("crisis-response", "", ""),
        ("de-escalation", "", ""),
        ("cultural-competency", "", ""),
        ("driving", "zz/driving-8", "8"),
        ("first-aid", "zz/first-aid-once", ""),
    ]


def test_compare_says_what_is_missing(run, book):
    shown = run("rules", "compare", "zz", "--rulebook", book).stdout
    assert (
        "zz: procedural justice, bias-free policing, crisis response, de-escalation, cultural competency"
        in shown
    )
    assert "zz: employment full-time" in shown


def test_compare_writes_a_page(run, book, tmp_path):
    assert run("rules", "compare", "zz", "--rulebook", book, "-o", tmp_path / "c.html").exit_code == 0
    page = (tmp_path / "c.html").read_text("utf-8")
    assert "<h1>Rules side by side: Zedland</h1>" in page
    assert "<script" not in page


def test_compare_shows_the_shipped_rules_of_three_jurisdictions(run):
    shown = run("rules", "compare", "us-ca", "us-tx", "model").stdout
    assert all(name in shown for name in ("California", "Texas", "Model policy"))
    assert "us-tx: procedural justice, bias-free policing" in shown


def test_graph_draws_text_and_dot(run, book):
    tree = run("rules", "graph", "zz", "--rulebook", book).stdout
    dot = run("rules", "graph", "zz", "--rulebook", book, "--dot").stdout
    assert tree.splitlines() == [
        "zz/first-aid-once  First aid within a year of employment",
        "└─ zz/driving-8  Eight hours of driving a year: shares hours with it (the course has both)",
    ]
    assert '"zz/driving-8" -> "zz/first-aid-once" [label="shares hours with", style=dashed];' in dot


@pytest.mark.parametrize("shape", ["requirement", "jurisdiction", "vocabulary"])
def test_schema_is_a_json_schema(run, shape):
    schema = json.loads(run("rules", "schema", shape).stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["additionalProperties"] is False


def test_compare_tells_a_rule_in_full_once_and_then_refers_to_it(run):
    shown = run("rules", "compare", "model/contemporary-share").stdout
    assert shown.count("who: ") == 1
    assert "model/contemporary-share: see procedural justice" in " ".join(shown.replace("│", " ").split())


@pytest.mark.parametrize(
    "words",
    [
        ("show", "zz/driving-8"),
        ("show", "zz"),
        ("graph", "zz"),
        ("graph", "zz", "--dot"),
        ("compare", "zz"),
        ("compare", "zz", "--format", "html"),
    ],
)
def test_a_rule_cannot_steer_the_terminal(run, book, words):
    change(book, "driving-8.yaml", "title: Eight", 'title: "\\e[31m\\x9b2J\\u202eEight')
    change(book, "driving-8.yaml", "a year\n", 'a year"\n')
    change(book, "jurisdiction.yaml", "name: Zedland", 'name: "\\e[31m\\x9b2J\\u202eZedland"')
    done = run("rules", words[0], *words[1:], "--rulebook", book)
    assert "\\x1b[31m\\x9b2J\\u202e" in done.stdout
    assert not set("\x1b\x9b\u202e") & set(done.output)
