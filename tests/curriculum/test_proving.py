"""A version that was changed in the database, past the triggers, does not say what its last step saw."""

from __future__ import annotations

import pytest
from tests.cast import Cast
from tests.curriculum.lessons import a_draft, a_material, in_use, step
from tests.curriculum.test_freezing import DEEDS
from tests.ledger.rows import behind_its_back, undone

from muster.curriculum import proving
from muster.curriculum.actions.plans import new_version
from muster.curriculum.enums import PlanState, Rights
from muster.curriculum.models import LessonPlan, Step
from muster.curriculum.proving import plan_faults

pytestmark = pytest.mark.django_db


@pytest.fixture
def used(cast: Cast) -> LessonPlan:
    """A version in use, with a material, and a draft of the next one."""
    plan = a_draft(cast)
    a_material(cast, plan)
    plan = in_use(cast, plan)
    new_version(plan=plan, by=cast.user["tara"], change_note="shorter")
    return plan


def test_version_in_use_says_what_it_said(used: LessonPlan) -> None:
    assert list(plan_faults()) == []


@pytest.mark.parametrize("deed", DEEDS)
def test_change_past_the_triggers_is_found_and_the_version_named(used: LessonPlan, deed: str) -> None:
    with undone():
        with behind_its_back():
            DEEDS[deed](used)
        (sentence,) = plan_faults()
    assert sentence.startswith(f"Lesson plan version {used.pk} ")


def test_version_that_is_put_in_use_without_a_step_is_found(cast: Cast) -> None:
    plan = a_draft(cast)
    LessonPlan.objects.filter(pk=plan.pk).update(state=PlanState.IN_USE)
    assert list(plan_faults()) == [
        f"Lesson plan version {plan.pk} stands at “in_use”, and no step led there."
    ]


def test_version_that_is_retired_without_a_step_is_found(used: LessonPlan) -> None:
    LessonPlan.objects.filter(pk=used.pk).update(state=PlanState.RETIRED)
    assert list(plan_faults()) == [
        f"Lesson plan version {used.pk} stands at “retired”, and its last step led to “in_use”."
    ]


def test_what_may_change_about_a_frozen_version_is_no_fault(used: LessonPlan) -> None:
    LessonPlan.objects.filter(pk=used.pk).update(review_trigger="a new law", release_class="public")
    used.materials.update(rights=Rights.values[-1])
    assert list(plan_faults()) == []


def test_version_sent_back_is_written_on_and_seen_anew_at_its_next_step(cast: Cast) -> None:
    plan = step(a_draft(cast), "draft-sme_review", cast.user["tara"])
    seen = [plan.steps.last().content]
    plan = step(plan, "sme_review-draft", cast.user["dina"], note="Shorter, please.")
    LessonPlan.objects.filter(pk=plan.pk).update(goal="Fewer injuries.")
    assert (plan.steps.last().content, list(plan_faults())) == ("", [])
    seen.append(step(plan, "draft-sme_review", cast.user["tara"]).steps.last().content)
    assert (len(set(seen)), list(plan_faults())) == (2, [])


def test_version_frozen_before_steps_saw_anything_is_compared_from_its_next_step_on(used: LessonPlan) -> None:
    with behind_its_back():
        Step.objects.filter(plan=used).update(content="")
        LessonPlan.objects.filter(pk=used.pk).update(goal="Something else")
    assert list(plan_faults()) == []


def test_step_between_two_reads_is_no_fault(used: LessonPlan, monkeypatch: pytest.MonkeyPatch) -> None:
    digests = iter(["as it was a moment ago", proving.digest_of(used)])
    monkeypatch.setattr("muster.curriculum.proving.digest_of", lambda _plan: next(digests))
    assert list(plan_faults()) == []
