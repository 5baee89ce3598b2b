"""Seats: who gets one, who waits, who moves up, and what is said before."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone
from tests.cast import Cast, make_cast
from tests.factories.sessions import a_course, a_plan, a_record, a_seat, a_session

from muster.ledger.models import Entry
from muster.ledger.refusals import Refused
from muster.records.actions.enrolment import (
    answer_invitation,
    ask_for_seat,
    choose_days,
    decide_seat,
    enrol_people,
    withdraw_seat,
)
from muster.records.enums import EnrolmentState
from muster.records.models import Attendance, Enrolment, Session
from muster.records.queries.enrolment import (
    already_has,
    missing_prerequisites,
    next_in_line,
    taken_by_day,
    warnings_for,
)

E = EnrolmentState


@pytest.fixture
def session(cast: Cast) -> Session:
    return a_session(cast, a_course(cast), days=(3,), seats=2)


def enrolled(cast: Cast, session: Session, *names: str, **how: object) -> dict[str, str]:
    people = [cast.person[name] for name in names]
    seats = enrol_people(session=session, people=people, by=cast.user["tara"], **how)  # type: ignore[arg-type]
    return {seat.person.given_name.lower(): seat.state for seat in seats if seat.person}


def states(session: Session) -> dict[str, str]:
    seats = session.enrolments.select_related("person")
    return {seat.person.given_name.lower(): seat.state for seat in seats if seat.person}


# ── many at once ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_who_finds_no_seat_left_waits_in_the_order_given(cast: Cast, session: Session) -> None:
    entries = Entry.objects.count()
    found = enrolled(cast, session, "ada", "ben", "sam")
    assert found == {"ada": "confirmed", "ben": "confirmed", "sam": "waitlisted"}
    assert Entry.objects.count() == entries + 1


@pytest.mark.django_db
def test_enrolling_twice_changes_nothing(cast: Cast, session: Session) -> None:
    enrolled(cast, session, "ada")
    assert enrolled(cast, session, "ada") == {}
    assert session.enrolments.count() == 1


@pytest.mark.django_db
def test_session_without_limit_has_a_seat_for_everybody(cast: Cast) -> None:
    session = a_session(cast, days=(3,))
    assert set(enrolled(cast, session, "ada", "ben", "sam", "tara").values()) == {"confirmed"}


@pytest.mark.django_db
def test_nobody_chosen_is_refused(cast: Cast, session: Session) -> None:
    with pytest.raises(Refused) as refused:
        enrolled(cast, session)
    assert refused.value.field == "people"


@pytest.mark.django_db
def test_held_session_takes_no_seats(cast: Cast) -> None:
    session = a_session(cast, state="held")
    with pytest.raises(Refused, match="class is over"):
        enrolled(cast, session, "ada")


@pytest.mark.django_db
def test_invited_person_takes_a_seat_by_accepting(cast: Cast, session: Session) -> None:
    assert enrolled(cast, session, "ada", "ben", invite=True) == {"ada": "invited", "ben": "invited"}
    ada, ben = (Enrolment.objects.get(person=cast.person[name]) for name in ("ada", "ben"))
    answer_invitation(enrolment=ada, accept=True, by=cast.user["ada"])
    answer_invitation(enrolment=ben, accept=False, by=cast.user["ben"])
    assert states(session) == {"ada": "confirmed", "ben": "withdrawn"}
    with pytest.raises(Refused, match="answered already"):
        answer_invitation(enrolment=ada, accept=False, by=cast.user["ada"])


# ── asking ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_officer_who_asks_has_a_seat_at_once_where_none_needs_approval(cast: Cast, session: Session) -> None:
    seat = ask_for_seat(session=session, person=cast.person["ada"], by=cast.user["ada"], note="For CIT.")
    entry = Entry.objects.order_by("number").last()
    assert (seat.state, seat.note) == ("confirmed", "For CIT.")
    assert (entry.verb, entry.actor_id) == ("records:session:enrol", cast.user["ada"].pk)
    with pytest.raises(Refused, match="already"):
        ask_for_seat(session=session, person=cast.person["ada"], by=cast.user["ada"])


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["planned", "locked", "in_session", "held"])
def test_officer_cannot_ask_where_enrolment_is_closed(cast: Cast, state: str) -> None:
    session = a_session(cast, days=(3,), state=state)
    with pytest.raises(Refused, match="Enrolment in this session is closed"):
        ask_for_seat(session=session, person=cast.person["ada"], by=cast.user["ada"])


@pytest.mark.django_db
def test_request_waits_for_approval_and_is_decided_once(cast: Cast) -> None:
    session = a_session(cast, days=(3,), seats=1, needs_approval=True)
    seats = [
        ask_for_seat(session=session, person=cast.person[name], by=cast.user[name]) for name in ("ada", "ben")
    ]
    assert states(session) == {"ada": "requested", "ben": "requested"}
    for seat in seats:
        decide_seat(enrolment=seat, approve=True, by=cast.user["tara"])
    assert states(session) == {"ada": "confirmed", "ben": "waitlisted"}
    with pytest.raises(Refused, match="decided already"):
        decide_seat(enrolment=seats[0], approve=False, by=cast.user["tara"], answer="No.")


@pytest.mark.django_db
def test_declining_needs_an_answer(cast: Cast) -> None:
    session = a_session(cast, days=(3,), needs_approval=True)
    seat = ask_for_seat(session=session, person=cast.person["ada"], by=cast.user["ada"])
    with pytest.raises(Refused) as refused:
        decide_seat(enrolment=seat, approve=False, by=cast.user["tara"])
    assert refused.value.field == "answer"
    declined = decide_seat(enrolment=seat, approve=False, by=cast.user["tara"], answer="Next month.")
    assert (declined.state, declined.answer) == ("declined", "Next month.")


@pytest.mark.django_db
def test_nobody_approves_their_own_seat(cast: Cast) -> None:
    session = a_session(cast, days=(3,), needs_approval=True)
    seat = ask_for_seat(session=session, person=cast.person["tara"], by=cast.user["tara"])
    with pytest.raises(Refused, match="own seat"):
        decide_seat(enrolment=seat, approve=True, by=cast.user["tara"])
    assert decide_seat(enrolment=seat, approve=True, by=cast.user["dina"]).state == "confirmed"


# ── moving up ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_free_seat_goes_to_who_asked_first_with_an_entry_by_muster(cast: Cast, session: Session) -> None:
    enrolled(cast, session, "ada", "ben", "sam", "tara")
    withdraw_seat(enrolment=Enrolment.objects.get(person=cast.person["ada"]), by=cast.user["tara"])
    assert states(session) == {
        "ada": "withdrawn",
        "ben": "confirmed",
        "sam": "confirmed",
        "tara": "waitlisted",
    }
    entry = Entry.objects.order_by("number").last()
    assert (entry.actor_id, entry.subject_id) == (
        None,
        str(Enrolment.objects.get(person=cast.person["sam"]).pk),
    )


@pytest.mark.django_db
def test_who_gave_a_seat_back_and_asks_again_stands_at_the_end(cast: Cast, session: Session) -> None:
    enrolled(cast, session, "ada", "ben", "sam")
    ada = Enrolment.objects.get(person=cast.person["ada"])
    withdraw_seat(enrolment=ada, by=cast.user["ada"], own=True)
    ask_for_seat(session=session, person=cast.person["ada"], by=cast.user["ada"])
    assert states(session)["ada"] == "waitlisted"
    enrolled(cast, session, "tara")
    assert [seat.person for seat in session.enrolments.filter(state="waitlisted").order_by("asked_at")] == [
        cast.person["ada"],
        cast.person["tara"],
    ]


@pytest.mark.django_db
def test_waiting_person_who_leaves_frees_no_seat(cast: Cast, session: Session) -> None:
    enrolled(cast, session, "ada", "ben", "sam", "tara")
    withdraw_seat(enrolment=Enrolment.objects.get(person=cast.person["sam"]), by=cast.user["tara"])
    assert states(session)["tara"] == "waitlisted"


@pytest.mark.django_db
def test_officer_gives_a_seat_back_until_the_class_begins(cast: Cast) -> None:
    session = a_session(cast, state="in_session")
    seat = a_seat(session, cast.person["ada"])
    with pytest.raises(Refused, match="has begun"):
        withdraw_seat(enrolment=seat, by=cast.user["ada"], own=True)
    assert withdraw_seat(enrolment=seat, by=cast.user["tara"]).state == "withdrawn"


@pytest.mark.django_db
def test_seat_with_a_mark_on_the_roll_stays(cast: Cast) -> None:
    session = a_session(cast, state="in_session")
    seat = a_seat(session, cast.person["ada"])
    Attendance.objects.create(
        meeting=session.meetings.get(),
        enrolment=seat,
        presence="present",
        minutes=480,
        marked_by=cast.user["tara"],
    )
    with pytest.raises(Refused, match="roll says something"):
        withdraw_seat(enrolment=seat, by=cast.user["tara"])


# ── different days ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_seats_are_counted_by_day_where_people_come_on_different_days(cast: Cast) -> None:
    session = a_session(cast, days=(3, 4), seats=1)
    first, second = session.meetings.all()
    assert enrolled(cast, session, "ada", meetings=[first]) == {"ada": "confirmed"}
    assert enrolled(cast, session, "ben", meetings=[second]) == {"ben": "confirmed"}
    assert enrolled(cast, session, "sam") == {"sam": "waitlisted"}  # on both days
    assert dict(taken_by_day(session)) == {first.pk: 1, second.pk: 1}


@pytest.mark.django_db
def test_who_waits_for_another_day_keeps_the_place_and_is_passed(cast: Cast) -> None:
    session = a_session(cast, days=(3, 4), seats=1)
    first, second = session.meetings.all()
    a_seat(session, cast.person["ada"], days=(second,))
    a_seat(session, cast.person["ben"], E.WAITLISTED, days=(second,))
    sam = a_seat(session, cast.person["sam"], E.WAITLISTED, days=(first,))
    assert next_in_line(session) == [sam]


@pytest.mark.django_db
def test_full_day_cannot_be_chosen(cast: Cast) -> None:
    session = a_session(cast, days=(3, 4), seats=1)
    first, second = session.meetings.all()
    a_seat(session, cast.person["ada"], days=(first,))
    ben = a_seat(session, cast.person["ben"], days=(second,))
    with pytest.raises(Refused, match="is full"):
        choose_days(enrolment=ben, meetings=[first], by=cast.user["tara"])
    assert list(ben.meetings.all()) == [second]


@pytest.mark.django_db
def test_day_of_another_session_is_refused(cast: Cast, session: Session) -> None:
    other = a_session(cast, days=(9,))
    with pytest.raises(Refused, match="another session"):
        enrolled(cast, session, "ada", meetings=list(other.meetings.all()))


# ── warnings ─────────────────────────────────────────────────────────────────────────────────────

DAY = date(2026, 11, 20)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("on", "fields", "known"),
    [
        (date(2024, 11, 20), {}, True),  # 24 months before, to the day
        (date(2024, 11, 19), {}, False),
        (date(2020, 1, 1), {"expires_on": DAY}, True),
        (date(2026, 1, 1), {"expires_on": DAY - timedelta(days=1)}, False),
        (date(2026, 1, 1), {"outcome": "failed"}, False),
        (date(2026, 1, 1), {"outcome": "no_show"}, False),
        (date(2026, 1, 1), {"outcome": "instructed"}, True),
        (date(2026, 1, 1), {"status": "pending"}, False),
        (date(2026, 11, 21), {}, False),  # after the class
    ],
)
def test_course_is_known_while_its_record_is_valid(
    cast: Cast, on: date, fields: dict[str, object], known: bool
) -> None:
    course, ada = a_course(cast), cast.person["ada"]
    a_record(cast, ada, course, on, **fields)
    assert bool(already_has(course, [ada.pk, cast.person["ben"].pk], DAY)) is known


@pytest.mark.django_db
def test_refresh_of_the_lesson_plan_decides_how_long_a_course_is_known(cast: Cast) -> None:
    course, ada = a_course(cast), cast.person["ada"]
    a_plan(cast, course, refresh_after_months=12)
    a_record(cast, ada, course, date(2025, 11, 19))
    assert already_has(course, [ada.pk], DAY) == {}


@pytest.mark.django_db
def test_record_under_a_merged_entry_counts_for_the_kept_one(cast: Cast) -> None:
    course, ada, ben = a_course(cast), cast.person["ada"], cast.person["ben"]
    record = a_record(cast, ben, course, date(2026, 1, 1))
    ben.same_as = ada
    ben.save()
    assert already_has(course, [ada.pk], DAY) == {ada.pk: record}


@pytest.mark.django_db
def test_missing_prerequisites_are_named(cast: Cast) -> None:
    basic, law, course = (a_course(cast, code) for code in ("BASIC", "LAW", "ADV"))
    course.prerequisites.set([basic, law])
    ada, ben = cast.person["ada"], cast.person["ben"]
    a_record(cast, ada, basic, date(2015, 1, 1))
    a_record(cast, ada, law, date(2015, 1, 1), expires_on=date(2018, 1, 1))
    assert missing_prerequisites(course, [ada.pk, ben.pk], DAY) == {ada.pk: [law], ben.pk: [basic, law]}


@pytest.mark.django_db
def test_seat_elsewhere_at_the_same_hours_is_a_warning(cast: Cast, session: Session) -> None:
    other = a_session(cast, a_course(cast, "OTHER"), days=(3, 9))
    _third, ninth = other.meetings.all()
    ada = a_seat(other, cast.person["ada"])
    a_seat(other, cast.person["ben"], days=(ninth,))
    a_seat(other, cast.person["sam"], E.DECLINED, answer="No.")
    people = [cast.person[name] for name in ("ada", "ben", "sam")]
    found = warnings_for(session, people, DAY)
    assert {key: warned.elsewhere for key, warned in found.items() if warned} == {cast.person["ada"].pk: ada}


@pytest.mark.django_db
def test_warnings_cost_the_same_for_one_and_for_many(cast: Cast, session: Session, queries_of) -> None:  # type: ignore[no-untyped-def]  # a fixture
    people = [cast.person[name] for name in ("ada", "ben", "sam", "tara")]
    one = queries_of(lambda: warnings_for(session, people[:1], DAY))
    assert queries_of(lambda: warnings_for(session, people, DAY)) == one


# ── two at once ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db(transaction=True)
def test_two_seats_given_back_at_once_go_to_two_people() -> None:
    cast = make_cast()
    session = a_session(cast, a_course(cast), days=(3,), seats=2)
    enrolled(cast, session, "ada", "ben", "sam", "tara", "ian")
    leaving = [Enrolment.objects.get(person=cast.person[name]) for name in ("ada", "ben")]
    _at_once([lambda seat=seat: withdraw_seat(enrolment=seat, by=cast.user["tara"]) for seat in leaving])
    assert states(session) == {
        "ada": "withdrawn",
        "ben": "withdrawn",
        "sam": "confirmed",
        "tara": "confirmed",
        "ian": "waitlisted",
    }


@pytest.mark.django_db(transaction=True)
def test_last_seat_asked_for_by_two_at_once_is_had_by_one() -> None:
    cast = make_cast()
    session = a_session(cast, a_course(cast), days=(3,), seats=1)
    _at_once(
        [
            lambda name=name: ask_for_seat(session=session, person=cast.person[name], by=cast.user[name])
            for name in ("ada", "ben", "sam")
        ]
    )
    assert sorted(states(session).values()) == ["confirmed", "waitlisted", "waitlisted"]


def _at_once(deeds: list) -> None:  # type: ignore[type-arg]  # what each thread does
    ready = threading.Barrier(len(deeds))

    def run(deed) -> None:  # type: ignore[no-untyped-def]  # any of the above
        try:
            ready.wait()
            deed()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert timezone.now()
