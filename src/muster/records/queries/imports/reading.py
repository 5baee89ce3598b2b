"""A file of a batch read by the command line's own importer, with the columns about people read beside it."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from muster.core.errors import MusterError
from muster.core.importing import FactColumn, ImportPlan, Profile, make_profile, plan_import, read_source
from muster.core.importing.columns import known_headers, normal
from muster.core.importing.dates import order_of, read_days
from muster.core.importing.grid import RawTable
from muster.core.importing.review import Said, reasons
from muster.files.store import path_of
from muster.ledger.refusals import Refused
from muster.records.models import Batch
from muster.records.queries.imports.columns import OF_THE_CORE, WHO, hints
from muster.records.queries.imports.problems import refusal
from muster.records.queries.imports.words import EMPLOYMENT_WORDS, RANK_WORDS
from muster.roster.matching import Described, split_name

LEFT_OUT: Final = "-"  # a column that somebody leaves out on purpose
_WHO_HEADER: Final = "who the row is about"  # of our own, where the file has no single column of numbers
_BETWEEN: Final = "\x1f"
_EXAMPLES: Final = 5
_OPTIONS: Final = ("sheet", "header_row", "date_format", "encoding", "outcomes")


@dataclass(frozen=True)
class Reading:
    """A file as it was read. ``rows`` are those that the importer accepts, with ``row`` (its number in the file),
    ``who`` (place in ``people``) and what they say; for a roster ``facts`` holds what they say, by ``row``."""

    table: RawTable
    plan: ImportPlan
    rows: pl.DataFrame
    facts: pl.DataFrame
    people: list[Described]
    aside: pl.DataFrame
    doubtful: pl.DataFrame


def open_table(batch: Batch) -> RawTable:
    """Read the cells of a batch's file under its headers. Raises Refused."""
    said = {
        name: batch.options[name] for name in ("sheet", "header_row", "encoding") if name in batch.options
    }
    profile = make_profile(None, target=_target(batch), columns=dict.fromkeys(hints(batch.kind), ""), **said)
    try:
        return read_source(path_of(batch.file_id), profile)
    except MusterError as error:
        raise refusal(error) from None


def examples_of(table: RawTable) -> dict[str, list[str]]:
    """Return a few values of each column, by header."""
    top = table.cells.head(200)
    return {
        header: top[header].drop_nulls().unique(maintain_order=True).head(_EXAMPLES).to_list()
        for header in table.headers
    }


def read_batch(batch: Batch, today: date) -> Reading:
    """Read a batch's file with the columns and options that it was given. Raises Refused.

    Every row of the file is in ``rows`` or in ``aside``.
    """
    table = open_table(batch)
    try:
        return _read(batch, table, today)
    except MusterError as error:
        raise refusal(error) from None


def header_for(batch: Batch, ours: str) -> str | None:
    """Return the header that was chosen for one of our columns."""
    return next((header for header, meaning in batch.columns.items() if meaning == ours), None)


def _read(batch: Batch, table: RawTable, today: date) -> Reading:
    who = _who(batch, table)
    plan = _planned(batch, table, who, today)
    first = int(table.numbers[0])
    own_numbering = _WHO_HEADER in plan.mapping.values()  # the copy's rows count from 1
    shift = first - 1 if own_numbering else 0
    accepted = plan.accepted_rows + shift
    people, place = _people(who)
    rows = pl.DataFrame({"row": accepted}).with_columns(at=pl.col("row").cast(pl.Int64) - first)
    rows = rows.with_columns(who=place.gather(rows["at"]))
    doubts = [plan.doubtful.with_columns(row=(pl.col("row") + shift).cast(pl.UInt32))]
    facts = pl.DataFrame()
    if batch.kind == Batch.Kind.RECORDS:
        said, more = _records(batch, table, plan, rows["at"])
        rows, doubts = pl.concat([rows, said], how="horizontal"), [*doubts, more]
    else:
        rows = rows.with_columns(sworn=_cells(batch, table, "sworn").gather(rows["at"]))
        facts = _facts(plan, shift)
    aside = _whole_rows(
        plan.set_aside.with_columns(row=(pl.col("row") + shift).cast(pl.UInt32)), table, own_numbering
    )
    rows = rows.filter(~pl.col("row").is_in(aside["row"].implode()))
    return Reading(table, plan, rows, facts, people, aside, pl.concat(doubts))


