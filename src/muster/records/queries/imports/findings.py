"""What a look at a file found, as the page shows it: counts, reasons, first rows, who and what is not known."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

import polars as pl

from muster.records.models import Batch
from muster.records.queries.imports.deciding import Decided
from muster.records.queries.imports.reading import header_for
from muster.roster.matching import How, Match

_FIRST_ROWS: Final = 10
_MOST_WORDS: Final = 40


def findings_of(batch: Batch, decided: Decided) -> dict[str, Any]:
    """Return the findings in what JSON can hold."""
    return {
        "rows": decided.rows_in,
        "accepted": decided.rows.height,
        "aside": by_reason(decided.aside),
        "doubts": by_reason(decided.doubtful),
        "doubtful": decided.doubtful["row"].n_unique(),
        "notes": [note for note in decided.reading.plan.notes if "--" not in note and "profile" not in note],
        "constants": dict(decided.reading.plan.constants),
        "people": people_counted(decided),
        "asked": sum(match.how == How.ASK for match in decided.matches),
        "courses": {
            "known": _rows_of_known_courses(decided),
            "new": len(decided.new_courses),
            "examples": [
                f"{number} {title}" if number != title else title
                for number, title, _ in decided.new_courses[:12]
            ],
        },
        "outcomes": _unknown_outcomes(batch, decided),
        "first": _first_rows(decided),
    }


def by_reason(rows: pl.DataFrame) -> list[dict[str, Any]]:
    """Return each reason with how many rows it has and the first of them."""
    found = []
    for (reason,), group in rows.group_by("reason", maintain_order=True):
        row, sentence = group.select("row", "sentence").row(0)
        found.append({"reason": reason, "rows": group.height, "row": row, "sentence": sentence})
    return sorted(found, key=lambda one: -int(one["rows"]))


def people_counted(decided: Decided) -> dict[str, int]:
    """Return how many people of the file were found in which way; each counts once, however often described."""
    seen: Counter[str] = Counter()
    told: set[tuple[str, str]] = set()
    for match in decided.matches:
        one = (match.how.value, _identity(match))
        if one not in told:
            told.add(one)
            seen[match.how.value] += 1
    return dict(seen)


def _identity(match: Match) -> str:
    if match.person is not None:
        return str(match.person.pk)
    return match.described.number or match.described.key


def _rows_of_known_courses(decided: Decided) -> int:
    if "course" not in decided.rows.columns:
        return 0
    new = {(number, title) for number, title, _ in decided.new_courses}
    pairs = decided.rows.select("course", pl.coalesce("title", "course").alias("title")).rows()
    return sum((course, title) not in new for course, title in pairs)


def _unknown_outcomes(batch: Batch, decided: Decided) -> list[str]:
    """Return the words for outcomes that nobody has explained yet."""
    header = header_for(batch, "outcome")
    if header is None or header not in decided.reading.table.headers:
        return []
    rows = decided.aside.filter(pl.col("reason").is_in(["unknown-outcome", "no-outcome"]))["row"]
    at = rows.cast(pl.Int64) - int(decided.reading.table.numbers[0])
    words = decided.reading.table.cells[header].gather(at).fill_null("").unique(maintain_order=True)
    return [str(word) for word in words.head(_MOST_WORDS)]


def _first_rows(decided: Decided) -> dict[str, Any]:
    """Return the first rows that come in, as the file writes them."""
    table = decided.reading.table
    at: list[int] = decided.rows["at"].head(_FIRST_ROWS).to_list()
    cells = table.cells[at] if at else table.cells.clear()
    shown = table.headers[:12]
    return {
        "headers": list(shown),
        "rows": [
            [row, *values]
            for row, values in zip(
                decided.rows["row"].head(_FIRST_ROWS), cells.select(shown).rows(), strict=True
            )
        ],
    }
