"""Imports on pages: from the file to the records and back."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html
from tests.cast import HIRED, Cast
from tests.records.bringing import RECORDS_HEADER, bring, brought_in, number_of

from muster.accounts.models import Grant
from muster.curriculum.models import Course
from muster.records.actions.imports.accepting import accept_import
from muster.records.actions.imports.confirming import confirm_import
from muster.records.enums import BatchState
from muster.records.models import Batch, ImportProfile, Record

pytestmark = pytest.mark.django_db


@pytest.fixture
def tara(client: Client, cast: Cast) -> Client:
    """Tara's browser."""
    client.force_login(cast.user["tara"])
    return client


def handed_in(tara: Client, cast: Cast, content: bytes, name: str = "export.csv", kind: str = "records"):
    """The answer to a file that is handed in."""
    upload = SimpleUploadedFile(name, content, "text/csv")
    return tara.post(reverse("trainer:imports"), {"agency": cast.millbrook.pk, "kind": kind, "file": upload})


def test_file_goes_from_upload_to_records_and_back(tara: Client, cast: Cast) -> None:
    ada = number_of(cast.person["ada"])
    answer = handed_in(
        tara, cast, f"{RECORDS_HEADER}{ada},CPR,2024-05-31,4\n=1+1,CPR,2024-05-31,4\n".encode()
    )
    batch = Batch.objects.get()
    page = tara.get(answer.headers["Location"])
    means = {field.label: field.value() for field in page.context["form"] if field.name.startswith("c")}
    assert means == {
        "Employee ID": "agency_id",
        "Course Title": "title",
        "Completion Date": "completed_on",
        "Hours": "hours",
    }
    columns = {
        "c1": "agency_id",
        "c2": "title",
        "c3": "completed_on",
        "c4": "hours",
        "profile_name": "Old system",
    }
    tara.post(answer.headers["Location"], columns)
    assert ImportProfile.objects.get().name == "Old system"
    tara.post(reverse("trainer:import_accept", args=[batch.pk]), {"dry": "yes"})
    assert not Record.lines.exists()
    tara.post(reverse("trainer:import_accept", args=[batch.pk]))
    batch.refresh_from_db()
    confirm_import(batch=batch, by=cast.user["dina"])
    assert Record.lines.standing().get().person == cast.person["ada"]
    rows = tara.get(reverse("trainer:import_rows", args=[batch.pk, "aside"]), {"format": "csv"})
    assert "'=1+1" in b"".join(rows.streaming_content).decode()
    tara.post(reverse("trainer:import_undo", args=[batch.pk]), {"reason": "The wrong year."})
    assert not Record.lines.standing().exists()
    assert "The wrong year." in tara.get(reverse("trainer:import", args=[batch.pk])).content.decode()


def test_person_is_confirmed_on_the_page(tara: Client, cast: Cast) -> None:
    batch = bring(cast, f"Name,Hire Date,Course,Date,Hours\nAda Testcase,{HIRED},CPR,2024-05-31,1\n")
    page = tara.get(reverse("trainer:import_people", args=[batch.pk]))
    (field,) = page.context["form"].fields
    tara.post(reverse("trainer:import_people", args=[batch.pk]), {field: str(cast.person["ada"].pk)})
    batch.refresh_from_db()
    assert batch.rows_accepted == 1


def test_days_that_can_be_read_two_ways_are_asked_beside_their_field(tara: Client, cast: Cast) -> None:
    ada = number_of(cast.person["ada"])
    answer = handed_in(tara, cast, f"{RECORDS_HEADER}{ada},CPR,03/04/2024,4\n".encode())
    columns = {"c1": "agency_id", "c2": "title", "c3": "completed_on", "c4": "hours"}
    page = tara.post(answer.headers["Location"], columns)
    assert "date_format" in page.context["form"].errors
    tara.post(answer.headers["Location"], {**columns, "date_format": "mdy"})
    assert Batch.objects.get().rows_accepted == 1


