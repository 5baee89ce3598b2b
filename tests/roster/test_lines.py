"""What is known of a person: what may stand beside what, and how it is written down."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from tests.cast import HIRED, Cast, make_unit

from muster.accounts.models import Grant
from muster.accounts.roles import Role
from muster.ledger.models import Entry
from muster.ledger.refusals import Refused
from muster.roster import actions, queries
from muster.roster.models import Appointment, Assignment, Fact, Identifier, Unit

pytestmark = pytest.mark.django_db

DAY = date(2024, 6, 1)
DAY_BEFORE = date(2024, 5, 31)


def last_entry() -> Entry:
    entry = Entry.objects.order_by("-number").first()
    assert entry is not None
    return entry


def units_of(cast: Cast, name: str) -> list[tuple[str, date | None, date | None]]:
    return [(line.unit.code, line.start, line.end) for line in queries.assignments_of(cast.person[name])]


# ── appointments ──────────────────────────────────────────────────────────────────────────────────


def test_agency_employs_nobody_twice_on_one_day(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        actions.appoint(person=cast.person["ada"], agency=cast.millbrook, start=DAY, by=cast.user["tara"])
    assert refused.value.field == "start"
    assert Appointment.lines.filter(person=cast.person["ada"]).count() == 1


def test_agency_employs_somebody_again_from_the_day_after(cast: Cast) -> None:
    ada, tara = cast.person["ada"], cast.user["tara"]
    first = Appointment.lines.get(person=ada)
    actions.correct(first, by=tara, agency=cast.millbrook, reason="left", end=DAY_BEFORE)
    with pytest.raises(Refused):
        actions.appoint(person=ada, agency=cast.millbrook, start=DAY_BEFORE, by=tara)
    again = actions.appoint(person=ada, agency=cast.millbrook, start=DAY, by=tara)
    assert [line.start for line in queries.appointments_of(ada)] == [DAY, HIRED]
    assert (last_entry().subject_id, last_entry().actor, last_entry().agency_id) == (
        str(again.pk),
        tara,
        cast.millbrook.pk,
    )


def test_two_agencies_may_employ_somebody_on_one_day(cast: Cast) -> None:
    actions.appoint(person=cast.person["ada"], agency=cast.oakford, start=DAY, by=cast.user["tara"])
    assert [line.agency for line in queries.appointments_of(cast.person["ada"])] == [
        cast.oakford,
        cast.millbrook,
    ]


def test_correction_that_would_double_an_appointment_leaves_nothing(cast: Cast) -> None:
    ada, tara = cast.person["ada"], cast.user["tara"]
    first = Appointment.lines.get(person=ada)
    ended = actions.correct(first, by=tara, agency=cast.millbrook, reason="left", end=DAY_BEFORE)
    actions.appoint(person=ada, agency=cast.millbrook, start=DAY, by=tara)
    entries = Entry.objects.count()
    with pytest.raises(Refused):
        actions.correct(ended, by=tara, agency=cast.millbrook, reason="longer", end=DAY)
    assert [line.end for line in queries.appointments_of(ada)] == [None, DAY_BEFORE]
    assert Entry.objects.count() == entries


def test_correction_that_changes_nothing_is_refused(cast: Cast) -> None:
    line = Appointment.lines.get(person=cast.person["ada"])
    with pytest.raises(Refused):
        actions.correct(line, by=cast.user["tara"], agency=cast.millbrook, reason="hm")
    assert not hasattr(Appointment.lines.get(pk=line.pk), "replaced_by")


def test_lent_role_is_written_down_on_behalf_of_the_lender(cast: Cast) -> None:
    lender = Grant.objects.get(user=cast.user["tara"], role=Role.COORDINATOR)
    Grant.objects.create(
        user=cast.user["ben"],
        role=Role.COORDINATOR,
        agency=cast.millbrook,
        start=HIRED,
        end=date(2999, 1, 1),
        delegated_from=lender,
    )
    actions.appoint(person=cast.person["ada"], agency=cast.oakford, start=DAY, by=cast.user["ben"])
    actions.write_fact(
        person=cast.person["ada"],
        agency=cast.millbrook,
        fact="card",
        value="first-aid",
        start=DAY,
        by=cast.user["ben"],
    )
    assert (last_entry().actor, last_entry().on_behalf_of) == (cast.user["ben"], cast.user["tara"])


# ── units ─────────────────────────────────────────────────────────────────────────────────────────


def test_move_ends_what_was_before_the_day_before(cast: Cast) -> None:
    actions.assign(person=cast.person["ada"], unit=cast.squad_b, start=DAY, by=cast.user["tara"])
    assert units_of(cast, "ada") == [("B", DAY, None), ("A", HIRED, DAY_BEFORE)]


def test_move_also_ends_what_has_always_been(cast: Cast) -> None:
    """A line without a first day, as imports write them, is older than any."""
    chris = cast.person["chris"]
    Assignment.lines.create(person=chris, unit=cast.squad_a)
    actions.assign(person=chris, unit=cast.squad_b, start=DAY, by=cast.user["tara"])
    assert units_of(cast, "chris") == [("B", DAY, None), ("A", None, DAY_BEFORE)]


def test_piece_of_history_cuts_nothing(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        actions.assign(
            person=cast.person["ada"], unit=cast.squad_b, start=DAY_BEFORE, end=DAY, by=cast.user["tara"]
        )
    assert refused.value.field == "start"
    assert units_of(cast, "ada") == [("A", HIRED, None)]


def test_move_to_before_a_later_unit_is_refused(cast: Cast) -> None:
    tara, ada = cast.user["tara"], cast.person["ada"]
    actions.assign(person=ada, unit=cast.squad_b, start=DAY, by=tara)
    with pytest.raises(Refused):
        actions.assign(person=ada, unit=cast.patrol, start=date(2023, 1, 1), by=tara)
    assert units_of(cast, "ada") == [("B", DAY, None), ("A", HIRED, DAY_BEFORE)]


@pytest.mark.parametrize("closed", [True, False])
def test_nobody_is_posted_to_a_closed_unit_or_where_they_do_not_work(cast: Cast, closed: bool) -> None:
    if closed:
        unit = cast.squad_b
        Unit.objects.filter(pk=unit.pk).update(end=DAY_BEFORE)
    else:
        unit = make_unit(cast.oakford, "O", "Oakford patrol")
    with pytest.raises(Refused) as refused:
        actions.assign(person=cast.person["ada"], unit=unit, start=DAY, by=cast.user["tara"])
    assert refused.value.field == ("unit" if closed else "start")
    assert units_of(cast, "ada") == [("A", HIRED, None)]


# ── facts ─────────────────────────────────────────────────────────────────────────────────────────


def fact(cast: Cast, name: str, value: str, **fields: Any) -> Fact:
    given = {"person": cast.person["ada"], "agency": cast.millbrook, "by": cast.user["tara"], "start": DAY}
    return actions.write_fact(**{**given, **fields}, fact=name, value=value)


def test_new_rank_ends_the_one_before(cast: Cast) -> None:
    fact(cast, "rank", "sergeant")
    ranks = [(line.value, line.start, line.end) for line in queries.facts_of(cast.person["ada"])]
    assert ranks == [("sergeant", DAY, None), ("officer", HIRED, DAY_BEFORE)]


def test_same_fact_is_not_written_twice_for_one_day(cast: Cast) -> None:
    fact(cast, "card", "first-aid", end=date(2026, 6, 1))
    with pytest.raises(Refused):
        fact(cast, "card", "first-aid", start=date(2025, 1, 1))
    assert Fact.lines.filter(fact="card").count() == 1
    fact(cast, "card", "first-aid", start=date(2026, 6, 2))
    assert Fact.lines.filter(fact="card").count() == 2


def test_word_that_no_rule_knows_is_refused_with_the_nearest(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        fact(cast, "rank", "sargent")
    assert refused.value.field == "value"
    assert "sergeant" in str(refused.value)
    assert "chief" not in str(refused.value)


@pytest.mark.parametrize("typed", ["Sergeant", " SERGEANT ", "sergeant"])
def test_word_is_kept_as_the_rulebook_writes_it(cast: Cast, typed: str) -> None:
    assert fact(cast, "rank", typed).value == "sergeant"


def test_name_of_a_value_stands_for_it(cast: Cast) -> None:
    assert fact(cast, "leave", "elected to a legislature").value == "legislative"


def test_agency_may_keep_certificates_beside_those_of_its_state_but_not_a_slip(cast: Cast) -> None:
    assert fact(cast, "certificate", "drone pilot").value == "drone pilot"
    with pytest.raises(Refused) as refused:
        fact(cast, "certificate", "intermediat")
    assert "intermediate" in str(refused.value)


def test_corrected_value_is_checked_too(cast: Cast) -> None:
    line = Fact.lines.get(person=cast.person["ada"])
    with pytest.raises(Refused):
        actions.correct(line, by=cast.user["tara"], agency=cast.millbrook, reason="slip", value="sargent")
    corrected = actions.correct(
        line, by=cast.user["tara"], agency=cast.millbrook, reason="slip", value="Sergeant"
    )
    assert corrected.value == "sergeant"


def test_ledger_does_not_tell_why_somebody_is_on_leave(cast: Cast) -> None:
    line = fact(cast, "leave", "medical")
    corrected = actions.correct(
        line, by=cast.user["tara"], agency=cast.millbrook, reason="the surgeon's letter", end=date(2024, 7, 1)
    )
    assert (last_entry().reason, corrected.reason) == ("", "the surgeon's letter")
    actions.withdraw(corrected, by=cast.user["tara"], agency=cast.millbrook, reason="no surgery after all")
    assert "surg" not in last_entry().reason + last_entry().details


@pytest.mark.parametrize(("was", "now"), [(("leave", "medical"), "card"), (("card", "first-aid"), "leave")])
def test_ledger_is_silent_too_where_a_leave_becomes_something_else(
    cast: Cast, was: tuple[str, str], now: str
) -> None:
    line = fact(cast, *was)
    value = {"card": "first-aid", "leave": "medical"}[now]
    actions.correct(
        line,
        by=cast.user["tara"],
        agency=cast.millbrook,
        reason="the surgeon's letter",
        fact=now,
        value=value,
    )
    assert last_entry().reason == ""


# ── numbers ───────────────────────────────────────────────────────────────────────────────────────


def test_state_id_is_one_persons(cast: Cast) -> None:
    tara = cast.user["tara"]
    actions.identify(person=cast.person["ada"], kind="state", value=" 0042 ", by=tara)
    with pytest.raises(Refused) as refused:
        actions.identify(person=cast.person["ben"], kind="state", value="0042", by=tara)
    assert refused.value.field == "value"
    assert list(Identifier.lines.filter(kind="state").values_list("person", "value")) == [
        (cast.person["ada"].pk, "0042")
    ]


def test_agencies_may_give_the_same_number_to_two_people(cast: Cast) -> None:
    for name, agency in (("ada", cast.millbrook), ("nora", cast.oakford)):
        actions.identify(
            person=cast.person[name], kind="agency", value="7", agency=agency, by=cast.user["tara"]
        )
    assert Identifier.lines.filter(value="7").count() == 2


def test_number_is_not_corrected_into_somebody_elses(cast: Cast) -> None:
    ben = Identifier.lines.get(person=cast.person["ben"])
    line = Identifier.lines.get(person=cast.person["ada"])
    with pytest.raises(Refused):
        actions.correct(line, by=cast.user["tara"], agency=cast.millbrook, reason="slip", value=ben.value)
    assert Identifier.lines.standing().get(person=cast.person["ada"]) == line


def test_agency_number_needs_its_agency(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="which agency"):
        actions.identify(person=cast.person["ada"], kind="agency", value="9", by=cast.user["tara"])
    assert not Identifier.lines.filter(value="9").exists()
