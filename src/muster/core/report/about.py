"""What a report is about: a standing and what it was made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

import polars as pl

from muster.core.errors.sentence import Language
from muster.core.report.summary import headlines
from muster.core.report.units import units_of
from muster.core.report.untold import TopicsUnknown, Untold, not_told, topics_unknown
from muster.core.report.words import Words
from muster.core.rules import Rulebook
from muster.core.rules.evaluate import Judgement
from muster.core.rules.shares import Share, agency_shares
from muster.core.tables import Facts


@dataclass(frozen=True)
class Report:
    """What a report is about. ``units`` has ``officer_id`` and ``unit``; officers who are not in it have none.

    ``overrides`` is what was asked other than as shipped: parameters set, another rulebook, a crosswalk.
    Without ``facts`` it says neither which facts are missing nor how agencies stand.
    """

    standing: pl.DataFrame
    book: Rulebook
    as_of: date
    units: pl.DataFrame
    known_at: datetime | None = None
    language: Language = "en"
    facts: Facts | None = None
    overrides: tuple[str, ...] = ()

    @cached_property
    def words(self) -> Words:
        """The words of the report's language, with the rulebook's own names of topics."""
        return Words(self.language)

    @cached_property
    def untold(self) -> tuple[Untold, ...]:
        """What cannot be told, with the facts that are missing."""
        return not_told(self.standing, self.book, self.facts, self.known_at)

    @cached_property
    def topics(self) -> TopicsUnknown | None:
        """How many records are about nobody knows what."""
        return topics_unknown(self.facts) if self.facts is not None else None

    @cached_property
    def shares(self) -> tuple[Share, ...]:
        """How agencies stand with what they owe by a share of their officers."""
        if self.facts is None:
            return ()
        mine = headlines(self.standing)
        return agency_shares(Judgement(self.facts, self.book, self.as_of, self.known_at, mine, ()))


def report_on(judgement: Judgement, language: Language = "en", overrides: tuple[str, ...] = ()) -> Report:
    """Make ready to report on a judgement."""
    units = units_of(judgement.facts, judgement.as_of, judgement.known_at)
    given = (judgement.standing, judgement.rulebook, judgement.as_of, units, judgement.known_at)
    return Report(*given, language, judgement.facts, overrides)
