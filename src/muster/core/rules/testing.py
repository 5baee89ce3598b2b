"""Tests beside the law: cases a training lawyer can read, run against the engine.

A case names an officer by facts and records and says, day by day, what the answer must be. See
``docs/rulebook.md``, "Tests".
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from muster.core.errors import BadRule, Problem, Where
from muster.core.periods import as_day, day_text, hours_text
from muster.core.rules.construct import construct
from muster.core.rules.evaluate import evaluate
from muster.core.rules.language.requirement import Text
from muster.core.rules.language.written import Codes, Minutes, Written
from muster.core.rules.rulebook import Rulebook
from muster.core.rules.verdicts import REASONS, VERDICTS
from muster.core.rules.yaml_lines import YamlPage, read_yaml
from muster.core.tables.cases import facts_of_cases

_OPERATORS: dict[type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def arithmetic(value: Any) -> Fraction:
    """Work out a number written as a sum, such as ``24 - (12 + 4.5)`` or ``16 * 17 / 24``, exactly."""

    def work(node: ast.AST) -> Fraction:
        match node:
            case ast.Expression():
                return work(node.body)
            case ast.Constant() if isinstance(node.value, int | float) and not isinstance(node.value, bool):
                return Fraction(str(node.value))
            case ast.BinOp() if type(node.op) in _OPERATORS:
                found: Fraction = _OPERATORS[type(node.op)](work(node.left), work(node.right))
                return found
            case ast.UnaryOp() if isinstance(node.op, ast.USub):
                return -work(node.operand)
        raise ValueError(f"{value} is not a number or a sum; write like 24 - 12")

    try:
        return work(ast.parse(str(value), mode="eval"))
    except (SyntaxError, RecursionError, ZeroDivisionError):
        raise ValueError(f"{value} is not a number or a sum; write like 24 - 12") from None


Sum = Annotated[Fraction, BeforeValidator(arithmetic)]


def _fact(value: Any) -> Any:
    """Read the short form ``{employment: full-time, start: ...}``."""
    if isinstance(value, dict) and "fact" not in value:
        own = [key for key in value if key not in CaseFact.model_fields]
        if len(own) == 1:
            rest = {key: v for key, v in value.items() if key != own[0]}
            named = value[own[0]]
            return {"fact": own[0], "value": str(named) if isinstance(named, int) else named, **rest}
    return value


class CaseFact(Written):
    """A dated fact of the case's officer."""

    fact: Text
    value: str | None = None
    start: date | None = None
    end: date | None = None
    recorded_at: datetime | date | None = None


class CaseRecord(Written):
    """A record of the case's officer."""

    on: date | None = None
    hours: Minutes | None = None
    minutes: Annotated[int, Field(ge=0)] | None = None
    topics: Codes | None = None
    course: str = ""
    outcome: str = "completed"
    delivery: str | None = None
    provider: str | None = None
    item: str | None = None
    unit: str | None = None
    marks: Codes = ()
    score: float | None = None
    certified: bool | None = None
    course_hours: Minutes | None = None
    recorded_at: datetime | date | None = None
    times: Annotated[int, Field(ge=1, le=500)] = 1

    @property
    def amount(self) -> int:
        """Minutes of the record."""
        return self.minutes if self.minutes is not None else self.hours or 0


class CaseOfficer(Written):
    """The officer of a case."""

    facts: tuple[Annotated[CaseFact, BeforeValidator(_fact)], ...] = ()
    records: tuple[CaseRecord, ...] = ()


class Expected(Written):
    """What must be answered on a day. Amounts are hours for parts in hours, else counts."""

    verdict: str | None = None
    reason: str | None = None
    needed: Sum | None = None
    credited: Sum | None = None
    short: Sum | None = None
    due: date | None = None
    period_start: date | None = None
    period_end: date | None = None
    next_step: str | None = None


def _expected(value: Any) -> Any:
    return {"verdict": value} if isinstance(value, str) else value


class Case(Written):
    """One test."""

    name: Text
    officer: CaseOfficer = CaseOfficer()
    as_of: Annotated[dict[date, Annotated[Expected, BeforeValidator(_expected)]], Field(min_length=1)]
    known_at: datetime | date | None = None


class _Cases(Written):
    cases: tuple[Case, ...]


@dataclass(frozen=True)
class Outcome:
    """What one line of a case gave: ``wrong`` is empty when all is as expected."""

    requirement: str
    case: str
    as_of: date
    wrong: str
    where: Where

    @property
    def passed(self) -> bool:
        """Whether the answer was as expected."""
        return not self.wrong


