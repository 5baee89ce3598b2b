"""What an import would do, worked out whole before anything is written."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl

from muster.core.errors import BadInput
from muster.core.errors.sentence import Sentence, sentence
from muster.core.importing import facts as fact_rows
from muster.core.importing import records as record_rows
from muster.core.importing.checks import check_known
from muster.core.importing.columns import Matched, listed, match_columns, normal
from muster.core.importing.content import read_bytes, refuse_unprintable
from muster.core.importing.grid import RawTable
from muster.core.importing.missing import missing_columns
from muster.core.importing.profile import Profile
from muster.core.importing.review import Review
from muster.core.importing.source import read_source
from muster.core.importing.spelling import near_columns
from muster.core.importing.unread import doubt_unread_outcomes, refuse_unread_outcomes
from muster.core.tables import read_plain


@dataclass(frozen=True)
class ImportPlan:
    """A dry run: every row of the source is in ``accepted_rows`` or in ``set_aside``.

    ``accepted`` is the plain table that would be written (for facts a row may give none or several),
    ``set_aside`` and ``doubtful`` hold row, reason and sentence (with its form and values: ``review.REASONS``),
    ``titles`` course and title.
    """

    source: str
    sha256: str
    batch: str
    target: str
    profile: Profile
    mapping: dict[str, str]  # our column -> their header
    constants: dict[str, str]  # our column -> the value of every row
    unused: tuple[str, ...]  # headers nobody reads
    preamble: dict[str, str]
    rows_in: int
    accepted_rows: pl.Series
    accepted: pl.DataFrame
    officer_ids: tuple[str, ...]  # of the accepted rows
    titles: pl.DataFrame
    set_aside: pl.DataFrame
    set_aside_cells: pl.DataFrame  # the rows set aside as the source wrote them
    doubtful: pl.DataFrame
    notes: tuple[str, ...]

    @property
    def rows_accepted(self) -> int:
        """How many rows of the source are accepted."""
        return self.accepted_rows.len()


def plan_import(
    path: Path,
    profile: Profile | None = None,
    *,
    into: Path | None = None,
    new_officers: bool = False,
    today: date | None = None,
) -> ImportPlan:
    """Read a file and work out what would become of each row; nothing is written.

    ``into`` is the folder whose officers are known; rows about others are set aside unless ``new_officers``.
    Raises BadInput when the file as a whole cannot be read, BadUsage when the profile does not fit it.
    """
    profile = profile or Profile()
    refuse_unprintable(path)
    raw = read_bytes(path)
    table = read_source(path, profile, raw)
    matched, constants = _match(table, profile, str(path))
    mapped = _mapped(table, matched, constants)
    today = today or datetime.now(tz=UTC).astimezone().date()
    silent = profile.target == "records" and "outcome" not in mapped.columns
    if silent:
        refuse_unread_outcomes(table, matched.unused, profile.outcomes, str(path))
    review, built = _build(table, mapped, matched.columns, _stamped(profile), str(path), today)
    if silent:
        doubt_unread_outcomes(table, matched.unused, profile.outcomes, review)
    if into is not None and not new_officers and profile.target != "officers":
        check_known(mapped["officer_id"], known_officers(into), review)
    digest = hashlib.sha256(raw).hexdigest()
    return _plan(path, digest, profile, table, matched, constants, mapped, review, built)


def known_officers(folder: Path) -> frozenset[str]:
    """The ids in the folder's officers table; empty where there is none. Raises BadFact."""
    known = read_plain(folder, "officers") if folder.is_dir() else None
    return frozenset() if known is None else frozenset(known["officer_id"])


def batch_id(digest: str, profile: Profile) -> str:
    """Name a batch by what it holds: the same file read for the same purpose is the same batch."""
    same = f"{digest} {profile.target} {profile.sheet or ''} {profile.constants.get('officer_id', '')}"
    return f"{profile.target}-{hashlib.sha256(same.encode()).hexdigest()[:12]}"


def _stamped(profile: Profile) -> Profile:
    if profile.recorded_at != "now":
        return profile
    now = datetime.now(tz=UTC).replace(tzinfo=None)
    return profile.model_copy(update={"recorded_at": now.isoformat(timespec="seconds")})


def _match(table: RawTable, profile: Profile, file: str) -> tuple[Matched, dict[str, str]]:
    """Join columns, what stood above the header, and what the caller said holds for every row."""
    above = {
        key: value for key, value in table.preamble.items() if normal(key) not in map(normal, table.headers)
    }
    in_table = {
        their: our for their, our in profile.columns.items() if normal(their) not in set(map(normal, above))
    }
    # Where the profile says how facts are read, headers are not matched to facts a second time.
    target = "officers" if profile.facts else profile.target
    matched = match_columns(table.headers, target, in_table, file)
    said_above = match_columns(
        tuple(above), target, {k: v for k, v in profile.columns.items() if k not in in_table}, file
    )
    constants = {
        **matched.constants,
        **{ours: above[theirs] for ours, theirs in said_above.columns.items() if ours not in matched.columns},
        **profile.constants,
    }
    if "outcome" in matched.columns and "outcome" not in profile.constants:
        constants.pop("outcome", None)  # a header's hint yields to a column that says it for each row
    columns = {ours: theirs for ours, theirs in matched.columns.items() if ours not in profile.constants}
    _require(columns, constants, table, profile, file)
    unused = tuple(
        h for h in matched.unused if normal(h) not in {normal(x) for f in profile.facts for x in f.headers}
    )
    return replace(matched, columns=columns, unused=unused), constants


