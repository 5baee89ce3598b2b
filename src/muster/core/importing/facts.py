"""Rows of another system turned into dated facts: employment, rank, certificate, leave."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl

from muster.core.errors import BadUsage, MusterError, Where
from muster.core.errors.sentence import sentence
from muster.core.importing.checks import check_identical, check_officers, check_shape, check_text
from muster.core.importing.columns import listed, normal
from muster.core.importing.dates import order_of, read_days
from muster.core.importing.grid import RawTable
from muster.core.importing.profile import FactColumn, Profile
from muster.core.importing.records import recorded_at, set_aside_bad_days
from muster.core.importing.review import Review, Said, look_up
from muster.core.importing.values import is_formula
from muster.core.tables import conform
from muster.core.tables.schema import DATED_FACTS

_COLUMNS = ("row", "officer_id", "fact", "value", "start", "end", "recorded_at")
_FACT: dict[str, Any] = {"row": pl.UInt32, **{name: DATED_FACTS[name] for name in _COLUMNS[1:]}}


def build_facts(
    table: RawTable, mapped: pl.DataFrame, headers: dict[str, str], profile: Profile, file: str
) -> tuple[Review, pl.DataFrame]:
    """Read every row as facts. Returns the review and the facts, each with the ``row`` it came from.

    A row may give several facts (the profile's ``facts``) or only end one begun by an earlier row.
    """
    review = Review(table.numbers)
    check_shape(table, review)
    check_officers(mapped["officer_id"], review)
    check_identical(table, review)
    recorded = recorded_at(mapped, headers, profile, file, review)
    base = pl.DataFrame({"row": review.rows, "officer_id": mapped["officer_id"], "recorded_at": recorded})
    orders = _orders(table)
    parts = [_fact(item, table, base, profile, file, orders, review) for item in profile.facts]
    if not profile.facts and profile.target == "facts":
        parts.append(_plain_fact(mapped, base, headers, profile, file, orders, review))
    elif not profile.facts:
        review.notes.append(
            "Only officer ids are taken; put `facts` into the profile to take rank or hire date as well."
        )
    return review, pl.concat(parts) if parts else pl.DataFrame(schema=_FACT)


def _orders(table: RawTable) -> set[str]:
    """Collect the orders of day and month that any column of the file shows beyond doubt."""
    return {order for name in table.headers if (order := order_of(table.cells[name]))}


def _plain_fact(
    mapped: pl.DataFrame,
    base: pl.DataFrame,
    headers: dict[str, str],
    profile: Profile,
    file: str,
    orders: set[str],
    review: Review,
) -> pl.DataFrame:
    """Read a file that already is one fact a row."""
    texts = {
        name: mapped[name] if name in mapped.columns else _empty(name, base.height)
        for name in ("fact", "value")
    }
    days = {
        name: _read_day(mapped[name], headers.get(name, name), profile, file, orders, review)
        if name in mapped.columns
        else _no_day(name, base.height)
        for name in ("start", "end")
    }
    review.set_aside(texts["fact"].is_null(), "no-fact", "the row does not say which fact it is")
    facts = base.with_columns(**texts, **days)
    return _checked(facts, review, start_given="start" in mapped.columns)


def _fact(
    item: FactColumn,
    table: RawTable,
    base: pl.DataFrame,
    profile: Profile,
    file: str,
    orders: set[str],
    review: Review,
) -> pl.DataFrame:
    """Read one fact of the profile from every row that tells it."""
    events = _events(item, table, review, file) if item.when else _always(base.height)
    tells = (events == "opens").fill_null(value=False)
    value = _value(item, table, tells, review, file)
    days = {
        name: _read_day(_source(header, table, file), header, profile, file, orders, review)
        if header
        else _no_day(name, base.height)
        for name, header in (("start", item.start), ("end", item.end))
    }
    facts = base.with_columns(fact=pl.lit(item.fact), value=value, **days)
    if item.when and not item.end:
        return _spells(facts.with_columns(event=events), review)
    # Without events, or where each row says its own end, every row that opens stands for itself.
    checked = _checked(facts, review, start_given=item.start is not None)
    return checked.filter(tells & value.is_not_null())


def _always(height: int) -> pl.Series:
    return pl.Series("event", ["opens"] * height, pl.String)


def _value(item: FactColumn, table: RawTable, tells: pl.Series, review: Review, file: str) -> pl.Series:
    if item.value_from is None:
        return pl.Series("value", [item.value] * table.cells.height, pl.String)
    words = {_word(word): ours for word, ours in item.words.items()}
    column = _source(item.value_from, table, file)
    review.doubt(
        tells & column.is_null(),
        f"no-{item.fact}",
        Said("{header} is empty: the row gives no {fact}", header=item.value_from, fact=item.fact),
    )
    if words:
        known = look_up(column, lambda text: _word(text) in words, pl.Boolean)
        review.doubt(
            tells & ~known,
            "unknown-word",
            Said("no word of {fact} stands for '{word}'; kept as it is", fact=item.fact, word=column),
        )
    return look_up(column, lambda text: words.get(_word(text), text), pl.String).alias("value")


def _word(text: str) -> str:
    return " ".join(text.casefold().split())


def _source(header: str, table: RawTable, file: str) -> pl.Series:
    by_name = {normal(name): name for name in table.headers}
    if normal(header) not in by_name:
        raise _no_header(header, table, file)
    return table.cells[by_name[normal(header)]]


def _no_header(header: str, table: RawTable, file: str) -> MusterError:
    return BadUsage.because(
        "import-no-header",
        sentence("the profile's facts read the column '{header}', which is not there.", header=header),
        f"The headers are: {listed(table.headers)}.",
        Where(file),
    )


def _read_day(
    column: pl.Series, header: str, profile: Profile, file: str, orders: set[str], review: Review
) -> pl.Series:
    read = read_days(column, header=header, file=file, date_format=profile.date_format, others=orders)
    set_aside_bad_days(column, read, header, review)
    return read.days


def _empty(name: str, height: int) -> pl.Series:
    return pl.Series(name, [None] * height, pl.String)


def _no_day(name: str, height: int) -> pl.Series:
    return pl.Series(name, [None] * height, pl.Date)


def _checked(facts: pl.DataFrame, review: Review, *, start_given: bool) -> pl.DataFrame:
    review.set_aside(
        facts["end"] < facts["start"],
        "ends-before-start",
        Said("it ends {day}, before it starts", day=facts["end"]),
    )
    review.set_aside(
        look_up(facts["value"], is_formula, pl.Boolean),
        "formula-value",
        Said("the value '{value}' is a formula", value=facts["value"]),
    )
    check_text(facts, ["fact"], review)
    if start_given:
        review.doubt(
            facts["start"].is_null(), "no-date", "no first day: the fact counts as true since always"
        )
    return facts.select(pl.col(name).cast(dtype) for name, dtype in _FACT.items())


def _events(item: FactColumn, table: RawTable, review: Review, file: str) -> pl.Series:
    """Say for each row whether it opens, closes or says nothing; a word nobody explained is set aside."""
    meaning = {
        normal(word): kind
        for kind, words in (("opens", item.opens), ("closes", item.closes), ("ignores", item.ignores))
        for word in words
    }
    column = _source(item.when or "", table, file)
    found = look_up(column, lambda text: meaning.get(normal(text)), pl.String)
    review.set_aside(
        found.is_null(),
        "unknown-event",
        Said(
            "nobody said what {header} '{word}' does to {fact}; put it into opens, closes or ignores",
            header=item.when,
            word=column,
            fact=item.fact,
        ),
    )
    return found.alias("event")


def _spells(events: pl.DataFrame, review: Review) -> pl.DataFrame:
    """Join events to spells: each opening lasts until the day before the next, or until it is closed."""
    review.set_aside(
        events["start"].is_null() & events["event"].is_in(["opens", "closes"]),
        "no-date",
        "the event has no day",
    )
    usable = events.filter(review.kept()).filter(pl.col("event").is_in(["opens", "closes"]))
    # On one day the end of the old comes before the beginning of the new.
    ordered = usable.sort("officer_id", "start", "event", maintain_order=True)
    spells, stray = [], []
    for (_,), rows in ordered.group_by("officer_id", maintain_order=True):
        found, ends = _spells_of(rows.to_dicts())
        spells += found
        stray += ends
    review.doubt(
        review.rows.is_in(pl.Series(stray, dtype=pl.UInt32).implode()),
        "ends-nothing",
        "it ends something that no earlier row began",
    )
    return pl.DataFrame(spells, schema=_FACT)


def _spells_of(events: list[dict[str, object]]) -> tuple[list[dict[str, object]], list[object]]:
    spells: list[dict[str, object]] = []
    stray: list[object] = []
    current: dict[str, object] | None = None
    for event in events:
        day = event["start"]
        assert isinstance(day, date)  # noqa: S101 - rows without a day were set aside before
        if event["event"] == "closes":
            if current is None:
                stray.append(event["row"])
            else:
                current["end"] = day
            current = None
            continue
        if current is not None:
            current["end"] = max(day - timedelta(days=1), _as_date(current["start"]))
        current = {name: event[name] for name in _FACT} | {"end": None}
        spells.append(current)
    return spells, stray


def _as_date(value: object) -> date:
    assert isinstance(value, date)  # noqa: S101 - as above
    return value


def as_plain(facts: pl.DataFrame, batch: str) -> pl.DataFrame:
    """Return the plain table of facts, numbered ``<batch>-<row>`` (``-2`` ... for a row's further facts)."""
    nth = (
        facts.with_columns(nth=pl.int_range(1, pl.len() + 1).over("row"))
        if facts.height
        else facts.with_columns(nth=1)
    )
    number = pl.concat_str(pl.lit(f"{batch}-"), "row")
    numbered = nth.with_columns(
        fact_id=pl.when(pl.col("nth") > 1).then(pl.concat_str(number, pl.lit("-"), "nth")).otherwise(number)
    )
    return conform(numbered.select(set(numbered.columns) & set(DATED_FACTS)), "facts")
