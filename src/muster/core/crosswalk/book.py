"""The crosswalk file: groups of titles, their topics, and who says so."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal, get_args

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedSeq

from muster.core.crosswalk.lines import TOPIC, line_of, read_page, read_yaml
from muster.core.crosswalk.words import normal_title, writable
from muster.core.errors import BadInput, Problem, Where

Status = Literal["confirmed", "suggested", "refused"]
_STATUSES = get_args(Status)
_KEYS = ("titles", "courses", "topics", "status", "by", "on", "why")
_HEAD = """\
# Course titles joined to topics. Only confirmed groups count: `topics: []` says the titles have no topic.
# suggested: proposed by words, nobody has looked; refused: looked at, the topics are wrong.
"""


@dataclass(frozen=True)
class Group:
    """Titles (or course numbers) that are one subject. Confirmed without topics means: has none."""

    titles: tuple[str, ...] = ()
    courses: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    status: Status = "suggested"
    by: str | None = None
    on: date | None = None
    why: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """What stands for this group in a list: its titles, else its course numbers."""
        return self.titles or self.courses


@dataclass(frozen=True)
class Crosswalk:
    """All groups of a file, in its order; a person counts them from 1."""

    groups: tuple[Group, ...] = ()

    def by_title(self) -> dict[str, Group]:
        """Return the group of each title, by its normal form."""
        return {normal_title(title): group for group in self.groups for title in group.titles}

    def by_course(self) -> dict[str, Group]:
        """Return the group of each course number, as written."""
        return {course: group for group in self.groups for course in group.courses}

    def settled(self) -> tuple[Group, ...]:
        """Return the groups a person has judged, either way."""
        return tuple(group for group in self.groups if group.status != "suggested")


def load_crosswalk(path: Path) -> Crosswalk:
    """Read a crosswalk. Raises BadInput with every problem found: file, line and key."""
    try:
        text = read_page(path)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BadInput.because(
            "crosswalk-unreadable",
            f"the crosswalk cannot be read ({reason}).",
            "Make one with `muster crosswalk suggest`.",
            Where(str(path)),
        ) from None
    return parse_crosswalk(text, str(path))


def parse_crosswalk(text: str, file: str = "crosswalk.yaml") -> Crosswalk:
    """Read the text of a crosswalk. Raises BadInput as ``load_crosswalk`` does."""
    found = read_yaml(text, file)
    if found is None:
        return Crosswalk()
    if not isinstance(found, list):
        raise BadInput.because(
            "crosswalk-form", "a crosswalk is a list of groups.", "Begin each with `- titles:`.", Where(file)
        )
    problems: list[Problem] = []
    groups = [_group(item, file, line_of(found, n), problems) for n, item in enumerate(found)]
    if not problems:
        problems = _doubles(groups, found, file)
    if problems:
        raise BadInput(problems)
    return Crosswalk(tuple(groups))


def _group(item: Any, file: str, line: int | None, problems: list[Problem]) -> Group:
    def wrong(key: str, what: str, do: str = "") -> None:
        where = Where(file, line_of(item, key) or line, key)
        problems.append(Problem("crosswalk-group", what, do, where))

    if not isinstance(item, Mapping):
        problems.append(
            Problem(
                "crosswalk-group",
                "a group is a list of keys.",
                f"Keys are: {', '.join(_KEYS)}.",
                Where(file, line),
            )
        )
        return Group()
    for key in item:
        if key not in _KEYS:
            wrong(str(key), "there is no such key.", f"Keys are: {', '.join(_KEYS)}.")
    for key in ("titles", "courses", "topics"):
        if not _is_texts(item.get(key, [])):
            wrong(key, f"{key} are a list of texts.", 'Put a number into quotes: "101".')
    group = Group(
        titles=_texts(item.get("titles")),
        courses=_texts(item.get("courses")),
        topics=_texts(item.get("topics")),
        status=item.get("status", "suggested"),
        by=item.get("by"),
        on=item.get("on"),
        why=item.get("why"),
    )
    _check(group, item, wrong)
    return group


def _check(group: Group, item: Mapping[str, Any], wrong: Any) -> None:
    if not group.names:
        wrong("titles", "the group has neither titles nor courses.")
    if group.status not in _STATUSES:
        wrong("status", f"{group.status!r} is no status.", f"It is one of: {', '.join(_STATUSES)}.")
    for topic in group.topics:
        if not TOPIC.fullmatch(topic):
            wrong(
                "topics",
                f"{topic!r} is no topic code.",
                "Codes look like de-escalation; see the rulebook's vocabulary.",
            )
    for key in ("by", "why"):
        if not isinstance(item.get(key, ""), str):
            wrong(key, f"{key} is a text.")
    if "on" in item and type(group.on) is not date:
        wrong("on", f"{group.on!r} is no day.", "Write it like 2026-12-31, without quotes.")
    if group.status != "suggested" and not (group.by and group.on):
        wrong("by", f"a {group.status} group says by whom and on which day.", "Add `by:` and `on:`.")


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) and text.strip() for text in value)


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(str(text) for text in value) if _is_texts(value) else ()


def _doubles(groups: Sequence[Group], found: Any, file: str) -> list[Problem]:
    """Find titles and courses that stand in two groups: nobody could tell which one holds."""
    problems = []
    seen: dict[tuple[str, str], int] = {}
    for n, group in enumerate(groups):
        names = [("titles", normal_title(t), t) for t in group.titles] + [
            ("courses", c, c) for c in group.courses
        ]
        for key, name, written in names:
            first = seen.setdefault((key, name), n)
            if first != n:
                where = Where(file, line_of(found, n), key)
                problems.append(
                    Problem(
                        "crosswalk-double",
                        f"{written!r} stands in group {first + 1} already.",
                        "Keep it in one.",
                        where,
                    )
                )
    return problems


def save_crosswalk(crosswalk: Crosswalk, path: Path) -> None:
    """Write a crosswalk whole or not at all, keeping the comment at the head of an older file."""
    out = io.StringIO()
    yaml = YAML()
    yaml.default_flow_style = False
    yaml.width = 4096  # a title is one line, however long
    yaml.allow_unicode = True
    yaml.representer.ignore_aliases = lambda _: True  # the same day written out each time, not &id001
    yaml.dump([_written(group) for group in crosswalk.groups], out)
    temporary = path.with_name(f".{path.name}.part")
    try:
        temporary.write_text(_head_of(path) + out.getvalue(), "utf-8")
        temporary.replace(path)
    except OSError as error:
        raise BadInput.because(
            "crosswalk-unwritable",
            f"the crosswalk cannot be written ({error.strerror}).",
            "",
            Where(str(path)),
        ) from None


def _head_of(path: Path) -> str:
    if not path.exists():
        return _HEAD
    lines = path.read_text("utf-8-sig").splitlines(keepends=True)
    head = next((n for n, line in enumerate(lines) if line.strip() and not line.startswith("#")), len(lines))
    return "".join(lines[:head]) or _HEAD


def _written(group: Group) -> dict[str, Any]:
    written: dict[str, Any] = {}
    for key in ("titles", "courses"):
        if getattr(group, key):
            written[key] = [writable(text) for text in getattr(group, key)]
    topics = CommentedSeq(group.topics)
    topics.fa.set_flow_style()
    written |= {"topics": topics, "status": group.status}
    said = {"by": group.by, "on": group.on, "why": group.why}
    written |= {k: writable(v) if isinstance(v, str) else v for k, v in said.items() if v is not None}
    return written


def judge(
    crosswalk: Crosswalk,
    numbers: Iterable[int],
    *,
    status: Literal["confirmed", "refused"],
    by: str,
    on: date,
    topics: Sequence[str] | None = None,
    why: str | None = None,
) -> Crosswalk:
    """Return the crosswalk with these groups confirmed or refused by a person; ``topics`` replaces theirs."""
    chosen = set(numbers)
    return Crosswalk(
        tuple(
            replace(
                group,
                status=status,
                by=by,
                on=on,
                why=why or group.why,
                topics=group.topics if topics is None else tuple(topics),
            )
            if number in chosen
            else group
            for number, group in enumerate(crosswalk.groups, 1)
        )
    )
