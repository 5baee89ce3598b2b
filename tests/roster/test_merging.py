"""One person, entered twice: proposed, joined, parted."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import date

import pytest
from tests.cast import HIRED, Cast, Role, make_account, make_officer

from muster.ledger.refusals import Refused
from muster.roster import actions, queries
from muster.roster.access import agencies_not_asked, merges_visible_to, people_visible_to
from muster.roster.duplicates import is_alike, likely_pairs
from muster.roster.models import Appointment, Identifier, Merge, Person

pytestmark = pytest.mark.django_db


def merge(cast: Cast, kept: Person, merged: Person) -> Merge:
    return actions.merge_people(kept=kept, merged=merged, by=cast.user["tara"], reason="same badge photo")


def undo(cast: Cast, done: Merge) -> None:
    actions.undo_merge(merge=done, by=cast.user["tara"], reason="father and son")


def shown(*people: Person) -> list[int | None]:
    return [Person.objects.get(pk=person.pk).same_as_id for person in people]


@pytest.fixture
def three(cast: Cast) -> list[Person]:
    """Three entries of one officer, none with an account."""
    return [make_officer(cast, name, cast.millbrook, rank="officer") for name in ("lee", "leigh", "li")]


# ── proposals ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("one", "two", "alike"),
    [
        (("José", "Núñez"), ("Jose", "Nunez"), True),
        (("Ana María", "López"), ("López", "Ana-María"), True),
        (("Katherine", "Miller"), ("Katharine", "Miller"), True),
        (("John", "Miller"), ("Jane", "Miller"), False),
        (("", ""), ("Ada", "Miller"), False),
    ],
)
def test_names_are_alike(one: tuple[str, str], two: tuple[str, str], alike: bool) -> None:
    first, second = (Person(given_name=given, family_name=family) for given, family in (one, two))
    assert is_alike(first, second) is alike


def test_name_alone_proposes_nothing(cast: Cast) -> None:
    for start in (date(2021, 1, 1), date(2021, 1, 2)):
        person = Person.objects.create(given_name="Kim", family_name="Stone")
        Appointment.lines.create(person=person, agency=cast.millbrook, start=start)
    assert likely_pairs(people_visible_to(cast.user["tara"])) == []


def test_same_first_day_and_nearly_the_same_name_is_proposed(cast: Cast) -> None:
    pair = []
    for given in ("Katherine", "Katharine"):
        person = Person.objects.create(given_name=given, family_name="Stone")
        Appointment.lines.create(person=person, agency=cast.millbrook, start=HIRED)
        pair.append(person)
    found = likely_pairs(people_visible_to(cast.user["tara"]))
    assert [(each.first, each.second) for each in found] == [tuple(pair)]


def test_number_that_two_entries_have_is_proposed_first_and_once(cast: Cast, three: list[Person]) -> None:
    for person in three[:2]:
        Identifier.lines.create(person=person, kind="state", value="77")
    Person.objects.filter(pk__in=[p.pk for p in three[:2]]).update(given_name="Lee")
    found = likely_pairs(people_visible_to(cast.user["tara"]))
    assert [(each.first, each.second, str(each.reason)) for each in found] == [
        (three[0], three[1], "the same number")
    ]


def test_number_of_a_merged_entry_speaks_for_the_one_that_is_shown(cast: Cast, three: list[Person]) -> None:
    first, second, third = three
    for person in (second, third):
        Identifier.lines.create(person=person, kind="state", value="77")
    merge(cast, first, second)
    found = likely_pairs(people_visible_to(cast.user["tara"]))
    assert [{each.first, each.second} for each in found] == [{first, third}]


def test_proposals_cost_three_queries_however_many_people(
    cast: Cast, three: list[Person], queries_of: Callable[[Callable[[], object]], int]
) -> None:
    seen = Person.objects.all()
    assert queries_of(lambda: likely_pairs(seen.filter(pk=three[0].pk))) == 3
    assert queries_of(lambda: likely_pairs(seen.all())) == 3


# ── joining ───────────────────────────────────────────────────────────────────────────────────────


def test_merged_entry_is_not_listed_and_its_lines_are_shown_under_the_other(
    cast: Cast, three: list[Person]
) -> None:
    first, second, _ = three
    merge(cast, first, second)
    assert second not in people_visible_to(cast.user["tara"])
    assert {line.person for line in queries.appointments_of(first)} == {first, second}


def test_merged_entry_is_found_by_its_number_and_its_name(cast: Cast, three: list[Person]) -> None:
    first, second, _ = three
    number = Identifier.lines.get(person=second).value
    merge(cast, first, second)
    seen = people_visible_to(cast.user["tara"])
    assert list(queries.filter_named(seen, number)) == [first]
    assert list(queries.filter_named(seen, "leigh")) == [first]


def test_agency_that_appointed_only_the_merged_entry_still_sees_the_person(cast: Cast) -> None:
    here = make_officer(cast, "lee", cast.millbrook, rank="officer")
    there = make_officer(cast, "leigh", cast.oakford, rank="officer")
    otto = make_account(cast, "otto", Role.COORDINATOR, cast.oakford)
    merge(cast, here, there)
    assert here in people_visible_to(otto)


def test_account_of_the_merged_entry_opens_the_person(cast: Cast, three: list[Person]) -> None:
    merge(cast, three[0], cast.person["ada"])
    assert list(people_visible_to(cast.user["ada"])) == [three[0]]


def test_two_accounts_are_not_joined_not_even_through_a_third_entry(cast: Cast, three: list[Person]) -> None:
    merge(cast, three[0], cast.person["ada"])
    with pytest.raises(Refused, match="account"):
        merge(cast, three[0], cast.person["ben"])
    assert shown(cast.person["ben"]) == [None]


def test_closed_account_is_no_hindrance(cast: Cast) -> None:
    cast.user["ben"].is_active = False
    cast.user["ben"].save()
    merge(cast, cast.person["ada"], cast.person["ben"])
    assert shown(cast.person["ben"]) == [cast.person["ada"].pk]


def test_protected_entry_is_not_joined_to_an_open_one(cast: Cast, three: list[Person]) -> None:
    Person.objects.filter(pk=three[1].pk).update(is_protected=True)
    with pytest.raises(Refused, match="protected"):
        merge(cast, three[0], three[1])
    assert shown(three[1]) == [None]


def test_entry_is_not_joined_to_itself_nor_twice_nor_without_a_reason(
    cast: Cast, three: list[Person]
) -> None:
    first, second, third = three
    with pytest.raises(Refused):
        merge(cast, first, first)
    with pytest.raises(Refused):
        actions.merge_people(kept=first, merged=second, by=cast.user["tara"], reason=" ")
    merge(cast, first, second)
    with pytest.raises(Refused):
        merge(cast, third, second)
    assert shown(first, second, third) == [None, first.pk, None]


def test_new_line_of_a_joined_person_meets_the_lines_of_both_entries(cast: Cast, three: list[Person]) -> None:
    first, second, _ = three
    number = Identifier.lines.get(person=second)
    merge(cast, first, second)
    with pytest.raises(Refused, match="already"):
        actions.identify(
            person=first, kind="agency", value=number.value, agency=cast.millbrook, by=cast.user["tara"]
        )
    with pytest.raises(Refused):
        actions.appoint(person=first, agency=cast.millbrook, start=HIRED, by=cast.user["tara"])


# ── parting ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("order", list(itertools.permutations(range(2))))
def test_chain_is_undone_in_any_order(cast: Cast, three: list[Person], order: tuple[int, int]) -> None:
    a, b, c = three
    merges = [merge(cast, b, a), merge(cast, c, b)]
    assert shown(a, b, c) == [c.pk, c.pk, None]
    undo(cast, merges[order[0]])
    assert shown(a, b, c) == ([None, c.pk, None] if order[0] == 0 else [b.pk, None, None])
    undo(cast, merges[order[1]])
    assert shown(a, b, c) == [None, None, None]


def test_inner_merge_of_a_chain_can_still_be_found(cast: Cast, three: list[Person]) -> None:
    a, b, c = three
    merges = {merge(cast, b, a), merge(cast, c, b)}
    assert set(merges_visible_to(cast.user["tara"])) == merges


def test_merge_is_undone_once_and_the_two_may_be_joined_again(cast: Cast, three: list[Person]) -> None:
    a, b, _ = three
    done = merge(cast, a, b)
    undo(cast, done)
    with pytest.raises(Refused):
        undo(cast, done)
    merge(cast, b, a)
    assert shown(a, b) == [b.pk, None]


# ── who may ───────────────────────────────────────────────────────────────────────────────────────


def test_merge_across_agencies_needs_the_permission_in_both(cast: Cast) -> None:
    here = make_officer(cast, "lee", cast.millbrook, rank="officer")
    there = make_officer(cast, "leigh", cast.oakford, rank="officer")
    assert list(agencies_not_asked(cast.user["tara"], here, there)) == [cast.oakford]
    over_both = make_account(cast, "kay", Role.CUSTODIAN, cast.commission)
    assert list(agencies_not_asked(over_both, here, there)) == []


def test_agency_of_an_entry_merged_before_is_asked_too(cast: Cast, three: list[Person]) -> None:
    there = make_officer(cast, "leah", cast.oakford, rank="officer")
    merge(cast, three[0], there)
    assert list(agencies_not_asked(cast.user["tara"], three[0], three[1])) == [cast.oakford]