def test_same_file_is_warned_of_before_it_comes_again(tara: Client, cast: Cast) -> None:
    content = f"{RECORDS_HEADER}{number_of(cast.person['ada'])},CPR,2024-05-31,4\n"
    brought_in(cast, bring(cast, content))
    again = bring(cast, content)
    page = tara.get(reverse("trainer:import", args=[again.pk]))
    assert "This very file was brought in" in page.content.decode()
    tara.post(reverse("trainer:import_accept", args=[again.pk]))
    assert Record.lines.count() == 1


def _zip(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"\x7fELF\x02\x01\x01 a program", _zip(a="0" * 60_000_000), b"PK\x03\x04 cut off", b"", b"GIF89a\0\0"],
    ids=["program", "bomb", "cut off", "empty", "picture"],
)
def test_what_is_no_table_is_refused_in_words(tara: Client, cast: Cast, content: bytes) -> None:
    page = handed_in(tara, cast, content)
    assert page.context["form"].errors["file"]
    assert not Batch.objects.exists()


def test_file_that_only_pretends_to_be_a_table_is_refused_on_its_page(tara: Client, cast: Cast) -> None:
    answer = handed_in(tara, cast, b"%PDF-1.7 no table", name="records.csv")
    page = tara.get(answer.headers["Location"])
    assert "This is not a table." in page.context["problem"]
    assert "/files/" not in page.content.decode()


def test_names_of_files_are_harmless(tara: Client, cast: Cast) -> None:
    handed_in(tara, cast, RECORDS_HEADER.encode() + b"1,CPR,2024-05-31,4\n", name="../../<b>x</b>.csv")
    assert "/" not in Batch.objects.get().file_name
    assert "<b>x" not in tara.get(reverse("trainer:imports")).content.decode()


def test_upload_beyond_the_limit_is_refused_before_it_is_kept(tara: Client, cast: Cast, settings) -> None:
    settings.UPLOAD_LIMIT = 1024
    answer = handed_in(tara, cast, b"x" * (2 * 1024 * 1024))
    assert (answer.status_code, Batch.objects.count()) == (413, 0)


def test_list_costs_the_same_for_one_import_and_for_three(tara: Client, cast: Cast, queries_of) -> None:
    def asked() -> int:
        return queries_of(lambda: tara.get(reverse("trainer:imports")))

    text = f"{RECORDS_HEADER}{number_of(cast.person['ada'])},CPR,2024-05-31,4\n"
    bring(cast, text)
    one = asked()
    bring(cast, text + "\n")
    bring(cast, text + "\n\n")
    assert asked() == one


def test_file_is_put_aside(tara: Client, cast: Cast) -> None:
    batch = bring(cast, f"{RECORDS_HEADER}1,CPR,2024-05-31,4\n")
    tara.post(reverse("trainer:import_abandon", args=[batch.pk]))
    batch.refresh_from_db()
    assert batch.state == BatchState.ABANDONED


# ── a second person for old records ────────────────────────────────────────────────────────────


@pytest.fixture
def held_back(cast: Cast) -> Batch:
    """A file that Tara brought in, with an old record, which waits."""
    text = f"{RECORDS_HEADER}{number_of(cast.person['ada'])},CPR,2024-05-31,4\n=1+1,CPR,2024-05-31,4\n"
    return accept_import(batch=bring(cast, text), by=cast.user["tara"])


def test_second_person_sees_what_waits_and_confirms_it(client: Client, cast: Cast, held_back: Batch) -> None:
    client.force_login(cast.user["rae"])
    page = client.get(reverse("trainer:verify"))
    assert list(page.context["batches"]) == [held_back]
    address = reverse("trainer:import_confirm", args=[held_back.pk])
    shown = client.get(address)
    assert (shown.context["oldest"], shown.context["late"]["rows"], shown.context["stop"]) == (
        date(2024, 5, 31),
        1,
        None,
    )
    assert "CPR" in shown.content.decode()
    rows = client.get(reverse("trainer:import_rows", args=[held_back.pk, "aside"]))
    assert len(rows.context["page"].object_list) == 1
    client.post(address, {"decision": "confirm"})
    assert Record.lines.standing().get().person == cast.person["ada"]
    assert client.get(address).status_code == 404


