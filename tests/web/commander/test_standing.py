"""The commander's desk: share met by unit, drill-down, due by month, days gone by."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast, make_officer
from tests.standards.stories import DE_ESCALATION, adopt, course, excuse, record

from muster.roster.models import Agency

Count = Callable[[Callable[[], object]], int]


@pytest.fixture
def millbrook(cast: Cast) -> Agency:
    """Millbrook under the model's rule; Ada has the course, nobody else."""
    adopt(cast.millbrook)
    record(cast.person["ada"], course(cast.millbrook), timezone.localdate() - timedelta(days=30))
    return cast.millbrook


def signed_in(cast: Cast, client: Client, name: str) -> Client:
    """Sign somebody of the cast in."""
    client.force_login(cast.user[name])
    return client


def test_the_share_met_is_shown_by_requirement_and_unit(
    cast: Cast, client: Client, millbrook: Agency
) -> None:
    page = signed_in(cast, client, "chris").get(reverse("commander:standing"))
    (share,) = page.context["shares"]
    assert (share.in_order, share.asked) == (1, 7)
    patrol, nowhere = page.context["rows"]
    assert (patrol.unit, patrol.group.officers, patrol.cells) == (cast.patrol, 4, [(1, 4)])
    assert (nowhere.unit, nowhere.group.officers, nowhere.cells) == (
        None,
        3,
        [(0, 3)],
    )  # the rows add up to 7
    assert b"<svg" in page.content


def test_a_unit_shows_the_units_below_it(cast: Cast, client: Client, millbrook: Agency) -> None:
    page = signed_in(cast, client, "chris").get(reverse("commander:unit", args=[cast.patrol.pk]))
    assert [(row.unit, row.cells) for row in page.context["rows"]] == [
        (cast.squad_a, [(1, 2)]),
        (cast.squad_b, [(0, 2)]),
    ]
    assert page.context["people"] == 4


def test_a_supervisor_sees_their_own_unit_only(cast: Cast, client: Client, millbrook: Agency) -> None:
    sam = signed_in(cast, client, "sam")
    page = sam.get(reverse("commander:standing"))
    assert page.context["people"] == 2
    assert [row.unit for row in page.context["rows"]] == [cast.squad_a]
    assert sam.get(reverse("commander:unit", args=[cast.squad_a.pk])).context["people"] == 2
    assert sam.get(reverse("commander:unit", args=[cast.squad_b.pk])).status_code == 404
    assert sam.get(reverse("commander:person", args=[cast.person["ben"].pk])).status_code == 404
    listed = sam.get(reverse("commander:requirement", args=[DE_ESCALATION])).context["page"]
    assert {person for _duty, person in listed} == {cast.person["ada"], cast.person["sam"]}


PAGES = ["commander:standing", "commander:due", "commander:approvals"]


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_finds_no_page(cast: Cast, client: Client, millbrook: Agency, name: str) -> None:
    assert signed_in(cast, client, "stranger").get(reverse(name)).status_code == 404


def test_another_department_sees_nothing_of_ours(cast: Cast, client: Client, millbrook: Agency) -> None:
    nora = signed_in(cast, client, "nora")
    ada = cast.person["ada"].pk
    for url in (
        reverse("commander:standing") + f"?agency={millbrook.pk}",
        reverse("commander:unit", args=[cast.patrol.pk]),
        reverse("commander:person", args=[ada]),
        reverse("commander:explanation", args=[ada, DE_ESCALATION]),
    ):
        assert nora.get(url).status_code == 404


def test_an_explanation_says_what_counted_and_where_it_is_written(
    cast: Cast, client: Client, millbrook: Agency
) -> None:
    url = reverse("commander:explanation", args=[cast.person["ada"].pk, DE_ESCALATION])
    text = signed_in(cast, client, "chris").get(url).content.decode()
    assert "Course DE-1" in text
    assert "Campaign Zero" in text
    assert "Last confirmed against the law" in text
    assert "not legal advice" in text


def test_a_record_that_waits_is_shown_beside_the_explanation(
    cast: Cast, client: Client, millbrook: Agency
) -> None:
    ben = cast.person["ben"]
    record(ben, course(millbrook, "DE-2"), timezone.localdate(), status="pending")
    url = reverse("commander:explanation", args=[ben.pk, DE_ESCALATION])
    page = signed_in(cast, client, "chris").get(url)
    assert [line.title for line in page.context["uncounted"]] == ["Course DE-2"]
    assert page.context["told"][0].verdict == "overdue"


