"""What a judgement adds up to: by requirement, by unit, by month, and who is short.

Whoever reads this plans training with it. Nobody is ranked: lists go by the day something is due, then by name.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from muster.core.report.summary import by_month, by_requirement, due_later, headlines, in_order, is_freed
from muster.core.report.todo import LEFT, SHORT, to_do
from muster.core.rules import Rulebook
from muster.core.rules.compare import FIVE_SUBJECTS
from muster.core.rules.evaluate import Judgement
from muster.core.rules.verdicts import VERDICTS
from muster.standards.rulebook import steps_told, titles_of

#: Verdicts that ask for something to be done.
TO_DO = (*SHORT, "cannot_tell", "due_soon", "not_yet_due")


@dataclass(frozen=True)
class Share:
    """How many of those asked have a requirement in order. ``percent`` None: there is no share to give.

    ``share_of`` says why not: nobody is asked, all are unknown, or it is only recommended.
    """

    requirement: str
    title: str
    asked: int
    in_order: int
    percent: int | None
    share_of: str
    goal: str | None
    verdicts: Mapping[str, int]

    @property
    def short(self) -> int:
        """How many are late."""
        return sum(self.verdicts[word] for word in SHORT)

    @property
    def open(self) -> int:
        """How many still have time."""
        return self.verdicts["due_soon"] + self.verdicts["not_yet_due"]

    @property
    def unknown(self) -> int:
        """Of how many nobody can tell."""
        return self.verdicts["cannot_tell"]


@dataclass(frozen=True)
class Group:
    """A unit with all below it: how many are bound by a rule, how many are late, and its shares by requirement."""

    unit: int  # 0: no unit
    officers: int
    officers_short: int
    shares: Mapping[str, tuple[int, int]]  # requirement -> (in order, asked)


@dataclass(frozen=True)
class Duty:
    """One thing one person has to do, or has done; ``title`` and ``next_step`` in the reader's language."""

    person: int
    requirement: str
    title: str
    verdict: str
    reason: str
    due: date | None
    next_step: str
    citation: str
    headline: bool
    unit: str
    needed: int | None
    credited: int | None
    short: int | None
    force: str  # required, or recommended only


@dataclass(frozen=True)
class Month:
    """How many duties fall due in a month: not done yet, and done but to be renewed."""

    first: date
    open: int
    renew: int


def in_reading_order(book: Rulebook) -> list[str]:
    """Return requirements in the order of the page: the five subjects first, then by rule set and title."""

    def place(name: str) -> tuple[int, str, str]:
        rule = book.requirements[name]
        five = [FIVE_SUBJECTS.index(code) for code in rule.subjects if code in FIVE_SUBJECTS]
        # a rule about several of them comes after those about one
        subject = five[0] if len(five) == 1 else len(FIVE_SUBJECTS) + (not five)
        return (subject, name.split("/", maxsplit=1)[0], rule.title)

    return sorted(book.requirements, key=place)


def standing_among(judgement: Judgement, people: Collection[int] | None) -> pl.DataFrame:
    """Return the standing of some of the people judged; None: all."""
    if people is None:
        return judgement.standing
    return judgement.standing.filter(pl.col("officer_id").is_in([str(key) for key in people]))


def shares(judgement: Judgement, people: Collection[int] | None = None) -> list[Share]:
    """Return the share met of each requirement, in reading order."""
    table = by_requirement(standing_among(judgement, people), judgement.rulebook)
    rows = {row["requirement"]: row for row in table.iter_rows(named=True)}
    titles = titles_of(judgement.rulebook)
    return [_share(rows[name], titles[name]) for name in in_reading_order(judgement.rulebook)]


def _share(row: dict[str, Any], title: str) -> Share:
    return Share(
        requirement=row["requirement"],
        title=title,
        asked=row["asked"],
        in_order=row["in_order"],
        percent=row["percent"],
        share_of=row["share_of"],
        goal=row["goal"],
        verdicts={word: row[word] for word in VERDICTS},
    )


