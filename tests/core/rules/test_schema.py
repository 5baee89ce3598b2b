"""The JSON Schema accepts every file that ships and refuses what the loader refuses."""

from __future__ import annotations

from datetime import date

import jsonschema
import pytest

from muster.core.rules.rulebook import shipped_rulebook
from muster.core.rules.schema import SHAPES, schema_of
from muster.core.rules.yaml_lines import parse_yaml, read_yaml

#: What the loader reads: the files of the jurisdictions, and those beside them that have a shape of their own.
FILES = [
    path
    for path in sorted(shipped_rulebook().glob("**/*.yaml"))
    if not path.name.endswith(".test.yaml") and (path.parent != shipped_rulebook() or path.stem in SHAPES)
]


def as_json(value):
    """Turn what the loader reads into what an editor sees: days as text, 1.5 as a number."""
    match value:
        case dict():
            return {str(key): as_json(inner) for key, inner in value.items()}
        case list():
            return [as_json(inner) for inner in value]
        case date():
            return value.isoformat()
        case str() if value.count(".") == 1 and value.replace(".", "").isdigit():
            return float(value)
        case _:
            return value


@pytest.fixture(scope="module")
def validators():
    return {shape: jsonschema.Draft202012Validator(schema_of(shape)) for shape in SHAPES}


def complaints(validator, value):
    return [
        f"{'.'.join(map(str, error.absolute_path))}: {error.message[:80]}"
        for error in validator.iter_errors(as_json(value))
    ]


@pytest.mark.parametrize("path", FILES, ids=[f"{path.parent.name}/{path.name}" for path in FILES])
def test_schema_accepts_what_ships(validators, path):
    shape = path.stem if path.stem in SHAPES else "requirement"
    assert complaints(validators[shape], read_yaml(path).value) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("evidence: V", "evidence: X"),
        ("evidence: V", "evidense: V"),
        ("hours: $driving-hours", "hour: 8"),
        ("hours: $driving-hours", "hours: -8"),
        ("id: zz/driving-8", "id: Zedland"),
        ("kind: none", "kind: prison"),
    ],
)
def test_schema_refuses_what_the_loader_refuses(validators, root, old, new):
    text = (root / "tests" / "town" / "rulebook" / "zz" / "driving-8.yaml").read_text()
    assert complaints(validators["requirement"], parse_yaml(text).value) == []
    assert complaints(validators["requirement"], parse_yaml(text.replace(old, new)).value) != []
