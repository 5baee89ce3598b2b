"""Two standings side by side, period by period."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from muster.core.tables.output import Frame

_UNBOUND = "not_applicable"  # how a side stands that has no such row


def beside(one: Frame, other: Frame, key: Sequence[str]) -> Frame:
    """Put the rows of two standings beside each other: key, before, after, next_step, period_start, period_end.

    Rows of the same period belong together. Where a period has other days on the other side (a completion moved it,
    or the rule did), the rows left over are paired in order: headline, then what runs now, then the latest.
    """
    period = [*key, "period_start"]
    left, right = (_numbered(side, period, period) for side in (one, other))
    on = [*period, "nth"]
    same = left.join(right, on=on, how="inner", nulls_equal=True, suffix="_then").with_columns(
        period_start_then=pl.col("period_start")
    )
    order = ["headline", "current", "period_start"]
    rest = [
        _numbered(mine.join(theirs, on=on, how="anti", nulls_equal=True).drop("nth"), key, order)
        for mine, theirs in ((left, right), (right, left))
    ]
    paired = rest[0].join(rest[1], on=[*key, "nth"], how="full", coalesce=True, suffix="_then")
    both = pl.concat([same.select(paired.columns), paired])
    gone = pl.col("verdict_then").is_null()
    days = [
        pl.when(gone).then(name).otherwise(f"{name}_then").alias(name)
        for name in ("period_start", "period_end")
    ]
    return both.select(
        *key,
        before=pl.col("verdict").fill_null(_UNBOUND),
        after=pl.col("verdict_then").fill_null(_UNBOUND),
        next_step=pl.col("next_step_then"),
        **{day.meta.output_name(): day for day in days},
    ).sort(*key, "period_start")


def _numbered(rows: Frame, within: Sequence[str], order: Sequence[str]) -> Frame:
    """Number the rows within a group, what comes first by ``order`` (true and late first) as 0."""
    ranked = rows.sort(order, descending=True, nulls_last=True, maintain_order=True)
    return ranked.with_columns(nth=pl.int_range(pl.len()).over(within))
