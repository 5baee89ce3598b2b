"""``muster check``: is every officer trained to the rules that bind them?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import polars as pl
import typer

from muster.cli import asked
from muster.cli.check_text import print_check
from muster.cli.screen import (
    Form,
    console_for,
    finish,
    form_asked,
    frame_bytes,
    hand_over,
    progress,
    with_overrides,
)
from muster.core.errors import BadUsage, ChecksFailed
from muster.core.report import report_on, report_page
from muster.core.report.summary import headlines, in_plain_order, join_parts
from muster.core.report.todo import to_do, with_texts
from muster.core.rules import Rulebook, evaluate, evaluate_in_parts
from muster.core.rules.evaluate import Judgement
from muster.core.rules.verdicts import VERDICTS
from muster.core.tables import Facts

AT_ONCE = 50_000  # officers judged together; more are judged part by part


class Engine(StrEnum):
    """What the evaluation runs on."""

    local = "local"
    spark = "spark"


# Each option of the command with what --help says of it.
_Form = Annotated[
    Form | None,
    typer.Option(
        "--format", help="table to read; csv, json, parquet: the standing; html: a report with pictures."
    ),
]
_Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE", help="Write to this file; its name tells the format."),
]
_Lang = Annotated[asked.Tongue, typer.Option(help="The language of the html report.")]
_First = Annotated[
    int, typer.Option(min=0, metavar="N", help="How many lines of who is short the table shows.")
]
_AllRows = Annotated[
    bool,
    typer.Option(
        "--all-rows", help="csv, json, parquet: also earlier periods, and periods that run now and are done."
    ),
]
_FailOn = Annotated[
    list[str] | None,
    typer.Option(metavar="VERDICT", help="Leave with 1 if any officer has this verdict, such as overdue."),
]
_Engine = Annotated[Engine, typer.Option(help="spark: the same function on PySpark (an extra; needs Java).")]


def check(
    facts: asked.FactsFolder,
    rules: asked.Rules = None,
    as_of: asked.AsOf = None,
    known_at: asked.KnownAt = None,
    rulebook: asked.Folders = None,
    crosswalk: asked.CrosswalkFile = None,
    officer: asked.Officers = None,
    unit: asked.Unit = None,
    settings: asked.Settings = None,
    form: _Form = None,
    output: _Output = None,
    lang: _Lang = asked.Tongue.en,
    first: _First = 20,
    all_rows: _AllRows = False,
    fail_on: _FailOn = None,
    engine: _Engine = Engine.local,
) -> None:
    """Say who is trained, who is short, why, and what comes next.

    Prints the share met by requirement, then who is short and what would mend it. csv, json and parquet give
    one row for each officer and requirement: verdict, reason, needed, credited, short, due, next step, citation;
    and where a period that closed is what counts, a second row for the period that runs now and is not done.
    Nothing is stored: the same facts, rules and day always give the same answer.

    It leaves with 0 even though officers are overdue, unless --fail-on says otherwise.

    \b
    Examples:
      muster check town --rules model --as-of 2026-06-30
      muster check town --rules us-ca --rules model --unit patrol-a
      muster check town --rules us-co --as-of 2026-06-30 --output report.html --lang es
      muster check town --rules model --set "model.recurrence=2 years" --format csv > standing.csv
      muster check town --rules us-tx --known-at 2026-01-15 --fail-on overdue
    """
    refuse_unknown_verdicts(fail_on)
    chosen = form_asked(form, output)
    asked.refuse_output_on_inputs(output, rulebook, facts, crosswalk)
    overrides = asked.overrides_of(settings, rulebook, crosswalk)
    day, moment = asked.day_asked(as_of), asked.moment_asked(known_at)
    book = asked.rulebook_asked(rules, rulebook, settings)
    people = asked.facts_asked(facts, day, moment, crosswalk=crosswalk, officers=officer, unit=unit)
    standing = (
        standing_of(people, book, day, moment)
        if engine is Engine.local
        else _on_spark(people, book, day, moment)
    )
    judgement = Judgement(people, book, day, moment, standing, ())
    match chosen:
        case Form.table:
            console = console_for(output)
            print_check(console, report_on(judgement, overrides=overrides), first)
            finish(console, output)
        case Form.html:
            hand_over(report_page(report_on(judgement, lang.value, overrides)), output, Form.html)
        case _:
            rows = with_texts(in_plain_order(standing if all_rows else to_do(standing)))
            hand_over(frame_bytes(with_overrides(rows, overrides), chosen), output, chosen)
    refuse_verdicts(standing, fail_on)


def standing_of(facts: Facts, book: Rulebook, as_of: date, known_at: datetime | None) -> pl.DataFrame:
    """Judge everyone, in parts and with a progress bar where there are many."""
    if facts.size <= AT_ONCE:
        return evaluate(facts, book, as_of, known_at).standing
    return join_parts(_in_parts(facts, book, as_of, known_at))


def _on_spark(facts: Facts, book: Rulebook, as_of: date, known_at: datetime | None) -> pl.DataFrame:
    """Judge on Spark, which reads facts from a folder: those asked for, written as a store for this run."""
    from muster.core.spark import evaluate_on_spark  # noqa: PLC0415 - PySpark is an extra and slow to start

    with TemporaryDirectory() as scratch:
        facts.write_store(Path(scratch) / "facts")
        return evaluate_on_spark(Path(scratch) / "facts", book, as_of, known_at)


def _in_parts(facts: Facts, book: Rulebook, as_of: date, known_at: datetime | None) -> Iterator[pl.DataFrame]:
    with progress("Officers judged", facts.size) as bar:
        for judgement in evaluate_in_parts(facts, book, as_of, known_at, officers=AT_ONCE):
            bar.advance(bar.task_ids[0], judgement.facts.size)
            yield judgement.standing


def refuse_unknown_verdicts(wanted: list[str] | None) -> None:
    """Refuse a verdict that does not exist, before any work is done. Raises BadUsage."""
    for word in wanted or ():
        if word not in VERDICTS:
            raise BadUsage.because(
                "unknown-verdict", f"--fail-on {word} is no verdict.", f"Say one of: {', '.join(VERDICTS)}."
            )


def refuse_verdicts(standing: pl.DataFrame, wanted: list[str] | None) -> None:
    """Raise ChecksFailed when an officer has one of the verdicts."""
    found = headlines(standing).filter(pl.col("verdict").cast(pl.String).is_in(wanted or []))
    if found.height:
        counts = found.get_column("verdict").cast(pl.String).value_counts(sort=True).rows()
        raise ChecksFailed.because(
            "verdict-found",
            f"--fail-on: {', '.join(f'{count:,} {word}' for word, count in counts)}.",
            "The list above says who; muster explain says why.",
        )
