"""Names that nobody has, spelt from syllables, so that a demo page reads like a page and names no one."""

from __future__ import annotations

import random

_STARTS = (
    "Ba",
    "Bel",
    "Cor",
    "Da",
    "Dor",
    "El",
    "Fa",
    "Gal",
    "Ha",
    "Jor",
    "Ka",
    "Kel",
    "La",
    "Lor",
    "Ma",
    "Mel",
)
_MIDDLES = ("da", "de", "li", "lo", "mi", "na", "ne", "ra", "ri", "ro", "sa", "te", "ti", "va", "vi", "zo")
_ENDS = (
    "ban",
    "del",
    "dor",
    "kin",
    "lan",
    "mar",
    "min",
    "nor",
    "ran",
    "rel",
    "ric",
    "sen",
    "ton",
    "vin",
    "wen",
)


def made_up_names(count: int, seed: int) -> list[tuple[str, str]]:
    """Return so many different pairs of given and family name; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret is drawn
    found: dict[tuple[str, str], None] = {}
    while len(found) < count:
        found[_name(chance, 1), _name(chance, 2)] = None
    return list(found)


def _name(chance: random.Random, syllables: int) -> str:
    middle = "".join(chance.choice(_MIDDLES) for _ in range(syllables - 1))
    return chance.choice(_STARTS) + middle + chance.choice(_ENDS)
