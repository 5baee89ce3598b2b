"""What came of outside training as one printed page, in the reader's language."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typst
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from muster.events.queries.credits import Helped
from muster.events.queries.worth import Worth
from muster.events.worth_words import figures_of, limits

_TEMPLATE = Path(__file__).with_name("worth_sheet.typ")
#: So many practices are named; the sheet keeps to one page.
_MOST_NAMED = 4
_LONGEST = 110


@dataclass(frozen=True)
class Told:
    """What a sheet tells: of which agency, about what, and what came of it."""

    agency: str
    scope: str
    worth: Worth
    helped: Helped | None
    adopted: Sequence[str]


def as_pdf(told: Told) -> bytes:
    """Print the sheet. Nobody is named on it."""
    return typst.compile(_TEMPLATE.read_bytes(), sys_inputs={"data": json.dumps(_data(told))})


def _data(told: Told) -> dict[str, Any]:
    return {
        "language": (get_language() or "en")[:2],
        "paper": "us-letter",
        "agency": told.agency,
        "scope": _short(told.scope, 2 * _LONGEST),
        "words": _words(),
        "figures": [vars(figure) for figure in figures_of(told.worth, told.helped)],
        "bars": _bars(told.worth),
        "adopted": [_short(title, _LONGEST) for title in told.adopted[:_MOST_NAMED]],
        "limits": limits(),
        "written": _("Written by Muster on %(day)s from the records of the agency.")
        % {"day": date_format(timezone.localdate(), "j M Y")},
    }


def _words() -> dict[str, Any]:
    return {
        "title": _("Was it worth it?"),
        "columns": [_("Figure"), _("Value"), _("How it is computed")],
        "picture": _("People reached"),
        "adopted": _("Practices adopted"),
        "limits": _("What this cannot say"),
        "estimates": _("Pay, overtime and backfill are estimates: payroll decides."),
    }


def _bars(worth: Worth) -> list[dict[str, Any]]:
    """Draw those who were there beside those reached at home; the longer one is as wide as the page."""
    longest = max(worth.people, worth.reached)
    bars = ((_("were there"), worth.people), (_("reached at home"), worth.reached))
    return [{"label": label, "number": n, "share": 100 * n / longest} for label, n in bars if longest]


def _short(text: str, most: int) -> str:
    return Truncator(text).chars(most)
