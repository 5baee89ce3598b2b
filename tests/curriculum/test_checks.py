"""What the checks say, each with the plan that has the lack and the plan that has not. No database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from muster.curriculum.checks import CHECKS, Looked, Severity, findings
from muster.curriculum.content import (
    AssessmentText,
    BlockText,
    MaterialText,
    ObjectiveText,
    PlanContent,
    ReferenceText,
)

LAW = ReferenceText(1, "law", "Senate Bill 2", "", date(2025, 7, 1))
POLICY = ReferenceText(2, "policy", "Directive 300", "", date(2025, 9, 1))
PLAN = PlanContent(
    texts={"refresh_after_months": 12, "safety_plan": "A safety officer.", "learners_per_instructor": 8},
    objectives=(ObjectiveText(1, "knowledge", "Name", ""), ObjectiveText(2, "skill", "Do", "")),
    blocks=(
        BlockText(1, "Talk", 40, "lecture", "", "", (1,)),
        BlockText(2, "Water", 10, "break", "", ""),
        BlockText(3, "Mat", 70, "practice", "", "", (2,)),
    ),
    assessments=(AssessmentText(1, "Test", "written", 80, 2, "", (1, 2)),),
    references=(LAW, POLICY),
    materials=(MaterialText("Slides", "slides.pdf", "0" * 64, "own"),),
)
SOUND = Looked(
    content=PLAN,
    credit_minutes=120,
    is_hazardous=True,
    state="in_use",
    next_review=date(2027, 1, 1),
    interim_until=None,
    day=date(2026, 11, 20),
)


def content(**changes: Any) -> Looked:
    return replace(SOUND, content=replace(PLAN, **changes))


def texts(**changes: Any) -> Looked:
    return content(texts={**PLAN.texts, **changes})


LACKS: dict[str, tuple[Looked, str]] = {
    "no_objectives": (content(objectives=(), assessments=()), "no objectives"),
    "no_blocks": (content(blocks=()), "does not say what happens"),
    "hazardous_without_safety_plan": (texts(safety_plan="  "), "no safety plan"),
    "hazardous_without_ratio": (texts(learners_per_instructor=None), "how many learners"),
    "mostly_lecture": (
        content(
            blocks=(replace(PLAN.blocks[0], minutes=70), PLAN.blocks[1], replace(PLAN.blocks[2], minutes=40))
        ),
        "63 % of the teaching time",
    ),
    "skill_without_practice": (
        content(blocks=(*PLAN.blocks[:2], replace(PLAN.blocks[2], method="demonstration"))),
        "objective 2.",
    ),
    "objective_not_taught": (content(blocks=(PLAN.blocks[0], *PLAN.blocks[1:2])), "objective 2."),
    "objective_without_assessment": (
        content(assessments=(replace(PLAN.assessments[0], objectives=(2,)),)),
        "objective 1 was reached",
    ),
    "minutes_differ": (replace(SOUND, credit_minutes=90), "110 minutes and 10 minutes of breaks"),
    "no_refresh": (texts(refresh_after_months=None), "refreshed"),
    "older_than_law": (content(references=(LAW, replace(POLICY, dated=date(2025, 6, 30)))), "Senate Bill 2"),
    "law_without_day": (content(references=(replace(LAW, dated=None),)), "reference 1 is"),
    "no_references": (content(references=()), "no law, policy or study"),
    "review_overdue": (replace(SOUND, next_review=date(2026, 11, 19)), "1 days ago"),
    "no_next_review": (replace(SOUND, next_review=None), "looked at again"),
    "interim_over": (
        replace(SOUND, state="approved_interim", interim_until=date(2026, 11, 19)),
        "must not be taught",
    ),
    "rights_unknown": (content(materials=(replace(PLAN.materials[0], rights="unknown"),)), "Slides"),
}


def test_sound_plan_has_no_finding() -> None:
    assert findings(SOUND) == []


def test_every_check_has_its_lack_here() -> None:
    assert {check.code for check in CHECKS} == set(LACKS)


@pytest.mark.parametrize("code", LACKS)
def test_lack_is_found_and_told(code: str) -> None:
    looked, said = LACKS[code]
    found = {finding.code: finding for finding in findings(looked)}
    assert code in found
    assert said in found[code].sentence
    assert str(found[code].remedy)


def test_credit_may_count_the_breaks_or_not() -> None:
    assert findings(replace(SOUND, credit_minutes=110)) == []
    assert findings(replace(SOUND, credit_minutes=120)) == []


def test_half_listening_is_not_mostly() -> None:
    half = (replace(PLAN.blocks[0], minutes=55), PLAN.blocks[1], replace(PLAN.blocks[2], minutes=55))
    assert findings(content(blocks=half)) == []


def test_review_is_overdue_the_day_after() -> None:
    assert findings(replace(SOUND, next_review=SOUND.day)) == []


def test_policy_of_the_laws_day_is_not_older() -> None:
    assert findings(content(references=(LAW, replace(POLICY, dated=LAW.dated)))) == []


def test_gravest_come_first() -> None:
    order = [
        finding.severity for finding in findings(replace(SOUND, content=PlanContent(), next_review=None))
    ]
    assert order == sorted(order, key=Severity.values.index)
    assert order[0] == Severity.PROBLEM
