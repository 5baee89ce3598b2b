"""What every piece of a rule file shares: it is frozen, and it refuses a key it does not know."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Annotated, Any, Literal, Union

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    PlainSerializer,
    Tag,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from muster.core.periods import hours_text, parse_hours


class Written(BaseModel):
    """A frozen piece of a rule file. Constructing it is its validation."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    @model_validator(mode="before")
    @classmethod
    def _refuse_unknown_keys(cls, value: Any) -> Any:
        if isinstance(value, Mapping):
            known = _fields(cls)
            for key in value:
                if key not in known and key not in cls.model_fields:
                    raise PydanticCustomError(
                        "unknown_key",
                        "there is no key '{key}' here{hint}; the keys are: {known}",
                        {"key": str(key), "hint": _meant(str(key), known), "known": ", ".join(sorted(known))},
                    )
        return value


def one_of(what: str, registry: Mapping[str, type[Written]]) -> Any:
    """Return the type "exactly one of these shapes", told apart by the key that names the shape.

    ``registry`` maps the key to its class; adding a shape is adding a row to it. A key may also be an
    ordinary field of another shape (``each_topic`` takes ``hours``); then the shape that has all the keys wins.
    """

    def named(value: Any) -> str | None:
        if isinstance(value, Written):
            return next((key for key, shape in registry.items() if type(value) is shape), None)
        if not isinstance(value, Mapping):
            return None
        keys = [key for key in registry if key in value]
        owners = [key for key in keys if all(other in _fields(registry[key]) for other in keys)]
        return owners[0] if len(owners) == 1 else None

    return Annotated[
        Union[tuple(Annotated[shape, Tag(key)] for key, shape in registry.items())],  # noqa: UP007 - built at run time
        Discriminator(
            named,
            custom_error_type="no_such_shape",
            custom_error_message=f"{what} is written with exactly one of the keys: {', '.join(registry)}",
        ),
    ]


def _meant(key: str, known: set[str]) -> str:
    close = get_close_matches(key, known, n=1)
    return f" (did you mean '{close[0]}'?)" if close else ""


def _fields(shape: type[Written]) -> set[str]:
    return {field.alias or name for name, field in shape.model_fields.items()}


def _listed(value: Any) -> Any:
    return (value,) if isinstance(value, str | int) and not isinstance(value, bool) else value


def _text(value: Any) -> Any:
    """Let a course number or a month be written without quotes."""
    if isinstance(value, list | tuple):
        return tuple(str(v) if isinstance(v, int) and not isinstance(v, bool) else v for v in value)
    return value


#: What a page of the rulebook says in another language: English words and theirs. Muster's own translation.
Translated = dict[Literal["es"], dict[str, Annotated[str, Field(min_length=1)]]]

#: One code or a list of them; a list reads as "any of these".
Codes = Annotated[tuple[str, ...], BeforeValidator(_text), BeforeValidator(_listed)]

#: Hours in the file, whole minutes inside.
Minutes = Annotated[
    int,
    BeforeValidator(parse_hours),
    PlainSerializer(hours_text, when_used="json"),
    WithJsonSchema({"type": "number", "minimum": 0, "description": "hours, such as 24 or 1.5"}),
]
