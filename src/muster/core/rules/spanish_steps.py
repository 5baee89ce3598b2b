"""Next steps in Spanish.

A standing holds its next steps as text, a few hundred for a department and each on many rows, so they are translated
where they are shown. What a rule asks for is known by name and translated whole; around it stand the fixed words of
:mod:`muster.core.rules.steps`, amounts and days.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, Final

from muster.core.rules.language import leaves_of, what
from muster.core.rules.rulebook import Rulebook
from muster.core.rules.spanish import MONTHS_ES
from muster.core.rules.speech import speech_of
from muster.core.rules.steps import leaf_text as step_of_leaf
from muster.core.rules.wording import leaf_text, part_name

_MONTHS: Final = dict(
    zip(
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
        (month[:3] for month in MONTHS_ES),
        strict=True,
    )
)
_DAY: Final = r"(\d{1,2}) ([A-Z][a-z]{2}) (\d{4})"

#: What stands around a name: the beginning or end of the step, or its fixed words.
_BEFORE: Final = r"(?:(?<=^)|(?<=[;,:] )|(?<= or )|(?<= of )|(?<= beside ))"
_AFTER: Final = r"(?=$|[;,:]| or | beside | by \d)"

#: The fixed words of a step, in the order in which they are replaced; amounts like ``4 h 30 min`` stay.
_PHRASES: Final = tuple(
    (re.compile(found), put)
    for found, put in (
        (rf" by {_DAY}$", r" antes del final del \1 \2 \3"),
        (rf", was due {_DAY}$", r", venció el \1 \2 \3"),
        (rf": missing when the period closed, {_DAY}$", r": faltaba al cerrarse el periodo, el \1 \2 \3"),
        (r"\b(\d+) more of these: ", r"\1 más de estos: "),
        (r" more, each minute counted once, of: ", " más, contando cada minuto una sola vez, de: "),
        (r" more of (.+?) beside ", r" más de \1 junto a "),
        (r"\bno more than ", "no más de "),
        (r"\b1 time\b", "1 vez"),
        (r"\b(\d+) times\b", r"\1 veces"),
        (r" at least (\S+(?: \w+)?) apart\b", r" con al menos \1 entre una y otra"),
        (r"\b(h|min) of ", r"\1 de "),
        (r" days\b", " días"),
        (r" months\b", " meses"),
        (r" years\b", " años"),
        (r" year\b", " año"),
        (r" or ", " o "),
    )
)

Translate = Callable[[str], str]

_kept: tuple[Rulebook, Translate] | None = None


def steps_in_spanish(book: Rulebook) -> Translate:
    """Return how to say the next steps of a rulebook's duties in Spanish; built once for the book asked last."""
    global _kept
    if _kept is None or _kept[0] is not book:
        _kept = (book, translating({**dict(_shared(book)), **dict(_named(book))}))
    return _kept[1]


def translating(names: dict[str, str]) -> Translate:
    """Return how to say a step, given the Spanish of what rules name. A name that nobody knows stays whole."""
    # the longest name first: "first aid and CPR" before "first aid"; and only whole names, never half of one
    longest = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    known = re.compile(rf"{_BEFORE}(?:{longest}){_AFTER}")

    @lru_cache(maxsize=10_000)
    def step(text: str) -> str:
        held: list[str] = []

        def keep(found: re.Match[str]) -> str:
            held.append(names[found.group()])
            return f"\x00{len(held) - 1}\x00"

        text = known.sub(keep, text) if names else text
        for found, put in _PHRASES:
            text = found.sub(put, text)
        text = re.sub(_DAY, lambda day: f"{day[1]} {_MONTHS.get(day[2], day[2])} {day[3]}", text)
        return re.sub("\x00(\\d+)\x00", lambda place: held[int(place[1])], text)

    return step


def _shared(book: Rulebook) -> Iterator[tuple[str, str]]:
    yield from book.words_in("es").items()
    yield "training", "formación"


def _named(book: Rulebook) -> Iterator[tuple[str, str]]:
    """Yield what the parts of all duties are called in a step, in English and in Spanish."""
    for rule in book.requirements.values():
        leaves = [leaf for version in rule.versions for leaf in leaves_of(version.what)]
        for leaf in leaves:
            yield from _of_leaf(leaf, book, rule.id.split("/")[0])


def _of_leaf(leaf: Any, book: Rulebook, jurisdiction: str) -> Iterator[tuple[str, str]]:
    english, spanish = speech_of(book, jurisdiction), speech_of(book, jurisdiction, "es")
    match leaf:
        case what.Held():
            named = spanish.name(leaf.part) if leaf.part else ""
            held = spanish("{fact} in force", fact=named) if named else leaf_text(leaf, spanish)
            yield step_of_leaf(leaf, 0, english.describe), held
        case what.Ratio():
            for wanted in (leaf.ratio, leaf.to):
                yield english.describe(wanted), spanish.describe(wanted)
        case _:
            yield part_name(leaf, english), part_name(leaf, spanish)
    if isinstance(leaf, what.ForEach):
        fact = leaf.for_each.replace("-", " ")
        yield (
            f"with each item the officer {fact}",
            spanish("with each item the officer {fact}", fact=spanish.fact(leaf.for_each)),
        )
