"""What several commands ask alike: which facts, which rules, which day, known when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from muster.core.crosswalk import apply_crosswalk, load_crosswalk
from muster.core.errors import BadUsage
from muster.core.report.landing import refuse_inputs
from muster.core.report.units import units_of
from muster.core.rules import Rulebook, load_rulebook
from muster.core.rules.rulebook import shipped_rulebook
from muster.core.tables import Facts

SHIPPED = "shipped"
YEARS = range(1900, 2200)  # of the day judged

# As --help and the docs write them; Python would read more, such as 20260630 and the week date 2026-W26-2.
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(_DAY.pattern + r"(T[0-9]{2}:[0-9]{2}:[0-9]{2})?")


class Tongue(StrEnum):
    """The languages Muster speaks."""

    en = "en"
    es = "es"


FactsFolder = Annotated[
    Path,
    typer.Argument(
        metavar="FACTS",
        help="The folder of facts: officers.csv and more, or a store of `muster sample --as parquet`.",
    ),
]
Rules = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME",
        help="A jurisdiction (us-ca, model) or one requirement (us-ca/psp); repeat it or use commas.",
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="The day that is judged, such as 2026-06-30; else today."),
]
KnownAt = Annotated[
    str | None,
    typer.Option(
        metavar="MOMENT",
        help="Judge with what was on record then: 2026-06-30 (its end) or 2026-06-30T14:00:00; else all there is.",
    ),
]
Folders = Annotated[
    list[str] | None,
    typer.Option(
        "--rulebook",
        metavar="DIR",
        help="A rulebook folder, which replaces the shipped one. To add to it say --rulebook shipped "
        "--rulebook DIR; what a later one has overrides.",
    ),
]
CrosswalkFile = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help="A crosswalk: its confirmed groups give topics to courses, for this run only."
    ),
]
Officers = Annotated[
    list[str] | None, typer.Option("--officer", metavar="ID", help="Only this officer; may be repeated.")
]
Unit = Annotated[
    str | None, typer.Option(metavar="NAME", help="Only officers who belong to this unit on the day judged.")
]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="us-xx.name=value", help="Another value for a parameter of a jurisdiction."
    ),
]


def rule_names(given: Sequence[str] | None) -> list[str]:
    """Split names at commas and drop doubles, keeping the order."""
    return list(
        dict.fromkeys(name.strip() for text in given or () for name in text.split(",") if name.strip())
    )


def folders_asked(given: Sequence[str] | None) -> list[Path] | None:
    """Return the rulebook folders; ``shipped`` stands for the one that comes with Muster (``./shipped`` does not)."""
    return [shipped_rulebook() if name == SHIPPED else Path(name) for name in given] if given else None


def rulebook_asked(
    names: Sequence[str] | None, folders: Sequence[str] | None, settings: Sequence[str] | None = None
) -> Rulebook:
    """Load the rules asked for. Raises BadUsage when none are named, BadRule when they are not sound."""
    wanted = rule_names(names)
    if not wanted:
        raise BadUsage.because(
            "no-rules",
            "no rules were named.",
            f"Say --rules with one or more of: {', '.join(known_names(folders))}.",
        )
    given = settings_asked(settings)
    book = load_rulebook(folders_asked(folders), only=wanted, parameters=given)
    for name in given:
        _refuse_unknown_parameter(book, name)
    return book


def known_names(folders: Sequence[str] | None) -> list[str]:
    """Return the jurisdictions that can be named, without reading their rules."""
    return sorted(
        {
            page.parent.name
            for top in folders_asked(folders) or [shipped_rulebook()]
            for page in top.glob("*/jurisdiction.yaml")
        }
    )


def settings_asked(settings: Sequence[str] | None) -> dict[str, str]:
    """Read ``us-xx.name=value``. Raises BadUsage."""
    found = {}
    for text in settings or ():
        name, equals, value = text.partition("=")
        if not equals or "." not in name or not value.strip():
            raise BadUsage.because(
                "bad-setting",
                f"--set {text} does not say which parameter gets which value.",
                'Write --set "model.recurrence=2 years".',
            )
        found[name.strip()] = value.strip()
    return found


def _refuse_unknown_parameter(book: Rulebook, name: str) -> None:
    jurisdiction, _, parameter = name.partition(".")
    known = [f"{code}.{key}" for code, page in book.jurisdictions.items() for key in page.parameters]
    if jurisdiction not in book.jurisdictions or parameter not in book.jurisdictions[jurisdiction].parameters:
        raise BadUsage.because(
            "unknown-parameter",
            f"the rules have no parameter {name}.",
            f"They have: {', '.join(known) or 'none'}.",
        )


def overrides_of(
    settings: Sequence[str] | None, folders: Sequence[str] | None, crosswalk: Path | None
) -> tuple[str, ...]:
    """Return what was asked other than as shipped and as recorded, so that every answer can say so."""
    return (
        *(f"--set {name}={value}" for name, value in settings_asked(settings).items()),
        *(f"--rulebook {folder}" for folder in folders or ()),
        *((f"--crosswalk {crosswalk}",) if crosswalk else ()),
    )


def refuse_output_on_inputs(output: Path | None, folders: Sequence[str] | None, *inputs: Path | None) -> None:
    """Refuse to write onto facts, rules or whatever else is read, before any work. Raises BadUsage."""
    if output is not None:
        refuse_inputs(output, *(folders_asked(folders) or [shipped_rulebook()]), *inputs)


def day_asked(as_of: str | None) -> date:
    """Return the day judged: today unless said. Raises BadUsage for what is no day."""
    if as_of is None:
        return datetime.now().astimezone().date()
    text, why = as_of.strip(), ""
    try:
        found = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError as error:
        found, why = None, f": {error}" if str(error).startswith(("day", "month")) else ""
    if found is None:
        raise BadUsage.because("bad-day", f"--as-of {as_of} is no day{why}.", "Write it as 2026-06-30.")
    if found.year not in YEARS:
        raise BadUsage.because(
            "far-day",
            f"--as-of {as_of} is too far from any rule to be judged.",
            f"The years are {YEARS.start} to {YEARS.stop - 1}.",
        )
    return found


def moment_asked(known_at: str | None) -> datetime | None:
    """Read a moment; a bare day means its end. Raises BadUsage."""
    if known_at is None:
        return None
    text = known_at.strip()
    try:
        found = datetime.fromisoformat(text) if _MOMENT.fullmatch(text) else None
    except ValueError:
        found = None
    if found is None:
        raise BadUsage.because(
            "bad-moment",
            f"--known-at {known_at} is no moment.",
            "Write 2026-06-30, or 2026-06-30T14:00:00 in local time.",
        )
    return found.replace(hour=23, minute=59, second=59) if _DAY.fullmatch(text) else found


def facts_asked(
    folder: Path,
    as_of: date,
    known_at: datetime | None,
    *,
    crosswalk: Path | None = None,
    officers: Sequence[str] | None = None,
    unit: str | None = None,
) -> Facts:
    """Read the facts of the officers asked for. Raises BadInput, or BadUsage for a unit nobody belongs to."""
    facts = Facts.read(folder)
    if crosswalk is not None:
        facts = with_topics(facts, crosswalk)
    if officers:
        facts = facts.only(list(dict.fromkeys(officers)))
    return _of_unit(facts, unit, as_of, known_at) if unit is not None else facts


def with_topics(facts: Facts, crosswalk: Path) -> Facts:
    """Give courses the topics a crosswalk file confirms; where it confirms none, what was known stays."""
    found = apply_crosswalk(facts.kinds, load_crosswalk(crosswalk)).select("course", found="topics")
    codes = (
        pl.when(pl.col("found") == "none")
        .then(pl.lit([], pl.List(pl.String)))
        .otherwise(pl.col("found").str.split(";"))
    )
    kinds = facts.kinds.join(found, on="course", how="left", maintain_order="left")
    return replace(facts, kinds=kinds.with_columns(topics=pl.coalesce(codes, "topics")).drop("found"))


def _of_unit(facts: Facts, unit: str, as_of: date, known_at: datetime | None) -> Facts:
    units = units_of(facts, as_of, known_at)
    mine = units.filter(pl.col("unit") == unit)
    if not mine.height:
        known = units.get_column("unit").unique().sort().to_list()
        raise BadUsage.because(
            "unknown-unit",
            f"no officer belongs to the unit {unit} on {as_of}.",
            f"The units are: {', '.join(known[:30]) or 'none, as no fact called unit is recorded'}.",
        )
    return facts.only(mine.get_column("officer_id").to_list())
