"""Headers that nobody knows but that are nearly one somebody knows: suggested to a person, never taken."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from muster.core.importing.columns import COLUMNS, aliases, normal

#: How headers are cut short, word by word.
_SHORT = {
    "emp": "employee",
    "off": "officer",
    "ofc": "officer",
    "num": "number",
    "no": "number",
    "nbr": "number",
    "crs": "course",
    "cls": "class",
    "trng": "training",
    "dt": "date",
    "hrs": "hours",
    "hr": "hours",
    "compl": "completion",
    "comp": "completion",
}
#: Names that are common and ambiguous, so that the list of headers does not hold them.
_LIKELY = {
    "records": {
        "Class Title": "title",
        "Class Name": "title",
        "Class": "title",
        "Training Title": "title",
        "Class Number": "course",
        "Class Date": "completed_on",
        "Training Date": "completed_on",
        "Completion Status": "outcome",
    },
    "any": {"Officer Number": "officer_id", "Personnel ID": "officer_id", "Badge Number": "officer_id"},
}
_NEAR = 0.8


@dataclass(frozen=True)
class Near:
    """A header of the file and the column of ours that it may mean."""

    header: str
    ours: str

    @property
    def option(self) -> str:
        """The option that says so."""
        return f'--map "{self.header}={self.ours}"'


def near_columns(headers: Iterable[str], target: str, have: Iterable[str] = ()) -> list[Near]:
    """Suggest a column for each header that is nearly a known one, leaving out columns that are there."""
    known = {_long(name): ours for name, ours in _known(target).items() if ours not in set(have)}
    found = ((header, difflib.get_close_matches(_long(header), known, 1, _NEAR)) for header in headers)
    return [Near(header, known[match[0]]) for header, match in found if match]


def _known(target: str) -> dict[str, str]:
    listed = {a.header: a.column for a in aliases() if a.automatic and a.table in (target, "any")}
    likely = {**_LIKELY["any"], **_LIKELY.get(target, {})}
    return {**likely, **listed, **{name: name for name in COLUMNS[target]}}


def _long(header: str) -> str:
    """Write a header out: its words in full, then letters and digits only."""
    words = re.findall(r"[^\W_]+", header.casefold())
    return normal("".join(_SHORT.get(word, word) for word in words))
