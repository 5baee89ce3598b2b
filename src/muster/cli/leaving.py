"""How a command ends: with its result, or with sentences on stderr and the exit code they stand for."""

from __future__ import annotations

import os
import sys
from typing import Any, Final

import typer
from rich.console import Console
from rich.markup import escape
from typer.core import TyperGroup

from muster.core.errors import BadInput, BadRule, BadUsage, ChecksFailed, MissingPart, MusterError

INTERRUPTED: Final = 130
READER_GONE: Final = 141

#: Every exit code with the sentence that ``muster --help`` and docs/cli.md print.
EXIT_CODES: Final = {
    0: "all is well; officers may be overdue all the same (see --fail-on)",
    ChecksFailed.exit_code: "the work was done and the answer is no: a rule test failed, --fail-on found someone",
    BadUsage.exit_code: "the command was given words it cannot act on",
    BadRule.exit_code: "a rule file, a rule test or a jurisdiction page cannot be used as it is",
    BadInput.exit_code: "a file of facts, records or a crosswalk cannot be used as it is",
    MissingPart.exit_code: "something outside Muster is not there: a package, Java, a folder to write to",
    INTERRUPTED: "stopped with Ctrl-C",
    READER_GONE: "whoever read the output went away",
}

MOST_PROBLEMS: Final = 50  # printed; the rest is counted


class Leaving(TyperGroup):
    """The group behind ``muster``: what goes wrong in a command becomes sentences and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command. With ``--debug`` errors pass through with their traceback."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except MusterError as error:
            if ctx.params.get("debug"):
                raise
            print_problems(error)
            raise typer.Exit(error.exit_code) from None
        except KeyboardInterrupt:
            if ctx.params.get("debug"):
                raise
            typer.echo("Stopped.", err=True)
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            _forget_stdout()
            raise typer.Exit(READER_GONE) from None
        else:
            return result


def print_problems(error: MusterError) -> None:
    """Print each problem as a sentence with its place, on stderr."""
    console = Console(stderr=True, soft_wrap=True, highlight=False)
    for problem in error.problems[:MOST_PROBLEMS]:
        place = f"{escape(str(problem.where))}: " if str(problem.where) else ""
        do = f" {escape(problem.do)}" if problem.do else ""
        console.print(f"[bold red]muster:[/] {place}{escape(problem.what)}{do}")
    left = len(error.problems) - MOST_PROBLEMS
    if left > 0:
        console.print(f"[bold red]muster:[/] and {left:,} more of the kind; mend these first.")


def _forget_stdout() -> None:
    """Point stdout at nothing, so that Python does not complain of the closed pipe when it ends."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return  # stdout is no file here (a test's), and nothing will complain
