"""Separations and certificate actions of a period."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from tests.cast import HIRED, Cast

from muster.roster import actions
from muster.roster.endings import Ended, endings
from muster.roster.models import Agency, Appointment, Fact, Identifier, Person

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2026, 1, 1), date(2026, 3, 31)


def told(rows: list[Ended]) -> list[tuple[str, str, str, date]]:
    return [(row.person.given_name, str(row.what), row.why, row.last_day) for row in rows]


def asked(cast: Cast, who: str = "dina", first: date = FIRST, last: date = LAST) -> list[Ended]:
    return endings(cast.user[who], Agency.objects.all(), first, last)


def leave(cast: Cast, name: str, end: date, why: str = "resigned") -> None:
    actions.separate(
        person=cast.person[name], agency=cast.millbrook, end=end, separation=why, by=cast.user["tara"]
    )


def paper(cast: Cast, name: str, fact: str = "certificate", ending: str = "revoked", **more: object) -> Fact:
    days = {"start": HIRED, "end": date(2026, 2, 1), "value": "basic", **more}
    return Fact.lines.create(
        person=cast.person[name], agency=cast.millbrook, fact=fact, ending=ending, **days
    )


def test_who_left_and_whose_certificate_was_revoked_stand_together_the_latest_first(cast: Cast) -> None:
    Identifier.lines.create(person=cast.person["ada"], kind="state", value="S-77")
    leave(cast, "ada", date(2026, 1, 15), "dismissed")
    paper(cast, "ada", number="B-1")
    rows = asked(cast)
    assert told(rows) == [
        ("Ada", "certificate basic", "revoked", date(2026, 2, 1)),
        ("Ada", "appointment", "dismissed", date(2026, 1, 15)),
    ]
    assert [(row.state_id, row.number) for row in rows] == [("S-77", "B-1"), ("S-77", "")]


def test_both_ends_of_the_period_are_in_it(cast: Cast) -> None:
    for name, end in (
        ("ada", FIRST - timedelta(1)),
        ("ben", FIRST),
        ("ian", LAST),
        ("sam", LAST + timedelta(1)),
    ):
        leave(cast, name, end)
    assert [row.person.given_name for row in asked(cast)] == ["Ian", "Ben"]


def test_what_only_ran_out_and_what_is_no_licence_to_work_is_left_out(cast: Cast) -> None:
    paper(cast, "ada", ending="")
    paper(cast, "ada", fact="card")
    assert asked(cast) == []


def test_appointment_that_another_follows_at_once_is_no_separation(cast: Cast) -> None:
    old = Appointment.lines.get(person=cast.person["ada"])
    actions.correct(
        line=old,
        by=cast.user["tara"],
        agency=cast.millbrook,
        reason="part-time",
        end=date(2026, 2, 28),
    )
    actions.appoint(
        person=cast.person["ada"],
        agency=cast.millbrook,
        start=date(2026, 3, 1),
        employment="part-time",
        by=cast.user["tara"],
    )
    assert asked(cast) == []


def test_a_merged_entry_is_listed_under_the_one_that_is_shown(cast: Cast) -> None:
    twin = Person.objects.create(given_name="Adah", family_name="Testcase", same_as=cast.person["ada"])
    Appointment.lines.create(
        person=twin, agency=cast.millbrook, start=date(2019, 1, 1), end=FIRST, separation="resigned"
    )
    rows = asked(cast)
    assert rows == []  # her other entry serves on
    Appointment.lines.create(
        person=twin, agency=cast.oakford, start=date(2019, 1, 1), end=FIRST, separation="resigned"
    )
    assert [row.person for row in asked(cast, "posy")] == [cast.person["ada"]]


def test_each_sees_the_agencies_where_they_hold_the_permission(cast: Cast) -> None:
    leave(cast, "ada", date(2026, 1, 15))
    assert len(asked(cast, "posy")) == 1  # through the commission
    for outsider in ("tara", "sam", "ada", "nora", "olga", "vic", "stranger"):
        assert asked(cast, outsider) == []


def test_who_is_protected_is_seen_by_the_agency_they_left_alone(cast: Cast) -> None:
    leave(cast, "ada", date(2026, 1, 15))
    Person.objects.filter(pk=cast.person["ada"].pk).update(is_protected=True)
    assert len(asked(cast, "dina")) == 1
    assert asked(cast, "posy") == []


def test_it_costs_as_many_queries_for_one_as_for_more(
    cast: Cast, queries_of: Callable[[Callable[[], object]], int]
) -> None:
    leave(cast, "ada", FIRST)
    paper(cast, "ada")
    asked(cast)  # an account remembers its roles
    few = queries_of(lambda: asked(cast))
    for name in ("ben", "ian"):
        leave(cast, name, FIRST)
        paper(cast, name)
    assert queries_of(lambda: asked(cast)) == few
