"""What a finished evaluation adds up to: by requirement, by month, by unit, and who is short.

Every function takes *standing*. Shares look only at headline rows, one an officer and requirement; what is to be
done also at the period that runs now (:mod:`muster.core.report.todo`). Amounts are whole; shares are whole percent,
rounded down, so that 100 % means everybody.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import polars as pl

from muster.core.report.todo import SHORT, to_do
from muster.core.rules import Rulebook
from muster.core.rules.language import Requirement
from muster.core.rules.verdicts import VERDICTS

OPEN = ("due_soon", "not_yet_due")
#: Reasons of those who have it done, and must do it again when it runs out.
RENEWED = ("completed", "held", "expires_soon")


def join_parts(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Put standings of parts of the officers under each other; each part knows only its own words."""
    frames = list(parts)
    if len(frames) == 1:
        return frames[0]
    words = {
        name: pl.Enum(list(dict.fromkeys(word for frame in frames for word in frame.schema[name].categories)))  # type: ignore[attr-defined]
        for name, dtype in frames[0].schema.items()
        if isinstance(dtype, pl.Enum)
    }
    return pl.concat([frame.cast(words) for frame in frames])  # type: ignore[arg-type]


def in_plain_order(standing: pl.DataFrame) -> pl.DataFrame:
    """Write a standing for other programs: words as text, by officer, requirement and period, whatever judged it."""
    words = [name for name, dtype in standing.schema.items() if isinstance(dtype, pl.Enum | pl.Categorical)]
    return standing.with_columns(pl.col(words).cast(pl.String)).sort(
        "officer_id", "requirement", "period_start", "period_end", "version"
    )


def headlines(standing: pl.DataFrame) -> pl.DataFrame:
    """Keep the row of each officer and requirement that says how they stand."""
    return standing.filter(pl.col("headline"))


def in_order() -> pl.Expr:
    """Whether nothing is missing today: met, or done and running out soon."""
    return (pl.col("verdict") == "met") | (pl.col("reason") == "expires_soon")


def is_freed() -> pl.Expr:
    """Whether an officer is excused for a reason of their own; that a rule only recommends frees nobody of the count."""
    return (pl.col("verdict") == "excused") & (pl.col("reason") != "recommended_only")


