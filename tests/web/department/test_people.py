"""The list of people, one person, somebody new, another name."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import HIRED, Cast, Role, make_account, make_officer

from muster.roster.actions import appoint, merge_people, separate
from muster.roster.models import Appointment, Assignment, Fact, Identifier, Person

pytestmark = pytest.mark.django_db

Counted = Callable[[Callable[[], object]], int]
ATTACK = "<script>alert(1)</script>"


@pytest.fixture
def tara(client: Client, cast: Cast) -> Client:
    client.force_login(cast.user["tara"])
    return client


def names(client: Client, **filters: Any) -> list[str]:
    """Return the given names on the page, in order."""
    return [
        person.given_name for person in client.get(reverse("people"), filters).context["page"].object_list
    ]


def page_of(client: Client, person: Person) -> str:
    return client.get(reverse("person", args=[person.pk])).content.decode()


def make_people(cast: Cast, count: int) -> None:
    """Make officers of squad A in few statements."""
    people = Person.objects.bulk_create(
        Person(given_name=f"Officer {n}", family_name="Many") for n in range(count)
    )
    for model, fields in (
        (Appointment, {"agency": cast.millbrook}),
        (Assignment, {"unit": cast.squad_a}),
        (Fact, {"agency": cast.millbrook, "fact": "rank", "value": "officer"}),
    ):
        model.lines.bulk_create(model(person=person, start=HIRED, **fields) for person in people)


# ── the list ──────────────────────────────────────────────────────────────────────────────────────


def test_list_is_in_order_of_names_and_may_be_turned_round(tara: Client) -> None:
    assert names(tara) == ["Ada", "Ben", "Chris", "Dina", "Ian", "Sam", "Tara"]
    assert names(tara, sort="-name") == ["Tara", "Sam", "Ian", "Dina", "Chris", "Ben", "Ada"]
    assert names(tara, sort="-rank")[:2] == ["Sam", "Tara"]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"q": "testcase ad"}, ["Ada"]),
        ({"q": "nobody"}, []),
        ({"rank": "sergeant"}, ["Sam", "Tara"]),
        ({"q": "a", "rank": "lieutenant"}, ["Dina"]),
        ({"unit": "99999"}, ["Ada", "Ben", "Chris", "Dina", "Ian", "Sam", "Tara"]),
        ({"unit": "x' OR 1=1"}, ["Ada", "Ben", "Chris", "Dina", "Ian", "Sam", "Tara"]),
    ],
)
def test_filters(tara: Client, filters: dict[str, str], found: list[str]) -> None:
    assert names(tara, **filters) == found


def test_unit_shows_those_below_it_too(tara: Client, cast: Cast) -> None:
    assert names(tara, unit=cast.patrol.pk) == ["Ada", "Ben", "Ian", "Sam"]
    assert names(tara, unit=cast.squad_a.pk) == ["Ada", "Sam"]


def test_number_finds_a_person_but_not_by_a_number_of_another_agency(tara: Client, cast: Cast) -> None:
    ada = cast.person["ada"]
    for agency, value in ((cast.millbrook, "0815"), (cast.oakford, "4711")):
        Identifier.lines.create(person=ada, kind="agency", agency=agency, value=value)
    assert names(tara, q="0815") == ["Ada"]
    assert names(tara, q="4711") == []


def test_who_left_is_shown_when_asked_for(tara: Client, cast: Cast) -> None:
    separate(
        person=cast.person["ben"],
        agency=cast.millbrook,
        end=date(2025, 1, 1),
        separation="retired",
        by=cast.user["tara"],
    )
    assert "Ben" not in names(tara)
    assert "Ben" in names(tara, former=1)
    assert "Ben" in names(tara, former=1, agency=cast.millbrook.pk)


def test_agency_filter_of_the_commission(client: Client, cast: Cast) -> None:
    client.force_login(cast.user["posy"])
    assert names(client, agency=cast.oakford.pk) == ["Nora"]
    assert len(names(client)) == 8


def test_merged_entry_is_one_row(tara: Client, cast: Cast) -> None:
    twin = make_officer(cast, "adah", cast.millbrook, rank="officer")
    merge_people(kept=cast.person["ada"], merged=twin, by=cast.user["tara"], reason="same")
    assert [name for name in names(tara) if name.startswith("Ada")] == ["Ada"]
    assert names(tara, q=Identifier.lines.get(person=twin).value) == ["Ada"]


def test_list_costs_the_same_for_three_rows_and_three_hundred(
    tara: Client, cast: Cast, queries_of: Counted
) -> None:
    few = queries_of(lambda: tara.get(reverse("people"), {"q": "testcase", "rank": "officer"}))
    make_people(cast, 300)
    assert queries_of(lambda: tara.get(reverse("people"), {"rank": "officer"})) == few == 10


def test_list_is_fifty_a_page(tara: Client, cast: Cast) -> None:
    make_people(cast, 60)
    assert len(names(tara)) == 50
    assert len(names(tara, page=2)) == 17


def test_csv_has_what_the_page_has_and_runs_nothing(tara: Client, cast: Cast) -> None:
    Person.objects.filter(pk=cast.person["ada"].pk).update(family_name="=cmd|'/c calc'!A1")
    answer = tara.get(reverse("people"), {"format": "csv", "unit": cast.squad_a.pk})
    rows = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))  # type: ignore[arg-type]  # a stream
    assert [row[1:] for row in rows] == [
        ["Family name", "Given name", "Agency", "Unit", "Rank"],
        ["'=cmd|'/c calc'!A1", "Ada", "Millbrook Police", "Squad A", "officer"],
        ["Testcase", "Sam", "Millbrook Police", "Squad A", "sergeant"],
    ]


def test_html_in_names_stays_text(tara: Client, cast: Cast) -> None:
    Person.objects.filter(pk=cast.person["ada"].pk).update(given_name=ATTACK)
    Fact.lines.create(person=cast.person["ada"], agency=cast.millbrook, fact="card", value=ATTACK)
    for page in (tara.get(reverse("people")).content.decode(), page_of(tara, cast.person["ada"])):
        assert ATTACK not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_protected_officer_is_not_in_the_file_of_the_commission(client: Client, cast: Cast) -> None:
    Person.objects.filter(pk=cast.person["ada"].pk).update(is_protected=True, family_name="Hidden")
    client.force_login(cast.user["posy"])
    page = client.get(reverse("people"), {"q": "hidden"}).content.decode()
    file = b"".join(client.get(reverse("people"), {"format": "csv"})).decode()  # type: ignore[arg-type]  # a stream
    assert "Ada" not in page
    assert "Hidden" not in file
    assert "Nora" in file


# ── one person ────────────────────────────────────────────────────────────────────────────────────


def test_person_costs_at_most_twelve_queries(tara: Client, cast: Cast, queries_of: Counted) -> None:
    ada = cast.person["ada"]
    for year in range(10):
        Fact.lines.create(
            person=ada, agency=cast.millbrook, fact="card", value=f"c{year}", start=date(2010 + year, 1, 1)
        )
        Identifier.lines.create(person=ada, kind="agency", agency=cast.millbrook, value=f"n{year}")
    assert queries_of(lambda: page_of(tara, ada)) <= 12


def test_both_agencies_see_the_way_and_each_its_own_facts(client: Client, cast: Cast) -> None:
    ada, tara = cast.person["ada"], cast.user["tara"]
    Fact.lines.create(person=ada, agency=cast.millbrook, fact="assignment", value="narcotics")
    separate(
        person=ada, agency=cast.millbrook, end=date(2025, 1, 31), separation="transferred", by=tara, reason=""
    )
    appoint(person=ada, agency=cast.oakford, start=date(2025, 2, 1), by=tara)
    otto = make_account(cast, "otto", Role.COORDINATOR, cast.oakford)
    pages = {}
    for user in (tara, otto):
        client.force_login(user)
        answer = client.get(reverse("person", args=[ada.pk]))
        way = [event.title for event in answer.context["events"] if "Unit" not in event.title]
        pages[user.name] = ([title for title in way if "Rank" not in title], answer.content.decode())
    steps = ["Appointed: Oakford Police", "Left: Millbrook Police", "Appointed: Millbrook Police"]
    assert pages["Tara"][0] == pages["Otto"][0] == steps
    assert "narcotics" in pages["Tara"][1]
    assert "narcotics" not in pages["Otto"][1]
    assert "Squad A" not in pages["Otto"][1]


@pytest.mark.parametrize(
    ("end", "ending", "told"),
    [
        (None, "", "in force"),
        (date(2999, 1, 1), "", "in force"),
        ("soon", "", "ends soon"),
        (date(2021, 1, 1), "", "expired"),
        (date(2021, 1, 1), "revoked", "revoked"),
    ],
)
def test_licence_says_whether_it_holds(tara: Client, cast: Cast, end: Any, ending: str, told: str) -> None:
    last = timezone.localdate() + timedelta(days=30) if end == "soon" else end
    Fact.lines.create(
        person=cast.person["ada"],
        agency=cast.millbrook,
        fact="licence",
        value="peace-officer",
        start=HIRED,
        end=last,
        ending=ending,
    )
    answer = tara.get(reverse("person", args=[cast.person["ada"].pk]))
    assert [row.state for row, _ in answer.context["facts"] if row.line.fact == "licence"] == [told]
    assert told in answer.content.decode()


@pytest.mark.parametrize(("who", "knows"), [("tara", True), ("ada", True), ("sam", False), ("chris", False)])
def test_page_tells_why_somebody_is_on_leave_only_to_who_may_know(
    client: Client, cast: Cast, who: str, knows: bool
) -> None:
    Fact.lines.create(
        person=cast.person["ada"], agency=cast.millbrook, fact="leave", value="medical", number="case-77"
    )
    client.force_login(cast.user[who])
    page = page_of(client, cast.person["ada"])
    assert "leave" in page
    assert ("medical" in page, "case-77" in page) == (knows, knows)


# ── forms ─────────────────────────────────────────────────────────────────────────────────────────


def typed(cast: Cast, **fields: Any) -> dict[str, Any]:
    given = {
        "given_name": "Kim",
        "family_name": "Stone",
        "agency": cast.millbrook.pk,
        "start": "2026-01-05",
        "employment": "full-time",
        "sworn": "on",
    }
    return {**given, **fields}


def test_person_is_added(tara: Client, cast: Cast) -> None:
    answer = tara.post(reverse("add_person"), typed(cast, number="12", state_id="S-9"))
    kim = Person.objects.get(given_name="Kim")
    assert answer.url == reverse("person", args=[kim.pk])  # type: ignore[attr-defined]  # a redirect
    assert Identifier.lines.filter(person=kim).count() == 2


def test_form_posted_twice_adds_one_person(tara: Client, cast: Cast) -> None:
    form = typed(cast, once="a-token-of-this-form")
    places = [tara.post(reverse("add_person"), form).headers["Location"] for _ in range(2)]
    assert places[0] == places[1]
    assert Person.objects.filter(given_name="Kim").count() == 1


def test_who_comes_from_another_agency_is_found_by_state_id_and_stays_one(client: Client, cast: Cast) -> None:
    client.force_login(make_account(cast, "otto", Role.COORDINATOR, cast.oakford))
    Identifier.lines.create(person=cast.person["ada"], kind="state", value="S-1")
    form = typed(cast, given_name="Ada", family_name="Testcase", agency=cast.oakford.pk, state_id="S-1")
    people = Person.objects.count()
    asked = client.post(reverse("add_person"), form)
    assert "Millbrook Police" in asked.content.decode()
    assert asked.context["form"].errors["same"]
    done = client.post(reverse("add_person"), {**form, "same": "on"})
    assert done.url == reverse("person", args=[cast.person["ada"].pk])  # type: ignore[attr-defined]  # a redirect
    assert Person.objects.count() == people
    assert Appointment.lines.filter(person=cast.person["ada"], agency=cast.oakford).count() == 1


def test_state_id_of_somebody_of_another_name_tells_nothing_of_them(client: Client, cast: Cast) -> None:
    client.force_login(make_account(cast, "otto", Role.COORDINATOR, cast.oakford))
    Identifier.lines.create(person=cast.person["ada"], kind="state", value="S-1")
    answer = client.post(
        reverse("add_person"), typed(cast, agency=cast.oakford.pk, state_id="S-1", same="on")
    )
    assert answer.context["form"].errors["state_id"]
    assert "Ada" not in answer.content.decode()
    assert "Millbrook" not in answer.content.decode()


def test_nobody_is_added_to_an_agency_where_one_may_not_write(tara: Client, cast: Cast) -> None:
    answer = tara.post(reverse("add_person"), typed(cast, agency=cast.oakford.pk))
    assert answer.context["form"].errors["agency"]
    assert not Person.objects.filter(given_name="Kim").exists()


def test_name_is_changed_and_the_second_of_two_is_told(tara: Client, cast: Cast) -> None:
    where = reverse("change_person", args=[cast.person["ada"].pk])
    form = {"given_name": "Ada", "family_name": "Stone", "reason": "married"}
    seen = {"seen_given_name": "Ada", "seen_family_name": "Testcase", "seen_is_protected": ""}
    assert tara.post(where, {**form, **seen}).status_code == 302
    second = tara.post(where, {**form, **seen, "family_name": "Rock"})
    assert "Ada Stone" in second.content.decode()
    assert 'value="Rock"' in second.content.decode()
    assert Person.objects.get(pk=cast.person["ada"].pk).family_name == "Stone"


def test_what_is_known_is_said_in_words_of_the_reader_s_language(tara: Client, cast: Cast) -> None:
    ada = reverse("person", args=[cast.person["ada"].pk])
    for language, word in (("en", "officer or deputy"), ("es", "agente o ayudante")):
        tara.cookies["django_language"] = language
        assert word in tara.get(ada).content.decode()
        assert word in tara.get(reverse("people")).content.decode()