def test_a_past_day_is_judged_by_what_was_then(cast: Cast, client: Client, millbrook: Agency) -> None:
    before = timezone.localdate() - timedelta(days=60)
    page = signed_in(cast, client, "chris").get(reverse("commander:standing"), {"as_of": before.isoformat()})
    assert page.context["shares"][0].in_order == 0
    assert page.context["asked"].as_of == before


def test_what_was_not_yet_known_is_left_out(cast: Cast, client: Client, millbrook: Agency) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    page = signed_in(cast, client, "chris").get(
        reverse("commander:standing"), {"known_at": yesterday.isoformat()}
    )
    assert not page.context["rules"]  # the adoption itself was written today
    assert page.context["people"] == 0
    assert page.context["asked"].known_on == yesterday
    assert page.context["asked"].query == f"?known_at={yesterday.isoformat()}"


def test_a_day_that_is_none_is_told_and_today_is_shown(cast: Cast, client: Client, millbrook: Agency) -> None:
    page = signed_in(cast, client, "chris").get(reverse("commander:standing"), {"as_of": "32.13.2026"})
    assert page.context["asked"].form.errors["as_of"]
    assert page.context["asked"].as_of == timezone.localdate(timezone=ZoneInfo(millbrook.time_zone))


def test_without_rules_the_page_says_what_to_do_first(cast: Cast, client: Client) -> None:
    text = signed_in(cast, client, "chris").get(reverse("commander:standing")).content.decode()
    assert "No rules bind this agency on that day" in text


def test_what_falls_due_is_counted_by_month(cast: Cast, client: Client, millbrook: Agency) -> None:
    ada_due = timezone.localdate() - timedelta(days=30)
    month = date(ada_due.year + 1, ada_due.month, 1)
    page = signed_in(cast, client, "chris").get(reverse("commander:due"), {"month": f"{month:%Y-%m}"})
    assert page.context["chosen"] == month
    assert [month.renew for month in page.context["months"] if month.renew] == [1]
    assert [person for _duty, person in page.context["page"]] == [cast.person["ada"]]


@pytest.mark.parametrize("page", ["commander:standing", "commander:due"])
@pytest.mark.parametrize("asked", ["as_of", "known_at"])
@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_day_far_away_is_told_and_today_is_taken(
    cast: Cast, client: Client, millbrook: Agency, page: str, asked: str, day: str
) -> None:
    answer = signed_in(cast, client, "chris").get(reverse(page), {asked: day})
    assert "between 1900 and 2100" in answer.content.decode()


def test_tables_come_as_csv(cast: Cast, client: Client, millbrook: Agency) -> None:
    chris = signed_in(cast, client, "chris")
    for url in (reverse("commander:standing"), reverse("commander:requirement", args=[DE_ESCALATION])):
        lines = b"".join(chris.get(url, {"format": "csv"}).streaming_content).decode().splitlines()
        assert len(lines) == (2 if url == reverse("commander:standing") else 8)


def test_lists_ask_the_database_as_often_for_three_rows_as_for_more(
    cast: Cast, client: Client, millbrook: Agency, queries_of: Count
) -> None:
    chris = signed_in(cast, client, "chris")
    urls = [
        reverse("commander:standing"),
        reverse("commander:requirement", args=[DE_ESCALATION]),
        reverse("commander:due"),
        reverse("commander:approvals"),
    ]
    few = [queries_of(lambda url=url: chris.get(url)) for url in urls]
    for number in range(5):
        somebody = make_officer(cast, f"new{number}", millbrook, rank="officer", unit=cast.squad_a)
        record(somebody, course(millbrook, f"N-{number}"), timezone.localdate() - timedelta(days=number))
        excuse(millbrook, somebody, cast.user["tara"])
    many = [queries_of(lambda url=url: chris.get(url)) for url in urls]
    assert many == few


def test_the_officers_desk_stays_within_twelve_queries(
    cast: Cast, client: Client, millbrook: Agency, queries_of: Count
) -> None:
    ada = signed_in(cast, client, "ada")
    assert queries_of(lambda: ada.get(reverse("officer:due"))) <= 12


def test_before_anybody_is_there_the_page_says_what_comes_first(
    cast: Cast, client: Client, millbrook: Agency
) -> None:
    page = signed_in(cast, client, "chris").get(reverse("commander:standing"), {"as_of": "2015-06-01"})
    assert page.context["people"] == 0
    assert "Bring in your people first" in page.content.decode()


def test_from_somebodys_standing_one_gets_to_the_file_and_the_person(
    cast: Cast, client: Client, millbrook: Agency
) -> None:
    ada = cast.person["ada"].pk
    text = signed_in(cast, client, "chris").get(reverse("commander:person", args=[ada])).content.decode()
    assert f'href="{reverse("officer:file_of", args=[ada])}"' in text
    assert f'href="{reverse("person", args=[ada])}"' in text
