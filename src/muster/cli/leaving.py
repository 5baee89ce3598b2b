"""How a command ends: with its result, or with sentences on stderr and the exit code they stand for."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import typer
from rich.console import Console
from typer.core import TyperGroup

from muster.cli.markup import escape
from muster.core.errors import BadInput, BadRule, BadUsage, ChecksFailed, MissingPart, MusterError, Where

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

    def make_context(self, *words: Any, **more: Any) -> Any:
        """Read the command line. ``--help`` and ``--version`` are answered here, so this writes as well."""
        with _leaving():
            return super().make_context(*words, **more)

    def invoke(self, ctx: Any) -> Any:
        """Run the command. With ``--debug`` errors pass through with their traceback."""
        with _leaving(debug=bool(ctx.params.get("debug"))):
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result


@contextmanager
def _leaving(*, debug: bool = False) -> Iterator[None]:
    """Turn what goes wrong into sentences and an exit code."""
    try:
        yield
    except BrokenPipeError:
        _forget_stdout()
        raise typer.Exit(READER_GONE) from None
    except KeyboardInterrupt:
        if debug:
            raise
        typer.echo("Stopped.", err=True)
        raise typer.Exit(INTERRUPTED) from None
    except (MusterError, OSError, MemoryError, RecursionError) as error:
        if debug:
            raise
        problem = error if isinstance(error, MusterError) else _in_words(error)
        if isinstance(error, OSError):
            _forget_stdout()  # it may be the one that cannot be written to
        print_problems(problem)
        raise typer.Exit(problem.exit_code) from None


def _in_words(error: OSError | MemoryError | RecursionError) -> MusterError:
    """Say what the machine refused, where no function below knew better."""
    match error:
        case MemoryError():
            return MissingPart.because(
                "no-memory",
                "this machine has not enough free memory for that.",
                "Ask for less at once, or run it where there is more.",
            )
        case RecursionError():
            return BadInput.because(
                "too-deep", "something in a file is nested too deeply to be read.", "Make it flatter."
            )
        case _:
            return MissingPart.because(
                "system-refused",
                f"the system refused: {error.strerror or error}.",
                "Make room, or name a place that can be read and written to.",
                Where(os.fsdecode(error.filename)) if isinstance(error.filename, str | bytes) else None,
            )


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
