"""How long the coverage check of one request takes: ``python -m muster.events.measuring_cover [OFFICERS]``.

Makes a department of so many officers (500 without a number) in twenty squads of 12-hour rotations whose floors just hold,
some of them on leave, and a request of three of them, inside a transaction that is taken back at the end. Prints lowest,
median and highest of nine rounds after one that is not counted. ``docs/performance.md`` shows a run.
"""

from __future__ import annotations

import os
import random
import sys
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from muster.events.models import Request
    from muster.roster.models import Agency, Person, Unit

OFFICERS: Final = 500
SQUADS: Final = 20
GOING: Final = 3
LONG_AGO: Final = date(2010, 1, 4)


def main() -> None:
    """Print the figures."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "muster.config.settings")
    import django  # noqa: PLC0415 - models can be imported only when Django is set up

    django.setup()
    number = int(sys.argv[1]) if len(sys.argv) > 1 else OFFICERS
    for name, figures in measured(number):
        sys.stdout.write(f"{name:<58} {figures}\n")


def measured(officers: int = OFFICERS) -> list[tuple[str, str]]:
    """Measure, and return each task with its figures."""
    from django.db import transaction  # noqa: PLC0415 - as above

    from muster.events.queries.cover import cover_look  # noqa: PLC0415
    from muster.standards.measuring import timed  # noqa: PLC0415

    with transaction.atomic():
        request = _asked(_department(officers))
        look = cover_look(request)
        size = f"{officers} officers, {len(look.shifts)} shifts missed, {len(look.open)} below their floor"
        found = [
            (size, ""),
            ("coverage check of one request, from the database", timed(lambda: cover_look(request))),
        ]
        transaction.set_rollback(True)
    return found


def _department(officers: int) -> Agency:
    from muster.events.models import Floor, Rota, ShiftPattern, StandIn  # noqa: PLC0415 - as above
    from muster.events.rotas import READY  # noqa: PLC0415
    from muster.roster.models import Agency, Unit  # noqa: PLC0415

    agency = Agency.objects.create(ori="ZZ9999999", name="Made up")
    patterns = [
        ShiftPattern.objects.create(agency=agency, name=key, cycle=READY[key].cycle)
        for key in ("pitman-days", "pitman-nights")
    ]
    units = []
    for n in range(SQUADS):
        unit = Unit.objects.create(agency=agency, code=f"S{n}", name=f"Squad {n}", path="/")
        unit.path = f"/{unit.pk}/"
        unit.save()
        units.append(unit)
        by_day = n % 4 < 2
        anchor = LONG_AGO + timedelta(days=7 * (n % 2))
        Rota.objects.create(unit=unit, pattern=patterns[0 if by_day else 1], anchor=anchor, start=LONG_AGO)
        Floor.objects.create(
            unit=unit,
            begins=time(6 if by_day else 18),
            ends=time(18 if by_day else 6),
            people=officers // SQUADS,
            supervisors=1,
            source="policy",
            source_text="made up",
            start=LONG_AGO,
        )
    people = _people(agency, units, officers)
    chance = random.Random(1)  # noqa: S311 - made-up people, nothing is kept secret by it
    StandIn.objects.bulk_create(
        StandIn(agency=agency, person=person, volunteers=chance.random() < 0.3, cents_an_hour=4_000)
        for person in people
    )
    return agency


def _people(agency: Agency, units: list[Unit], officers: int) -> list[Person]:
    from muster.roster.models import Appointment, Assignment, Fact, Person  # noqa: PLC0415 - as above

    people = Person.objects.bulk_create(
        [Person(given_name=f"Officer {n}", family_name="Made-up") for n in range(officers)]
    )
    Appointment.lines.bulk_create(
        [
            Appointment(person=p, agency=agency, start=LONG_AGO + timedelta(days=n))
            for n, p in enumerate(people)
        ]
    )
    Assignment.lines.bulk_create(
        [Assignment(person=p, unit=units[n % SQUADS], start=LONG_AGO) for n, p in enumerate(people)]
    )
    facts = [
        Fact(
            person=p,
            agency=agency,
            fact="rank",
            value="officer" if n // SQUADS % 5 else "sergeant",
            start=LONG_AGO,
        )
        for n, p in enumerate(people)
    ]
    soon = date.today() + timedelta(days=30)  # noqa: DTZ011 - any day near the journey does
    facts += [
        Fact(
            person=p,
            agency=agency,
            fact="leave",
            value="other",
            start=soon + timedelta(days=n % 9),
            end=soon + timedelta(days=n % 9 + 5),
        )
        for n, p in enumerate(people)
        if n % 7 == 6
    ]
    Fact.lines.bulk_create(facts)
    return people


def _asked(agency: Agency) -> Request:
    from django.utils import timezone  # noqa: PLC0415 - as above

    from muster.accounts.models import User  # noqa: PLC0415
    from muster.events.models import Attendee, Event, Request  # noqa: PLC0415
    from muster.roster.models import Person  # noqa: PLC0415

    account = User.objects.create_user("made-up@example.org", name="Made up")
    first = timezone.localdate() + timedelta(days=30)
    event = Event.objects.create(
        agency=agency, title="Made up", starts_on=first, ends_on=first + timedelta(days=4)
    )
    departs = timezone.now() + timedelta(days=30)
    people = list(
        Person.objects.filter(appointments__agency=agency).order_by("pk")[: GOING * SQUADS : SQUADS]
    )
    request = Request.objects.create(
        agency=agency,
        event=event,
        requester=people[0],
        made_by=account,
        departs_at=departs,
        returns_at=departs + timedelta(days=5),
    )
    Attendee.objects.bulk_create([Attendee(request=request, person=person) for person in people])
    return request


if __name__ == "__main__":
    main()
