"""What if a rule were changed, or classes were held: who changes verdict, from what to what.

Both sides are judged by the same engine on the same day. Neither the facts nor the rulebook are changed.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from muster.core.errors import BadRule, MusterError, Problem
from muster.core.rules.evaluate import evaluate
from muster.core.rules.load import load_rulebook
from muster.core.rules.rulebook import Rulebook, shipped_rulebook
from muster.core.rules.yaml_lines import read_yaml
from muster.core.tables import Facts
from muster.core.tables.beside import beside
from muster.core.tables.output import Frame
from muster.core.tables.planned import Plan, with_plan

_KEY = ["officer_id", "requirement"]
_SIDE = [*_KEY, "period_start", "period_end", "headline", "current", "verdict", "next_step"]


@dataclass(frozen=True)
class WhatIf:
    """Both standings, and the difference between them."""

    as_of: date
    before: Frame
    after: Frame

    @property
    def changes(self) -> Frame:
        """Who changes verdict, in any period: by officer, requirement and period.

        Columns: officer_id, requirement, before, after (verdicts), next_step (then), period_start, period_end. A
        requirement that only one side has counts as not_applicable on the other.
        """
        sides = beside(_side(self.before), _side(self.after), _KEY)
        changed = sides.filter(sides["before"] != sides["after"])
        return changed.select(*_KEY, "before", "after", "next_step", "period_start", "period_end")

    @property
    def counts(self) -> Frame:
        """How many change: requirement, before, after, officers."""
        distinct = self.changes.select("requirement", "before", "after", "officer_id").unique()
        grouped = distinct.group_by("requirement", "before", "after").len("officers")
        return grouped.sort("requirement", "before", "after")


def _side(standing: Frame) -> Frame:
    return as_words(standing.select(_SIDE))


def as_words(frame: Frame) -> Frame:
    """Write enumerations as plain text: two evaluations need not know the same words."""
    columns = [column.cast(str) for column in frame.select(["requirement", "verdict"])]
    return frame.with_columns(columns)


def what_if_rule(
    facts: Facts, before: Rulebook, after: Rulebook, as_of: date, known_at: datetime | None = None
) -> WhatIf:
    """Judge the same facts by two rulebooks, such as one and its changed copy from :func:`load_changed`."""
    return WhatIf(
        as_of,
        evaluate(facts, before, as_of, known_at).standing,
        evaluate(facts, after, as_of, known_at).standing,
    )


def what_if_plan(
    facts: Facts, book: Rulebook, plan: Plan, as_of: date, known_at: datetime | None = None
) -> WhatIf:
    """Judge with and without the planned classes; those after ``as_of`` change nothing. Raises BadFact."""
    planned = with_plan(facts, plan)
    return WhatIf(
        as_of,
        evaluate(facts, book, as_of, known_at).standing,
        evaluate(planned, book, as_of, known_at).standing,
    )


def load_changed(
    change: Path,
    folders: Sequence[Path] | None = None,
    only: Sequence[str] = (),
    parameters: Mapping[str, str] | None = None,
) -> Rulebook:
    """Load a rulebook in which one rule file takes the place of the one with its id, or is added.

    The file may lie anywhere; it is checked like any other. Raises BadRule with the file as it was named.
    """
    identity = identity_of(change)
    jurisdiction, name = identity.split("/")
    bases = list(folders) if folders else [shipped_rulebook()]
    if not any((base / jurisdiction / "jurisdiction.yaml").exists() for base in bases):
        raise BadRule.because(
            "no-jurisdiction",
            f"the rulebook has no jurisdiction {jurisdiction}, to which this rule would belong.",
            "Begin its id with one that is there, or name the folder that has it with --rulebook.",
            read_yaml(change).where(("id",)),
        )
    with tempfile.TemporaryDirectory() as scratch:
        own = Path(scratch) / "changed" / jurisdiction
        own.mkdir(parents=True)
        (own / f"{name}.yaml").write_bytes(change.read_bytes())
        if not any((base / jurisdiction / f"{name}.test.yaml").exists() for base in bases):
            (own / f"{name}.test.yaml").touch()  # a rule that is only tried out needs no tests yet
        try:
            return load_rulebook([*bases, own.parent], with_changed(only, identity), parameters)
        except MusterError as error:
            raise BadRule([_as_named(problem, change, Path(scratch)) for problem in error.problems]) from None


def identity_of(change: Path) -> str:
    """Return which requirement a rule file is. Raises BadRule where it does not say, BadInput where there is none."""
    page = read_yaml(change)
    identity = page.value.get("id") if isinstance(page.value, dict) else None
    if not isinstance(identity, str) or identity.count("/") != 1 or ".." in identity:
        raise BadRule.because(
            "no-id",
            "the file does not say which requirement it is.",
            "Begin it with id: us-xx/name.",
            page.where(("id",)),
        )
    return identity


def is_new(identity: str, folders: Sequence[Path] | None = None) -> bool:
    """Whether no rulebook folder has a requirement of this id."""
    bases = list(folders) if folders else [shipped_rulebook()]
    return not any((base / f"{identity}.yaml").exists() for base in bases)


def with_changed(only: Sequence[str], identity: str) -> list[str]:
    """Return the names of rules asked for, with the changed one where they do not hold it."""
    return (
        [*only, identity]
        if only and not {identity, identity.split("/", maxsplit=1)[0]} & set(only)
        else list(only)
    )


def _as_named(problem: Problem, change: Path, scratch: Path) -> Problem:
    """Let a problem of the copy point at the file itself; no path of the copy is ever shown."""
    file = problem.where.file
    if file.startswith("changed/") or str(scratch) in file:
        problem = replace(problem, where=replace(problem.where, file=str(change)))
    copy = re.compile(re.escape(str(scratch)) + r"[^\s:,]*")
    return replace(problem, what=copy.sub(str(change), problem.what), do=copy.sub(str(change), problem.do))
