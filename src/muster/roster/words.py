"""The words that facts are written in: those of the rulebook, so that rules find what was written down.

The engine refuses a value it does not know. It is better to hear so at the form than when a standing is asked for.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from muster.core.errors import MusterError
from muster.core.errors.sentence import Language
from muster.core.rules.kept import kept_rulebook
from muster.core.rules.language import FactWord
from muster.core.rules.rulebook import Rulebook, shipped_rulebook
from muster.ledger.refusals import Refused
from muster.roster.enums import FactName
from muster.roster.models import Agency

Words = dict[str, FactWord]

#: Facts that are kept elsewhere: as appointments, units, waivers.
KEPT_ELSEWHERE = frozenset({"agency", "employment", "extended", "sworn", "unit", "waived"})


def words_of(agency: Agency) -> tuple[Words, Words]:
    """Return the facts that all rules share, and those of the agency's own jurisdiction, by name."""
    book = _book_of(agency.jurisdiction)
    own = book.jurisdictions.get(agency.jurisdiction)
    return dict(book.vocabulary.facts), dict(own.facts) if own else {}


def value_said(fact: str, value: str, jurisdiction: str = "") -> str:
    """Say what a fact says in words: those of the rulebook for a code, in the language of the page where it has them."""
    book = _book_of(jurisdiction)
    word = book.fact_word(fact, jurisdiction)
    return _translated(book, jurisdiction, word.values.get(value, value) if word else value)


def fact_said(fact: str, jurisdiction: str = "") -> str:
    """Say the name of a fact: the roster's own, else the rulebook's."""
    if fact in FactName.values:
        return str(FactName(fact).label)
    return _translated(_book_of(jurisdiction), jurisdiction, fact.replace("-", " "))


def _translated(book: Rulebook, jurisdiction: str, text: str) -> str:
    language: Language = "es" if (get_language() or "").startswith("es") else "en"
    return book.words_in(language, jurisdiction).get(text, text)


def _book_of(jurisdiction: str) -> Rulebook:
    """Return the rulebook as far as it is about one jurisdiction, with the words that all share."""
    folders = rulebook_folders()
    known = bool(jurisdiction) and any((folder / jurisdiction).is_dir() for folder in folders)
    try:
        # without a jurisdiction the smallest one is read, for the shared words alone
        return kept_rulebook(folders, only=jurisdiction if known else "model")
    except MusterError:
        # a mistake in the operator's own rules is told where rules are shown; people are written down meanwhile
        return kept_rulebook([shipped_rulebook()], only="model")


def names_of(agencies: Iterable[Agency]) -> list[tuple[str, str]]:
    """Return the facts that may be written down in some agencies, with their names, as choices of a form."""
    known: set[str] = set(FactName.values)
    for agency in agencies:
        for words in words_of(agency):
            known |= words.keys()
    labels = dict(FactName.choices)
    named = [(name, str(labels.get(name, name.replace("-", " ")))) for name in known - KEPT_ELSEWHERE]
    usual = [(name, label) for name, label in named if name in labels and name != FactName.OTHER]
    others = [(name, label) for name, label in named if name not in labels]
    order = list(labels)
    return sorted(usual, key=lambda pair: order.index(pair[0])) + sorted(others, key=lambda pair: pair[1])


def values_of(agencies: Iterable[Agency]) -> dict[str, str]:
    """Return the values that rules know in some agencies, each with what it is a value of: to be suggested."""
    found: dict[str, list[str]] = {}
    for agency in agencies:
        for words in words_of(agency):
            for name, word in words.items():
                for value in word.values if name not in KEPT_ELSEWHERE else ():
                    told = name.replace("-", " ")
                    if told not in found.setdefault(value, []):
                        found[value].append(told)
    return {value: ", ".join(names) for value, names in sorted(found.items())}


def checked_value(agency: Agency, fact: str, value: str) -> str:
    """Return a value as the rulebook writes it. Raises Refused for one that the rules of the agency do not know.

    Where the list is the jurisdiction's own, as of certificates, an agency may keep others beside it, and only what
    looks like a slip is refused. This is how the engine judges too.
    """
    value = value.strip()
    shared, own = words_of(agency)
    word = own.get(fact) or shared.get(fact)
    if word is None or not word.values:
        return value
    plain = {_plain(text): code for code, label in word.values.items() for text in (label, code)}
    if found := plain.get(_plain(value)):
        return found
    if fact not in own:
        raise Refused(_strange(fact, value, list(word.values)), field="value")
    if value and (close := get_close_matches(_plain(value), list(plain), n=3, cutoff=0.85)):
        raise Refused(_strange(fact, value, [plain[text] for text in close]), field="value")
    return value


def _strange(fact: str, value: str, known: list[str]) -> str:
    close = get_close_matches(_plain(value), known, n=3, cutoff=0.6) or known
    told = {"fact": fact, "value": value, "words": ", ".join(dict.fromkeys(close))}
    if not value:
        return _("Say which %(fact)s; the rules know: %(words)s.") % told
    if len(close) < len(known):
        return _("The rules know no %(fact)s “%(value)s”. Did you mean: %(words)s?") % told
    return _("The rules know no %(fact)s “%(value)s”, only: %(words)s.") % told


def _plain(text: str) -> str:
    return "-".join(text.casefold().replace("_", " ").replace("-", " ").split())


def rulebook_folders() -> list[Path]:
    """Return where rules are read from: what ships with Muster, then the operator's own (``MUSTER_RULEBOOK``)."""
    own = str(getattr(settings, "MUSTER_RULEBOOK", "") or "")
    return [shipped_rulebook(), *(Path(folder) for folder in own.split(os.pathsep) if folder)]
