"""``muster rules``: is the rulebook sound, do its tests pass, what does a rule say, how do rules compare?"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from muster.cli import asked
from muster.cli.markup import escape
from muster.cli.screen import Form, Screen, console_for, finish, form_asked, frame_bytes, hand_over
from muster.core.errors import BadUsage, ChecksFailed, visible
from muster.core.periods import as_day, day_text
from muster.core.report import comparison_page
from muster.core.rules import Rulebook, load_rulebook
from muster.core.rules.compare import Comparison, Entry, compare_rules
from muster.core.rules.graph import dot_text, tree_text
from muster.core.rules.schema import schema_of
from muster.core.rules.show import show_jurisdiction, show_requirement
from muster.core.rules.testing import Outcome, read_cases, run_tests

rules_app = typer.Typer(
    help="Look into the rulebook: check it, test it, read it, compare it.", no_args_is_help=True
)

Names = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[NAME]...", help="Jurisdictions (us-ca) or requirements (us-ca/psp); without any, all."
    ),
]
SomeNames = Annotated[
    list[str], typer.Argument(metavar="NAME...", help="Jurisdictions (us-ca) or requirements (us-ca/psp).")
]
Output = Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to this file.")]


class Shape(StrEnum):
    """The kinds of file that have a schema."""

    requirement = "requirement"
    jurisdiction = "jurisdiction"
    vocabulary = "vocabulary"


def _book(names: list[str] | None, folders: list[str] | None) -> Rulebook:
    return load_rulebook(asked.folders_asked(folders), only=asked.rule_names(names))


@rules_app.command("check")
def check_rules(names: Names = None, rulebook: asked.Folders = None) -> None:
    """Read rule files and their tests and name every mistake, with file, line, key and what would be right.

    Leaves with 3 when something is wrong. It does not run the tests; muster rules test does.

    \b
    Examples:
      muster rules check
      muster rules check us-ca
      muster rules check --rulebook shipped --rulebook my-rules us-xx
    """
    book = _book(names, rulebook)
    for requirement in book.requirements:
        if requirement in book.tests:
            read_cases(requirement, book)
    console = console_for()
    table = Table(
        "jurisdiction",
        "requirements",
        "with tests",
        "read in the law",
        "elsewhere",
        "confirmed",
        box=None,
        pad_edge=False,
    )
    for code, page in book.jurisdictions.items():
        rules = [rule for rule in book.requirements.values() if rule.id.startswith(f"{code}/")]
        if not rules:
            continue
        marks = Counter(rule.evidence for rule in rules)
        tested, confirmed = (
            sum(rule.id in book.tests for rule in rules),
            sum(rule.confirmed is not None for rule in rules),
        )
        counts = (len(rules), tested, marks["V"], len(rules) - marks["V"], confirmed)
        table.add_row(f"{code}  {escape(page.name)}", *(str(count) for count in counts))
    console.print(table)
    console.print(
        f"[green]Sound[/]: {len(book.requirements)} requirements. Sound is not right: see confirmed, and rules test."
    )


@rules_app.command("test")
def run_rule_tests(
    names: Names = None,
    rulebook: asked.Folders = None,
    failed_only: Annotated[bool, typer.Option("--failed-only", help="Print only what failed.")] = False,
) -> None:
    """Run the tests beside the law: each case, day by day, with the file and line of what was expected.

    Leaves with 1 when an answer is not as expected.

    \b
    Examples:
      muster rules test
      muster rules test us-or/maintenance-84
      muster rules test us-tx --failed-only
    """
    book = _book(names, rulebook)
    console = Screen(soft_wrap=True, highlight=False)
    passed, failed = 0, 0
    for outcome in run_tests(book):
        passed, failed = passed + outcome.passed, failed + (not outcome.passed)
        if not (outcome.passed and failed_only):
            _print_outcome(console, outcome)
    if not passed + failed:
        raise BadUsage.because(
            "no-tests", "there are no tests here.", "Tests stand in NAME.test.yaml beside NAME.yaml."
        )
    requirements = sum(name in book.tests for name in book.requirements)
    console.print(f"{passed:,} passed, {failed:,} failed, of {requirements} requirements.")
    if failed:
        raise ChecksFailed.because(
            "rule-tests-failed",
            f"{failed:,} of {passed + failed:,} answers are not as expected.",
            "Mend the rule, or the test if the law says so; never the test to turn a run green.",
        )


def _print_outcome(console: Console, outcome: Outcome) -> None:
    mark = "[green]pass[/]" if outcome.passed else "[bold red]FAIL[/]"
    spot = f"{outcome.where.file}:{outcome.where.line}"
    console.print(f"{mark}  {escape(spot)}  {outcome.as_of}  {escape(outcome.case)}")
    if not outcome.passed:
        console.print(f"      {escape(outcome.wrong)}")


@rules_app.command("show")
def show_rule(
    name: Annotated[
        str,
        typer.Argument(metavar="ID", help="A requirement, such as us-ca/psp; or a jurisdiction, to list it."),
    ],
    rulebook: asked.Folders = None,
) -> None:
    """Print a requirement to read: what it says, whom it binds, by when, since when, and where that was read.

    Of a jurisdiction it prints the requirements, the facts about officers they need, and what was left out.

    \b
    Examples:
      muster rules show us-ca/psp
      muster rules show us-ca
    """
    book = _book([name], rulebook)
    text = show_requirement(book, name) if "/" in name else show_jurisdiction(book, name)
    _print_folded(text)


def _print_folded(text: str) -> None:
    """Fold long lines on a terminal, keeping their indent; elsewhere leave them as they are."""
    console = console_for()
    if not console.is_terminal:
        typer.echo(visible(text))
        return
    for line in text.splitlines():
        indent = len(line) - len(line.lstrip())
        console.print(Padding(escape(line.strip()), (0, 0, 0, indent)) if line.strip() else "")


@rules_app.command("compare")
def compare(
    names: SomeNames,
    as_of: asked.AsOf = None,
    rulebook: asked.Folders = None,
    form: Annotated[
        Form | None,
        typer.Option("--format", help="table to read; csv, json or parquet: a row an entry; html: a page."),
    ] = None,
    output: Output = None,
) -> None:
    """Put rules side by side, subject by subject: hours, how often, who, source, evidence, and what is missing.

    The five subjects that every officer should have come first: procedural justice, bias-free policing, crisis
    response, de-escalation, cultural competency. Missing means missing in the rulebook; there may be a law.

    \b
    Examples:
      muster rules compare us-ca us-tx model
      muster rules compare us-ca us-tx model --output comparison.html
    """
    asked.refuse_output_on_inputs(output, rulebook)
    comparison = compare_rules(_book(names, rulebook), asked.day_asked(as_of))
    match form_asked(form, output):
        case Form.table:
            console = console_for(output)
            _print_comparison(console, comparison)
            finish(console, output)
        case Form.html:
            hand_over(comparison_page(comparison), output, Form.html)
        case chosen:
            hand_over(frame_bytes(comparison.table, chosen), output, chosen)


def _print_comparison(console: Console, comparison: Comparison) -> None:
    console.print(
        f"As in force on {day_text(as_day(comparison.as_of))}. Letters in brackets: V read in the law, S elsewhere, P in part."
    )
    table = Table(show_lines=True)
    table.add_column("subject", max_width=20)
    for code, name in comparison.jurisdictions.items():
        table.add_column(f"{code}\n{escape(name)}", ratio=1)
    told: dict[str, str] = {}  # the subject under which a rule stands in full
    for subject, name in comparison.subjects.items():
        cells = [
            "\n\n".join(escape(text) for text in _cell(comparison, subject, code, told))
            or "not in the rulebook"
            for code in comparison.jurisdictions
        ]
        table.add_row(escape(name), *cells)
    console.print(table)
    console.print("[bold]Of the five subjects, missing in the rulebook[/] (there may be a law all the same):")
    for code, subjects in comparison.missing.items():
        missing = ", ".join(comparison.subjects[subject] for subject in subjects) or "none"
        console.print(f"  {code}: {escape(missing)}")
    console.print('[bold]Whom "all" means[/]:')
    for code, text in comparison.everyone.items():
        console.print(f"  {code}: {escape(text)}")
    console.print("Not legal advice.", style="dim")


def _cell(comparison: Comparison, subject: str, code: str, told: dict[str, str]) -> Iterator[str]:
    """Write what a jurisdiction asks in a subject: a rule in full the first time, then where it stands."""
    for entry in comparison.of(subject, code):
        if entry.requirement in told:
            first = comparison.subjects[told[entry.requirement]]
            part = f"{entry.hours} hours. " if entry.hours else ""
            yield f"{entry.requirement}: {part}see {first}"
        else:
            told[entry.requirement] = subject
            yield _entry_text(entry, comparison.who(entry))


def _entry_text(entry: Entry, who: str) -> str:
    hours = f"{entry.hours} hours. " if entry.hours else ""
    force = "" if entry.force == "required" else f" ({entry.force})"
    when = f" [{entry.in_force}]" if entry.in_force else ""
    return (
        f"{entry.requirement}{force}{when}\n{hours}{entry.asks}\n{entry.recurrence}\nwho: {who}\n"
        f"{entry.source} [{entry.evidence}]"
    )


@rules_app.command("graph")
def graph(
    names: SomeNames,
    dot: Annotated[bool, typer.Option("--dot", help="Write DOT, which Graphviz draws.")] = False,
    rulebook: asked.Folders = None,
    output: Output = None,
) -> None:
    """Show which requirements wait for another, and whose hours also serve another.

    \b
    Examples:
      muster rules graph us-ca
      muster rules graph us-tx --dot | dot -Tsvg > us-tx.svg
    """
    asked.refuse_output_on_inputs(output, rulebook)
    book = _book(names, rulebook)
    text = dot_text(book) if dot else tree_text(book)
    hand_over(f"{visible(text)}\n".encode(), output)


@rules_app.command("schema")
def schema(
    shape: Annotated[Shape, typer.Argument(help="Which kind of file.")] = Shape.requirement,
    output: Output = None,
) -> None:
    """Print the JSON Schema of rule files, with which editors complete keys and mark mistakes while you write.

    \b
    Examples:
      muster rules schema --output requirement.schema.json
      muster rules schema jurisdiction
    """
    asked.refuse_output_on_inputs(output, None)
    hand_over((json.dumps(schema_of(shape.value), indent=2) + "\n").encode(), output)
