"""JSON Schema for editors, from the same classes that read the files, so that the two cannot differ."""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from muster.core.periods import Duration, MonthDay
from muster.core.rules.language import Jurisdiction, Requirement
from muster.core.rules.language.jurisdiction import Vocabulary
from muster.core.rules.language.written import Written

#: What a schema can be asked for, by the name of the kind of file.
SHAPES: dict[str, type[Written]] = {
    "requirement": Requirement,
    "jurisdiction": Jurisdiction,
    "vocabulary": Vocabulary,
}

_PARAMETER = {
    "type": "string",
    "pattern": r"^\$",
    "description": "a parameter of the jurisdiction, such as $recurrence",
}


class _AsWritten(GenerateJsonSchema):
    """The schema of what people write: one code instead of a list, ``$name`` instead of a value."""

    def encode_default(self, dft: Any) -> Any:
        """Write a default the way a file would."""
        return str(dft) if isinstance(dft, Duration | MonthDay) else super().encode_default(dft)

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        """Say what a value may look like before it is read."""
        inner = super().function_before_schema(schema)
        name = getattr(schema["function"]["function"], "__name__", "")
        if name == "_listed":
            one = inner.get("items", {"type": "string"})
            return {
                "anyOf": [
                    {"type": ["string", "integer"]} if one == {"type": "string"} else one,
                    _lists(inner),
                ]
            }
        if name == "_value":
            return {"anyOf": [inner, {"const": True}]}
        return inner


def _lists(inner: JsonSchemaValue) -> JsonSchemaValue:
    """Let a list hold numbers where it holds codes: a course number needs no quotes."""
    return (
        {**inner, "items": {"type": ["string", "integer"]}}
        if inner.get("items") == {"type": "string"}
        else inner
    )


def schema_of(shape: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a kind of file: requirement, jurisdiction or vocabulary."""
    schema = SHAPES[shape].model_json_schema(by_alias=True, schema_generator=_AsWritten)
    for limit in schema["$defs"].get("Bound", {}).get("properties", {}).values():
        limit["anyOf"] = [{"type": "integer"}, *limit["anyOf"]]  # at_least: 90 is read as text
    found: dict[str, Any] = _with_parameters(schema)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}


def _with_parameters(value: Any) -> Any:
    """Allow ``$name`` wherever a rule file has a plain value that is not free text already."""
    match value:
        case {"properties": dict() as properties, **rest}:
            own = {name: _or_parameter(_with_parameters(inner)) for name, inner in properties.items()}
            return {"properties": own, **{key: _with_parameters(inner) for key, inner in rest.items()}}
        case dict():
            return {key: _with_parameters(inner) for key, inner in value.items()}
        case list():
            return [_with_parameters(inner) for inner in value]
        case _:
            return value


def _or_parameter(schema: Any) -> Any:
    if schema.get("type") == "string" and not {"pattern", "enum", "format"} & set(schema):
        return schema
    notes = {key: schema[key] for key in ("title", "description", "default") if key in schema}
    bare = {key: inner for key, inner in schema.items() if key not in notes}
    return {**notes, "anyOf": [bare, _PARAMETER]}
