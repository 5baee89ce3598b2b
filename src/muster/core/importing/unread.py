"""Columns that nobody reads, where not reading them would turn a failure into a completion."""

from __future__ import annotations

import polars as pl

from muster.core.errors import BadInput, Where
from muster.core.errors.sentence import sentence
from muster.core.importing.grid import RawTable
from muster.core.importing.review import Review, Said, look_up
from muster.core.importing.values import outcome_of

#: Outcomes that earn nothing and that no other column of a list of classes is likely to hold.
_TELLING = ("failed", "incomplete", "no_show", "registered", "partial")
_MOSTLY = 0.5


def refuse_unread_outcomes(
    table: RawTable, unused: tuple[str, ...], words: dict[str, str], file: str
) -> None:
    """Raise BadInput when a column that is not read holds mostly outcomes, some of which earn nothing."""
    for header in unused:
        found = look_up(table.cells[header], lambda text: outcome_of(text, words), pl.String)
        telling = table.cells[header].filter(found.is_in(_TELLING).fill_null(value=False))
        filled = table.cells[header].drop_nulls().len()
        if telling.len() and found.drop_nulls().len() >= _MOSTLY * filled:
            raise BadInput.because(
                "import-unread-outcome",
                sentence(
                    "nothing says how a row ended, and the column '{header}', which is not read, holds words such "
                    "as '{word}' ({rows:,} rows): each of them would count as completed.",
                    header=header,
                    word=telling[0],
                    rows=telling.len(),
                ),
                f'Read it with --map "{header}=outcome", or leave it out with --map "{header}=".',
                Where(file, key=header),
            )


def doubt_unread_outcomes(
    table: RawTable, unused: tuple[str, ...], words: dict[str, str], review: Review
) -> None:
    """Doubt the rows in which a cell that is not read says that nothing was completed."""
    for header in unused:
        found = look_up(table.cells[header], lambda text: outcome_of(text, words), pl.String)
        telling = found.is_in(_TELLING).fill_null(value=False)
        if telling.any():
            said = sentence(
                "{header} is not read, and {rows:,} rows hold words such as '{word}' there; they count as completed. "
                'If it says how a row ended: --map "{header}=outcome".',
                header=header,
                rows=telling.sum(),
                word=table.cells[header].filter(telling)[0],
            )
            review.notes.append(said)
        review.doubt(
            telling,
            "unread-outcome",
            Said(
                "the column {header}, which is not read, says '{word}'",
                header=header,
                word=table.cells[header],
            ),
        )
