"""Text from files and forms stays text: in pages, in tables for spreadsheets, in file names."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import HIRED, Cast
from tests.factories.sessions import a_course, a_seat, a_session

from muster.accounts.models import Grant, User
from muster.records.models import Batch, Record, Room
from muster.roster.models import Agency, Appointment, Fact, Identifier, Person, Unit

pytestmark = pytest.mark.django_db
#: Fires a post of the reader's own by itself, where it becomes a part of a page that loads htmx.
TAG = "<i data-hx-post=/x data-hx-trigger=load>"
FORMULA = '=HYPERLINK("http://evil.example";"x")'
BACKWARDS = "a\u202etxt.exe"


def browser(user: User) -> Client:
    """A browser in which somebody is signed in."""
    client = Client()
    client.force_login(user)
    return client


def text_of(answer: HttpResponse) -> str:
    """What an answer says."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode(errors="replace")


@pytest.mark.parametrize("kind", ["records", "roster"])
def test_cells_and_headers_of_an_imported_file_are_text(cast: Cast, kind: str) -> None:
    tara = browser(cast.user["tara"])
    table = io.StringIO()
    rows = [["Employee ID", "Course Title", "Completion Date", "Hours", TAG]]
    rows += [[f"{number}", TAG, TAG, TAG, TAG] for number in range(3)]
    csv.writer(table).writerows(rows)
    file = SimpleUploadedFile(f"{TAG}.csv", table.getvalue().encode())
    answer = tara.post(
        reverse("trainer:imports"), {"agency": cast.millbrook.pk, "kind": kind, "file": file}, follow=True
    )
    batch = Batch.objects.get()
    steps = [
        reverse(f"trainer:{name}", args=[batch.pk]) for name in ("import", "import_columns", "import_people")
    ]
    pages = [text_of(answer), *(text_of(tara.get(step, follow=True)) for step in steps)]
    assert [page for page in pages if TAG in page] == []
    assert any("&lt;i data-hx-post" in page for page in pages)


@pytest.fixture
def hostile(cast: Cast) -> Cast:
    """A department in which every name is an attack."""
    for text in (TAG, FORMULA, BACKWARDS):
        person = Person.objects.create(given_name=text, family_name=text)
        Appointment.lines.create(person=person, agency=cast.millbrook, start=HIRED)
        Fact.lines.create(person=person, agency=cast.millbrook, fact="certificate", value=text, start=HIRED)
        Identifier.lines.create(person=person, kind="agency", agency=cast.millbrook, value=text)
        course = a_course(cast, code=text[:30], title=text)
        Room.objects.create(agency=cast.millbrook, name=text)
        session = a_session(cast, course, days=(3,))
        a_seat(session, person)
        for status in ("verified", "pending"):
            Record.lines.create(
                agency=cast.millbrook,
                person=person,
                title=text,
                provider=text,
                completed_on=timezone.localdate(),
                minutes=60,
                origin="entered",
                status=status,
            )
    Unit.objects.filter(pk=cast.squad_a.pk).update(name=FORMULA, code=TAG[:20])
    Agency.objects.filter(pk=cast.millbrook.pk).update(name=TAG)
    User.objects.filter(pk=cast.user["ada"].pk).update(name=FORMULA)
    return cast


LISTS = [
    "people",
    "units",
    "ledger",
    "grants",
    "duplicates",
    "trainer:records",
    "trainer:verify",
    "trainer:sessions",
    "trainer:courses",
    "trainer:rooms",
    "trainer:timetable",
    "trainer:instructors",
    "trainer:plans",
    "commander:standing",
    "trainer:short",
    "commander:due",
    "trainer:today",
    "trainer:search",
    "trainer:disputes",
    "trainer:holds",
    "trainer:imports",
    "officer:file",
]


@pytest.mark.parametrize("name", LISTS)
def test_names_are_text_in_lists_and_harmless_in_spreadsheets(hostile: Cast, name: str) -> None:
    tara = hostile.user["tara"]
    Grant.objects.create(user=tara, role="administrator", agency=None, start=HIRED)
    Grant.objects.create(user=tara, role="custodian", agency=hostile.millbrook, start=HIRED)
    Grant.objects.create(user=tara, role="officer", agency=hostile.millbrook, start=HIRED)
    client = browser(tara)
    url = reverse(name)
    page = client.get(url, {"q": TAG})
    assert page.status_code == 200
    assert TAG not in text_of(page)
    assert TAG not in text_of(client.get(url))
    table = client.get(url, {"format": "csv"})
    if "text/csv" in table.headers["Content-Type"]:
        cells = [cell for row in csv.reader(io.StringIO(text_of(table).lstrip("\ufeff"))) for cell in row]
        assert [cell for cell in cells if cell.startswith(("=", "+", "@", "\t", "\r"))] == []


def test_name_of_an_uploaded_file_is_a_name(cast: Cast) -> None:
    ada = browser(cast.user["ada"])
    name = '../..\\"><i data-hx-post=/x>\u202egpj.pdf\r\nX-Evil: 1'
    sent = {
        "title": "CPR",
        "completed_on": "2026-01-02",
        "minutes": "60",
        "outcome": "completed",
        "delivery": "classroom",
        "agency": cast.millbrook.pk,
        "file": SimpleUploadedFile(name, b"%PDF-1.7 <script>alert(1)</script>"),
    }
    ada.post(reverse("officer:outside"), sent)
    record = Record.lines.get(title="CPR")
    proof = record.evidence.get()
    page = text_of(ada.get(reverse("officer:record", args=[record.pk])))
    assert "<i data-hx-post" not in page
    answer = ada.get(reverse("officer:evidence", args=[proof.pk]))
    told = answer.headers["Content-Disposition"]
    text_of(answer)
    assert told.startswith("attachment")
    assert not set(told) & set("\r\n\\/<>\u202e")
    assert "X-Evil" not in answer.headers
    assert "sandbox" in answer.headers["Content-Security-Policy"]