def by_requirement(standing: pl.DataFrame, book: Rulebook) -> pl.DataFrame:
    """Count officers by requirement.

    Columns: requirement, title, ``binds`` (officer or agency), ``share_of`` (see :func:`_share_of`), ``asked`` (bound,
    and not waived, extended or on leave), ``in_order``, ``percent`` (of asked; empty when there is no share to give),
    ``goal`` (percent an agency must reach, where a rule says so), then one column a verdict.
    """
    counted = (
        headlines(standing)
        .group_by(pl.col("requirement").cast(pl.String))
        .agg(
            in_order().sum().cast(pl.Int64).alias("in_order"),
            is_freed().sum().cast(pl.Int64).alias("freed"),
            *((pl.col("verdict") == word).sum().cast(pl.Int64).alias(word) for word in VERDICTS),
        )
        .with_columns(
            asked=pl.sum_horizontal(*(word for word in VERDICTS if word != "not_applicable"))
            - pl.col("freed")
        )
    )
    table = (
        _rules(book)
        .join(counted, on="requirement", how="left", maintain_order="left")
        .with_columns(pl.col("in_order", "asked", *VERDICTS).fill_null(0))
    )
    table = table.with_columns(share_of=_share_of())
    percent = pl.when(pl.col("share_of") == "officers").then(100 * pl.col("in_order") // pl.col("asked"))
    return table.with_columns(percent=percent).select(
        *("requirement", "title", "binds", "share_of", "asked", "in_order", "percent", "goal"), *VERDICTS
    )


def _rules(book: Rulebook) -> pl.DataFrame:
    rows = [
        (r.id, r.title, r.binds, _is_advice(r), str(r.share.at_least) if r.share else None)
        for r in book.requirements.values()
    ]
    names = {"requirement": pl.String, "title": pl.String, "binds": pl.String, "advice": pl.Boolean}
    return pl.DataFrame(rows, schema={**names, "goal": pl.String}, orient="row")


def _is_advice(rule: Requirement) -> bool:
    """Whether a requirement is only recommended, or only an aim: nobody who lacks it is short of anything."""
    return rule.force == "recommended" or bool(rule.share and rule.share.aim_only)


def _share_of() -> pl.Expr:
    """Say what a share could be of: officers, nobody (none is asked), unknown (none can be told), recommended."""
    return (
        pl.when("advice")
        .then(pl.lit("recommended"))
        .when(pl.col("asked") == 0)
        .then(pl.lit("nobody"))
        .when(pl.col("cannot_tell") == pl.col("asked"))
        .then(pl.lit("unknown"))
        .otherwise(pl.lit("officers"))
    )


def by_month(standing: pl.DataFrame, as_of: date, months: int = 12) -> pl.DataFrame:
    """Count duties by the month in which they are due, from the month of ``as_of`` on.

    Columns: ``month`` (its first day), ``open`` (not done yet), ``renew`` (done, and runs out then). What is due
    after the last month is left out; :func:`due_later` counts it.
    """
    first = as_of.replace(day=1)
    frame = pl.DataFrame({"month": pl.date_range(first, first, eager=True)}).select(
        month=pl.date_range(
            pl.col("month").first(), pl.col("month").first().dt.offset_by(f"{months - 1}mo"), "1mo"
        )
    )
    counted = (
        _coming(standing, as_of)
        .group_by(month=pl.col("due").dt.month_start())
        .agg(renew=pl.col("renewed").sum().cast(pl.Int64), all=pl.len().cast(pl.Int64))
        .select("month", "renew", open=pl.col("all") - pl.col("renew"))
    )
    return frame.join(counted, on="month", how="left", maintain_order="left").select(
        "month", pl.col("open", "renew").fill_null(0)
    )


def due_later(standing: pl.DataFrame, as_of: date, months: int = 12) -> int:
    """Count the duties due after the months that :func:`by_month` shows."""
    shown = by_month(standing, as_of, months)
    return _coming(standing, as_of).height - int(
        shown.select(pl.sum_horizontal(pl.col("open", "renew").sum())).item()
    )


def _coming(standing: pl.DataFrame, as_of: date) -> pl.DataFrame:
    renewed = pl.col("reason").is_in(RENEWED)
    asked = pl.col("verdict").is_in(OPEN) | ((pl.col("verdict") == "met") & renewed)
    return to_do(standing).filter(asked & (pl.col("due") >= as_of)).select("due", renewed=renewed)


def by_unit(standing: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """Count who is short by unit, in the order of the alphabet; officers of no unit come last, with an empty unit.

    Columns: unit, ``officers`` (bound by a rule), ``officers_short``, ``duties_short``, ``minutes_short`` (of the
    duties counted in time).
    """
    short = pl.col("verdict").is_in(SHORT)
    return (
        headlines(standing)
        .filter(pl.col("verdict") != "not_applicable")
        .rename({"unit": "counted_in"})  # minutes, times or parts; the unit here is a part of the department
        .join(units, on="officer_id", how="left")
        .group_by("unit")
        .agg(
            officers=pl.col("officer_id").n_unique().cast(pl.Int64),
            officers_short=pl.col("officer_id").filter(short).n_unique().cast(pl.Int64),
            duties_short=short.sum().cast(pl.Int64),
            minutes_short=pl.col("short")
            .filter(short & (pl.col("counted_in") == "minutes"))
            .sum()
            .cast(pl.Int64),
        )
        .sort("unit", nulls_last=True)
    )


def totals(standing: pl.DataFrame) -> dict[str, int]:
    """Count officers, and officers and duties that are short or cannot be told.

    Rows of the period that runs now are never short, so they add only to what cannot be told.
    """
    rows = to_do(standing)
    short, untold = pl.col("verdict").is_in(SHORT), pl.col("verdict") == "cannot_tell"
    return rows.select(
        officers=pl.col("officer_id").n_unique(),
        officers_bound=pl.col("officer_id").filter(pl.col("verdict") != "not_applicable").n_unique(),
        officers_short=pl.col("officer_id").filter(short).n_unique(),
        duties_short=short.sum(),
        overdue=(pl.col("verdict") == "overdue").sum(),
        in_grace=(pl.col("verdict") == "in_grace").sum(),
        officers_untold=pl.col("officer_id").filter(untold).n_unique(),
        untold=pl.struct("officer_id", "requirement").filter(untold).n_unique(),
    ).row(0, named=True)
