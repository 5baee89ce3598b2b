"""The sentences that modules of the core say in more than one language, read from their source."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

GAP = re.compile(r"\{(\w+)[^}]*\}")

#: What a name of a file stands for: the expressions assigned to it.
Assigned = Mapping[str, list[ast.expr]]


def forms_in(files: Iterable[Path], asked: Callable[[ast.Call], list[ast.expr]]) -> set[str]:
    """Collect the texts that are given as arguments of calls, also by a name; ``asked`` picks those arguments."""
    found: set[str] = set()
    for file in files:
        tree = ast.parse(file.read_text("utf-8"))
        assigned: dict[str, list[ast.expr]] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                assigned.setdefault(node.targets[0].id, []).append(node.value)
        calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
        found.update(
            text for call in calls for argument in asked(call) for text in _texts(argument, assigned)
        )
    return found


def _texts(node: ast.expr, assigned: Assigned) -> Iterator[str]:
    match node:
        case ast.Constant(str() as text):
            yield text
        case ast.IfExp():
            yield from _texts(node.body, assigned)
            yield from _texts(node.orelse, assigned)
        case ast.Name():
            for value in assigned.get(node.id, ()):
                yield from _texts(value, {})
        case ast.Subscript(ast.Name() as table):
            for value in assigned.get(table.id, ()):
                if isinstance(value, ast.Dict):
                    yield from (text for each in value.values for text in _texts(each, {}))


def with_strange_gaps(words: Mapping[str, str], may_be_left_out: Iterable[str] = ()) -> set[str]:
    """Return the forms whose translation has a gap too many, or one too few."""
    spared = set(may_be_left_out)
    return {
        form
        for form, said in words.items()
        if set(GAP.findall(said)) - set(GAP.findall(form))
        or set(GAP.findall(form)) - set(GAP.findall(said)) - spared
    }