def groups(judgement: Judgement, placed: Mapping[int, int]) -> dict[int, Group]:
    """Add up by group; ``placed`` says in which group each person is. Who is in none is left out."""
    where = pl.DataFrame(
        {"officer_id": [str(key) for key in placed], "group": list(placed.values())},
        schema={"officer_id": pl.String, "group": pl.Int64},
    )
    rows = (
        headlines(judgement.standing)
        .join(where, on="officer_id", how="inner")
        .with_columns(late=pl.col("verdict").cast(pl.String).is_in(SHORT))
        .filter(pl.col("verdict") != "not_applicable")
    )
    people = rows.group_by("group").agg(
        officers=pl.col("officer_id").n_unique(),
        officers_short=pl.col("officer_id").filter("late").n_unique(),
    )
    counted = rows.group_by("group", pl.col("requirement").cast(pl.String)).agg(
        good=in_order().sum(), asked=pl.len() - is_freed().sum()
    )
    found: dict[int, dict[str, tuple[int, int]]] = {group: {} for group in placed.values()}
    for group, requirement, good, asked in counted.iter_rows():
        found[group][requirement] = (good, asked)
    numbers = {group: (officers, late) for group, officers, late in people.iter_rows()}
    return {group: Group(group, *numbers.get(group, (0, 0)), met) for group, met in found.items()}


def duties(
    judgement: Judgement,
    *,
    people: Collection[int] | None = None,
    requirement: str = "",
    verdicts: Collection[str] = TO_DO,
    everything: bool = False,
) -> list[Duty]:
    """Return what people have to do, what is due first at the head.

    A period that closed short and the one that runs now are two duties. ``everything`` returns each headline instead,
    whatever its verdict.
    """
    rows = standing_among(judgement, people)
    rows = headlines(rows) if everything else to_do(rows)
    if requirement:
        rows = rows.filter(pl.col("requirement").cast(pl.String) == requirement)
    if not everything:
        rows = rows.filter(pl.col("verdict").cast(pl.String).is_in(list(verdicts)))
    rows = rows.sort("due", "requirement", "officer_id", nulls_last=True, maintain_order=True)
    return _told(judgement, rows)


def _told(judgement: Judgement, rows: pl.DataFrame) -> list[Duty]:
    titles, say = titles_of(judgement.rulebook), steps_told()
    return [_duty(row, titles[row["requirement"]], say) for row in rows.iter_rows(named=True)]


def _duty(row: dict[str, Any], title: str, say: Callable[[str], str]) -> Duty:
    return Duty(
        person=int(row["officer_id"]),
        requirement=row["requirement"],
        title=title,
        verdict=row["verdict"],
        reason=row["reason"],
        due=row["due"],
        next_step=say(row["next_step"] or ""),
        citation=row["citation"],
        headline=row["headline"],
        unit=row["unit"] or "",
        needed=row["needed"],
        credited=row["credited"],
        short=row["short"],
        force=row["force"],
    )


def own_duties(judgement: Judgement, person: int) -> list[Duty]:
    """Return how one person stands by each requirement that binds them, in reading order, what runs now after what closed."""
    order = {name: place for place, name in enumerate(in_reading_order(judgement.rulebook))}
    rows = to_do(standing_among(judgement, [person])).filter(pl.col("verdict") != "not_applicable")
    return sorted(_told(judgement, rows), key=lambda duty: (order[duty.requirement], not duty.headline))


def months_of(judgement: Judgement, people: Collection[int] | None = None) -> tuple[list[Month], int]:
    """Return the next twelve months with what falls due in each, and how much is due after them."""
    rows = standing_among(judgement, people)
    found = by_month(rows, judgement.as_of)
    months = [Month(row["month"], row["open"], row["renew"]) for row in found.iter_rows(named=True)]
    return months, due_later(rows, judgement.as_of)


def due_in(judgement: Judgement, first: date, people: Collection[int] | None = None) -> list[Duty]:
    """Return what falls due in the month that begins on a day: what is open, and what has to be renewed."""
    asked = (*LEFT, "met")
    found = duties(judgement, people=people, verdicts=asked)
    return [
        duty
        for duty in found
        if duty.due is not None
        and duty.due >= judgement.as_of
        and (duty.due.year, duty.due.month) == (first.year, first.month)
        and (duty.verdict != "met" or duty.reason in RENEWED)
        and duty.verdict != "cannot_tell"
    ]


#: Reasons of those who have it done, and must do it again when it runs out.
RENEWED = ("completed", "held", "expires_soon")
