"""YAML as plain values with their lines; what is dangerous or hard to read is refused with its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from muster.core.errors import BadRule, Problem
from muster.core.rules.yaml_lines import DEEPEST, LARGEST_FILE, parse_yaml, read_yaml


def refused(text: str) -> Problem:
    with pytest.raises(BadRule) as found:
        parse_yaml(text, "rule.yaml")
    return found.value.problems[0]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("24", 24),
        ("-3", -3),
        ("4.5", "4.5"),  # never a float: hours are exact
        ("1e3", "1e3"),
        ("010", "010"),  # a course number, not eight
        ("0x1F", "0x1F"),
        ("'2024-06-30'", "2024-06-30"),
        ("2024-06-30", date(2024, 6, 30)),
        ("06-30", "06-30"),
        ("true", True),
        ("False", False),
        ("~", None),
        ("", None),
        (".nan", ".nan"),
        ("1" * 30, "1" * 30),
        ("# only a comment", None),
    ],
)
def test_scalars_are_read_as_they_are_meant(text: str, value: Any) -> None:
    found = parse_yaml(text).value
    assert (found, type(found)) == (value, type(value))


def test_every_key_knows_its_line() -> None:
    page = parse_yaml(
        "id: a\nwhen:\n  calendar:\n    every: 1 year\nlist:\n  - x: 1\n  - y: 2\n", "rule.yaml"
    )
    spots = [(), ("when",), ("when", "calendar", "every"), ("list", 1), ("list", 1, "y")]
    assert [page.where(path).line for path in spots] == [1, 2, 4, 7, 7]
    assert str(page.where(("when", "calendar", "every"))) == "rule.yaml:4 (when.calendar.every)"


def test_a_key_that_is_not_there_is_placed_at_the_closest_that_is() -> None:
    page = parse_yaml("a: 1\nb:\n  c: 2\n", "rule.yaml")
    assert str(page.where(("b", "d"), "e")) == "rule.yaml:2 (b.d.e)"


@pytest.mark.parametrize(
    ("text", "code", "line", "says"),
    [
        ("a: [1\nb: 2\n", "yaml-broken", 2, "this is not YAML"),
        ("a: 1\n\tb: 2\n", "yaml-broken", 2, "this is not YAML"),
        ("a: 'open\n", "yaml-broken", 2, "this is not YAML"),
        ("a: 1\n---\nb: 2\n", "yaml-broken", 2, "this is not YAML"),
        ("a: 1\nb: 2023-02-30\n", "impossible-date", 2, "2023-02-30 is not a day of the calendar"),
        ("a: 2023-13-01\n", "impossible-date", 1, "2023-13-01 is not a day of the calendar"),
        ("a: 2023-02-29\n", "impossible-date", 1, "2023-02-29 is not a day of the calendar"),
        ("a: 2023-02-28T24:61:00\n", "impossible-date", 1, "is not a day of the calendar"),
        ("a: &x 1\nb: 2\n", "yaml-anchor", 1, "anchors (&) and aliases (*) are not used"),
        ("a: &x {b: 1}\nc: *x\n", "yaml-anchor", 1, "anchors (&) and aliases (*) are not used"),
        ("a: &x 1\nb: &x 2\n", "yaml-anchor", 1, "anchors (&) and aliases (*) are not used"),
        ("a: 1\nb: !!python/object:os.system x\n", "yaml-tag", 2, "are not used in rule files"),
        ("a: !secret x\n", "yaml-tag", 1, "tags such as !secret are not used"),
        ("a: !!binary aGk=\n", "yaml-tag", 1, "are not used in rule files"),
        ("a: 1\nb: 2\na: 3\n", "yaml-twice", 3, "the key a stands here twice"),
        ("x:\n  a: 1\n  a: 1\n", "yaml-twice", 3, "the key a stands here twice"),
        ("? [1, 2]\n: 3\n", "yaml-key", 1, "a key must be a single word"),
    ],
)
def test_what_is_no_plain_yaml_is_refused_with_its_line(text: str, code: str, line: int, says: str) -> None:
    problem = refused(text)
    assert (problem.code, problem.where.file, problem.where.line) == (code, "rule.yaml", line)
    assert says in problem.what
    assert problem.do


def test_an_alias_bomb_is_refused_before_it_grows() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdef", "bcdefg", strict=True)
    )
    assert refused(bomb).code == "yaml-anchor"


def test_nesting_has_its_limit() -> None:
    assert parse_yaml("[" * DEEPEST + "]" * DEEPEST).value is not None
    assert refused("[" * (DEEPEST + 2) + "]" * (DEEPEST + 2)).code == "yaml-too-deep"


def test_nesting_beyond_all_measure_is_still_a_sentence() -> None:
    assert refused("[" * 20_000).code in {"yaml-broken", "yaml-too-deep"}


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "rule.yaml"
    path.write_bytes(b"#" * (LARGEST_FILE + 1))
    with pytest.raises(BadRule, match=r"rule\.yaml: the file is over 1 MB"):
        read_yaml(path, "rule.yaml")


def test_a_file_that_is_not_utf8_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "rule.yaml"
    path.write_bytes("id: a\ntitle: Präventionskurs\n".encode("latin-1"))
    with pytest.raises(BadRule, match=r"rule\.yaml:2: the file is not UTF-8 text\. Save it as UTF-8\."):
        read_yaml(path, "rule.yaml")


@pytest.mark.parametrize("missing", ["nowhere.yaml", "."])
def test_a_file_that_cannot_be_read_is_a_sentence(tmp_path: Path, missing: str) -> None:
    with pytest.raises(BadRule, match="the file cannot be read"):
        read_yaml(tmp_path / missing, "rule.yaml")


def test_what_is_no_text_at_all_is_a_sentence() -> None:
    assert refused("a: \x00\x01").code == "yaml-broken"