# ── who ──────────────────────────────────────────────────────────────────────────────────────────


def _cells(batch: Batch, table: RawTable, ours: str) -> pl.Series:
    header = header_for(batch, ours)
    if header is None or header not in table.headers:
        return pl.Series(ours, [None] * table.cells.height, pl.String)
    return table.cells[header].alias(ours)


def _who(batch: Batch, table: RawTable) -> pl.DataFrame:
    """Return the columns about people, as text but for the first day."""
    texts = {ours: _cells(batch, table, ours) for ours in WHO}
    return pl.DataFrame({**texts, "hired_on": _days(batch, table, "hired_on")[0]})


def _days(batch: Batch, table: RawTable, ours: str) -> tuple[pl.Series, pl.Series]:
    """Return a column of days, and which of its texts are none. Raises BadInput where it can be read two ways."""
    column = _cells(batch, table, ours)
    if column.null_count() == column.len():
        return column.cast(pl.Date), pl.Series([False] * column.len())
    orders = {order for name in table.headers if (order := order_of(table.cells[name]))}
    said = batch.options.get("date_format")
    read = read_days(column, header=header_for(batch, ours) or ours, file="", date_format=said, others=orders)
    return read.days.alias(ours), read.bad


def _people(who: pl.DataFrame) -> tuple[list[Described], pl.Series]:
    """Return everybody whom the rows describe, each once, and for each row the place in that list."""
    parts = ("state_id", "agency_id", "name", "given_name", "family_name", "hired_on")
    keyed = who.select(
        key=pl.concat_str([pl.col(part).cast(pl.String).fill_null("") for part in parts], separator=_BETWEEN)
    )
    distinct = keyed.unique(maintain_order=True)
    places = keyed.join(distinct.with_row_index("place"), on="key", how="left", maintain_order="left")[
        "place"
    ]
    return [_described(key) for key in distinct["key"].to_list()], places


def _described(key: str) -> Described:
    state_id, agency_id, name, given, family, hired = key.split(_BETWEEN)[:6]
    if name and not family:
        given, family = split_name(name)
    return Described(
        key=hashlib.sha256(key.encode()).hexdigest()[:16],
        state_id=state_id,
        agency_id=agency_id,
        given_name=given,
        family_name=family,
        hired_on=date.fromisoformat(hired) if hired else None,
    )


# ── what the importer makes of it ────────────────────────────────────────────────────────────────


def _target(batch: Batch) -> str:
    return "officers" if batch.kind == Batch.Kind.ROSTER else "records"


def _planned(batch: Batch, table: RawTable, who: pl.DataFrame, today: date) -> ImportPlan:
    """Let the importer plan the file; where no single column numbers the people, a copy that has one."""
    ids = [ours for ours in ("state_id", "agency_id") if header_for(batch, ours)]
    named = bool(header_for(batch, "name") or header_for(batch, "family_name"))
    if len(ids) == 1 and (who[ids[0]].null_count() == 0 or not named):
        profile = _profile(batch, table, table.headers.index(header_for(batch, ids[0]) or "") + 1)
        return plan_import(path_of(batch.file_id), profile, today=today)
    if not ids and not named:
        raise Refused(_("Say which column holds the number of the person, or at least the name."))
    return _plan_copy(batch, table, who, today)


def _plan_copy(batch: Batch, table: RawTable, who: pl.DataFrame, today: date) -> ImportPlan:
    """Plan a copy of the table with one column more: the number, or else something that stands for name and day."""
    named = pl.concat_str(
        [pl.col(c).fill_null("") for c in ("name", "given_name", "family_name")]
    ).str.strip_chars()
    stand_in = pl.when(named != "").then(pl.concat_str(pl.lit("#"), named.rank("dense").cast(pl.String)))
    numbers = who.select(pl.coalesce("state_id", "agency_id", stand_in).alias(_WHO_HEADER))
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.parquet"
        pl.concat([table.cells, numbers], how="horizontal").write_parquet(copy)
        return plan_import(copy, _profile(batch, table, len(table.headers) + 1), today=today)


