"""A page that shows what a deed would do: when that has changed since, the deed is refused and the page says what is so now."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast, make_officer
from tests.factories.sessions import a_course, a_plan, a_seat, a_session, an_instructor
from tests.records.bringing import RECORDS_HEADER, bring, number_of
from tests.records.test_records import entered

from muster.records.actions.imports.accepting import accept_import
from muster.records.actions.imports.batches import answer_questions
from muster.records.actions.records import correct_record
from muster.records.actions.roll import RollMark, mark_roll
from muster.records.enums import BatchState, Presence, RecordStatus, SessionState
from muster.records.models import Batch, Record, Session
from muster.roster.models import Merge, Person, TwoPeople

pytestmark = pytest.mark.django_db

SENTENCE = "has changed since, and nothing was done"


@pytest.fixture
def dina(client: Client, cast: Cast) -> Client:
    """Dina's browser."""
    client.force_login(cast.user["dina"])
    return client


def mark_in(page: HttpResponse) -> dict[str, str]:
    """What the form of a page posts along: the mark of what was shown, which stands in the page."""
    mark = page.context["mark"]
    assert f'name="seen" value="{mark}"' in page.content.decode()
    return {"seen": mark}


# ── many records at once ───────────────────────────────────────────────────────────────────────


def test_records_of_which_one_was_corrected_meanwhile_are_shown_anew(dina: Client, cast: Cast) -> None:
    late = [entered(cast, about=name, days_ago=90) for name in ("ada", "ben")]
    where, chosen = reverse("trainer:verify_many"), {"records": [record.pk for record in late]}
    shown = mark_in(dina.post(where, chosen))
    correct_record(record=late[1], by=cast.user["tara"], reason="Half a day.", minutes=120)
    again = dina.post(where, {**chosen, **shown})
    assert (SENTENCE in again.content.decode(), again.context["chosen"]) == (True, [late[0]])
    assert not Record.lines.filter(status=RecordStatus.VERIFIED).exists()
    dina.post(where, {"records": [late[0].pk], **mark_in(again)})
    assert Record.lines.standing().get(status=RecordStatus.VERIFIED).key == late[0].key


# ── a file ─────────────────────────────────────────────────────────────────────────────────────


def a_file(cast: Cast, day: str) -> Batch:
    """A look at a file with two rows about Ada."""
    number = number_of(cast.person["ada"])
    return bring(cast, f"{RECORDS_HEADER}{number},CPR,{day},4\n{number},Rifle,{day},4\n")


def same_row(cast: Cast, batch: Batch) -> None:
    """What the file says first is entered by hand."""
    day = batch.findings["first"]["rows"][0][3]
    row = {"title": "CPR", "completed_on": day, "minutes": 240, "outcome": "completed"}
    Record.lines.create(
        agency=cast.millbrook, person=cast.person["ada"], origin="entered", status="verified", **row
    )


def test_file_of_which_less_would_come_in_than_the_page_said_is_looked_at_again(
    dina: Client, cast: Cast
) -> None:
    batch = a_file(cast, timezone.localdate().isoformat())
    page, bring_in = (
        reverse("trainer:import", args=[batch.pk]),
        reverse("trainer:import_accept", args=[batch.pk]),
    )
    shown = mark_in(dina.get(page))
    same_row(cast, batch)
    again = dina.post(bring_in, shown, follow=True)
    assert (SENTENCE in again.content.decode(), again.context["batch"].rows_accepted) == (True, 1)
    assert Record.lines.count() == 1
    dina.post(bring_in, mark_in(again))
    assert Record.lines.count() == 2


@pytest.mark.parametrize("kind", ["records", "roster"])
def test_file_about_which_nothing_changed_comes_in_as_it_was_shown(
    dina: Client, cast: Cast, kind: str
) -> None:
    batch = a_file(cast, timezone.localdate().isoformat())
    if kind == "roster":
        text = "Employee ID,First Name,Last Name,Hire Date\n7701,Kim,Newcomer,2001-03-02\n7702,Lou,Newcomer,2001-03-02\n"
        batch = answer_questions(batch=bring(cast, text, "roster"), by=cast.user["tara"], make_people=True)
    shown = mark_in(dina.get(reverse("trainer:import", args=[batch.pk])))
    dina.post(reverse("trainer:import_accept", args=[batch.pk]), shown)
    batch.refresh_from_db()
    assert batch.state == BatchState.ACCEPTED


def test_second_person_confirms_what_the_page_said_and_not_what_somebody_else_looked_at_since(
    dina: Client, cast: Cast
) -> None:
    batch = accept_import(batch=a_file(cast, "2024-05-31"), by=cast.user["tara"])
    where = reverse("trainer:import_confirm", args=[batch.pk])
    shown = mark_in(dina.get(where))
    same_row(cast, batch)
    rae = Client()
    rae.force_login(cast.user["rae"])
    assert SENTENCE in rae.post(where, {"decision": "confirm", **mark_in(rae.get(where))}).content.decode()
    again = dina.post(where, {"decision": "confirm", **shown})
    assert (SENTENCE in again.content.decode(), again.context["batch"].rows_accepted) == (True, 1)
    assert Record.lines.count() == 1
    dina.post(where, {"decision": "confirm", **mark_in(again)})
    assert Record.lines.count() == 2


# ── two entries side by side ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("name", "table"), [("merge_person", Merge), ("tell_apart", TwoPeople)])
def test_two_entries_of_which_one_says_something_else_now_are_compared_anew(
    dina: Client, cast: Cast, name: str, table: type[Merge | TwoPeople]
) -> None:
    ada, twin = cast.person["ada"], make_officer(cast, "adah", cast.millbrook, rank="officer")
    where = reverse(name, args=[ada.pk] if table is Merge else [ada.pk, twin.pk])
    where = f"{where}?other={twin.pk}"
    shown = mark_in(dina.get(where))
    Person.objects.filter(pk=twin.pk).update(given_name="Adelaide")
    again = dina.post(where, {"reason": "same badge photo", **shown})
    assert (SENTENCE in again.content.decode(), "Adelaide" in again.content.decode()) == (True, True)
    assert not table._base_manager.exists()
    dina.post(where, {"reason": "same badge photo", **mark_in(again)})
    assert table._base_manager.count() == 1


# ── a session that is closed ───────────────────────────────────────────────────────────────────


@pytest.fixture
def held(cast: Cast) -> Session:
    """A class of one, who was there."""
    session = a_session(cast, a_course(cast), state="held", teacher=an_instructor(cast))
    a_plan(cast, session.course)
    a_seat(session, cast.person["ada"])
    mark(cast, session, Presence.PRESENT)
    return session


def mark(cast: Cast, session: Session, presence: Presence) -> None:
    """Write on the roll what became of Ada."""
    seat, meeting = session.enrolments.get(), session.meetings.get()
    mark_roll(meeting=meeting, marks={seat.pk: RollMark(presence)}, by=cast.user["tara"])


def test_session_whose_roll_was_changed_meanwhile_shows_what_its_records_would_say_now(
    dina: Client, cast: Cast, held: Session
) -> None:
    where, plan = reverse("trainer:close_session", args=[held.pk]), {"plan": held.course.plans.get().pk}
    shown = mark_in(dina.get(where))
    mark(cast, held, Presence.NO_SHOW)
    again = dina.post(where, {**plan, **shown})
    assert (SENTENCE in again.content.decode(), "did not come" in again.content.decode()) == (True, True)
    assert not Record.lines.exists()
    dina.post(where, {**plan, **mark_in(again)})
    held.refresh_from_db()
    assert held.state == SessionState.CLOSED
