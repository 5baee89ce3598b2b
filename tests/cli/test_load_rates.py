"""``muster events load-rates``: three files whole or not at all, with every problem by its file and line."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cast import Cast
from tests.core.travel.files import MEALS, RATES, ZIPS
from typer.testing import CliRunner, Result

from muster.cli.app import app
from muster.events.models import MealTier, Rate, RateBatch, RatePlace, RateZip
from muster.ledger.models import Entry

pytestmark = pytest.mark.django_db
TABLES = (RateBatch, RatePlace, Rate, RateZip, MealTier)


def folder(place: Path, **changed: bytes) -> Path:
    """Write the three files, any of them replaced."""
    texts = {
        "rates": RATES.encode(),
        "zip_destinations": ZIPS.encode(),
        "mie_breakdown_conus": MEALS.encode(),
    }
    for name, content in (texts | changed).items():
        (place / f"{name}.csv").write_bytes(content)
    return place


def load(place: Path, ori: str = "OR0990100") -> Result:
    return CliRunner().invoke(app, ["events", "load-rates", str(place), "--agency", ori, "--source", "GSA"])


def test_files_are_loaded_and_counted(cast: Cast, tmp_path: Path) -> None:
    result = load(folder(tmp_path))
    assert (result.exit_code, result.stderr) == (0, "")
    assert "2026-01-01 to 2026-02-28 are in use: 3 destinations, 3 ZIP codes" in result.stdout
    batch = RateBatch.objects.get()
    assert (batch.agency, batch.source, batch.loaded_by) == (cast.millbrook, "GSA", None)
    assert Entry.objects.filter(subject_kind="events.ratebatch").count() == 1


def test_real_files_are_loaded_whole(cast: Cast, shared: Path) -> None:
    place = shared / "data" / "per_diem_fy2026"
    if not place.is_dir():
        pytest.skip(f"no rate files at {place}")
    result = load(place)
    assert result.exit_code == 0, result.stderr
    batch = RateBatch.objects.get()
    assert (str(batch.start), str(batch.end)) == ("2025-10-01", "2026-09-30")
    assert batch.rates.count() > batch.places.count() > 200


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (
            {"rates": RATES.replace("1,,2026-02-01", "1,,2026-02-03").encode()},
            "rates.csv:3: Standard CONUS Rate, OR: there is no rate from 2026-02-01 to 2026-02-02.",
        ),
        (
            {"rates": RATES.replace("1,,2026-02-01", "1,,2026-01-31").encode()},
            "rates.csv:3: Standard CONUS Rate: the rate from 2026-01-31 overlaps that of line 2, to 2026-01-31.",
        ),
        (
            {"zip_destinations": ZIPS.replace("97001,OR,7", "97001,OR,9").encode()},
            "destination 9 (Rivermouth) has no rate in rates.csv.",
        ),
        ({"mie_breakdown_conus": MEALS.encode()[:70]}, "mie_breakdown_conus.csv:2: the line has"),
        ({"rates": b"\xff\xfe\x00damaged"}, "rates.csv: the file is not text in UTF-8."),
        ({"rates": b""}, "rates.csv:1: the columns are not those of this file"),
        ({"rates": RATES.encode() + b'"open'}, "rates.csv:9: this is no CSV"),
    ],
    ids=["gap", "overlap", "ZIP of nowhere", "cut in half", "bytes", "empty", "open quote"],
)
def test_damaged_files_are_refused_by_line_and_nothing_is_loaded(
    cast: Cast, tmp_path: Path, changed: dict[str, bytes], told: str
) -> None:
    result = load(folder(tmp_path, **changed))
    assert result.exit_code == 4
    assert told in " ".join(result.stderr.split())
    assert "Traceback" not in result.stderr
    assert [table.objects.count() for table in TABLES] == [0] * len(TABLES)


def test_damaged_files_leave_the_rates_that_are_in_use(cast: Cast, tmp_path: Path) -> None:
    assert load(folder(tmp_path)).exit_code == 0
    before = RateBatch.objects.get()
    assert (
        load(folder(tmp_path, rates=RATES.replace("1,,2026-02-01", "1,,2026-02-03").encode())).exit_code == 4
    )
    kept = RateBatch.objects.get()
    assert (kept, kept.replaced_at) == (before, None)


def test_file_that_is_missing_is_named(cast: Cast, tmp_path: Path) -> None:
    (folder(tmp_path) / "zip_destinations.csv").unlink()
    result = load(tmp_path)
    assert result.exit_code == 4
    assert "zip_destinations.csv: the file cannot be read" in " ".join(result.stderr.split())
    assert not RateBatch.objects.exists()


def test_agency_that_nobody_knows_is_refused(cast: Cast, tmp_path: Path) -> None:
    result = load(folder(tmp_path), ori="XX0000000")
    assert result.exit_code == 2
    assert "there is no agency with the ORI XX0000000" in " ".join(result.stderr.split())
    assert not RateBatch.objects.exists()
