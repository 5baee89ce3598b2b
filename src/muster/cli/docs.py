"""docs/cli.md, made from ``--help``, so that it cannot say anything else: ``python -m muster.cli.docs > docs/cli.md``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer
from typer.core import TyperGroup

from muster.cli.app import app
from muster.cli.leaving import EXIT_CODES

_INTRO = """\
# The command line

`muster` with a command. Each command is a thin skin over functions of `muster.core`, which a notebook can call as
well ([Python API](python-api.md)). This page is made from `--help` by `python -m muster.cli.docs > docs/cli.md`; a
test fails when the two differ.

Colours and progress bars appear on a terminal only; set `NO_COLOR` to have no colours there either. What is printed
for other programs (`--format csv`, `json`, `parquet`) goes to stdout or to `--output`, everything else about it to
stderr. A file is written whole or not at all. Dates are written `2026-06-30`.
"""

_WIDTH = 96


def cli_page() -> str:
    """Return the text of docs/cli.md."""
    root = typer.main.get_command(app)
    codes = "\n".join(f"| {code} | {says} |" for code, says in EXIT_CODES.items())
    parts = [_INTRO, f"## Exit codes\n\n| code | meaning |\n|---:|---|\n{codes}\n"]
    parts += [f"## `{name}`\n\n```text\n{text}\n```\n" for name, text in _helps(root, "muster", None)]
    return "\n".join(parts)


def _helps(command: Any, name: str, above: Any) -> Iterator[tuple[str, str]]:
    context = command.context_class(
        command,
        info_name=name.rsplit(" ", 1)[-1],
        parent=above,
        terminal_width=_WIDTH,
        max_content_width=_WIDTH,
    )
    text = "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
    yield name, text.strip()
    if isinstance(command, TyperGroup):
        for part, below in command.commands.items():
            if not below.hidden:
                yield from _helps(below, f"{name} {part}", context)


if __name__ == "__main__":
    typer.echo(cli_page(), nl=False)
