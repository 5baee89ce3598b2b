"""The rows of a roster, written as people, appointments, units, ranks, and who they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from muster.accounts.models import User
from muster.ledger.lines import Line, correct_line
from muster.records.actions.imports.people import number_people, settle_people
from muster.records.models import Batch
from muster.records.queries.imports.deciding import Decided, facts_from, known_rank, same_words
from muster.records.queries.imports.words import is_sworn
from muster.roster.enums import PERSONAL_FACTS, Employment
from muster.roster.models import Agency, Appointment, Assignment, Fact, Person, Unit

Said = dict[str, Any]  # one fact of a row: value, start, end


@dataclass
class _Writer:
    """What is known of the agency's people before, and what is written now."""

    agency: Agency
    by: User
    now: datetime
    since: date  # ranks and units that come without a day hold from here
    units: dict[str, Unit]
    appointments: dict[int, list[Appointment]]
    postings: dict[int, Assignment]
    ranks: dict[int, Fact]
    personal: dict[tuple[int, str], Fact]
    new: list[Line] = field(default_factory=list)
    corrected: list[Line] = field(default_factory=list)
    made_units: list[int] = field(default_factory=list)

    @property
    def said(self) -> Said:
        """Who writes, and when."""
        return {"known_by": self.by, "known_from": self.now}


def write_roster(batch: Batch, decided: Decided, by: User, now: datetime) -> dict[str, list[int]]:
    """Write what a roster says that is not known yet. Returns the keys of all that was made, for undoing it."""
    made: dict[str, list[int]] = {}
    needed = set(decided.rows["who"].unique().to_list())
    people = settle_people(decided.matches, needed, made)
    wanted = {place: people[place] for place in needed}
    number_people(wanted, decided.reading.people, batch.agency, by, now, made)
    facts = _facts_by_row(decided.reading.facts)
    writer = _writer(batch, wanted, by, now)
    for row, who, sworn in decided.rows.select("row", "who", "sworn").iter_rows():
        _write_row(writer, wanted[who], facts.get(row, {}), sworn)
    for table, name in ((Appointment, "appointment"), (Assignment, "assignment"), (Fact, "fact")):
        lines = [line for line in writer.new if isinstance(line, table)]
        table.lines.bulk_create(lines, batch_size=500)  # type: ignore[arg-type]  # of this very table
        made[f"roster.{name}"] = [line.pk for line in lines]
        corrections = [line.pk for line in writer.corrected if isinstance(line, table)]
        made[f"corrected.{name}"] = corrections
    made["units"] = writer.made_units
    return made


def _writer(batch: Batch, people: Mapping[int, Person], by: User, now: datetime) -> _Writer:
    keys = {person.pk for person in people.values()}
    units: dict[str, Unit] = {}
    for unit in Unit.objects.filter(agency=batch.agency).order_by("pk"):
        units.setdefault(same_words(unit.code), unit)
        units.setdefault(same_words(unit.name), unit)
    appointments: dict[int, list[Appointment]] = defaultdict(list)
    for line in _standing(Appointment, agency=batch.agency):
        if _shown(line) in keys:
            appointments[_shown(line)].append(line)
    postings = _standing(Assignment, unit__agency=batch.agency, end__isnull=True)
    ranks = _standing(Fact, agency=batch.agency, fact="rank", end__isnull=True)
    personal = _standing(Fact, agency=batch.agency, fact__in=PERSONAL_FACTS, end__isnull=True)
    return _Writer(
        agency=batch.agency,
        by=by,
        now=now,
        since=facts_from(batch),
        units=units,
        appointments=appointments,
        postings={_shown(line): line for line in postings if _shown(line) in keys},
        ranks={_shown(line): line for line in ranks if _shown(line) in keys},
        personal={(_shown(line), line.fact): line for line in personal if _shown(line) in keys},
    )


def _standing(table: Any, **which: Any) -> Any:
    return table.lines.standing().filter(**which).select_related("person").order_by("start", "pk")


def _shown(line: Any) -> int:
    """Return the key of the person a line is about, of the entry that is shown."""
    return int(line.person.same_as_id or line.person_id)


def _facts_by_row(facts: pl.DataFrame) -> dict[int, dict[str, Said]]:
    found: dict[int, dict[str, Said]] = defaultdict(dict)
    for row, fact, value, start, end in facts.select("row", "fact", "value", "start", "end").iter_rows():
        found[row][fact] = {"value": value, "start": start, "end": end}
    return found


