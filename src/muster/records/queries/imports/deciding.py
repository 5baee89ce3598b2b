"""What becomes of each row of a file here: whose it is, which course it means, whether it may come in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

import polars as pl
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from muster.core.importing.columns import normal
from muster.core.importing.review import Said, no_reasons, reasons
from muster.curriculum.enums import Delivery
from muster.curriculum.models import Course, CourseCode
from muster.ledger.refusals import Refused
from muster.records.models import Batch, Record
from muster.records.queries.imports.reading import Reading, header_for, together
from muster.roster.matching import How, Match, match_people
from muster.roster.models import Agency, Appointment
from muster.roster.words import checked_value

#: How many letters fit, by column.
LONGEST: Final = {"course": 300, "title": 300, "provider": 200, "item": 60, "unit": 30}
_NO_RECORDS: Final = ("registered", "required")  # a seat and a duty; neither is training that was done
_UNKNOWN: Final = {
    How.ASK: ("not-confirmed", gettext_noop("confirm who this is, under People")),
    How.NOBODY: ("no-number", gettext_noop("give the row the number of the person, and bring it again")),
    How.NEW: (
        "unknown-person",
        gettext_noop("bring in the roster first, or say under People that they are to be added"),
    ),
}


@dataclass(frozen=True)
class Decided:
    """Every row of a file with its fate. ``matches`` stand in the order of ``reading.people``."""

    reading: Reading
    matches: list[Match]
    rows: pl.DataFrame  # those that come in
    aside: pl.DataFrame
    doubtful: pl.DataFrame
    courses: Mapping[str, int] = field(
        default_factory=dict
    )  # text of a course in the file -> key of the course
    new_courses: Sequence[tuple[str, str, int]] = ()  # number, title, minutes of those nobody here knows

    @property
    def rows_in(self) -> int:
        """How many rows the file has: those that come in and those set aside."""
        return self.rows.height + self.aside.height


def makes_people(batch: Batch) -> bool:
    """Return whether people whom nobody knows are added: as was said, or else for the first roster of an agency.

    Before it there is nobody who could be entered twice.
    """
    if "make_people" in batch.answers:
        return bool(batch.answers["make_people"])
    first = batch.kind == Batch.Kind.ROSTER
    return first and not Appointment.lines.filter(agency=batch.agency_id).exists()


def makes_courses(batch: Batch) -> bool:
    """Return whether courses that nobody knows are added: as was said, or else while the agency has none.

    A record without a course counts for no rule. The first file of a new agency would else say that nobody was trained.
    """
    if "make_courses" in batch.answers:
        return bool(batch.answers["make_courses"])
    return not Course.objects.filter(agency=batch.agency_id).exists()


def decide(batch: Batch, reading: Reading, today: date) -> Decided:
    """Say what becomes of each row, with the answers given so far. Raises Refused for a file of another agency."""
    refuse_elsewhere(batch, reading)
    asides = [reading.aside, _elsewhere(batch, reading)]
    matches = match_people(reading.people, batch.agency, batch.answers.get("who", {}))
    asides.append(_unknown(reading, matches, make=makes_people(batch)))
    doubtful = reading.doubtful
    courses: dict[str, int] = {}
    new: list[tuple[str, str, int]] = []
    if batch.kind == Batch.Kind.RECORDS:
        asides += [_no_record(reading, today), _unstorable(reading)]
        courses = known_courses(batch.agency)
        if batch.answers.get("leave_known", True):
            left = _left(reading, asides)
            asides.append(_here_already(batch, left, matches, courses))
        left = _left(reading, asides)
        new = _new_courses(left, courses)
        doubtful = pl.concat([doubtful, _strange_delivery(reading)])
    else:
        asides.append(_unstorable_facts(reading))
        doubtful = pl.concat([doubtful, _strange_ranks(batch, reading)])
    aside = together(asides)
    rows = reading.rows.filter(~pl.col("row").is_in(aside["row"].implode()))
    doubtful = doubtful.filter(~pl.col("row").is_in(aside["row"].implode())).sort("row", maintain_order=True)
    return Decided(reading, matches, rows, aside, doubtful, courses, new)


def course_of(course: str | None, title: str | None, known: Mapping[str, int]) -> int | None:
    """Return the course that a row means: the one with its number, or else the one with exactly its title."""
    for text in (course, title):
        if text and (found := known.get(same_words(text))) is not None:
            return found
    return None


def same_words(text: str) -> str:
    """Return a text without capitals and doubled blanks, for comparing."""
    return " ".join(text.casefold().split())


def known_courses(agency: Agency) -> dict[str, int]:
    """Return the agency's courses by code, by the numbers their state knows them by, and by title. Two queries."""
    found: dict[str, int] = {}
    courses = list(
        Course.objects.filter(agency=agency).order_by("is_retired", "pk").values_list("pk", "code", "title")
    )
    for key, code, _title in courses:
        found.setdefault(same_words(code), key)
    lines = CourseCode.lines.standing().filter(course__agency=agency, jurisdiction=agency.jurisdiction)
    for key, code in lines.values_list("course", "code"):
        found.setdefault(same_words(code), key)
    for key, _code, title in courses:
        found.setdefault(same_words(title), key)
    return found


