"""The training file as a page, as JSON and on paper; training handed in; certificates."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast
from tests.records.test_records import entered

from muster.records.actions.verification import refuse_record, verify_record
from muster.records.models import Evidence, Record
from muster.records.queries.transcript import fingerprint

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 a certificate"


@pytest.fixture
def ada(client: Client, cast: Cast) -> Client:
    """Ada's browser."""
    client.force_login(cast.user["ada"])
    return client


def certificate(**more: object) -> dict[str, object]:
    """What the form for outside training posts."""
    upload = SimpleUploadedFile("../card.exe", PDF, "application/pdf")
    return {
        "title": "CPR",
        "completed_on": "2024-05-31",
        "minutes": "4",
        "outcome": "completed",
        "file": upload,
        **more,
    }


def test_own_file_costs_the_same_for_one_record_and_for_three_and_at_most_twelve(
    ada: Client, cast: Cast, queries_of
) -> None:
    def asked() -> int:
        return queries_of(lambda: ada.get(reverse("officer:file")))

    entered(cast)
    one = asked()
    entered(cast)
    entered(cast)
    assert asked() == one
    assert one <= 12


def test_file_shows_ones_own_records_and_nobody_elses(ada: Client, cast: Cast) -> None:
    entered(cast)
    entered(cast, about="ben")
    page = ada.get(reverse("officer:file"))
    assert [record.person for record in page.context["page"].object_list] == [cast.person["ada"]]


def test_file_can_be_asked_as_of_a_day_and_as_known_then(ada: Client, cast: Cast) -> None:
    entered(cast)
    before = (timezone.localdate() - timedelta(days=5)).isoformat()
    kept = ({"on": before}, {"known": before}, {"known_on": before})  # what addresses said once
    for question in ({"as_of": before}, {"known_at": before}, *kept):
        assert ada.get(reverse("officer:file"), question).context["page"].object_list == []


@pytest.mark.parametrize(
    "nonsense", [{"as_of": "2024-13-45"}, {"known_at": "2024-02-30T99:00"}, {"as_of": "x", "known_at": "T"}]
)
def test_question_that_cannot_be_read_is_about_today(ada: Client, cast: Cast, nonsense) -> None:
    assert ada.get(reverse("officer:file"), nonsense).context["file"].as_of == timezone.localdate()


def test_json_of_the_moment_on_the_page_is_the_one_whose_fingerprint_the_pdf_bears(
    ada: Client, cast: Cast
) -> None:
    import io  # noqa: PLC0415

    import pypdf  # noqa: PLC0415

    entered(cast)
    known = ada.get(reverse("officer:file")).context["known_exact"]
    data = ada.get(reverse("officer:file"), {"format": "json", "known_at": known})
    paper = ada.get(reverse("officer:file"), {"format": "pdf", "known_at": known})
    text = pypdf.PdfReader(io.BytesIO(paper.content)).pages[0].extract_text()
    assert fingerprint(data.content) in text.replace("\n", "")
    assert json.loads(data.content)["known_at"] == known


def test_unit_is_handed_out_as_one_file(client: Client, cast: Cast) -> None:
    client.force_login(cast.user["sam"])
    entered(cast)
    data = json.loads(
        client.get(reverse("officer:unit_file", args=[cast.squad_a.pk]), {"format": "json"}).content
    )
    assert sorted(person["given_name"] for person in data["people"]) == ["Ada", "Sam"]


def test_files_of_a_large_unit_are_handed_out_a_page_at_a_time(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("muster.web.tables.page_of.__defaults__", (1,))
    client.force_login(cast.user["sam"])
    address = reverse("officer:unit_file", args=[cast.squad_a.pk])
    names = []
    for number in (1, 2):
        answer = client.get(address, {"format": "json", "page": number})
        names.append([person["given_name"] for person in json.loads(answer.content)["people"]])
        assert f"A-{number}-" in answer.headers["Content-Disposition"]
    assert names == [["Ada"], ["Sam"]]


def test_file_over_the_wire_is_kept_by_no_browser(ada: Client, cast: Cast) -> None:
    answer = ada.get(reverse("officer:file"), {"format": "json"})
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Disposition"].startswith("attachment;")


# ── outside training ───────────────────────────────────────────────────────────────────────────


def test_training_without_hours_is_asked_for_them(ada: Client, cast: Cast) -> None:
    page = ada.post(reverse("officer:outside"), certificate(agency=cast.millbrook.pk, minutes=""))
    assert page.context["form"].errors["minutes"] == ["This field is required."]
    assert not Record.lines.exists()


def test_training_is_handed_in_with_its_certificate_and_waits(ada: Client, cast: Cast) -> None:
    ada.post(reverse("officer:outside"), certificate(agency=cast.millbrook.pk))
    record = Record.lines.get()
    assert (record.person, record.status, record.origin, record.minutes) == (
        cast.person["ada"],
        "pending",
        "outside",
        240,
    )
    proof = Evidence.objects.get()
    assert proof.name.endswith(".pdf")
    assert "/" not in proof.name
    assert b"".join(ada.get(reverse("officer:evidence", args=[proof.pk])).streaming_content) == PDF


def test_certificate_that_lies_about_its_type_is_refused(ada: Client, cast: Cast) -> None:
    liar = SimpleUploadedFile("card.pdf", b"\x7fELF a program", "application/pdf")
    page = ada.post(reverse("officer:outside"), certificate(agency=cast.millbrook.pk, file=liar))
    assert page.context["form"].errors["file"]
    assert not Record.lines.exists()


def test_training_is_not_handed_in_to_another_agency(ada: Client, cast: Cast) -> None:
    page = ada.post(reverse("officer:outside"), certificate(agency=cast.oakford.pk))
    assert "agency" in page.context["form"].errors


def test_refused_training_is_handed_in_again(ada: Client, cast: Cast) -> None:
    ada.post(reverse("officer:outside"), certificate(agency=cast.millbrook.pk))
    refused = refuse_record(record=Record.lines.get(), by=cast.user["tara"], reason="Not readable.")
    ada.post(reverse("officer:hand_in_again", args=[refused.pk]), certificate(reason="A better scan."))
    record = Record.lines.standing().get()
    assert (record.status, record.reason) == ("pending", "A better scan.")
    assert Evidence.objects.count() == 2


# ── certificates ───────────────────────────────────────────────────────────────────────────────


def test_certificates_stand_in_the_order_they_run_out(ada: Client, cast: Cast) -> None:
    today = timezone.localdate()
    for title, days in (("later", 90), ("gone", -1), ("soon", 30)):
        Record.lines.create(
            agency=cast.millbrook,
            person=cast.person["ada"],
            title=title,
            completed_on=date(2024, 5, 31),
            expires_on=today + timedelta(days=days),
            origin="entered",
            status="verified",
        )
    found = ada.get(reverse("officer:certificates")).context["page"].object_list
    assert [(one.title, one.tone) for one in found] == [("gone", "bad"), ("soon", "warn"), ("later", "good")]


def test_certificate_that_waits_is_none_yet(ada: Client, cast: Cast) -> None:
    later = (timezone.localdate() + timedelta(days=90)).isoformat()
    ada.post(reverse("officer:outside"), certificate(agency=cast.millbrook.pk, expires_on=later))
    assert ada.get(reverse("officer:certificates")).context["page"].object_list == []
    verify_record(record=Record.lines.get(), by=cast.user["tara"])
    assert len(ada.get(reverse("officer:certificates")).context["page"].object_list) == 1
