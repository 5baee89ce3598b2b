"""YAML as plain values, with the line each key stands on.

Numbers with a point stay text (``4.5`` is read as exact hours later, never as a float), dates become
dates, and what makes YAML dangerous or hard to read (anchors, tags, doubled keys) is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from muster.core.errors import BadRule, Where

LARGEST_FILE = 1_000_000  # bytes; a rule file is a page or two
DEEPEST = 40

Path_: TypeAlias = tuple[Any, ...]


@dataclass
class YamlPage:
    """The values of one file and where each stands."""

    file: str
    value: Any = None
    lines: dict[Path_, int] = field(default_factory=dict)

    def where(self, path: Path_, key: str = "") -> Where:
        """Find the closest line for a path into the values."""
        shown = ".".join(str(step) for step in (*path, *((key,) if key else ())))
        steps = (*path, key) if key else path
        while steps and steps not in self.lines:
            steps = steps[:-1]
        return Where(self.file, self.lines.get(steps, 1), shown)


def read_yaml(path: Path, shown_as: str | None = None) -> YamlPage:
    """Read one file. Raises BadRule with file and line for anything that is not plain YAML."""
    name = shown_as or str(path)
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            raise BadRule.because("yaml-unreadable", "this is no ordinary file.", "", Where(name))
        if path.stat().st_size > LARGEST_FILE:
            raise BadRule.because(
                "yaml-too-large", "the file is over 1 MB.", "A rule file is a page or two.", Where(name)
            )
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise BadRule.because(
            "yaml-unreadable", f"the file cannot be read ({error.strerror}).", "", Where(name)
        ) from None
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise BadRule.because(
            "yaml-not-utf8", "the file is not UTF-8 text.", "Save it as UTF-8.", Where(name, line)
        ) from None
    return parse_yaml(text, name)


def parse_yaml(text: str, name: str = "text") -> YamlPage:
    """Read YAML from text; ``name`` stands in messages."""
    page = YamlPage(name)
    try:
        reader = YAML(typ="safe", pure=True)
        reader.composer.warn_double_anchors = False  # anchors are refused below, with a sentence
        node = reader.compose(text)
        if node is not None:
            page.value = _Reader(page).read(node, (), 0)
    except MarkedYAMLError as error:
        raise _broken(name, error) from None
    except (YAMLError, ValueError, OverflowError, RecursionError) as error:
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise BadRule.because("yaml-broken", f"this is not YAML ({first}).", _ADVICE, Where(name)) from None
    return page


_ADVICE = "Check indentation, colons and quotes; each key is followed by a colon and a space."


def _broken(name: str, error: MarkedYAMLError) -> BadRule:
    mark = error.problem_mark or error.context_mark
    what = error.problem or error.context or "the text breaks off"
    line = mark.line + 1 if mark else None
    return BadRule.because("yaml-broken", f"this is not YAML: {what}.", _ADVICE, Where(name, line))  # type: ignore[return-value]


class _Reader:
    """Turns composed nodes into values, noting lines."""

    def __init__(self, page: YamlPage) -> None:
        self.page = page
        self.seen: set[int] = set()

    def read(self, node: Node, path: Path_, depth: int) -> Any:
        line = node.start_mark.line + 1
        self.page.lines.setdefault(path, line)
        if id(node) in self.seen or getattr(node, "anchor", None):
            raise self._refuse(
                "yaml-anchor", "anchors (&) and aliases (*) are not used in rule files", "Write it out.", line
            )
        self.seen.add(id(node))
        if depth > DEEPEST:
            raise self._refuse(
                "yaml-too-deep", f"this is nested more than {DEEPEST} deep", "Flatten it.", line
            )
        match node:
            case MappingNode():
                return self._mapping(node, path, depth)
            case SequenceNode():
                return [self.read(item, (*path, i), depth + 1) for i, item in enumerate(node.value)]
            case ScalarNode():
                return self._scalar(node, line)
            case _:
                raise self._refuse("yaml-broken", "this is no value", _ADVICE, line)

    def _mapping(self, node: MappingNode, path: Path_, depth: int) -> dict[Any, Any]:
        found: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, ScalarNode):
                raise self._refuse("yaml-key", "a key must be a single word", _ADVICE, line)
            key = self._scalar(key_node, line)
            key = key_node.value if isinstance(key, bool) or key is None else key
            if key in found:
                raise self._refuse(
                    "yaml-twice", f"the key {key} stands here twice", "Keep one of them.", line
                )
            self.page.lines[(*path, key)] = line
            found[key] = self.read(value_node, (*path, key), depth + 1)
        return found

    def _scalar(self, node: ScalarNode, line: int) -> Any:
        text: str = node.value
        kind = str(node.tag).rsplit(":", 1)[-1]
        match kind:
            case "int" if text.lstrip("+-").isdigit() and len(text) < 19:
                # 010 is a course number, not eight
                return int(text) if str(int(text)) == text else text
            case "bool":
                return text.lower() == "true"
            case "null":
                return None
            case "timestamp":
                return self._date(text, line)
            case "int" | "float" | "str":
                return text
            case _:
                raise self._refuse(
                    "yaml-tag",
                    f"tags such as {node.tag} are not used in rule files",
                    "Write plain text.",
                    line,
                )

    def _date(self, text: str, line: int) -> Any:
        try:
            return (
                date.fromisoformat(text) if len(text) <= len("2026-12-31") else datetime.fromisoformat(text)
            )
        except ValueError as error:
            raise self._refuse(
                "impossible-date",
                f"{text} is not a day of the calendar ({error})",
                "Write days like 2026-12-31.",
                line,
            ) from None

    def _refuse(self, code: str, what: str, do: str, line: int) -> BadRule:
        return BadRule.because(code, what + ".", do, Where(self.page.file, line))  # type: ignore[return-value]
