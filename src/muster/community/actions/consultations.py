"""Consultations are planned, and changed while they are."""

from __future__ import annotations

from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.community.actions.turns import lock_consultation, write_about
from muster.community.enums import ANSWERED, ANSWERING, ConsultationState
from muster.community.models import Consultation, InvitedGroup
from muster.curriculum.models import LessonPlan
from muster.ledger.actions import take_turn
from muster.ledger.refusals import Refused
from muster.roster.models import Agency

P = Permission
S = ConsultationState
#: What is asked about and how: changed while it is planned, and never after.
TEXTS: Final = (
    "title", "title_es", "summary", "summary_es", "questions", "questions_es", "programme", "plan", "audience",
    "opens_on", "closes_on", "answers_by",
)  # fmt: skip


@transaction.atomic
def plan_consultation(*, agency: Agency, by: User, **fields: Any) -> Consultation:
    """Plan a consultation. ``fields``: those of ``TEXTS``. Raises Refused for a plan of another agency, ValidationError."""
    take_turn()
    made = Consultation(agency=agency, made_by=by, **fields)
    return _saved(made, by, "planned")


@transaction.atomic
def change_consultation(*, consultation: Consultation, by: User, edition: int, **fields: Any) -> Consultation:
    """Change what is planned. Raises Refused once it opened, ChangedMeanwhile, ValidationError."""
    current = lock_consultation(consultation, edition)
    refuse_opened(current)
    for name, value in fields.items():
        setattr(current, name, value)
    current.edition += 1
    return _saved(current, by, "changed")


@transaction.atomic
def plan_second_round(*, consultation: Consultation, by: User, **fields: Any) -> Consultation:
    """Plan the second round of an answered consultation, with the same groups. Raises Refused where there is one."""
    first = lock_consultation(consultation)
    if first.state != S.RESPONSES_PUBLISHED:
        raise Refused(_("A second round follows the answers. Publish them first."))
    if Consultation.objects.filter(second_round_of=first).exists():
        raise Refused(_("The second round is planned already."))
    plan = fields.setdefault("plan", first.result or first.plan)
    if (plan and plan.course_id) != (first.plan and first.plan.course_id):
        raise Refused(
            _("A second round is about the same as the first, or about what came of it."), field="plan"
        )
    made = Consultation(agency=first.agency, made_by=by, second_round_of=first, **fields)
    made = _saved(made, by, "planned")
    groups = [
        InvitedGroup(
            consultation=made, group=group.group, how_invited=group.how_invited, barriers=group.barriers
        )
        for group in first.groups.all()
    ]
    InvitedGroup.objects.bulk_create(groups)
    return made


@transaction.atomic
def name_result(*, consultation: Consultation, plan: LessonPlan, by: User, edition: int) -> Consultation:
    """Say which version came out of a consultation; answers show its passages, and it counts as consulted.

    Raises Refused for a version of another lesson plan or an older one, and once the answers are published.
    """
    current = lock_consultation(consultation, edition)
    if current.state not in ANSWERING:
        raise Refused(_("The version that came out of it is named while the answers are written."))
    if (
        current.plan is None
        or plan.course_id != current.plan.course_id
        or plan.version < current.plan.version
    ):
        raise Refused(_("Choose this version of the lesson plan, or a later one."), field="plan")
    current.result = plan
    current.edition += 1
    current.save()
    write_about(current, by, {"result": plan.version}, verb=P.COMMUNITY_CONSULTATION_MANAGE)
    return current


def refuse_opened(consultation: Consultation) -> None:
    """Raise Refused where people have seen it already."""
    if consultation.state != S.PLANNED:
        raise Refused(_("It was opened, and people rely on what they were told. Its texts stay as they are."))


def refuse_over(consultation: Consultation) -> None:
    """Raise Refused where nothing is added any more to what was done to hear people."""
    if consultation.state in (*ANSWERED, S.DROPPED):
        raise Refused(_("This consultation is over; what was done for it stays as it is written."))


def _saved(consultation: Consultation, by: User, how: str) -> Consultation:
    plan = consultation.plan
    if plan is not None and plan.course.agency_id != consultation.agency_id:
        raise Refused(_("This lesson plan is another agency's."), field="plan")
    consultation.full_clean()
    consultation.save()
    days = {name: getattr(consultation, name).isoformat() for name in ("opens_on", "closes_on", "answers_by")}
    details = {"how": how, "plan": consultation.plan_id, "audience": str(consultation.audience), **days}
    write_about(consultation, by, details, verb=P.COMMUNITY_CONSULTATION_MANAGE)
    return consultation
