"""The tree of units: where each lies, moves, closing and opening again."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from tests.cast import HIRED, Cast, make_unit

from muster.ledger.models import Entry
from muster.ledger.refusals import Refused
from muster.roster import actions, queries
from muster.roster.models import Assignment, Person, Unit

pytestmark = pytest.mark.django_db

DAY = date(2025, 1, 31)


def paths() -> dict[str, str]:
    """Return where every unit lies, in codes."""
    codes = {str(unit.pk): unit.code for unit in Unit.objects.all()}
    return {
        unit.code: "/".join(codes[key] for key in unit.path.split("/") if key) for unit in Unit.objects.all()
    }


@pytest.fixture
def deep(cast: Cast) -> Cast:
    """Squad A has a team, and there is an investigations division."""
    make_unit(cast.millbrook, "T", "Team", cast.squad_a)
    make_unit(cast.millbrook, "INV", "Investigations")
    return cast


def unit(code: str) -> Unit:
    return Unit.objects.get(code=code)


def test_new_unit_lies_below_its_parent(cast: Cast) -> None:
    actions.add_unit(agency=cast.millbrook, parent=cast.squad_b, code="K9", name="Dogs", by=cast.user["tara"])
    assert paths()["K9"] == "PAT/B/K9"
    assert unit("K9").depth == 2


def test_move_takes_all_below_along(deep: Cast) -> None:
    actions.move_unit(unit=deep.squad_a, parent=unit("INV"), by=deep.user["tara"], reason="reform")
    assert paths() == {"PAT": "PAT", "A": "INV/A", "B": "PAT/B", "T": "INV/A/T", "INV": "INV"}
    assert unit("A").parent == unit("INV")


def test_move_to_the_top(deep: Cast) -> None:
    actions.move_unit(unit=deep.squad_a, parent=None, by=deep.user["tara"], reason="reform")
    assert (paths()["A"], paths()["T"], unit("A").parent) == ("A", "A/T", None)


@pytest.mark.parametrize("below", ["A", "T"])
def test_unit_is_not_moved_below_itself(deep: Cast, below: str) -> None:
    before = paths()
    with pytest.raises(Refused) as refused:
        actions.move_unit(unit=deep.squad_a, parent=unit(below), by=deep.user["tara"], reason="circle")
    assert (refused.value.field, paths()) == ("parent", before)


def test_second_of_two_moves_sees_the_first(deep: Cast) -> None:
    """Each alone is sound; together they would be a circle."""
    stale_patrol, stale_division = unit("PAT"), unit("INV")
    actions.move_unit(unit=unit("PAT"), parent=unit("INV"), by=deep.user["tara"], reason="one")
    with pytest.raises(Refused):
        actions.move_unit(unit=stale_division, parent=stale_patrol, by=deep.user["dina"], reason="two")
    assert (paths()["INV"], paths()["T"]) == ("INV", "INV/PAT/A/T")


def test_unit_stays_in_its_agency(cast: Cast) -> None:
    other = make_unit(cast.oakford, "O", "Oakford patrol")
    with pytest.raises(Refused) as moved:
        actions.move_unit(unit=cast.squad_a, parent=other, by=cast.user["tara"], reason="theirs now")
    with pytest.raises(Refused) as added:
        actions.add_unit(agency=cast.millbrook, parent=other, code="X", name="X", by=cast.user["tara"])
    assert (moved.value.field, added.value.field) == ("parent", "parent")
    assert set(paths()) == {"PAT", "A", "B", "O"}


def test_code_is_used_once_in_an_agency(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="code already"):
        actions.add_unit(agency=cast.millbrook, parent=None, code="A", name="Again", by=cast.user["tara"])
    actions.add_unit(agency=cast.oakford, parent=None, code="A", name="Theirs", by=cast.user["tara"])
    assert Unit.objects.filter(code="A").count() == 2


def test_unit_with_people_is_not_closed(cast: Cast) -> None:
    with pytest.raises(Refused, match="2 people") as refused:
        actions.close_unit(unit=cast.squad_a, end=DAY, by=cast.user["tara"], reason="merged into B")
    assert (refused.value.field, unit("A").end) == ("end", None)


def test_unit_with_open_units_below_is_not_closed(cast: Cast) -> None:
    with pytest.raises(Refused, match="Squad A"):
        actions.close_unit(unit=cast.patrol, end=DAY, by=cast.user["tara"], reason="reform")
    assert unit("PAT").end is None


def test_unit_is_closed_when_the_last_one_has_gone_and_opened_again(cast: Cast) -> None:
    for name in ("ada", "sam"):
        actions.assign(
            person=cast.person[name], unit=cast.squad_b, start=date(2025, 2, 1), by=cast.user["tara"]
        )
    before = Entry.objects.count()
    actions.close_unit(unit=cast.squad_a, end=DAY, by=cast.user["tara"], reason="merged into B")
    assert list(queries.filter_open(Unit.objects.all(), date(2025, 2, 1)).values_list("code", flat=True)) == [
        "PAT",
        "B",
    ]
    assert "A" in queries.filter_open(Unit.objects.all(), DAY).values_list("code", flat=True)
    actions.reopen_unit(unit=cast.squad_a, by=cast.user["tara"], reason="needed")
    assert (unit("A").end, Entry.objects.count()) == (None, before + 2)


def test_nothing_is_put_below_a_closed_unit(deep: Cast) -> None:
    actions.close_unit(unit=unit("INV"), end=DAY, by=deep.user["tara"], reason="reform")
    with pytest.raises(Refused, match="closed"):
        actions.move_unit(unit=deep.squad_a, parent=unit("INV"), by=deep.user["tara"], reason="reform")
    assert paths()["A"] == "PAT/A"


def test_strength_counts_a_person_entered_twice_once(cast: Cast) -> None:
    actions.merge_people(kept=cast.person["sam"], merged=_twin(cast), by=cast.user["tara"], reason="seen")
    counted = dict(queries.annotate_strength(Unit.objects.all()).values_list("code", "strength"))
    assert counted == {"PAT": 0, "A": 2, "B": 2}


def test_tree_is_read_by_name_whatever_the_keys(cast: Cast) -> None:
    make_unit(cast.millbrook, "ADM", "Administration")
    make_unit(cast.millbrook, "A0", "Aces", cast.squad_b)
    order = [each.code for each in queries.in_tree_order(Unit.objects.select_related("agency"))]
    assert order == ["ADM", "PAT", "A", "B", "A0"]


def _twin(cast: Cast) -> Person:
    """Make a second entry of Sam, in the same squad."""
    twin = Person.objects.create(given_name="Samuel", family_name="Testcase")
    Assignment.lines.create(person=twin, unit=cast.squad_a, start=HIRED)
    return twin
