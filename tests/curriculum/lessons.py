"""A course and its lesson plan, as the tests of the curriculum use them. All of it is made through the actions."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from tests.cast import Cast

from muster.accounts.models import User
from muster.curriculum.actions.courses import add_course
from muster.curriculum.actions.materials import add_material
from muster.curriculum.actions.plans import start_plan, write_rows, write_texts
from muster.curriculum.actions.steps import take_step
from muster.curriculum.content import content_of, seen
from muster.curriculum.lifecycle import move_named
from muster.curriculum.models import Course, LessonPlan, Material
from muster.files.actions import store

TEXTS = {"goal": "Officers leave with fewer injuries on both sides.", "refresh_after_months": 12}
OBJECTIVES = (
    {"kind": "knowledge", "text": "Name the three conditions for a hold.", "source": "Policy 300"},
    {"kind": "skill", "text": "Apply a hold for ten seconds without pain.", "source": ""},
)


def a_course(cast: Cast, code: str = "DT-1", title: str = "Defensive tactics", **fields: Any) -> Course:
    """A course of Millbrook with two hours of credit."""
    values = {"minutes": 120, "topics": ["arrest-control"], "delivery": "classroom"} | fields
    agency = values.pop("agency", cast.millbrook)
    return add_course(agency=agency, by=cast.user["tara"], code=code, title=title, **values)


def a_draft(cast: Cast, course: Course | None = None, by: str = "tara") -> LessonPlan:
    """A draft that is sound: two objectives, both taught, practised and assessed, in the minutes of the credit."""
    writer = cast.user[by]
    plan = start_plan(course=course or a_course(cast), by=writer)
    write_texts(plan=plan, seen_before=mark(plan, "texts"), by=writer, **TEXTS)
    write(plan, "objectives", OBJECTIVES, writer)
    know, do = plan.objectives.all()
    write(
        plan,
        "blocks",
        (
            {"title": "Why holds fail", "minutes": 30, "method": "discussion", "objectives": [know]},
            {"title": "On the mat", "minutes": 80, "method": "practice", "objectives": [do]},
            {"title": "Water", "minutes": 10, "method": "break", "objectives": []},
        ),
        writer,
    )
    write(
        plan,
        "assessments",
        (
            {
                "title": "Ten questions",
                "instrument": "written",
                "pass_mark": 80,
                "attempts": 2,
                "objectives": [know],
            },
            {"title": "Hold checklist", "instrument": "practical", "attempts": 2, "objectives": [do]},
        ),
        writer,
    )
    write(
        plan,
        "references",
        ({"kind": "policy", "title": "Use of force policy", "link": "", "dated": date(2026, 1, 5)},),
        writer,
    )
    plan.refresh_from_db()
    return plan


def mark(plan: LessonPlan, part: str) -> str:
    """What a form that shows a part of a plan sends back."""
    return seen(getattr(content_of(plan), part))


def write(plan: LessonPlan, part: str, rows: Any, by: User) -> LessonPlan:
    """Write a part as somebody does who saw its newest state."""
    return write_rows(plan=plan, part=part, rows=rows, seen_before=mark(plan, part), by=by)


def step(plan: LessonPlan, key: str, by: User, **said: Any) -> LessonPlan:
    """Take one step and return the plan as it is then."""
    move = move_named(key)
    assert move is not None
    return take_step(plan=plan, move=move, by=by, **said)


def approved(cast: Cast, plan: LessonPlan) -> LessonPlan:
    """Lead a draft of Tara's to its approval by the chief."""
    step(plan, "draft-sme_review", cast.user["tara"])
    step(plan, "sme_review-committee_decision", cast.user["dina"], note="No question of law.")
    return step(plan, "committee_decision-approved", cast.user["chris"])


def in_use(cast: Cast, plan: LessonPlan | None = None) -> LessonPlan:
    """A version that is in use since today."""
    today = timezone.localdate()
    plan = approved(cast, plan or a_draft(cast))
    review = today + timedelta(days=365)
    return step(plan, "approved-in_use", cast.user["chris"], effective=today, next_review=review)


def a_material(
    cast: Cast, plan: LessonPlan, text: str = "Keep your weight low.", title: str = "Handout", **fields: Any
) -> Material:
    """A text that is attached to a draft."""
    by = cast.user["tara"]
    file = store(content=io.BytesIO(text.encode()), by=by)
    return add_material(plan=plan, file=file, name="handout.txt", title=title, by=by, **fields)
