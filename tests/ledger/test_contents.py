"""The text of a row is worked out anew in plain Python, and is the same whichever database holds the row."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, models
from django.test.utils import isolate_apps
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.cast import Cast, make_cast
from tests.ledger.rows import record, sql, written

from muster.ledger.appended import vouched_tables
from muster.ledger.contents import ROWS_AT_ONCE, columns_of, digests, merged, runs_of
from muster.ledger.vouching import BLOCK, blocks_in, proof_of
from muster.records.models import Record

LETTERS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
VALUES = st.fixed_dictionaries(
    {
        "title": LETTERS,
        "provider": LETTERS,
        "reason": LETTERS,
        "key": st.uuids(),
        "minutes": st.integers(0, 600_000),
        "row": st.none() | st.integers(0, 2**31 - 1),
        "completed_on": st.none() | st.dates(),
        "expires_on": st.none() | st.dates(),
        "known_from": st.datetimes(
            datetime(1, 1, 3),  # noqa: DTZ001 the zone follows
            datetime(9999, 12, 29),  # noqa: DTZ001
            timezones=st.just(UTC),
        ),
        "score": st.none() | st.decimals(0, 100, places=2),
        "marks": st.lists(LETTERS, max_size=3),
        "withdrawn": st.booleans(),
    }
)


def plain(value: Any) -> Any:
    """One value as the documentation says it."""
    match value:
        case bool():
            return int(value)
        case Decimal():
            return f"{value:.2f}"
        case uuid.UUID():
            return value.hex
        case datetime():
            return str(value.astimezone(UTC).replace(tzinfo=None))
        case date():
            return value.isoformat()
        case list():
            return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        case _:
            return value


def expected(row: models.Model) -> bytes:
    """The SHA-256 of a row as anybody can work it out."""
    by_column = {field.column: field.attname for field in row._meta.concrete_fields}
    values = [plain(getattr(row, by_column[column])) for column in sorted(by_column)]
    return sha256(json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()).digest()


def held(row: models.Model) -> bytes:
    """The SHA-256 of what the database holds of a row."""
    table = type(row)
    ((key, digest),) = digests(connection, table, columns_of(table), [(row.pk, row.pk)])
    assert key == row.pk
    return digest


class ContentsAgreeWithPlainPython(TestCase):
    """Any values of every kind of column."""

    def setUp(self) -> None:
        """Somebody whom the records are about."""
        self.cast = make_cast()

    @example(
        {
            "title": '\x1f\x7f"\\\u2028é李😀',
            "marks": ['"', "\\u00e9", "é"],
            "known_from": datetime(1970, 1, 1, tzinfo=UTC),
        }
    )
    @example({"score": Decimal("0.00"), "known_from": datetime(2026, 1, 1, 0, 0, 0, 100, tzinfo=UTC)})
    @example({"score": Decimal("100.00"), "minutes": 0, "title": "", "completed_on": date(1, 1, 1)})
    @example({"completed_on": date(9999, 12, 31), "expires_on": date(999, 12, 31)})
    @given(VALUES)
    def test_of_any_values(self, values: dict[str, Any]) -> None:
        made = record(self.cast, **values)
        assert held(made) == expected(made)


@pytest.mark.django_db
def test_moment_of_another_zone_is_told_in_utc(cast: Cast) -> None:
    made = record(cast, known_from=datetime(2026, 3, 4, 5, 6, 7, tzinfo=ZoneInfo("Asia/Kathmandu")))
    assert plain(made.known_from) == "2026-03-03 23:21:07"
    assert held(made) == expected(made)


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite holds years of four digits only")
@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("completed_on", ["2026-11-20", "2026-11-20 BC", "infinity", "-infinity", None]),
        ("known_from", ["2026-11-20 12:00Z", "2026-11-20 12:00 BC", "infinity", "-infinity"]),
    ],
)
def test_days_that_no_python_can_read_are_told_apart(
    cast: Cast, column: str, values: list[str | None]
) -> None:
    made = record(cast)
    seen = set()
    for value in values:
        sql(f"UPDATE records_record SET {column} = %s WHERE id = %s", value, made.pk)  # noqa: S608
        seen.add(held(made))
    assert len(seen) == len(values)


@pytest.mark.django_db
@pytest.mark.skipif(
    "connection.vendor != 'sqlite'", reason="only SQLite holds a value of another kind than its column"
)
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("title", b"First aid"),
        ("title", 7.5),
        ("minutes", "many"),
        ("minutes", 90.5),
        ("withdrawn", 2),
        ("withdrawn", "no"),
        ("score", 87.50000000000001),
        ("score", "87,50"),
        ("marks", '["a","b"]'),
        ("marks", '["a", "b"] '),
        ("completed_on", "2026-03-04 "),
        ("known_from", "2026-03-04T05:06:07.080900"),
        ("known_from", "2026-03-04 05:06:07.0809"),
        ("key", "00000000-0000-0000-0000-000000000001"),
    ],
)
def test_value_in_a_form_that_django_does_not_write_is_another(
    cast: Cast, column: str, value: object
) -> None:
    made = record(cast, marks=["a", "b"], title="First aid", score=Decimal("87.50"), key=uuid.UUID(int=1))
    as_written = held(made)
    sql(f"UPDATE records_record SET {column} = %s WHERE id = %s", value, made.pk)  # noqa: S608
    assert held(made) != as_written


@pytest.mark.django_db
def test_every_kind_of_column_has_a_text() -> None:
    for table in vouched_tables().values():
        assert (
            list(digests(connection, table, columns_of(table), [("x", "x")] if _of_text(table) else [(1, 1)]))
            == []
        )


def _of_text(table: type[models.Model]) -> bool:
    return isinstance(table._meta.pk, models.CharField)


@pytest.mark.django_db
@isolate_apps("muster.ledger")
def test_kind_of_column_that_has_no_single_text_is_a_mistake_of_ours() -> None:
    class Weighed(models.Model):  # noqa: DJ008 nobody prints it
        weight = models.FloatField()

        class Meta:
            app_label = "ledger"

    with pytest.raises(TypeError, match="is a FloatField, of which"):
        next(digests(connection, Weighed, ["id", "weight"], [(1, 1)]))


# ── blocks and runs ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_block_is_proven_as_anybody_can_work_out(cast: Cast) -> None:
    rows = [record(cast, title=str(number)) for number in range(3)]
    entry = written(cast, rows[0])
    (block,) = [each for each in blocks_in(entry.number, entry.lines) if each.table == "records_record"]
    hashes = [expected(row) for row in rows]
    assert (block.first, block.last) == (rows[0].pk, rows[2].pk)
    assert block.sha256 == sha256(b"".join(hashes)).hexdigest() == proof_of(hashes)
    assert block.marks == "".join(row.hex()[:8] for row in hashes)
    assert list(block.columns) == sorted(field.column for field in Record._meta.concrete_fields)


@given(st.lists(st.integers(1, 60)))
def test_runs_hold_the_same_keys_without_a_gap(keys: list[int]) -> None:
    runs: list[Any] = runs_of(keys)
    assert [key for first, last in runs for key in range(first, last + 1)] == sorted(set(keys))
    assert all(one[1] + 1 < other[0] for one, other in pairwise(runs))
    assert merged(runs) == runs


def test_keys_that_are_text_are_runs_of_their_own() -> None:
    assert runs_of(["b", "a", "b"]) == [("a", "a"), ("b", "b")]


@pytest.mark.django_db
def test_more_rows_than_are_read_at_once_come_all_and_in_order(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ROWS_AT_ONCE > BLOCK
    monkeypatch.setattr("muster.ledger.contents.ROWS_AT_ONCE", 2)
    monkeypatch.setattr("muster.ledger.contents._RUNS_AT_ONCE", 2)
    rows = [record(cast, known_from=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=n)) for n in range(9)]
    kept = [row.pk for n, row in enumerate(rows) if n not in (3, 5)]
    found = list(digests(connection, Record, columns_of(Record), runs_of(kept)))
    assert found == [(row.pk, expected(row)) for row in rows if row.pk in kept]
