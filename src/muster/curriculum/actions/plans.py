"""Lesson plans: begun, written on, copied into a new version. The steps they take are in ``steps``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Max, Model
from django.utils.translation import gettext_lazy as _

from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.curriculum.content import content_of, seen
from muster.curriculum.enums import WRITABLE, PlanState
from muster.curriculum.meanwhile import EditedMeanwhile
from muster.curriculum.models import Assessment, Block, Course, LessonPlan, Objective
from muster.curriculum.search import write_passage
from muster.ledger.refusals import Refused

P = Permission
UNDER_WAY: Final = (
    PlanState.IDEA,
    PlanState.DRAFT,
    PlanState.SME_REVIEW,
    PlanState.LEGAL_REVIEW,
    PlanState.COMMITTEE_DECISION,
)
#: Parts of a plan that are lists, and what each row of them says beside its links.
ROWS: Final[dict[str, tuple[str, ...]]] = {
    "objectives": ("kind", "text", "source", "leads_to"),
    "blocks": ("title", "minutes", "method", "content", "key_points"),
    "assessments": ("title", "instrument", "pass_mark", "attempts", "remediation"),
    "references": ("kind", "title", "link", "dated"),
}
_OUT_OF_THE_WAY: Final = 10_000


@transaction.atomic
def start_plan(*, course: Course, by: User, idea: bool = False, **texts: Any) -> LessonPlan:
    """Begin a lesson plan from nothing. Raises Refused while another version is being written."""
    course = Course.objects.select_for_update().get(pk=course.pk)
    _refuse_second_draft(course)
    plan = _begun(course, by, state=PlanState.IDEA if idea else PlanState.DRAFT, **texts)
    plan.save()
    plan.authors.add(by)
    write_passage(plan)
    write_deed(
        verb=P.CURRICULUM_PLAN_WRITE,
        subject=plan,
        by=by,
        agency=course.agency,
        details={"version": plan.version},
    )
    return plan


@transaction.atomic
def new_version(*, plan: LessonPlan, by: User, change_note: str) -> LessonPlan:
    """Copy a version with all its parts and materials into a new draft, which its maker owns.

    Raises Refused while another version is being written, and without a note of what is to change and why.
    """
    if not change_note.strip():
        raise Refused(_("Say what is to change, and why. It stays beside the new version."), "change_note")
    course = Course.objects.select_for_update().get(pk=plan.course_id)
    _refuse_second_draft(course)
    copied = (
        "goal",
        "audience",
        "prerequisites",
        "room",
        "learners_per_instructor",
        "safety_plan",
        "accommodation",
    )
    more = ("evaluation_plan", "community_contributors", "refresh_after_months", "release_class")
    texts = {name: getattr(plan, name) for name in (*copied, *more)}
    made = _begun(course, by, change_note=change_note.strip(), supersedes=plan, **texts)
    made.save()
    made.authors.add(by)
    _copy_parts(plan, made)
    write_passage(made)
    write_deed(
        verb=P.CURRICULUM_PLAN_WRITE,
        subject=made,
        by=by,
        agency=course.agency,
        reason=change_note.strip(),
        details={"version": made.version, "copied_from": plan.version},
    )
    return made


@transaction.atomic
def write_texts(*, plan: LessonPlan, seen_before: str, by: User, **texts: Any) -> LessonPlan:
    """Change the texts of a draft. ``seen_before`` marks what the writer was shown.

    Raises EditedMeanwhile, Refused for a version that is not a draft, ValidationError.
    """
    plan = _locked(plan)
    before = content_of(plan).texts
    if seen(before) != seen_before:
        raise EditedMeanwhile(before)
    for name, value in texts.items():
        setattr(plan, name, value)
    plan.full_clean(validate_constraints=False)
    return _written(plan, by, "texts")


@transaction.atomic
def write_rows(
    *, plan: LessonPlan, part: str, rows: Sequence[Mapping[str, Any]], seen_before: str, by: User
) -> LessonPlan:
    """Write one part of a draft anew (a key of ``ROWS``), in the order of ``rows``.

    A row with the ``pk`` of one that is there changes that one; those that are not named are taken out. Rows may
    link to ``objectives`` of the plan. Raises EditedMeanwhile, Refused for a version that is not a draft,
    ValidationError for a row that cannot stand.
    """
    plan = _locked(plan)
    before = getattr(content_of(plan), part)
    if seen(before) != seen_before:
        raise EditedMeanwhile(before)
    manager = getattr(plan, part)
    there = {row.pk: row for row in manager.all()}
    kept = {row.get("pk") for row in rows}
    manager.filter(pk__in=[pk for pk in there if pk not in kept]).delete()
    manager.update(order=F("order") + _OUT_OF_THE_WAY)
    for order, row in enumerate(rows, start=1):
        _write_row(there.get(row.get("pk")) or manager.model(plan=plan), order, row, ROWS[part])
    return _written(plan, by, part)


@transaction.atomic
def classify_plan(*, plan: LessonPlan, release_class: str, reason: str, by: User) -> LessonPlan:
    """Say who may see a version, in any state. Raises Refused without a reason."""
    if not reason.strip():
        raise Refused(_("Say why; who may see a lesson plan is a decision."), field="reason")
    plan = LessonPlan.objects.select_for_update(of=("self",)).select_related("course").get(pk=plan.pk)
    was, plan.release_class = plan.release_class, release_class
    plan.full_clean(validate_constraints=False)
    plan.save(update_fields=["release_class"])
    write_deed(
        verb=P.CURRICULUM_PLAN_WRITE,
        subject=plan,
        by=by,
        agency=plan.course.agency,
        reason=reason.strip(),
        details={"release_class": [was, release_class]},
    )
    return plan


def _write_row(target: Any, order: int, row: Mapping[str, Any], names: Sequence[str]) -> Model:
    target.order = order
    for name in names:
        if name in row:
            setattr(target, name, row[name])
    _refuse_foreign_objectives(target, row)
    target.full_clean(validate_unique=False)
    target.save()
    if "objectives" in row:
        target.objectives.set(row["objectives"])
    return target


def _refuse_foreign_objectives(target: Any, row: Mapping[str, Any]) -> None:
    linked = [*row.get("objectives", ()), *([row["leads_to"]] if row.get("leads_to") else [])]
    if any(objective.plan_id != target.plan_id for objective in linked):
        raise Refused(_("An objective of another lesson plan cannot be linked here."))
    if row.get("leads_to") and row["leads_to"].pk == target.pk:
        raise Refused(_("An objective cannot lead to itself."))


def _locked(plan: LessonPlan) -> LessonPlan:
    plan = LessonPlan.objects.select_for_update(of=("self",)).select_related("course").get(pk=plan.pk)
    if plan.state not in WRITABLE:
        raise Refused(
            _(
                "This version is not a draft any more and cannot be changed. Send it back, or make a new version."
            )
        )
    return plan


def _written(plan: LessonPlan, by: User, part: str) -> LessonPlan:
    plan.edition += 1
    plan.save()
    plan.authors.add(by)
    write_passage(plan)
    write_deed(
        verb=P.CURRICULUM_PLAN_WRITE,
        subject=plan,
        by=by,
        agency=plan.course.agency,
        details={"part": part, "edition": plan.edition},
    )
    return plan


def _begun(course: Course, by: User, **fields: Any) -> LessonPlan:
    last = course.plans.aggregate(last=Max("version"))["last"] or 0
    plan = LessonPlan(course=course, version=last + 1, owner=by, **fields)
    plan.full_clean(validate_constraints=False)
    return plan


def _refuse_second_draft(course: Course) -> None:
    draft = course.plans.filter(state__in=UNDER_WAY).first()
    if draft is not None:
        raise Refused(
            _(
                "Version %(version)d of this lesson plan is being written. Finish that one first, or write there."
            )
            % {"version": draft.version}
        )


def _copy_parts(old: LessonPlan, new: LessonPlan) -> None:
    """Copy objectives, blocks, assessments, references and current materials, with the links between them."""
    copies: dict[int, Objective] = {}
    for objective in old.objectives.all():
        copies[objective.pk] = _copy(objective, plan=new, leads_to=None)
    for objective in old.objectives.filter(leads_to__isnull=False):
        Objective.objects.filter(pk=copies[objective.pk].pk).update(leads_to=copies[objective.leads_to_id])  # type: ignore[index]  # not null, see the filter
    parts: list[Block | Assessment] = [*old.blocks.all(), *old.assessments.all()]
    for part in parts:
        copied = _copy(part, plan=new)
        copied.objectives.set([copies[objective.pk] for objective in part.objectives.all()])
    for reference in old.references.all():
        _copy(reference, plan=new)
    for material in old.materials.filter(replaced_by__isnull=True):
        write_passage(_copy(material, plan=new, replaces=None))


def _copy(row: Any, **changes: Any) -> Any:
    values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.attname != "id"}
    copied = type(row)(**values)
    for name, value in changes.items():
        setattr(copied, name, value)
    copied.save(force_insert=True)
    return copied
