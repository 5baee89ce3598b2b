"""Do the facts speak the rulebook's words? A misspelt fact would silently free an officer of a duty."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from muster.core.errors import BadFact, Problem
from muster.core.errors.sentence import sentence
from muster.core.rules.language import Requirement
from muster.core.rules.people import People
from muster.core.rules.rulebook import Rulebook


def refuse_strange_words(people: People, rulebook: Rulebook, rules: Iterable[Requirement]) -> None:
    """Refuse facts whose name or value is nearly, but not quite, one of the vocabulary. Raises BadFact.

    A name that resembles none is left alone: an agency may keep facts that no rule asks for.
    """
    problems = [*_strange_names(people, rulebook), *_strange_values(people, rulebook, rules)]
    if problems:
        raise BadFact(problems)


def _strange_names(people: People, rulebook: Rulebook) -> Iterator[Problem]:
    own = (name for page in rulebook.jurisdictions.values() for name in page.facts)
    known = [*rulebook.vocabulary.facts, *own]
    for name in people.spells.names():
        close = get_close_matches(name.strip().lower(), known, n=1, cutoff=0.8) if name not in known else []
        if close:
            yield Problem(
                "misspelt-fact",
                sentence(
                    "the facts speak of '{fact}', which no rule knows (did you mean {near}?).",
                    fact=name,
                    near=close[0],
                ),
                "Mend the fact's name; rulebook/vocabulary.yaml lists them.",
            )


def _strange_values(people: People, rulebook: Rulebook, rules: Iterable[Requirement]) -> Iterator[Problem]:
    seen: set[tuple[str, str]] = set()
    for rule in rules:
        jurisdiction = rule.id.split("/")[0]
        for fact in rulebook.facts_used[rule.id]:
            word = rulebook.fact_word(fact, jurisdiction)
            if word is None or not word.values or (fact, jurisdiction) in seen:
                continue
            seen.add((fact, jurisdiction))
            own = fact in rulebook.jurisdictions[jurisdiction].facts
            for value in people.spells[fact].words:
                if _is_strange(value, tuple(word.values), own):
                    yield Problem(
                        "unknown-value",
                        sentence(
                            "the facts have {fact} '{value}', but it can only be: {values}.",
                            fact=fact,
                            value=value,
                            values=", ".join(word.values),
                        ),
                        "Mend the value in the facts table.",
                    )


def _is_strange(value: str, known: tuple[str, ...], own: bool) -> bool:
    """Whether a value is none of those known. Where the list is one jurisdiction's own, another's values may
    stand beside it on the same officer, so only what resembles a word of the list is taken for a slip.
    """
    if not value or value in known:
        return False
    return not own or bool(get_close_matches(value.strip().lower(), known, n=1, cutoff=0.85))
