"""Rate files: what is read, and the sentence for each way a file can be wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.core.travel.files import MEALS, RATES, ZIPS, files, refusal, small_rates

from muster.core.errors import BadInput
from muster.core.travel.load import load_rates, read_rates
from muster.core.travel.rates import Choice, MealTier, look_up


def test_files_are_read_into_cents_by_destination_and_days() -> None:
    rates = small_rates()
    assert (rates.first, rates.last) == (date(2026, 1, 1), date(2026, 2, 28))
    assert rates.destinations["7"].counties == ("Dune County, OR", "Shore County, OR")
    assert [rate.lodging_cents for rate in rates.by_destination["7"]] == [15_000, 17_500]
    assert rates.tiers[6800] == MealTier(6800, 1600, 1900, 2800, 500, 5100)


@pytest.mark.parametrize(
    ("day", "lodging"),
    [
        (date(2026, 1, 1), 15_000),
        (date(2026, 1, 31), 15_000),
        (date(2026, 2, 1), 17_500),
        (date(2026, 2, 28), 17_500),
    ],
)
def test_rate_changes_on_its_first_day(day: date, lodging: int) -> None:
    assert small_rates().on("7", day).lodging_cents == lodging


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2026, 3, 1)])
def test_day_outside_the_file_is_refused(day: date) -> None:
    found = refusal(lambda: small_rates().on("0", day))
    sentence = (
        f"the rates end before or begin after {day}: they hold from 2026-01-01 to 2026-02-28. "
        "Load the rate files of that year."
    )
    assert found == [("rate-day", sentence)]


def test_zip_that_is_not_listed_takes_the_standard_rate() -> None:
    assert small_rates().destination_of("97999").name == "Standard CONUS Rate"


def test_zip_keeps_its_leading_zero_and_may_have_four_more_digits() -> None:
    assert small_rates().destination_of(" 00501-1234 ").id == "7"


def test_zip_in_two_destinations_is_a_choice_to_ask_about() -> None:
    found = look_up(small_rates(), "97002", date(2026, 1, 5))
    assert isinstance(found, Choice)
    assert [place.id for place in found.destinations] == ["7", "8"]


@pytest.mark.parametrize("zip_code", ["99501", "96801", "00901", "09012"])
def test_zip_outside_the_lower_48_is_refused_and_not_given_the_standard_rate(zip_code: str) -> None:
    assert [code for code, _ in refusal(lambda: small_rates().destination_of(zip_code))] == ["zip-outside"]


@pytest.mark.parametrize("zip_code", ["501", "9700", "970011", "ABCDE", ""])
def test_zip_that_is_none_is_refused(zip_code: str) -> None:
    assert [code for code, _ in refusal(lambda: small_rates().destination_of(zip_code))] == ["zip-form"]


# ── what is refused ────────────────────────────────────────────────────────────────────────────

JANUARY = 'OR,7,Rivermouth,0,"Shore County, OR",2026-01-01,2026-01-31,150.0,80.0,60.0\n'
FEBRUARY = 'OR,7,Rivermouth,0,"Shore County, OR",2026-02-01,2026-02-28,175.0,80.0,60.0\n'


@pytest.mark.parametrize(
    ("old", "new", "sentences"),
    [
        (
            "2026-02-01,2026-02-28,110.0",
            "2026-02-02,2026-02-28,110.0",
            [
                "rates.csv:3: Standard CONUS Rate, OR: there is no rate on 2026-02-01. Load the whole file of the authority."
            ],
        ),
        (
            "2026-02-01,2026-02-28,110.0",
            "2026-01-31,2026-02-28,110.0",
            [
                "rates.csv:3: Standard CONUS Rate: the rate from 2026-01-31 overlaps that of line 2, to 2026-01-31. "
                "A day has one rate: end the earlier one before."
            ],
        ),
        (
            "2026-02-01,2026-02-28,110.0",
            "2026-02-01,2026-02-27,110.0",
            [
                "rates.csv:3: Standard CONUS Rate, OR: there is no rate on 2026-02-28. Load the whole file of the authority."
            ],
        ),
        (
            "2026-02-28,140.0,68.0,51.0",
            "2026-02-28,140.0,69.0,51.75",
            [
                "rates.csv:8 (mie): there is no tier of $69.00 in mie_breakdown_conus.csv (there are: $68.00, $80.00). "
                "Load both files of the same year; without a tier no provided meal can be deducted."
            ],
        ),
        (
            "2026-02-28,140.0,68.0,51.0",
            "2026-02-28,140.0,68.005,51.0",
            ["rates.csv:8 (mie): 68.005 has a part of a cent. Write dollars and cents, like 68.00."],
        ),
        (
            "2026-02-28,140.0,68.0,51.0",
            "2026-02-28,140.0,68.0,50.0",
            [
                "rates.csv:8 (first_last_day_mie): first and last day are $50.00 here and $51.00 there. "
                "Load this file and mie_breakdown_conus.csv of the same year."
            ],
        ),
        (
            'WA,8,Highpass,0,"Snow County, WA",2026-01-01',
            'WA,8,Highpass,0,"Snow County, WA",1/1/2026',
            ["rates.csv:8 (start): '1/1/2026' is no day. Write it like 2026-01-31."],
        ),
        (
            "2026-01-01,2026-02-28,140.0",
            "2026-02-28,2026-01-01,140.0",
            ["rates.csv:8 (end): it ends on 2026-01-01, before it starts. Mend the days."],
        ),
        (
            'Snow County, WA",',
            "Snow County, WA,",
            ["rates.csv:8: this is no CSV (unexpected end of data). Save the sheet as CSV again."],
        ),
        (
            JANUARY,
            JANUARY + JANUARY,
            ["rates.csv:5: Rivermouth: the same line as line 4. Keep one of the two."],
        ),
        (
            "WA,8,Highpass,0",
            "WA,8,Highpass,1",
            [
                "rates.csv:8 (is_standard): only destination 0 is the standard rate, and it always is. "
                "Write 1 beside 0, and 0 beside the others."
            ],
        ),
        (
            FEBRUARY,
            FEBRUARY.replace("175.0", "176.0"),
            [
                "rates.csv:7: Rivermouth has other amounts or days here than in line 5. "
                "A destination has one rate on a day."
            ],
        ),
    ],
    ids=[
        "gap",
        "overlap",
        "ends-early",
        "unknown-tier",
        "part-of-a-cent",
        "other-year",
        "day",
        "backwards",
        "quote",
        "duplicate",
        "standard",
        "two-amounts",
    ],
)
def test_rates_that_are_wrong_get_a_sentence(old: str, new: str, sentences: list[str]) -> None:
    wrong = RATES.replace(old, new, 1)
    assert wrong != RATES
    assert [text for _, text in refusal(lambda: read_rates(files(rates=wrong)))] == sentences


def test_a_destination_that_begins_late_has_a_gap() -> None:
    late = "".join(
        line for line in RATES.splitlines(keepends=True) if not line.startswith("OR,7") or "-02-" in line
    )
    found = [text for _, text in refusal(lambda: read_rates(files(rates=late)))]
    assert found == [
        f"rates.csv:{line}: Rivermouth, OR: there is no rate from 2026-01-01 to 2026-01-31. "
        "Load the whole file of the authority."
        for line in (4, 5)
    ]


def test_a_rate_over_two_others_overlaps_both_and_leaves_no_gap() -> None:
    long = RATES.replace(
        "WA,8,", 'WA,8,Highpass,0,"Snow County, WA",2026-01-10,2026-01-20,1.0,68.0,51.0\nWA,8,', 1
    )
    long += 'WA,8,Highpass,0,"Snow County, WA",2026-02-01,2026-02-28,2.0,68.0,51.0\n'
    assert [code for code, _ in refusal(lambda: read_rates(files(rates=long)))] == [
        "rates-overlap",
        "rates-overlap",
    ]


def test_zip_without_its_zero_gets_a_sentence() -> None:
    wrong = ZIPS.replace("00501", "501")
    assert refusal(lambda: read_rates(files(zips=wrong))) == [
        (
            "rates-zip",
            "zip_destinations.csv:2 (zip): '501' is no ZIP code of five digits. "
            "A spreadsheet cuts the zero at the beginning: keep the column as text.",
        )
    ]


def test_zip_file_of_another_year_is_refused() -> None:
    wrong = ZIPS.replace("8,Highpass", "8,Lowpass").replace("97001,OR,7", "97001,OR,9")
    assert [code for code, _ in refusal(lambda: read_rates(files(zips=wrong)))] == ["rates-zip", "rates-zip"]


def test_zip_line_that_is_there_twice_is_refused() -> None:
    wrong = ZIPS + ZIPS.splitlines()[1] + "\n"
    assert [code for code, _ in refusal(lambda: read_rates(files(zips=wrong)))] == ["rates-duplicate"]


def test_meals_that_do_not_add_up_are_refused() -> None:
    wrong = MEALS.replace("68,16,", "68,17,")
    assert refusal(lambda: read_rates(files(meals=wrong))) == [
        (
            "rates-tier",
            "mie_breakdown_conus.csv:2: the meals and incidentals add up to $69.00, not to $68.00. "
            "Copy the line from the authority's table again.",
        )
    ]


def test_columns_that_are_missing_unknown_or_twice_are_named() -> None:
    wrong = MEALS.replace("lunch,dinner", "lunch,lunch,supper", 1)
    assert [text for _, text in refusal(lambda: read_rates(files(meals=wrong)))] == [
        "mie_breakdown_conus.csv:1: the columns are not those of this file (missing: dinner; not known: supper; "
        "twice: lunch). The first line names: mie_total, breakfast, lunch, dinner, incidental, first_last_day."
    ]


def test_columns_may_stand_in_another_order() -> None:
    turned = "\n".join(",".join(reversed(line.split(","))) for line in MEALS.splitlines())
    assert read_rates(files(meals=turned)).tiers == small_rates().tiers


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"a,b\x00c", b"", b"\xe9"])
def test_what_is_no_text_is_refused_and_nothing_read(content: bytes) -> None:
    broken = files()
    with pytest.raises(BadInput):
        read_rates(type(broken)(content, broken.zips, broken.meals))


def test_files_without_a_rate_are_refused() -> None:
    head = RATES.splitlines()[0]
    codes = [code for code, _ in refusal(lambda: read_rates(files(rates=head, zips=ZIPS.splitlines()[0])))]
    assert codes == ["rates-empty"]


def test_files_without_the_standard_rate_are_refused() -> None:
    without = "\n".join(line for line in RATES.splitlines() if ",0,Standard" not in line)
    assert [code for code, _ in refusal(lambda: read_rates(files(rates=without)))] == ["rates-standard"]


def test_a_file_wrong_on_every_line_shows_fifty_and_counts_the_rest() -> None:
    head, line = RATES.splitlines()[:2]
    wrong = "\n".join([head, *([line.replace("110.0", "?")] * 70)])
    found = refusal(lambda: read_rates(files(rates=wrong, zips=ZIPS.splitlines()[0])))
    assert len(found) == 51
    assert found[-1] == ("more", "and 20 more. Mend these first, then try again.")


def test_folder_without_its_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "rates.csv").write_text(RATES, "utf-8")
    assert [code for code, _ in refusal(lambda: load_rates(tmp_path))] == ["rates-unreadable"]


# ── the real files ─────────────────────────────────────────────────────────────────────────────


def test_the_federal_files_are_read(shared: Path) -> None:
    rates = load_rates(shared / "data" / "per_diem_fy2026")
    # counted by hand from the files: 296 destinations and the standard rate; 421 of 10,850 ZIPs touch several
    assert len(rates.destinations) == 297
    assert sum(len(places) > 1 for places in rates.by_zip.values()) == 421
    assert (rates.first, rates.last) == (date(2025, 10, 1), date(2026, 9, 30))
    assert all(len(series) >= 1 and series[-1].end == rates.last for series in rates.by_destination.values())


def test_a_federal_file_with_a_month_cut_out_is_refused(shared: Path) -> None:
    folder = shared / "data" / "per_diem_fy2026"
    lines = (folder / "rates.csv").read_text("utf-8").splitlines()
    cut = [line for line in lines if not (line.startswith("AL,1,") and "2026-03-01" in line)]
    assert len(cut) == len(lines) - 1
    broken = type(files())(
        "\n".join(cut).encode(),
        (folder / "zip_destinations.csv").read_bytes(),
        (folder / "mie_breakdown_conus.csv").read_bytes(),
    )
    found = refusal(lambda: read_rates(broken))
    assert [code for code, _ in found] == ["rates-gap"]
    assert "Birmingham, AL: there is no rate from 2026-03-01 to 2026-03-31" in found[0][1]
