"""What goes to the screen or to a file: consoles, progress bars, and tables in the form asked for."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

import polars as pl
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from muster.cli.markup import escape
from muster.core.errors import BadUsage, visible
from muster.core.report.landing import land

_WIDE = 160  # columns where the output is no terminal, so that a file or a pipe is not folded


class Screen(Console):
    """A console that lets a reader who went away be noticed above, where it has an exit code of its own."""

    def on_broken_pipe(self) -> None:
        """Pass the broken pipe on; Rich would leave with 1."""
        raise BrokenPipeError


class Form(StrEnum):
    """The forms an answer can take."""

    table = "table"
    csv = "csv"
    json = "json"
    parquet = "parquet"
    html = "html"


_BY_SUFFIX = {
    ".csv": Form.csv,
    ".json": Form.json,
    ".parquet": Form.parquet,
    ".html": Form.html,
    ".htm": Form.html,
}
_EXCEL = (".xlsx", ".xls", ".xlsm", ".ods")  # no form goes by these names, whatever is said


def form_asked(form: Form | None, output: Path | None) -> Form:
    """Return the form: as said, or as the name of the file says, or a table. Raises BadUsage for another ending."""
    suffix = output.suffix.lower() if output else ""
    known = {**_BY_SUFFIX, "": Form.table, ".txt": Form.table}
    if suffix in _EXCEL or (form is None and suffix not in known):
        raise BadUsage.because(
            "unknown-ending",
            f"files that end in {suffix} are not written.",
            f"The endings are {', '.join(sorted(known.keys() - {''}))}"
            + ("; Excel opens .csv." if suffix in _EXCEL else "; or say --format."),
        )
    return form or known[suffix]


def console_for(output: Path | None = None) -> Console:
    """Return where a table is printed: the screen, or text to be written to a file."""
    if output is not None:
        return Console(file=io.StringIO(), width=_WIDE, highlight=False, no_color=True)
    console = Screen(highlight=False)
    return console if console.is_terminal else Screen(highlight=False, width=_WIDE)


def finish(console: Console, output: Path | None) -> None:
    """Write what was printed for a file into it."""
    if output is not None and isinstance(console.file, io.StringIO):
        hand_over(console.file.getvalue().encode("utf-8", "backslashreplace"), output)


def with_overrides(frame: pl.DataFrame, overrides: Sequence[str]) -> pl.DataFrame:
    """Add the column ``overrides`` where anything was asked other than as shipped."""
    return frame.with_columns(overrides=pl.lit("; ".join(overrides))) if overrides else frame


def print_overrides(console: Console, overrides: Sequence[str]) -> None:
    """Say what was asked other than as shipped, if anything."""
    if overrides:
        console.print(f"[yellow]Asked with[/] {escape('; '.join(overrides))}")


def frame_bytes(frame: pl.DataFrame, form: Form) -> bytes:
    """Write a frame as CSV, JSON (a list of rows) or Parquet."""
    match form:
        case Form.csv:
            return frame.write_csv().encode("utf-8")
        case Form.json:
            return (frame.write_json() + "\n").encode("utf-8")
        case _:
            buffer = io.BytesIO()
            frame.write_parquet(buffer)
            return buffer.getvalue()


def hand_over(content: bytes, output: Path | None, form: Form = Form.table) -> None:
    """Put content into the file asked for, or on stdout. Raises BadUsage for Parquet on a screen."""
    if output is not None:
        land(output, content)
        typer.echo(visible(f"Wrote {output}."), err=True)
        return
    if form is Form.parquet and sys.stdout.isatty():
        raise BadUsage.because(
            "parquet-on-screen", "Parquet is not for a screen.", "Add --output FILE.parquet."
        )
    if form is not Form.parquet and sys.stdout.isatty():
        content = visible(content.decode("utf-8")).encode("utf-8")
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


@contextmanager
def progress(what: str, total: int) -> Iterator[Progress]:
    """Show a bar on stderr while something long runs, on a terminal only; its one task is number 0."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        bar.add_task(what, total=total)
        yield bar
