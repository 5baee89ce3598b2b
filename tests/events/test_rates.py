"""Federal rates go into the tables whole, and a journey reads back what the files say."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.cast import Cast
from tests.core.travel.files import RATES, files

from muster.core.errors import BadInput
from muster.core.travel.load import load_rates, read_files, read_rates
from muster.core.travel.rates import Choice, Rates, look_up
from muster.events.actions.rates import hash_of_files, keep_rates
from muster.events.models import Rate, RateBatch, RateZip
from muster.events.queries.rates import rates_for
from muster.ledger.models import Entry

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 1, 1), date(2026, 2, 28)


def keep(cast: Cast, rates: Rates, sha256: str = "0" * 64) -> RateBatch:
    return keep_rates(agency=cast.millbrook, rates=rates, sha256=sha256, by=cast.user["fay"])


def test_journey_reads_back_the_rate_of_each_of_its_days(cast: Cast) -> None:
    read = read_rates(files(), "GSA")
    keep(cast, read)
    back = rates_for(cast.millbrook, "97001", date(2026, 1, 30), date(2026, 2, 2))
    assert back is not None
    for day in (date(2026, 1, 31), date(2026, 2, 1)):
        assert look_up(back, "97001", day) == look_up(read, "97001", day)
    assert back.source == "GSA"
    assert back.tiers == read.tiers


def test_zip_that_is_not_listed_takes_the_standard_rate(cast: Cast) -> None:
    keep(cast, read_rates(files(), "GSA"))
    back = rates_for(cast.millbrook, "97999", FIRST, LAST)
    assert back is not None
    found = look_up(back, "97999", FIRST)
    assert not isinstance(found, Choice)
    assert (found.lodging_cents, found.mie_cents) == (11_000, 6_800)


def test_zip_in_two_destinations_asks(cast: Cast) -> None:
    keep(cast, read_rates(files(), "GSA"))
    back = rates_for(cast.millbrook, "97002", FIRST, LAST)
    assert back is not None
    choice = back.destination_of("97002")
    assert isinstance(choice, Choice)
    assert [place.name for place in choice.destinations] == ["Rivermouth", "Highpass"]


def test_day_beyond_the_rates_has_none(cast: Cast) -> None:
    keep(cast, read_rates(files(), "GSA"))
    assert rates_for(cast.millbrook, "97001", LAST, LAST + timedelta(days=1)) is None


def test_neighbour_has_no_rates(cast: Cast) -> None:
    keep(cast, read_rates(files(), "GSA"))
    assert rates_for(cast.oakford, "97001", FIRST, LAST) is None


def test_set_from_the_same_day_replaces_the_one_before_which_is_kept(cast: Cast) -> None:
    first = keep(cast, read_rates(files(), "GSA"))
    dearer = RATES.replace("2026-01-31,110.0", "2026-01-31,120.0")
    second = keep(cast, read_rates(files(rates=dearer), "GSA"))
    first.refresh_from_db()
    assert first.replaced_at is not None
    assert first.rates.exists()
    assert second.replaced_at is None
    back = rates_for(cast.millbrook, "97999", FIRST, FIRST)
    assert back is not None
    found = back.on("0", FIRST)
    assert found.lodging_cents == 12_000
    assert Entry.objects.filter(subject_kind="events.ratebatch").count() == 2


def test_journey_over_two_sets_takes_each_day_from_its_own(cast: Cast) -> None:
    keep(cast, read_rates(files(), "GSA"))
    later = RATES.replace("2026-02", "2026-04").replace("2026-01", "2026-03").replace("110.0", "130.0")
    later = later.replace("2026-04-28", "2026-04-30").replace("2026-03-01,", "2026-03-01,")
    keep(cast, read_rates(files(rates=later), "GSA"))
    back = rates_for(cast.millbrook, "97999", date(2026, 2, 27), date(2026, 3, 2))
    assert back is not None
    assert back.on("0", date(2026, 2, 28)).lodging_cents == 11_000
    assert back.on("0", date(2026, 3, 1)).lodging_cents == 13_000


@pytest.mark.parametrize(
    ("day", "code"), [("2026-02-03", "rates-gap"), ("2026-01-31", "rates-overlap")], ids=["gap", "overlap"]
)
def test_file_with_a_gap_or_an_overlap_is_refused_and_nothing_is_kept(
    cast: Cast, day: str, code: str
) -> None:
    broken = RATES.replace("OR,0,Standard CONUS Rate,1,,2026-02-01", f"OR,0,Standard CONUS Rate,1,,{day}")
    with pytest.raises(BadInput) as refused:
        keep(cast, read_rates(files(rates=broken), "GSA"))
    assert code in [problem.code for problem in refused.value.problems]
    assert not RateBatch.objects.exists()


def test_real_files_read_back_as_they_were_read(cast: Cast, shared: Path) -> None:
    folder = shared / "data" / "per_diem_fy2026"
    if not folder.is_dir():
        pytest.skip(f"no rate files at {folder}")
    read = load_rates(folder, "GSA, fiscal year 2026")
    batch = keep(cast, read, hash_of_files(read_files(folder)))
    assert Rate.objects.filter(batch=batch).count() == sum(map(len, read.by_destination.values()))
    assert RateZip.objects.filter(batch=batch).values("zip").distinct().count() == len(read.by_zip)
    several = [zip_code for zip_code, keys in read.by_zip.items() if len(keys) > 1][:3]
    for zip_code in ("02108", "00501", *several):
        back = rates_for(cast.millbrook, zip_code, read.first, read.last)
        assert back is not None
        assert back.destination_of(zip_code) == read.destination_of(zip_code)
        for key in back.by_destination:
            assert back.by_destination[key] == read.by_destination[key]
