"""Put the demo together, in one transaction: it is there whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.accounts.models import User
from muster.accounts.roles import Role
from muster.core.sample import make_department
from muster.curriculum.models import Instructor, InstructorCertification
from muster.curriculum.search import rebuild
from muster.demo.accounts import Account, give_roles, make_accounts
from muster.demo.community import make_consultations
from muster.demo.courses import make_courses, make_plans
from muster.demo.outside import make_outside
from muster.demo.oversight import make_oversight
from muster.demo.people import People, make_people
from muster.demo.training import Teaching, make_training
from muster.events.actions.year_plans import make_year_plan
from muster.ledger.actions import write_down
from muster.ledger.refusals import Refused
from muster.records.models import Room
from muster.roster.models import Agency, Person
from muster.roster.queries import filter_in_unit
from muster.standards.models import Adoption
from muster.standards.queries import today_at

RULES = ("model", "us-or")
ROOMS = (("Classroom 1", 48), ("Classroom 2", 30), ("Range", 16), ("Driving track", 12))

_A_MONTH = timedelta(days=29)

Say = Callable[[str], None]


@dataclass(frozen=True)
class DemoMade:
    """What was made."""

    officers: int
    records: int
    sessions: int
    requests: int
    accounts: list[Account]


@transaction.atomic
def make_demo(
    *, officers: int = 500, records: int = 100_000, seed: int = 1, today: date, say: Say = lambda _: None
) -> DemoMade:
    """Fill an empty database with a made-up department, as seen on a day. Raises Refused where there is data."""
    if Agency.objects.exists():
        raise Refused(_("There is a department in this database already. The demo needs an empty one."))
    say("people")
    sample = make_department(officers, seed, today, records_per_officer=records / officers)
    accounts = make_accounts()
    people = make_people(sample)
    made = give_roles(accounts, people, today - timedelta(days=365))
    by_role = {account.role: accounts[account.role] for account in made}
    say("courses and lesson plans")
    courses = make_courses(sample, people.agency)
    _write_down(people.agency)  # before a plan's own entry, which would say that it added the people
    keeper = next(user for role, user in by_role.items() if role == "coordinator")
    plans = make_plans(courses, keeper, today)
    rooms = Room.objects.bulk_create(
        Room(agency=people.agency, name=name, seats=seats) for name, seats in ROOMS
    )
    teaching = Teaching(courses, plans, rooms, _instructors(people, today), keeper)
    say("sessions and records")
    sessions, count = make_training(sample, people, teaching, today)
    Adoption.lines.bulk_create(
        Adoption(agency=people.agency, rules=rules, start=date(2010, 1, 1)) for rules in RULES
    )
    say("consultations")
    make_consultations(people, accounts, today)
    _write_down(people.agency)  # before the entry of the sample events
    say("outside training")
    requests = make_outside(people, accounts, today)
    _write_down(people.agency)  # before the entry of the plan
    _plan_ahead(people.agency, by_role[Role.SCHEDULER])
    say("recommendations")
    make_oversight(people, accounts, today)
    rebuild()
    _write_down(people.agency)
    return DemoMade(officers, count, sessions, requests, made)


def _plan_ahead(agency: Agency, scheduler: User) -> None:
    """Plan the next month, so that the page of the year's plan has one to show. A year would take some seconds more."""
    first = today_at(agency) + timedelta(days=1)
    make_year_plan(agency=agency, first=first, last=first + _A_MONTH, seconds=5, by=scheduler)


def _write_down(agency: Agency) -> None:
    """Let an entry vouch for what was made until now."""
    write_down(
        verb="demo:department:make",
        subject=agency,
        actor=None,
        agency=agency,
        reason="A made-up department to look around in.",
    )


def _instructors(people: People, today: date) -> list[Instructor]:
    """Let the people of the training unit teach; one certification has run out, for the desk to find."""
    trainers = filter_in_unit(Person.objects.all(), people.units["training"])
    made = Instructor.objects.bulk_create(
        Instructor(
            agency=people.agency, person=person, biography="Teaches in-service classes since the demo began."
        )
        for person in trainers
    )
    InstructorCertification.lines.bulk_create(
        InstructorCertification(
            instructor=instructor,
            title="Instructor development",
            start=today.replace(year=today.year - 3),
            end=today - timedelta(days=10) if number == 0 else today.replace(year=today.year + 2),
        )
        for number, instructor in enumerate(made)
    )
    return made
