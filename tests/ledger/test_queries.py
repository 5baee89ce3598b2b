"""What is found in the ledger, and how an entry stands between its neighbours."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from tests.ledger.short import tamper

from muster.ledger.actions import write_down
from muster.ledger.models import Entry
from muster.ledger.queries import entries_about, entries_by, place_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def about_bo(dozen: list[Entry], bo: AbstractBaseUser) -> Entry:
    """A thirteenth entry, by Muster itself and about Bo."""
    with transaction.atomic():
        return write_down(verb="accounts:user:remind", subject=bo, actor=None)


def test_entries_about_a_thing_leave_others_out(
    about_bo: Entry, dozen: list[Entry], ada: AbstractBaseUser, bo: AbstractBaseUser
) -> None:
    assert list(entries_about(ada)) == dozen
    assert list(entries_about(bo)) == [about_bo]


def test_entries_by_a_person_are_those_done_and_those_done_for_them(
    about_bo: Entry, dozen: list[Entry], ada: AbstractBaseUser, bo: AbstractBaseUser
) -> None:
    assert list(entries_by(bo)) == dozen
    assert list(entries_by(ada)) == dozen[::2]


def test_entry_in_the_middle_holds_on_both_sides(dozen: list[Entry]) -> None:
    place = place_of(dozen[5])
    assert (place.before, place.after) == (dozen[4], dozen[6])
    assert (place.fits, place.follows, place.followed, place.holds) == (True, True, True, True)


def test_first_entry_follows_nothing(dozen: list[Entry]) -> None:
    place = place_of(dozen[0])
    assert (place.before, place.follows, place.holds) == (None, True, True)


def test_nothing_holds_on_to_the_last_entry_yet(dozen: list[Entry]) -> None:
    place = place_of(dozen[-1])
    assert (place.after, place.followed, place.holds) == (None, None, True)


def test_changed_entry_does_not_fit(dozen: list[Entry]) -> None:
    tamper("UPDATE ledger_entry SET reason = %s WHERE number = 6", ["never mind"])
    place = place_of(Entry.objects.get(number=6))
    assert (place.fits, place.follows, place.followed, place.holds) == (False, True, True, False)


def test_missing_neighbours_are_noticed(dozen: list[Entry]) -> None:
    tamper("DELETE FROM ledger_entry WHERE number IN (%s, %s)", [5, 7])
    place = place_of(dozen[5])
    assert (place.before, place.after, place.follows, place.followed) == (None, None, False, False)


def test_place_takes_one_query_in_the_middle_and_two_at_the_end(
    dozen: list[Entry], queries_of: Callable[[Callable[[], object]], int]
) -> None:
    assert [queries_of(lambda entry=entry: place_of(entry)) for entry in (dozen[5], dozen[-1])] == [1, 2]
