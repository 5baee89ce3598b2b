"""Reported to the state: the day with the session, and what each of its records says from then on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cast import Cast
from tests.factories.sessions import a_course, a_plan, a_seat, a_session, an_instructor

from muster.ledger.models import Entry
from muster.ledger.refusals import Refused
from muster.records.actions.closing import close_session
from muster.records.actions.disputes import answer_dispute, open_dispute
from muster.records.actions.holds import set_hold
from muster.records.actions.records import correct_record
from muster.records.actions.reporting import report_session
from muster.records.actions.roll import mark_rest
from muster.records.actions.verification import verify_record
from muster.records.enums import COUNTING, Presence, RecordStatus, SessionState
from muster.records.models import Record, Session
from muster.records.queries.closing import unreported

pytestmark = pytest.mark.django_db
S = RecordStatus


@pytest.fixture
def closed(cast: Cast) -> Session:
    """A class of yesterday with Ada and Tara, taught by Ian, which Tara closed: her own record waits."""
    session = a_session(cast, a_course(cast), teacher=an_instructor(cast))
    a_plan(cast, session.course)
    for name in ("ada", "tara"):
        a_seat(session, cast.person[name])
    mark_rest(meeting=session.meetings.get(), presence=Presence.PRESENT, by=cast.user["ian"])
    return close_session(session=session, by=cast.user["tara"])


def status_of(session: Session) -> dict[str, str]:
    """What the records of a session say of themselves, by the name of the person."""
    found = Record.lines.standing().filter(session=session).select_related("person")
    return {record.person.given_name.lower(): record.status for record in found}


def reported(cast: Cast, session: Session) -> Session:
    """The same session, reported today."""
    return report_session(session=session, reported_on=timezone.localdate(), by=cast.user["tara"])


def her_record(cast: Cast, name: str = "ada") -> Record:
    """Somebody's record as it stands."""
    return Record.lines.standing().get(person=cast.person[name])


def test_verified_records_say_that_they_were_reported_and_one_that_waits_does_not(
    cast: Cast, closed: Session
) -> None:
    reported(cast, closed)
    assert status_of(closed) == {"ada": "reported", "ian": "reported", "tara": "pending"}
    line = her_record(cast)
    assert (line.replaces.status, line.known_by, line.key) == (
        "verified",
        cast.user["tara"],
        line.replaces.key,
    )
    assert line.reason.startswith("Reported to the state on ")
    assert S.REPORTED in COUNTING


def test_what_was_known_before_the_report_is_still_known_of_that_moment(cast: Cast, closed: Session) -> None:
    before = timezone.now()
    reported(cast, closed)
    then = Record.lines.standing(before).get(person=cast.person["ada"])
    assert then.status == "verified"


def test_day_of_the_report_is_kept_with_one_entry(cast: Cast, closed: Session) -> None:
    entries, today = Entry.objects.count(), timezone.localdate()
    session = reported(cast, closed)
    assert (session.state, session.reported_on) == (SessionState.REPORTED, today)
    assert Entry.objects.count() == entries + 1
    assert Entry.objects.order_by("number").last().told["records"] == 2


def test_number_of_queries_is_the_same_for_one_record_and_for_many(
    cast: Cast, closed: Session, queries_of
) -> None:
    one = queries_of(lambda: reported(cast, closed))
    many = a_session(cast, closed.course)
    for name in ("ada", "ben", "sam", "ian", "chris", "dina"):
        a_seat(many, cast.person[name])
    mark_rest(meeting=many.meetings.get(), presence=Presence.PRESENT, by=cast.user["ian"])
    close_session(session=many, by=cast.user["tara"])
    assert queries_of(lambda: reported(cast, many)) == one


def test_report_is_refused_before_closing_and_for_days_that_cannot_be(cast: Cast, closed: Session) -> None:
    tara, today = cast.user["tara"], timezone.localdate()
    with pytest.raises(Refused, match="Only a closed session"):
        report_session(session=a_session(cast, closed.course), reported_on=today, by=tara)
    for wrong in (today + timedelta(days=1), today - timedelta(days=30)):
        with pytest.raises(Refused) as refused:
            report_session(session=closed, reported_on=wrong, by=tara)
        assert refused.value.field == "reported_on"
    assert set(status_of(closed).values()) == {"verified", "pending"}


def test_reported_twice_is_refused_while_nothing_was_corrected(cast: Cast, closed: Session) -> None:
    reported(cast, closed)
    with pytest.raises(Refused, match="reported already"):
        reported(cast, closed)


def test_what_is_corrected_or_approved_afterwards_is_reported_again(cast: Cast, closed: Session) -> None:
    first = reported(cast, closed)
    correct_record(record=her_record(cast), by=cast.user["tara"], reason="Left early.", minutes=60)
    verify_record(record=her_record(cast, "tara"), by=cast.user["dina"])
    assert status_of(closed) == {"ada": "verified", "ian": "reported", "tara": "verified"}
    again = reported(cast, closed)
    assert set(status_of(closed).values()) == {"reported"}
    assert again.reported_on == first.reported_on
    assert not unreported(closed).exists()


def test_disputed_record_is_not_reported_and_one_that_stands_is_as_before(
    cast: Cast, closed: Session
) -> None:
    reported(cast, closed)
    dispute = open_dispute(record=her_record(cast), by=cast.user["ada"], claim="It was nine hours.")
    assert status_of(closed)["ada"] == "disputed"
    answer_dispute(dispute=dispute, by=cast.user["dina"], answer="It was eight.", upheld=False)
    assert status_of(closed)["ada"] == "reported"


def test_hold_does_not_hide_that_a_class_was_reported(cast: Cast, closed: Session) -> None:
    set_hold(agency=cast.millbrook, kind="legal", reason="Doe v. Millbrook", by=cast.user["rae"])
    reported(cast, closed)
    assert status_of(closed)["ada"] == "reported"