def _write_row(writer: _Writer, person: Person, facts: Mapping[str, Said], sworn: str | None) -> None:
    spell = facts.get("agency", {"start": None, "end": None})
    _appoint(writer, person, spell, facts.get("employment"), sworn)
    if "unit" in facts:
        _post(writer, person, facts["unit"], spell)
    if "rank" in facts and (rank := known_rank(writer.agency, facts["rank"]["value"])):
        _rank(writer, person, {**facts["rank"], "value": rank}, spell)
    for fact in sorted(PERSONAL_FACTS & set(facts)):
        _say_who(writer, person, fact, facts[fact]["value"])


def _appoint(
    writer: _Writer, person: Person, spell: Said, employment: Said | None, sworn: str | None
) -> None:
    """Append an appointment, or the last day to one that is known. What is known otherwise stays as it is."""
    start, end = spell["start"], spell["end"]
    for known in writer.appointments[person.pk]:
        if _overlap(known.start, known.end, start, end):
            if end is not None and known.end is None and known.pk is not None:
                _correct(writer, known, end=end)
            return
    kind = (
        employment["value"]
        if employment and employment["value"] in Employment.values
        else Employment.FULL_TIME.value
    )
    line = Appointment(
        person=person,
        agency=writer.agency,
        start=start,
        end=end,
        employment=kind,
        sworn=is_sworn(sworn, kind),
        **writer.said,
    )
    writer.appointments[person.pk].append(line)
    writer.new.append(line)


def _post(writer: _Writer, person: Person, said: Said, spell: Said) -> None:
    unit = writer.units.get(same_words(said["value"])) or _make_unit(writer, said["value"])
    known = writer.postings.get(person.pk)
    if known is not None and known.unit_id == unit.pk:
        return
    start, end = _spell_of(writer, said, spell)
    if not _gives_way(writer, known, start):
        return
    line = Assignment(person=person, unit=unit, start=start, end=end, **writer.said)
    writer.postings[person.pk] = line
    writer.new.append(line)


def _rank(writer: _Writer, person: Person, said: Said, spell: Said) -> None:
    known = writer.ranks.get(person.pk)
    if known is not None and known.value == said["value"]:
        return
    start, end = _spell_of(writer, said, spell)
    if not _gives_way(writer, known, start):
        return
    line = Fact(
        person=person,
        agency=writer.agency,
        fact="rank",
        value=said["value"],
        start=start,
        end=end,
        **writer.said,
    )
    writer.ranks[person.pk] = line
    writer.new.append(line)


def _say_who(writer: _Writer, person: Person, fact: str, value: str) -> None:
    """Write gender or race as the roster has it: true of all days, or from now on where it was otherwise before."""
    known = writer.personal.get((person.pk, fact))
    if known is not None and known.value == value:
        return
    if not _gives_way(writer, known, writer.since):
        return
    start = None if known is None else writer.since
    line = Fact(person=person, agency=writer.agency, fact=fact, value=value, start=start, **writer.said)
    writer.personal[person.pk, fact] = line
    writer.new.append(line)


def _spell_of(writer: _Writer, said: Said, spell: Said) -> tuple[date, date | None]:
    """Return from when to when a rank or unit holds: never outside of the appointment."""
    start, end = said["start"] or writer.since, spell["end"]
    if spell["start"] is not None:
        start = max(start, spell["start"])
    return (min(start, end) if end is not None else start), end


def _gives_way(writer: _Writer, known: Any, start: date) -> bool:
    """End what holds until now the day before; say no where it began no earlier, for it is the newer word then."""
    if known is None:
        return True
    if known.pk is None or (known.start is not None and known.start >= start):
        return False
    _correct(writer, known, end=start - timedelta(days=1))
    return True


def _correct(writer: _Writer, line: Any, **changes: Any) -> None:
    reason = str(_("As a roster file says."))
    writer.corrected.append(correct_line(line, by=writer.by, reason=reason, **changes))


def _make_unit(writer: _Writer, text: str) -> Unit:
    """Add a unit at the top of the agency; somebody moves it to its place in the tree."""
    codes = {unit.code for unit in writer.units.values()}
    code, number = text[:40], 2
    while code in codes:
        code, number = f"{text[:36]}-{number}", number + 1
    unit = Unit(agency=writer.agency, code=code, name=text[:200])
    unit.full_clean(exclude=["path"])
    unit.save()
    unit.path = f"/{unit.pk}/"
    unit.save(update_fields=["path"])
    writer.units[same_words(text)] = unit
    writer.made_units.append(unit.pk)
    return unit


def _overlap(start: date | None, end: date | None, other_start: date | None, other_end: date | None) -> bool:
    begins = other_start is None or end is None or other_start <= end
    return begins and (other_end is None or start is None or start <= other_end)
