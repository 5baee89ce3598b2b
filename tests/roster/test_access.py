"""Who sees whom."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from tests.cast import Cast, make_account, make_officer

from muster.accounts.roles import Role
from muster.roster.access import (
    agencies_visible_to,
    assignments_visible_to,
    facts_visible_to,
    identifiers_visible_to,
    may_know_why,
    may_see_line,
    people_visible_to,
)
from muster.roster.actions import assign, correct
from muster.roster.models import Appointment, Fact, Identifier, Person

EVERYBODY_IN_MILLBROOK = {"ada", "ben", "sam", "chris", "tara", "dina", "ian"}


def seen_by(cast: Cast, name: str) -> set[str]:
    """Return the names of the people somebody sees."""
    return {person.given_name.lower() for person in people_visible_to(cast.user[name])}


@pytest.mark.parametrize(
    ("who", "whom"),
    [
        ("ada", {"ada"}),
        ("sam", {"ada", "sam"}),
        ("tara", EVERYBODY_IN_MILLBROOK),
        ("chris", EVERYBODY_IN_MILLBROOK),
        ("olga", EVERYBODY_IN_MILLBROOK),
        ("posy", EVERYBODY_IN_MILLBROOK | {"nora"}),
        ("admin", EVERYBODY_IN_MILLBROOK | {"nora"}),
        ("nora", {"nora"}),
        ("stranger", set()),
    ],
)
def test_each_role_sees_its_own_people(cast: Cast, who: str, whom: set[str]) -> None:
    assert seen_by(cast, who) == whom


def test_somebody_signed_out_sees_nobody(cast: Cast) -> None:
    assert not people_visible_to(AnonymousUser()).exists()


def test_an_agency_still_sees_who_left_it(cast: Cast) -> None:
    left = make_officer(cast, "lee", cast.oakford, rank="officer")
    Appointment.lines.create(
        person=left, agency=cast.millbrook, start=date(2015, 1, 1), end=date(2019, 12, 31)
    )
    assert "lee" in seen_by(cast, "tara")


def test_a_closed_account_sees_nobody(cast: Cast) -> None:
    cast.user["tara"].is_active = False
    assert seen_by(cast, "tara") == set()


def test_a_supervisor_sees_the_agency_of_the_unit(cast: Cast) -> None:
    assert list(agencies_visible_to(cast.user["sam"])) == [cast.millbrook]


# ── the neighbour, the commission, the unit ───────────────────────────────────────────────────────


@pytest.fixture
def moved(cast: Cast) -> Cast:
    """Lee left Millbrook for Oakford, where Otto coordinates."""
    lee = make_officer(cast, "lee", cast.oakford, rank="sergeant")
    Appointment.lines.create(
        person=lee, agency=cast.millbrook, start=date(2015, 1, 1), end=date(2019, 12, 31)
    )
    Fact.lines.create(person=lee, agency=cast.millbrook, fact="rank", value="officer", start=date(2015, 1, 1))
    Identifier.lines.create(person=lee, kind="state", value="S-1")
    make_account(cast, "otto", Role.COORDINATOR, cast.oakford)
    return cast


def ranks_seen(cast: Cast, who: str, whom: str) -> set[str]:
    lines = facts_visible_to(cast.user[who]).filter(person=cast.person[whom], fact="rank")
    return {line.value for line in lines}


@pytest.mark.parametrize(
    ("who", "ranks"),
    [
        ("tara", {"officer"}),
        ("otto", {"sergeant"}),
        ("posy", {"officer", "sergeant"}),
        ("admin", {"officer", "sergeant"}),
        ("sam", set()),
        ("ada", set()),
    ],
)
def test_each_agency_sees_what_it_wrote_itself(moved: Cast, who: str, ranks: set[str]) -> None:
    assert ranks_seen(moved, who, "lee") == ranks


def test_number_of_the_state_is_seen_by_both_and_that_of_an_agency_by_itself(moved: Cast) -> None:
    lee = moved.person["lee"]
    own = Identifier.lines.get(person=lee, kind="agency")
    assert {line.value for line in identifiers_visible_to(moved.user["tara"]).filter(person=lee)} == {"S-1"}
    assert {line.value for line in identifiers_visible_to(moved.user["otto"]).filter(person=lee)} == {
        "S-1",
        own.value,
    }


def test_supervisor_sees_the_facts_of_the_squad_and_of_nobody_else(cast: Cast) -> None:
    assert {line.person for line in facts_visible_to(cast.user["sam"])} == {
        cast.person["ada"],
        cast.person["sam"],
    }
    assert {line.person for line in assignments_visible_to(cast.user["sam"])} == {
        cast.person["ada"],
        cast.person["sam"],
    }


def test_supervisor_loses_sight_of_who_is_posted_elsewhere(cast: Cast) -> None:
    assign(person=cast.person["ada"], unit=cast.squad_b, start=date(2025, 1, 1), by=cast.user["tara"])
    assert seen_by(cast, "sam") == {"sam"}


# ── protected ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("otto", True),
        ("tara", False),  # the former agency
        ("posy", False),  # the commission
        ("admin", True),  # who runs the server could read the database anyway
        ("nora", False),
    ],
)
def test_protected_officer_is_seen_by_the_agency_that_employs_them(moved: Cast, who: str, sees: bool) -> None:
    Person.objects.filter(pk=moved.person["lee"].pk).update(is_protected=True)
    assert ("lee" in seen_by(moved, who)) is sees


def test_protected_officer_stays_visible_to_themselves_and_their_sergeant(cast: Cast) -> None:
    Person.objects.filter(pk=cast.person["ada"].pk).update(is_protected=True)
    assert "ada" in seen_by(cast, "ada")
    assert "ada" in seen_by(cast, "sam")
    assert "ada" not in seen_by(cast, "posy")


def test_protected_officer_whom_nobody_employs_is_not_lost(cast: Cast) -> None:
    Person.objects.filter(pk=cast.person["ada"].pk).update(is_protected=True)
    line = Appointment.lines.get(person=cast.person["ada"])
    correct(line, by=cast.user["tara"], agency=cast.millbrook, reason="left", end=date(2025, 1, 1))
    assert "ada" in seen_by(cast, "tara")


# ── leave ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("who", "knows"),
    [("ada", True), ("tara", True), ("dina", True), ("sam", False), ("chris", False), ("olga", False)],
)
def test_why_somebody_is_on_leave_is_for_them_and_for_who_writes_it(
    cast: Cast, who: str, knows: bool
) -> None:
    leave = Fact.lines.create(person=cast.person["ada"], agency=cast.millbrook, fact="leave", value="medical")
    assert leave in facts_visible_to(cast.user[who])
    assert may_know_why(cast.user[who], leave) is knows
    assert may_see_line(cast.user[who], leave) is knows


def test_writer_of_another_agency_does_not_learn_why(moved: Cast) -> None:
    leave = Fact.lines.create(
        person=moved.person["lee"], agency=moved.millbrook, fact="leave", value="medical"
    )
    assert not may_know_why(moved.user["otto"], leave)
    assert not may_see_line(moved.user["otto"], leave)