def _require(
    columns: dict[str, str], constants: dict[str, str], table: RawTable, profile: Profile, file: str
) -> None:
    """Raise BadInput naming every column that must be there and is not."""
    have = {*columns, *constants}
    needed: list[tuple[str, ...]] = [("officer_id",)]
    if profile.target == "records":
        needed.append(("course", "title"))
    elif profile.target == "facts" and not profile.facts:
        needed.append(("fact",))
    missing = [names for names in needed if not have & set(names)]
    if missing:
        raise missing_columns(
            missing, table.headers, columns, profile.target, file, has_header=table.has_header
        )


def _mapped(table: RawTable, matched: Matched, constants: dict[str, str]) -> pl.DataFrame:
    """Return the text of each of our columns. Words above the header fill only what no column says."""
    height = table.cells.height
    columns = [table.cells[theirs].alias(ours) for ours, theirs in matched.columns.items()]
    given = [
        pl.Series(ours, [value] * height, pl.String)
        for ours, value in constants.items()
        if ours not in matched.columns
    ]
    return pl.DataFrame([*columns, *given])


def _build(
    table: RawTable, mapped: pl.DataFrame, headers: dict[str, str], profile: Profile, file: str, today: date
) -> tuple[Review, pl.DataFrame]:
    if profile.target == "records":
        return record_rows.build_records(table, mapped, headers, profile, file, today)
    return fact_rows.build_facts(table, mapped, headers, profile, file)


def _plan(
    path: Path,
    digest: str,
    profile: Profile,
    table: RawTable,
    matched: Matched,
    constants: dict[str, str],
    mapped: pl.DataFrame,
    review: Review,
    built: pl.DataFrame,
) -> ImportPlan:
    aside = review.aside()
    kept = review.kept()
    accepted = built.join(aside, on="row", how="anti", maintain_order="left")
    batch = batch_id(digest, profile)
    # What a profile reads as facts is said in the profile: no header is missing there.
    target = "officers" if profile.facts else profile.target
    as_plain = record_rows.as_plain if profile.target == "records" else fact_rows.as_plain
    return ImportPlan(
        source=str(path),
        sha256=digest,
        batch=batch,
        target=profile.target,
        profile=profile,
        mapping=matched.columns,
        constants=constants,
        unused=matched.unused,
        preamble=table.preamble,
        rows_in=review.rows.len(),
        accepted_rows=review.rows.filter(kept),
        accepted=as_plain(accepted, batch),
        officer_ids=tuple(mapped["officer_id"].filter(kept).unique(maintain_order=True).to_list()),
        titles=_titles(accepted),
        set_aside=aside,
        set_aside_cells=table.cells.filter(~kept),
        doubtful=review.doubtful(),
        notes=(*table.notes, *matched.notes, *review.notes, *_unread(matched, target, constants)),
    )


def _titles(accepted: pl.DataFrame) -> pl.DataFrame:
    """Return course and title where a course has both."""
    if "title" not in accepted.columns:
        return pl.DataFrame(schema={"course": pl.String, "title": pl.String})
    named = accepted.filter(pl.col("title").is_not_null() & (pl.col("title") != pl.col("course")))
    return named.select("course", "title").unique(maintain_order=True)


def _unread(matched: Matched, target: str, constants: dict[str, str]) -> tuple[str, ...]:
    if not matched.unused:
        return ()
    near = near_columns(matched.unused, target, {*matched.columns, *constants})
    may_mean = "{header} may mean {column}; if it does: {option}."
    asked = (sentence(may_mean, header=hint.header, column=hint.ours, option=hint.option) for hint in near)
    return (sentence("Columns that are not read: {headers}.", headers=listed(matched.unused)), *asked)


def refuse_empty(plan: ImportPlan) -> None:
    """Raise BadInput when no row at all can be accepted."""
    if plan.rows_accepted:
        return
    first = plan.set_aside.row(0, named=True)
    raise BadInput.because(
        "import-nothing",
        sentence(
            "none of the {rows} rows of {file} can be accepted; the first, row {row}: {sentence}.",
            rows=plan.rows_in,
            file=Path(plan.source).name,
            row=first["row"],
            sentence=Sentence.of(first["form"], first["values"]),
        ),
        "Run again with --dry-run to see why for each row.",
    )
