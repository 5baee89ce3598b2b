"""The small cast of all tests: a few people with fixed roles, who stay the same in every story.

The fixture ``cast`` (tests/conftest.py) gives the Millbrook department with two squads, the neighbouring Oakford department, and
the state commission over both:

    ada      officer, squad A                 sam      sergeant, supervisor of squad A
    ben      officer, squad B                 chris    chief (command)
    tara     training coordinator             dina     training director
    ian      instructor and officer           rae      records custodian
    olga     oversight analyst                vic      visiting auditor
    posy     reviewer of the state commission admin    administrator, everywhere
    fay      finance                          scot     scheduler
    nora     officer of the neighbour Oakford stranger somebody with an account and no role

``cast.user["ada"]`` is an account, ``cast.person["ada"]`` the person behind it. Nobody has a password: a test
signs in with ``client.force_login(cast.user["tara"])``. None of them exists.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from muster.accounts.models import Grant, User
from muster.accounts.roles import Role
from muster.roster.enums import AgencyKind
from muster.roster.models import Agency, Appointment, Assignment, Fact, Identifier, Person, Unit

HIRED = date(2020, 3, 2)

#: name -> (role, unit or None, rank or None); those without a rank are not appointed anywhere.
MILLBROOK = {
    "ada": (Role.OFFICER, "A", "officer"),
    "ben": (Role.OFFICER, "B", "officer"),
    "sam": (Role.SUPERVISOR, "A", "sergeant"),
    "chris": (Role.COMMAND, None, "chief"),
    "tara": (Role.COORDINATOR, None, "sergeant"),
    "dina": (Role.DIRECTOR, None, "lieutenant"),
    "ian": (Role.INSTRUCTOR, "B", "officer"),
    "rae": (Role.CUSTODIAN, None, None),
    "olga": (Role.OVERSIGHT, None, None),
    "vic": (Role.AUDITOR, None, None),
    "fay": (Role.FINANCE, None, None),
    "scot": (Role.SCHEDULER, None, None),
}


@dataclass
class Cast:
    """Everybody, and where they work."""

    commission: Agency
    millbrook: Agency
    oakford: Agency
    patrol: Unit
    squad_a: Unit
    squad_b: Unit
    user: dict[str, User] = field(default_factory=dict)
    person: dict[str, Person] = field(default_factory=dict)


def make_cast() -> Cast:
    """Make the departments and everybody in them."""
    commission = Agency.objects.create(ori="OR0000001", name="State commission", kind=AgencyKind.COMMISSION)
    millbrook = Agency.objects.create(
        ori="OR0990100", name="Millbrook Police", jurisdiction="us-or", commission=commission
    )
    oakford = Agency.objects.create(
        ori="OR0990200", name="Oakford Police", jurisdiction="us-or", commission=commission
    )
    patrol = make_unit(millbrook, "PAT", "Patrol")
    made = Cast(
        commission,
        millbrook,
        oakford,
        patrol,
        make_unit(millbrook, "A", "Squad A", patrol),
        make_unit(millbrook, "B", "Squad B", patrol),
    )
    squads = {"A": made.squad_a, "B": made.squad_b}
    for name, (role, squad, rank) in MILLBROOK.items():
        unit = squads.get(squad or "")
        make_account(made, name, role, millbrook, unit if role == Role.SUPERVISOR else None)
        if rank:
            make_officer(made, name, millbrook, rank=rank, unit=unit)
    for also_officer in ("sam", "ian", "tara"):
        make_grant(made.user[also_officer], Role.OFFICER, millbrook)
    make_account(made, "nora", Role.OFFICER, oakford)
    make_officer(made, "nora", oakford, rank="officer")
    make_account(made, "posy", Role.POST, commission)
    make_account(made, "admin", Role.ADMINISTRATOR, None)
    made.user["stranger"] = User.objects.create_user("stranger@example.org", name="Stranger")
    return made


def make_unit(agency: Agency, code: str, name: str, parent: Unit | None = None) -> Unit:
    """Make a unit at its place in the tree."""
    unit = Unit.objects.create(agency=agency, parent=parent, code=code, name=name)
    unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
    unit.save()
    return unit


def make_account(made: Cast, name: str, role: Role, agency: Agency | None, unit: Unit | None = None) -> User:
    """Make an account that holds one role."""
    user = User.objects.create_user(f"{name}@example.org", name=name.title())
    made.user[name] = user
    make_grant(user, role, agency, unit)
    return user


def make_grant(user: User, role: Role, agency: Agency | None, unit: Unit | None = None) -> Grant:
    """Give a role, for good."""
    return Grant.objects.create(user=user, role=role, agency=agency, unit=unit, start=HIRED)


def make_officer(made: Cast, name: str, agency: Agency, *, rank: str, unit: Unit | None = None) -> Person:
    """Make a person with an appointment, a rank, an agency id and perhaps a unit; with their account if there is one."""
    person = Person.objects.create(
        given_name=name.title(), family_name="Testcase", account=made.user.get(name)
    )
    Appointment.lines.create(person=person, agency=agency, start=HIRED)
    Fact.lines.create(person=person, agency=agency, fact="rank", value=rank, start=HIRED)
    Identifier.lines.create(person=person, kind="agency", agency=agency, value=f"{agency.pk}-{person.pk:04}")
    if unit is not None:
        Assignment.lines.create(person=person, unit=unit, start=HIRED)
    made.person[name] = person
    return person