# ── whose rows they are ──────────────────────────────────────────────────────────────────────────


def refuse_elsewhere(batch: Batch, reading: Reading) -> None:
    """Raise Refused for a file that says throughout that it is another agency's."""
    others = _oris(batch, reading).drop_nulls().unique().to_list()
    above = [value for key, value in reading.table.preamble.items() if normal(key) == "ori"]
    others += [_plain_ori(value) for value in above]
    if others and batch.agency.ori not in others:
        raise Refused(
            _("This file is about %(theirs)s, not about %(agency)s (%(ours)s). Nothing of it was taken.")
            % {"theirs": ", ".join(sorted(set(others))[:3]), "agency": batch.agency, "ours": batch.agency.ori}
        )


def _oris(batch: Batch, reading: Reading) -> pl.Series:
    header = header_for(batch, "ori")
    if header is None or header not in reading.table.headers:
        return pl.Series([None] * reading.table.cells.height, dtype=pl.String)
    return reading.table.cells[header].str.to_uppercase().str.replace_all(r"[^A-Z0-9]", "").replace("", None)


def _plain_ori(text: str) -> str:
    return "".join(letter for letter in text.upper() if letter.isalnum())


def _elsewhere(batch: Batch, reading: Reading) -> pl.DataFrame:
    oris = _oris(batch, reading)
    at = pl.DataFrame({"row": reading.table.numbers, "ori": oris}).filter(pl.col("ori") != batch.agency.ori)
    form = gettext_noop("it belongs to {theirs}, not to {ours}")
    return reasons(at["row"], "other-agency", Said(form, theirs=at["ori"], ours=batch.agency.ori))


def _unknown(reading: Reading, matches: Sequence[Match], *, make: bool) -> pl.DataFrame:
    """Set aside the rows about people who are not known, or not yet confirmed."""
    fates: dict[int, tuple[str, str]] = {}
    for place, match in enumerate(matches):
        if match.person is not None or (match.how == How.NEW and make):
            continue
        reason, sentence = _UNKNOWN[match.how]
        if match.how == How.NOBODY and match.candidates:
            reason, sentence = "not-this-person", gettext_noop("somebody said so under People")
        elif match.how == How.NOBODY and match.described.number:
            reason, sentence = (
                "unknown-person",
                gettext_noop("the file gives no whole name for the number; bring in the roster first"),
            )
        fates[place] = reason, sentence
    at = reading.rows.filter(pl.col("who").is_in(list(fates))) if fates else reading.rows.clear()
    parts = [no_reasons()]
    for (place,), group in at.group_by("who", maintain_order=True):
        parts.append(reasons(group["row"], *fates[int(str(place))]))
    return pl.concat(parts)


# ── what they say ────────────────────────────────────────────────────────────────────────────────


def _left(reading: Reading, asides: Sequence[pl.DataFrame]) -> pl.DataFrame:
    gone = pl.concat([aside.select("row") for aside in asides])["row"]
    return reading.rows.filter(~pl.col("row").is_in(gone.implode()))


def _no_record(reading: Reading, today: date) -> pl.DataFrame:
    rows = reading.rows
    seats = rows.filter(pl.col("outcome").is_in(_NO_RECORDS))
    ahead = rows.filter(pl.col("completed_on") > today + timedelta(days=1))
    high = rows.filter(pl.col("score") > 100)
    seat = Said(gettext_noop("the outcome is {outcome}"), outcome=seats["outcome"])
    to_come = Said(gettext_noop("{day} is still to come"), day=ahead["completed_on"])
    too_high = Said(gettext_noop("the score is {score}"), score=high["score"])
    return together(
        [
            reasons(seats["row"], "not-a-record", seat),
            reasons(ahead["row"], "to-come", to_come),
            reasons(high["row"], "score-too-high", too_high),
        ]
    )


def _unstorable(reading: Reading) -> pl.DataFrame:
    rows = reading.rows
    parts = [no_reasons()]
    for column, most in LONGEST.items():
        long = rows.filter(pl.col(column).str.len_chars() > most)["row"]
        said = Said(gettext_noop("the {column} has more than {most} letters"), column=column, most=most)
        parts.append(reasons(long, "too-long", said))
    texts = [pl.col(name).str.contains("\0", literal=True) for name in (*LONGEST, "marks", "delivery")]
    bad = rows.filter(pl.any_horizontal(texts))["row"]
    parts.append(reasons(bad, "cannot-be-stored", gettext_noop("a text holds a zero byte")))
    return together(parts)


