"""The year's plan as pages: made, read, pinned, made again, taken, undone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.events.streets import in_days, squad_of_three
from tests.events.year_towns import DAYS, held, place, planned, town

from muster.core.planning.year import Hindrance
from muster.core.planning.year.remedies import Kind
from muster.events.models import YearPlan
from muster.records.enums import EnrolmentState
from muster.web.commander.year_plan_words import HINDRANCES, Names, hindrance_text, remedy_text

pytestmark = pytest.mark.django_db
Counted = Callable[[Callable[[], object]], int]
TITLE = "De-escalation for every officer, again and again"


def text_of(answer: object) -> str:
    return " ".join(answer.content.decode().split())  # type: ignore[attr-defined]


def page(client: Client, cast: Cast, plan: YearPlan, name: str = "tara", url: str = "year_plan_shown") -> str:
    client.force_login(cast.user[name])
    answer = client.get(reverse(f"commander:{url}", args=[plan.pk]))
    assert answer.status_code == 200
    return text_of(answer)


def post(client: Client, plan: YearPlan, url: str, *args: int, **fields: object) -> str:
    plan.refresh_from_db()
    address = reverse(f"commander:{url}", args=[plan.pk, *args])
    return text_of(client.post(address, {"edition": plan.edition, **fields}, follow=True))


def test_plan_is_made_from_the_form_and_says_that_it_is_advice(cast: Cast, client: Client) -> None:
    held(town(cast, "ada"), in_days(10))
    client.force_login(cast.user["scot"])
    asked = {"agency": cast.millbrook.pk, "first": in_days(1), "last": in_days(DAYS), "seconds": 5}
    text = text_of(client.post(reverse("commander:year_plan_make"), asked, follow=True))
    assert "Advice and never a decision" in text
    assert "Ada Testcase" in text
    assert YearPlan.objects.get().made_by == cast.user["scot"]


def test_form_begins_with_the_next_twelve_months(cast: Cast, client: Client) -> None:
    client.force_login(cast.user["tara"])
    text = text_of(client.get(reverse("commander:year_plan_make")))
    assert f'value="{in_days(1).isoformat()}"' in text
    assert f'value="{in_days(365).isoformat()}"' in text


def test_days_out_of_order_are_told_beside_the_field(cast: Cast, client: Client) -> None:
    client.force_login(cast.user["tara"])
    asked = {"agency": cast.millbrook.pk, "first": in_days(9), "last": in_days(3), "seconds": 5}
    text = text_of(client.post(reverse("commander:year_plan_make"), asked))
    assert "The last day must not be before the first." in text
    assert not YearPlan.objects.exists()


def test_place_is_shown_with_what_it_meets_and_why_no_other_session(cast: Cast, client: Client) -> None:
    taught = town(cast, "ada")
    held(taught, in_days(10)), held(taught, in_days(40))
    text = page(client, cast, planned(cast))
    assert f"{TITLE}, due" in text
    assert "held after the due day: Course DE-1" in text
    assert "it is proved that no plan is better" in text
    assert "save at most 0.0 %" in text


def test_scheduler_is_not_told_how_people_stand(cast: Cast, client: Client) -> None:
    taught = town(cast, "ada", "ben")
    held(taught, in_days(10), seats=1)
    plan = planned(cast)
    text = page(client, cast, plan, "scot")
    assert "a requirement with a due day" in text
    assert f"{TITLE}, due" not in text
    assert client.get(reverse("commander:year_plan_left", args=[plan.pk])).status_code == 404
    assert f"{TITLE}, due" in page(client, cast, plan, "chris")


def test_what_is_left_stands_with_why_and_what_would_do(cast: Cast, client: Client) -> None:
    squad_of_three(cast, people=3)
    held(town(cast, "ada"), in_days(10))
    plan = planned(cast)
    text = page(client, cast, plan)
    assert f"Letting more people go at once for {TITLE}" in text
    assert "1 of Squad A on" in text
    text = page(client, cast, plan, url="year_plan_left")
    assert "a floor would be broken: Course DE-1" in text
    assert "Squad A, people (Contract, article 9)" in text


def test_pinned_place_says_so_and_can_be_let_go(cast: Cast, client: Client) -> None:
    held(town(cast, "ada"), in_days(10))
    plan = planned(cast)
    seat = place(plan, "ada")
    page(client, cast, plan)
    assert "Let go" in post(client, plan, "year_plan_pin", seat.pk, pinned="yes")
    assert place(plan, "ada").pinned
    post(client, plan, "year_plan_pin", seat.pk, pinned="no")
    assert not place(plan, "ada").pinned


def test_place_of_another_plan_is_not_pinned_by_this_address(cast: Cast, client: Client) -> None:
    held(town(cast, "ada"), in_days(10))
    one, other = planned(cast), planned(cast)
    client.force_login(cast.user["tara"])
    seat = place(other, "ada")
    address = reverse("commander:year_plan_pin", args=[one.pk, seat.pk])
    assert client.post(address, {"edition": 1, "pinned": "yes"}).status_code == 404
    assert not place(other, "ada").pinned


def test_made_again_it_says_what_changed(cast: Cast, client: Client) -> None:
    held(town(cast, "ada"), in_days(10))
    plan = planned(cast)
    page(client, cast, plan)
    text = post(client, plan, "year_plan_again")
    assert "Made again. Places kept: 1; lost with their session: 0; dropped: 0; new: 0." in text


def test_taking_is_shown_first_and_undone_in_one_step(cast: Cast, client: Client) -> None:
    session = held(town(cast, "ada", "ben"), in_days(10))
    plan = planned(cast)
    text = page(client, cast, plan, url="year_plan_take")
    assert "Ada Testcase, Ben Testcase" in text
    assert not session.enrolments.exists()
    assert "Seats given: 2." in post(client, plan, "year_plan_take")
    assert session.enrolments.filter(state=EnrolmentState.CONFIRMED).count() == 2
    assert "Seats taken back: 2." in post(client, plan, "year_plan_undo")


def test_old_page_takes_nothing(cast: Cast, client: Client) -> None:
    session = held(town(cast, "ada"), in_days(10))
    plan = planned(cast)
    client.force_login(cast.user["tara"])
    answer = client.post(reverse("commander:year_plan_take", args=[plan.pk]), {"edition": 99}, follow=True)
    assert "Somebody changed this while you were working on it" in text_of(answer)
    assert not session.enrolments.exists()


def test_csv_has_every_place_with_its_reasons(cast: Cast, client: Client) -> None:
    held(town(cast, "ada"), in_days(10))
    plan = planned(cast)
    client.force_login(cast.user["tara"])
    address = reverse("commander:year_plan_shown", args=[plan.pk])
    lines = client.get(f"{address}?format=csv").getvalue().decode().splitlines()  # type: ignore[attr-defined]
    assert len(lines) == 2
    assert f"{in_days(10).isoformat()},Ada Testcase" in lines[1]


def test_page_costs_the_same_queries_for_one_place_and_for_three(
    cast: Cast, client: Client, queries_of: Counted
) -> None:
    taught = town(cast, "ada", "ben", "ian")
    alone = held(taught, in_days(10), seats=1)
    one = planned(cast)
    page(client, cast, one)
    first = queries_of(lambda: page(client, cast, one))
    alone.seats = 3
    alone.save()
    three = planned(cast)
    assert three.seats.count() == 3
    assert queries_of(lambda: page(client, cast, three)) <= first


def test_list_costs_the_same_queries_for_one_plan_and_for_three(
    cast: Cast, client: Client, queries_of: Counted
) -> None:
    planned(cast)
    client.force_login(cast.user["tara"])
    address = reverse("commander:year_plan")
    client.get(address)
    first = queries_of(lambda: client.get(address))
    planned(cast), planned(cast)
    assert queries_of(lambda: client.get(address)) == first


def test_every_hindrance_of_the_core_has_words() -> None:
    assert set(HINDRANCES) == {each.name for each in Hindrance}


@pytest.mark.parametrize("kind", list(Kind))
def test_every_remedy_of_the_core_has_a_sentence(kind: Kind) -> None:
    note = {
        "kind": kind.value,
        "requirement": "a/b",
        "courses": [7],
        "meets": 2,
        "left": 1,
        "by": "2027-06-30",
        "days": ["2027-05-03", "2027-05-10"],
        "seats_each": 12,
        "seats": [[5, 4]],
        "floors": [{"place": 3, "need": "officers", "most_away": 2, "days": ["2027-05-03"]}],
        "people": [9],
    }
    names = Names({"a/b": "Driving"}, {5: "Track day"}, {7: "EVOC"}, {3: "Squad A"}, {9: "Ada Testcase"})
    told = remedy_text(note, names, names_people=True)
    assert (
        told
        == {
            "sessions": "2 more sessions of Driving (EVOC) with 12 seats each by 30 Jun 2027 would do, such as on "
            "3 May 2027, 10 May 2027. That helps 2 of 3.",
            "seats": "4 more seats of Driving (EVOC) would do: 4 in Track day. That helps 2 of 3.",
            "floors": "Letting more people go at once for Driving (EVOC) would do: 2 of Squad A on 3 May 2027. "
            "That helps 2 of 3.",
            "time": "For 1 person no day is left for Driving (EVOC) before it is due: only more time would do. "
            "They are: Ada Testcase.",
        }[kind.value]
    )


def test_who_may_not_see_standing_is_told_no_names_by_a_remedy() -> None:
    note = {"kind": "time", "requirement": "a/b", "courses": [], "meets": 0, "left": 1, "people": [9]}
    assert "Ada" not in remedy_text(note, Names({}, people={9: "Ada Testcase"}), names_people=False)


def test_several_sessions_are_counted_with_one_as_an_example() -> None:
    note = {"why": "dearer", "count": 3, "session": 5, "cents": 1_250}
    told = hindrance_text(note, Names({}, {5: "Track day"}))
    assert told == "it costs more, or takes more of somebody's own time: 3, such as Track day, $12.50 more"
