"""Which requirements the training that people attended outside counted for. Asked of the judgement, never guessed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl
from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from muster.core.report.summary import headlines, in_order
from muster.events.enums import AttendeeState
from muster.events.models import Attendee, Event
from muster.records.models import Record
from muster.roster.models import Agency, Person
from muster.standards.queries import today_at
from muster.standards.standing import standing_of


@dataclass(frozen=True)
class Helped:
    """Toward how many requirements records earned credit, each once for a person and event.

    ``in_order``: how many of these were then in order; None where that is not to be told.
    """

    credited: int = 0
    in_order: int | None = 0

    def __add__(self, other: Helped) -> Helped:
        known = self.in_order is not None and other.in_order is not None
        both = (self.in_order or 0) + (other.in_order or 0) if known else None
        return Helped(self.credited + other.credited, both)

    def without_standing(self) -> Helped:
        """Return the same for who may not see how people stand."""
        return Helped(self.credited, None)


def helped_by_event(agency: Agency, events: QuerySet[Event]) -> dict[int, Helped]:
    """Return for each event (by key) what the records of those who attended counted for.

    A record is judged on the last day of its year, or today in this one, by the rules of that day: later it has long
    left the periods that rules look at. One judgement a year, of those people alone. Raises BadRule and BadFact.
    """
    found: dict[int, Helped] = defaultdict(Helped)
    for year, records in sorted(_records_by_year(events).items()):
        for event, helped in _helped_in(agency, min(date(year, 12, 31), today_at(agency)), records).items():
            found[event] += helped
    return dict(found)


def _records_by_year(events: QuerySet[Event]) -> dict[int, dict[int, tuple[int, int]]]:
    """Return the records of attendees by year of completion: record line to (event, person). Two queries."""
    there = Attendee.objects.filter(
        request__event__in=events.order_by().values("pk"),
        state=AttendeeState.ATTENDED,
        record_key__isnull=False,
    )
    event_of = dict(there.values_list("record_key", "request__event"))
    lines = Record.lines.standing().filter(
        key__in=there.order_by().values("record_key"), completed_on__isnull=False
    )
    found: dict[int, dict[int, tuple[int, int]]] = defaultdict(dict)
    for pk, key, day, person in lines.values_list(
        "pk", "key", "completed_on", Coalesce("person__same_as", "person")
    ):
        found[day.year][pk] = (event_of[key], person)
    return found


def _helped_in(agency: Agency, day: date, records: Mapping[int, tuple[int, int]]) -> dict[int, Helped]:
    people = Person.objects.filter(pk__in={person for _event, person in records.values()})
    judgement = standing_of(agency, day, people=people)
    if not judgement.rulebook.requirements:
        return {}
    counted = judgement.credit.filter(
        pl.col("counted") & pl.col("record_id").is_in([str(key) for key in records])
    )
    good = headlines(judgement.standing).filter(in_order())
    good_pairs = set(good.select("officer_id", pl.col("requirement").cast(pl.String)).iter_rows())
    pairs: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for record, officer, requirement in counted.select(
        "record_id", "officer_id", pl.col("requirement").cast(pl.String)
    ).iter_rows():
        pairs[records[int(record)][0]].add((officer, requirement))
    return {event: Helped(len(found), len(found & good_pairs)) for event, found in pairs.items()}
