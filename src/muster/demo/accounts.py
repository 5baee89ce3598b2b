"""An account for each role of the demo, all with one password that is printed when they are made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password

from muster.accounts.models import Grant, User
from muster.accounts.roles import Role
from muster.demo.people import People
from muster.roster.models import Agency, Person

PASSWORD = "riverbend-demo"  # noqa: S105 - printed on purpose; the demo holds nobody's data

#: Roles that look over the department from the commission, and those held everywhere.
OF_COMMISSION = (Role.POST,)
EVERYWHERE = (Role.ADMINISTRATOR,)


@dataclass(frozen=True)
class Account:
    """What to type in, and as whom one is then signed in."""

    email: str
    role: Role


def make_accounts() -> dict[Role, User]:
    """Make one account a role. Roles are given by ``give_roles`` once the agency is there."""
    password = make_password(PASSWORD)
    return {
        role: User.objects.create(
            email=f"{role.value}@riverbend.example", name=f"Demo {role.label}", password=password
        )
        for role in Role
    }


def give_roles(accounts: dict[Role, User], people: People, since: date) -> list[Account]:
    """Give each account its role, and those who work here the person behind it."""
    chosen = _persons(people)
    for role, user in accounts.items():
        agency: Agency | None = people.agency
        if role in OF_COMMISSION:
            agency = people.agency.commission
        if role in EVERYWHERE:
            agency = None
        unit = people.units["patrol-a"] if role == Role.SUPERVISOR else None
        end = date(since.year + 4, 12, 31) if role in (Role.ADVISORY, Role.BOARD) else None
        Grant.objects.create(user=user, role=role, agency=agency, unit=unit, start=since, end=end)
        if role in chosen:
            Person.objects.filter(pk=chosen[role].pk).update(account=user)
    for role in (Role.SUPERVISOR, Role.INSTRUCTOR, Role.COORDINATOR):
        Grant.objects.create(user=accounts[role], role=Role.OFFICER, agency=people.agency, start=since)
    return [Account(user.email, role) for role, user in accounts.items()]


def _persons(people: People) -> dict[Role, Person]:
    """Choose who in the sample sits behind which account: people of Patrol A and of Training."""
    from muster.roster.queries import filter_in_unit  # noqa: PLC0415 - read once, after the lines are there

    patrol = list(filter_in_unit(Person.objects.all(), people.units["patrol-a"])[:2])
    training = list(filter_in_unit(Person.objects.all(), people.units["training"])[:2])
    roles = (Role.OFFICER, Role.SUPERVISOR, Role.INSTRUCTOR, Role.COORDINATOR)
    return dict(zip(roles, [*patrol, *training], strict=False))
