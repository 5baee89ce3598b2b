"""What a single file cannot know about itself: words, references between files, and tests beside the law."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from difflib import get_close_matches
from typing import Any

from muster.core.errors import Problem, Where
from muster.core.rules.language import Filter, Requirement, Version
from muster.core.rules.language.walk import fact_uses, pieces_of, references_of
from muster.core.rules.language.what import (
    DUTIES,
    Alternating,
    Held,
    HoursAtMost,
    Ratio,
    Separately,
    Times,
)
from muster.core.rules.language.when import WhenCalendar, WhenOnce, WhenPersonal, WhenRolling
from muster.core.rules.language.who import Met
from muster.core.rules.rulebook import Rulebook
from muster.core.rules.yaml_lines import Path_

Check = Callable[[Rulebook, Requirement], Iterator[Problem]]


def find_problems(book: Rulebook, broken: Collection[str] = ()) -> list[Problem]:
    """Return every problem between the files of a rulebook; none means it can be used.

    ``broken`` are requirements whose own file was refused: what refers to them is not blamed as well.
    """
    rules = [rule for rule in book.requirements.values() if rule.id.split("/")[0] in book.jurisdictions]
    found = [problem for rule in rules for check in CHECKS for problem in check(book, rule)]
    found = [p for p in found if p.code != "unknown-reference" or not any(name in p.what for name in broken)]
    return [*found, *_cycles(book), *_jurisdictions(book)]


def _words(book: Rulebook, rule: Requirement) -> Iterator[Problem]:
    own = book.jurisdiction_of(rule)
    words = {
        "topics": {**book.vocabulary.topics, **own.topics},
        "each_topic": {**book.vocabulary.topics, **own.topics},
        "subjects": {**book.vocabulary.topics, **own.topics},
        "delivery": book.vocabulary.delivery,
        "marks": {**book.vocabulary.marks, **own.marks},
        "units": {**book.vocabulary.units, **own.units},
    }
    for path, piece in pieces_of(rule):
        for key, known in words.items():
            for code in getattr(piece, key, ()) if key in type(piece).model_fields else ():
                if code not in known:
                    yield _unknown_word(book, rule, (*path, key), key, code, known)


def _unknown_word(
    book: Rulebook, rule: Requirement, path: Path_, key: str, code: str, known: Iterable[str]
) -> Problem:
    close = get_close_matches(code, list(known), n=1)
    return Problem(
        "unknown-word",
        f"{code} is not among the {key.replace('each_topic', 'topics')} of the vocabulary"
        + (f" (did you mean {close[0]}?)." if close else "."),
        "Use a code of rulebook/vocabulary.yaml, or add one to the jurisdiction's own page.",
        book.pages[rule.id].where(path),
    )


def _facts(book: Rulebook, rule: Requirement) -> Iterator[Problem]:
    for path, piece in pieces_of(rule):
        for fact, wanted, key in fact_uses(piece):
            where = book.pages[rule.id].where((*path, *key))
            yield from _unfit_fact(book, rule.id.split("/")[0], fact, wanted, where)


def _unfit_fact(book: Rulebook, jurisdiction: str, fact: str, wanted: Any, where: Where) -> Iterator[Problem]:
    """A fact must be in the vocabulary, and so must its values where they are listed."""
    word = book.fact_word(fact, jurisdiction)
    if word is None:
        close = get_close_matches(fact, list(book.vocabulary.facts), n=1)
        hint = f" (did you mean {close[0]}?)" if close else ""
        advice = "Facts are listed in rulebook/vocabulary.yaml and in the jurisdiction's own page."
        yield Problem("unknown-fact", f"no fact is called {fact}{hint}.", advice, where)
        return
    for value in _values(wanted) if word.values else ():
        if value != "any" and value not in word.values:
            advice = f"It can be: {', '.join(word.values)}."
            yield Problem("unknown-value", f"the fact {fact} is never {value}.", advice, where)


def _values(wanted: Any) -> tuple[str, ...]:
    if isinstance(wanted, tuple):
        return wanted
    return tuple(v for v in wanted.limits.values() if not v.lstrip("-").isdigit())


def _references(book: Rulebook, rule: Requirement) -> Iterator[Problem]:
    for name, path in references_of(rule).items():
        where = book.pages[rule.id].where(path)
        other = book.requirements.get(name)
        if other is None or name.split("/")[0] != rule.id.split("/")[0]:
            yield Problem(
                "unknown-reference",
                f"there is no requirement {name} in this jurisdiction.",
                "Write its id in full.",
                where,
            )
        elif any(not isinstance(version.when, WhenOnce) for version in other.versions):
            yield Problem(
                "reference-not-once",
                f"{name} recurs, so it is never met once and for all.",
                "met can only name a requirement whose `when` is once.",
                where,
            )


def _cycles(book: Rulebook) -> Iterator[Problem]:
    """Find requirements that refer to each other in a circle, each circle once."""
    edges = {
        name: [other for other in references_of(rule) if other in book.requirements]
        for name, rule in book.requirements.items()
    }
    closed: set[str] = set()
    for start in edges:
        circle = _circle_from(start, edges, closed, ())
        if circle:
            yield Problem(
                "reference-cycle",
                f"the requirements refer to each other in a circle: {' > '.join(circle)}.",
                "Take one of the references out.",
                book.pages[circle[0]].where(references_of(book.requirements[circle[0]])[circle[1]]),
            )


def _circle_from(
    name: str, edges: dict[str, list[str]], closed: set[str], trail: tuple[str, ...]
) -> tuple[str, ...]:
    """Follow every reference from a requirement; return the first circle met."""
    if name in trail:
        return (*trail[trail.index(name) :], name)
    if name in closed:
        return ()
    closed.add(name)
    found = (_circle_from(other, edges, closed, (*trail, name)) for other in edges[name])
    return next(filter(None, found), ())


def _jurisdictions(book: Rulebook) -> Iterator[Problem]:
    """A jurisdiction's own condition uses known facts, and hangs on no requirement."""
    for name, page in book.own_pages.items():
        for path, piece in pieces_of(book.jurisdictions[name].who, ("who",)):
            if isinstance(piece, Met):
                what = "whom a jurisdiction binds cannot hang on one of its requirements."
                do = "Write met in the requirement it matters to."
                yield Problem("met-in-jurisdiction", what, do, page.where((*path, "met")))
            for fact, wanted, key in fact_uses(piece):
                yield from _unfit_fact(book, name, fact, wanted, page.where((*path, *key)))


