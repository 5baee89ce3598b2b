"""Who may open the pages about people, units, duplicates and the ledger."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.cast import Cast
from tests.web.address import EVERYBODY, Address, fixed

from muster.ledger.models import Entry
from muster.roster.actions import add_unit, merge_people, tell_apart
from muster.roster.models import Appointment, Person

EVERY_READER = (
    "ada ben sam chris tara dina ian rae olga vic scot posy admin nora"  # each sees at least their own
)
READERS = "sam chris tara dina rae olga vic scot posy admin"
WRITERS = "tara dina admin"
MERGERS = "tara dina rae"
OF_ADA = "ada sam chris tara dina rae olga vic scot posy admin"


def ada(cast: Cast) -> dict[str, Any]:
    """The person who is looked at."""
    return {"pk": cast.person["ada"].pk}


def her_appointment(cast: Cast) -> dict[str, Any]:
    """A line about her."""
    line = Appointment.lines.get(person=cast.person["ada"])
    return {"pk": cast.person["ada"].pk, "kind": "appointment", "line": line.pk}


def merge(cast: Cast) -> dict[str, Any]:
    """A merge of two entries of Millbrook."""
    twin = Person.objects.create(given_name="Adah", family_name="Testcase")
    Appointment.lines.create(person=twin, agency=cast.millbrook, start=date(2021, 1, 1))
    done = merge_people(kept=cast.person["ada"], merged=twin, by=cast.user["tara"], reason="same")
    return {"pk": done.pk}


def apart(cast: Cast) -> dict[str, Any]:
    """Two people of Millbrook who were told apart."""
    said = tell_apart(
        one=cast.person["ada"], other=cast.person["ben"], by=cast.user["tara"], reason="brothers"
    )
    return {"pk": said.pk}


def entry(cast: Cast) -> dict[str, Any]:
    """What the merge left in the ledger."""
    add_unit(agency=cast.millbrook, parent=None, code="X", name="X", by=cast.user["dina"])
    return {"number": Entry.objects.count()}


def squad(cast: Cast) -> dict[str, Any]:
    """A unit of Millbrook."""
    return {"pk": cast.squad_a.pk}


def millbrook(cast: Cast) -> dict[str, Any]:
    """The department."""
    return {"pk": cast.millbrook.pk}


ADDRESSES = [
    Address("add_line", who=WRITERS, kwargs=lambda cast: {**ada(cast), "kind": "fact"}),
    Address("add_person", who=WRITERS),
    Address("add_unit", who=WRITERS),
    Address("join_account", who="admin", kwargs=ada),
    Address("change_person", who=WRITERS, kwargs=ada),
    Address("close_unit", who=WRITERS, kwargs=squad),
    Address("correct_line", who=WRITERS, kwargs=her_appointment),
    Address("duplicates", who=MERGERS),
    Address("late_days", who="admin", kwargs=millbrook, post=lambda _cast: {"days": 9, "reason": "x"}),
    Address("ledger", who="ada ben sam ian nora tara dina chris rae olga vic posy admin"),
    Address("ledger_entry", who="tara dina chris rae olga vic posy admin", kwargs=entry),
    Address("line_history", who=OF_ADA, kwargs=her_appointment),
    Address("merge_person", who=MERGERS, kwargs=ada),
    Address("move_unit", who=WRITERS, kwargs=squad),
    Address("part_people", who=MERGERS, kwargs=merge),
    Address("people", who=EVERY_READER),
    Address("person", who=OF_ADA, kwargs=ada),
    Address("propose_again", who=MERGERS, kwargs=apart),
    Address("separate_person", who=WRITERS, kwargs=ada),
    Address("tell_apart", who=MERGERS, kwargs=lambda cast: {**ada(cast), "other": cast.person["ben"].pk}),
    Address("separations", who="chris dina rae posy"),
    Address("units", who=READERS),
    Address("withdraw_line", who=WRITERS, kwargs=her_appointment),
]

# ── the way in ────────────────────────────────────────────────────────────────────────────────────

ADDRESSES += [
    # there is an account, so the page is gone; before there is one, see tests/web/test_first_run.py
    Address("first_run", who=EVERYBODY, kwargs=fixed(word="guessed"), gives=False),
    Address("start", who="tara dina"),
]
