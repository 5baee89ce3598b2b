"""Which comments are like those of a theme: suggestions, which a person confirms or leaves.

A comment is the set of its longer words. A word counts the more, the fewer comments use it; how near a comment is to a
theme is what its words count there, so that each suggestion can show the words it rests on. The same in every language
and on every database. Nothing is decided here.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

SHORTEST: Final = 4
_WORD: Final = re.compile(rf"[^\W\d_]{{{SHORTEST},}}")
#: Words that more of the comments use than this say nothing about what one is about, once there are some comments.
TOO_COMMON: Final = 0.3
FEW: Final = 20
#: Letters by which a word is known: stop, stops, stopped are one.
STEM: Final = 5


@dataclass(frozen=True)
class Suggestion:
    """A comment that may belong to a theme, and the words that say so."""

    key: int
    words: tuple[str, ...]


def stems_of(text: str) -> frozenset[str]:
    """Return the longer words of a text by their first letters, without accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return frozenset(word[:STEM] for word in _WORD.findall(letters))


def suggestions(texts: Mapping[int, str], coded: Iterable[int], title: str, most: int) -> list[Suggestion]:
    """Return the comments most like a theme's (``coded``) and its title, the likest first; never one of its own."""
    stems = {key: stems_of(text) for key, text in texts.items()}
    weight = weights(list(stems.values()))
    own = [key for key in coded if key in stems]
    profile = Counter(chain.from_iterable(stems[key] for key in own))
    share = {word: number / len(own) for word, number in profile.items()}
    share |= dict.fromkeys(stems_of(title), 1.0)
    value = {word: part * weight[word] for word, part in share.items() if weight.get(word)}
    left_out = set(own)
    rated = []
    for key, words in stems.items():
        if key not in left_out and (shared := words & value.keys()):
            score = sum(value[word] for word in shared) / math.sqrt(len(words))
            rated.append((-score, key, shared))
    rated.sort(key=lambda each: each[:2])
    return [
        Suggestion(key, tuple(sorted(shared, key=lambda word: (-value[word], word))[:5]))
        for _score, key, shared in rated[:most]
    ]


def weights(stems: Sequence[frozenset[str]]) -> dict[str, float]:
    """Return how much each word says: nothing where too many use it, the more the fewer do."""
    used = Counter(chain.from_iterable(stems))
    common = TOO_COMMON * len(stems) if len(stems) >= FEW else math.inf
    return {
        word: 0.0 if number > common else math.log(1 + len(stems) / number) for word, number in used.items()
    }


def said_often(texts: Iterable[str], most: int) -> list[tuple[str, int]]:
    """Return words that many comments use, though not most of them, with how many: where a theme may begin."""
    stems: list[frozenset[str]] = []
    whole: Counter[str] = Counter()
    for text in texts:
        stems.append(stems_of(text))
        whole.update(set(_WORD.findall(text.casefold())))
    weight = weights(stems)
    used = Counter(chain.from_iterable(stems))
    spoken: dict[str, str] = {}
    for word, _number in whole.most_common():
        spoken.setdefault(next(iter(stems_of(word)), ""), word)
    often = [(word, number) for word, number in used.most_common() if weight[word] and number > 1]
    return [(spoken.get(word, word), number) for word, number in often[:most]]
