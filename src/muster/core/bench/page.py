"""Put what was found between the marks of ``docs/performance.md``, and leave the rest of the page alone."""

from __future__ import annotations

import os
from pathlib import Path

from muster.core.bench.findings import Findings, Table
from muster.core.errors import BadUsage, Where


def marks(size: str) -> tuple[str, str]:
    """Return the lines between which the tables of a size stand."""
    return f"<!-- muster bench {size}: begin -->", f"<!-- muster bench {size}: end -->"


def check_page(page: Path, size: str) -> str:
    """Return the page's text. Raises BadUsage if it has no marks for the size: better before a long run."""
    begin, end = marks(size)
    try:
        text = page.read_text("utf-8")
    except OSError:
        text = ""
    if text.count(begin) == text.count(end) == 1 and text.index(begin) < text.index(end):
        return text
    raise BadUsage.because(
        "bench-no-marks",
        f"there is no place for the tables of {size}.",
        f"Run this at the top of the checkout; the page needs the lines {begin} and {end}, once each.",
        Where(str(page)),
    )


def write_into(page: Path, findings: Findings) -> None:
    """Replace what stands between the marks of the size. The page is changed whole or not at all."""
    text = check_page(page, findings.size)
    begin, end = marks(findings.size)
    before, rest = text.split(begin)
    _, after = rest.split(end)
    draft = page.with_name(f".{page.name}.{os.getpid()}")
    draft.write_text(f"{before}{begin}\n{as_markdown(findings)}{end}{after}", "utf-8")
    draft.replace(page)


def as_markdown(findings: Findings) -> str:
    """Write findings as Markdown: the command, the machine, the data, the tables, the goals."""
    parts = [
        f"`{findings.command}`, measured on: {findings.machine}.",
        f"Data: {findings.data}.",
        *(_table(table) for table in findings.tables),
    ]
    if findings.goals:
        parts.append("\n".join(f"- {goal}" for goal in findings.goals))
    return "\n" + "\n\n".join(parts) + "\n\n"


def _table(table: Table) -> str:
    lines = [
        f"**{table.title}**",
        "",
        _line(table.headings),
        _line(("---", *("---:" for _ in table.headings[1:]))),
        *(_line(row) for row in table.rows),
    ]
    return "\n".join(lines) + (f"\n\n{table.note}" if table.note else "")


def _line(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"
