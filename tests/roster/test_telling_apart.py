"""Two entries that look alike are two people: said once, kept, and asked again when something changed."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from tests.cast import Cast, make_officer

from muster.ledger.models import Entry
from muster.ledger.refusals import Refused
from muster.roster import actions
from muster.roster.access import people_visible_to, told_apart_visible_to
from muster.roster.duplicates import Pair, likely_pairs
from muster.roster.models import Appointment, Identifier, Person, TwoPeople

pytestmark = pytest.mark.django_db


@pytest.fixture
def sisters(cast: Cast) -> tuple[Person, Person]:
    """Ada and her sister, appointed on one day, who are proposed as one person."""
    return cast.person["ada"], make_officer(cast, "adah", cast.millbrook, rank="officer")


def tell(cast: Cast, one: Person, other: Person, reason: str = "Sisters; both were here.") -> TwoPeople:
    return actions.tell_apart(one=one, other=other, by=cast.user["tara"], reason=reason)


def proposed(cast: Cast) -> list[Pair]:
    return likely_pairs(people_visible_to(cast.user["tara"]))


def test_those_told_apart_are_not_proposed_again_whichever_was_named_first(
    cast: Cast, sisters: tuple[Person, Person]
) -> None:
    ada, adah = sisters
    assert len(proposed(cast)) == 1
    said = tell(cast, adah, ada)
    assert proposed(cast) == []
    assert (said.first, said.second, said.known_by) == (ada, adah, cast.user["tara"])
    entry = Entry.objects.get()
    assert (entry.verb, entry.reason) == ("roster:person:merge", "Sisters; both were here.")


@pytest.mark.parametrize("change", ["name", "number", "first day"])
def test_they_are_proposed_again_when_what_is_known_of_who_they_are_changes(
    cast: Cast, sisters: tuple[Person, Person], change: str
) -> None:
    said = tell(cast, *sisters)
    if change == "name":
        Person.objects.filter(pk=sisters[1].pk).update(given_name="Ada")
    elif change == "number":
        Identifier.lines.create(person=sisters[0], kind="state", value="77")
    else:
        Appointment.lines.create(person=sisters[1], agency=cast.oakford, start=date(2019, 1, 1))
    (pair,) = proposed(cast)
    assert pair.told_apart == said
    again = tell(cast, *sisters, reason="Looked again.")
    assert again.replaces == said
    assert proposed(cast) == []


def test_a_change_of_rank_or_protection_proposes_nobody_again(
    cast: Cast, sisters: tuple[Person, Person]
) -> None:
    tell(cast, *sisters)
    Person.objects.filter(pk=sisters[1].pk).update(is_protected=True)
    actions.write_fact(
        person=sisters[0],
        agency=cast.millbrook,
        fact="rank",
        value="sergeant",
        start=date(2026, 1, 1),
        by=cast.user["tara"],
    )
    assert proposed(cast) == []


def test_what_was_said_is_taken_back_once(cast: Cast, sisters: tuple[Person, Person]) -> None:
    said = tell(cast, *sisters)
    actions.propose_again(line=said, by=cast.user["dina"], reason="One badge photo.")
    assert len(proposed(cast)) == 1
    assert not told_apart_visible_to(cast.user["tara"]).exists()
    with pytest.raises(Refused):
        actions.propose_again(line=said, by=cast.user["tara"], reason="One badge photo.")


def test_a_reason_and_two_entries_that_are_shown_are_needed(
    cast: Cast, sisters: tuple[Person, Person]
) -> None:
    ada, adah = sisters
    with pytest.raises(Refused) as refused:
        tell(cast, ada, adah, reason=" ")
    assert refused.value.field == "reason"
    with pytest.raises(Refused, match="one entry already"):
        tell(cast, ada, ada)
    actions.merge_people(kept=ada, merged=adah, by=cast.user["tara"], reason="same")
    with pytest.raises(Refused, match="merged already"):
        tell(cast, ada, adah)
    assert not TwoPeople.lines.exists()


def test_who_may_not_join_both_does_not_see_what_was_said(cast: Cast) -> None:
    tell(cast, cast.person["ada"], cast.person["nora"])
    assert not told_apart_visible_to(cast.user["tara"]).exists()
    assert not told_apart_visible_to(cast.user["nora"]).exists()


def test_the_database_refuses_to_change_what_was_said(cast: Cast, sisters: tuple[Person, Person]) -> None:
    said = tell(cast, *sisters)
    with pytest.raises(IntegrityError), transaction.atomic():
        TwoPeople.lines.filter(pk=said.pk).update(reason="x")
