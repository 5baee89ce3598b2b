"""The pages on which a scheduler writes down who works when and how many must be there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.cast import Cast, make_unit
from tests.events.streets import floor, pattern, works

from muster.events.models import CoverRules, Floor, Rota, ShiftPattern, StandIn

pytestmark = pytest.mark.django_db
Counted = Callable[[Callable[[], object]], int]


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    client.force_login(cast.user["scot"])
    return client


def text_of(client: Client, name: str, *args: object, query: str = "") -> str:
    answer = client.get(reverse(f"commander:{name}", args=args) + query)
    assert answer.status_code == 200, answer.status_code
    return b"".join(answer).decode() if answer.streaming else answer.content.decode()


def sent(client: Client, page: str, *args: object, **fields: object) -> str:
    return client.post(reverse(f"commander:{page}", args=args), fields, follow=True).content.decode()


def test_ready_pattern_is_taken_over_and_a_unit_works_it(cast: Cast, desk: Client) -> None:
    assert "No shifts yet" in text_of(desk, "rotas")
    sent(desk, "pattern_add", agency=cast.millbrook.pk, name="Days", ready="pitman-days")
    made = ShiftPattern.objects.get()
    fields = {"unit": cast.squad_a.pk, "pattern": made.pk, "anchor": "2026-11-30", "start": "2026-11-30"}
    text = sent(desk, "rota_add", **fields)
    assert "Below are four weeks of it" in text
    assert "42 h a week" in text
    text = text_of(desk, "rotas")
    assert "Squad A" in text
    assert "DD--DDD--DD---" in text


def test_cycle_is_typed_in_with_its_times(cast: Cast, desk: Client) -> None:
    own = {"letters": "DD-N-", "begins_D": "06:00", "hours_D": "10.5", "begins_N": "20:00", "hours_N": "8"}
    sent(desk, "pattern_add", agency=cast.millbrook.pk, name="Ours", **own)
    assert ShiftPattern.objects.get().cycle == [["06:00", 630], ["06:00", 630], None, ["20:00", 480], None]


def test_cycle_that_does_not_add_up_is_shown_again_with_the_reason(cast: Cast, desk: Client) -> None:
    text = sent(desk, "pattern_add", agency=cast.millbrook.pk, name="Ours", letters="DXD-")
    assert "has days D, X, for which no time is given" in text
    assert 'value="DXD-"' in text
    assert not ShiftPattern.objects.exists()


def test_line_is_ended_and_leaves_the_list_after_its_last_day(cast: Cast, desk: Client) -> None:
    line = works(cast.squad_a, pattern(cast.millbrook))
    assert "Save the last day" in text_of(desk, "rota", line.pk, query="?from=2026-12-24")
    assert "Four weeks" in text_of(desk, "rota", line.pk, query="?from=2026-13-99")
    sent(desk, "rota", line.pk, end="2025-01-31")
    assert Rota.objects.get().end == date(2025, 1, 31)
    assert "No shifts yet" in text_of(desk, "rotas")


def test_floor_is_written_and_one_above_the_strength_is_said(cast: Cast, desk: Client) -> None:
    fields = {
        "unit": cast.squad_a.pk,
        "weekdays": ["5", "6"],
        "begins": "18:00",
        "ends": "02:00",
        "people": 5,
        "supervisors": 1,
        "skilled": 0,
        "source": "contract",
        "source_text": "Article 9",
        "start": "2026-01-01",
    }
    text = sent(desk, "floor_add", **fields)
    assert "Squad A has 2 people today, fewer than the floor of 5." in text
    assert "more than the unit has" in text
    assert "Article 9" in text
    made = Floor.objects.get()
    assert made.weekdays == "56"
    sent(desk, "floor_change", made.pk, **{**fields, "people": 2})
    assert "more than the unit has" not in text_of(desk, "floors")
    sent(desk, "floor_remove", made.pk)
    assert "No floors yet" in text_of(desk, "floors")


def test_floors_go_out_and_come_in_as_a_table(cast: Cast, desk: Client) -> None:
    floor(cast.squad_a, 2, source_text="=cmd()")
    table = text_of(desk, "floors", query="?format=csv").encode()
    Floor.objects.all().delete()
    url = reverse("commander:floors_import")
    file = SimpleUploadedFile("floors.csv", table)
    text = desk.post(url, {"agency": cast.millbrook.pk, "file": file}, follow=True).content.decode()
    assert "1 floors are new" in text
    assert Floor.objects.get().source_text == "=cmd()"
    wrong = SimpleUploadedFile("floors.csv", table.replace(b"A,", b"Q,", 1))
    text = desk.post(url, {"agency": cast.millbrook.pk, "file": wrong}).content.decode()
    assert "no unit with the code “Q”" in text
    assert Floor.objects.count() == 1


def test_volunteer_and_pay_are_written_down(cast: Cast, desk: Client) -> None:
    sent(desk, "stand_in", cast.person["ben"].pk, volunteers="on", cents_an_hour="41.50", overtime_hours="12")
    line = StandIn.objects.get()
    assert (line.person, line.volunteers, line.cents_an_hour, line.overtime_minutes) == (
        cast.person["ben"],
        True,
        4_150,
        720,
    )
    assert "$41.50" in text_of(desk, "stand_ins")
    assert "41" not in text_of(desk, "stand_ins", query="?format=csv")


def test_rules_of_cover_are_written_from_a_day_on(cast: Cast, desk: Client) -> None:
    assert "starting values of Muster" in text_of(desk, "cover_rules", cast.millbrook.pk)
    fields = {
        "start": "2026-01-01",
        "source": "Contract, article 14",
        "work_period_days": 14,
        "work_period_start": "2026-01-05",
        "supervisor_ranks": ["corporal", "sergeant"],
        "rest_hours": "8",
        "longest_hours": "14",
        "overtime_from": "work_period",
        "overtime_percent": 150,
        "benefits_percent": 30,
        "order_by": "least_overtime",
        "lends": "on",
        "notice_swap": 48,
        "notice_moved_day": 72,
        "penalty_moved_day": 4,
        "notice_relief": 0,
        "notice_volunteer_overtime": 0,
        "notice_ordered_overtime": 0,
    }
    sent(desk, "cover_rules", cast.millbrook.pk, **fields)
    made = CoverRules.lines.standing().get()
    assert made.notice == {"swap": [2880, None], "moved_day": [4320, 240]}
    assert (made.supervisor_ranks, made.longest_minutes) == (["corporal", "sergeant"], 840)
    assert not made.protect_leave
    assert "A work period under section 7(k) has 7 to 28 days" in sent(
        desk, "cover_rules", cast.millbrook.pk, **{**fields, "work_period_days": 5}
    )


def test_neighbours_floors_and_shifts_are_not_seen(cast: Cast, desk: Client) -> None:
    theirs = make_unit(cast.oakford, "X", "Oakford Squad X")
    line, made = works(theirs, pattern(cast.oakford)), floor(theirs, 2)
    for name, key in (("rota", line.pk), ("floor_change", made.pk), ("stand_in", cast.person["nora"].pk)):
        assert desk.get(reverse(f"commander:{name}", args=[key])).status_code == 404
    assert "Oakford" not in text_of(desk, "rotas") + text_of(desk, "floors") + text_of(desk, "rota_add")


@pytest.mark.parametrize(("name", "number"), [("rotas", 10), ("floors", 9), ("stand_ins", 7)])
def test_lists_ask_as_often_for_one_row_as_for_three(
    cast: Cast, desk: Client, queries_of: Counted, name: str, number: int
) -> None:
    made = pattern(cast.millbrook)
    works(cast.squad_a, made)
    floor(cast.squad_a, 2)
    url = reverse(f"commander:{name}")
    desk.get(url)
    one = queries_of(lambda: desk.get(url))
    for unit in (cast.squad_b, cast.patrol):
        works(unit, pattern(cast.millbrook))
        floor(unit, 2)
    assert queries_of(lambda: desk.get(url)) == one == number
