"""How a rule of one jurisdiction is said in a language: the fixed words, the names, days and lengths.

``say("within {length}", length=...)`` is English, or whatever :mod:`muster.core.rules.spanish` has for the form.
What a rulebook names itself (topics, parts, facts) is looked up in the rulebook's own ``translations``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from muster.core.errors.sentence import Language
from muster.core.periods import Duration, MonthDay, as_date, day_text
from muster.core.rules.credit_reasons import CREDIT_REASONS, ELSEWHERE
from muster.core.rules.language import FactWord, Filter
from muster.core.rules.rulebook import Rulebook
from muster.core.rules.spanish import (
    CONSEQUENCES_ES,
    CREDIT_REASONS_ES,
    EVIDENCE_ES,
    MONTHS_ES,
    REASONS_ES,
    SENTENCES_ES,
    VERDICTS_ES,
)
from muster.core.rules.verdicts import REASONS

_CREDIT_REASONS = {**CREDIT_REASONS, ELSEWHERE: "it counted for another period"}
#: How a rule was read.
EVIDENCE = {
    "V": "read in the law or on the authority's own page",
    "S": "read in a secondary source",
    "P": "read in part only",
}

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@dataclass(frozen=True)
class Speech:
    """Says things in ``language``. ``names`` turns English names into it, ``topics`` and ``facts`` codes into English."""

    language: Language = "en"
    names: Mapping[str, str] = field(default_factory=dict)
    topics: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, FactWord] = field(default_factory=dict)

    def __call__(self, form: str, /, **values: object) -> str:
        """Say a sentence, given by its English form with gaps."""
        return (SENTENCES_ES[form] if self.language == "es" else form).format(**values)

    def counted(self, count: int, one: str, many: str, /, **values: object) -> str:
        """Say the form for one or for many; both may have a gap ``count``."""
        return self(one if count == 1 else many, count=count, **values)

    def times(self, count: int) -> str:
        """Say how often: once, 3 times."""
        return self.counted(count, "once", "{count} times")

    def verdict(self, code: str) -> str:
        """Name a verdict."""
        return VERDICTS_ES[code] if self.language == "es" else code.replace("_", " ")

    def reason(self, code: str) -> str:
        """Say why somebody stands as they do."""
        return (REASONS_ES if self.language == "es" else REASONS)[code]

    def credit_reason(self, code: str) -> str:
        """Say why a record counted or gave nothing."""
        return (CREDIT_REASONS_ES if self.language == "es" else _CREDIT_REASONS)[code]

    def evidence(self, code: str) -> str:
        """Say how a rule was read."""
        return (EVIDENCE_ES if self.language == "es" else EVIDENCE)[code]

    def consequence(self, code: str) -> str:
        """Name what follows when a duty is not done."""
        if self.language == "es":
            return CONSEQUENCES_ES[code]
        unsaid = {"none": "nothing follows", "not_found": "the source that was read does not say"}
        return unsaid.get(code, code.replace("_", " "))

    def name(self, text: str) -> str:
        """Say a name that a rulebook made up; in English where nobody has translated it."""
        return self.names.get(text, text)

    def one_of(self, names: Iterable[str]) -> str:
        """Say names of which any will do."""
        return self(" or ").join(self.name(name) for name in names)

    def fact(self, fact: str) -> str:
        """Name a dated fact."""
        return self.name(fact.replace("-", " "))

    def value(self, fact: str, code: str) -> str:
        """Name the value of a dated fact."""
        known = self.facts.get(fact)
        return self.name(known.values.get(code, code) if known else code)

    def day(self, day: int) -> str:
        """Write a day: 31 Dec 2026."""
        found = as_date(day)
        if self.language == "en" or found is None:
            return day_text(day) if found else self("no date")
        return f"{found.day} {MONTHS_ES[found.month - 1][:3]} {found.year}"

    def day_of_year(self, day: MonthDay) -> str:
        """Write a day of every year: 30 June."""
        months = MONTHS_ES if self.language == "es" else _MONTHS
        return self("{day} {month}", day=day.day, month=months[day.month - 1])

    def length(self, length: Duration) -> str:
        """Write a length of time: 2 years."""
        if length.days:
            return self.counted(length.days, "{count} day", "{count} days")
        if length.months % 12:
            return self.counted(length.months, "{count} month", "{count} months")
        return self.counted(length.months // 12, "{count} year", "{count} years")

    def every(self, length: Duration) -> str:
        """Write how often: every year, every 2 years."""
        return self("every {length}", length=self.length(length).removeprefix("1 "))

    def describe(self, wanted: Filter) -> str:
        """Describe a filter in a few words; empty for one that lets everything through."""
        pieces = [*self._named(wanted), *self._inner(wanted)]
        return ", ".join(pieces)

    def _named(self, wanted: Filter) -> Iterable[str]:
        if wanted.topics:
            yield self.one_of(self.topics.get(code, code) for code in wanted.topics)
        if wanted.courses:
            courses = self(" or ").join(wanted.courses[:4])
            more = len(wanted.courses) > 4
            yield self("course {courses} or others listed" if more else "course {courses}", courses=courses)
        if wanted.courses_by_period is not None:
            yield self("the course set for the period")
        for key in ("delivery", "marks", "items", "providers", "units"):
            if getattr(wanted, key):
                yield self.one_of(getattr(wanted, key))
        if wanted.score_at_least is not None:
            yield self("score of {score} % or more", score=wanted.score_at_least)
        if wanted.certified:
            yield self("certified")

    def _inner(self, wanted: Filter) -> Iterable[str]:
        yield from filter(None, map(self.describe, wanted.all))
        if wanted.any:
            yield self(" or ").join(filter(None, map(self.describe, wanted.any)))
        if wanted.not_ is not None and (text := self.describe(wanted.not_)):
            yield self("not {text}", text=text)


def speech_of(book: Rulebook, jurisdiction: str, language: Language = "en") -> Speech:
    """Return how the rules of a jurisdiction are said."""
    own = book.jurisdictions[jurisdiction].facts
    return Speech(
        language,
        book.words_in(language, jurisdiction),
        book.topic_names(jurisdiction),
        {**book.vocabulary.facts, **own},
    )
