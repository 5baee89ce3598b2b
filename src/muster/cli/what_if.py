"""``muster what-if``: who changes verdict if a rule changes, or if these classes are held?"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from muster.cli import asked
from muster.cli.check_lists import counted
from muster.cli.check_styles import STYLES
from muster.cli.markup import escape
from muster.cli.screen import (
    Form,
    console_for,
    finish,
    form_asked,
    frame_bytes,
    hand_over,
    print_overrides,
    with_overrides,
)
from muster.core.errors import BadUsage
from muster.core.periods import as_day, day_text
from muster.core.rules.what_if import (
    WhatIf,
    identity_of,
    is_new,
    load_changed,
    what_if_plan,
    what_if_rule,
    with_changed,
)
from muster.core.tables.planned import Plan, read_plan

# Each option of the command with what --help says of it.
_Change = Annotated[
    Path | None,
    typer.Option(
        metavar="RULEFILE", help="A rule file that takes the place of the one with its id, or is new."
    ),
]
_Plan = Annotated[
    Path | None,
    typer.Option(
        metavar="CLASSES", help="Planned classes, a CSV: officer_id, date, course or topics, minutes."
    ),
]
_Form = Annotated[
    Form | None,
    typer.Option("--format", help="table to read; csv, json or parquet: one row a changed verdict."),
]
_Output = Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to this file.")]
_First = Annotated[int, typer.Option(min=0, metavar="N", help="How many changed verdicts the table shows.")]


def what_if(
    facts: asked.FactsFolder,
    rules: asked.Rules = None,
    change: _Change = None,
    plan: _Plan = None,
    as_of: asked.AsOf = None,
    known_at: asked.KnownAt = None,
    rulebook: asked.Folders = None,
    crosswalk: asked.CrosswalkFile = None,
    officer: asked.Officers = None,
    unit: asked.Unit = None,
    settings: asked.Settings = None,
    form: _Form = None,
    output: _Output = None,
    first: _First = 20,
) -> None:
    """Say who would change verdict, from what to what. The facts and the rulebook stay as they are.

    With --change, a copy of a rule file in which something is different. With --plan, classes that are taken to
    be completed as written; without --as-of they are judged on the day of the last one, or today if that is later.
    Every period is compared, also those that closed.

    \b
    Examples:
      cp rulebook/us-ca/psp.yaml stricter.yaml    (change something in it)
      muster what-if town --rules us-ca --change stricter.yaml
      muster what-if town --rules model --plan classes.csv --as-of 2026-12-31
    """
    chosen = _form_of_difference(form, output, change, plan)
    asked.refuse_output_on_inputs(output, rulebook, facts, crosswalk, plan, change)
    overrides = asked.overrides_of(settings, rulebook, crosswalk)
    planned = read_plan(plan) if plan else None
    if planned is not None and officer:
        planned = planned.only(officer)
    day, moment = _day(as_of, planned), asked.moment_asked(known_at)
    folders, identity = asked.folders_asked(rulebook), identity_of(change) if change else ""
    book = asked.rulebook_asked(_names(rules, identity, folders), rulebook, settings)
    people = asked.facts_asked(facts, day, moment, crosswalk=crosswalk, officers=officer, unit=unit)
    if planned is not None:
        if unit is not None:
            planned = planned.only(people.officers.get_column("officer_id").to_list())
        found = what_if_plan(people, book, planned, day, moment)
    else:
        assert change is not None  # noqa: S101 - one of the two was given
        changed = load_changed(change, folders, asked.rule_names(rules), asked.settings_asked(settings))
        found = what_if_rule(people, book, changed, day, moment)
    if chosen is Form.table:
        console = console_for(output)
        print_overrides(console, overrides)
        _print(console, found, planned, first)
        if identity:
            _print_advice(console, identity, new=is_new(identity, folders))
        finish(console, output)
    else:
        hand_over(frame_bytes(with_overrides(found.changes, overrides), chosen), output, chosen)


def _form_of_difference(
    form: Form | None, output: Path | None, change: Path | None, plan: Path | None
) -> Form:
    """Return the form. Raises BadUsage for a page, which there is none of, and unless just one thing is different."""
    if (change is None) == (plan is None):
        raise BadUsage.because(
            "what-if-what", "say what would be different.", "Either --change RULEFILE or --plan CLASSES.csv."
        )
    chosen = form_asked(form, output)
    if chosen is Form.html:
        raise BadUsage.because(
            "what-if-form", f"there is no {chosen} of a difference.", "Say table, csv, json or parquet."
        )
    return chosen


def _names(rules: list[str] | None, identity: str, folders: list[Path] | None) -> list[str]:
    """Name the rules judged before: those asked for, and the one that is changed, if it is there."""
    names = asked.rule_names(rules)
    return with_changed(names, identity) if identity and not is_new(identity, folders) else names


def _print_advice(console: Console, identity: str, *, new: bool) -> None:
    """Say what a change of a rule file means for the past."""
    console.print()
    if new:
        console.print(f"{escape(identity)} is a new rule: the rulebook has none of this id.")
    console.print(
        "A version that is changed is changed for the past as well: days gone by are judged by it too. To change the "
        "rule from a day on,\nleave the versions there are and add one with its own from:, such as - from: 2027-01-01.",
        style="dim",
    )


def _day(as_of: str | None, planned: Plan | None) -> date:
    day = asked.day_asked(as_of)
    return max(day, planned.last_day or day) if planned and as_of is None else day


def _print(console: Console, found: WhatIf, planned: Plan | None, first: int) -> None:
    changes = found.changes
    officers = changes.get_column("officer_id").n_unique()
    how_many = f"{counted(changes.height, 'verdict')} of {counted(officers, 'officer')}"
    console.print(f"As of {day_text(as_day(found.as_of))}: {how_many} would change.")
    if planned is not None:
        late = planned.after(found.as_of)
        if late:
            console.print(
                f"{counted(late, 'planned class', 'planned classes')} after that day: not counted. Say a later --as-of."
            )
    if not changes.height:
        return
    table = Table("requirement", "from", "to", box=None, pad_edge=False)
    table.add_column("officers", justify="right")
    for requirement, before, after, count in found.counts.rows():
        table.add_row(escape(requirement), _verdict(before), _verdict(after), f"{count:,}")
    console.print(table)
    shown = changes.head(first)
    if not shown.height:
        return
    console.print()
    console.print(f"The first {shown.height:,} by officer id:" if shown.height < changes.height else "Who:")
    heads = ("officer", "requirement", "period", "from", "to", "next step then")
    people = Table(*heads, box=None, pad_edge=False)
    for officer, requirement, before, after, step, *days in shown.rows():
        words = (_period(*days), _verdict(before), _verdict(after), escape(step or ""))
        people.add_row(escape(officer), escape(requirement), *words)
    console.print(people)


def _period(start: date | None, end: date | None) -> str:
    """Write a period, as far as its days are known."""
    first, last = (day_text(as_day(day)) if day else "" for day in (start, end))
    return f"{first} to {last}" if first and last else first or last


def _verdict(word: str) -> str:
    style = STYLES[word]
    text = word.replace("_", " ")
    return f"[{style}]{text}[/]" if style else text
