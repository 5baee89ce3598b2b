"""Lines about a person: written, corrected by two people at once, taken back, ended, and their history."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from tests.cast import HIRED, Cast, Role, make_account

from muster.roster import actions
from muster.roster.models import Appointment, Assignment, Fact, Identifier

pytestmark = pytest.mark.django_db


@pytest.fixture
def tara(client: Client, cast: Cast) -> Client:
    client.force_login(cast.user["tara"])
    return client


def add(client: Client, cast: Cast, what: str, /, **typed: Any) -> Any:
    return client.post(reverse("add_line", args=[cast.person["ada"].pk, what]), typed)


def address(name: str, line: Any, kind: str) -> str:
    return reverse(name, args=[line.person_id, kind, line.pk])


def as_typed(line: Appointment, **changes: Any) -> dict[str, Any]:
    """Return the form of an appointment as a browser would send it."""
    form = {
        "agency": line.agency_id,
        "employment": line.employment,
        "sworn": "on" if line.sworn else "",
        "start": line.start or "",
        "end": line.end or "",
        "separation": line.separation,
        "reason": "because",
    }
    return {**form, **changes}


def field_values(answer: HttpResponse) -> dict[str, Any]:
    """Return what the form of a page holds."""
    form = answer.context["form"]  # type: ignore[attr-defined]  # of the test client
    return {name: form[name].value() for name in form.fields}


# ── written ───────────────────────────────────────────────────────────────────────────────────────


def test_each_kind_of_line_is_written(tara: Client, cast: Cast) -> None:
    here, ada = cast.millbrook.pk, cast.person["ada"]
    add(tara, cast, "fact", agency=here, fact="card", value="first-aid", start="2026-01-01", end="2027-12-31")
    add(tara, cast, "number", kind="state", value="S-7")
    add(tara, cast, "unit", unit=cast.squad_b.pk, start="2026-01-01")
    add(tara, cast, "appointment", agency=here, employment="part-time", start="2019-01-01", end="2019-12-31")
    assert Fact.lines.get(person=ada, fact="card").end == date(2027, 12, 31)
    assert Identifier.lines.get(person=ada, kind="state").value == "S-7"
    assert Assignment.lines.standing().filter(person=ada, unit=cast.squad_b).count() == 1
    assert Appointment.lines.get(person=ada, employment="part-time").known_by == cast.user["tara"]


def test_wrong_word_is_refused_beside_the_field_with_the_nearest(tara: Client, cast: Cast) -> None:
    answer = add(
        tara, cast, "fact", agency=cast.millbrook.pk, fact="rank", value="leutenant", start="2026-01-01"
    )
    assert ["lieutenant" in error for error in answer.context["form"].errors["value"]] == [True]
    assert Fact.lines.filter(person=cast.person["ada"]).count() == 1


def test_form_suggests_the_words_of_the_agency_s_state(tara: Client, cast: Cast) -> None:
    page = tara.get(reverse("add_line", args=[cast.person["ada"].pk, "fact"])).content.decode()
    assert '<option value="sergeant" label="sergeant (rank)">' in page
    assert '<option value="supervisory"' in page  # a certificate of Oregon
    assert "90-days-or-more" in page


def test_line_posted_twice_is_written_once(tara: Client, cast: Cast) -> None:
    form = {
        "agency": cast.millbrook.pk,
        "fact": "card",
        "value": "cpr",
        "start": "2026-01-01",
        "once": "t0ken",
    }
    places = [add(tara, cast, "fact", **form).headers["Location"] for _ in range(2)]
    assert places[0] == places[1]
    assert Fact.lines.filter(fact="card").count() == 1


@pytest.mark.parametrize("kind", ["appointment", "unit", "fact", "number"])
def test_nothing_is_written_in_the_name_of_another_agency(tara: Client, cast: Cast, kind: str) -> None:
    theirs = cast.oakford.pk
    typed = {"agency": theirs, "fact": "card", "value": "x", "kind": "agency", "employment": "full-time"}
    answer = add(tara, cast, kind, **typed, unit=cast.squad_a.pk + 1000, start="2026-01-01")
    assert answer.context["form"].errors["unit" if kind == "unit" else "agency"]


@pytest.mark.parametrize("kind", ["salary", "fact-", "Fact"])
def test_unknown_kind_of_line_is_not_found(tara: Client, cast: Cast, kind: str) -> None:
    assert tara.get(reverse("add_line", args=[cast.person["ada"].pk, kind])).status_code == 404


# ── corrected ─────────────────────────────────────────────────────────────────────────────────────


def test_correction_is_a_new_line_with_its_reason(tara: Client, cast: Cast) -> None:
    line = Appointment.lines.get(person=cast.person["ada"])
    tara.post(address("correct_line", line, "appointment"), as_typed(line, start="2020-03-01"))
    now = Appointment.lines.standing().get(person=cast.person["ada"])
    assert (now.start, now.reason, now.replaces, now.end) == (date(2020, 3, 1), "because", line, None)


def test_second_of_two_sees_the_difference_and_loses_nothing(client: Client, cast: Cast) -> None:
    line = Appointment.lines.get(person=cast.person["ada"])
    where = address("correct_line", line, "appointment")
    client.force_login(cast.user["dina"])
    client.post(where, as_typed(line, start="2020-03-01", reason="the letter"))
    client.force_login(cast.user["tara"])
    answer = client.post(where, as_typed(line, employment="part-time", reason="the contract"))
    rows = [(row.label, row.before, row.newest, row.yours) for row in answer.context["differences"]]
    assert rows == [
        ("first day", HIRED, date(2020, 3, 1), HIRED),
        ("employment", "full-time", "full-time", "part-time"),
    ]
    assert answer.status_code == 409
    assert "Dina" in answer.content.decode()
    assert "the letter" in answer.content.decode()
    kept = field_values(answer)
    assert (str(kept["start"]), kept["employment"], kept["reason"]) == (
        "2020-03-01",
        "part-time",
        "the contract",
    )
    again = {name: value for name, value in kept.items() if value not in (None, False)}
    assert client.post(answer.context["action"], again).status_code == 302
    now = Appointment.lines.standing().get(person=cast.person["ada"])
    assert (now.start, now.employment) == (date(2020, 3, 1), "part-time")


def test_second_of_two_is_told_that_the_first_took_it_back(client: Client, cast: Cast) -> None:
    line = Appointment.lines.get(person=cast.person["ada"])
    actions.withdraw(line, by=cast.user["dina"], agency=cast.millbrook, reason="never hired")
    actions.appoint(person=cast.person["ada"], agency=cast.millbrook, start=HIRED, by=cast.user["dina"])
    client.force_login(cast.user["tara"])
    answer = client.post(address("correct_line", line, "appointment"), as_typed(line, employment="reserve"))
    assert "never hired" in answer.content.decode()
    assert reverse("add_line", args=[line.person_id, "appointment"]) in answer.content.decode()
    assert "reserve or intermittent" in answer.content.decode()


def test_old_address_of_a_corrected_line_leads_to_the_newest(tara: Client, cast: Cast) -> None:
    line = Appointment.lines.get(person=cast.person["ada"])
    now = actions.correct(line, by=cast.user["dina"], agency=cast.millbrook, reason="x", employment="reserve")
    for name in ("correct_line", "withdraw_line"):
        assert tara.get(address(name, line, "appointment")).headers["Location"] == address(
            "correct_line", now, "appointment"
        )


def test_line_of_another_agency_is_not_corrected_here(tara: Client, cast: Cast) -> None:
    line = actions.appoint(
        person=cast.person["ada"], agency=cast.oakford, start=date(2026, 1, 1), by=cast.user["admin"]
    )
    for name in ("correct_line", "withdraw_line"):
        assert tara.get(address(name, line, "appointment")).status_code == 404
        assert tara.post(address(name, line, "appointment"), as_typed(line)).status_code == 404
    assert Appointment.lines.standing().filter(pk=line.pk).exists()


def test_line_of_one_person_is_not_reached_through_another(tara: Client, cast: Cast) -> None:
    line = Appointment.lines.get(person=cast.person["ada"])
    elsewhere = reverse("correct_line", args=[cast.person["ben"].pk, "appointment", line.pk])
    assert tara.post(elsewhere, as_typed(line, employment="reserve")).status_code == 404


# ── taken back, and the history ───────────────────────────────────────────────────────────────────


def test_line_taken_back_is_gone_from_the_page_and_kept_in_the_history(tara: Client, cast: Cast) -> None:
    rank = Fact.lines.get(person=cast.person["ada"])
    tara.post(address("withdraw_line", rank, "fact"), {"reason": "wrong person"})
    shown = tara.get(reverse("person", args=[cast.person["ada"].pk]))
    assert shown.context["facts"] == []
    history = tara.get(address("line_history", rank, "fact"))
    assert [version.withdrawn for version, _ in history.context["versions"]] == [False, True]
    assert "wrong person" in history.content.decode()
    assert "Tara" in history.content.decode()


def test_line_is_not_taken_back_without_a_reason(tara: Client, cast: Cast) -> None:
    rank = Fact.lines.get(person=cast.person["ada"])
    answer = tara.post(address("withdraw_line", rank, "fact"), {"reason": ""})
    assert answer.context["form"].errors["reason"]
    assert Fact.lines.standing().filter(pk=rank.pk).exists()


@pytest.mark.parametrize(("who", "status"), [("tara", 200), ("ada", 200), ("sam", 404), ("olga", 404)])
def test_history_of_a_leave_is_for_who_may_know(client: Client, cast: Cast, who: str, status: int) -> None:
    leave = Fact.lines.create(person=cast.person["ada"], agency=cast.millbrook, fact="leave", value="medical")
    client.force_login(cast.user[who])
    answer = client.get(address("line_history", leave, "fact"))
    assert (answer.status_code, "medical" in answer.content.decode()) == (status, status == 200)


def test_history_does_not_tell_that_something_else_was_once_a_leave(client: Client, cast: Cast) -> None:
    leave = Fact.lines.create(person=cast.person["ada"], agency=cast.millbrook, fact="leave", value="medical")
    now = actions.correct(
        leave, by=cast.user["tara"], agency=cast.millbrook, reason="slip", fact="card", value="first-aid"
    )
    client.force_login(cast.user["sam"])
    assert client.get(address("line_history", now, "fact")).status_code == 404


def test_facts_of_another_agency_have_no_history_here(client: Client, cast: Cast) -> None:
    rank = Fact.lines.get(person=cast.person["ada"])
    actions.appoint(
        person=cast.person["ada"], agency=cast.oakford, start=date(2026, 1, 1), by=cast.user["admin"]
    )
    client.force_login(make_account(cast, "otto", Role.COORDINATOR, cast.oakford))
    assert client.get(reverse("person", args=[cast.person["ada"].pk])).status_code == 200
    assert client.get(address("line_history", rank, "fact")).status_code == 404


# ── leaving ───────────────────────────────────────────────────────────────────────────────────────


def test_leaving_shows_what_will_end_and_ends_it(tara: Client, cast: Cast) -> None:
    ada = cast.person["ada"]
    Fact.lines.create(person=ada, agency=cast.millbrook, fact="assignment", value="narcotics", start=HIRED)
    where = reverse("separate_person", args=[ada.pk])
    assert tara.get(where).context["ends"] == ["Squad A", "special assignment narcotics"]
    answer = tara.post(where, {"end": "2026-10-31", "separation": "retired", "reason": ""})
    assert answer.headers["Location"] == reverse("person", args=[ada.pk])
    assert Appointment.lines.standing().get(person=ada).get_separation_display() == "retired"
    assert Assignment.lines.standing().get(person=ada).end == date(2026, 10, 31)


def test_leaving_needs_a_day_and_a_reason_of_the_list(tara: Client, cast: Cast) -> None:
    answer = tara.post(reverse("separate_person", args=[cast.person["ada"].pk]), {"separation": "vanished"})
    assert set(answer.context["form"].errors) == {"end", "separation"}
    assert Appointment.lines.standing().get(person=cast.person["ada"]).end is None


def test_who_left_cannot_leave_again(tara: Client, cast: Cast) -> None:
    where = reverse("separate_person", args=[cast.person["ada"].pk])
    tara.post(where, {"end": "2026-10-31", "separation": "retired"})
    assert tara.get(where).status_code == 404
