"""Does a version of a lesson plan still say what it said when it was taken to where it stands?

Steps are added to only, and the ledger vouches for them. Each step to a state in which nobody may write holds a digest of
all that the version said; whoever changes its text in the database, past the triggers, changes it from that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from django.db import DatabaseError

from muster.curriculum.content import content_of
from muster.curriculum.enums import WRITABLE
from muster.curriculum.models import LessonPlan, Step
from muster.ledger.canonical import hash_of


def digest_of(plan: LessonPlan) -> str:
    """Return the SHA-256 of what a version says and may not change while it is frozen. Eight queries."""
    content = asdict(content_of(plan))
    content["materials"] = list(plan.materials.values_list("pk", "title", "name", "file"))
    return hash_of({**content, "course": plan.course_id, "version": plan.version})


def plan_faults() -> Iterator[str]:
    """Yield a sentence for each version that is not where its steps led it, or does not say what it said there.

    What was frozen before steps held digests is compared from its next step on.
    """
    try:
        for key in LessonPlan.objects.order_by("pk").values_list("pk", flat=True):
            # twice, all of it: a step may have been taken between two reads
            if _fault(key) and (sentence := _fault(key)):
                yield sentence
        for key in _without_plan():
            yield f"Lesson plan version {key} is gone, and its steps are there."
    except (DatabaseError, ValueError) as error:  # also for text that is no UTF-8, or a day that is none
        yield f"Not all lesson plans can be read: the database says “{error}”."


def _without_plan() -> list[int]:
    # in no order: theirs begins with the plan, and would leave those out that have none
    orphans = Step.objects.exclude(plan__in=LessonPlan.objects.order_by().values("pk")).order_by()
    return sorted(set(orphans.values_list("plan_id", flat=True)))


def _fault(key: int) -> str:
    plan = LessonPlan.objects.filter(pk=key).first()
    if plan is None:
        return ""  # a draft that was thrown away meanwhile
    last = plan.steps.order_by("pk").last()
    if last is None:
        return "" if plan.state in WRITABLE else _misled(plan, "no step led there")
    if plan.state != last.to_state:
        return _misled(plan, f"its last step led to “{last.to_state}”")
    if last.content and last.content != digest_of(plan):
        return (
            f"Lesson plan version {plan.pk} does not say what it said at its step {last.pk}: it was changed."
        )
    return ""


def _misled(plan: LessonPlan, says: str) -> str:
    return f"Lesson plan version {plan.pk} stands at “{plan.state}”, and {says}."
