"""The pages on which roles are seen, given and ended."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast, make_grant

from muster.accounts.access import grants_of
from muster.accounts.models import Grant, User
from muster.accounts.roles import Role
from muster.ledger.models import Entry

pytestmark = pytest.mark.django_db

Count = Callable[[Callable[[], object]], int]


@pytest.fixture
def admin(cast: Cast, client: Client) -> Client:
    """The administrator's browser."""
    client.force_login(cast.user["admin"])
    return client


def rows(client: Client, **query: str) -> list[dict[str, str]]:
    """The list as its file tells it."""
    answer = client.get(reverse("grants"), query | {"format": "csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(text)))


def names(client: Client, **query: str) -> set[str]:
    """The people in the list."""
    return {row["Name"] for row in rows(client, **query)}


def given(cast: Cast, **changes: str) -> dict[str, str]:
    """What the form of a new role posts."""
    values = {
        "email": "ada@example.org",
        "role": Role.SUPERVISOR.value,
        "agency": str(cast.millbrook.pk),
        "start": timezone.localdate().isoformat(),
    }
    return values | changes


def test_list_shows_the_roles_of_one_s_own_agencies(cast: Cast, client: Client) -> None:
    client.force_login(cast.user["tara"])
    found = names(client)
    assert {"Ada", "Chris", "Olga"} <= found
    assert found.isdisjoint({"Nora", "Posy", "Admin"})


def test_list_is_narrowed_by_role_name_and_agency(cast: Cast, admin: Client) -> None:
    assert names(admin, role=Role.SUPERVISOR) == {"Sam"}
    assert names(admin, q="nora example") == {"Nora"}
    assert names(admin, agency=str(cast.oakford.pk)) == {"Nora"}
    assert names(admin, role="emperor", agency="x") >= {"Ada", "Nora"}


def test_list_shows_today_unless_asked_for_another_time(cast: Cast, admin: Client) -> None:
    today = timezone.localdate()
    Grant.objects.filter(user=cast.user["rae"]).update(end=today - timedelta(days=1))
    Grant.objects.filter(user=cast.user["vic"]).update(start=today + timedelta(days=1))
    assert names(admin).isdisjoint({"Rae", "Vic"})
    assert names(admin, state="over") == {"Rae"}
    assert names(admin, state="coming") == {"Vic"}
    assert names(admin, state="all") >= {"Ada", "Rae", "Vic"}


def test_list_costs_the_same_for_one_role_and_many(cast: Cast, admin: Client, queries_of: Count) -> None:
    Grant.objects.exclude(user__name__in=["Admin", "Ada"]).update(ended_at=timezone.now())
    one = queries_of(lambda: admin.get(reverse("grants")))
    Grant.objects.update(ended_at=None)
    assert queries_of(lambda: admin.get(reverse("grants"))) == one


def test_formula_in_a_name_does_not_run_in_a_spreadsheet(cast: Cast, admin: Client) -> None:
    User.objects.filter(pk=cast.user["ada"].pk).update(name="=1+1")
    assert "'=1+1" in names(admin)


def test_role_is_given_to_who_has_an_account(cast: Cast, admin: Client) -> None:
    answer = admin.post(reverse("give_role"), given(cast, unit=str(cast.squad_a.pk)))
    assert answer.headers["Location"] == reverse("account", args=[cast.user["ada"].pk])
    assert grants_of(cast.user["ada"]).filter(role=Role.SUPERVISOR, unit=cast.squad_a).exists()


def test_account_is_opened_for_who_has_none(cast: Cast, admin: Client) -> None:
    admin.post(reverse("give_role"), given(cast, email="Kim@Example.org", name="Kim"))
    kim = User.objects.get(email="kim@example.org")
    assert (kim.name, kim.has_usable_password()) == ("Kim", False)
    assert [grant.role for grant in grants_of(kim)] == [Role.SUPERVISOR]


def test_new_account_needs_a_name(cast: Cast, admin: Client) -> None:
    page = admin.post(reverse("give_role"), given(cast, email="kim@example.org")).content.decode()
    assert "a new one needs a name" in page
    assert not User.objects.filter(email="kim@example.org").exists()


def test_form_sent_twice_gives_one_role(cast: Cast, admin: Client) -> None:
    values = given(cast, once="a-token-of-one-form")
    first = admin.post(reverse("give_role"), values)
    second = admin.post(reverse("give_role"), values)
    assert first.headers["Location"] == second.headers["Location"]
    assert Entry.objects.filter(verb="accounts:grant:give").count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"role": "board"}, "end of the term"),
        ({"email": "admin@example.org"}, "Nobody gives a role to themselves"),
        ({"end": "2020-01-01"}, "must not be before the first"),
        ({"role": "officer"}, "held there already"),
    ],
)
def test_refused_role_says_why_beside_the_form(
    changes: dict[str, str], sentence: str, cast: Cast, admin: Client
) -> None:
    before = Grant.objects.count()
    assert sentence in admin.post(reverse("give_role"), given(cast, **changes)).content.decode()
    assert Grant.objects.count() == before


def test_administrator_of_one_agency_is_offered_and_allowed_no_other(cast: Cast, client: Client) -> None:
    clerk = User.objects.create_user("clerk@example.org", name="Clerk")
    make_grant(clerk, Role.ADMINISTRATOR, cast.millbrook)
    client.force_login(clerk)
    page = client.get(reverse("give_role")).content.decode()
    assert "Millbrook Police" in page
    assert "Oakford Police" not in page
    client.post(reverse("give_role"), given(cast, agency=str(cast.oakford.pk)))
    client.post(reverse("give_role"), given(cast, agency=""))
    assert not grants_of(cast.user["ada"]).filter(role=Role.SUPERVISOR).exists()


def test_role_is_ended_with_its_reason(cast: Cast, admin: Client) -> None:
    grant = Grant.objects.get(user=cast.user["dina"])
    answer = admin.post(reverse("end_role", args=[grant.pk]), {"reason": "moved away"})
    assert answer.headers["Location"] == reverse("account", args=[cast.user["dina"].pk])
    assert not grants_of(cast.user["dina"]).exists()
    assert Entry.objects.latest("number").reason == "moved away"


def test_role_is_not_ended_without_a_reason(cast: Cast, admin: Client) -> None:
    grant = Grant.objects.get(user=cast.user["dina"])
    page = admin.post(reverse("end_role", args=[grant.pk]), {"reason": " "}).content.decode()
    assert "This field is required" in page
    assert grants_of(cast.user["dina"]).exists()


def test_last_administrator_is_told_so(cast: Cast, admin: Client) -> None:
    grant = Grant.objects.get(user=cast.user["admin"])
    page = admin.post(reverse("end_role", args=[grant.pk]), {"reason": "tired"}).content.decode()
    assert "Make somebody else administrator first" in page


def test_empty_list_says_what_to_try(cast: Cast, admin: Client) -> None:
    assert "No role found" in admin.get(reverse("grants"), {"q": "nobody at all"}).content.decode()
