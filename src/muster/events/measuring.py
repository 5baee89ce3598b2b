"""How long the pages about requests take with many of them: ``python -m muster.events.measuring [NUMBER]``.

Makes so many requests (20,000 without a number) in the largest agency of this site, inside a transaction that is taken back
at the end, asks each page as those who use it, and prints queries and lowest, median and highest of nine rounds after one
that is not counted. ``docs/performance.md`` shows a run.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from uuid import UUID

    from muster.accounts.models import User
    from muster.events.models import Event, Policy, Request
    from muster.roster.models import Agency

REQUESTS = 20_000
ROUNDS = 9
EVENTS = 400
CHUNK = 2_000
#: Of a hundred requests, how many stand where: most are over, as in a department after some years.
SHARE_OF_STATES = {
    "supervisor_review": 3,
    "training_review": 3,
    "staffing_review": 2,
    "budget_review": 2,
    "command_review": 2,
    "approved": 4,
    "travel_ready": 4,
    "report_due": 5,
    "share_due": 5,
    "closed": 55,
    "denied": 10,
    "withdrawn": 5,
}
BEEN_THERE = ("report_due", "share_due", "closed")


@dataclass(frozen=True)
class Maker:
    """Makes the request of a number: spread over people, events, states and the last years."""

    agency: Agency
    account: User
    policy: Policy
    fund: int
    events: list[Event]
    people: list[int]
    units: dict[int, int]
    states: list[str]
    now: datetime

    def __call__(self, number: int) -> Request:
        """Return the request of a number, not yet saved."""
        from muster.events.models import Request  # noqa: PLC0415 - models can be imported only when Django is set up

        state, person = self.states[number % len(self.states)], self.people[number % len(self.people)]
        asked = self.now - timedelta(minutes=number * 50)
        decided = state not in ("denied", "withdrawn") and not state.endswith("_review")
        return Request(
            agency=self.agency,
            event=self.events[number % len(self.events)],
            requester_id=person,
            unit_id=self.units.get(person),
            made_by=self.account,
            state=state,
            category="job_related",
            purpose="Learn to teach it here.",
            policy=self.policy,
            submitted_at=asked,
            moved_at=asked,
            made_at=asked,
            returns_at=asked,
            approved_cents=87_000 if decided else None,
        )


def main() -> None:
    """Print the figures, and leave the database as it was."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "muster.config.settings")
    import django  # noqa: PLC0415 - models can be imported only when Django is set up

    django.setup()
    from django.db import transaction  # noqa: PLC0415

    number = int(sys.argv[1]) if len(sys.argv) > 1 else REQUESTS
    with transaction.atomic():
        for name, figures in measured(number):
            sys.stdout.write(f"{name:<58} {figures}\n")
        transaction.set_rollback(True)


def measured(number: int) -> Iterator[tuple[str, str]]:
    """Make the requests, and give each page with its figures."""
    from django.conf import settings  # noqa: PLC0415 - as above
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from muster.standards.measuring import largest_agency, timed  # noqa: PLC0415

    agency = largest_agency()
    user = _somebody(agency)
    waiting = fill(agency, number)
    yield f"{number:,} requests of {agency}", ""
    client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    client.force_login(user)
    for name, url in _pages(waiting):
        answer = client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        told = f"{name}, {len(queries)} queries" + (
            "" if answer.status_code == 200 else f" ({answer.status_code})"
        )
        ask = partial(client.get, url)
        yield told, f"{timed(ask)}, of the processor {_busy(ask):6.1f} ms"


def _busy(ask: Callable[[], object]) -> float:
    """Return the median time of the processor in milliseconds: on a machine that does other things it says more."""
    rounds = []
    for _ in range(ROUNDS):
        began = process_time()
        ask()
        rounds.append((process_time() - began) * 1000)
    return median(rounds)


def _pages(waiting: Request) -> Iterator[tuple[str, str]]:
    """Give the pages that are measured; those that this site does not have are left out."""
    from django.urls import NoReverseMatch, reverse  # noqa: PLC0415 - as above

    named: list[tuple[str, str, list[int]]] = [
        ("inbox", "commander:inbox", []),
        ("deciding", "commander:decide_request", [waiting.pk]),
        ("a request", "request", [waiting.pk]),
        ("all requests", "trainer:requests", []),
        ("due from me", "officer:owed", []),
        ("budget", "commander:budget", []),
        ("was it worth it", "worth", []),
    ]
    for name, url, words in named:
        try:
            yield name, reverse(url, args=words)
        except NoReverseMatch:
            continue
    yield "was it worth it, all years", f"{reverse('worth')}?year=all"
    yield "all requests, words and state", f"{reverse('trainer:requests')}?q=course+7&state=home"


def _somebody(agency: Agency) -> User:
    """Make an account that holds every role that these pages want."""
    from django.utils import timezone  # noqa: PLC0415 - as above

    from muster.accounts.models import Grant, User  # noqa: PLC0415
    from muster.accounts.roles import Role  # noqa: PLC0415

    user = User.objects.create_user("measuring@example.org", name="Measuring")
    for role in (Role.COMMAND, Role.DIRECTOR, Role.FINANCE, Role.SUPERVISOR, Role.SCHEDULER, Role.OFFICER):
        Grant.objects.create(user=user, role=role, agency=agency, start=timezone.localdate())
    return user


