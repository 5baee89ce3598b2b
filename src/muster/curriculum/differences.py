"""A difference between two versions that people read: what was added, taken out, moved, and which words changed."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from muster.curriculum.content import TEXTS, PlanContent
from muster.curriculum.models import Assessment, Block, LessonPlan, Material, Objective, Reference

#: Two rows are the same one, changed, when their words agree at least as much as this.
ALIKE: Final = 0.5
#: Longer texts are compared by sentence or line, since comparing words takes the square of their number.
MOST_WORDS: Final = 3000


class How(StrEnum):
    """What became of a passage."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True)
class Piece:
    """Some words that stayed, came or went."""

    how: How
    text: str


@dataclass(frozen=True)
class Detail:
    """One named value of a row or of the plan, before and after, with its words marked."""

    label: str | Promise
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Change:
    """One thing that differs: an objective, a block, or a text of the plan. Numbers count from 1; 0: not there."""

    how: How
    title: str
    details: tuple[Detail, ...]
    number_before: int = 0
    number_after: int = 0


@dataclass(frozen=True)
class Section:
    """The changes of one part of the plan."""

    title: str
    changes: tuple[Change, ...]


def differences(older: PlanContent, newer: PlanContent) -> list[Section]:
    """Return the parts in which two versions differ, and how; nothing where they say the same."""
    older = _renumbered(older, newer)
    parts = (
        (_("Texts"), text_changes(older.texts, newer.texts)),
        (_("Objectives"), row_changes(older.objectives, newer.objectives, Objective)),
        (_("Blocks"), row_changes(older.blocks, newer.blocks, Block)),
        (_("Assessments"), row_changes(older.assessments, newer.assessments, Assessment)),
        (_("References"), row_changes(older.references, newer.references, Reference)),
        (_("Materials"), row_changes(older.materials, newer.materials, Material)),
    )
    return [Section(title, tuple(changes)) for title, changes in parts if changes]


def _renumbered(older: PlanContent, newer: PlanContent) -> PlanContent:
    """Return the older content with its links by the newer's numbers, so that a link that stayed is no change."""
    pairs = matched([_words(row) for row in older.objectives], [_words(row) for row in newer.objectives])
    now = {before + 1: after + 1 for before, after in pairs}

    def linked(rows: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(
            replace(row, objectives=tuple(sorted(now.get(n, 0) for n in row.objectives))) for row in rows
        )

    return replace(
        older,
        objectives=tuple(replace(row, leads_to=now.get(row.leads_to, 0)) for row in older.objectives),
        blocks=linked(older.blocks),
        assessments=linked(older.assessments),
    )


def text_changes(
    older: Any, newer: Any, names: Sequence[str] = TEXTS, model: Any = LessonPlan
) -> list[Change]:
    """Return how named values differ, each under the name of its field."""
    found = []
    for name in names:
        before, after = shown(model, name, older.get(name)), shown(model, name, newer.get(name))
        if before != after:
            how = How.ADDED if not before else How.REMOVED if not after else How.CHANGED
            label = label_of(model, name)
            found.append(Change(how, str(label), (Detail("", words_marked(before, after)),)))
    return found


def row_changes(older: Sequence[Any], newer: Sequence[Any], model: Any) -> list[Change]:
    """Return how rows differ, in the order of the newer; each removed row stands where it was."""
    pairs = matched([_words(row) for row in older], [_words(row) for row in newer])
    moved = _out_of_order(pairs)
    changes: list[tuple[tuple[float, int], Change]] = []
    for before, after in pairs:
        change = _row_change(older[before], newer[after], model, before, after, after in moved)
        if change is not None:
            changes.append(((after, 1), change))
    partner = dict(pairs)
    gone = [at for at in range(len(older)) if at not in partner]
    come = set(range(len(newer))) - set(partner.values())
    changes += [((at, 1), _whole(How.ADDED, newer[at], model, 0, at + 1)) for at in come]
    for at in gone:
        place = max((partner[b] for b in range(at) if b in partner), default=-1)
        changes.append(((place, 2 + at), _whole(How.REMOVED, older[at], model, at + 1, 0)))
    return [change for _place, change in sorted(changes, key=lambda pair: pair[0])]


def matched(older: Sequence[str], newer: Sequence[str]) -> list[tuple[int, int]]:
    """Pair rows that are the same or alike, the most alike first; return pairs by the newer's order."""
    pairs: list[tuple[int, int]] = []
    free_old, free_new = set(range(len(older))), set(range(len(newer)))
    rated = [
        (1.0 if older[i] == newer[j] else _likeness(older[i], newer[j]), -abs(i - j), i, j)
        for i in range(len(older))
        for j in range(len(newer))
    ]
    for likeness, _distance, i, j in sorted(rated, reverse=True):
        if likeness >= ALIKE and i in free_old and j in free_new:
            pairs.append((i, j))
            free_old.remove(i)
            free_new.remove(j)
    return sorted(pairs, key=lambda pair: pair[1])


def words_marked(before: str, after: str) -> tuple[Piece, ...]:
    """Return two texts as one, in which each word stayed, went or came."""
    old, new = _tokens(before), _tokens(after)
    pieces: list[Piece] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece(How.SAME, "".join(old[i:j])))
            continue
        pieces += [Piece(How.REMOVED, "".join(old[i:j]))] if i < j else []
        pieces += [Piece(How.ADDED, "".join(new[k:m]))] if k < m else []
    return tuple(pieces)