def read_cases(requirement: str, book: Rulebook) -> tuple[tuple[Case, ...], YamlPage]:
    """Read the test file of a requirement. Raises BadRule."""
    path = book.tests[requirement]
    page = read_yaml(path, str(Path(*path.parts[-3:])))
    if not isinstance(page.value, list) or not page.value:
        raise BadRule(
            Problem(
                "no-cases",
                "a test file is a list of cases, each beginning `- name:`.",
                "",
                Where(page.file, 1),
            )
        )
    page.value = {"cases": page.value}
    page.lines = {("cases", *path_): line for path_, line in page.lines.items()}
    cases = construct(_Cases, page).cases
    _refuse_unknown_words(cases, page)
    return cases, page


def _refuse_unknown_words(cases: tuple[Case, ...], page: YamlPage) -> None:
    problems = [
        Problem(
            "unknown-verdict",
            f"{word} is no {kind}.",
            f"Write one of: {', '.join(known)}.",
            page.where(("cases", i, "as_of", day)),
        )
        for i, case in enumerate(cases)
        for day, expected in case.as_of.items()
        for kind, word, known in (
            ("verdict", expected.verdict, VERDICTS),
            ("reason", expected.reason, tuple(REASONS)),
        )
        if word is not None and word not in known
    ]
    if problems:
        raise BadRule(problems)


def run_tests(book: Rulebook) -> Iterator[Outcome]:
    """Run every case of every requirement in the rulebook, one line an expected day."""
    for requirement in book.requirements:
        if requirement in book.tests:
            yield from run_cases(requirement, book)


def run_cases(requirement: str, book: Rulebook) -> Iterator[Outcome]:
    """Run the cases of one requirement; all its officers are judged together, day by day."""
    cases, page = read_cases(requirement, book)
    facts = facts_of_cases([case.officer for case in cases])
    alone = book.only([requirement])
    asked = sorted({(day, case.known_at) for case in cases for day in case.as_of}, key=str)
    answers = {}
    for day, known_at in asked:
        standing = evaluate(facts, alone, day, _moment(known_at)).standing
        answers[day, known_at] = {
            number: [row for row in rows if row["requirement"] == requirement]
            for number, rows in _by_officer(standing).items()
        }
    for i, case in enumerate(cases):
        for day, expected in case.as_of.items():
            rows = answers[day, case.known_at].get(f"case-{i}", [])
            where = page.where(("cases", i, "as_of", day))
            yield Outcome(requirement, case.name, day, mismatch(expected, rows), where)


def _moment(value: datetime | date | None) -> datetime | None:
    """Read a bare day as its end: what was known on that day."""
    if value is None or isinstance(value, datetime):
        return value
    return datetime(value.year, value.month, value.day, 23, 59, 59)  # noqa: DTZ001 - records carry local moments


def _by_officer(standing: Any) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in standing.iter_rows(named=True):
        found.setdefault(row["officer_id"], []).append(row)
    return found


def mismatch(expected: Expected, rows: list[dict[str, Any]]) -> str:
    """Say in a sentence how the answer differs; empty when it does not."""
    chosen = [row for row in rows if row["headline"]]
    if expected.period_start is not None:
        chosen = [row for row in rows if row["period_start"] == expected.period_start]
        if not chosen:
            starts = ", ".join(str(row["period_start"]) for row in rows) or "none"
            return f"expected a period from {expected.period_start}, but the periods start: {starts}"
    if not chosen:
        return "there is no answer for this officer"
    row = chosen[0]
    for key in ("verdict", "reason", "due", "period_end", "next_step"):
        want = getattr(expected, key)
        if want is not None and row[key] != want:
            return f"expected {key} {want}, got {row[key]}{_told(row)}"
    for key in ("needed", "credited", "short"):
        want = getattr(expected, key)
        if want is not None:
            have = row[key]
            scale = 60 if row["unit"] == "minutes" else 1
            if have is None or abs(want * scale - have) >= 1:  # a part of a minute is rounded
                return f"expected {key} {_shown(want * scale, row)}, got {_shown(have, row)}{_told(row)}"
    return ""


def _shown(amount: Any, row: dict[str, Any]) -> str:
    if amount is None:
        return "nothing"
    return hours_text(int(amount)) if row["unit"] == "minutes" else str(amount)


def _told(row: dict[str, Any]) -> str:
    due = f", due {day_text(as_day(row['due']))}" if row["due"] else ""
    amounts = f", {_shown(row['credited'], row)} of {_shown(row['needed'], row)}" if row["unit"] else ""
    return f" ({row['verdict']}: {row['reason']}{due}{amounts})"
