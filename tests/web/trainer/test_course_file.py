"""Course files read by those who look over the training unit's shoulder: everything is there, and nothing to press."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html
from tests.cast import Cast, make_account
from tests.factories.sessions import a_course, a_plan, a_seat, a_session, an_instructor

from muster.accounts.permissions import Permission
from muster.accounts.roles import ROLES, Role
from muster.files.actions import store
from muster.records.access.sessions import hidden_seats
from muster.records.actions.roll import RollMark, enter_result, mark_roll
from muster.records.models import Attendance, Result, Session, SessionFile

pytestmark = pytest.mark.django_db

#: Who reads and does not write: accreditation is asked for below, since nobody of the cast has that role.
READERS = ("chris", "rae", "olga", "vic", "posy")


@pytest.fixture
def session(cast: Cast) -> Session:
    """Yesterday's class with a result and a file; Ada was late."""
    session = a_session(cast, a_course(cast), teacher=an_instructor(cast))
    a_plan(cast, session.course, assessments=1)
    ada = a_seat(session, cast.person["ada"])
    marks = {ada.pk: RollMark("late", 400, "Traffic")}
    mark_roll(meeting=session.meetings.get(), marks=marks, by=cast.user["ian"])
    test = session.course.plans.get().assessments.get()
    enter_result(enrolment=ada, assessment=test, score=91, by=cast.user["ian"])
    stored = store(content=io.BytesIO(b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"), by=None)
    SessionFile.objects.create(session=session, file=stored, name="sheet.pdf", kind="sign_in")
    return session


def addresses_of(session: Session) -> list[str]:
    """The pages of a course file."""
    return [
        reverse("trainer:session", args=[session.pk]),
        reverse("trainer:results", args=[session.pk]),
        reverse("trainer:roll", args=[session.pk, session.meetings.get().pk]),
    ]


def the_file(session: Session) -> str:
    """Where the signed sheet is handed out."""
    return reverse("trainer:download_session_file", args=[session.pk, session.files.get().pk])


@pytest.mark.parametrize("name", READERS)
def test_reader_sees_who_came_and_how_they_did_and_can_press_nothing(
    client: Client, cast: Cast, session: Session, name: str
) -> None:
    client.force_login(cast.user[name])
    pages = [client.get(address).content.decode() for address in addresses_of(session)]
    for page in pages:
        assert "Ada Testcase" in page
        assert 'method="post"' not in page.split("<main")[1].split("</main>")[0]
    assert "91.00" in pages[1]
    assert "Traffic" in pages[2]
    sheet = client.get(the_file(session))
    assert b"".join(sheet.streaming_content).startswith(b"%PDF")
    sheet.close()


def test_accreditation_manager_reads_course_files(client: Client, cast: Cast, session: Session) -> None:
    make_account(cast, "acc", Role.ACCREDITATION, cast.millbrook)
    client.force_login(cast.user["acc"])
    assert list(client.get(reverse("trainer:sessions")).context["page"].object_list) == [session]
    assert "Ada Testcase" in client.get(addresses_of(session)[0]).content.decode()


@pytest.mark.parametrize("name", READERS)
def test_reader_who_posts_is_told_that_there_is_no_such_page(
    client: Client, cast: Cast, session: Session, name: str
) -> None:
    client.force_login(cast.user[name])
    seat, meeting = session.enrolments.get(), session.meetings.get()
    posts = {
        reverse("trainer:roll", args=[session.pk, meeting.pk]): {f"seat{seat.pk}-presence": "present"},
        reverse("trainer:results", args=[session.pk]): {f"seat{seat.pk}-0-outcome": "failed"},
        reverse("trainer:everybody", args=[session.pk, "attended"]): {},
        reverse("trainer:add_session_file", args=[session.pk]): {},
        reverse("trainer:add_at_door", args=[session.pk, meeting.pk]): {"name": "Pat"},
    }
    assert {address: client.post(address, data).status_code for address, data in posts.items()} == (
        dict.fromkeys(posts, 404)
    )
    assert (Attendance.objects.get().presence, Result.objects.get().outcome) == ("late", "passed")


@pytest.mark.parametrize("name", [*READERS, "tara"])
def test_list_of_sessions_leads_nobody_to_a_page_that_is_not_theirs(
    client: Client, cast: Cast, session: Session, name: str
) -> None:
    client.force_login(cast.user[name])
    page = html.fromstring(client.get(reverse("trainer:sessions")).content)
    links = {link for link in page.xpath("//main//a/@href") if link.startswith("/")}
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)
    assert reverse("trainer:session", args=[session.pk]) in links


def test_reader_of_another_agency_finds_no_course_file(client: Client, cast: Cast, session: Session) -> None:
    make_account(cast, "eve", Role.OVERSIGHT, cast.oakford)
    client.force_login(cast.user["eve"])
    assert {client.get(address).status_code for address in [*addresses_of(session), the_file(session)]} == {
        404
    }
    assert not client.get(reverse("trainer:sessions")).context["page"].object_list


def test_protected_person_is_hidden_from_the_commission_and_so_are_the_files_that_name_them(
    client: Client, cast: Cast, session: Session
) -> None:
    ben = cast.person["ben"]
    ben.is_protected = True
    ben.save()
    seat = a_seat(session, ben)
    client.force_login(cast.user["posy"])
    for address in addresses_of(session):
        page = client.get(address).content.decode()
        assert "Ada Testcase" in page
        assert "Ben Testcase" not in page
    assert "1 seat is not shown" in client.get(addresses_of(session)[0]).content.decode()
    assert client.get(the_file(session)).status_code == 404
    assert hidden_seats(cast.user["posy"], session) == {seat.pk}
    assert hidden_seats(cast.user["olga"], session) == frozenset()  # the agency that employs him
    assert hidden_seats(cast.user["ian"], session) == frozenset()  # who keeps the roll


def test_who_keeps_the_roll_of_a_session_may_read_its_file() -> None:
    keep, read = Permission.RECORDS_SESSION_TEACH, Permission.RECORDS_FILE_READ
    for role, powers in ROLES.items():
        assert keep not in powers.there or read in powers.there, role
        assert keep not in powers.own or read in powers.own, role


def test_pages_cost_a_reader_the_same_for_one_person_and_for_three(
    client: Client, cast: Cast, session: Session, queries_of
) -> None:
    client.force_login(cast.user["olga"])

    def asked() -> list[int]:
        return [queries_of(lambda it=address: client.get(it)) for address in addresses_of(session)]

    one = asked()
    for name in ("ben", "sam"):
        a_seat(session, cast.person[name])
    assert asked() == one
