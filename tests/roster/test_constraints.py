"""What the database itself refuses: one test a constraint."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.cast import Cast

from muster.roster.models import (
    Agency,
    Appointment,
    Assignment,
    Fact,
    Identifier,
    Merge,
    Person,
    TwoPeople,
    Unit,
)

pytestmark = pytest.mark.django_db

LATE, EARLY = date(2024, 2, 2), date(2024, 1, 1)
BACKWARDS = {"start": LATE, "end": EARLY}


def spell(model: Any, **fields: Any) -> Callable[[Cast], object]:
    """Return what writes a line about Ada."""

    def make(cast: Cast) -> object:
        given = {"agency": cast.millbrook} if model is not Assignment else {"unit": cast.squad_a}
        return model.lines.create(person=cast.person["ada"], **{**given, **fields})

    return make


BROKEN: dict[str, Callable[[Cast], object]] = {
    "roster_agency_not_its_own_commission": lambda cast: Agency.objects.filter(pk=cast.oakford.pk).update(
        commission=cast.oakford
    ),
    "roster_agency_late_within_a_year": lambda cast: Agency.objects.filter(pk=cast.oakford.pk).update(
        late_days=366
    ),
    "roster_appointment_ends_after_start": spell(Appointment, **BACKWARDS),
    "roster_appointment_separation_has_a_day": spell(Appointment, start=EARLY, separation="retired"),
    "roster_assignment_ends_after_start": spell(Assignment, **BACKWARDS),
    "roster_fact_ends_after_start": spell(Fact, fact="card", **BACKWARDS),
    "roster_fact_ending_has_a_day": spell(Fact, fact="licence", start=EARLY, ending="revoked"),
    "roster_identifier_agency_id_has_agency": spell(Identifier, agency=None, kind="agency", value="1"),
    "roster_merge_of_two": lambda cast: Merge.objects.create(
        kept=cast.person["ada"], merged=cast.person["ada"], reason="x"
    ),
    "roster_merge_one_in_force": lambda cast: [
        Merge.objects.create(kept=cast.person[name], merged=cast.person["ada"], reason="x")
        for name in ("ben", "sam")
    ],
    "roster_person_not_same_as_itself": lambda cast: Person.objects.filter(pk=cast.person["ada"].pk).update(
        same_as=cast.person["ada"]
    ),
    "roster_twopeople_in_order": lambda cast: TwoPeople.lines.create(
        first=cast.person["ben"], second=cast.person["ada"], identity="x"
    ),
    "roster_unit_ends_after_start": lambda cast: Unit.objects.create(
        agency=cast.millbrook, code="X", name="X", path="/x/", **BACKWARDS
    ),
    "roster_unit_one_per_code": lambda cast: Unit.objects.create(
        agency=cast.millbrook, code="A", name="X", path="/x/"
    ),
}


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_database_refuses(cast: Cast, name: str) -> None:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        BROKEN[name](cast)
    told = str(refused.value)
    assert name in told or told == "UNIQUE constraint failed: " + {
        "roster_unit_one_per_code": "roster_unit.agency_id, roster_unit.code",
        "roster_merge_one_in_force": "roster_merge.merged_id",
    }.get(name, "")


def test_every_constraint_has_its_test_and_its_sentence() -> None:
    models = (Agency, Unit, Person, Merge, TwoPeople, Appointment, Assignment, Fact, Identifier)
    constraints = [each for model in models for each in model._meta.constraints]
    assert {each.name for each in constraints} == set(BROKEN)
    assert all(each.violation_error_message != each.default_violation_error_message for each in constraints)
