"""Somebody leaves an agency: one deed, one entry, nothing forgotten."""

from __future__ import annotations

import json
from datetime import date

import pytest
from tests.cast import HIRED, Cast, Role, make_account

from muster.ledger.models import Entry
from muster.ledger.refusals import Refused
from muster.roster import actions, queries
from muster.roster.access import facts_visible_to, people_visible_to
from muster.roster.models import Appointment, Fact

pytestmark = pytest.mark.django_db

LAST = date(2025, 3, 31)


@pytest.fixture
def busy(cast: Cast) -> Cast:
    """Ada is on leave, armed, certified, and is to go to squad B next month."""
    ada, here = cast.person["ada"], cast.millbrook
    Fact.lines.create(person=ada, agency=here, fact="leave", value="parental", start=date(2025, 1, 1))
    Fact.lines.create(person=ada, agency=here, fact="carries", value="pistol", start=HIRED)
    Fact.lines.create(person=ada, agency=here, fact="certificate", value="basic", start=HIRED)
    Fact.lines.create(person=ada, agency=cast.oakford, fact="assignment", value="tutor", start=HIRED)
    actions.assign(person=ada, unit=cast.squad_b, start=date(2025, 4, 30), by=cast.user["tara"])
    return cast


def leave(cast: Cast, end: date = LAST) -> Appointment:
    return actions.separate(
        person=cast.person["ada"],
        agency=cast.millbrook,
        end=end,
        separation="transferred",
        by=cast.user["tara"],
        reason="to Oakford",
    )


def test_all_that_hangs_on_the_appointment_ends_with_it(busy: Cast) -> None:
    ended = leave(busy)
    assert (ended.end, ended.separation, ended.reason) == (LAST, "transferred", "to Oakford")
    assert [(a.unit.code, a.start, a.end) for a in queries.assignments_of(busy.person["ada"])] == [
        ("A", HIRED, LAST)
    ]
    facts = {(f.fact, f.agency.name): f.end for f in queries.facts_of(busy.person["ada"])}
    assert facts == {
        ("assignment", "Oakford Police"): None,
        ("carries", "Millbrook Police"): LAST,
        ("certificate", "Millbrook Police"): None,
        ("leave", "Millbrook Police"): LAST,
        ("rank", "Millbrook Police"): None,
    }


def test_it_is_one_entry_that_names_every_line(busy: Cast) -> None:
    before = Entry.objects.count()
    leave(busy)
    assert Entry.objects.count() == before + 1
    entry = Entry.objects.order_by("-number")[0]
    told = json.loads(entry.details)
    assert sorted(kind for kind, _ in told["ended"]) == ["assignment", "assignment", "fact", "fact"]
    assert entry.reason == "to Oakford"


def test_nobody_leaves_where_they_do_not_work_that_day(busy: Cast) -> None:
    with pytest.raises(Refused) as refused:
        leave(busy, date(2019, 12, 31))
    assert refused.value.field == "end"
    assert all(line.end is None for line in queries.appointments_of(busy.person["ada"]))


def test_after_a_transfer_both_agencies_see_the_way_and_each_its_own_facts(busy: Cast) -> None:
    leave(busy)
    ada = busy.person["ada"]
    actions.appoint(person=ada, agency=busy.oakford, start=date(2025, 4, 1), by=busy.user["tara"])

    otto = make_account(busy, "otto", Role.COORDINATOR, busy.oakford)
    for user in (otto, busy.user["tara"]):
        assert ada in people_visible_to(user)
    assert {fact.fact for fact in facts_visible_to(otto).filter(person=ada)} == {"assignment"}
    assert "assignment" not in {fact.fact for fact in facts_visible_to(busy.user["tara"]).filter(person=ada)}
    assert [line.agency for line in queries.appointments_of(ada)] == [busy.oakford, busy.millbrook]
