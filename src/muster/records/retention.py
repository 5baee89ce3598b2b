"""Until when a record must be kept, by jurisdiction. It only says so: nothing is ever destroyed here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Retention:
    """How long a jurisdiction keeps training records. ``years`` None: not known here, so they are kept."""

    jurisdiction: str
    years: int | None
    source: str
    note: str | Promise = ""


#: What is known, with where it is from. Everywhere else records are kept: a table cannot say what nobody looked up.
KEPT: Final[dict[str, Retention]] = {
    rule.jurisdiction: rule
    for rule in (
        Retention(
            "us-ut",
            50,
            "axaem.archives.utah.gov, as noted for this project; nobody has confirmed it at the source since",
            _("The schedule is read as 50 years from the end of the appointment, the longest it can mean."),
        ),
    )
}
NOT_KNOWN: Final = Retention("", None, "", _("No period is known here for this jurisdiction: keep."))


@dataclass(frozen=True)
class Keeping:
    """Until when one record is kept. ``until`` None: no end is in sight. ``held``: a hold keeps it whatever the day."""

    rule: Retention
    until: date | None
    held: bool = False


def keep_until(*, jurisdiction: str, separated_on: date | None, serves: bool, held: bool = False) -> Keeping:
    """Return until when a record is kept: the jurisdiction's years after its person's last day, never while they serve.

    A state inside of a country's code is asked for whole (``us-ut``), then without its last part.
    """
    rule = KEPT.get(jurisdiction) or KEPT.get(jurisdiction.rpartition("-")[0]) or NOT_KNOWN
    if rule.years is None or held or serves or separated_on is None:
        return Keeping(rule, None, held)
    return Keeping(rule, _years_after(separated_on, rule.years), held)


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 3, 1)
