"""The rulebook in force on this server, and what it has under which name."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils.translation import get_language

from muster.core.errors import MusterError
from muster.core.errors.sentence import Language
from muster.core.rules import Rulebook
from muster.core.rules.evaluate import in_order
from muster.core.rules.kept import kept_rulebook
from muster.core.rules.language import Filter
from muster.core.rules.spanish_steps import steps_in_spanish
from muster.roster.words import rulebook_folders


def whole_rulebook() -> Rulebook:
    """Return the shipped rulebook, with the folder that the operator named on top. Raises BadRule for mistakes in it."""
    return kept_rulebook(rulebook_folders())


def rulebook_of(names: Iterable[str]) -> tuple[Rulebook, tuple[str, ...]]:
    """Return the rules of these names, and which names the rulebook does not have (any more)."""
    book = whole_rulebook()
    asked = sorted(set(names))
    known = [name for name in asked if is_in(book, name)]
    missing = tuple(name for name in asked if name not in known)
    return book.only(known), missing


def is_in(book: Rulebook, name: str) -> bool:
    """Return whether a rulebook has a jurisdiction or a requirement of this name."""
    return name in book.requirements or any(each.split("/")[0] == name for each in book.requirements)


def sets_of(book: Rulebook) -> dict[str, str]:
    """Return the rule sets there are, by code, with their names in the reader's language."""
    used = dict.fromkeys(name.split("/")[0] for name in book.requirements)
    return {code: named(book, code, book.jurisdictions[code].name) for code in used}


def jurisdiction_name(code: str) -> str:
    """Name a jurisdiction in the reader's language; its code where the rulebook has none such, or cannot be read."""
    try:
        return sets_of(whole_rulebook()).get(code, code)
    except MusterError:
        return code


def spoken() -> Language:
    """Return the language of whoever reads."""
    return "es" if get_language() == "es" else "en"


def named(book: Rulebook, jurisdiction: str, text: str) -> str:
    """Say a name that a jurisdiction's files have, in the reader's language."""
    return book.words_in(spoken(), jurisdiction).get(text, text)


def titles_of(book: Rulebook | None = None) -> dict[str, str]:
    """Return the titles of all requirements by their ids, in the reader's language. None: of the whole rulebook."""
    rules = (book or whole_rulebook()).all_requirements
    return {name: rule.title_in(spoken()) for name, rule in rules.items()}


def steps_told() -> Callable[[str], str]:
    """Return how to say a next step in the reader's language."""
    return str if spoken() == "en" else steps_in_spanish(whole_rulebook())


def codes_named(book: Rulebook) -> frozenset[str]:
    """Return every course number that the rules name, or those they refer to."""
    found: set[str] = set()
    for requirement in in_order(book):
        for _, piece in book.pieces[requirement.id]:
            if isinstance(piece, Filter):
                found.update(piece.courses)
                for codes in (piece.courses_by_period or {}).values():
                    found.update(codes)
    return frozenset(found)
