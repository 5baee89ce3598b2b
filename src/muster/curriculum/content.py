"""What a lesson plan says, as plain values: the one form in which versions are compared, checked, copied and guarded.

It knows no database keys of parts, so the same words in two versions are equal.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Final

from muster.curriculum.models import LessonPlan

#: The texts of a plan that stand in its own row, in the order of the page.
TEXTS: Final = (
    "goal",
    "audience",
    "prerequisites",
    "room",
    "learners_per_instructor",
    "safety_plan",
    "accommodation",
    "evaluation_plan",
    "community_contributors",
    "refresh_after_months",
    "change_note",
)


@dataclass(frozen=True)
class ObjectiveText:
    """An objective. ``leads_to`` is the number of the objective it leads to, 0 for none."""

    number: int
    kind: str
    text: str
    source: str
    leads_to: int = 0


@dataclass(frozen=True)
class BlockText:
    """A block; objectives by number."""

    number: int
    title: str
    minutes: int
    method: str
    content: str
    key_points: str
    objectives: tuple[int, ...] = ()


@dataclass(frozen=True)
class AssessmentText:
    """An assessment; objectives by number."""

    number: int
    title: str
    instrument: str
    pass_mark: int | None
    attempts: int
    remediation: str
    objectives: tuple[int, ...] = ()


@dataclass(frozen=True)
class ReferenceText:
    """A reference."""

    number: int
    kind: str
    title: str
    link: str
    dated: date | None


@dataclass(frozen=True)
class MaterialText:
    """A material that is current in its version of the plan."""

    title: str
    name: str
    sha256: str
    rights: str


@dataclass(frozen=True)
class PlanContent:
    """All that a version says."""

    texts: Mapping[str, Any] = field(default_factory=dict)
    objectives: tuple[ObjectiveText, ...] = ()
    blocks: tuple[BlockText, ...] = ()
    assessments: tuple[AssessmentText, ...] = ()
    references: tuple[ReferenceText, ...] = ()
    materials: tuple[MaterialText, ...] = ()


def content_of(plan: LessonPlan) -> PlanContent:
    """Read what a version says: seven queries, however long it is."""
    objectives = list(plan.objectives.all())
    number = {objective.pk: place for place, objective in enumerate(objectives, start=1)}
    return PlanContent(
        texts={name: getattr(plan, name) for name in TEXTS},
        objectives=tuple(
            ObjectiveText(number[o.pk], o.kind, o.text, o.source, number.get(o.leads_to_id or 0, 0))
            for o in objectives
        ),
        blocks=tuple(
            BlockText(at, b.title, b.minutes, b.method, b.content, b.key_points, _numbers(b, number))
            for at, b in enumerate(plan.blocks.prefetch_related("objectives"), start=1)
        ),
        assessments=tuple(
            AssessmentText(
                at, a.title, a.instrument, a.pass_mark, a.attempts, a.remediation, _numbers(a, number)
            )
            for at, a in enumerate(plan.assessments.prefetch_related("objectives"), start=1)
        ),
        references=tuple(
            ReferenceText(at, r.kind, r.title, r.link, r.dated)
            for at, r in enumerate(plan.references.all(), start=1)
        ),
        materials=tuple(
            MaterialText(m.title, m.name, m.file_id, m.rights)
            for m in plan.materials.filter(replaced_by__isnull=True)
        ),
    )


def seen(part: Any) -> str:
    """Return a mark of what somebody was shown, to be sent back with what they make of it.

    When it differs from the mark of what is there now, somebody else wrote meanwhile.
    """
    if isinstance(part, tuple):
        part = [asdict(row) for row in part]
    text = json.dumps(part, default=str, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _numbers(part: Any, number: Mapping[int, int]) -> tuple[int, ...]:
    return tuple(
        sorted(number[objective.pk] for objective in part.objectives.all() if objective.pk in number)
    )


_ROW_TEXTS: Final = {
    "objectives": ObjectiveText,
    "blocks": BlockText,
    "assessments": AssessmentText,
    "references": ReferenceText,
}


def rows_as_content(
    part: str, rows: Sequence[Mapping[str, Any]], numbers: Mapping[int, int]
) -> tuple[Any, ...]:
    """Return rows that somebody typed as content. ``numbers``: of each saved objective, by its key."""
    made = []
    for number, row in enumerate(rows, start=1):
        values = {name: value for name, value in row.items() if name != "pk"}
        if "objectives" in values:
            linked = (numbers.get(objective.pk, 0) for objective in values["objectives"])
            values["objectives"] = tuple(sorted(linked))
        if "leads_to" in values:
            values["leads_to"] = numbers.get(values["leads_to"].pk, 0) if values["leads_to"] else 0
        made.append(_ROW_TEXTS[part](number=number, **values))
    return tuple(made)
