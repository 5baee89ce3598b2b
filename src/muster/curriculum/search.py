"""One search over courses, lesson plans and the text of materials, on either database.

Actions call ``write_passage`` when they change a thing; from there on the database keeps its index in step by
itself (``search_index``). Triggers alone would have to gather one text from six tables, twice, in two dialects of SQL.
``rebuild`` makes everything anew, and a test compares the two.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet

from muster.accounts.access import Visitor
from muster.curriculum.access import courses_visible_to, materials_visible_to, plans_visible_to
from muster.curriculum.content import TEXTS
from muster.curriculum.enums import PlanState
from muster.curriculum.models import Course, CourseCode, LessonPlan, Material, Passage
from muster.curriculum.search_index import FTS, folded

MOST_WORDS: Final = 12
LONGEST_WORD: Final = 60
OLD: Final = (PlanState.REVISED, PlanState.RETIRED)
#: What the databases put around a word that was found; no text that comes in can hold them.
_BEGIN, _END = "\x02", "\x03"


@dataclass(frozen=True)
class Piece:
    """Some words of a text, and whether they were looked for."""

    text: str
    is_hit: bool


@dataclass(frozen=True)
class Found:
    """A course, a lesson plan or a material in which all words occur."""

    thing: Course | LessonPlan | Material
    title: tuple[Piece, ...]
    extract: tuple[Piece, ...]

    @property
    def kind(self) -> str:
        """What it is: ``course``, ``plan`` or ``material``."""
        return {Course: "course", LessonPlan: "plan", Material: "material"}[type(self.thing)]


def search(user: Visitor, words: str, limit: int = 50, *, with_old: bool = False) -> list[Found]:
    """Return what somebody may see in which every word occurs (or begins a word), the best first.

    Replaced and retired versions are left out unless asked for. Nothing to look for finds nothing.
    """
    asked = words_in(words)
    if not asked:
        return []
    rows = _rows(_visible(user, with_old), asked, limit)
    passages = Passage.objects.select_related("course", "plan__course", "material__plan__course")
    by_key = passages.in_bulk([key for key, _title, _extract in rows])
    return [
        Found(_thing(by_key[key]), _pieces(title), _pieces(extract))
        for key, title, extract in rows
        if key in by_key
    ]


def words_in(text: str) -> list[str]:
    """Return the words to look for, without accents and punctuation."""
    plain = unicodedata.normalize("NFKD", text)
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return [word[:LONGEST_WORD] for word in re.findall(r"[^\W_]+", letters)][:MOST_WORDS]


def write_passage(thing: Course | LessonPlan | Material) -> None:
    """Bring the text of one thing up to date. Called by the actions, in their transaction."""
    if isinstance(thing, Course):
        _write({"course": thing}, thing.title, _course_words(thing))
    elif isinstance(thing, LessonPlan):
        _write({"plan": thing}, thing.course.title, _plan_words(thing))
    elif Material.objects.filter(replaces=thing).exists():
        Passage.objects.filter(material=thing).delete()
    else:
        _write({"material": thing}, thing.title, [thing.name, thing.file.text])


def rebuild() -> int:
    """Make every passage anew; return how many there are. The caller owes a transaction."""
    Passage.objects.all().delete()
    things: Iterable[Course | LessonPlan | Material] = chain(
        Course.objects.all(),
        LessonPlan.objects.select_related("course"),
        Material.objects.filter(replaced_by__isnull=True).select_related("file"),
    )
    for thing in things:
        write_passage(thing)
    return Passage.objects.count()


def _write(of: dict[str, Any], title: str, words: Iterable[Any]) -> None:
    body = "\n".join(str(word) for word in words if word)
    Passage.objects.update_or_create(**of, defaults={"title": title, "body": body.replace("\0", " ")})


def _course_words(course: Course) -> list[Any]:
    codes = CourseCode.lines.standing().filter(course=course).values_list("code", flat=True)
    return [course.code, course.summary, course.provider, *codes]


def _plan_words(plan: LessonPlan) -> list[Any]:
    texts = [getattr(plan, name) for name in TEXTS if isinstance(getattr(plan, name), str)]
    parts = chain(
        plan.objectives.values_list("text", "source"),
        plan.blocks.values_list("title", "content", "key_points"),
        plan.assessments.values_list("title", "remediation"),
        plan.references.values_list("title"),
    )
    return [*texts, *chain.from_iterable(parts)]


def _visible(user: Visitor, with_old: bool) -> QuerySet[Passage]:
    plans, materials = plans_visible_to(user), materials_visible_to(user)
    if not with_old:
        plans = plans.exclude(state__in=OLD)
        materials = materials.exclude(plan__state__in=OLD)
    return Passage.objects.filter(
        Q(course__in=courses_visible_to(user).values("pk"))
        | Q(plan__in=plans.values("pk"))
        | Q(material__in=materials.values("pk"))
    )


def _rows(visible: QuerySet[Passage], words: list[str], limit: int) -> list[tuple[int, str, str]]:
    """Ask the database at hand. Only the names of our own tables stand in the text; all else is a parameter."""
    try:
        inner, values = visible.values("pk").query.sql_with_params()
    except EmptyResultSet:  # somebody who sees nothing at all
        return []
    if connection.vendor == "sqlite":
        asked = " ".join(f'"{word}"*' for word in words)
        sql = _SQLITE.format(visible=inner)
        parameters = [_BEGIN, _END, _BEGIN, _END, asked, *values, limit]
    else:
        asked = " & ".join(f"'{word}':*" for word in words)
        sql = _POSTGRESQL.format(visible=inner)
        parameters = [_HEADLINE_TITLE, _HEADLINE, asked, *values, limit]
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


_SQLITE: Final = (
    f"SELECT rowid, highlight({FTS}, 0, %s, %s), snippet({FTS}, 1, %s, %s, '…', 32) FROM {FTS} "  # noqa: S608
    f"WHERE {FTS} MATCH %s AND rowid IN ({{visible}}) ORDER BY bm25({FTS}, 10.0, 1.0), rowid LIMIT %s"
)
#: The page's extracts are made for the rows that are shown, not for all that were found.
_POSTGRESQL: Final = (
    "SELECT id, ts_headline('english', title, query, %s), ts_headline('english', body, query, %s) FROM ("  # noqa: S608
    "SELECT id, title, body, query, ts_rank_cd(words, query) AS rank "
    f"FROM curriculum_passage, to_tsquery('english', {folded('%s')}) AS query "
    "WHERE words @@ query AND id IN ({visible}) ORDER BY rank DESC, id LIMIT %s) AS found ORDER BY rank DESC, id"
)
_MARKS: Final = f'StartSel="{_BEGIN}", StopSel="{_END}"'
_HEADLINE_TITLE: Final = f"{_MARKS}, HighlightAll=true"
_HEADLINE: Final = f"{_MARKS}, MaxWords=32, MinWords=16, MaxFragments=1"


def _thing(passage: Passage) -> Course | LessonPlan | Material:
    found = passage.course or passage.plan or passage.material
    assert found is not None  # noqa: S101 - a constraint of the table
    return found


def _pieces(marked: str) -> tuple[Piece, ...]:
    """Cut a text at the marks."""
    pieces, is_hit = [], False
    for part in re.split(f"({_BEGIN}|{_END})", marked or ""):
        if part in (_BEGIN, _END):
            is_hit = part == _BEGIN
        elif part:
            pieces.append(Piece(part, is_hit))
    return tuple(pieces)
