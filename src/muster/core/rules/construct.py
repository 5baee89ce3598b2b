"""Build a frozen class from a page of YAML, and say every mistake as a sentence with file, line and key."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from muster.core.errors import BadRule, Problem, Where
from muster.core.rules.language.written import Written
from muster.core.rules.yaml_lines import Path_, YamlPage

Shape = TypeVar("Shape", bound=Written)


def construct(shape: type[Shape], page: YamlPage) -> Shape:
    """Build the frozen class from a page. Raises BadRule with a sentence, file, line and key for each mistake."""
    if not isinstance(page.value, dict):
        raise BadRule.because(
            "yaml-empty", "the file holds no keys.", f"It should start like the {shape.__name__.lower()} in docs/rulebook.md.",
            Where(page.file, 1),
        )  # fmt: skip
    try:
        return shape.model_validate(page.value)
    except ValidationError as error:
        details = error.errors()
        raise BadRule(
            [_problem(detail, page) for detail in details if not _follows(detail, details)]
        ) from None


def _follows(detail: ErrorDetails, details: list[ErrorDetails]) -> bool:
    """Whether "too few entries" is said only because an entry inside was refused for its own reason."""
    here = detail["loc"]
    return detail["type"] == "too_short" and any(
        other["loc"][: len(here)] == here and other is not detail for other in details
    )


def _problem(detail: ErrorDetails, page: YamlPage) -> Problem:
    path, missing = _path(detail, page.value)
    key = str(detail.get("ctx", {}).get("key", "")) if detail["type"] == "unknown_key" else ""
    while key and path and key not in _value_at(page.value, path):
        path = path[:-1]  # the last step named a shape that is a key here as well
    what, do = _sentence(detail, missing)
    return Problem(f"rule-{detail['type'].replace('_', '-')}", what, do, page.where(path, key or missing))


def _path(detail: ErrorDetails, value: Any) -> tuple[Path_, str]:
    """Follow an error's location through the values; steps that name a shape are not keys and are passed over.

    A word can be both (``hours`` is a shape and a key of it): the way that follows the most steps is taken,
    and of several the one that reaches the latest step.
    """
    steps = detail["loc"]
    ways: dict[Path_, tuple[int, int]] = {(): (0, -1)}  # path: how many steps it follows, the last of them
    values: dict[Path_, Any] = {(): value}
    for number, step in enumerate(steps):
        for path, (followed, _) in list(ways.items()):
            key = _key_for(step, values[path])
            if key is not None:
                values[*path, key] = values[path][key]
                ways[*path, key] = max(ways.get((*path, key), (0, -1)), (followed + 1, number))
    path = max(ways, key=ways.__getitem__)
    return path, str(steps[-1]) if detail["type"] == "missing" else ""


def _key_for(step: str | int, value: Any) -> Any:
    """Return the key or position that a step names here; None where there is none."""
    if isinstance(value, dict):
        # pydantic names a date key by its repr
        return next((key for key in value if key == step or str(step) in (str(key), repr(key))), None)
    return step if isinstance(value, list) and isinstance(step, int) and step < len(value) else None


def _value_at(value: Any, path: Path_) -> Any:
    for step in path:
        value = value[step]
    return value if isinstance(value, dict) else ()


def _sentence(detail: ErrorDetails, missing: str) -> tuple[str, str]:
    kind, ctx = detail["type"], detail.get("ctx", {})
    given = detail.get("input")
    match kind:
        case "missing":
            return f"the key {missing} is missing.", "Add it; docs/rulebook.md shows every key."
        case "unknown_key":
            return _sentence_end(detail["msg"]), ""
        case "no_such_shape":
            keys = (
                f"here it has {', '.join(map(str, given))}"
                if isinstance(given, dict)
                else f"here stands {given!r}"
            )
            return f"{detail['msg']}; {keys}.", ""
        case "value_error":
            return _sentence_end(str(ctx.get("error", detail["msg"]))), ""
        case "literal_error":
            return f"{given!r} is not one of the words allowed here.", f"Write {ctx.get('expected', '')}."
        case "string_pattern_mismatch":
            return f"{given!r} does not have the form asked for here ({ctx.get('pattern', '')}).", ""
        case "date_type" | "date_parsing" | "date_from_datetime_parsing" | "date_from_datetime_inexact":
            return f"{given!r} is not a day.", "Write days like 2026-12-31."
        case "too_short":
            return f"{'.'.join(str(s) for s in detail['loc'][-1:])} needs at least one entry.", ""
        case _:
            return f"{given!r} does not fit here: {detail['msg'].lower()}.", ""


def _sentence_end(text: str) -> str:
    text = text[0].lower() + text[1:] if text else text
    return text if text.endswith(".") else text + "."