def _shapes_together(book: Rulebook, rule: Requirement) -> Iterator[Problem]:
    for i, version in enumerate(rule.versions):
        for what, do, key in shape_clashes(version):
            yield Problem("shapes-clash", what, do, book.pages[rule.id].where(("versions", i, key)))


def shape_clashes(version: Version) -> Iterator[tuple[str, str, str]]:
    """Yield what, what to do and the key, for shapes of one version that cannot stand together."""
    filters = [piece for _, piece in pieces_of(version.what) if isinstance(piece, Filter)]
    if any(f.bound_to_period for f in filters) and not isinstance(version.when, WhenCalendar):
        yield (
            "courses_by_period needs periods that start on the same day for all.",
            "Use when: calendar.",
            "what",
        )
    if isinstance(version.when, WhenRolling):
        for key in ("caps", "repeats", "carry_over"):
            if getattr(version.credit, key):
                yield (
                    f"a rolling duty has no fixed period, so credit.{key} has nothing to work on.",
                    "Use when: calendar, personal or trailing.",
                    "credit",
                )
    if isinstance(version.when, WhenRolling):
        yield from _rolling_clashes(version)
    if version.late is not None and not isinstance(version.when, WhenCalendar | WhenPersonal):
        yield (
            "late training needs a period that closes on its deadline.",
            "Use when: calendar or personal.",
            "late",
        )
    fixed = isinstance(version.when, WhenCalendar | WhenPersonal)
    if _prorates_nothing(version):
        yield (
            "first_period: prorated changes nothing: the duty begins with its first period.",
            "Leave it out, or let the periods start on another day (start_on).",
            "start",
        )
    if not fixed and version.start is not None and version.start.first_period == "prorated":
        yield (
            "first_period: prorated needs a period of fixed length.",
            "Use when: calendar or personal.",
            "start",
        )
    if not fixed and any(leave.then == "prorate" for leave in version.leave):
        yield "then: prorate needs a period of fixed length.", "Use when: calendar or personal.", "leave"
    if version.credit.carry_over and not isinstance(version.when, WhenCalendar | WhenPersonal):
        yield "carry_over needs a next period.", "Use when: calendar or personal.", "credit"


def _prorates_nothing(version: Version) -> bool:
    """Whether the duty always begins on the day its first period does."""
    if version.start is None or version.start.first_period != "prorated":
        return False
    personal = version.when.personal if isinstance(version.when, WhenPersonal) else None
    return personal is not None and personal.start_on is None and version.start.from_ == personal.from_


def _rolling_clashes(version: Version) -> Iterator[tuple[str, str, str]]:
    """A rolling duty needs a day on which it is completed, and has no period whose amount could shrink."""
    for leaf in (piece for _, piece in pieces_of(version.what)):
        if isinstance(leaf, Held | Ratio | HoursAtMost | Separately | Alternating):
            name = next(key for key, shape in DUTIES.items() if type(leaf) is shape)
            yield (
                f"a rolling duty cannot ask for `{name}`: there is no day on which that is completed.",
                "Use another `when`.",
                "what",
            )
        if isinstance(leaf, Times) and leaf.different_courses:
            yield (
                "a rolling duty cannot ask for different_courses.",
                "Use when: calendar, personal or trailing.",
                "what",
            )
    if version.credit.teaching == "once_per_course":
        yield (
            "a rolling duty has no period in which a course could count once.",
            "Use teaching: counts.",
            "credit",
        )


def _has_tests(book: Rulebook, rule: Requirement) -> Iterator[Problem]:
    if book.tests and rule.id not in book.tests:
        name = rule.id.split("/")[1]
        yield Problem(
            "no-test",
            f"{rule.id} has no tests beside it.",
            f"Write {name}.test.yaml: the day before, on and after each boundary.",
            book.pages[rule.id].where(()),
        )


CHECKS: tuple[Check, ...] = (_words, _facts, _references, _shapes_together, _has_tests)