def test_refusing_an_import_asks_for_a_reason_which_who_brought_it_reads(
    client: Client, cast: Cast, held_back: Batch
) -> None:
    client.force_login(cast.user["dina"])
    address = reverse("trainer:import_confirm", args=[held_back.pk])
    assert "reason" in client.post(address, {"decision": "refuse"}).context["form"].errors
    client.post(address, {"decision": "refuse", "reason": "Where is the paper?"})
    client.force_login(cast.user["tara"])
    page = client.get(reverse("trainer:import", args=[held_back.pk])).content.decode()
    assert "Where is the paper?" in page
    assert not Record.lines.exists()


def test_who_brought_it_in_sees_that_it_waits_and_cannot_confirm(tara: Client, held_back: Batch) -> None:
    assert (
        "It waits for a second person"
        in tara.get(reverse("trainer:import", args=[held_back.pk])).content.decode()
    )
    address = reverse("trainer:import_confirm", args=[held_back.pk])
    assert "You brought it in" in str(tara.get(address).context["stop"])
    tara.post(address, {"decision": "confirm"})
    assert not Record.lines.exists()


def test_who_begins_alone_is_told_that_old_records_count_at_once(tara: Client, cast: Cast) -> None:
    Grant.objects.filter(user__in=[cast.user["dina"], cast.user["rae"]]).delete()
    batch = bring(cast, f"{RECORDS_HEADER}{number_of(cast.person['ada'])},CPR,2024-05-31,4\n")
    address = reverse("trainer:import", args=[batch.pk])
    assert "count at once" in tara.get(address).content.decode()
    tara.post(reverse("trainer:import_accept", args=[batch.pk]))
    assert Record.lines.count() == 1
    assert "on one person's word" in tara.get(address).content.decode()


def test_answers_that_were_not_looked_at_are_taken_before_anything_is_brought_in(
    tara: Client, cast: Cast
) -> None:
    batch = bring(cast, f"{RECORDS_HEADER}{number_of(cast.person['ada'])},CPR,{timezone.localdate()},4\n")
    address = reverse("trainer:import_accept", args=[batch.pk])
    changed = {"with_answers": "yes", "leave_known": "on"}
    tara.post(address, changed)  # the box for the new course was unticked
    batch.refresh_from_db()
    assert (batch.state, batch.answers["make_courses"], Record.lines.count()) == ("preview", False, 0)
    page = tara.get(reverse("trainer:import", args=[batch.pk])).content.decode()
    assert "Your answers were taken" in page
    tara.post(address, changed)
    assert (Record.lines.get().course, Course.objects.count()) == (None, 0)


def test_boxes_of_the_file_are_sent_with_the_button_that_brings_it_in(tara: Client, cast: Cast) -> None:
    batch = bring(cast, f"{RECORDS_HEADER}{number_of(cast.person['ada'])},CPR,2024-05-31,4\n")
    page = html.fromstring(tara.get(reverse("trainer:import", args=[batch.pk])).content)
    (form,) = page.xpath("//form[@id='answers']")
    assert form.xpath(".//input[@name='make_courses']/@checked")
    accept = reverse("trainer:import_accept", args=[batch.pk])
    assert len(page.xpath(f"//button[@form='answers'][@formaction='{accept}']")) == 2


def test_page_of_what_came_in_says_that_new_courses_count_for_no_rule_yet(tara: Client, cast: Cast) -> None:
    batch = bring(cast, f"{RECORDS_HEADER}{number_of(cast.person['ada'])},CPR,2024-05-31,4\n")
    brought_in(cast, batch)
    page = tara.get(reverse("trainer:import", args=[batch.pk])).content.decode()
    assert "until somebody has said what each is about" in page


def test_columns_are_called_by_their_names_for_people(tara: Client, cast: Cast) -> None:
    batch = bring(cast, f"{RECORDS_HEADER}{number_of(cast.person['ada'])},CPR,2024-05-31,4\n")
    page = tara.get(reverse("trainer:import", args=[batch.pk])).content.decode()
    assert "recorded_at" not in page
    assert "does not say when its rows were written down" in page
