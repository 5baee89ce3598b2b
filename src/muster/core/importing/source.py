"""Any file, read as a raw table: the format is told by content, never by name."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from muster.core.errors import BadInput, BadUsage, Where
from muster.core.errors.sentence import sentence
from muster.core.importing.columns import listed, recognised
from muster.core.importing.content import kind_of, read_bytes, unpack_gzip
from muster.core.importing.excel import read_excel
from muster.core.importing.grid import Grid, RawTable
from muster.core.importing.html_tables import looks_like_html, read_html
from muster.core.importing.json_rows import looks_like_json, read_json
from muster.core.importing.layout import find_table
from muster.core.importing.parquet import read_parquet
from muster.core.importing.profile import Profile
from muster.core.importing.text import decode, read_delimited


def read_source(path: Path, profile: Profile, raw: bytes | None = None) -> RawTable:
    """Read a file as text cells under the headers found in it. Raises BadInput."""
    file = str(path)
    grids = _grids(read_bytes(path) if raw is None else raw, file, profile)
    overrides = profile.header_hints()
    grid, notes = _choose(grids, profile, overrides, file)
    table = find_table(grid, profile.target, overrides, file, profile.header_row)
    if not notes and not grid.notes:
        return table
    return RawTable(**{**table.__dict__, "notes": (*notes, *table.notes)})


def _grids(raw: bytes, file: str, profile: Profile) -> list[Grid]:
    kind = kind_of(raw, file)
    if kind == "parquet":
        return [read_parquet(raw, file)]
    if kind == "xlsx":
        return read_excel(raw, file)
    if kind == "gzip":
        raw = unpack_gzip(raw, file)
    text, encoding = decode(raw, file, profile.encoding)
    if looks_like_json(text):
        grids = [read_json(text, file)]
    elif looks_like_html(text):
        grids = read_html(text, file)
    else:
        grids = [read_delimited(text, file, profile.delimiter)]
    if encoding.startswith("utf-8"):
        return grids
    said = sentence("The text was read as {encoding}.", encoding=encoding)
    return [Grid(g.name, g.rows, g.headers, g.first_row, (*g.notes, said)) for g in grids]


def _choose(
    grids: list[Grid], profile: Profile, overrides: Iterable[str], file: str
) -> tuple[Grid, tuple[str, ...]]:
    """Choose the sheet or table: the one asked for, or the only one whose headers are known."""
    if not grids:
        raise BadInput.because("import-empty", "every sheet is empty.", "Export it again.", Where(file))
    names = [grid.name for grid in grids]
    if profile.sheet:
        wanted = profile.sheet.casefold()
        chosen = [
            grid
            for grid in grids
            if wanted in (grid.name.casefold(), grid.name.removeprefix("table ").casefold())
        ]
        if not chosen:
            raise BadUsage.because(
                "import-no-sheet",
                sentence("there is no sheet '{sheet}'.", sheet=profile.sheet),
                f"There are: {listed(names)}.",
                Where(file),
            )
        return chosen[0], ()
    if len(grids) == 1:
        return grids[0], ()
    scores = [_headers_known(grid, profile.target, overrides) for grid in grids]
    best = max(scores)
    if best > 1 and sorted(scores)[-2] < best:
        chosen_one = grids[scores.index(best)]
        said = "Of {sheets}, {chosen} was read; its headers fit best."
        return chosen_one, (sentence(said, sheets=listed(names), chosen=chosen_one.name),)
    raise BadInput.because(
        "import-which-sheet",
        sentence("the file holds {count} tables: {sheets}.", count=len(grids), sheets=listed(names)),
        f'Choose one with --sheet "{names[0]}".',
        Where(file),
    )


def _headers_known(grid: Grid, target: str, overrides: Iterable[str]) -> int:
    return max(
        (recognised(row, target, overrides) for _, row in zip(range(40), grid.rows, strict=False)), default=0
    )
