"""Proposals, comparing two entries, joining and parting them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast, Role, make_account, make_officer

from muster.roster.actions import appoint, merge_people
from muster.roster.models import Identifier, Merge, Person, TwoPeople

pytestmark = pytest.mark.django_db


@pytest.fixture
def tara(client: Client, cast: Cast) -> Client:
    client.force_login(cast.user["tara"])
    return client


@pytest.fixture
def twin(cast: Cast) -> Person:
    """A second entry of Ada."""
    return make_officer(cast, "adah", cast.millbrook, rank="officer")


def join(client: Client, kept: Person, merged: Person) -> str:
    """Join two entries on the page, and return what it says."""
    where = f"{reverse('merge_person', args=[kept.pk])}?other={merged.pk}"
    return client.post(where, {"reason": "same badge photo"}, follow=True).content.decode()


def test_likely_pair_is_proposed_with_its_reason(tara: Client, cast: Cast, twin: Person) -> None:
    page = tara.get(reverse("duplicates"))
    assert [(pair.first, pair.second) for pair in page.context["page"].object_list] == [
        (cast.person["ada"], twin)
    ]
    assert "nearly the same name, appointed on the same day" in page.content.decode()
    file = b"".join(tara.get(reverse("duplicates"), {"format": "csv"})).decode()  # type: ignore[arg-type]  # a stream
    assert "Adah Testcase" in file


def test_other_entry_is_found_by_number_and_compared_side_by_side(
    tara: Client, cast: Cast, twin: Person
) -> None:
    number = Identifier.lines.get(person=twin).value
    where = reverse("merge_person", args=[cast.person["ada"].pk])
    assert tara.get(where, {"q": number}).context["found"] == [twin]
    rows = tara.get(where, {"other": twin.pk}).context["rows"]
    told = {label: [[each.text for each in column] for column in columns] for label, columns in rows}
    assert told["Name"] == [["Ada Testcase"], ["Adah Testcase"]]
    assert told["Account"] == [["ada@example.org"], []]


def test_two_are_joined_and_parted_on_the_page(tara: Client, cast: Cast, twin: Person) -> None:
    join(tara, cast.person["ada"], twin)
    assert Person.objects.get(pk=twin.pk).same_as == cast.person["ada"]
    done = Merge.objects.get()
    assert list(tara.get(reverse("duplicates")).context["merges"]) == [done]
    tara.post(reverse("part_people", args=[done.pk]), {"reason": "sisters"})
    assert Person.objects.get(pk=twin.pk).same_as is None
    assert tara.get(reverse("part_people", args=[done.pk])).status_code == 404


def test_a_pair_is_dismissed_listed_and_proposed_again(tara: Client, cast: Cast, twin: Person) -> None:
    where = reverse("tell_apart", args=[cast.person["ada"].pk, twin.pk])
    assert where in tara.get(reverse("duplicates")).content.decode()
    assert tara.get(where).context["rows"]
    answer = tara.post(where, {"reason": "Sisters."}, follow=True)
    assert (list(answer.context["page"].object_list), answer.context["dismissed"]) == ([], 1)
    said = TwoPeople.lines.get()
    page = tara.get(reverse("duplicates"), {"show": "dismissed"})
    assert list(page.context["page"].object_list) == [said]
    assert "Sisters." in page.content.decode()
    file = b"".join(tara.get(reverse("duplicates"), {"show": "dismissed", "format": "csv"})).decode()  # type: ignore[arg-type]  # a stream
    assert "Adah Testcase" in file
    answer = tara.post(reverse("propose_again", args=[said.pk]), {"reason": "No."}, follow=True)
    assert len(answer.context["page"].object_list) == 1


def test_a_pair_across_agencies_is_not_dismissed_by_one_alone(tara: Client, cast: Cast) -> None:
    where = reverse("tell_apart", args=[cast.person["ada"].pk, cast.person["nora"].pk])
    assert tara.post(where, {"reason": "x"}).status_code == 404
    assert not TwoPeople.lines.exists()


def test_lists_of_pairs_ask_the_database_as_often_for_one_as_for_more(
    tara: Client, cast: Cast, twin: Person, queries_of: Callable[[Callable[[], object]], int]
) -> None:
    urls = [reverse("duplicates"), f"{reverse('duplicates')}?show=dismissed"]
    tara.post(reverse("tell_apart", args=[cast.person["ada"].pk, twin.pk]), {"reason": "Sisters."})
    few = [queries_of(lambda url=url: tara.get(url)) for url in urls]  # type: ignore[misc]  # bound in the default
    for name in ("adahh", "adahhh"):
        another = make_officer(cast, name, cast.millbrook, rank="officer")
        tara.post(reverse("tell_apart", args=[cast.person["ada"].pk, another.pk]), {"reason": "Sisters."})
    assert [queries_of(lambda url=url: tara.get(url)) for url in urls] == few  # type: ignore[misc]  # as above


def test_two_accounts_are_a_sentence(tara: Client, cast: Cast) -> None:
    assert "Both entries have an account." in join(tara, cast.person["ada"], cast.person["ben"])
    assert not Merge.objects.exists()


def test_entry_that_another_agency_appointed_too_needs_its_permission(
    tara: Client, cast: Cast, twin: Person
) -> None:
    appoint(person=twin, agency=cast.oakford, start=twin.appointments.get().start, by=cast.user["admin"])
    assert "Oakford Police appointed one of them too" in join(tara, cast.person["ada"], twin)
    assert not Merge.objects.exists()
    tara.force_login(make_account(cast, "kay", Role.CUSTODIAN, cast.commission))
    join(tara, cast.person["ada"], twin)
    assert Person.objects.get(pk=twin.pk).same_as == cast.person["ada"]


def test_merge_across_agencies_is_not_undone_by_one_alone(tara: Client, cast: Cast) -> None:
    there = make_officer(cast, "adah", cast.oakford, rank="officer")
    done = merge_people(kept=cast.person["ada"], merged=there, by=cast.user["admin"], reason="same")
    page = tara.post(reverse("part_people", args=[done.pk]), {"reason": "no"}).content.decode()
    assert "Oakford Police" in page
    assert Person.objects.get(pk=there.pk).same_as == cast.person["ada"]


def test_person_of_another_agency_cannot_be_picked_by_address(tara: Client, cast: Cast) -> None:
    where = reverse("merge_person", args=[cast.person["ada"].pk])
    page = tara.get(where, {"other": cast.person["nora"].pk})
    assert "other" not in page.context
    tara.post(f"{where}?other={cast.person['nora'].pk}", {"reason": "guess"})
    assert not Merge.objects.exists()
