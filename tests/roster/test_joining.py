"""The account behind a person: what makes a thing somebody's own."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast, make_account, make_officer

from muster.accounts.roles import Role
from muster.ledger.models import Entry
from muster.ledger.refusals import Refused
from muster.roster.access import people_visible_to
from muster.roster.actions import join_account
from muster.roster.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def lee(cast: Cast) -> Person:
    """An officer whose account nobody has named yet."""
    person = make_officer(cast, "lee", cast.millbrook, rank="officer")
    make_account(cast, "lee", Role.OFFICER, cast.millbrook)
    return person


def join(cast: Cast, person: Person, name: str, by: str = "admin", reason: str = "Badge shown.") -> Person:
    return join_account(
        person=person, account=cast.user[name], by=cast.user[by], agency=cast.millbrook, reason=reason
    )


def test_an_officer_sees_their_own_once_the_account_is_theirs(cast: Cast, lee: Person) -> None:
    assert not people_visible_to(cast.user["lee"]).exists()
    join(cast, lee, "lee")
    assert list(people_visible_to(cast.user["lee"])) == [lee]
    entry = Entry.objects.latest("number")
    assert (entry.verb, entry.reason, entry.told) == (
        "accounts:grant:give",
        "Badge shown.",
        {"account": cast.user["lee"].pk, "before": None},
    )


@pytest.mark.parametrize(
    ("name", "by", "reason", "sentence"),
    [
        ("lee", "admin", " ", "how you know"),
        ("admin", "admin", "It is me.", "Somebody else says"),
        ("ada", "admin", "Badge shown.", "another person's"),
    ],
)
def test_an_account_is_not_joined(
    cast: Cast, lee: Person, name: str, by: str, reason: str, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        join(cast, lee, name, by, reason)
    lee.refresh_from_db()
    assert lee.account is None


def test_an_account_is_taken_back(cast: Cast) -> None:
    ada = cast.person["ada"]
    join_account(person=ada, account=None, by=cast.user["admin"], agency=cast.millbrook, reason="Wrong one.")
    assert not people_visible_to(cast.user["ada"]).exists()


def test_the_page_offers_accounts_and_joins_the_chosen_one(cast: Cast, lee: Person, client: Client) -> None:
    client.force_login(cast.user["admin"])
    address = reverse("join_account", args=[lee.pk])
    assert cast.user["lee"] in client.get(address).context["form"].fields["account"].queryset
    answer = client.post(address, {"account": cast.user["lee"].pk, "reason": "Badge shown."})
    assert answer.url == reverse("person", args=[lee.pk])
    lee.refresh_from_db()
    assert lee.account == cast.user["lee"]
