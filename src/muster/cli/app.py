"""The commands of Muster. Each is a thin skin over functions that a notebook can call as well."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Annotated

import typer

from muster import __version__
from muster.cli.account import account_app
from muster.cli.bench import bench_app
from muster.cli.check import check
from muster.cli.crosswalk import crosswalk_app
from muster.cli.events import events_app
from muster.cli.import_ import import_records
from muster.cli.leaving import EXIT_CODES, Leaving
from muster.cli.ledger import ledger_app
from muster.cli.rules import rules_app
from muster.cli.sample import sample
from muster.cli.serve import demo, serve
from muster.cli.what_if import what_if

_CODES = "\n".join(f"  {code:>3}  {says}" for code, says in EXIT_CODES.items())

app = typer.Typer(
    name="muster",
    cls=Leaving,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # plain help: the same on every screen, and docs/cli.md is made from it
    pretty_exceptions_enable=False,
    help=f"""Is every officer trained to the rules that bind them?

    Facts go in (who, which posts and leaves, which training), rules are law as data, and out comes a verdict for
    every officer and requirement, with its reason.

    \b
    Begin with:
      muster sample town --officers 250      make a department to try things on
      muster check town --rules model        who is trained, who is short, what comes next
      muster rules show us-ca/psp            what a rule says, and where it was read

    Every command has --help with examples. Not legal advice.

    \b
    Exit codes:
    {_CODES.replace(chr(10), chr(10) + "    ")}
    """,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"muster {__version__}")
        raise typer.Exit


@app.callback()
def begin(
    debug: Annotated[
        bool, typer.Option("--debug", help="Show the traceback of an error, for a bug report.")
    ] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Take the options that come before a command."""


app.command("check")(check)
app.command("what-if", short_help="Say who changes verdict if a rule or the plan changes.")(what_if)
if find_spec("muster.cli.explain"):
    app.command("explain", short_help="Say why one officer stands as they do.")(
        import_module("muster.cli.explain").explain
    )
app.add_typer(rules_app, name="rules")
app.command("import", short_help="Bring in records of another system, or nothing.")(import_records)
app.add_typer(crosswalk_app, name="crosswalk")
app.add_typer(ledger_app, name="ledger")
app.add_typer(account_app, name="account")
app.add_typer(events_app, name="events")
app.add_typer(events_app, name="events")
app.command("serve", short_help="Serve the pages on this machine.")(serve)
app.command("demo", short_help="Serve the pages of a department that does not exist.")(demo)
app.command("sample", short_help="Make a department that does not exist.")(sample)
app.add_typer(bench_app, name="bench", short_help="Measure how fast Muster is here.")
