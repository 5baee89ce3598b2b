"""What a look at a file found, as the page shows it: counts, reasons, first rows, who and what is not known."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

import polars as pl
from django.utils import timezone

from muster.core.errors.sentence import Sentence, as_plain
from muster.records.models import Batch
from muster.records.queries.imports.deciding import Decided
from muster.records.queries.imports.late import as_written, late_told
from muster.records.queries.imports.reading import header_for
from muster.roster.matching import How, Match

_FIRST_ROWS: Final = 10
#: Notes for who types commands: options, profiles, and columns by the names they have in a file of facts.
_NOT_HERE: Final = ("--", "profile", "recorded_at")
_MOST_WORDS: Final = 40


def findings_of(batch: Batch, decided: Decided) -> dict[str, Any]:
    """Return the findings in what JSON can hold."""
    return {
        "rows": decided.rows_in,
        "accepted": decided.rows.height,
        "aside": by_reason(decided.aside),
        "doubts": by_reason(decided.doubtful),
        "doubtful": decided.doubtful["row"].n_unique(),
        "notes": [
            as_plain(note)
            for note in decided.reading.plan.notes
            if not any(word in note for word in _NOT_HERE)
        ],
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
        "late": late_told(batch, decided, timezone.localdate()),
        "first": as_written(decided, decided.rows.head(_FIRST_ROWS)),
    }


def by_reason(rows: pl.DataFrame) -> list[dict[str, Any]]:
    """Return each reason with how many rows it has and the first of them."""
    found = []
    for (reason,), group in rows.group_by("reason", maintain_order=True):
        row, form, values = group.select("row", "form", "values").row(0)
        said = as_plain(Sentence.of(form, values))
        found.append({"reason": reason, "rows": group.height, "row": row, "said": said})
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
