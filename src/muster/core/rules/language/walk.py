"""Walking a rule: every piece it is made of, the facts it looks at, the requirements it refers to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from muster.core.rules.language.requirement import Requirement
from muster.core.rules.language.what import ForEach, Held
from muster.core.rules.language.when import Anchor
from muster.core.rules.language.who import Is, Met, Was
from muster.core.rules.language.written import Written
from muster.core.rules.yaml_lines import Path_


def pieces_of(value: Any, path: Path_ = ()) -> Iterator[tuple[Path_, Any]]:
    """Walk every frozen piece inside a piece, with its path in the file."""
    if isinstance(value, Written):
        yield path, value
        for name, field in type(value).model_fields.items():
            yield from pieces_of(getattr(value, name), (*path, field.alias or name))
    elif isinstance(value, tuple):
        for i, item in enumerate(value):
            yield from pieces_of(item, (*path, i))


def fact_uses(piece: Any) -> Iterator[tuple[str, Any, Path_]]:
    """Yield the facts a piece looks at, the values it wants and the keys they stand under."""
    match piece:
        case Is():
            yield from ((fact, wanted, ("is", fact)) for fact, wanted in piece.is_.items())
        case Was():
            yield from ((fact, wanted, ("was", fact)) for fact, wanted in piece.was.items())
        case Held():
            yield from ((fact, wanted, ("held", fact)) for fact, wanted in piece.held.items())
        case ForEach():
            yield piece.for_each, ("any",), ("for_each",)
        case Anchor():
            for key in ("first", "latest", "end_of"):
                if getattr(piece, key):
                    yield getattr(piece, key), piece.values, (key,)
        case _:
            for key, values in (
                ("began", "values"),
                ("served", "values"),
                ("by", None),
                ("end_in_month_of", None),
            ):
                fact = getattr(piece, key, None)
                if isinstance(fact, str) and (key != "by" or hasattr(piece, "groups")):
                    yield fact, getattr(piece, values, ("any",)) if values else ("any",), (key,)


def references_of(rule: Requirement) -> dict[str, Path_]:
    """Return the requirements this one refers to with ``met``, with the place of the reference."""
    return {
        piece.met: (*path, "met")
        for path, piece in pieces_of(rule)
        if isinstance(piece, Met | Anchor) and piece.met
    }
