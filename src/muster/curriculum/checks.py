"""What a lesson plan lacks, by what is known of how adults learn, and by what an auditor asks.

Each check is one frozen entry of ``CHECKS``: a code, how grave it is, and a function that looks at the content.
Only a ``problem`` stops an approval; the rest is said beside the plan and left to judgement.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import models
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from muster.curriculum.content import PlanContent, content_of
from muster.curriculum.enums import Method, ObjectiveKind, PlanState, ReferenceKind, Rights
from muster.curriculum.models import LessonPlan

#: Above this share of the teaching time, a class is mostly listening.
MOSTLY: Final = 0.5
LISTENING: Final = (Method.LECTURE, Method.VIDEO, Method.SELF_STUDY)
PRACTISING: Final = (Method.PRACTICE, Method.SCENARIO)
IN_FORCE: Final = (PlanState.APPROVED, PlanState.APPROVED_INTERIM, PlanState.IN_USE, PlanState.REVIEW)


class Severity(models.TextChoices):
    """How grave a finding is."""

    PROBLEM = "problem", _("must be mended")
    WARNING = "warning", _("look at this")
    HINT = "hint", _("hint")


@dataclass(frozen=True)
class Looked:
    """What the checks look at: the content, the course's claims, where the version stands, and today's day."""

    content: PlanContent
    credit_minutes: int
    is_hazardous: bool
    state: str
    next_review: date | None
    interim_until: date | None
    day: date


@dataclass(frozen=True)
class Finding:
    """One thing that a check found: what it is, and what to do about it."""

    code: str
    severity: Severity
    sentence: str
    remedy: str | Promise


@dataclass(frozen=True)
class Check:
    """One check. ``look`` returns the values for the sentence, or None when all is well."""

    code: str
    severity: Severity
    sentence: str | Promise
    remedy: str | Promise
    look: Callable[[Looked], dict[str, Any] | None]

    def finding(self, looked: Looked) -> Finding | None:
        """Return what this check finds."""
        values = self.look(looked)
        if values is None:
            return None
        return Finding(self.code, self.severity, str(self.sentence) % values, self.remedy)


def findings_of(plan: LessonPlan, day: date, content: PlanContent | None = None) -> list[Finding]:
    """Return what the checks say of a version on a day, the gravest first."""
    return findings(
        Looked(
            content=content or content_of(plan),
            credit_minutes=plan.course.minutes,
            is_hazardous=plan.course.is_hazardous,
            state=plan.state,
            next_review=plan.next_review,
            interim_until=plan.interim_until,
            day=day,
        )
    )


def findings(looked: Looked) -> list[Finding]:
    """Return what the checks say, the gravest first."""
    found = [finding for check in CHECKS if (finding := check.finding(looked))]
    return sorted(found, key=lambda finding: Severity.values.index(finding.severity))


def _numbered(numbers: list[int]) -> dict[str, Any] | None:
    return {"numbers": ", ".join(str(number) for number in numbers)} if numbers else None


def _when(condition: bool, **values: Any) -> dict[str, Any] | None:
    return values if condition else None


def _teaching_minutes(looked: Looked) -> int:
    return sum(block.minutes for block in looked.content.blocks if block.method != Method.BREAK)


def _mostly_lecture(looked: Looked) -> dict[str, Any] | None:
    listening = sum(block.minutes for block in looked.content.blocks if block.method in LISTENING)
    teaching = _teaching_minutes(looked)
    if not teaching or listening <= MOSTLY * teaching:
        return None
    return {"percent": 100 * listening // teaching}


def _skill_without_practice(looked: Looked) -> dict[str, Any] | None:
    practised = {n for block in looked.content.blocks if block.method in PRACTISING for n in block.objectives}
    skills = [o.number for o in looked.content.objectives if o.kind == ObjectiveKind.SKILL]
    return _numbered([number for number in skills if number not in practised])


def _not_taught(looked: Looked) -> dict[str, Any] | None:
    taught = {number for block in looked.content.blocks for number in block.objectives}
    return _numbered([o.number for o in looked.content.objectives if o.number not in taught])


def _not_assessed(looked: Looked) -> dict[str, Any] | None:
    assessed = {number for assessment in looked.content.assessments for number in assessment.objectives}
    return _numbered([o.number for o in looked.content.objectives if o.number not in assessed])


def _minutes_differ(looked: Looked) -> dict[str, Any] | None:
    """Some states count breaks as credit and some do not; when neither sum fits, something is wrong."""
    whole = sum(block.minutes for block in looked.content.blocks)
    teaching = _teaching_minutes(looked)
    if not whole or looked.credit_minutes in (whole, teaching):
        return None
    return {"teaching": teaching, "breaks": whole - teaching, "credit": looked.credit_minutes}


def _older_than_law(looked: Looked) -> dict[str, Any] | None:
    """A policy that was written before the newest law or decision may not have heard of it."""
    law = [
        r for r in looked.content.references if r.kind in (ReferenceKind.LAW, ReferenceKind.CASE) and r.dated
    ]
    if not law:
        return None
    newest = max(law, key=lambda reference: reference.dated or date.min)
    older = [
        r.number
        for r in looked.content.references
        if r.kind in (ReferenceKind.POLICY, ReferenceKind.OTHER) and r.dated and r.dated < newest.dated  # type: ignore[operator]  # dated ones only
    ]
    return {**numbers, "law": newest.title} if (numbers := _numbered(older)) else None


def _law_without_day(looked: Looked) -> dict[str, Any] | None:
    law = (ReferenceKind.LAW, ReferenceKind.CASE, ReferenceKind.POLICY)
    return _numbered([r.number for r in looked.content.references if r.kind in law and r.dated is None])


def _review_overdue(looked: Looked) -> dict[str, Any] | None:
    due = looked.next_review
    if due is None or due >= looked.day or looked.state not in IN_FORCE:
        return None
    return {"day": date_format(due, "j M Y"), "days": (looked.day - due).days}


def _interim_over(looked: Looked) -> dict[str, Any] | None:
    until = looked.interim_until
    over = looked.state == PlanState.APPROVED_INTERIM and until is not None and until < looked.day
    return {"day": date_format(until, "j M Y")} if over and until else None


def _rights_unknown(looked: Looked) -> dict[str, Any] | None:
    unknown = [material.title for material in looked.content.materials if material.rights == Rights.UNKNOWN]
    return {"titles": ", ".join(unknown)} if unknown else None


CHECKS: Final[tuple[Check, ...]] = (
    Check(
        "no_objectives",
        Severity.PROBLEM,
        _("The plan has no objectives."),
        _("Write down what a learner can do afterwards: the task, under which conditions, how well."),
        lambda it: _when(not it.content.objectives),
    ),
    Check(
        "no_blocks",
        Severity.PROBLEM,
        _("The plan does not say what happens in class."),
        _("Add blocks: what is done, how, and for how many minutes."),
        lambda it: _when(not it.content.blocks),
    ),
    Check(
        "hazardous_without_safety_plan",
        Severity.PROBLEM,
        _("The course can hurt somebody, and the plan has no safety plan."),
        _("Say who is the safety officer, what is checked beforehand, and what happens after an injury."),
        lambda it: _when(it.is_hazardous and not str(it.content.texts.get("safety_plan") or "").strip()),
    ),
    Check(
        "hazardous_without_ratio",
        Severity.WARNING,
        _(
            "The course can hurt somebody, and the plan does not say how many learners one instructor may have."
        ),
        _("Fill in learners per instructor."),
        lambda it: _when(it.is_hazardous and not it.content.texts.get("learners_per_instructor")),
    ),
    Check(
        "mostly_lecture",
        Severity.WARNING,
        _("%(percent)d %% of the teaching time is listening: lecture, video or self-study."),
        _("Adults keep what they do. Turn a part of it into discussion, practice or a scenario."),
        _mostly_lecture,
    ),
    Check(
        "skill_without_practice",
        Severity.WARNING,
        _("Nobody practises these skills: objective %(numbers)s."),
        _("Link each to a block in which it is practised or played through, or call it knowledge."),
        _skill_without_practice,
    ),
    Check(
        "objective_not_taught",
        Severity.WARNING,
        _("No block teaches objective %(numbers)s."),
        _("Link each to a block, or take it out."),
        _not_taught,
    ),
    Check(
        "objective_without_assessment",
        Severity.WARNING,
        _("Nothing shows whether objective %(numbers)s was reached."),
        _("Link each to an assessment: a test, a checklist, an observation."),
        _not_assessed,
    ),
    Check(
        "minutes_differ",
        Severity.WARNING,
        _(
            "The blocks add up to %(teaching)d minutes and %(breaks)d minutes of breaks; "
            "the course gives credit for %(credit)d minutes."
        ),
        _("Change the blocks, or the credit of the course."),
        _minutes_differ,
    ),
    Check(
        "no_refresh",
        Severity.WARNING,
        _("The plan does not say when the subject is refreshed."),
        _("What is not repeated is forgotten within months. Say after how many months it is refreshed."),
        lambda it: _when(not it.content.texts.get("refresh_after_months")),
    ),
    Check(
        "older_than_law",
        Severity.WARNING,
        _("Reference %(numbers)s is older than the newest law the plan rests on: %(law)s."),
        _("See whether it still agrees with that law, and give the day of its newest version."),
        _older_than_law,
    ),
    Check(
        "law_without_day",
        Severity.HINT,
        _("It cannot be told how old reference %(numbers)s is."),
        _("Give the day as of which you read it."),
        _law_without_day,
    ),
    Check(
        "no_references",
        Severity.HINT,
        _("The plan names no law, policy or study that it rests on."),
        _("Add references, so that a change of one of them leads back here."),
        lambda it: _when(not it.content.references),
    ),
    Check(
        "review_overdue",
        Severity.WARNING,
        _("The plan was to be reviewed by %(day)s, %(days)d days ago."),
        _("Open a review."),
        _review_overdue,
    ),
    Check(
        "no_next_review",
        Severity.HINT,
        _("Nobody has said when the plan is looked at again."),
        _("Set the day of the next review when it is put in use."),
        lambda it: _when(it.state in (PlanState.IN_USE, PlanState.REVIEW) and it.next_review is None),
    ),
    Check(
        "interim_over",
        Severity.PROBLEM,
        _("The plan was approved for now until %(day)s. It must not be taught any more."),
        _("Approve it for good, or retire it."),
        _interim_over,
    ),
    Check(
        "rights_unknown",
        Severity.HINT,
        _("It is not known whose work these materials are: %(titles)s."),
        _("Find out before they are copied or published."),
        _rights_unknown,
    ),
)
