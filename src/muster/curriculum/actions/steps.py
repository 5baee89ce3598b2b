"""The steps of a lesson plan from state to state."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.accounts.access import acting_for
from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.curriculum.checks import Severity, findings_of
from muster.curriculum.enums import WRITABLE, PlanState
from muster.curriculum.lifecycle import INTERIM_LONGEST_DAYS, Move, is_own, refuse_obstacles
from muster.curriculum.models import LessonPlan, Step
from muster.curriculum.proving import digest_of
from muster.ledger.refusals import Refused


@transaction.atomic
def take_step(
    *,
    plan: LessonPlan,
    move: Move,
    by: User,
    note: str = "",
    until: date | None = None,
    effective: date | None = None,
    next_review: date | None = None,
    trigger: str = "",
) -> LessonPlan:
    """Take a version one step on. Putting it in use makes the version that was in use ``revised``.

    The caller has checked ``move.permission``. Raises Refused when the version is not where the step begins, when
    somebody would approve their own, when what the step needs is missing, when a check finds a problem, or when an
    app above has something against it (``lifecycle.GUARDS``).
    """
    plan = LessonPlan.objects.select_for_update(of=("self",)).select_related("course__agency").get(pk=plan.pk)
    said = {"note": note.strip(), "until": until, "effective": effective, "next_review": next_review}
    said["trigger"] = trigger.strip()
    _refuse_late(plan, move)
    _refuse_own(plan, move, by)
    _refuse_unsaid(move, said)
    _refuse_unsound(plan, move)
    refuse_obstacles(plan, move, until)
    replaced = _retire_older(plan, move, by)
    plan.state = move.target
    _keep(plan, move, said)
    plan.save()
    _noted(plan, move.source, move.target, by, note.strip() or trigger.strip())
    write_deed(
        verb=move.permission,
        subject=plan,
        by=by,
        agency=plan.course.agency,
        reason=note.strip() or trigger.strip(),
        details={
            "from": move.source,
            "to": move.target,
            "version": plan.version,
            "replaces_versions": replaced,
        },
    )
    return plan


def _refuse_late(plan: LessonPlan, move: Move) -> None:
    if plan.state != move.source:
        raise Refused(
            _("This version is not at this step any more. It stands at “%(state)s” now; look at it again.")
            % {"state": PlanState(plan.state).label}
        )


def _refuse_own(plan: LessonPlan, move: Move, by: User) -> None:
    if move.not_by_its_own and any(is_own(plan, each) for each in _answering(plan, move, by)):
        raise Refused(
            _(
                "You own this lesson plan or wrote on it, so somebody else has to decide on it: nobody approves their own."
            )
        )


def _answering(plan: LessonPlan, move: Move, by: User) -> list[User]:
    """Return who answers for the step: who takes it, and who lent them the role for it."""
    lender = acting_for(by, move.permission, plan.course.agency)
    return [by] if lender is None else [by, lender]


def _refuse_unsaid(move: Move, said: dict[str, Any]) -> None:
    """Refuse a step without what it needs, or with days that make no sense."""
    sentences = {
        "note": _("Say why. It stays beside the decision."),
        "until": _("Say until which day it is approved for now."),
        "effective": _("Say from which day it is in use."),
        "next_review": _("Say when it is looked at again."),
        "trigger": _("Say why it is under review: a new law, an incident, an evaluation."),
    }
    for name in ("note", "trigger", "until", "effective", "next_review"):
        if name in move.needs and not said[name]:
            raise Refused(sentences[name], field=name)
    today = timezone.localdate()
    last = today + timedelta(days=INTERIM_LONGEST_DAYS)
    if "until" in move.needs and not today <= said["until"] <= last:
        raise Refused(
            _(
                "An approval for now lasts from today to at most %(days)d days. After that the usual steps are due."
            )
            % {"days": INTERIM_LONGEST_DAYS},
            field="until",
        )
    if "effective" in move.needs and said["effective"] > today:
        raise Refused(
            _(
                "This day is still to come. Put it in use on that day: until then the older version is taught."
            ),
            field="effective",
        )
    if "next_review" in move.needs and said["next_review"] <= today:
        raise Refused(_("The next review must be on a day to come."), field="next_review")


def _refuse_unsound(plan: LessonPlan, move: Move) -> None:
    if not move.needs_sound:
        return
    problems = [f.sentence for f in findings_of(plan, timezone.localdate()) if f.severity == Severity.PROBLEM]
    if problems:
        raise Refused(
            _("It cannot be approved like this: %(problems)s Send it back, so that its authors mend that.")
            % {"problems": " ".join(problems)}
        )


def _retire_older(plan: LessonPlan, move: Move, by: User) -> list[int]:
    """Make room: one version of a lesson plan is in use."""
    if move.target != PlanState.IN_USE or move.source == PlanState.REVIEW:
        return []
    older = plan.course.plans.select_for_update().filter(state__in=(PlanState.IN_USE, PlanState.REVIEW))
    versions = []
    for version in older.exclude(pk=plan.pk):
        was, version.state = PlanState(version.state), PlanState.REVISED
        version.save(update_fields=["state"])
        _noted(version, was, PlanState.REVISED, by, "")
        versions.append(version.version)
    return versions


def _keep(plan: LessonPlan, move: Move, said: dict[str, Any]) -> None:
    """Keep on the version what the step said about it."""
    if "until" in move.needs:
        plan.interim_until = said["until"]
        plan.effective = plan.effective or timezone.localdate()
    if "effective" in move.needs:
        plan.effective = said["effective"]
    if "next_review" in move.needs:
        plan.next_review = said["next_review"]
    if move.target == PlanState.REVIEW:
        plan.review_trigger = said["trigger"][:200]
    if move.target in (PlanState.IN_USE, PlanState.APPROVED):
        plan.review_trigger, plan.interim_until = "", None


def _noted(plan: LessonPlan, source: PlanState, target: PlanState, by: User, note: str) -> None:
    content = "" if target in WRITABLE else digest_of(plan)
    Step.objects.create(plan=plan, by=by, from_state=source, to_state=target, note=note, content=content)
