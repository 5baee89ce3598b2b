"""Patterns, rotas and floors: what does not add up is refused with a sentence."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from tests.cast import Cast
from tests.events.streets import EVERY_DAY, floor, pattern, stands_in, works

from muster.events.actions.rotas import (
    add_floors,
    add_pattern,
    end_rota,
    remove_floor,
    save_floor,
    set_cover_rules,
    set_rota,
)
from muster.events.models import CoverRules, Floor, Rota, ShiftPattern, StandIn
from muster.events.queries.rotas import strength_of, sum_of, too_high, weeks_of
from muster.events.queries.street.rules import core_rules, rules_on
from muster.events.rotas import READY, cycle_of, letters_of
from muster.events.sources.floors import COLUMNS, read_floors, row_of
from muster.ledger.models import Entry
from muster.ledger.refusals import Refused
from muster.roster.models import Unit

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 30)
DAYS = {"D": (time(6), 600)}


# ── patterns ─────────────────────────────────────────────────────────────────────────────────────


def test_letters_and_times_become_a_cycle_and_come_back() -> None:
    times = {"D": (time(6), 720), "N": (time(18), 720)}
    cycle = cycle_of("dd-- nn--", times)
    assert cycle == [["06:00", 720]] * 2 + [None] * 2 + [["18:00", 720]] * 2 + [None] * 2
    assert letters_of(cycle) == ("DD--EE--", {"D": times["D"], "E": times["N"]})


@pytest.mark.parametrize(
    ("letters", "times", "why"),
    [
        ("", DAYS, "Write a letter for each day"),
        ("----", DAYS, "Write a letter for each day"),
        ("DDX-", DAYS, "has days X, for which no time is given"),
        ("DD--", {"D": (time(6), 1500)}, "at most 24 hours"),
        ("DN--", {"D": (time(18), 720), "N": (time(5), 600)}, "runs into the one of the next day"),
        ("D" * 367, DAYS, "1 to 366 days"),
    ],
)
def test_rotation_that_does_not_add_up_is_refused(
    letters: str, times: dict[str, tuple[time, int]], why: str
) -> None:
    with pytest.raises(Refused, match=why):
        cycle_of(letters, times)


@pytest.mark.parametrize("key", READY)
def test_ready_patterns_add_up_to_the_hours_of_their_kind(cast: Cast, key: str) -> None:
    made = add_pattern(agency=cast.millbrook, name=key, cycle=READY[key].cycle, by=cast.user["scot"])
    hours = sum_of(made, rules_on(cast.millbrook, MONDAY)).week_minutes / 60
    assert hours == {"five": 40, "four": 40 if "ten" in key else 42, "pitm": 42, "two-": 42}[key[:4]]


def test_twelve_hour_rotation_leaves_next_to_no_room_under_7k(cast: Cast) -> None:
    rules = CoverRules(agency=cast.millbrook, work_period_days=14)
    twelve = sum_of(pattern(cast.millbrook, READY["pitman-days"].cycle), rules)
    assert (twelve.period_minutes // 60, twelve.period_limit // 60, twelve.near_limit) == (84, 86, True)


def test_name_of_a_pattern_is_taken_once(cast: Cast) -> None:
    add_pattern(agency=cast.millbrook, name="Days", cycle=EVERY_DAY, by=cast.user["scot"])
    with pytest.raises(ValidationError, match="a pattern of this name"):
        add_pattern(agency=cast.millbrook, name="Days", cycle=EVERY_DAY, by=cast.user["scot"])
    with pytest.raises(IntegrityError), transaction.atomic():
        ShiftPattern.objects.create(agency=cast.millbrook, name="Days", cycle=EVERY_DAY)


# ── who works what ───────────────────────────────────────────────────────────────────────────────


def set_for(cast: Cast, made: ShiftPattern, start: date, end: date | None = None, name: str = "") -> Rota:
    return set_rota(
        unit=cast.squad_a,
        person=cast.person[name] if name else None,
        pattern=made,
        anchor=MONDAY,
        start=start,
        end=end,
        by=cast.user["scot"],
    )


def test_new_line_ends_the_one_before_on_the_day_before(cast: Cast) -> None:
    first, second = pattern(cast.millbrook), pattern(cast.millbrook)
    old = set_for(cast, first, MONDAY)
    entries = Entry.objects.count()
    set_for(cast, second, MONDAY + timedelta(days=14))
    old.refresh_from_db()
    assert old.end == MONDAY + timedelta(days=13)
    assert Entry.objects.count() == entries + 1


def test_line_of_a_person_leaves_that_of_the_unit_alone(cast: Cast) -> None:
    made = pattern(cast.millbrook)
    old = set_for(cast, made, MONDAY)
    set_for(cast, made, MONDAY + timedelta(days=1), name="ada")
    old.refresh_from_db()
    assert old.end is None


def test_line_that_would_run_into_a_later_one_is_refused(cast: Cast) -> None:
    made = pattern(cast.millbrook)
    set_for(cast, made, MONDAY + timedelta(days=7))
    with pytest.raises(Refused, match="begins for them on 2026-12-07 already"):
        set_for(cast, made, MONDAY)
    assert set_for(cast, made, MONDAY, MONDAY + timedelta(days=6)).pk


def test_pattern_of_another_agency_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="of the same agency"):
        set_for(cast, pattern(cast.oakford), MONDAY)


def test_line_does_not_end_before_it_begins(cast: Cast) -> None:
    line = set_for(cast, pattern(cast.millbrook), MONDAY)
    with pytest.raises(ValidationError, match="must not be before the first"):
        end_rota(rota=line, end=MONDAY - timedelta(days=1), by=cast.user["scot"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Rota.objects.filter(pk=line.pk).update(end=MONDAY - timedelta(days=1))


def test_four_weeks_show_the_cycle_from_its_first_day(cast: Cast) -> None:
    line = works(cast.squad_a, pattern(cast.millbrook, READY["pitman-days"].cycle), anchor=MONDAY)
    line.end = MONDAY + timedelta(days=20)
    weeks = weeks_of(line, MONDAY + timedelta(days=3))
    assert [bool(day.minutes) for day in weeks[0].days] == [True, True, False, False, True, True, True]
    assert [week.minutes // 60 for week in weeks] == [60, 24, 60, 0]
    assert all(day.outside for day in weeks[3].days)


# ── floors ───────────────────────────────────────────────────────────────────────────────────────


def test_floor_above_the_strength_of_the_unit_is_marked(cast: Cast) -> None:
    units = Unit.objects.filter(agency=cast.millbrook)
    strength = strength_of(units)
    assert (strength[cast.squad_a.pk], strength[cast.patrol.pk]) == (2, 4)  # Ada and Sam; Ben and Ian as well
    within, above = floor(cast.squad_a, 2), floor(cast.squad_a, 3)
    assert too_high([within, above], strength) == {above.pk}


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"supervisors": 3}, "more supervisors than people"),
        ({"skill": "CIT"}, "Name the skill and how many"),
        ({"skilled": 1}, "Name the skill and how many"),
        ({"skill": "CIT", "skilled": 3}, "Name the skill and how many"),
        ({"end": date(2000, 1, 1)}, "must not be before the first"),
    ],
)
def test_floor_that_does_not_fit_together_is_refused(cast: Cast, wrong: dict[str, object], why: str) -> None:
    made = floor(cast.squad_a, 2)
    for name, value in wrong.items():
        setattr(made, name, value)
    with pytest.raises(ValidationError, match=why):
        save_floor(floor=made, by=cast.user["scot"])
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save()


def test_removed_floor_leaves_its_entry(cast: Cast) -> None:
    remove_floor(floor=floor(cast.squad_a, 2), by=cast.user["scot"])
    assert not Floor.objects.exists()
    assert '"removed":true' in Entry.objects.latest("number").details.replace(" ", "")


def csv(*rows: list[object]) -> bytes:
    return "\n".join(",".join(str(cell) for cell in row) for row in [list(COLUMNS), *rows]).encode()


def test_floors_come_back_from_the_table_they_went_out_in(cast: Cast) -> None:
    floor(cast.squad_a, 3, supervisors=1, skill="CIT", skilled=1, weekdays="567")
    floor(cast.patrol, 5, 22, 6)
    rows = [[str(cell).replace(",", ";") for cell in row_of(each)] for each in Floor.objects.all()]
    units = Unit.objects.filter(agency=cast.millbrook)
    again = read_floors(csv(*rows), units)
    assert [row_of(each) for each in again] == [
        [cell.replace(",", ";") if isinstance(cell, str) else cell for cell in row_of(each)]
        for each in Floor.objects.all()
    ]
    assert add_floors(agency=cast.millbrook, floors=again, by=cast.user["scot"]) == 0
    Floor.objects.all().delete()
    assert add_floors(agency=cast.millbrook, floors=again, by=cast.user["scot"]) == 2


@pytest.mark.parametrize(
    ("at", "cell", "why"),
    [
        (0, "ZZ", "Row 2: there is no unit with the code “ZZ”"),
        (1, "18", "Row 2: the days are digits"),
        (2, "6 o'clock", "is no time such as 06:00"),
        (4, "-3", "is no whole number"),
        (5, "9", "more supervisors than people"),
        (8, "rumour", "rumour"),
        (10, "soon", "is no day such as"),
        (11, "1999-01-01", "must not be before the first"),
    ],
)
def test_wrong_row_is_named_and_nothing_is_read(cast: Cast, at: int, cell: str, why: str) -> None:
    row: list[object] = ["A", "1234567", "06:00", "16:00", 2, 0, "", 0, "policy", "GO 9", "2026-01-01", ""]
    good = [*row]
    row[at] = cell
    with pytest.raises(Refused, match=why) as refused:
        read_floors(csv(row, good), Unit.objects.filter(agency=cast.millbrook))
    assert refused.value.field == "file"


@pytest.mark.parametrize("raw", [b"", b"unit,people\nA,2\n", b"\x00\x01\x02", b"a" * 500_001])
def test_table_that_is_none_is_refused(cast: Cast, raw: bytes) -> None:
    with pytest.raises(Refused):
        read_floors(raw, Unit.objects.filter(agency=cast.millbrook))


# ── rules ────────────────────────────────────────────────────────────────────────────────────────


def rules(cast: Cast, start: date, **fields: object) -> CoverRules:
    return set_cover_rules(
        agency=cast.millbrook, start=start, work_period_start=MONDAY, by=cast.user["scot"], **fields
    )


def test_rules_hold_from_their_day_and_reach_the_core(cast: Cast) -> None:
    rules(cast, date(2026, 1, 1), work_period_days=14)
    rules(cast, MONDAY, work_period_days=7, notice={"swap": [2880, None], "ordered_overtime": [1440, 120]})
    assert rules_on(cast.millbrook, MONDAY - timedelta(days=1)).work_period_days == 14
    core = core_rules(rules_on(cast.millbrook, MONDAY), per_kind=5)
    assert core.work_period.limit.minutes == 43 * 60
    assert {kind: (it.minutes, it.penalty_minutes) for kind, it in core.notice.items()} == {
        "swap": (2880, None),
        "ordered_overtime": (1440, 120),
    }


@pytest.mark.parametrize("wrong", [{"work_period_days": 6}, {"work_period_days": 29}, {"longest_minutes": 0}])
def test_rules_that_no_contract_has_are_refused(cast: Cast, wrong: dict[str, int]) -> None:
    with pytest.raises(ValidationError):
        rules(cast, MONDAY, **wrong)


def test_rules_are_appended_and_never_changed(cast: Cast) -> None:
    made = rules(cast, MONDAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        CoverRules._base_manager.filter(pk=made.pk).update(lends=False)


def test_person_has_one_line_as_a_stand_in(cast: Cast) -> None:
    stands_in(cast, "ada", volunteers=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        StandIn.objects.create(agency=cast.millbrook, person=cast.person["ada"])
