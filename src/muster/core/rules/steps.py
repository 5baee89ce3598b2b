"""What would fix it: the missing parts of a duty in a few words, written once for each distinct case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from muster.core.periods import hours_text
from muster.core.rules.language import what
from muster.core.rules.language.filters import EVERYTHING, Filter
from muster.core.rules.measures import Measure
from muster.core.rules.speech import Speech
from muster.core.tables.output import one_of_each

Describe = Callable[[Filter], str]


def describing(names: dict[str, str]) -> Describe:
    """Return how to describe a filter with a rulebook's names for topics."""
    english = Speech(topics=names)
    # the filters of a rule are few and are asked for once a case; they live as long as the rule does
    told: dict[int, tuple[Filter, str]] = {}

    def describe(wanted: Filter) -> str:
        if id(wanted) not in told:
            told[id(wanted)] = (wanted, english.describe(wanted))
        return told[id(wanted)][1]

    return describe


def step_texts(
    measure: Measure, column: int, officers: NDArray[np.int32], describe: Describe
) -> tuple[NDArray[np.int64], list[str]]:
    """Return, for each officer, the number of a text, and the texts.

    Officers who miss the same amounts share a text, so a department needs a few hundred of them.
    """
    leaves = _leaves(measure)
    shorts = [np.ascontiguousarray(leaf.short[officers, column]) for leaf in leaves]
    done = [leaf.done[officers, column].astype(np.int64) for leaf in leaves]
    key = np.zeros(len(officers), np.int64)
    for number, values in enumerate([*shorts, *done]):
        key = key * np.int64(1_000_003) + values * np.int64(2 * number + 1)
    distinct, which = np.unique(key, return_inverse=True)
    some = officers[one_of_each(which, len(distinct))]
    return which, _texts(measure, some, column, describe)


def _leaves(measure: Measure) -> list[Measure]:
    return [leaf for part in measure.inner for leaf in _leaves(part)] if measure.inner else [measure]


def _texts(measure: Measure, officers: NDArray[np.int32], column: int, describe: Describe) -> list[str]:
    """Say what each of these officers still misses of a part; empty where it is done.

    Goes part by part, so that equal amounts are put into words once.
    """
    done = measure.done[officers, column].tolist()
    short = measure.short[officers, column].tolist()
    if not measure.inner:
        told = {amount: leaf_text(measure.duty, amount, describe) for amount in set(short)}
        return ["" if met else told[amount] for met, amount in zip(done, short, strict=True)]
    parts = zip(*(_texts(part, officers, column, describe) for part in measure.inner), strict=True)
    return [
        "" if met else _joined(measure.duty, amount, [text for text in inner if text])
        for met, amount, inner in zip(done, short, parts, strict=True)
    ]


def _joined(duty: Any, short: int, inner: list[str]) -> str:
    """Say what a part made of parts still misses; ``inner`` says it of those that are not done."""
    match duty:
        case what.AnyPart():
            return " or ".join(inner)
        case what.SomeParts():
            return f"{short} more of these: {'; '.join(inner)}"
        case _:
            return "; ".join(inner)


def leaf_text(duty: Any, short: int, describe: Describe) -> str:
    """Say what a counted part still misses."""
    of = (
        duty.part
        if getattr(duty, "part", "") not in ("", "total")
        else describe(getattr(duty, "of", EVERYTHING))
    )
    match duty:
        case what.Separately():
            parts = ", ".join(describe(part.of) or "training" for part in duty.separately)
            return f"{hours_text(short)} more, each minute counted once, of: {parts}"
        case what.Hours():
            return f"{hours_text(short)} of {of or 'training'}"
        case what.HoursAtMost():
            return f"no more than {hours_text(duty.hours_at_most)} of {of or 'training'}"
        case what.Times():
            thing = of or "training"
            apart = f" at least {duty.apart} apart" if duty.apart else ""
            return f"{thing}, {short} time{'s' if short != 1 else ''}{apart}"
        case what.Held():
            fact, wanted = next(iter(duty.held.items()))
            value = " or ".join(wanted) if isinstance(wanted, tuple) else "as asked"
            return f"a {fact} {value} in force" if value != "any" else f"a {fact} in force"
        case what.ForEach():
            times = f"{short} time{'s' if short != 1 else ''}"
            return f"{of or 'qualification'}, {times}, with each item the officer {duty.for_each.replace('-', ' ')}"
        case what.Ratio():
            return f"{hours_text(short)} more of {describe(duty.ratio)} beside {describe(duty.to)}"
        case _:
            return str(duty.part)
