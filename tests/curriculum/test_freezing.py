"""What is approved stays as it was: held by the database, whoever writes to it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from tests.cast import Cast
from tests.curriculum.lessons import a_draft, a_material, in_use, step

from muster.curriculum.enums import PlanState
from muster.curriculum.freezing import trigger_names
from muster.curriculum.models import Assessment, Block, LessonPlan, Material, Objective, Reference, Step
from muster.ledger.triggers import unguarded

pytestmark = pytest.mark.django_db

DEEDS: dict[str, Callable[[LessonPlan], object]] = {
    "goal changed": lambda plan: LessonPlan.objects.filter(pk=plan.pk).update(goal="Something else"),
    "version changed": lambda plan: LessonPlan.objects.filter(pk=plan.pk).update(version=99),
    "plan deleted": lambda plan: LessonPlan.objects.filter(pk=plan.pk)._raw_delete("default"),
    "back to draft": lambda plan: LessonPlan.objects.filter(pk=plan.pk).update(state=PlanState.DRAFT),
    "back to review": lambda plan: LessonPlan.objects.filter(pk=plan.pk).update(state=PlanState.SME_REVIEW),
    "objective changed": lambda plan: plan.objectives.update(text="x"),
    "objective added": lambda plan: Objective.objects.create(plan=plan, order=50, text="x"),
    "objective deleted": lambda plan: plan.objectives.last().delete(),
    "block changed": lambda plan: plan.blocks.update(minutes=1),
    "block added": lambda plan: Block.objects.create(
        plan=plan, order=50, title="x", minutes=1, method="lecture"
    ),
    "block deleted": lambda plan: plan.blocks.all()._raw_delete("default"),
    "link added": lambda plan: plan.blocks.first().objectives.add(plan.objectives.last()),
    "link removed": lambda plan: plan.blocks.first().objectives.clear(),
    "assessment changed": lambda plan: plan.assessments.update(pass_mark=1),
    "assessment added": lambda plan: Assessment.objects.create(
        plan=plan, order=50, title="x", instrument="written"
    ),
    "assessment link removed": lambda plan: plan.assessments.first().objectives.clear(),
    "reference changed": lambda plan: plan.references.update(title="x"),
    "reference deleted": lambda plan: plan.references.all().delete(),
    "reference added": lambda plan: Reference.objects.create(plan=plan, order=50, kind="law", title="x"),
    "material renamed": lambda plan: plan.materials.update(title="x"),
    "material deleted": lambda plan: plan.materials.all()._raw_delete("default"),
}


@pytest.fixture
def used(cast: Cast) -> LessonPlan:
    plan = a_draft(cast)
    a_material(cast, plan)
    return in_use(cast, plan)


@pytest.mark.parametrize("deed", DEEDS)
def test_version_in_use_cannot(used: LessonPlan, deed: str) -> None:
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        DEEDS[deed](used)


@pytest.mark.parametrize(
    "deed", ["goal changed", "objective changed", "block added", "link removed", "material renamed"]
)
def test_version_under_review_is_still_until_it_is_sent_back(cast: Cast, deed: str) -> None:
    plan = a_draft(cast)
    a_material(cast, plan)
    step(plan, "draft-sme_review", cast.user["tara"])
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        DEEDS[deed](plan)
    step(plan, "sme_review-draft", cast.user["dina"], note="Say more about the mat.")
    DEEDS[deed](plan)


def test_part_cannot_be_moved_into_a_frozen_version(cast: Cast, used: LessonPlan) -> None:
    from tests.curriculum.lessons import a_course  # noqa: PLC0415 - this test alone needs a second course

    other = a_draft(cast, a_course(cast, code="DT-2"))
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        other.references.update(plan=used, order=77)


def test_what_is_said_about_a_frozen_version_may_change(used: LessonPlan) -> None:
    LessonPlan.objects.filter(pk=used.pk).update(release_class="public", next_review="2030-01-01")
    Material.objects.filter(plan=used).update(release_class="public", rights="own")
    used.refresh_from_db()
    assert used.release_class == "public"
    assert set(used.materials.values_list("rights", "release_class")) == {("own", "public")}


def test_steps_are_added_to_only(used: LessonPlan) -> None:
    assert unguarded(connection, "curriculum_step") == []
    with pytest.raises(IntegrityError), transaction.atomic():
        Step.objects.update(note="x")


@pytest.mark.parametrize("table", ["curriculum_coursecode", "curriculum_instructorcertification"])
def test_lines_are_added_to_only(table: str) -> None:
    assert unguarded(connection, table) == []


def test_all_triggers_are_there() -> None:
    catalogue = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(catalogue[connection.vendor])
        there = {name for (name,) in cursor.fetchall()}
    assert set(trigger_names()) - there == set()
