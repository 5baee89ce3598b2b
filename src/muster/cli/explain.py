"""``muster explain``: why does one officer stand as they do?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.tree import Tree

from muster.cli import asked
from muster.cli.check_text import STYLES
from muster.cli.screen import console_for, finish, hand_over
from muster.core.rules.alone import refuse_unknown
from muster.core.rules.evaluate import evaluate
from muster.core.rules.explain import NOT_ADVICE, Explanation
from muster.core.rules.explain import explain as explanations_of
from muster.core.rules.explain_text import Branch, branches, heading

_Officer = Annotated[
    str, typer.Argument(metavar="OFFICER", help="The officer_id, as in officers.csv; never a name.")
]
_Facts = Annotated[
    Path, typer.Option("--facts", metavar="FACTS", help="The folder of facts, as for muster check.")
]
_Requirement = Annotated[
    str | None, typer.Option(metavar="ID", help="Only this requirement, such as us-co/annual-24.")
]
_AsJson = Annotated[bool, typer.Option("--json", help="Print a list of explanations as JSON.")]
_Everything = Annotated[
    bool,
    typer.Option("--all", help="Also the period before where it is settled, and rules that do not bind."),
]
_Output = Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to this file.")]


def explain(
    officer: _Officer,
    facts: _Facts,
    rules: asked.Rules = None,
    as_of: asked.AsOf = None,
    known_at: asked.KnownAt = None,
    requirement: _Requirement = None,
    rulebook: asked.Folders = None,
    crosswalk: asked.CrosswalkFile = None,
    settings: asked.Settings = None,
    as_json: _AsJson = False,
    everything: _Everything = False,
    output: _Output = None,
) -> None:
    """Say why one officer stands as they do: rule, period, parts, records that counted and that did not, the remedy.

    Each answer names the version of the rule, where it was read and how surely, the days and facts it hangs on, and
    for every record that gave nothing the reason. What is worst comes first.

    \b
    Examples:
      muster explain P000012 --facts town --rules us-co --as-of 2026-06-30
      muster explain P000012 --facts town --requirement us-co/annual-24 --json
      muster explain P000012 --facts town --rules us-tx --known-at 2026-01-15 --all
    """
    day, moment = asked.day_asked(as_of), asked.moment_asked(known_at)
    names = [*(rules or ()), *([requirement] if requirement else ())]
    book = asked.rulebook_asked(names, rulebook, settings)
    people = asked.facts_asked(facts, day, moment, crosswalk=crosswalk)
    refuse_unknown(people, officer)
    found = explanations_of(evaluate(people.only([officer]), book, day, moment), officer, requirement)
    chosen = found if everything else _asked_for(found, requirement)
    if as_json:
        text = json.dumps([each.as_dict() for each in chosen], indent=2, ensure_ascii=False)
        hand_over(f"{text}\n".encode(), output)
        return
    console = console_for(output)
    for each in chosen:
        _print(console, each)
    left = len(found) - len(chosen)
    if left:
        console.print(
            f"{left} more: rules that do not bind, and periods that are settled; --all shows them.",
            style="dim",
        )
    console.print(NOT_ADVICE, style="dim")
    finish(console, output)


def _asked_for(found: tuple[Explanation, ...], requirement: str | None) -> list[Explanation]:
    """Keep what is headline and binds; of a requirement that was named, also that it does not bind."""
    return [each for each in found if each.headline and (requirement or each.verdict != "not_applicable")]


def _print(console: Console, one: Explanation) -> None:
    title, asked_on, says = heading(one)
    style = STYLES[one.verdict]
    verdict, _, rest = says.partition(":")
    tree = Tree(
        f"[bold]{escape(title)}[/]\n{escape(asked_on)}\n" + _styled(f"{verdict}:", style) + escape(rest)
    )
    for branch in branches(one):
        _grow(tree, branch)
    console.print(tree)
    console.print()


def _styled(text: str, style: str) -> str:
    return f"[{style}]{escape(text)}[/]" if style else escape(text)


def _grow(tree: Tree, branch: Branch) -> None:
    text, inner = branch
    grown = tree.add(escape(text))
    for each in inner:
        _grow(grown, each)
