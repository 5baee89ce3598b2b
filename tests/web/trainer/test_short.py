"""Who is short, and a seat for all of them at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast, make_officer
from tests.standards.stories import adopt, course, record

from muster.records.models import Enrolment, Session
from muster.roster.models import Agency

Count = Callable[[Callable[[], object]], int]


@pytest.fixture
def millbrook(cast: Cast) -> Agency:
    """Millbrook under the model's rule. Ada is in order, Ben's runs out soon, the others never had it."""
    adopt(cast.millbrook)
    taught = course(cast.millbrook)
    record(cast.person["ada"], taught, timezone.localdate() - timedelta(days=30))
    record(cast.person["ben"], taught, timezone.localdate() - timedelta(days=350))
    return cast.millbrook


def names(page: object) -> list[str]:
    """Return who is listed, in order."""
    return [person.given_name.lower() for _duty, person in page]  # type: ignore[attr-defined]


def test_who_is_late_or_soon_due_is_listed_by_day_then_by_name(
    cast: Cast, client: Client, millbrook: Agency
) -> None:
    client.force_login(cast.user["tara"])
    page = client.get(reverse("trainer:short")).context["page"]
    assert names(page) == ["chris", "dina", "ian", "sam", "tara", "ben"]


@pytest.mark.parametrize(
    ("query", "listed"),
    [
        ({"kind": "due_soon"}, ["ben"]),
        ({"kind": "late", "sort": "-name"}, ["tara", "sam", "ian", "dina", "chris"]),
        ({"requirement": "model/de-escalation", "kind": "due_soon"}, ["ben"]),
        ({"kind": "not_yet_due"}, []),
    ],
)
def test_the_list_is_narrowed_and_ordered(
    cast: Cast, client: Client, millbrook: Agency, query: dict[str, str], listed: list[str]
) -> None:
    client.force_login(cast.user["tara"])
    assert names(client.get(reverse("trainer:short"), query).context["page"]) == listed


def test_a_unit_is_asked_for_with_all_below_it(cast: Cast, client: Client, millbrook: Agency) -> None:
    client.force_login(cast.user["tara"])
    page = client.get(reverse("trainer:short"), {"unit": cast.patrol.pk}).context["page"]
    assert names(page) == ["ian", "sam", "ben"]


def test_those_ticked_get_a_seat(cast: Cast, client: Client, millbrook: Agency) -> None:
    session = Session.objects.create(agency=millbrook, course=course(millbrook, "DE-9"), state="open")
    client.force_login(cast.user["tara"])
    ticked = [cast.person["ben"].pk, cast.person["sam"].pk, cast.person["nora"].pk]
    client.post(reverse("trainer:enrol_short"), {"session": session.pk, "people": ticked})
    seated = Enrolment.objects.filter(session=session).values_list("person", flat=True)
    assert set(seated) == {cast.person["ben"].pk, cast.person["sam"].pk}  # nora is somebody else's officer


def test_a_session_of_somebody_else_takes_nobody(cast: Cast, client: Client, millbrook: Agency) -> None:
    session = Session.objects.create(agency=cast.oakford, course=course(cast.oakford), state="open")
    client.force_login(cast.user["tara"])
    answer = client.post(
        reverse("trainer:enrol_short"), {"session": session.pk, "people": [cast.person["ben"].pk]}
    )
    assert answer.status_code == 404
    assert not Enrolment.objects.exists()


def test_who_sees_nobodys_standing_finds_no_page(cast: Cast, client: Client, millbrook: Agency) -> None:
    for name in ("stranger", "ada"):
        client.force_login(cast.user[name])
        assert client.get(reverse("trainer:short")).status_code == 404


def test_the_list_asks_the_database_as_often_for_more_rows(
    cast: Cast, client: Client, millbrook: Agency, queries_of: Count
) -> None:
    client.force_login(cast.user["tara"])
    few = queries_of(lambda: client.get(reverse("trainer:short")))
    for number in range(4):
        make_officer(cast, f"new{number}", millbrook, rank="officer", unit=cast.squad_a)
    assert queries_of(lambda: client.get(reverse("trainer:short"))) == few
