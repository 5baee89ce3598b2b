"""What is asked about, cut into paragraphs that can be commented on one by one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from muster.community.models import Consultation
from muster.curriculum.content import TEXTS, PlanContent, content_of
from muster.curriculum.models import LessonPlan

#: Texts of a plan that are about its making and not about the class.
_INNER = frozenset({"change_note", "refresh_after_months", "learners_per_instructor"})


@dataclass(frozen=True)
class Paragraph:
    """One paragraph, where it stands and under which heading."""

    part: str
    heading: str
    text: str


def paragraphs_of(consultation: Consultation) -> list[Paragraph]:
    """Return what is asked about now, as it would be cut if it opened."""
    if consultation.plan is None:
        return [Paragraph("programme", "", text) for text in _cut(consultation.programme)]
    return paragraphs_of_plan(consultation.plan)


def paragraphs_of_plan(plan: LessonPlan) -> list[Paragraph]:
    """Return the paragraphs of a version: texts, objectives, blocks. Headings are in English, as the plan is."""
    content = content_of(plan)
    with override("en"):
        return [*_texts(content), *_objectives(content), *_blocks(content)]


def _texts(content: PlanContent) -> list[Paragraph]:
    return [
        Paragraph("texts", str(LessonPlan._meta.get_field(name).verbose_name).capitalize(), text)  # type: ignore[union-attr]  # a column
        for name in TEXTS
        if name not in _INNER
        for text in _cut(content.texts[name] or "")
    ]


def _objectives(content: PlanContent) -> list[Paragraph]:
    return [
        Paragraph("objectives", _("Objective %(number)d") % {"number": objective.number}, text)
        for objective in content.objectives
        for text in _cut(objective.text)
    ]


def _blocks(content: PlanContent) -> list[Paragraph]:
    return [
        Paragraph("blocks", f"{block.number}. {block.title}", text)
        for block in content.blocks
        for text in _cut(f"{block.content}\n\n{block.key_points}")
    ]


def _cut(text: str) -> list[str]:
    """Cut a text at empty lines; what holds nothing is left out."""
    return [piece.strip() for piece in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if piece.strip()]
