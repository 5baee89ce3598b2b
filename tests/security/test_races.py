"""Two people do the same at the same moment: it is done once, and the second one is told in a sentence."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import HIRED, Cast, make_account, make_cast, make_officer
from tests.factories.sessions import a_course, a_session

from muster.accounts.models import Grant, User
from muster.accounts.roles import Role
from muster.curriculum.models import Course, Instructor
from muster.ledger.models import Entry
from muster.ledger.queries import place_of
from muster.records.enums import EnrolmentState, RecordStatus
from muster.records.models import Enrolment, Record, Room
from muster.roster.models import Identifier, Merge, Person, Unit
from muster.standards.enums import Decision
from muster.standards.models import Adoption, Excuse

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 3

Posts = list[tuple[User, str, dict[str, Any]]]


def at_once(posts: Posts) -> list[HttpResponse]:
    """The answers to posts that are sent at one moment, each by a browser of its own."""
    clients = []
    for user, _url, _values in posts:
        client = Client(raise_request_exception=False)
        client.force_login(user)
        clients.append(client)
    answers: list[Any] = [None] * len(posts)
    ready = threading.Barrier(len(posts))

    def send(number: int) -> None:
        try:
            ready.wait(10)
            answers[number] = clients[number].post(posts[number][1], posts[number][2])
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(number,)) for number in range(len(posts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


def in_rounds(cast: Cast, posts_of: Callable[[int], Posts], check: Callable[[int], None]) -> None:
    """Try several times, since a race is not lost every time."""
    for number in range(ROUNDS):
        answers = at_once(posts_of(number))
        assert max(answer.status_code for answer in answers) < 500
        check(number)
    assert [entry.number for entry in Entry.objects.order_by("number") if not place_of(entry).holds] == []


@pytest.fixture
def cast() -> Cast:
    """The cast, with a second director."""
    made = make_cast()
    make_account(made, "dora", Role.DIRECTOR, made.millbrook)
    return made


def test_two_approve_a_record(cast: Cast) -> None:
    records: list[Record] = []

    def posts(_number: int) -> Posts:
        records.append(
            Record.lines.create(
                agency=cast.millbrook,
                person=cast.person["ada"],
                title="CPR",
                minutes=60,
                completed_on=date(2026, 1, 5),
                origin="entered",
                status=RecordStatus.PENDING,
                known_by=cast.user["tara"],
            )
        )
        url = reverse("trainer:decide", args=[records[-1].pk])
        decisions = (("dina", "verify"), ("dora", "refuse"), ("rae", "verify"))
        return [(cast.user[name], url, {"decision": how, "reason": "x"}) for name, how in decisions]

    in_rounds(cast, posts, lambda n: _equal(Record.lines.filter(key=records[n].key).count(), 2))


def test_two_decide_a_waiver(cast: Cast) -> None:
    waits: list[Excuse] = []

    def posts(number: int) -> Posts:
        waits.append(
            Excuse.objects.create(
                agency=cast.millbrook,
                person=cast.person["ada"],
                kind="waived",
                requirement="model/bias-free",
                start=HIRED + timedelta(days=number),
                end=date(2030, 1, 1),
                reason="because",
                proposed_by=cast.user["tara"],
            )
        )
        url = reverse("commander:decide", args=[waits[-1].pk])
        how = (("dina", "granted"), ("chris", "refused"))
        return [(cast.user[name], url, {"decision": said, "note": "x"}) for name, said in how]

    def check(number: int) -> None:
        decided = Entry.objects.filter(
            subject_kind="standards.excuse", subject_id=str(waits[number].pk)
        ).count()
        waits[number].refresh_from_db()
        assert (decided, waits[number].decision != Decision.PROPOSED) == (1, True)

    in_rounds(cast, posts, check)


def test_two_merge_crosswise(cast: Cast) -> None:
    pairs: list[tuple[Person, Person]] = []

    def posts(number: int) -> Posts:
        pair = tuple(
            make_officer(cast, f"twin{number}{side}", cast.millbrook, rank="officer") for side in "ab"
        )
        pairs.append(pair)  # type: ignore[arg-type]  # two of them
        a, b = (person.pk for person in pair)
        return [
            (cast.user["tara"], f"{reverse('merge_person', args=[a])}?other={b}", {"reason": "the same"}),
            (cast.user["dina"], f"{reverse('merge_person', args=[b])}?other={a}", {"reason": "the same"}),
        ]

    def check(number: int) -> None:
        keys = [person.pk for person in pairs[number]]
        assert Merge.objects.filter(kept__in=keys).count() == 1
        assert Person.objects.filter(pk__in=keys, same_as__isnull=True).count() == 1

    in_rounds(cast, posts, check)


def test_two_take_the_last_seat(cast: Cast) -> None:
    course = a_course(cast)
    sessions = []

    def posts(_number: int) -> Posts:
        session = a_session(cast, course, days=(5,), seats=1)
        sessions.append(session)
        url = reverse("trainer:pick_people", args=[session.pk])
        return [
            (cast.user[who], url, {"people": [cast.person[seat].pk]})
            for who, seat in (("tara", "ada"), ("dina", "ben"))
        ]

    def check(number: int) -> None:
        seats = Enrolment.objects.filter(session=sessions[number])
        states = sorted(seats.values_list("state", flat=True))
        assert states == [EnrolmentState.CONFIRMED, EnrolmentState.WAITLISTED]

    in_rounds(cast, posts, check)


def test_two_administrators_end_each_other(cast: Cast) -> None:
    make_account(cast, "adam", Role.ADMINISTRATOR, None)
    for _round in range(ROUNDS):
        Grant.objects.filter(role=Role.ADMINISTRATOR).update(ended_at=None)
        mine = {name: cast.user[name].grants.get(role=Role.ADMINISTRATOR).pk for name in ("admin", "adam")}
        answers = at_once(
            [
                (cast.user["admin"], reverse("end_role", args=[mine["adam"]]), {"reason": "x"}),
                (cast.user["adam"], reverse("end_role", args=[mine["admin"]]), {"reason": "x"}),
            ]
        )
        assert max(answer.status_code for answer in answers) < 500
        assert Grant.objects.filter(role=Role.ADMINISTRATOR, ended_at__isnull=True).count() == 1


def new(name: str, who: tuple[str, str], values: Callable[[Cast, int], dict[str, Any]]) -> Any:
    """A form that makes something new, posted by two people."""
    return pytest.param(name, who, values, id=name)


NEW_THINGS = [
    new(
        "give_role",
        ("admin", "admin"),
        lambda cast, n: {
            "email": f"new{n}@example.org",
            "name": "New",
            "role": "officer",
            "agency": cast.millbrook.pk,
            "start": timezone.localdate().isoformat(),
        },
    ),
    new(
        "add_person",
        ("tara", "dina"),
        lambda cast, n: {
            "given_name": "New",
            "family_name": f"Person{n}",
            "agency": cast.millbrook.pk,
            "start": "2026-01-01",
            "employment": "full-time",
            "sworn": "on",
            "number": f"N-{n}",
            "state_id": f"S-{n}",
        },
    ),
    new(
        "add_unit",
        ("tara", "dina"),
        lambda cast, n: {"agency": cast.millbrook.pk, "code": f"U{n}", "name": f"Unit {n}"},
    ),
    new(
        "trainer:add_course",
        ("tara", "dina"),
        lambda cast, n: {
            "agency": cast.millbrook.pk,
            "code": f"C{n}",
            "title": "A course",
            "minutes": "60",
            "delivery": "classroom",
            "kind": "in_service",
            "category": "in_service",
        },
    ),
    new(
        "trainer:add_room",
        ("tara", "dina"),
        lambda cast, n: {"agency": cast.millbrook.pk, "name": f"Room {n}", "seats": "10", "is_active": "on"},
    ),
    new(
        "trainer:adopt_rules",
        ("dina", "chris"),
        lambda cast, n: {
            "agency": cast.millbrook.pk,
            "rules": ["us-or", "us-tx", "us-wa"][n],
            "start": "2020-01-01",
        },
    ),
    new(
        "trainer:propose_excuse",
        ("tara", "dina"),
        lambda cast, n: {
            "person": cast.person[["ada", "ben", "sam"][n]].pk,
            "kind": "waived",
            "requirement": "model/bias-free",
            "start": "2026-01-01",
            "end": "2026-12-31",
            "reason": "because",
            # as if warned before: what it changes is not the matter here
            "seen": f"{cast.person[['ada', 'ben', 'sam'][n]].pk} waived model/bias-free 2026-01-01 2026-12-31",
        },
    ),
    new(
        "trainer:add_instructor",
        ("tara", "dina"),
        lambda cast, n: {
            "agency": cast.millbrook.pk,
            "person": cast.person[["ada", "ben", "sam"][n]].pk,
            "biography": "x",
        },
    ),
]

THREE = ("ada", "ben", "sam")
LAWS = ("us-or", "us-tx", "us-wa")
#: What each of these forms makes in a round.
MADE: dict[str, Callable[[int], Any]] = {
    "give_role": lambda n: Grant.objects.filter(user__email=f"new{n}@example.org"),
    "add_person": lambda n: Identifier.lines.filter(value=f"N-{n}"),
    "add_unit": lambda n: Unit.objects.filter(code=f"U{n}"),
    "trainer:add_course": lambda n: Course.objects.filter(code=f"C{n}"),
    "trainer:add_room": lambda n: Room.objects.filter(name=f"Room {n}"),
    "trainer:adopt_rules": lambda n: Adoption.lines.filter(rules=LAWS[n]),
    "trainer:propose_excuse": lambda n: Excuse.objects.filter(person__given_name=THREE[n].title()),
    "trainer:add_instructor": lambda n: Instructor.objects.filter(person__given_name=THREE[n].title()),
}


@pytest.mark.parametrize(("name", "who", "values"), NEW_THINGS)
def test_two_make_the_same_new_thing(
    cast: Cast, name: str, who: tuple[str, str], values: Callable[[Cast, int], dict[str, Any]]
) -> None:
    if name == "trainer:propose_excuse":
        Adoption.lines.create(agency=cast.millbrook, rules="model", start=HIRED, known_by=cast.user["dina"])
    url = reverse(name)
    in_rounds(
        cast,
        lambda n: [(cast.user[each], url, values(cast, n)) for each in who],
        lambda n: _equal(MADE[name](n).count(), 1),
    )


def test_one_form_posted_twice_at_once_makes_one_thing(cast: Cast) -> None:
    in_rounds(
        cast,
        lambda n: (
            [
                (
                    cast.user["tara"],
                    reverse("trainer:add_record"),
                    {
                        "person": cast.person["ada"].pk,
                        "agency": cast.millbrook.pk,
                        "title": f"CPR {n}",
                        "completed_on": timezone.localdate().isoformat(),
                        "minutes": "60",
                        "outcome": "completed",
                        "delivery": "classroom",
                        "once": f"token-{n}",
                    },
                )
            ]
            * 3
        ),
        lambda n: _equal(Record.lines.filter(title=f"CPR {n}").count(), 1),
    )


def _equal(found: object, wanted: object) -> None:
    assert found == wanted