def _unstorable_facts(reading: Reading) -> pl.DataFrame:
    facts = reading.facts
    long = facts.filter(pl.col("value").str.len_chars() > 200)["row"].unique()
    bad = facts.filter(pl.col("value").str.contains("\0", literal=True))["row"].unique()
    who = {n for n, one in enumerate(reading.people) if _bad_person(one)}
    at = reading.rows.filter(pl.col("who").is_in(list(who)))["row"]
    long_name = gettext_noop("a name has more than 100 letters, or a number more than 60")
    return together(
        [
            reasons(long, "too-long", gettext_noop("a value has more than 200 letters")),
            reasons(bad, "cannot-be-stored", gettext_noop("a text holds a zero byte")),
            reasons(at, "too-long", long_name),
        ]
    )


def known_rank(agency: Agency, value: str) -> str | None:
    """Return a rank as the rulebook writes it; None for one that no rule of the agency knows."""
    try:
        return checked_value(agency, "rank", value)
    except Refused:
        return None


def _strange_ranks(batch: Batch, reading: Reading) -> pl.DataFrame:
    """Doubt the rows with a rank that no rule knows: a rank that is kept and not known would stop every standing."""
    ranks = reading.facts.filter(pl.col("fact") == "rank")
    odd = [value for value in ranks["value"].unique().to_list() if known_rank(batch.agency, value) is None]
    at = ranks.filter(pl.col("value").is_in(odd))
    form = gettext_noop("the rules know no rank '{rank}'; the row comes in without it")
    return reasons(at["row"], "unknown-rank", Said(form, rank=at["value"]))


def _bad_person(one: Any) -> bool:
    names = (one.given_name, one.family_name)
    numbers = (one.state_id, one.agency_id)
    return any(len(n) > 100 or "\0" in n for n in names) or any(len(n) > 60 or "\0" in n for n in numbers)


def _strange_delivery(reading: Reading) -> pl.DataFrame:
    odd = reading.rows.filter(pl.col("delivery").is_not_null() & ~pl.col("delivery").is_in(Delivery.values))
    form = gettext_noop("'{delivery}' is no way of giving a course that Muster knows; left empty")
    return reasons(odd["row"], "unknown-delivery", Said(form, delivery=odd["delivery"]))


def _here_already(
    batch: Batch, rows: pl.DataFrame, matches: Sequence[Match], courses: Mapping[str, int]
) -> pl.DataFrame:
    """Set aside what stands in the records already: as many rows as there are records of the same content."""
    people = {match.person.pk for match in matches if match.person is not None}
    here = _standing(batch.agency, people)
    if not here:
        return no_reasons()
    found = []
    wanted = ("row", "who", "completed_on", "course", "title", "minutes", "outcome")
    for row, who, day, course, title, minutes, outcome in rows.select(wanted).iter_rows():
        person = matches[who].person
        if person is None:
            continue
        key = course_of(course, title, courses)
        content = (person.pk, day, key or same_words(title or course), minutes or 0, outcome)
        if here[content] > 0:
            here[content] -= 1
            found.append(row)
    same = gettext_noop("the same person, day, course, minutes and outcome")
    return reasons(pl.Series(found, dtype=pl.UInt32), "here-already", same)


def _standing(agency: Agency, people: Iterable[int]) -> Counter[tuple[Any, ...]]:
    here: Counter[tuple[Any, ...]] = Counter()
    lines = Record.lines.standing().filter(agency=agency)
    wanted = set(people)
    columns = ("person_id", "person__same_as", "completed_on", "course_id", "title", "minutes", "outcome")
    for person, shown, day, course, title, minutes, outcome in lines.values_list(*columns).iterator(5000):
        if (shown or person) in wanted:
            here[shown or person, day, course or same_words(title), minutes, outcome] += 1
    return here


def _new_courses(rows: pl.DataFrame, known: Mapping[str, int]) -> list[tuple[str, str, int]]:
    """Return the courses that nobody here knows, the most frequent first: number, title, usual minutes."""
    named = rows.group_by("course", "title", maintain_order=True).agg(
        pl.len().alias("count"), pl.col("minutes").drop_nulls().mode().sort().first().alias("minutes")
    )
    found = []
    for course, title, _count, minutes in named.sort(
        "count", descending=True, maintain_order=True
    ).iter_rows():
        if course_of(course, title, known) is None:
            found.append((course, title or course, minutes or 0))
    return found


def facts_from(batch: Batch) -> date:
    """Return the day from which a rank or unit holds that comes without one."""
    said = batch.answers.get("facts_from")
    return date.fromisoformat(said) if said else timezone.localdate()
