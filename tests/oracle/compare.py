"""Lay the engine's rows beside the oracle's, and cut a disagreement down to what it hangs on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from tests.oracle.judge import judge
from tests.oracle.model import Officer, Row
from tests.oracle.tables import facts_of, name_of

from muster.core.rules import evaluate
from muster.core.rules.language import Requirement
from muster.core.rules.rulebook import Rulebook

COLUMNS = ("period_start", "period_end", "due", "verdict", "needed", "credited", "short", "headline")


@dataclass(frozen=True)
class Question:
    """What both are asked."""

    requirement: Requirement
    as_of: date
    known_at: datetime | None
    book: Rulebook

    def oracle(self, officer: Officer) -> list[tuple[Any, ...]]:
        """The oracle's rows of one officer."""
        return _sorted(judge(officer, self.requirement, self.as_of, self.known_at, self.book))

    def engine(self, officers: Sequence[Officer]) -> list[list[tuple[Any, ...]]]:
        """The engine's rows of every officer, judged together."""
        found = evaluate(facts_of(officers), self.book, as_of=self.as_of, known_at=self.known_at).standing
        rows: dict[str, list[Row]] = {name_of(i): [] for i in range(len(officers))}
        for line in found.iter_rows(named=True):
            if line["requirement"] == self.requirement.id:
                rows[line["officer_id"]].append(Row(**{key: line[key] for key in Row.__dataclass_fields__}))
        return [_sorted(own) for own in rows.values()]


def _sorted(rows: list[Row]) -> list[tuple[Any, ...]]:
    in_order = sorted(rows, key=lambda row: (row.period_start or date.min, row.period_end or date.min))
    return [tuple(getattr(row, column) for column in COLUMNS) for row in in_order]


def disagreement(question: Question, officers: Sequence[Officer]) -> str:
    """Return the first disagreement, as small as it can be made, in words; empty: there is none."""
    found = _differing(question, officers)
    if found is None:
        return ""
    while (smaller := _differing(question, _smaller(found))) is not None:
        found = smaller
    while (
        plainer := next((q for q in _plainer(question) if q != question and _differing(q, [found])), None)
    ) is not None:
        question = plainer
    return told(question, found)


def _differing(question: Question, officers: Sequence[Officer]) -> Officer | None:
    if not officers:
        return None
    answers = zip(officers, question.engine(officers), strict=True)
    return next((officer for officer, rows in answers if rows != question.oracle(officer)), None)


def _smaller(officer: Officer) -> list[Officer]:
    """Every officer with one line less, or with one line made plainer."""
    without = [replace(officer, facts=_but(officer.facts, i)) for i in range(len(officer.facts))]
    without += [replace(officer, records=_but(officer.records, i)) for i in range(len(officer.records))]
    always = {"recorded_at": None, "superseded_at": None}
    for i, record in enumerate(officer.records):
        for plainer in (
            {"item": None},
            {"provider": None},
            {"delivery": None},
            {"score": None},
            {"marks": ()},
            {"outcome": "completed"},
            always,
        ):
            if any(getattr(record, key) != value for key, value in plainer.items()):
                kept = (*officer.records[:i], replace(record, **plainer), *officer.records[i + 1 :])
                without.append(replace(officer, records=kept))
    return without


def _plainer(question: Question) -> Iterator[Question]:
    """Every rule with one key of its versions, or of their credit policy, left out."""
    for i, version in enumerate(question.requirement.versions):
        fields = type(version).model_fields
        for key in ("who", "judged", "start", "leave", "grace", "late", "allowed_until", "credit", "prorate"):
            yield _with_version(question, i, {key: fields[key].get_default(call_default_factory=True)})
        for key, field in type(version.credit).model_fields.items():
            credit = version.credit.model_copy(update={key: field.get_default(call_default_factory=True)})
            yield _with_version(question, i, {"credit": credit})


def _with_version(question: Question, index: int, update: dict[str, Any]) -> Question:
    rule = question.requirement
    changed = rule.versions[index].model_copy(update=update)
    versions = (*rule.versions[:index], changed, *rule.versions[index + 1 :])
    plainer = rule.model_copy(update={"versions": versions})
    book = replace(question.book, requirements={**question.book.requirements, rule.id: plainer})
    return replace(question, requirement=plainer, book=book)


def _but(lines: tuple[Any, ...], left_out: int) -> tuple[Any, ...]:
    return lines[:left_out] + lines[left_out + 1 :]


def told(question: Question, officer: Officer) -> str:
    """Write a disagreement down so that it can be worked out by hand."""
    rule = question.requirement
    lines = [f"{rule.id} as of {question.as_of}, known at {question.known_at}, force {rule.force}"]
    for one in question.book.requirements.values():
        written = [v.model_dump(mode="json", exclude_defaults=True, by_alias=True) for v in one.versions]
        lines += [f"{one.id} {version}" for version in written]
    lines += [str(fact) for fact in officer.facts]
    lines += [str(record) for record in officer.records]
    lines += ["engine:", *map(str, question.engine([officer])[0])]
    lines += ["oracle:", *map(str, question.oracle(officer))]
    return "\n".join(lines)
