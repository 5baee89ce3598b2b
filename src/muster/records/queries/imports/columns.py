"""Which of our columns a header means: what the command line's importer knows, and the columns about people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from muster.core.importing.columns import known_headers, normal
from muster.records.models import Batch
from muster.roster.enums import IdentifierKind
from muster.roster.models import Agency, Identifier

Label = str | Promise

#: Columns that say who a row is about, and where they belong.
WHO: Final[dict[str, Label]] = {
    "state_id": _("state id"),
    "agency_id": _("agency id"),
    "name": _("name, given and family together"),
    "given_name": _("given name"),
    "family_name": _("family name"),
    "hired_on": _("first day at the agency"),
    "ori": _("ORI of the agency"),
}
#: Columns of a roster beside them.
ROSTER: Final[dict[str, Label]] = {
    "left_on": _("last day at the agency"),
    "employment": _("employment"),
    "sworn": _("sworn"),
    "rank": _("rank"),
    "rank_from": _("in this rank since"),
    "unit": _("unit"),
    "unit_from": _("in this unit since"),
    # kept to be counted in groups of five or more, see PERSONAL_FACTS
    "gender": _("gender"),
    "race": _("race"),
}
#: Columns of training records beside them; all but the last are those of the command line.
RECORDS: Final[dict[str, Label]] = {
    "course": _("course number"),
    "title": _("course title"),
    "completed_on": _("day of completion"),
    "hours": _("hours of credit"),
    "minutes": _("minutes of credit"),
    "outcome": _("outcome"),
    "delivery": _("how it was given"),
    "provider": _("provider"),
    "item": _("qualified with"),
    "unit": _("counted in"),
    "marks": _("marks"),
    "score": _("score, in percent"),
    "recorded_at": _("written down on"),
    "expires_on": _("valid until"),
}
#: The columns that the importer of the command line reads itself.
OF_THE_CORE: Final = frozenset(RECORDS) - {"expires_on"}

_ALIASES: Final[dict[str, tuple[str, ...]]] = {
    "state_id": (
        "state id",
        "post id",
        "dpsst",
        "dpsst identifier",
        "dpsst number",
        "psid",
        "pid",
        "tcole id",
    ),
    "agency_id": ("agency id", "badge", "badge number", "badge no", "serial", "serial number", "dsn"),
    "name": (
        "name",
        "full name",
        "officer",
        "officer name",
        "employee",
        "employee name",
        "student",
        "attendee",
    ),
    "given_name": ("given name", "first name", "first", "fname"),
    "family_name": ("family name", "last name", "last", "surname", "lname"),
    "hired_on": (
        *(
            "hired on",
            "hire date",
            "hire dt",
            "date hired",
            "date of hire",
            "hired",
            "doh",
            "appointed",
            "appointed on",
        ),
        *(
            "appointment date",
            "date of appointment",
            "appointed date",
            "employment start date",
            "employed from",
        ),
        *("employment hire date",),
    ),
    "hours": ("hrs", "credit hrs", "training hrs"),
    "outcome": ("pass/fail", "p/f"),
    "ori": ("ori", "ori number", "agency ori", "ori9"),
    "left_on": (
        *("left on", "termination date", "separation date", "date separated", "dot", "employment end date"),
        *("employed until",),
    ),
    "employment": ("employment", "employment type", "employment status", "ft/pt"),
    "sworn": ("sworn", "is sworn", "sworn status"),
    "rank": ("rank", "rank title", "current rank"),
    "rank_from": ("rank date", "date of rank", "promoted", "promotion date", "rank since"),
    "unit": (
        "unit",
        "unit name",
        "squad",
        "division",
        "bureau",
        "section",
        "assignment",
        "precinct",
        "district",
    ),
    "unit_from": ("unit since", "assigned on", "assignment date", "date assigned"),
    "gender": ("gender", "sex"),
    "race": ("race", "ethnicity", "race ethnicity"),
    "expires_on": (
        *("expires", "expires on", "expiration", "expiration date", "expiry", "expiry date", "valid until"),
        *("valid thru", "good until"),
    ),
}
#: Ids that a state gives; of other ids the numbers known here decide, or else the agency gave them.
_STATE_LIKE: Final = ("post", "state", "dpsst", "psid", "tcole", "cert", "academy", "commission")


@dataclass(frozen=True)
class Header:
    """A column of a file: its header, a few of its values, and what it is taken for ("": not read)."""

    name: str
    examples: tuple[str, ...]
    means: str = ""


def columns_of(kind: str) -> dict[str, Label]:
    """Return what a column of such a file can mean, with its name for people."""
    return {**WHO, **(ROSTER if kind == Batch.Kind.ROSTER else RECORDS)}


def hints(kind: str) -> list[str]:
    """Return headers that we know beside those of the command line: they help to find the header row."""
    wanted = columns_of(kind)
    return [word for ours, words in _ALIASES.items() if ours in wanted for word in (*words, ours)]


def propose(
    headers: Sequence[str], examples: Mapping[str, Sequence[str]], kind: str, agency: Agency
) -> dict[str, str]:
    """Propose what each header means: header -> our column, "" for those that nobody reads. A person confirms.

    Each of our columns is proposed once, for the header that stands first. One or two queries, for ids.
    """
    known = _known(kind)
    proposed: dict[str, str] = {}
    for header in headers:
        ours = known.get(normal(header), "")
        if ours == "name" and _all_numbers(
            examples.get(header, ())
        ):  # "Employee #" and "Employee" read alike
            ours = "officer_id"
        if ours == "officer_id":
            ours = _whose_id(header, examples.get(header, ()), agency)
        taken = ours in proposed.values()
        proposed[header] = "" if taken else ours
    return proposed


def _all_numbers(values: Iterable[str]) -> bool:
    said = [value.strip() for value in values if value.strip()]
    return bool(said) and all(value.isdigit() for value in said)


def _known(kind: str) -> dict[str, str]:
    wanted = columns_of(kind)
    target = "officers" if kind == Batch.Kind.ROSTER else "records"
    core = {key: alias.column for key, alias in known_headers(target).items() if not alias.sets}
    core = {key: ours for key, ours in core.items() if ours in wanted or ours == "officer_id"}
    own = {normal(ours): ours for ours in wanted}
    more = {normal(word): ours for ours, words in _ALIASES.items() if ours in wanted for word in words}
    # in records "unit" is what hours are counted in, never the squad
    if kind == Batch.Kind.RECORDS:
        more = {key: ours for key, ours in more.items() if ours != "unit"}
    return {**core, **more, **own}


def _whose_id(header: str, examples: Iterable[str], agency: Agency) -> str:
    """Say whose number a column of ids holds: as the numbers known here say, or else the header's words."""
    lines = Identifier.lines.standing().filter(value__in=list(examples))
    kinds = [line.kind for line in lines if line.agency_id in (None, agency.pk)]
    if kinds:
        state = kinds.count(IdentifierKind.STATE)
        return "state_id" if state * 2 >= len(kinds) else "agency_id"
    return "state_id" if any(word in normal(header) for word in _STATE_LIKE) else "agency_id"