def fill(agency: Agency, number: int) -> Request:
    """Make requests with people, cost lines and decisions, and return one that waits for the supervisor."""
    from muster.events.actions.tallies import tally_agency  # noqa: PLC0415 - as above
    from muster.events.models import Attendee, CostLine, Decision, Request  # noqa: PLC0415

    maker = _maker(agency)
    known = _records_of(maker.people)
    made: Request | None = None
    for start in range(0, number, CHUNK):
        requests = Request.objects.bulk_create(
            maker(each) for each in range(start, min(start + CHUNK, number))
        )
        Attendee.objects.bulk_create(Attendee(request=each, person_id=each.requester_id) for each in requests)
        CostLine.objects.bulk_create(
            CostLine(request=each, stage=stage, kind=kind, cents=cents, fund_id=maker.fund)
            for each in requests
            for stage in ("estimated", "approved")
            for kind, cents in (("tuition", 45_000), ("lodging", 30_000), ("meals", 12_000))
            if stage == "estimated" or each.approved_cents is not None
        )
        Decision.objects.bulk_create(
            Decision(request=each, state="draft", to="submitted", outcome="moved") for each in requests
        )
        _bring_home([each for each in requests if each.state in BEEN_THERE], known)
        made = made or next((each for each in requests if each.state == "supervisor_review"), None)
    tally_agency(agency)
    if made is None:
        raise ValueError("too few requests to measure with")
    return made


def _bring_home(requests: list[Request], records: dict[tuple[int, int], list[UUID]]) -> None:
    """Let those who went come back: with a record each, an accepted report, a sharing, and two ratings."""
    from muster.events.models import Attendee, Rating, Report, Share  # noqa: PLC0415 - as above

    went = list(Attendee.objects.filter(request__in=requests).select_related("request__event"))
    for attendee in went:
        day = attendee.request.event.starts_on
        own = records.get((attendee.person_id, day.year)) if day else None
        attendee.state, attendee.record_key = "attended", own.pop() if own else None
    Attendee.objects.bulk_update(went, ["state", "record_key"], batch_size=CHUNK // 4)
    Report.objects.bulk_create(
        Report(request=each.request, author=each, state="accepted", submitted_at=each.request.made_at)
        for each in went
    )
    Share.objects.bulk_create(
        Share(
            request=each.request,
            attendee=each,
            kind="roll_call",
            due_on=each.request.made_at.date(),
            done_on=each.request.made_at.date(),
            people_reached=9,
            confirmed_by_id=each.request.made_by_id,
        )
        for each in went
    )
    Rating.objects.bulk_create(
        Rating(attendee=each, event_id=each.request.event_id, moment=moment, points=4, used=used)
        for each in went
        for moment, used in (("return", None), ("three_months", True))
    )


def _records_of(people: list[int]) -> dict[tuple[int, int], list[UUID]]:
    """Return the keys of the records of each person in each year."""
    from muster.records.models import Record  # noqa: PLC0415 - as above

    found: dict[tuple[int, int], list[UUID]] = {}
    lines: Any = Record.lines.standing().filter(person__in=people, completed_on__isnull=False).order_by("pk")
    for person, day, key in lines.values_list("person", "completed_on", "key"):
        found.setdefault((person, day.year), []).append(key)
    return found


def _maker(agency: Agency) -> Maker:
    """Return what makes the request of a number, in an agency with rules, a fund and events."""
    from datetime import date  # noqa: PLC0415 - as above

    from django.utils import timezone  # noqa: PLC0415

    from muster.events.models import Event, Fund, Policy  # noqa: PLC0415
    from muster.events.queries.policies import STARTING_STAGES  # noqa: PLC0415
    from muster.roster.models import Assignment  # noqa: PLC0415
    from muster.standards.queries import people_serving  # noqa: PLC0415

    now = timezone.now()
    people = list(people_serving(agency).values_list("pk", flat=True))
    units = dict(Assignment.lines.standing().filter(unit__agency=agency).values_list("person", "unit"))
    account = _somebody_else()
    policy = Policy.lines.create(
        agency=agency, start=date(2000, 1, 1), stages=[each.as_written() for each in STARTING_STAGES]
    )
    fund = Fund.objects.create(
        agency=agency, name="Measured", start=date(2000, 1, 1), end=date(2100, 1, 1), cents=10**12
    )
    days = [now.date() + timedelta(days=each * 3 - 900) for each in range(EVENTS)]
    events = Event.objects.bulk_create(
        Event(agency=agency, title=f"Course {n}", starts_on=day, ends_on=day, series=f"Series {n % 40}")
        for n, day in enumerate(days)
    )
    states = [state for state, share in SHARE_OF_STATES.items() for _ in range(share)]
    return Maker(agency, account, policy, fund.pk, events, people, units, states, now)


def _somebody_else() -> User:
    from muster.accounts.models import User  # noqa: PLC0415 - as above

    return User.objects.create_user("measured@example.org", name="Measured")


if __name__ == "__main__":
    main()