def shown(model: Any, name: str, value: Any) -> str:
    """Return a value as a reader knows it: the word of a choice, numbers of objectives, a day."""
    if value is None or value == "" or value == ():
        return ""
    if name == "objectives":
        return ", ".join(str(number) if number else _("one that is gone") for number in value)
    if name == "leads_to":
        return str(value or "")
    choices = dict(model._meta.get_field(name).flatchoices) if name != "sha256" else {}
    if value in choices:
        return str(choices[value])
    return date_format(value, "j M Y") if isinstance(value, date) else str(value)


def label_of(model: Any, name: str) -> str | Promise:
    """Return the name of a field for people."""
    own = {
        "objectives": _("serves objectives"),
        "sha256": _("content of the file"),
        "leads_to": _("leads to"),
    }
    return own[name] if name in own else model._meta.get_field(name).verbose_name


def _likeness(older: str, newer: str) -> float:
    matcher = SequenceMatcher(None, older.split(), newer.split(), autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    return matcher.ratio()


def _row_change(older: Any, newer: Any, model: Any, before: int, after: int, moved: bool) -> Change | None:
    details = tuple(
        Detail(label_of(model, name), words_marked(was, now))
        for name in _names(newer)
        if (was := shown(model, name, getattr(older, name)))
        != (now := shown(model, name, getattr(newer, name)))
    )
    if not details and not moved:
        return None
    return Change(How.CHANGED if details else How.MOVED, _title(newer), details, before + 1, after + 1)


def _whole(how: How, row: Any, model: Any, before: int, after: int) -> Change:
    details = tuple(
        Detail(label_of(model, name), (Piece(how, text),))
        for name in _names(row)
        if (text := shown(model, name, getattr(row, name)))
    )
    return Change(how, _title(row), details, before, after)


def _names(row: Any) -> list[str]:
    return [field.name for field in fields(row) if field.name != "number"]


def _title(row: Any) -> str:
    return getattr(row, "title", None) or row.text


def _words(row: Any) -> str:
    """The words by which a row is known again: not its links, which change when others move."""
    left_out = {"number", "objectives", "leads_to", "sha256"}
    return " ".join(str(getattr(row, f.name) or "") for f in fields(row) if f.name not in left_out)


def _tokens(text: str) -> list[str]:
    """Cut a text into words, or where that makes too many pieces, into sentences or lines."""
    for piece in (r"\s+|\w+|[^\w\s]", r"[^.!?\n]+[.!?\n]*|[.!?\n]+", r"[^\n]*\n|[^\n]+"):
        pieces = re.findall(piece, text)
        if len(pieces) <= MOST_WORDS:
            return pieces
    return [text]


def _out_of_order(pairs: Sequence[tuple[int, int]]) -> set[int]:
    """Return the rows (by the newer's index) that left the longest run of rows in their old order."""
    ends: list[int] = []  # ends[n]: index into pairs at which the best run of n + 1 rows ends
    comes_after: list[int | None] = []
    for at, (before, _after) in enumerate(pairs):
        place = bisect_left([pairs[end][0] for end in ends], before)
        comes_after.append(ends[place - 1] if place else None)
        ends[place : place + 1] = [at]
    kept: set[int] = set()
    last = ends[-1] if ends else None
    while last is not None:
        kept.add(last)
        last = comes_after[last]
    return {after for place, (_before, after) in enumerate(pairs) if place not in kept}
