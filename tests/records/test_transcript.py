"""Somebody's file as of a day, and as it was known at a moment; on paper, and as data."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone, translation
from tests.cast import Cast
from tests.records.test_records import entered

from muster.ledger.models import Entry
from muster.records.access.records import records_visible_to
from muster.records.actions.records import correct_record, withdraw_record
from muster.records.models import Record
from muster.records.printing import as_pdf
from muster.records.queries.transcript import as_json, files_of, fingerprint, ledger_at

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def written(cast: Cast, title: str, on: date | None, at: datetime, about: str = "ada", **fields) -> Record:
    """A record written down at a moment."""
    return Record.lines.create(
        agency=cast.millbrook,
        person=cast.person[about],
        title=title,
        completed_on=on,
        minutes=60,
        origin="entered",
        status=fields.pop("status", "verified"),
        known_from=at,
        **fields,
    )


def file_of(cast: Cast, as_of: date = TODAY, known_at: datetime = NOW, about: str = "ada"):
    return files_of(
        [cast.person[about]], records_visible_to(cast.user["tara"]), as_of=as_of, known_at=known_at
    )[0]


def test_file_as_of_a_day_leaves_out_what_came_later(cast: Cast) -> None:
    written(cast, "old", date(2025, 1, 1), NOW - timedelta(days=9))
    written(cast, "new", date(2026, 5, 1), NOW - timedelta(days=9))
    written(cast, "undated", None, NOW - timedelta(days=9))
    assert {r.title for r in file_of(cast, as_of=date(2025, 12, 31)).records} == {"old", "undated"}


def test_file_as_known_then_shows_what_a_correction_replaced(cast: Cast) -> None:
    old = written(cast, "four hours", date(2025, 1, 1), NOW - timedelta(days=9))
    written(cast, "eight hours", date(2025, 1, 1), NOW - timedelta(days=2), key=old.key, replaces=old)
    assert [r.title for r in file_of(cast, known_at=NOW - timedelta(days=5)).records] == ["four hours"]
    assert [r.title for r in file_of(cast).records] == ["eight hours"]
    assert file_of(cast, known_at=NOW - timedelta(days=20)).records == []


def test_only_proven_minutes_add_up(cast: Cast) -> None:
    for status in ("verified", "reported", "disputed", "pending", "refused"):
        written(cast, status, date(2025, 1, 1), NOW - timedelta(days=9), status=status)
    written(cast, "failed", date(2025, 1, 1), NOW - timedelta(days=9), outcome="failed")
    written(cast, "college", date(2025, 1, 1), NOW - timedelta(days=9), unit="semester-credit")
    assert file_of(cast).minutes == 180


def test_json_tells_every_version_with_who_and_why(cast: Cast) -> None:
    old = entered(cast)
    correct_record(record=old, by=cast.user["dina"], reason="Half a day.", minutes=120)
    data = json.loads(as_json([file_of(cast, timezone.localdate(), timezone.now())]))
    (record,) = data["people"][0]["records"]
    assert (record["key"], record["minutes"]) == (str(old.key), 120)
    assert [(line["minutes"], line["written_by"], line["reason"]) for line in record["history"]] == [
        (240, "Tara", None),
        (120, "Dina", "Half a day."),
    ]


def test_same_question_has_the_same_bytes_whatever_happens_later(cast: Cast) -> None:
    entered(cast)
    asked = timezone.now()
    before = as_json([file_of(cast, timezone.localdate(), asked)])
    withdraw_record(record=Record.lines.get(), by=cast.user["tara"], reason="The wrong person.")
    assert as_json([file_of(cast, timezone.localdate(), asked)]) == before


def test_ledger_of_a_moment_is_its_last_entry_then(cast: Cast) -> None:
    entered(cast)
    last = Entry.objects.order_by("number").last()
    entered(cast, about="ben")
    assert ledger_at(last.at) == {"number": last.number, "hash": last.hash}
    assert ledger_at(datetime(2000, 1, 1, tzinfo=UTC)) is None


def test_leave_is_no_part_of_a_file_that_is_shown_around(cast: Cast) -> None:
    from muster.roster.models import Fact  # noqa: PLC0415

    Fact.lines.create(
        person=cast.person["ada"],
        agency=cast.millbrook,
        fact="leave",
        value="medical",
        known_from=NOW - timedelta(days=9),
    )
    assert "medical" not in as_json([file_of(cast)]).decode()


@pytest.mark.parametrize(("language", "words"), [("en", "Training file"), ("es", "Expediente de formación")])
def test_pdf_is_in_the_readers_language_and_bears_the_fingerprint(
    cast: Cast, language: str, words: str
) -> None:
    written(cast, "=HYPERLINK <b>#set page</b>", date(2025, 1, 1), NOW - timedelta(days=9))
    file = file_of(cast)
    with translation.override(language):
        text = text_of(as_pdf([file]))
    assert words in text
    assert fingerprint(as_json([file])) in text.replace("\n", "")
    assert "=HYPERLINK <b>#set page</b>" in text


def test_unit_is_one_pdf_with_a_page_each(cast: Cast) -> None:
    people = [cast.person["ada"], cast.person["ben"], cast.person["sam"]]
    files = files_of(people, records_visible_to(cast.user["tara"]), as_of=TODAY, known_at=NOW)
    pdf = as_pdf(files)
    assert pages_of(pdf) == 3


def test_queries_do_not_grow_with_the_people(cast: Cast, queries_of) -> None:
    for name in ("ada", "ben"):
        written(cast, "x", date(2025, 1, 1), NOW - timedelta(days=9), about=name)
    records = records_visible_to(cast.user["tara"])

    def asked(*names: str):
        people = [cast.person[name] for name in names]
        return queries_of(lambda: as_json(files_of(people, records, as_of=TODAY, known_at=NOW)))

    assert asked("ada") == asked("ada", "ben", "sam")


def text_of(pdf: bytes) -> str:
    import pypdf  # noqa: PLC0415

    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def pages_of(pdf: bytes) -> int:
    import pypdf  # noqa: PLC0415

    return len(pypdf.PdfReader(io.BytesIO(pdf)).pages)
