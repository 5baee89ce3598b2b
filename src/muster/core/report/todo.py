"""What is left to do: the rows that say so, as a list to work from and counted duty by duty.

The headline says how an officer stands. A period that closed with something missing stays the headline, and the
period that runs now has a row of its own beside it; whoever plans training needs both.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from muster.core.periods import hours_text

SHORT: Final = ("overdue", "in_grace")
#: Verdicts of a period that runs now which are shown although another period is the headline.
LEFT: Final = ("due_soon", "not_yet_due", "cannot_tell")

#: How the engine ends a next step: with the day, which differs from officer to officer.
_TAIL = r"( by |, was due |: missing when the period closed, )\d{1,2} [A-Z][a-z]{2} \d{4}$"


def is_to_do() -> pl.Expr:
    """Whether a row is a headline, or about the period that runs now and not done in it."""
    return pl.col("headline") | (pl.col("current") & pl.col("verdict").cast(pl.String).is_in(LEFT))


def to_do(standing: pl.DataFrame) -> pl.DataFrame:
    """Keep the rows people work from: headlines, and what the period that runs now still needs."""
    return standing.filter(is_to_do())


def officers_short(standing: pl.DataFrame) -> pl.DataFrame:
    """Return who is late, by officer id and due day, each followed by what the period that runs now still needs.

    A list to work from, not a ranking. ``late`` tells the two sorts of row apart.
    """
    late = pl.col("headline") & pl.col("verdict").cast(pl.String).is_in(SHORT)
    rows = to_do(standing).with_columns(late=late)
    theirs = rows.filter("late").select("officer_id", "requirement", since=pl.col("due"))
    return (
        rows.filter(late | ~pl.col("headline"))
        .join(theirs, on=["officer_id", "requirement"], how="inner")
        .sort(
            "officer_id",
            "since",
            "requirement",
            "late",
            descending=[False, False, False, True],
            nulls_last=True,
        )
        .select(
            *("officer_id", "requirement", "title", "verdict", "reason", "due", "next_step", "citation"),
            *("binds", "late"),
        )
    )


def by_duty(standing: pl.DataFrame, verdicts: tuple[str, ...]) -> pl.DataFrame:
    """Count who misses the same: requirement, title, verdict, reason, step, first_due, last_due, officers.

    Most officers first; ``step`` has no day, since that may differ from officer to officer.
    """
    return (
        to_do(standing)
        .filter(pl.col("verdict").cast(pl.String).is_in(verdicts))
        .with_columns(
            pl.col("requirement", "verdict", "reason", "binds").cast(pl.String),
            step=pl.col("next_step").str.replace(_TAIL, ""),
        )
        .group_by("requirement", "verdict", "reason", "binds", "step")
        .agg(
            first_due=pl.col("due").min(),
            last_due=pl.col("due").max(),
            officers=pl.col("officer_id").n_unique().cast(pl.Int64),
        )
        .sort("officers", "requirement", "verdict", "step", descending=[True, False, False, False])
    )


def with_texts(rows: pl.DataFrame) -> pl.DataFrame:
    """Add each amount as a person writes it, after the whole numbers: ``4 h``, ``2 times``."""
    unit = pl.col("unit").cast(pl.String)
    texts = [
        pl.when(unit == "minutes")
        .then(pl.col(name).map_elements(hours_text, return_dtype=pl.String))
        .when(pl.col(name) == 1)
        .then(pl.format("1 {}", unit.str.strip_suffix("s")))
        .otherwise(pl.format("{} {}", name, unit))
        .alias(f"{name}_text")
        for name in ("needed", "credited", "short")
    ]
    after = rows.columns.index("short") + 1
    added = [f"{name}_text" for name in ("needed", "credited", "short")]
    return rows.with_columns(texts).select(*rows.columns[:after], *added, *rows.columns[after:])
