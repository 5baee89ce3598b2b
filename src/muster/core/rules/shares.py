"""Duties of an agency that are met by a share of its officers, such as a quarter of those on patrol."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from muster.core.rules.evaluate import Judgement
from muster.core.rules.language import Requirement

NO_AGENCY = "(no agency recorded)"


@dataclass(frozen=True)
class Share:
    """How many of an agency's officers met a requirement. ``at_least`` is percent; ``unknown`` counts cannot_tell."""

    agency: str
    requirement: str
    title: str
    bound: int
    met: int
    unknown: int
    at_least: Fraction
    aim_only: bool
    citation: str

    @property
    def reached(self) -> bool | None:
        """Whether the share is reached; None where the unknown officers decide. Exact, no rounding."""
        if 100 * self.met >= self.at_least * self.bound:
            return True
        return None if 100 * (self.met + self.unknown) >= self.at_least * self.bound else False


def agency_shares(judgement: Judgement) -> tuple[Share, ...]:
    """Add up, agency by agency, the requirements that ask for a share of its officers.

    An officer belongs to the agency whose spell covers the day judged. Officers whom the requirement
    does not bind are left out; due_soon counts as met where nothing is short.
    """
    shared = {rule.id: rule for rule in judgement.rulebook.requirements.values() if rule.share is not None}
    if not shared:
        return ()
    agency = judgement.agencies()
    counted: dict[tuple[str, str], Counter[str]] = {}
    for row in judgement.rows_of(tuple(shared)):
        if row["headline"] and row["verdict"] != "not_applicable":
            where = agency.get(row["officer_id"], NO_AGENCY)
            counted.setdefault((where, row["requirement"]), Counter())[_answer(row)] += 1
    return tuple(_share(shared[name], where, counts) for (where, name), counts in sorted(counted.items()))


def _answer(row: dict[str, object]) -> str:
    if row["verdict"] == "cannot_tell":
        return "unknown"
    return "met" if row["verdict"] == "met" or row["short"] == 0 else "short"


def _share(rule: Requirement, agency: str, counts: Counter[str]) -> Share:
    assert rule.share is not None  # noqa: S101 - the caller chose it
    return Share(
        agency=agency,
        requirement=rule.id,
        title=rule.title,
        bound=counts.total(),
        met=counts["met"],
        unknown=counts["unknown"],
        at_least=rule.share.at_least,
        aim_only=rule.share.aim_only,
        citation=rule.sources[0].cite,
    )
