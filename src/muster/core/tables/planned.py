"""Classes that are planned and not yet taken, read from a table and put beside the records there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

from muster.core.errors import BadFact, BadInput, Where
from muster.core.tables.facts import Facts
from muster.core.tables.plain import conform
from muster.core.tables.schema import COMPACT_RECORDS, KINDS

_NAMES = {"date": "completed_on", "on": "completed_on"}  # what people write, and what records call it
_KNOWN = ("officer_id", "course", "topics", "completed_on", "minutes", "delivery", "provider")


@dataclass(frozen=True)
class Plan:
    """Planned classes: officer_id, course, topics (codes by ``;``, or empty), completed_on, minutes, delivery, provider."""

    classes: pl.DataFrame

    @property
    def last_day(self) -> date | None:
        """The day of the last class; None when there is none."""
        return max(self.classes.get_column("completed_on").to_list(), default=None)

    def after(self, day: date) -> int:
        """Count the classes after a day."""
        return int((self.classes.get_column("completed_on") > day).sum())

    def only(self, officer_ids: Sequence[str]) -> Plan:
        """Return the classes of these officers alone."""
        return Plan(self.classes.filter(pl.col("officer_id").is_in(list(officer_ids))))


def read_plan(file: Path) -> Plan:
    """Read a CSV with officer_id, date, course or topics (or both), and minutes. Raises BadInput or BadFact."""
    try:
        return plan_of(pl.read_csv(file, infer_schema=False), str(file))
    except (pl.exceptions.PolarsError, OSError) as error:
        first = str(error).splitlines()[0]
        what = f"the plan cannot be read as a table ({first})."
        raise BadInput.because("plan-unreadable", what, _ADVICE, Where(str(file))) from None


def plan_of(classes: pl.DataFrame, name: str = "the plan") -> Plan:
    """Make a plan of a table with those columns; ``name`` stands in messages. Raises BadFact."""
    where = Where(name)
    ours = {
        said: column
        for said, column in _NAMES.items()
        if said in classes.columns and column not in classes.columns
    }
    table = classes.rename(ours)
    _refuse_columns(table, where)
    topics = pl.col("topics") if "topics" in table.columns else pl.lit(None, pl.String)
    course = pl.col("course") if "course" in table.columns else pl.lit(None, pl.String)
    topics, course = (text.str.strip_chars().replace("", None) for text in (topics, course))
    named = table.with_columns(topics=topics, course=pl.coalesce(course, pl.lit("planned: ") + topics))
    _refuse_empty(named, "course", "a course or topics", where)
    plain = conform(named, "records", Path(name))
    _refuse_empty(plain, "completed_on", "a date", where)
    columns = [column for column in _KNOWN if column != "topics"]
    return Plan(plain.select(columns).with_columns(named.get_column("topics")))


_ADVICE = "A plan is a CSV with the columns officer_id, date, course or topics, and minutes."


def _refuse_columns(table: pl.DataFrame, where: Where) -> None:
    needed = {"officer_id": "officer_id", "completed_on": "date"}
    missing = [said for name, said in needed.items() if name not in table.columns]
    if not {"course", "topics"} & set(table.columns):
        missing.append("course or topics")
    unknown = [name for name in table.columns if name not in _KNOWN]
    if missing or unknown:
        what = (
            f"the plan has no column {', '.join(missing)}"
            if missing
            else f"the plan has a column {unknown[0]}, which means nothing here"
        )
        raise BadFact.because("plan-columns", f"{what}.", _ADVICE, where)


def _refuse_empty(table: pl.DataFrame, column: str, said: str, where: Where) -> None:
    empty = table.get_column(column).is_null().arg_true()
    if len(empty):
        raise BadFact.because(
            "plan-row",
            f"row {empty[0] + 1} of the plan lacks {said}.",
            "Every planned class needs one.",
            where,
        )


def with_plan(facts: Facts, plan: Plan) -> Facts:
    """Return facts in which the planned classes have been completed; ``facts`` stay as they are.

    A course that the facts know brings its own topics, length and delivery, where the plan leaves them empty.
    Raises BadFact for an officer nobody knows, a negative length, or topics nobody can tell.
    """
    classes = plan.classes.join(facts.officers, on="officer_id", how="left", maintain_order="left")
    strangers = classes.filter(pl.col("officer").is_null())
    if strangers.height:
        raise BadFact.because(
            "unknown-officer",
            f"the plan names officer {strangers['officer_id'][0]}, whom the facts do not know.",
            "Officers are named by their officer_id, as in the officers table.",
        )
    if classes.filter(pl.col("minutes") < 0).height:
        raise BadFact.because(
            "plan-minutes", "the plan has a class of less than no minutes.", "Write minutes as whole numbers."
        )
    filled = _filled_in(classes, facts.kinds)
    keys = ["course", "topics", "delivery", "provider", "course_minutes", "title", "certified", "marks"]
    first = int(facts.kinds.get_column("kind").max() or 0) + 1  # type: ignore[arg-type]
    kinds = filled.select(keys).unique(maintain_order=True).with_row_index("kind", offset=first)
    records = filled.join(kinds, on=keys, nulls_equal=True, maintain_order="left").with_columns(
        record_id=pl.concat_str(pl.lit("planned-"), pl.int_range(pl.len()) + 1)
    )
    return replace(
        facts,
        kinds=pl.concat([facts.kinds, _shaped(kinds.with_columns(outcome=pl.lit("completed")), KINDS)]),
        records=pl.concat([facts.records, _shaped(records, COMPACT_RECORDS).lazy()], how="diagonal"),
    )


def _filled_in(classes: pl.DataFrame, kinds: pl.DataFrame) -> pl.DataFrame:
    """Take from the course what the plan leaves empty. Raises BadFact where nobody knows how long a class is."""
    known = kinds.unique("course", keep="first", maintain_order=True).select(
        "course",
        "title",
        "certified",
        "course_minutes",
        "marks",
        *(pl.col(c).alias(f"own_{c}") for c in ("topics", "delivery", "provider")),
    )
    topics = (
        pl.when(pl.col("topics") == "none")
        .then(pl.lit([], pl.List(pl.String)))
        .otherwise(pl.col("topics").str.split(";"))
    )
    return classes.join(known, on="course", how="left", maintain_order="left").with_columns(
        topics=pl.coalesce(topics, "own_topics"),
        delivery=pl.coalesce("delivery", "own_delivery"),
        provider=pl.coalesce("provider", "own_provider"),
        title=pl.coalesce("title", "course"),
        minutes=pl.coalesce("minutes", "course_minutes").fill_null(0),
    )


def _shaped(table: pl.DataFrame, columns: dict[str, pl.DataType | type[pl.DataType]]) -> pl.DataFrame:
    """Give a table exactly these columns; what it does not have is empty."""
    return table.select(
        (pl.col(name) if name in table.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in columns.items()
    )
