"""Every check between files: it speaks up on its case, where the case is, and is silent once that is mended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from muster.core.errors import Problem
from muster.core.rules.check import find_problems
from muster.core.rules.language import Filter, Requirement
from muster.core.rules.language.walk import pieces_of, references_of
from muster.core.rules.rulebook import Rulebook
from muster.core.rules.yaml_lines import YamlPage

Make = Callable[..., Requirement]
Book = Callable[..., Rulebook]

DRIVING = {"topics": "driving"}
ROLLING = {"rolling": {"every": "1 year"}}
PERSONAL = {"personal": {"every": "1 year", "from": {"first": "employment"}}}
ONCE = {"once": {"by": "2024-12-31"}}
TRAILING = {"trailing": {"covers": "1 year"}}


def groups(fact: str) -> dict[str, Any]:
    return {"calendar": {"every": "1 year", "anchored": {"by": fact, "groups": {"A-H": "2020-01-01"}}}}


def found(book: Rulebook) -> list[tuple[str, str]]:
    """What is found: codes and keys."""
    return [(problem.code, problem.where.key) for problem in find_problems(book)]


# ── one rule alone: code, key, the case, and what mends it ─────────────────────────────────────

CASES: dict[str, tuple[str, str, dict[str, Any], dict[str, Any]]] = {
    "topic of a filter": (
        "unknown-word",
        "versions.0.what.of.topics",
        {"what": {"hours": 8, "of": {"topics": "drving"}}},
        {"what": {"hours": 8, "of": DRIVING}},
    ),
    "topic deep in a filter": (
        "unknown-word",
        "versions.0.what.any.1.of.not.all.0.topics",
        {"what": {"any": [{"hours": 1}, {"times": 1, "of": {"not": {"all": [{"topics": "drving"}]}}}]}},
        {"what": {"any": [{"hours": 1}, {"times": 1, "of": {"not": {"all": [DRIVING]}}}]}},
    ),
    "topic of each": (
        "unknown-word",
        "versions.0.what.each_topic",
        {"what": {"each_topic": ["driving", "drving"]}},
        {"what": {"each_topic": ["driving"]}},
    ),
    "topic of a cap": (
        "unknown-word",
        "versions.0.credit.caps.0.of.topics",
        {"credit": {"caps": [{"of": {"topics": "drving"}, "hours": 1}]}},
        {"credit": {"caps": [{"of": DRIVING, "hours": 1}]}},
    ),
    "topic of a first record": (
        "unknown-word",
        "versions.0.start.from.record.topics",
        {"start": {"from": {"record": {"topics": "drving"}}}},
        {"start": {"from": {"record": DRIVING}}},
    ),
    "subject": (
        "unknown-word",
        "subjects",
        {"file": {"subjects": ["drving"]}},
        {"file": {"subjects": ["driving"]}},
    ),
    "delivery": (
        "unknown-word",
        "versions.0.what.of.delivery",
        {"what": {"hours": 8, "of": {"delivery": "webinar"}}},
        {"what": {"hours": 8, "of": {"delivery": "online"}}},
    ),
    "mark": (
        "unknown-word",
        "versions.0.what.of.marks",
        {"what": {"hours": 8, "of": {"marks": "stamped"}}},
        {"what": {"hours": 8, "of": {"marks": "attested"}}},
    ),
    "unit": (
        "unknown-word",
        "versions.0.credit.convert.0.of.units",
        {"credit": {"convert": [{"of": {"units": "ects"}, "multiply": 2}]}},
        {"credit": {"convert": [{"of": {"units": "semester-credit"}, "multiply": 2}]}},
    ),
    "fact that is": (
        "unknown-fact",
        "versions.0.who.is.emploiment",
        {"who": {"is": {"emploiment": "any"}}},
        {"who": {"is": {"employment": "any"}}},
    ),
    "fact that was": (
        "unknown-fact",
        "versions.0.who.not.was.ranc",
        {"who": {"not": {"was": {"ranc": "any"}}}},
        {"who": {"not": {"was": {"rank": "any"}}}},
    ),
    "fact that began": (
        "unknown-fact",
        "versions.0.who.began",
        {"who": {"began": "ranc", "on": {"before": "2020-01-01"}}},
        {"who": {"began": "rank", "on": {"before": "2020-01-01"}}},
    ),
    "fact served": (
        "unknown-fact",
        "versions.0.who.served",
        {"who": {"served": "ranc", "at_least": "1 year"}},
        {"who": {"served": "rank", "at_least": "1 year"}},
    ),
    "fact held": (
        "unknown-fact",
        "versions.0.what.held.cart",
        {"what": {"held": {"cart": "any"}}},
        {"what": {"held": {"card": "any"}}},
    ),
    "fact of each": (
        "unknown-fact",
        "versions.0.what.for_each",
        {"what": {"for_each": "carry"}},
        {"what": {"for_each": "carries"}},
    ),
    "fact of a start": (
        "unknown-fact",
        "versions.0.start.from.latest",
        {"start": {"from": {"latest": "ranc"}}},
        {"start": {"from": {"latest": "rank"}}},
    ),
    "fact of a return": (
        "unknown-fact",
        "versions.0.when.personal.from.end_of",
        {"when": {"personal": {"every": "1 year", "from": {"end_of": "leav"}}}},
        {"when": {"personal": {"every": "1 year", "from": {"end_of": "leave"}}}},
    ),
    "fact of groups": (
        "unknown-fact",
        "versions.0.when.calendar.anchored.by",
        {"when": groups("surname")},
        {"when": groups("surname-initial")},
    ),
    "fact of a birth month": (
        "unknown-fact",
        "versions.0.when.personal.end_in_month_of",
        {"when": {"personal": {**PERSONAL["personal"], "end_in_month_of": "birthday"}}},
        {"when": {"personal": {**PERSONAL["personal"], "end_in_month_of": "birth-month"}}},
    ),
    "value": (
        "unknown-value",
        "versions.0.who.is.employment",
        {"who": {"is": {"employment": ["full-time", "fulltime"]}}},
        {"who": {"is": {"employment": ["full-time", "part-time"]}}},
    ),
    "value in a comparison": (
        "unknown-value",
        "versions.0.who.is.rank",
        {"who": {"is": {"rank": {"at_least": "major"}}}},
        {"who": {"is": {"rank": {"at_least": "captain"}}}},
    ),
    "value of a length of service": (
        "unknown-value",
        "versions.0.who.served",
        {"who": {"served": "rank", "values": "major", "at_least": "1 year"}},
        {"who": {"served": "rank", "values": "captain", "at_least": "1 year"}},
    ),
    "value of a start": (
        "unknown-value",
        "versions.0.start.from.first",
        {"start": {"from": {"first": "rank", "values": "major"}}},
        {"start": {"from": {"first": "rank", "values": "captain"}}},
    ),
    "courses by period": (
        "shapes-clash",
        "versions.0.what",
        {"when": PERSONAL, "what": {"times": 1, "of": {"courses_by_period": {"2024-01-01": "c-1"}}}},
        {"what": {"times": 1, "of": {"courses_by_period": {"2024-01-01": "c-1"}}}},
    ),
    "rolling with caps": (
        "shapes-clash",
        "versions.0.credit",
        {"when": ROLLING, "credit": {"caps": [{"of": {}, "hours": 1}]}},
        {"when": ROLLING},
    ),
    "rolling with repeats": (
        "shapes-clash",
        "versions.0.credit",
        {"when": ROLLING, "credit": {"repeats": {"at_most": 1}}},
        {"when": TRAILING, "credit": {"repeats": {"at_most": 1}}},
    ),
    "rolling with teaching once": (
        "shapes-clash",
        "versions.0.credit",
        {"when": ROLLING, "credit": {"teaching": "once_per_course"}},
        {"when": ROLLING, "credit": {"teaching": "counts"}},
    ),
    "rolling with held": (
        "shapes-clash",
        "versions.0.what",
        {"when": ROLLING, "what": {"held": {"card": "any"}}},
        {"when": TRAILING, "what": {"held": {"card": "any"}}},
    ),
    "rolling with a maximum": (
        "shapes-clash",
        "versions.0.what",
        {"when": ROLLING, "what": {"hours_at_most": 8}},
        {"when": TRAILING, "what": {"hours_at_most": 8}},
    ),
    "rolling with a ratio inside": (
        "shapes-clash",
        "versions.0.what",
        {"when": ROLLING, "what": {"all": [{"hours": 1}, {"ratio": DRIVING, "to": {}, "at_least": 1}]}},
        {"when": ROLLING, "what": {"all": [{"hours": 1}]}},
    ),
    "rolling apart": (
        "shapes-clash",
        "versions.0.what",
        {"when": ROLLING, "what": {"separately": [{"hours": 1, "of": DRIVING}, {"hours": 1}]}},
        {"what": {"separately": [{"hours": 1, "of": DRIVING}, {"hours": 1}]}},
    ),
    "rolling in turns": (
        "shapes-clash",
        "versions.0.what",
        {"when": ROLLING, "what": {"alternating": [{"hours": 1}, {"hours": 2}]}},
        {"what": {"alternating": [{"hours": 1}, {"hours": 2}]}},
    ),
    "rolling different courses": (
        "shapes-clash",
        "versions.0.what",
        {"when": ROLLING, "what": {"times": 2, "different_courses": True}},
        {"when": ROLLING, "what": {"times": 2, "on_different_days": True}},
    ),
    "rolling with less for leave": (
        "shapes-clash",
        "versions.0.leave",
        {"when": ROLLING, "leave": [{"then": "prorate"}]},
        {"when": ROLLING, "leave": [{"then": "extend"}]},
    ),
    "late without a period": (
        "shapes-clash",
        "versions.0.late",
        {"when": TRAILING, "late": {"within": "30 days"}},
        {"when": PERSONAL, "late": {"within": "30 days"}},
    ),
    "carry-over without a next period": (
        "shapes-clash",
        "versions.0.credit",
        {"when": ONCE, "credit": {"carry_over": {"at_most": 4}}},
        {"when": PERSONAL, "credit": {"carry_over": {"at_most": 4}}},
    ),
}


@pytest.mark.parametrize(("code", "key", "case", "mended"), CASES.values(), ids=CASES)
def test_a_check_fails_on_its_case_and_passes_once_it_is_mended(
    code: str, key: str, case: dict[str, Any], mended: dict[str, Any], rule: Make, book: Book
) -> None:
    assert found(book(rule(**case))) == [(code, key)]
    assert found(book(rule(**mended))) == []


def test_a_word_of_the_jurisdiction_is_a_word(rule: Make, book: Book) -> None:
    own = rule(what={"hours": 8, "of": {"topics": "falconry"}}, who={"is": {"grade": "first"}})
    page = {
        "topics": {"falconry": "falconry"},
        "facts": {"grade": {"says": "grade", "values": {"first": "1st"}}},
    }
    assert found(book(own, **page)) == []
    assert [code for code, _ in found(book(own))] == ["unknown-word", "unknown-fact"]


def test_any_value_and_any_number_may_be_asked_for(rule: Make, book: Book) -> None:
    own = rule(who={"all": [{"is": {"rank": "any"}}, {"is": {"clerical-share": {"below": 50}}}]})
    assert found(book(own)) == []


# ── whom a jurisdiction binds ──────────────────────────────────────────────────────────────────


def with_page(book: Rulebook) -> Rulebook:
    return replace(book, own_pages={"xx-test": YamlPage("xx-test/jurisdiction.yaml", None, {(): 1})})


@pytest.mark.parametrize(
    ("who", "problem"),
    [
        ({"is": {"emploiment": "any"}}, ("unknown-fact", "who.is.emploiment")),
        ({"is": {"employment": "fulltime"}}, ("unknown-value", "who.is.employment")),
        ({"not": {"met": "xx-test/rule"}}, ("met-in-jurisdiction", "who.not.met")),
    ],
)
def test_the_page_of_a_jurisdiction_is_checked_too(
    who: Any, problem: tuple[str, str], rule: Make, book: Book
) -> None:
    assert found(with_page(book(rule(when=ONCE), who=who))) == [problem]
    assert found(with_page(book(rule(when=ONCE), who={"is": {"employment": "full-time"}}))) == []


# ── references ─────────────────────────────────────────────────────────────────────────────────


def once(rule: Make, name: str, *needs: str) -> Requirement:
    who = {"all": [{"met": f"xx-test/{other}"} for other in needs]} if needs else {"everyone": True}
    return rule(name, when=ONCE, who=who)


def test_a_reference_must_lead_to_a_one_time_requirement(rule: Make, book: Book) -> None:
    first, refers = once(rule, "first"), once(rule, "rule", "first")
    assert found(book(refers)) == [("unknown-reference", "versions.0.who.all.0.met")]
    assert found(book(refers, rule("first"))) == [("reference-not-once", "versions.0.who.all.0.met")]
    assert found(book(refers, first)) == []


def test_a_period_may_begin_with_a_one_time_requirement(rule: Make, book: Book) -> None:
    refers = rule(when={"personal": {"every": "1 year", "from": {"met": "xx-test/first"}}})
    assert references_of(refers) == {"xx-test/first": ("versions", 0, "when", "personal", "from", "met")}
    assert found(book(refers)) == [("unknown-reference", "versions.0.when.personal.from.met")]
    assert found(book(refers, once(rule, "first"))) == []


def test_a_reference_into_another_jurisdiction_is_refused(rule: Make, book: Book) -> None:
    other = Requirement.model_validate(
        {**once(rule, "first").model_dump(by_alias=True), "id": "xx-other/first"}
    )
    refers = rule(who={"met": "xx-other/first"})
    whole = book(refers)
    both = replace(whole, requirements={**whole.requirements}, whole={other.id: other})
    assert found(both) == [("unknown-reference", "versions.0.who.met")]


CIRCLES = {
    "with itself": ({"a": ["a"]}, "a > a"),
    "of two": ({"a": ["b"], "b": ["a"]}, "a > b > a"),
    "of three": ({"a": ["b"], "b": ["c"], "c": ["a"]}, "a > b > c > a"),
    "behind a first reference that ends": ({"a": ["b", "c"], "b": [], "c": ["a"]}, "a > c > a"),
    "further down": ({"a": ["b"], "b": ["c"], "c": ["b"]}, "b > c > b"),
}


@pytest.mark.parametrize(("needs", "circle"), CIRCLES.values(), ids=CIRCLES)
def test_a_circle_of_references_is_shown_once(
    needs: dict[str, list[str]], circle: str, rule: Make, book: Book
) -> None:
    problems = find_problems(book(*(once(rule, name, *others) for name, others in needs.items())))
    assert [problem.code for problem in problems] == ["reference-cycle"]
    names = " > ".join(f"xx-test/{name}" for name in circle.split(" > "))
    assert problems[0].what == f"the requirements refer to each other in a circle: {names}."


def test_two_ways_to_one_requirement_are_no_circle(rule: Make, book: Book) -> None:
    needs = {"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}
    assert found(book(*(once(rule, name, *others) for name, others in needs.items()))) == []


# ── tests beside the law ───────────────────────────────────────────────────────────────────────


def test_a_requirement_without_tests_is_told_where_others_have_them(rule: Make, book: Book) -> None:
    both = book(rule("tested"), rule("untested"))
    some = replace(both, tests={"xx-test/tested": Path("tested.test.yaml")})
    problems: list[Problem] = find_problems(some)
    assert [problem.what for problem in problems] == ["xx-test/untested has no tests beside it."]
    assert problems[0].do == "Write untested.test.yaml: the day before, on and after each boundary."
    every = replace(both, tests={name: Path("x.test.yaml") for name in both.requirements})
    assert found(every) == []


def test_every_piece_of_a_rule_is_walked_with_its_path(rule: Make) -> None:
    own = rule(what={"all": [{"hours": 1, "of": {"any": [DRIVING]}}]})
    places = {path: piece for path, piece in pieces_of(own) if isinstance(piece, Filter) and piece.topics}
    assert list(places) == [("versions", 0, "what", "all", 0, "of", "any", 0)]
