"""What one agency wrote down about somebody is not read by another one that merely knows the person."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import HIRED, Cast, make_account, make_unit

from muster.accounts.roles import Role
from muster.records.models import Record
from muster.roster.models import Appointment, Assignment, Fact, Identifier, Person
from muster.standards.actions import adopt_rules

pytestmark = pytest.mark.django_db


@pytest.fixture
def nora_was_here(cast: Cast) -> Cast:
    """Nora once worked at Millbrook; today Oakford has put her under cover in a unit of its own."""
    nora = cast.person["nora"]
    Appointment.lines.create(
        person=nora, agency=cast.millbrook, start=HIRED, end=timezone.localdate() - timedelta(days=900)
    )
    unit = make_unit(cast.oakford, "VICE", "Vice squad of Oakford")
    Assignment.lines.create(person=nora, unit=unit, start=HIRED)
    Fact.lines.create(person=nora, agency=cast.oakford, fact="certificate", value="informants", start=HIRED)
    Identifier.lines.create(person=nora, kind="agency", agency=cast.oakford, value="OAK-SECRET")
    Identifier.lines.create(person=nora, kind="state", value="OR-77")
    return cast


@pytest.mark.parametrize("wanted", ["", "csv", "json", "pdf"])
def test_former_employer_does_not_read_the_units_and_numbers_of_the_next(
    nora_was_here: Cast, wanted: str
) -> None:
    client = Client()
    client.force_login(nora_was_here.user["tara"])
    answer = client.get(
        reverse("officer:file_of", args=[nora_was_here.person["nora"].pk]), {"format": wanted}
    )
    told = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer.status_code == 200
    for secret in (b"OAK-SECRET", b"Vice squad", b"VICE", b"informants"):
        assert secret not in told


def test_own_agency_and_the_person_read_all_of_it(nora_was_here: Cast) -> None:
    cast = nora_was_here
    make_account(cast, "otto", Role.COORDINATOR, cast.oakford)
    for reader in ("otto", "nora", "admin"):
        client = Client()
        client.force_login(cast.user[reader])
        answer = client.get(reverse("officer:file_of", args=[cast.person["nora"].pk]), {"format": "json"})
        if reader == "admin":  # reads no training records
            assert answer.status_code == 404
            continue
        told = json.loads(answer.content)
        assert "OAK-SECRET" in json.dumps(told)
        assert "OR-77" in json.dumps(told)


@pytest.mark.parametrize("days_ago", [0, 1000])
def test_former_employer_does_not_read_the_training_of_the_next_in_a_standing(
    nora_was_here: Cast, days_ago: int
) -> None:
    cast, today = nora_was_here, timezone.localdate()
    adopt_rules(agency=cast.millbrook, rules="model", start=HIRED, by=cast.user["dina"])
    for status in ("verified", "pending"):
        Record.lines.create(
            agency=cast.oakford,
            person=cast.person["nora"],
            title="Handling of informants",
            completed_on=today - timedelta(days=30),
            minutes=60,
            origin="entered",
            status=status,
        )
    client = Client()
    client.force_login(cast.user["tara"])
    day = {"as_of": (today - timedelta(days=days_ago)).isoformat()}
    for name, parts in (("person", ()), ("explanation", ("model/bias-free",))):
        answer = client.get(reverse(f"commander:{name}", args=[cast.person["nora"].pk, *parts]), day)
        assert b"Handling of informants" not in answer.content
        assert answer.status_code == (200 if days_ago and name == "person" else 404)


@pytest.mark.parametrize("page", ["trainer:records", "officer:record"])
@pytest.mark.parametrize("reader", ["posy", "tara"])
def test_record_of_who_is_protected_is_read_by_the_agency_that_employs_them(
    cast: Cast, page: str, reader: str
) -> None:
    person = Person.objects.create(given_name="Under", family_name="Covering", is_protected=True)
    Appointment.lines.create(person=person, agency=cast.millbrook, start=HIRED)
    record = Record.lines.create(
        agency=cast.millbrook,
        person=person,
        title="CPR",
        completed_on=HIRED,
        minutes=60,
        origin="entered",
        status="verified",
    )
    client = Client()
    client.force_login(cast.user[reader])
    answer = client.get(reverse(page, args=[record.pk] if page == "officer:record" else []))
    assert (b"Covering" in answer.content) == (reader == "tara")
