"""What every request of the demo is made with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from muster.accounts.models import User
from muster.accounts.roles import Role
from muster.demo.people import People
from muster.events.models import Fund, Policy, Request
from muster.roster.models import Person


@dataclass
class Year:
    """What every request of the demo is made with."""

    people: People
    users: dict[Role, User]
    today: date
    policy: Policy
    fund: Fund
    goers: Iterator[Person]
    requests: list[Request] = field(default_factory=list)

    @property
    def zone(self) -> ZoneInfo:
        """The clocks of the department."""
        return ZoneInfo(self.people.agency.time_zone)


def at(year: Year, day: date | None, hour: int) -> datetime:
    """Return a full hour of a day (None: today) where the department is."""
    return datetime.combine(day or year.today, time(hour), year.zone)
