"""JSON: a list of objects, or an object that holds one such list."""

from __future__ import annotations

import json
import re
from typing import Any

from muster.core.errors import BadInput, MusterError, Where
from muster.core.errors.sentence import sentence
from muster.core.importing.grid import Grid, refuse_too_wide

#: Half of a pair of codes; no encoding can write it.
_HALF = re.compile("[\ud800-\udfff]")


def looks_like_json(text: str) -> bool:
    """Say whether the text begins as JSON does."""
    return text.lstrip("\ufeff \t\r\n")[:1] in ("[", "{")


def read_json(text: str, file: str) -> Grid:
    """Read the one list of objects. Raises BadInput for anything nested deeper, with the row and the key."""
    try:
        # Numbers stay text: 0.10 must not become 0.1, nor an id lose its zeros.
        found = json.loads(
            text.removeprefix("\ufeff"),
            parse_int=str,
            parse_float=str,
            parse_constant=str,
            object_pairs_hook=_object(file),
        )
    except json.JSONDecodeError as error:
        raise BadInput.because(
            "import-json",
            sentence("the JSON is broken: {why}.", why=error.msg),
            "Export it again.",
            Where(file, error.lineno),
        ) from None
    except RecursionError:
        raise _nested(file, "", "the JSON is nested: lists inside lists without end.") from None
    rows = _find_rows(found, file)
    headers = tuple(dict.fromkeys(key for row in rows for key in row))
    refuse_too_wide(len(headers), file)
    cells = [
        [_cell(row.get(key), number, key, file) for key in headers] for number, row in enumerate(rows, 1)
    ]
    return Grid(file, cells, headers=headers)


def _object(file: str) -> Any:
    def build(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if any(_HALF.search(text) for pair in pairs for text in pair if isinstance(text, str)):
            raise BadInput.because(
                "import-json",
                "a text holds half a character (\\ud800 and the like).",
                "Export it again as UTF-8.",
                Where(file),
            )
        built = dict(pairs)
        if len(built) < len(pairs):
            raise BadInput.because(
                "import-json",
                "an object names the same key twice.",
                "Only one of the two could be kept.",
                Where(file),
            )
        return built

    return build


def _find_rows(found: Any, file: str) -> list[dict[str, Any]]:
    if isinstance(found, dict):
        lists = {key: value for key, value in found.items() if isinstance(value, list)}
        if len(lists) != 1:
            raise BadInput.because(
                "import-json",
                sentence(
                    "the JSON object holds {count} lists ({names}); exactly one must hold the rows.",
                    count=len(lists),
                    names=", ".join(sorted(lists)[:5]) or "–",
                ),
                "Export the list of records alone.",
                Where(file),
            )
        found = next(iter(lists.values()))
    if not isinstance(found, list) or not found or not all(isinstance(row, dict) for row in found):
        raise BadInput.because(
            "import-json",
            "the JSON does not hold a list of objects, one a row.",
            'It should look like [{"officer_id": "17", "course": "First aid"}].',
            Where(file),
        )
    return found


def _cell(value: Any, row: int, key: str, file: str) -> str | None:
    if isinstance(value, dict | list):
        form = (
            "the JSON is nested: row {row} holds an object where one value should be."
            if isinstance(value, dict)
            else "the JSON is nested: row {row} holds a list where one value should be."
        )
        raise _nested(file, key, sentence(form, row=row))
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else str(value)


def _nested(file: str, key: str, what: str) -> MusterError:
    return BadInput.because(
        "import-nested",
        what,
        "Muster reads flat rows; flatten it first.",
        Where(file, key=key),
    )