def _profile(batch: Batch, table: RawTable, who_at: int) -> Profile:
    """Return the answers for the importer. Columns go by place, since two headers may differ in capitals alone."""
    said = {name: batch.options[name] for name in _OPTIONS if batch.options.get(name)}
    return make_profile(
        None,
        target=_target(batch),
        columns={**_meanings(batch, table), f"col{who_at}": "officer_id"},
        facts=_fact_columns(batch),
        **{**said, "header_row": _header_row(table)},
    )


def _header_row(table: RawTable) -> int:
    return int(table.numbers[0]) - 1 if table.has_header else 0


def _meanings(batch: Batch, table: RawTable) -> dict[str, str]:
    """Return column by place -> what it means to the importer; "" for those it would take without being asked."""
    known = known_headers(_target(batch))
    found: dict[str, str] = {}
    for place, header in enumerate(table.headers, 1):
        ours = batch.columns.get(header, "")
        if batch.kind == Batch.Kind.RECORDS and ours in OF_THE_CORE:
            found[f"col{place}"] = ours
        elif ours or normal(header) in known:
            found[f"col{place}"] = ""
    return found


def _fact_columns(batch: Batch) -> tuple[FactColumn, ...]:
    """Return what a row of a roster says of somebody, as facts of the importer."""
    if batch.kind != Batch.Kind.ROSTER:
        return ()
    at = {ours: header_for(batch, ours) for ours in (*WHO, *_ROSTER_DAYS)}
    found = [FactColumn(fact="agency", value=batch.agency.ori, start=at["hired_on"], end=at["left_on"])]
    for fact, words in (("employment", EMPLOYMENT_WORDS), ("rank", RANK_WORDS), *_AS_WRITTEN):
        header = header_for(batch, fact)
        if header is not None:
            start = at.get(f"{fact}_from")
            found.append(FactColumn(fact=fact, value_from=header, words=words, start=start))
    return tuple(found)


#: Facts of a roster whose words are kept as they stand.
_AS_WRITTEN: Final[tuple[tuple[str, dict[str, str]], ...]] = tuple(
    (f, {}) for f in ("unit", "gender", "race")
)
_ROSTER_DAYS: Final = ("left_on", "rank_from", "unit_from")


def _facts(plan: ImportPlan, shift: int) -> pl.DataFrame:
    """Return the facts of a roster with the row each came from."""
    numbered = plan.accepted.with_columns(
        row=pl.col("fact_id").str.strip_prefix(f"{plan.batch}-").str.extract(r"^(\d+)").cast(pl.UInt32)
        + shift
    )
    return numbered.select("row", "fact", "value", "start", "end")


def _records(
    batch: Batch, table: RawTable, plan: ImportPlan, at: pl.Series
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return what each accepted row says, and the doubts about the days until which it is valid."""
    title = _cells(batch, table, "title").gather(at)
    if "title" in plan.constants and header_for(batch, "title") is None:
        title = pl.Series("title", [plan.constants["title"]] * len(at), pl.String)
    days, bad = _days(batch, table, "expires_on")
    wanted = ("course", "completed_on", "minutes", "outcome", "delivery", "provider", "item", "unit", "marks")
    said = plan.accepted.select(*wanted, "score", "recorded_at").with_columns(
        title=title, expires_on=days.gather(at)
    )
    texts = _cells(batch, table, "expires_on")
    first = int(table.numbers[0])
    doubts = pl.DataFrame({"row": at + first, "text": texts.gather(at), "bad": bad.gather(at)}).filter("bad")
    no_day = Said(gettext_noop("'{text}' is no day; kept without it"), text=doubts["text"])
    return said, reasons(doubts["row"], "unreadable-expiry", no_day)


def _whole_rows(aside: pl.DataFrame, table: RawTable, copied: bool) -> pl.DataFrame:
    """Say of rows with too many cells that they have, also where a copy was planned, which cannot have any."""
    if copied and len(table.surplus):
        kept = aside.filter(~pl.col("row").is_in(table.surplus.implode()))
        said = gettext_noop("the row has more cells than columns")
        aside = pl.concat([kept, reasons(table.surplus, "too-many-cells", said)]).sort("row")
    return aside


def together(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Join parts of reasons into one, in the order of the file; a row keeps the first reason given for it."""
    return pl.concat(parts).unique("row", keep="first", maintain_order=True).sort("row", maintain_order=True)
