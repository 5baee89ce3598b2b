"""The courses of the demo, and a lesson plan for each class that is taught in the house."""

from __future__ import annotations

from datetime import date
from typing import Any

from muster.accounts.models import User
from muster.core.sample import SampleTables
from muster.curriculum.actions.plans import new_version
from muster.curriculum.enums import Instrument, Method, ObjectiveKind, PlanState
from muster.curriculum.models import Assessment, Block, Course, CourseCode, LessonPlan, Objective, Step
from muster.curriculum.proving import digest_of
from muster.roster.models import Agency

IN_HOUSE = "In-house training unit"
HAZARDOUS = {"firearms", "driving", "pursuit", "arrest-control", "less-lethal", "active-shooter"}

#: What a refresher spends its time on, in tenths, and how: mostly practice, as adults learn.
SHAPE: tuple[tuple[str, str, int], ...] = (
    ("What changed, and why", Method.LECTURE, 2),
    ("Cases from our own streets", Method.CASE_STUDY, 2),
    ("Watch it done", Method.DEMONSTRATION, 1),
    ("Do it, with a partner who pushes back", Method.SCENARIO, 4),
    ("Written check", Method.TEST, 1),
)


def make_courses(sample: SampleTables, agency: Agency) -> dict[str, Course]:
    """Write the courses of a sample; topics nobody confirmed stay unknown."""
    courses = [
        Course(
            agency=agency,
            code=row["course"],
            title=row["title"] or row["course"],
            topics=_topics(row["topics"]),
            delivery=row["delivery"] or "",
            provider=row["provider"] or "",
            minutes=row["minutes"] or 0,
            certified=row["certified"],
            is_hazardous=bool(HAZARDOUS & set(_topics(row["topics"]) or [])),
        )
        for row in sample.courses.to_dicts()
    ]
    made = {course.code: course for course in Course.objects.bulk_create(courses)}
    CourseCode.lines.bulk_create(
        CourseCode(course=course, jurisdiction="us-or", code=f"S-{number:05}")
        for number, course in enumerate(made.values(), start=1)
        if course.certified
    )
    return made


def _topics(codes: str | None) -> list[str] | None:
    if codes is None:
        return None
    return [] if codes == "none" else [code.strip() for code in codes.split(";") if code.strip()]


def make_plans(courses: dict[str, Course], owner: User, today: date) -> dict[str, LessonPlan]:
    """Write a lesson plan in use for each in-house course about a subject, and one draft of a next version."""
    made: dict[str, LessonPlan] = {}
    for code, course in courses.items():
        if course.provider == IN_HOUSE and course.topics and 60 <= course.minutes <= 600:
            made[code] = _plan(course, owner, today)
    if made:
        _next_version(next(iter(made.values())), owner)
    # from in use to in use: they were taught before the demo began
    here = {"from_state": PlanState.IN_USE, "to_state": PlanState.IN_USE}
    Step.objects.bulk_create(
        Step(plan=plan, by=owner, content=digest_of(plan), **here) for plan in made.values()
    )
    return made


def _plan(course: Course, owner: User, today: date) -> LessonPlan:
    subject = course.title.removesuffix(" Refresher").lower()
    plan = LessonPlan.objects.create(
        course=course,
        version=1,
        state=PlanState.DRAFT,
        owner=owner,
        goal=f"Officers use what they know of {subject} on the street, and can say why.",
        audience="All sworn officers.",
        evaluation_plan="A short critique at the end, and a talk with supervisors after three months.",
        refresh_after_months=12,
        learners_per_instructor=12,
        safety_plan="Safety officer named; no live ammunition in the room." if course.is_hazardous else "",
        effective=today.replace(year=today.year - 3),
        next_review=today.replace(year=today.year + (course.pk % 3) - 1),
    )
    knows = Objective.objects.create(
        plan=plan, order=1, kind=ObjectiveKind.KNOWLEDGE, text=f"Say what law and policy ask about {subject}."
    )
    does = Objective.objects.create(
        plan=plan,
        order=2,
        kind=ObjectiveKind.SKILL,
        text=f"In a scenario, show {subject} to the standard of the checklist.",
    )
    _blocks(plan, course.minutes, [knows, does])
    test = Assessment.objects.create(
        plan=plan, order=1, title="Written check", instrument=Instrument.WRITTEN, pass_mark=70
    )
    shown = Assessment.objects.create(
        plan=plan,
        order=2,
        title="Scenario",
        instrument=Instrument.SCENARIO,
        remediation="Repeat with a coach.",
    )
    test.objectives.add(knows)
    shown.objectives.add(does)
    LessonPlan.objects.filter(pk=plan.pk).update(state=PlanState.IN_USE)
    plan.refresh_from_db()
    return plan


def _blocks(plan: LessonPlan, minutes: int, objectives: list[Any]) -> None:
    left = minutes
    for order, (title, method, tenths) in enumerate(SHAPE, start=1):
        share = left if order == len(SHAPE) else minutes * tenths // 10
        left -= share
        block = Block.objects.create(plan=plan, order=order, title=title, minutes=share, method=method)
        block.objectives.add(*objectives)


def _next_version(plan: LessonPlan, owner: User) -> None:
    note = "Adds a scenario that the advisory council asked for."
    draft = new_version(plan=plan, by=owner, change_note=note)
    added = Block.objects.create(
        plan=draft, order=9, title="A stop that begins badly", minutes=30, method=Method.SCENARIO
    )
    added.objectives.add(*draft.objectives.filter(kind=ObjectiveKind.SKILL))
