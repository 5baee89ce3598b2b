"""``muster explain``: why does one officer stand as they do?"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.tree import Tree

from muster.cli import asked
from muster.cli.check_lists import counted
from muster.cli.check_styles import STYLES
from muster.cli.markup import escape
from muster.cli.screen import console_for, finish, hand_over, print_overrides
from muster.core.report.todo import LEFT
from muster.core.rules.alone import refuse_unknown
from muster.core.rules.evaluate import evaluate
from muster.core.rules.explain import NOT_ADVICE, Explanation
from muster.core.rules.explain import explain as explanations_of
from muster.core.rules.explain_text import Branch, branches, heading
from muster.core.rules.speech import Speech

_NOW = {"en": "now", "es": "ahora"}

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
    typer.Option("--all", help="Also earlier periods that are not what counts, and rules that do not bind."),
]
_Lang = Annotated[
    asked.Tongue, typer.Option(help="The language of the explanation; laws are cited as they are called.")
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
    lang: _Lang = asked.Tongue.en,
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
      muster explain P000012 --facts town --rules us-co --lang es
    """
    asked.refuse_output_on_inputs(output, rulebook, facts, crosswalk)
    overrides = asked.overrides_of(settings, rulebook, crosswalk)
    day, moment = asked.day_asked(as_of), asked.moment_asked(known_at)
    names = [*(rules or ()), *([requirement] if requirement else ())]
    book = asked.rulebook_asked(names, rulebook, settings)
    people = asked.facts_asked(facts, day, moment, crosswalk=crosswalk)
    refuse_unknown(people, officer)
    judgement = evaluate(people.only([officer]), book, day, moment)
    found = explanations_of(judgement, officer, requirement, lang.value)
    chosen = found if everything else _asked_for(found, requirement)
    if as_json:
        given = {"overrides": list(overrides)} if overrides else {}
        text = json.dumps([{**each.as_dict(), **given} for each in chosen], indent=2, ensure_ascii=False)
        hand_over(f"{text}\n".encode(), output)
        return
    console = console_for(output)
    print_overrides(console, overrides)
    if len(chosen) > 1:
        _print_summary(console, chosen)
    for each in chosen:
        _print(console, each)
    _print_left(console, found, chosen)
    console.print(Speech(lang.value)(NOT_ADVICE), style="dim")
    finish(console, output)


def _asked_for(found: tuple[Explanation, ...], requirement: str | None) -> list[Explanation]:
    """Keep what counts and binds, and what runs now and is not done; of a requirement named, also that it binds not."""
    return [
        each
        for each in found
        if (each.headline and (requirement or each.verdict != "not_applicable"))
        or (each.current and each.verdict in LEFT)
    ]


def _print_summary(console: Console, chosen: Sequence[Explanation]) -> None:
    """Print one line a rule: the verdict, and what comes first of what would mend it."""
    table = Table(box=None, pad_edge=False, show_header=False)
    for each in chosen:
        say = Speech(each.language)
        now = "" if each.headline else f"  {_NOW[each.language]}: "
        word = say.verdict(each.verdict)
        says = each.fix[0] if each.fix and each.verdict != "met" else say.reason(each.reason)
        table.add_row(now + _styled(word, STYLES[each.verdict]), escape(each.requirement), escape(says))
    console.print(table)
    console.print()


def _print_left(console: Console, found: Sequence[Explanation], chosen: Sequence[Explanation]) -> None:
    """Say what is not shown: rules that do not bind, and earlier periods, whatever their verdict."""
    left = [each for each in found if each not in chosen]
    unbound = sum(each.verdict == "not_applicable" for each in left)
    others = len(left) - unbound
    if left and left[0].language == "es":
        told = f"{len(left)} más: reglas que no obligan, {unbound:,}; otros periodos, {others:,}. --all los muestra."
        console.print(told, style="dim")
    elif left:
        kinds = [
            f"{counted(unbound, 'rule that does', 'rules that do')} not bind" if unbound else "",
            f"{counted(others, 'other period')}" if others else "",
        ]
        console.print(f"{len(left)} more: {', '.join(filter(None, kinds))}; --all shows them.", style="dim")


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
