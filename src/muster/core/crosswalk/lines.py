"""YAML with line numbers, so that a message can point at the spot."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent

from muster.core.errors import BadInput, Where

TOPIC = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def read_page(path: Path) -> str:
    """Read the text of a YAML file. Raises OSError, UnicodeError, and never waits on what is no file."""
    if path.exists() and not path.is_file():
        raise OSError(None, "this is not a file")
    return path.read_text("utf-8-sig")


def read_yaml(text: str, file: str) -> Any:
    """Load YAML keeping comments and lines. Raises BadInput with file and line when it is broken."""
    try:
        if any(isinstance(event, AliasEvent) for event in YAML(typ="safe", pure=True).parse(text)):
            raise BadInput.because(
                "yaml",
                "the YAML repeats a part by an alias (*).",
                "Write the part out each time.",
                Where(file),
            )
        return YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else None
        what = (error.problem or error.context or "it cannot be read").splitlines()[0]
        raise BadInput.because("yaml", f"the YAML is broken: {what}.", "", Where(file, line)) from None
    except (YAMLError, ValueError, OverflowError, RecursionError) as error:
        raise BadInput.because("yaml", f"the YAML cannot be read ({error}).", "", Where(file)) from None


def line_of(node: Any, key: Any) -> int | None:
    """Return the line, from 1, of a key of a mapping or an item of a list."""
    try:
        place = node.lc.item(key) if isinstance(key, int) else node.lc.key(key)
    except (AttributeError, KeyError, TypeError, IndexError):
        return None
    return int(place[0]) + 1
