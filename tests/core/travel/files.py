"""Small rate files of the federal shape, made by hand: two months, a standard rate, two destinations."""

from __future__ import annotations

from collections.abc import Callable

from muster.core.errors import BadInput
from muster.core.travel.load import RateFiles, read_rates
from muster.core.travel.rates import Rates

MEALS = """\
mie_total,breakfast,lunch,dinner,incidental,first_last_day
68,16,19,28,5,51.0
80,20,22,33,5,60.0
"""

RATES = """\
state,destination_id,destination,is_standard,county,start,end,lodging,mie,first_last_day_mie
OR,0,Standard CONUS Rate,1,,2026-01-01,2026-01-31,110.0,68.0,51.0
OR,0,Standard CONUS Rate,1,,2026-02-01,2026-02-28,110.0,68.0,51.0
OR,7,Rivermouth,0,"Shore County, OR",2026-01-01,2026-01-31,150.0,80.0,60.0
OR,7,Rivermouth,0,"Shore County, OR",2026-02-01,2026-02-28,175.0,80.0,60.0
OR,7,Rivermouth,0,"Dune County, OR",2026-01-01,2026-01-31,150.0,80.0,60.0
OR,7,Rivermouth,0,"Dune County, OR",2026-02-01,2026-02-28,175.0,80.0,60.0
WA,8,Highpass,0,"Snow County, WA",2026-01-01,2026-02-28,140.0,68.0,51.0
"""

ZIPS = """\
zip,state,destination_id,destination,county
00501,OR,7,Rivermouth,"Shore County, OR"
97001,OR,7,Rivermouth,"Shore County, OR"
97002,OR,7,Rivermouth,"Dune County, OR"
97002,OR,8,Highpass,"Dune County, OR"
"""


def files(rates: str = RATES, zips: str = ZIPS, meals: str = MEALS) -> RateFiles:
    """The three files, any of them replaced."""
    return RateFiles(rates.encode(), zips.encode(), meals.encode())


def small_rates() -> Rates:
    """The rates of the files above."""
    return read_rates(files(), source="made by hand")


def refusal(call: Callable[[], object]) -> list[tuple[str, str]]:
    """The code and the sentence of each problem that a call is refused for."""
    try:
        call()
    except BadInput as refused:
        return [(problem.code, str(problem)) for problem in refused.problems]
    return []
