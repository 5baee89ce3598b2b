"""Which numbers of a table about people stay hidden, so that no total gives them back. Plain arithmetic.

A reader of a table knows its total, the numbers that are shown, and this rule. What they can still work out about a
hidden number is a span: from what is left when every other hidden number is as large as it can be, to what is left
when they are all nothing. A table may be shown when each span holds at least ``FEWEST`` possible numbers.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

#: Nothing is said of fewer people than these.
FEWEST: Final = 5


def hidden_among(
    counts: Sequence[int],
    most: Sequence[int] | None = None,
    pool: Collection[int] = (),
    pool_most: int = 0,
) -> frozenset[int] | None:
    """Return the places of the numbers to hide; None where the table cannot be shown at all.

    ``most`` says how large each number can be at the most, as far as a reader may know (None: they do not know). The
    places in ``pool`` are hidden for another cause; of them a reader knows how large they can be together. Hidden
    besides are the numbers under ``FEWEST``, nothing included, and then, the smallest first, as many others as are
    needed. With every number hidden the total alone is left, and it must leave each of them open too.
    """
    caps = [sum(counts)] * len(counts) if most is None else list(most)

    def is_large(place: int) -> bool:
        return place not in pool and counts[place] >= FEWEST

    by_size = sorted(range(len(counts)), key=lambda place: (is_large(place), counts[place], place))
    number = sum(not is_large(place) for place in by_size)
    while number <= len(counts):
        hidden = by_size[:number]
        pooled = [counts[place] for place in hidden if place in pool]
        single = [(counts[place], caps[place]) for place in hidden if place not in pool]
        if _is_open(pooled, pool_most, single):
            return frozenset(hidden)
        number += 1
    return None


def _is_open(pooled: Sequence[int], pool_most: int, single: Sequence[tuple[int, int]]) -> bool:
    """Return whether every hidden number may be one of ``FEWEST`` or more, for whoever knows their sum.

    ``single`` are numbers with how large each can be; those that are ``pooled`` are together at most ``pool_most``.
    """
    left = sum(pooled) + sum(count for count, _most in single)
    room = sum(most for _count, most in single)
    spans = [(max(0, left - (room - most) - pool_most), min(most, left)) for _count, most in single]
    if pooled:
        # of several in the pool each may be nothing, since another can take its part; one alone takes it all
        least = 0 if len(pooled) > 1 else max(0, left - room)
        spans.append((least, min(pool_most, left)))
    return all(most - least >= FEWEST - 1 for least, most in spans)


def hidden_rows(sizes: Sequence[int], fewest: int = FEWEST) -> frozenset[int]:
    """Return the rows of which a figure stays hidden, where the same figure is shown for all rows together.

    Hidden are rows about fewer people than ``fewest``, and the next larger ones until those that are hidden are
    together so many. A row about nobody has nothing to hide.
    """
    by_size = sorted(
        (place for place, size in enumerate(sizes) if size), key=lambda place: (sizes[place], place)
    )
    hidden: list[int] = []
    people = 0
    for place in by_size:
        if sizes[place] >= fewest and (people == 0 or people >= fewest):
            break
        hidden.append(place)
        people += sizes[place]
    return frozenset(hidden)
