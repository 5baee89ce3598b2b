"""The words that facts are written in: those of the rulebook, so that rules find what was written down.

The engine refuses a value it does not know. It is better to hear so at the form than when a standing is asked for.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from muster.core.errors import MusterError
from muster.core.rules import load_rulebook
from muster.core.rules.language import FactWord
from muster.core.rules.load import JURISDICTION, VOCABULARY
from muster.core.rules.rulebook import shipped_rulebook
from muster.ledger.refusals import Refused
from muster.roster.enums import FactName
from muster.roster.models import Agency

Words = dict[str, FactWord]

#: Facts that are kept elsewhere: as appointments, units, waivers.
KEPT_ELSEWHERE = frozenset({"agency", "employment", "extended", "sworn", "unit", "waived"})


def words_of(agency: Agency) -> tuple[Words, Words]:
    """Return the facts that all rules share, and those of the agency's own jurisdiction, by name."""
    folders = rulebook_folders()
    pages = [folder / VOCABULARY for folder in folders]
    pages += [folder / agency.jurisdiction / JURISDICTION for folder in folders if agency.jurisdiction]
    written = tuple((str(page), page.stat().st_mtime_ns) for page in pages if page.is_file())
    return _read(agency.jurisdiction, tuple(folders), written)


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


@lru_cache(maxsize=64)
def _read(
    jurisdiction: str,
    folders: tuple[Path, ...],
    written: tuple[tuple[str, int], ...],  # noqa: ARG001 - part of the key: pages that changed are read anew
) -> tuple[Words, Words]:
    """Read the words that some pages hold."""
    known = any((folder / jurisdiction).is_dir() for folder in folders) if jurisdiction else False
    try:
        # without a jurisdiction the smallest one is read, for the shared words alone
        book = load_rulebook(folders, only=(jurisdiction if known else "model",))
    except MusterError:
        # a mistake in the operator's own rules is told where rules are shown; people are written down meanwhile
        book = load_rulebook([shipped_rulebook()], only=("model",))
    own = book.jurisdictions.get(jurisdiction)
    return dict(book.vocabulary.facts), dict(own.facts) if own else {}
