"""Until when a record must be kept, by law and by the agency's own word. It only says so: nothing is ever destroyed here.

What the law of a jurisdiction says stands in ``rulebook/retention.yaml``, with its source and its mark.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Annotated

from django.utils.translation import get_language
from pydantic import Field, TypeAdapter

from muster.core.rules.language.requirement import Source, Text
from muster.core.rules.language.written import Written
from muster.core.rules.rulebook import shipped_rulebook
from muster.core.rules.spanish import EVIDENCE_ES
from muster.core.rules.speech import EVIDENCE
from muster.core.rules.yaml_lines import read_yaml

FILE = "retention.yaml"


class Law(Written):
    """What the law of one jurisdiction says of keeping. ``years`` None: no period was read, so records are kept."""

    name: Text
    years: Annotated[int | None, Field(gt=0, le=200)] = None
    says: Text
    evidence: Annotated[str, Field(pattern="^[VSP]$")]
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    translations: dict[str, dict[str, str]] = Field(default_factory=dict)

    @property
    def said(self) -> str:
        """What it says, in the language of the reader where it was translated."""
        return self.translations.get(get_language() or "", {}).get("says", self.says)

    @property
    def evidence_says(self) -> str:
        """What its mark means, in the language of the reader."""
        return (EVIDENCE_ES if get_language() == "es" else EVIDENCE)[self.evidence]


@cache
def laws() -> dict[str, Law]:
    """Return what is known of each jurisdiction, by its code. A table cannot say what nobody looked up."""
    return TypeAdapter(dict[str, Law]).validate_python(read_yaml(shipped_rulebook() / FILE).value)


def law_of(jurisdiction: str) -> Law | None:
    """Return what is known of a jurisdiction; one inside of a state is asked for whole, then as the state."""
    return laws().get(jurisdiction) or laws().get(jurisdiction.rpartition("-")[0])


@dataclass(frozen=True)
class Keeping:
    """How long something is kept, and until when.

    ``years`` None: no period is known, so it is kept. ``is_own``: the agency set the period itself. ``until`` None: no
    end is in sight. ``held``: a hold keeps it whatever the day.
    """

    law: Law | None
    years: int | None
    is_own: bool = False
    until: date | None = None
    held: bool = False


def period_of(jurisdiction: str, own_years: int | None = None) -> Keeping:
    """Return the period for an agency's records: the law's, or the agency's own where it is longer or the only one."""
    law = law_of(jurisdiction)
    by_law = law.years if law else None
    if own_years is not None and own_years > (by_law or 0):
        return Keeping(law, own_years, is_own=True)
    return Keeping(law, by_law)


def keep_until(period: Keeping, *, separated_on: date | None, serves: bool, held: bool = False) -> Keeping:
    """Return until when a record is kept: the years after its person's last day, never while they serve."""
    if period.years is None or held or serves or separated_on is None:
        return Keeping(period.law, period.years, period.is_own, None, held)
    return Keeping(period.law, period.years, period.is_own, years_after(separated_on, period.years), held)


def over_since(years: int, today: date) -> date:
    """Return the day before which somebody's last day lies when their records' years are over ``today``."""
    day = years_after(today, -years)
    return day if years_after(day - timedelta(days=1), years) < today else day - timedelta(days=1)


def years_after(day: date, years: int) -> date:
    """Return the same day some years later (or earlier, below zero); 1 March for 29 February in a year without one."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
