"""People themselves: somebody new, another name, protection."""

from __future__ import annotations

import json
from datetime import date

import pytest
from tests.cast import HIRED, Cast, make_officer

from muster.ledger.models import Entry
from muster.ledger.refusals import Refused
from muster.roster import actions, queries
from muster.roster.models import Appointment, Identifier, Person

pytestmark = pytest.mark.django_db

DAY = date(2026, 1, 5)


def test_new_person_has_an_appointment_and_both_numbers_and_one_entry(cast: Cast) -> None:
    before = Entry.objects.count()
    made = actions.add_person(
        given_name=" Kim ",
        family_name="Stone",
        agency=cast.millbrook,
        start=DAY,
        number="0815",
        state_id="S-1",
        employment="part-time",
        by=cast.user["tara"],
    )
    assert str(made) == "Kim Stone"
    assert [(line.agency, line.start, line.employment) for line in queries.appointments_of(made)] == [
        (cast.millbrook, DAY, "part-time")
    ]
    assert {(line.kind, line.value) for line in queries.identifiers_of(made)} == {
        ("agency", "0815"),
        ("state", "S-1"),
    }
    assert Entry.objects.count() == before + 1


@pytest.mark.parametrize(("field", "typed"), [("number", {"number": "9"}), ("state_id", {"state_id": "S-1"})])
def test_person_with_somebody_elses_number_is_not_added(
    cast: Cast, field: str, typed: dict[str, str]
) -> None:
    ada = cast.person["ada"]
    Identifier.lines.create(person=ada, kind="agency", agency=cast.millbrook, value="9")
    Identifier.lines.create(person=ada, kind="state", value="S-1")
    people = Person.objects.count()
    with pytest.raises(Refused) as refused:
        actions.add_person(
            given_name="Kim",
            family_name="Stone",
            agency=cast.millbrook,
            start=DAY,
            by=cast.user["tara"],
            **typed,
        )
    assert (refused.value.field, Person.objects.count()) == (field, people)


def change(cast: Cast, person: Person, seen: tuple[str, str, bool], **changes: object) -> Person:
    return actions.change_person(
        person=person, seen=seen, by=cast.user["tara"], agency=cast.millbrook, reason="married", **changes
    )


def test_ledger_keeps_the_name_that_was(cast: Cast) -> None:
    change(cast, cast.person["ada"], ("Ada", "Testcase", False), family_name="Stone")
    assert str(Person.objects.get(pk=cast.person["ada"].pk)) == "Ada Stone"
    assert json.loads(Entry.objects.order_by("-number")[0].details) == {
        "changed": {"family_name": ["Testcase", "Stone"]}
    }


def test_name_that_somebody_else_changed_meanwhile_is_not_overwritten(cast: Cast) -> None:
    ada = cast.person["ada"]
    change(cast, ada, ("Ada", "Testcase", False), family_name="Stone")
    with pytest.raises(Refused, match="Ada Stone"):
        change(cast, ada, ("Ada", "Testcase", False), given_name="Adah")
    assert str(Person.objects.get(pk=ada.pk)) == "Ada Stone"


def test_ledger_names_nobody_who_is_protected(cast: Cast) -> None:
    ada = cast.person["ada"]
    change(cast, ada, ("Ada", "Testcase", False), is_protected=True)
    change(cast, ada, ("Ada", "Testcase", True), family_name="Stone")
    told = "".join(entry.details + entry.reason for entry in Entry.objects.all())
    assert "Stone" not in told
    assert "Testcase" not in told


def test_protection_covers_every_entry_of_a_person(cast: Cast) -> None:
    twin = make_officer(cast, "adah", cast.millbrook, rank="officer")
    actions.merge_people(kept=cast.person["ada"], merged=twin, by=cast.user["tara"], reason="same")
    change(cast, cast.person["ada"], ("Ada", "Testcase", False), is_protected=True)
    assert Person.objects.get(pk=twin.pk).is_protected


def test_state_id_finds_who_has_it_but_nobody_protected(cast: Cast) -> None:
    ada = cast.person["ada"]
    Identifier.lines.create(person=ada, kind="state", value="S-1")
    assert queries.known_by_state_id(" S-1 ") == ada
    Person.objects.filter(pk=ada.pk).update(is_protected=True)
    assert queries.known_by_state_id("S-1") is None


def test_post_of_today_is_the_latest_and_an_unknown_first_day_the_oldest(cast: Cast) -> None:
    """PostgreSQL would put the unknown day first, SQLite last."""
    ada = cast.person["ada"]
    Appointment.lines.create(person=ada, agency=cast.oakford, start=None)
    shown = queries.annotate_post(Person.objects.filter(pk=ada.pk)).get()
    assert (shown.agency_name, shown.unit_name, shown.rank) == ("Millbrook Police", "Squad A", "officer")


def test_post_of_a_merged_entry_fills_what_the_kept_one_lacks(cast: Cast) -> None:
    bare = Person.objects.create(given_name="Sam", family_name="Older")
    Appointment.lines.create(person=bare, agency=cast.oakford, start=HIRED)
    actions.merge_people(kept=bare, merged=cast.person["sam"], by=cast.user["tara"], reason="same")
    shown = queries.annotate_post(Person.objects.filter(pk=bare.pk)).get()
    assert (shown.agency_name, shown.unit_name, shown.rank) == ("Oakford Police", "Squad A", "sergeant")
