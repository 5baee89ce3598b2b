"""What plain tables must keep between themselves, each broken promise with its sentence."""

from __future__ import annotations

import polars as pl

from muster.core.errors import BadFact, Where
from muster.core.tables.schema import OUTCOMES

MOST_MINUTES = 600_000  # ten thousand hours, more than any course holds


def refuse_doubles(officers: pl.DataFrame) -> None:
    """Refuse an officer who stands in the officers table twice."""
    doubled = officers.filter(pl.col("officer_id").is_duplicated())
    if doubled.height:
        raise BadFact.because(
            "officer-twice",
            f"officer {doubled['officer_id'][0]} stands in the officers table twice.",
            "Keep one line an officer; ranks and posts go into the facts table.",
        )


def refuse_unknown_officers(officers: pl.DataFrame, table: pl.DataFrame, name: str) -> None:
    """Refuse lines about officers nobody knows."""
    unknown = table.join(officers, on="officer_id", how="anti")
    if unknown.height:
        raise BadFact.because(
            "unknown-officer",
            f"{unknown.height} rows of {name} are about officers who are not in the officers table, "
            f"first {unknown['officer_id'][0]}.",
            "Add them to the officers table or mend the id; nobody is invented from a record.",
        )


def refuse_backward_spans(facts: pl.DataFrame) -> None:
    """Refuse a spell that ends before it starts."""
    backward = facts.filter(pl.col("end") < pl.col("start"))
    if backward.height:
        row = backward.row(0, named=True)
        raise BadFact.because(
            "ends-before-start",
            f"the {row['fact']} of officer {row['officer_id']} ends {row['end']}, before it starts {row['start']}.",
            "Mend one of the two days.",
        )


def refuse_unknown_outcomes(records: pl.DataFrame) -> None:
    """Refuse an outcome that is no word of ours."""
    odd = records.filter(~pl.col("outcome").is_in(OUTCOMES))
    if odd.height:
        raise BadFact.because(
            "unknown-outcome",
            f"record {odd['record_id'][0]} has the outcome {odd['outcome'][0]!r}.",
            f"Outcomes are: {', '.join(OUTCOMES)}.",
        )


def refuse_out_of_range(records: pl.DataFrame, column: str, low: int, high: int, advice: str) -> None:
    """Refuse numbers that cannot be, among them those that are no number at all."""
    value = records.get_column(column)
    odd = (value.is_not_null() & ~value.is_between(low, high)).arg_true()
    if len(odd):
        raise BadFact.because(
            "out-of-range",
            f"row {odd[0] + 1} of records has {column} {value[odd[0]]}.",
            advice,
            Where("records"),
        )


def refuse_bad_corrections(table: pl.DataFrame, name: str, key: str) -> None:
    """A correction names one line that is there, of the same officer, and no line corrects itself in a circle."""
    corrections = table.filter(pl.col("supersedes").is_not_null())
    if not corrections.height:
        return
    where = Where(name)
    doubled = table.filter(pl.col(key).is_not_null() & pl.col(key).is_duplicated())
    if doubled.height:
        what = f"the {key} {doubled[key][0]!r} stands in {name} more than once, so nobody can tell which line is corrected."
        raise BadFact.because("id-twice", what, "Give every line an id of its own.", where)
    targets = table.select(pl.col(key).alias("supersedes"), pl.col("officer_id").alias("of_officer"))
    joined = corrections.join(targets, on="supersedes", how="left", maintain_order="left")
    missing = joined.filter(pl.col("of_officer").is_null())
    if missing.height:
        what = f"a line of {name} corrects {missing['supersedes'][0]!r}, which is not there."
        raise BadFact.because("no-such-line", what, f"Write the {key} of the line it corrects.", where)
    foreign = joined.filter(pl.col("of_officer") != pl.col("officer_id"))
    if foreign.height:
        what = f"a line of officer {foreign['officer_id'][0]} in {name} corrects a line of another officer."
        raise BadFact.because("foreign-line", what, "A correction is about the same officer.", where)
    _refuse_circles(corrections, key, where)


def _refuse_circles(corrections: pl.DataFrame, key: str, where: Where) -> None:
    follows = dict(corrections.filter(pl.col(key).is_not_null()).select(key, "supersedes").iter_rows())
    cleared: set[str] = set()
    for start in follows:
        trail: list[str] = []
        at: str | None = start
        while at is not None and at not in cleared:
            if at in trail:
                what = (
                    f"the lines {' > '.join([*trail[trail.index(at) :], at])} correct each other in a circle."
                )
                raise BadFact.because("correction-circle", what, "Take one of the corrections out.", where)
            trail.append(at)
            at = follows.get(at)
        cleared.update(trail)
