"""Outside training as money: asked for, promised, spent; by fund, month, topic and unit, and per person reached.

Read from the sums that ``actions.tallies`` keeps, which follow the rules of ``queries.money``. The database adds up; what
comes here is a row for each event and each unit, never one for each request.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db.models import Q, QuerySet, Sum

from muster.core.money import each_of
from muster.events.models import Event, Fund, FundUse, Tally
from muster.events.queries.money import FundState
from muster.roster.models import Agency, Unit

SUMS: Final = ("asked", "promised", "spent", "people", "reached")


@dataclass
class Line:
    """One row of a table: what was asked for, promised and spent in cents, and whom it reached."""

    asked: int = 0
    promised: int = 0
    spent: int = 0
    people: int = 0
    reached: int = 0

    def add(self, other: Line) -> None:
        """Take another row into this one."""
        for name in SUMS:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def per_person(self) -> int | None:
        """What was spent for each person reached: those who went and those whom they told. None where there are none."""
        return each_of(self.spent, self.people + self.reached)


@dataclass
class Budget:
    """The money of a period."""

    funds: list[tuple[Fund, FundState]] = field(default_factory=list)
    months: list[tuple[date, Line]] = field(default_factory=list)
    topics: list[tuple[str, Line]] = field(default_factory=list)
    units: list[tuple[str, Line]] = field(default_factory=list)
    total: Line = field(default_factory=Line)


def budget_of(agency: Agency, first: date, last: date) -> Budget:
    """Return the money of the events that begin in a period, in six queries whatever there is.

    Training without days belongs to the period in which it was added to the catalogue. An event with several topics counts
    in each of them, so the topics add up to more than the whole.
    """
    events = _events(agency, first, last)
    tallies = Tally.objects.filter(agency=agency, event__in=events.order_by().values("pk"))
    by_event = _summed(tallies, "event")
    found = Budget(funds=fund_states(Fund.objects.filter(agency=agency, start__lte=last, end__gte=first)))
    months: defaultdict[date, Line] = defaultdict(Line)
    topics: defaultdict[str, Line] = defaultdict(Line)
    for key, starts_on, added_at, named in events.values_list("pk", "starts_on", "added_at", "topics"):
        line = by_event.get(key)
        if line is None:
            continue
        months[(starts_on or added_at.date()).replace(day=1)].add(line)
        found.total.add(line)
        for topic in named or [""]:
            topics[topic].add(line)
    found.months = [(month, months[month]) for month in _months(first, last)]
    found.topics = sorted(topics.items(), key=lambda item: (-item[1].spent - item[1].promised, item[0]))
    names = dict(Unit.objects.filter(agency=agency).values_list("pk", "name"))
    by_unit = _summed(tallies, "unit")
    found.units = sorted((names.get(key or 0, ""), line) for key, line in by_unit.items())
    return found


def fund_states(funds: QuerySet[Fund]) -> list[tuple[Fund, FundState]]:
    """Return funds with what each holds, has promised and has spent over its whole time, in two queries."""
    rows = list(funds.order_by("name", "start", "pk"))
    uses = FundUse.objects.filter(fund__in=rows).order_by().values("fund")
    sums = {row["fund"]: row for row in uses.annotate(promised=Sum("promised"), spent=Sum("spent"))}
    return [(fund, _state(fund, sums.get(fund.pk))) for fund in rows]


def _state(fund: Fund, row: Any) -> FundState:
    return FundState(fund.cents, row["promised"] if row else 0, row["spent"] if row else 0)


def _events(agency: Agency, first: date, last: date) -> QuerySet[Event]:
    begins = Q(starts_on__range=(first, last))
    undated = Q(starts_on=None, added_at__date__range=(first, last))
    return Event.objects.filter(begins | undated, agency=agency)


def _summed(tallies: QuerySet[Tally], key: str) -> dict[int | None, Line]:
    rows: Iterable[dict[str, Any]] = (
        tallies.order_by().values(key).annotate(**{f"sum_{name}": Sum(name) for name in SUMS})
    )
    return {row[key]: Line(*(row[f"sum_{name}"] for name in SUMS)) for row in rows}


def _months(first: date, last: date) -> list[date]:
    """Return the first day of each month from one day to another."""
    found, month = [], first.replace(day=1)
    while month <= last:
        found.append(month)
        month = month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)
    return found
