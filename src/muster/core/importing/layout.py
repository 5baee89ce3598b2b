"""Where the table begins: what stands above the header, which row the header is, whether there is one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from operator import itemgetter

import polars as pl

from muster.core.errors import BadInput, Where
from muster.core.errors.sentence import sentence
from muster.core.importing.columns import normal, recognised
from muster.core.importing.grid import Grid, RawTable, Row, is_blank, refuse_too_wide, tidy

_SEARCHED = 40
_KEY_VALUE = re.compile(r"\s*([^:=]{1,60}?)\s*[:=]\s*(.*?)\s*")
_VALUE_LIKE = re.compile(r"[\d\s$%.,:/+()-]+|\d[\dTZ:./ -]*(?:[AaPp][Mm])?")


def find_table(
    grid: Grid, target: str, overrides: Iterable[str], file: str, header_row: int | None = None
) -> RawTable:
    """Find the header of a grid and cut it into preamble, header and rows.

    ``header_row`` counts from 1 as in the source; 0: there is none. Raises BadInput if no rows remain.
    """
    if grid.headers is not None:
        return _cut(grid, -1, list(grid.headers), file)
    overrides = list(overrides)
    at = _header_at(grid.rows, target, overrides) if header_row is None else header_row - grid.first_row
    if header_row == 0 or at is None:
        width = max((len(row) for row in grid.rows), default=0)
        return _cut(grid, -1, [f"col{n}" for n in range(1, width + 1)], file, has_header=False)
    if not 0 <= at < len(grid.rows):
        raise BadInput.because(
            "import-no-header-row",
            sentence("there is no row {row}.", row=header_row),
            "Say another header row.",
            Where(file),
        )
    return _cut(grid, at, _unique(grid.rows[at]), file)


def _header_at(rows: Iterable[Row], target: str, overrides: list[str]) -> int | None:
    """Choose the row with the most known headers, else the first full row of nothing but words."""
    top = [list(map(tidy, row)) for _, row in zip(range(_SEARCHED), rows, strict=False)]
    scores = [recognised(row, target, overrides) if _could_be_header(row) else 0 for row in top]
    most = max(scores, default=0)
    if most:
        best = scores.index(most)
        if most > 1 or _is_all_words(top[best]):
            return best
    widths = Counter(len(_filled(row)) for row in top if _filled(row))
    usual = max(widths.most_common(1)[0][0], 2) if widths else 2
    first = next((n for n, row in enumerate(top) if len(_filled(row)) >= usual), None)
    # A first full row of words is a header nobody knows only if what follows is not words as well.
    if first is not None and _is_all_words(top[first]) and any(_has_values(row) for row in top[first + 1 :]):
        return first
    return None


def _filled(row: list[str | None]) -> list[str]:
    return [cell for cell in row if cell]


def _could_be_header(row: list[str | None]) -> bool:
    names = [normal(cell) for cell in _filled(row)]
    return bool(names) and not any(
        _KEY_VALUE.fullmatch(cell) and cell[-1] != ":" for cell in _filled(row)[:1]
    )


def _is_all_words(row: list[str | None]) -> bool:
    cells = _filled(row)
    return bool(cells) and len(set(cells)) == len(cells) and not any(map(_VALUE_LIKE.fullmatch, cells))


def _has_values(row: list[str | None]) -> bool:
    return any(_VALUE_LIKE.fullmatch(cell) for cell in _filled(row))


def _unique(row: Row) -> list[str]:
    """Name every column: an empty header by its position, a repeated one by a number behind it."""
    seen: Counter[str] = Counter()
    names = []
    for position, cell in enumerate(row, 1):
        name = tidy(cell) or f"col{position}"
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return names if len(set(names)) == len(names) else [f"{n}. {name}" for n, name in enumerate(names, 1)]


def _cut(grid: Grid, at: int, headers: list[str], file: str, *, has_header: bool = True) -> RawTable:
    rows = list(grid.rows[at + 1 :])
    while rows and is_blank(rows[-1]):
        rows.pop()
    if not rows:
        raise BadInput.because(
            "import-empty",
            sentence("{sheet} has a header and no rows below it.", sheet=grid.name),
            "Export it again.",
            Where(file),
        )
    width = len(headers)
    while width > 1 and headers[width - 1] == f"col{width}" and not _used(rows, width - 1):
        width -= 1  # a comma at the end of every line makes no column
    refuse_too_wide(width, file)
    first = grid.first_row + at + 1
    surplus, missing = _uneven(rows, width, first)
    return RawTable(
        tuple(headers[:width]),
        _cells(rows, headers[:width]),
        pl.Series("row", range(first, first + len(rows)), pl.UInt32),
        has_header,
        _preamble(grid.rows[: max(at, 0)]),
        pl.Series("surplus", surplus, pl.UInt32),
        pl.Series("missing", missing, pl.UInt32),
        grid.notes,
    )


def _cells(rows: list[Row], headers: list[str]) -> pl.DataFrame:
    """Turn rows into tidied columns. A row that is too short has nothing in the last ones."""
    width = len(headers)
    full = [row if len(row) >= width else [*row, *[None] * (width - len(row))] for row in rows]
    columns = {
        name: pl.Series(name, list(map(itemgetter(n), full)), pl.String) for n, name in enumerate(headers)
    }
    return pl.DataFrame(columns).select(
        pl.all().str.strip_chars().str.strip_chars("\ufeff").str.strip_chars().replace("", None)
    )


def _uneven(rows: list[Row], width: int, first: int) -> tuple[list[int], list[int]]:
    """Return the numbers of the rows that hold more cells than columns, and of those that have fewer."""
    odd = [(number, row) for number, row in enumerate(rows, first) if len(row) != width]
    surplus = [number for number, row in odd if _length(row) > width]
    return surplus, [number for number, row in odd if len(row) < width and not is_blank(row)]


def _used(rows: list[Row], position: int) -> bool:
    return any(len(row) > position and tidy(row[position]) for row in rows)


def _length(row: Row) -> int:
    """Count the cells up to the last one that holds something."""
    length = len(row)
    while length and tidy(row[length - 1]) is None:
        length -= 1
    return length


def _preamble(rows: Iterable[Row]) -> dict[str, str]:
    """Read lines such as ``Date Run:,3/1/2020`` or ``Module ID=Procedural Justice`` above the header."""
    found: dict[str, str] = {}
    for row in rows:
        cells = _filled(list(map(tidy, row)))
        pair = _KEY_VALUE.fullmatch(cells[0]) if cells else None
        if pair and (pair[2] or len(cells) > 1):
            found.setdefault(pair[1].strip(), " ".join(filter(None, [pair[2], *cells[1:]])))
    return found
