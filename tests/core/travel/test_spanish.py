"""Whatever rate files may be refused for is said in Spanish too, with the same gaps."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from tests.core.travel.files import MEALS, RATES, ZIPS, files

import muster.core.travel
from muster.core.errors import BadInput
from muster.core.errors.sentence import gaps_of, said_in
from muster.core.travel.load import RateFiles, read_rates
from muster.core.travel.spanish import RATES_ES

FOLDER = Path(muster.core.travel.__file__).parent
SOURCES = [
    FOLDER / "load.py",
    FOLDER / "tables.py",
    FOLDER / "rates.py",
    FOLDER.parent / "money" / "cents.py",
]


def templates(source: Path) -> set[str]:
    """The forms that a source builds sentences from."""
    calls = [node for node in ast.walk(ast.parse(source.read_text("utf-8"))) if isinstance(node, ast.Call)]
    made = [call.args[0] for call in calls if getattr(call.func, "id", "") == "sentence"]
    return {node.value for node in made if isinstance(node, ast.Constant)}


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_every_form_has_its_spanish(source: Path) -> None:
    assert templates(source)
    assert templates(source) - set(RATES_ES) == set()


def test_spanish_fills_the_same_gaps() -> None:
    for english, spanish in RATES_ES.items():
        assert sorted(gaps_of(english)) == sorted(gaps_of(spanish)), english


DAMAGED = {
    "gap": files(rates=RATES.replace("1,,2026-02-01", "1,,2026-02-03")),
    "gap of a day": files(rates=RATES.replace("1,,2026-02-01", "1,,2026-02-02")),
    "overlap": files(rates=RATES.replace("1,,2026-02-01", "1,,2026-01-31")),
    "same line": files(rates=RATES + RATES.splitlines()[1] + "\n"),
    "other amounts": files(
        rates=RATES.replace(
            '"Dune County, OR",2026-01-01,2026-01-31,150.0', '"Dune County, OR",2026-01-01,2026-01-31,151.0'
        )
    ),
    "two names": files(rates=RATES.replace('Rivermouth,0,"Dune', 'Rivermouths,0,"Dune')),
    "backwards": files(rates=RATES.replace("2026-01-01,2026-01-31,110", "2026-01-31,2026-01-01,110")),
    "no money": files(rates=RATES.replace("150.0", "dear")),
    "half a cent": files(rates=RATES.replace("150.0", "150.005")),
    "too much": files(rates=RATES.replace("150.0", "900000000.0")),
    "no amount": files(rates=RATES.replace(",150.0,", ",,")),
    "no day": files(rates=RATES.replace("2026-01-31,110.0", "31 Jan,110.0")),
    "no state": files(rates=RATES.replace("WA,8", "wa,8")),
    "no number": files(rates=RATES.replace("WA,8", "WA,x")),
    "two standards": files(rates=RATES.replace("Highpass,0", "Highpass,1")),
    "no standard": files(rates="\n".join(line for line in RATES.splitlines() if ",0,Standard" not in line)),
    "nothing": files(rates=RATES.splitlines()[0]),
    "no tier": files(meals=MEALS.replace("80,20,22,33,5,60.0\n", "")),
    "other tier": files(meals=MEALS.replace("60.0", "61.0")),
    "tier twice": files(meals=MEALS + "80,20,22,33,5,60.0\n"),
    "wrong sum": files(meals=MEALS.replace("80,20", "80,21")),
    "first day": files(meals=MEALS.replace("60.0", "90.0")),
    "no ZIP": files(zips=ZIPS.replace("00501", "501")),
    "ZIP twice": files(zips=ZIPS + ZIPS.splitlines()[1] + "\n"),
    "ZIP of nowhere": files(zips=ZIPS.replace("97001,OR,7,Rivermouth", "97001,OR,9,Nowhere")),
    "ZIP of another": files(zips=ZIPS.replace("97001,OR,7,Rivermouth", "97001,OR,7,Lakemouth")),
    "columns": files(rates=RATES.replace("lodging,mie,", "bed,mie,mie,", 1)),
    "a comma too much": files(rates=RATES.replace("110.0", "1,10.0", 1)),
    "no CSV": files(rates=RATES + '"open'),
    "bytes": RateFiles(b"\x00\x01", b"\xff\xfe", MEALS.encode()),
    "fifty": files(
        rates=RATES.replace("110.0", "x") + "OR,x,A,0,,2026-01-01,2026-01-31,1.0,68.0,51.0\n" * 60
    ),
}


@pytest.mark.parametrize("damaged", DAMAGED.values(), ids=DAMAGED.keys())
def test_refusal_is_whole_in_spanish(damaged: RateFiles) -> None:
    with pytest.raises(BadInput) as refused:
        read_rates(damaged)
    for problem in refused.value.problems:
        assert said_in(problem.what, RATES_ES) != problem.what, problem
        assert said_in(problem.do, RATES_ES) != problem.do, problem
