"""HTML pages: each table of the page as a grid."""

from __future__ import annotations

import re

from lxml import etree, html

from muster.core.errors import BadInput, Where
from muster.core.errors.sentence import sentence
from muster.core.importing.grid import MAX_COLUMNS, Grid, refuse_too_wide

_SNIFF = re.compile(r"<(?:!doctype html|html|head|body|table)\b", re.IGNORECASE)
_MAX_SPAN_ROWS = 10_000


def looks_like_html(text: str) -> bool:
    """Say whether the text begins as a page with a table does."""
    return text.lstrip("\ufeff \t\r\n")[:1] == "<" and bool(_SNIFF.search(text[:5000]))


def read_html(text: str, file: str) -> list[Grid]:
    """Read the tables of a page, merged cells repeated into all they cover. Raises BadInput if none."""
    try:
        page = html.fromstring(text.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise BadInput.because(
            "import-html",
            sentence("the page cannot be read ({why}).", why=error),
            "Save the table as CSV.",
            Where(file),
        ) from None
    tables = [page] if page.tag == "table" else list(page.iter("table"))
    grids = [Grid(f"table {n}", rows) for n, table in enumerate(tables, 1) if (rows := _rows(table, file))]
    if not grids:
        raise BadInput.because(
            "import-html",
            "the page holds no table.",
            "Save the list itself, not the page around it.",
            Where(file),
        )
    return grids


def _rows(table: html.HtmlElement, file: str) -> list[list[str | None]]:
    rows: list[list[str | None]] = []
    below: dict[int, tuple[int, str]] = {}  # column -> how many rows more a merged cell reaches, and its text
    for line in table.xpath("./tr | ./thead/tr | ./tbody/tr | ./tfoot/tr"):
        cells = _cells_of(line, below, file)
        rows.append(cells)
    return rows


def _cells_of(line: html.HtmlElement, below: dict[int, tuple[int, str]], file: str) -> list[str | None]:
    cells: list[str | None] = []
    for cell in line.xpath("./td | ./th"):
        _fill_from_above(cells, below)
        text = " ".join(cell.text_content().split())
        down = _span(cell, "rowspan", _MAX_SPAN_ROWS) - 1
        for _ in range(_span(cell, "colspan", MAX_COLUMNS + 1)):
            if down:
                below[len(cells)] = (down, text)
            cells.append(text)
        refuse_too_wide(len(cells), file)
    _fill_from_above(cells, below)
    return cells


def _fill_from_above(cells: list[str | None], below: dict[int, tuple[int, str]]) -> None:
    while len(cells) in below:
        left, text = below.pop(len(cells))
        if left > 1:
            below[len(cells)] = (left - 1, text)
        cells.append(text)


def _span(cell: html.HtmlElement, name: str, most: int) -> int:
    text = cell.get(name, "1").strip()
    return min(max(int(text), 1), most) if text.isascii() and text.isdigit() and len(text) < 10 else 1
