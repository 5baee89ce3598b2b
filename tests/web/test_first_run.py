"""From an empty database to the first steps: the page that only the console knows."""

from __future__ import annotations

import io
import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from tests.cast import Cast

from muster.accounts.models import Grant, User
from muster.curriculum.models import Course
from muster.files.actions import store
from muster.ledger.models import Entry
from muster.records.actions.imports.accepting import accept_import
from muster.records.actions.imports.batches import propose_columns, set_columns, start_import
from muster.records.models import Batch, Record
from muster.roster.models import Agency, Appointment, Person
from muster.standards.models import Adoption
from muster.web.first_run import first_run_path

GOOD = {
    "name": "Pat Chief",
    "email": "pat@example.org",
    "password": "nine grey herons over the mill",
    "agency": "Millbrook Police",
    "ori": "or0990100",
    "jurisdiction": "us-or",
    "time_zone": "America/Los_Angeles",
}


def begin(client: Client, **changes: Any) -> Any:
    return client.post(first_run_path(), {**GOOD, **changes})


@pytest.mark.django_db
def test_first_run_makes_account_agency_roles_and_rules(client: Client) -> None:
    assert begin(client).headers["Location"] == reverse("start")
    pat = User.objects.get()
    agency = Agency.objects.get()
    assert (pat.email, agency.ori, agency.time_zone) == (
        "pat@example.org",
        "OR0990100",
        "America/Los_Angeles",
    )
    assert {(grant.role, grant.agency) for grant in Grant.objects.filter(user=pat)} == {
        ("administrator", None),
        ("director", agency),
    }
    assert {line.rules for line in Adoption.lines.standing().filter(agency=agency)} == {"model", "us-or"}
    assert Entry.objects.exclude(actor=pat).count() == 0
    steps = client.get(reverse("start")).context["steps"]
    assert [step.done for step in steps] == [True, False, False, False]


@pytest.mark.django_db
def test_law_that_muster_does_not_have_leaves_the_model_policy(client: Client) -> None:
    begin(client, jurisdiction="")
    assert [line.rules for line in Adoption.lines.standing()] == ["model"]


@pytest.mark.django_db
def test_word_that_is_guessed_is_not_found(client: Client) -> None:
    for word in ("begin", first_run_path().split("/")[-2][:-1] + "0x"):
        assert client.get(reverse("first_run", args=[word])).status_code == 404
        assert client.post(reverse("first_run", args=[word]), GOOD).status_code == 404
    assert not User.objects.exists()


@pytest.mark.django_db
def test_page_is_gone_once_there_is_an_account(client: Client) -> None:
    begin(client)
    somebody = Client()
    assert somebody.get(first_run_path()).status_code == 404
    assert begin(somebody, email="eve@example.org").status_code == 404
    assert User.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("password", "short"),
        ("password", "password1234"),
        ("password", "111111111111111"),
        ("password", "pat@example.org"),
        ("ori", "OR099"),
        ("ori", "OR 099010"),
        ("email", "nobody"),
        ("jurisdiction", "us-atlantis"),
        ("time_zone", "Mars/Olympus"),
        ("agency", " "),
    ],
)
def test_bad_input_is_told_beside_its_field_and_leaves_nothing(
    client: Client, field: str, typed: str
) -> None:
    answer = begin(client, **{field: typed})
    assert list(answer.context["form"].errors) == [field]
    assert (User.objects.count(), Agency.objects.count(), Entry.objects.count()) == (0, 0, 0)


@pytest.mark.django_db
def test_form_posted_twice_begins_once(client: Client) -> None:
    places = [begin(client, once="t0ken").headers.get("Location") for _ in range(2)]
    assert places[0] == reverse("start")
    assert User.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_begin_at_the_same_moment_one_wins() -> None:
    together = threading.Barrier(2)
    answers: list[int] = []

    def one(number: int) -> None:
        together.wait()
        answers.append(begin(Client(), email=f"p{number}@example.org", ori=f"OR099010{number}").status_code)
        connection.close()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers.count(302) == 1
    assert (User.objects.count(), Agency.objects.count()) == (1, 1)


# ── the first steps, and the first page ───────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_steps_are_ticked_as_they_are_done(client: Client) -> None:
    begin(client)
    Appointment.lines.create(
        person=Person.objects.create(given_name="A", family_name="B"), agency=Agency.objects.get()
    )
    answer = client.get(reverse("start"))
    assert [step.done for step in answer.context["steps"]] == [True, True, False, False]
    assert answer.context["following"] is answer.context["steps"][2]


@pytest.mark.django_db
@pytest.mark.parametrize(("topics", "done"), [(None, False), ([], True), (["de-escalation"], True)])
def test_last_step_is_done_when_of_every_course_it_was_said_what_it_is_about(
    client: Client, topics: list[str] | None, done: bool
) -> None:
    begin(client)
    agency = Agency.objects.get()
    Course.objects.create(agency=agency, code="A", title="A", minutes=60, topics=["traffic"])
    Course.objects.create(agency=agency, code="B", title="B", minutes=60, topics=topics)
    Course.objects.create(agency=agency, code="C", title="C", minutes=60, is_retired=True)
    assert client.get(reverse("start")).context["steps"][-1].done is done


@pytest.mark.django_db
def test_first_page_is_the_first_steps_until_the_agency_has_people(client: Client) -> None:
    begin(client)
    assert client.get(reverse("home")).headers["Location"] == reverse("start")
    Appointment.lines.create(
        person=Person.objects.create(given_name="A", family_name="B"), agency=Agency.objects.get()
    )
    assert client.get(reverse("home")).headers["Location"] != reverse("start")


@pytest.mark.django_db
def test_who_has_no_role_is_told_whom_to_ask(client: Client, cast: Cast) -> None:
    client.force_login(cast.user["stranger"])
    assert "You have no role yet" in client.get(reverse("home")).content.decode()


@pytest.mark.django_db
def test_one_administrator_alone_brings_old_records_to_a_first_standing(client: Client) -> None:
    begin(client)
    pat, agency = User.objects.get(), Agency.objects.get()
    roster = b"Employee ID,First Name,Last Name,Hire Date,Rank\n101,Kim,Example,2020-03-02,officer\n"
    bring_as(pat, agency, "roster", roster)
    records = b"Employee ID,Course Title,Completion Date,Hours\n101,De-escalation,2024-05-31,8\n"
    batch = bring_as(pat, agency, "records", records)
    assert (batch.is_founding, Record.lines.get().status) == (True, "verified")
    assert Entry.objects.order_by("number").last().told["founding"] is True
    steps = client.get(reverse("start")).context["steps"]
    assert [step.done for step in steps] == [True, True, True, False]
    assert client.get(reverse("commander:standing")).status_code == 200
    assert (
        "could have confirmed it yet"
        in client.get(reverse("trainer:import", args=[batch.pk])).content.decode()
    )


def bring_as(user: User, agency: Agency, kind: str, content: bytes) -> Batch:
    """A file brought in by one person, with the columns as Muster proposes them."""
    stored = store(content=io.BytesIO(content), by=user, for_import=True)
    batch = start_import(agency=agency, kind=kind, file=stored, file_name="export.csv", by=user)
    _headers, _examples, columns = propose_columns(batch)
    return accept_import(batch=set_columns(batch=batch, columns=columns, options={}, by=user), by=user)
