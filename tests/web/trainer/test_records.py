"""The list of records, and those written by hand on a page."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast
from tests.records.test_records import entered

from muster.records.actions.holds import set_hold
from muster.records.actions.records import correct_record
from muster.records.models import Record

pytestmark = pytest.mark.django_db


@pytest.fixture
def tara(client: Client, cast: Cast) -> Client:
    """Tara's browser."""
    client.force_login(cast.user["tara"])
    return client


def said(cast: Cast, **more: str) -> dict[str, str]:
    """What the form of a new record posts."""
    yesterday = timezone.localdate() - timedelta(days=1)
    return {
        "person": str(cast.person["ada"].pk),
        "agency": str(cast.millbrook.pk),
        "title": "First aid",
        "completed_on": yesterday.isoformat(),
        "minutes": "1:30",
        "outcome": "completed",
        **more,
    }


def test_list_costs_the_same_for_one_record_and_for_three(tara: Client, cast: Cast, queries_of) -> None:
    def asked() -> int:
        return queries_of(lambda: tara.get(reverse("trainer:records")))

    entered(cast)
    one = asked()
    entered(cast, about="ben")
    entered(cast, about="sam")
    assert asked() == one


def test_list_is_narrowed_down_by_words_and_unit(tara: Client, cast: Cast) -> None:
    entered(cast)
    entered(cast, about="ben")
    page = tara.get(reverse("trainer:records"), {"unit": cast.squad_a.pk, "q": "aid testcase"})
    assert [record.person for record in page.context["page"].object_list] == [cast.person["ada"]]


def test_csv_neutralises_what_a_spreadsheet_would_run(tara: Client, cast: Cast) -> None:
    Record.lines.create(
        agency=cast.millbrook, person=cast.person["ada"], title="=1+1", origin="entered", status="verified"
    )
    answer = tara.get(reverse("trainer:records"), {"format": "csv"})
    assert "'=1+1" in b"".join(answer.streaming_content).decode()


def test_record_is_entered_in_hours_and_kept_in_minutes(tara: Client, cast: Cast) -> None:
    tara.post(reverse("trainer:add_record"), said(cast))
    record = Record.lines.get()
    assert (record.person, record.minutes, record.known_by) == (cast.person["ada"], 90, cast.user["tara"])


def test_form_posted_twice_makes_one_record(tara: Client, cast: Cast) -> None:
    for _ in range(2):
        tara.post(reverse("trainer:add_record"), said(cast, once="token"))
    assert Record.lines.count() == 1


def test_hours_that_are_none_are_refused_beside_the_field(tara: Client, cast: Cast) -> None:
    page = tara.post(reverse("trainer:add_record"), said(cast, minutes="about two"))
    assert "minutes" in page.context["form"].errors
    assert not Record.lines.exists()


def test_somebody_of_another_agency_cannot_be_chosen(tara: Client, cast: Cast) -> None:
    page = tara.post(reverse("trainer:add_record"), said(cast, person=str(cast.person["nora"].pk)))
    assert "person" in page.context["form"].errors


def test_second_of_two_correctors_is_shown_what_the_first_wrote(tara: Client, cast: Cast) -> None:
    old = entered(cast)
    correct_record(record=old, by=cast.user["dina"], reason="Half a day.", minutes=120)
    page = tara.post(
        reverse("trainer:correct_record", args=[old.pk]), said(cast, minutes="8", reason="A whole day.")
    )
    assert "Half a day." in page.content.decode()
    assert Record.lines.standing().get().minutes == 120


def test_correction_under_a_hold_is_refused_in_words(tara: Client, cast: Cast) -> None:
    old = entered(cast)
    set_hold(agency=cast.millbrook, kind="legal", reason="Doe v. Millbrook", by=cast.user["rae"])
    page = tara.post(reverse("trainer:correct_record", args=[old.pk]), said(cast, minutes="8", reason="x"))
    assert "Doe v. Millbrook" in str(page.context["form"].non_field_errors())


def test_late_correction_says_that_it_waits_and_the_second_person_sees_what_it_said_before(
    tara: Client, cast: Cast
) -> None:
    old = Record.lines.create(
        agency=cast.millbrook,
        person=cast.person["ada"],
        title="First aid",
        completed_on=date(2024, 3, 1),
        minutes=240,
        origin="session",
        status="verified",
    )
    address = reverse("trainer:correct_record", args=[old.pk])
    assert "late after 30 days" in tara.get(address).content.decode()
    more = said(cast, title="First aid", completed_on="2024-03-01", minutes="8", reason="A whole day.")
    answer = tara.post(address, more, follow=True)
    assert "when a second person has approved it" in answer.content.decode()
    tara.force_login(cast.user["dina"])
    waits = Record.lines.standing().get()
    shown = tara.get(reverse("trainer:decide", args=[waits.pk])).content.decode()
    assert ("4 h" in shown, "8 h" in shown, "A whole day." in shown) == (True, True, True)


def test_record_is_taken_back(tara: Client, cast: Cast) -> None:
    old = entered(cast)
    answer = tara.post(reverse("trainer:withdraw_record", args=[old.pk]), {"reason": "The wrong person."})
    assert not Record.lines.standing().exists()
    assert "The wrong person." in tara.get(answer.headers["Location"]).content.decode()


def test_title_with_markup_is_shown_as_text(tara: Client, cast: Cast) -> None:
    Record.lines.create(
        agency=cast.millbrook,
        person=cast.person["ada"],
        title="<script>alert(1)</script>",
        origin="entered",
        status="verified",
    )
    page = tara.get(reverse("trainer:records")).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
