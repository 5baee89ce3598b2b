"""Rules of several jurisdictions side by side, subject by subject, and what each of them lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, Final

import numpy as np

from muster.core.periods import as_day, day_text
from muster.core.rules.language import Requirement, Version, filters_of, leaves_of
from muster.core.rules.rulebook import Rulebook
from muster.core.rules.speech import speech_of
from muster.core.rules.wording import duty_text, hours_asked, when_text, who_text
from muster.core.tables.output import Frame, looked_up, table

#: What advocates ask every officer to be trained in, again and again. A comparison begins with them.
FIVE_SUBJECTS: Final = (
    "procedural-justice",
    "bias-free",
    "crisis-response",
    "de-escalation",
    "cultural-competency",
)

GENERAL: Final = "general"  # the subject of requirements that name none


@dataclass(frozen=True)
class Entry:
    """What one requirement asks in one subject."""

    subject: str
    jurisdiction: str
    requirement: str
    title: str
    asks: str
    hours: str  # whole minutes written as hours, where the duty is counted in them
    recurrence: str
    who: str
    force: str
    source: str
    evidence: str
    in_force: str  # empty: on the day asked about


@dataclass(frozen=True)
class Comparison:
    """Entries by subject. ``subjects`` and ``jurisdictions`` are codes in the order to show them, with names.

    ``everyone`` says by jurisdiction whom its rules are about, which is whom most of them bind.
    """

    as_of: date
    subjects: dict[str, str]
    jurisdictions: dict[str, str]
    everyone: dict[str, str]
    entries: tuple[Entry, ...]

    def of(self, subject: str, jurisdiction: str) -> tuple[Entry, ...]:
        """Return what a jurisdiction asks in a subject."""
        return tuple(e for e in self.entries if e.subject == subject and e.jurisdiction == jurisdiction)

    def who(self, entry: Entry) -> str:
        """Say whom an entry binds, shortly: all, where that is whomever the jurisdiction's rules are about."""
        return "all" if entry.who == self.everyone[entry.jurisdiction] else entry.who

    @property
    def missing(self) -> dict[str, tuple[str, ...]]:
        """The five subjects that a jurisdiction's rules do not name, by jurisdiction."""
        return {
            jurisdiction: tuple(s for s in FIVE_SUBJECTS if not self.of(s, jurisdiction))
            for jurisdiction in self.jurisdictions
        }

    @property
    def table(self) -> Frame:
        """One row an entry, with an empty row where one of the five subjects is missing."""
        rows = [asdict(entry) for entry in self.entries]
        for jurisdiction, subjects in self.missing.items():
            rows += [
                {"subject": s, "jurisdiction": jurisdiction, "title": "not in the rulebook"} for s in subjects
            ]
        place = {code: number for number, code in enumerate(self.subjects)}
        rows.sort(
            key=lambda row: (place[row["subject"]], list(self.jurisdictions).index(row["jurisdiction"]))
        )
        return table({field.name: _column(rows, field.name) for field in fields(Entry)})


def _column(rows: list[dict[str, Any]], name: str) -> Any:
    return looked_up([row.get(name, "") for row in rows], np.arange(len(rows)))


def compare_rules(book: Rulebook, as_of: date) -> Comparison:
    """Put the requirements of a rulebook side by side, each by its version in force on a day.

    A version that has ended, or has not begun, is shown where there is no other, and says so. That a subject is
    missing means that the rulebook has no rule for it, not that there is no law.
    """
    rules = sorted(
        book.requirements.values(), key=lambda rule: len(rule.subjects)
    )  # one of its own subject first
    entries = [entry for rule in rules for entry in _entries(book, rule, as_of)]
    codes = dict.fromkeys(name.split("/")[0] for name in book.requirements)
    named = {entry.subject for entry in entries}
    order = [*FIVE_SUBJECTS, GENERAL, *book.vocabulary.topics, *sorted(named)]
    subjects = {
        code: _subject_name(book, code)
        for code in dict.fromkeys(order)
        if code in named or code in FIVE_SUBJECTS
    }
    jurisdictions = {code: book.jurisdictions[code].name for code in codes}
    everyone = {code: who_text(book.jurisdictions[code].who, speech_of(book, code)) for code in codes}
    return Comparison(as_of, subjects, jurisdictions, everyone, tuple(entries))


def _subject_name(book: Rulebook, code: str) -> str:
    if code == GENERAL:
        return "no subject named"
    own = (page.topics.get(code) for page in book.jurisdictions.values())
    return book.vocabulary.topics.get(code) or next(filter(None, own), code)


def _entries(book: Rulebook, rule: Requirement, as_of: date) -> list[Entry]:
    place = version_on(rule, as_of)
    version, jurisdiction = rule.versions[place], book.jurisdiction_of(rule)
    say = speech_of(book, jurisdiction.id)
    own, everyone = who_text(version.who, say), who_text(jurisdiction.who, say)
    found = []
    for subject in rule.subjects or (GENERAL,):
        duty = duty_of_subject(version, subject)
        minutes = [hours_asked(part) for part in duty]
        found.append(
            Entry(
                subject=subject,
                jurisdiction=jurisdiction.id,
                requirement=rule.id,
                title=rule.title,
                asks="; ".join(duty_text(part, say) for part in duty),
                hours=_hours(minutes),
                recurrence=when_text(version.when, say),
                who=everyone if own == "everyone" else own,
                force=_force(rule, binding=jurisdiction.binding),
                source=rule.citation(version),
                evidence=rule.evidence,
                in_force=_in_force(rule, place, as_of),
            )
        )
    return found


def _hours(minutes: Sequence[int | None]) -> str:
    known = [amount for amount in minutes if amount is not None]
    if not known or len(known) < len(minutes):
        return ""
    whole, rest = divmod(sum(known), 60)
    return str(whole) if not rest else f"{whole}:{rest:02}"


def _force(rule: Requirement, *, binding: bool) -> str:
    if not binding:
        return "binds nobody"
    return rule.force if rule.binds == "officer" else f"{rule.force}, of the agency"


def version_on(rule: Requirement, as_of: date) -> int:
    """Return the place of the version in force on a day; else the last that had begun; else the first to come."""
    begun = [place for place, version in enumerate(rule.versions) if version.from_ <= as_of]
    return begun[-1] if begun else 0


def _in_force(rule: Requirement, place: int, as_of: date) -> str:
    begins, ends = rule.versions[place].from_, rule.until(place)
    if begins > as_of:
        return f"from {day_text(as_day(begins))}"
    return f"until {day_text(as_day(ends))}" if ends is not None and ends < as_of else ""


def duty_of_subject(version: Version, subject: str) -> tuple[Any, ...]:
    """Return the parts of a duty that name the subject; the whole duty where no part does."""
    parts = [
        leaf for leaf in leaves_of(version.what) if any(subject in f.topics_named() for f in filters_of(leaf))
    ]
    every = len(parts) == len(leaves_of(version.what))
    return (version.what,) if every or not parts else tuple(parts)
