"""Every record line with what it gave: reading the lines, and writing the table of credit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import polars as pl
from numpy.typing import NDArray

from muster.core.periods import NEVER_BEFORE, Days
from muster.core.tables.facts import Facts
from muster.core.tables.kinds import Kinds
from muster.core.tables.output import Frame, coded, days, table, truths
from muster.core.tables.rows import Rows
from muster.core.tables.schema import MOMENT

CREDIT_COLUMNS = (
    "officer_id",
    "record_id",
    "course",
    "title",
    "completed_on",
    "requirement",
    "period_start",
    "period_end",
    "parts",
    "minutes",
    "counted",
    "reason",
)

_STEP = 1 << 22  # wider than any span of days, so officer and day share one sorting key


@dataclass(frozen=True)
class Lines:
    """All record lines written by a moment, by officer and then by day, the undated first.

    ``replaced`` marks those that a later line had corrected or taken back by then.
    """

    named: Frame  # officer_id, record_id, course, title, completed_on
    rows: Rows
    replaced: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.rows)


def read_lines(facts: Facts, kinds: Kinds, known_at: datetime | None) -> Lines:
    """Read every record line known at a moment (None: now), whether any rule can use it or not."""
    found = _known(facts, known_at)
    officer = (found.get_column("officer").cast(pl.Int64) - facts.first).to_numpy()
    day = found.get_column("completed_on").to_physical().fill_null(int(NEVER_BEFORE)).to_numpy()
    order = np.argsort(officer * _STEP + day, kind="stable")
    found = found[order]
    who = officer[order].astype(np.int32)
    kind = found.get_column("kind").cast(pl.Int32).to_numpy()
    sorts = kinds.table.select("course", "title")[kind]
    named = pl.DataFrame(
        [
            facts.officers.get_column("officer_id").gather(pl.Series(who.astype(np.uint32))),
            found.get_column("record_id"),
            *sorts.get_columns(),
            found.get_column("completed_on"),
        ]
    )
    rows = Rows(
        officer=who,
        kind=kind,
        day=day[order].astype(np.int32),
        minutes=found.get_column("minutes").fill_null(0).to_numpy(),
        score=found.get_column("score").fill_null(-1).cast(pl.Int16).to_numpy(),
    )
    return Lines(named, rows, found.get_column("replaced").to_numpy())


def _known(facts: Facts, known_at: datetime | None) -> pl.DataFrame:
    written, replaced = pl.lit(value=True), pl.col("known_until").is_not_null()
    if known_at is not None:
        moment = pl.lit(known_at, MOMENT)
        written = pl.col("known_from").is_null() | (pl.col("known_from") <= moment)
        replaced = replaced & (pl.col("known_until") <= moment)
    columns = ("officer", "record_id", "kind", "completed_on", "minutes", "score")
    return facts.records.filter(written).select(*columns, replaced=replaced).collect()


@dataclass(frozen=True)
class Given:
    """What lines gave to one requirement, as parallel arrays: one entry a row of the table.

    ``line`` is a position in the lines, ``reason`` a code and ``parts`` a position in the list of texts.
    ``inside`` says whether the line's day lies in the period it is shown with.
    """

    line: NDArray[np.int64]
    reason: NDArray[np.uint8]
    start: Days
    end: Days
    minutes: NDArray[np.int64]
    parts: NDArray[np.int64]
    inside: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.line)

    def take(self, index: NDArray[np.intp]) -> Given:
        """Keep the entries at these positions, in this order."""
        return Given(*(getattr(self, key)[index] for key in self.__dataclass_fields__))

    @classmethod
    def none(cls) -> Given:
        """Build it without an entry."""
        days, whole = np.zeros(0, np.int32), np.zeros(0, np.int64)
        return cls(whole, np.zeros(0, np.uint8), days, days, whole, whole, np.zeros(0, bool))

    @classmethod
    def joined(cls, pieces: list[Given]) -> Given:
        """Put entries behind one another."""
        return cls(*(np.concatenate([getattr(p, key) for p in pieces]) for key in cls.__dataclass_fields__))


def credit_frame(
    lines: Lines,
    given: dict[str, Given],
    requirements: tuple[str, ...],
    reasons: tuple[str, ...],
    counted: NDArray[np.bool_],
    texts: list[str],
) -> Frame:
    """Write the table of credit. ``counted`` says of each reason's code whether the record counted."""
    pieces = list(given.values()) or [Given.none()]
    whole = Given.joined(pieces)
    numbers = [requirements.index(name) for name in given] or [0]
    codes = np.repeat(numbers, [len(piece) for piece in pieces])
    named = lines.named[whole.line.astype(np.uint32)]
    written = {
        **{column.name: column for column in named.get_columns()},
        "requirement": coded(codes, requirements),
        "period_start": days(whole.start),
        "period_end": days(whole.end),
        "parts": pl.Series(texts, dtype=pl.String).gather(pl.Series(whole.parts.astype(np.uint32))),
        "minutes": pl.Series(whole.minutes.astype(np.int32)),
        "counted": truths(counted[whole.reason.astype(np.uint8)]),
        "reason": coded(whole.reason, reasons),
    }
    return table({name: written[name] for name in CREDIT_COLUMNS})
