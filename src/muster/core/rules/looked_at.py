"""Which facts a rule looks at to say whom it binds and from when."""

from __future__ import annotations

from muster.core.rules.language import Condition, Requirement, Version, facts_named
from muster.core.rules.language.when import Groups, WhenCalendar
from muster.core.rules.question import anchors_of
from muster.core.rules.rulebook import Rulebook


def facts_decided_by(rule: Requirement, version: Version, rulebook: Rulebook) -> list[str]:
    """Return the facts a version looks at that everybody has: without one, nobody can tell."""
    page = rulebook.jurisdiction_of(rule)
    return [
        fact
        for fact in sorted(facts_looked_at(version, page.who))
        if (known := rulebook.fact_word(fact, page.id)) and known.everyone_has_one
    ]


def facts_looked_at(version: Version, everyone: Condition) -> set[str]:
    """Return the facts that say whom a version binds and from when; ``everyone`` is the jurisdiction's condition."""
    anchors = anchors_of(version)
    named = {fact for anchor in anchors for fact in (anchor.first, anchor.latest, anchor.end_of) if fact}
    if isinstance(version.when, WhenCalendar) and isinstance(version.when.calendar.anchored, Groups):
        named.add(version.when.calendar.anchored.by)
    return named | facts_named(version.who) | facts_named(everyone)
