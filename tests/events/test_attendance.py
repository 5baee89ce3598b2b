"""Checking in at an event: proven by a code or a photograph, once, by who goes, on its days."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.cast import Cast
from tests.events.homecoming import a_session, at_event, part_of, picture, seen

from muster.events.actions.attendance import check_in
from muster.events.enums import AttendeeState
from muster.events.models import Attendee, CheckIn, Event
from muster.ledger.models import Entry
from muster.ledger.refusals import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def there(cast: Cast) -> Attendee:
    return part_of(at_event(cast)[1], cast)


def test_code_shown_in_the_room_is_taken_in_any_case(cast: Cast, there: Attendee) -> None:
    session = a_session(there.request.event)
    made = check_in(attendee=there, seen=seen(session=session, code=" red7"), by=cast.user["ada"])
    assert (made.title, made.minutes, made.session) == ("Opening", 90, session)


def test_wrong_code_is_refused(cast: Cast, there: Attendee) -> None:
    session = a_session(there.request.event)
    with pytest.raises(Refused, match="not the code"):
        check_in(attendee=there, seen=seen(session=session, code="BLUE"), by=cast.user["ada"])


def test_photograph_proves_it_where_the_code_was_not_seen(cast: Cast, there: Attendee) -> None:
    session = a_session(there.request.event)
    made = check_in(attendee=there, seen=seen(session=session, photo=picture(cast)), by=cast.user["ada"])
    assert made.photo is not None


def test_without_code_and_photograph_it_is_refused(cast: Cast, there: Attendee) -> None:
    with pytest.raises(Refused, match="Type the code"):
        check_in(attendee=there, seen=seen(session=a_session(there.request.event)), by=cast.user["ada"])


def test_what_is_sent_twice_is_written_once(cast: Cast, there: Attendee) -> None:
    said = seen(session=a_session(there.request.event), code="RED7")
    before = Entry.objects.count()
    first = check_in(attendee=there, seen=said, by=cast.user["ada"])
    assert check_in(attendee=there, seen=said, by=cast.user["ada"]) == first
    assert (CheckIn.objects.count(), Entry.objects.count()) == (1, before + 1)


def test_hours_of_a_session_count_once(cast: Cast, there: Attendee) -> None:
    session = a_session(there.request.event)
    first = check_in(attendee=there, seen=seen(session=session, code="RED7"), by=cast.user["ada"])
    assert check_in(attendee=there, seen=seen(session=session, code="RED7"), by=cast.user["ada"]) == first
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckIn.objects.create(attendee=there, session=session, at=timezone.now(), key=seen().key)


def test_session_of_another_event_is_refused(cast: Cast, there: Attendee) -> None:
    day = timezone.localdate()
    other = Event.objects.create(agency=cast.millbrook, title="Other", starts_on=day, ends_on=day)
    with pytest.raises(Refused, match="another event"):
        check_in(attendee=there, seen=seen(session=a_session(other), code="RED7"), by=cast.user["ada"])


def test_who_stayed_at_home_does_not_check_in(cast: Cast, there: Attendee) -> None:
    Attendee.objects.filter(pk=there.pk).update(state=AttendeeState.NO_SHOW)
    there.refresh_from_db()
    with pytest.raises(Refused, match="Only who goes"):
        check_in(attendee=there, seen=seen(title="Talk", code="X"), by=cast.user["ada"])


@pytest.mark.parametrize("days", [-9, 9])
def test_day_outside_the_event_is_refused(cast: Cast, there: Attendee, days: int) -> None:
    said = seen(title="Talk", code="X", at=timezone.now() + timedelta(days=days))
    with pytest.raises(Refused, match=r"not on this day|clock of your phone"):
        check_in(attendee=there, seen=said, by=cast.user["ada"])


def test_something_without_a_name_is_refused(cast: Cast, there: Attendee) -> None:
    with pytest.raises(Refused, match="say what it was"):
        check_in(attendee=there, seen=seen(code="X"), by=cast.user["ada"])
