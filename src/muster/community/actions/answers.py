"""Comments are answered: one by one, or by theme. What was changed is shown before and after."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.community.actions.turns import lock_consultation
from muster.community.enums import ANSWERED, ANSWERING
from muster.community.models import Answer, Comment, Consultation, Passage, Theme
from muster.community.passages import paragraphs_of_plan
from muster.community.queries.comments import public_comments
from muster.curriculum.models import LessonPlan
from muster.ledger.lines import correct_line
from muster.ledger.refusals import Refused

P = Permission


@transaction.atomic
def write_answer(
    *,
    consultation: Consultation,
    by: User,
    disposition: str,
    text: str,
    text_es: str,
    comment: Comment | None = None,
    theme: Theme | None = None,
    passage: Passage | None = None,
    after: str = "",
    reason: str = "",
) -> Answer:
    """Answer a comment or a theme, or answer it anew. ``after`` is a passage of the version that came out of it.

    Once the answers are published a change needs a ``reason``, which everybody reads. Raises Refused before comments
    are sorted, for a passage that the version does not hold, and for a comment that is not published; ValidationError.
    """
    current = lock_consultation(consultation)
    if current.state not in (*ANSWERING, *ANSWERED):
        raise Refused(_("Answers are written when comments are sorted."))
    _refuse_foreign(current, comment, theme, passage)
    said: dict[str, Any] = {"disposition": disposition, "text": text, "text_es": text_es, "passage": passage}
    said |= {"after": after, "after_plan": _version_with(current, after)}
    made = _appended(current, {"comment": comment, "theme": theme}, said, by, reason.strip())
    write_deed(
        verb=P.COMMUNITY_CONSULTATION_MANAGE,
        subject=current,
        by=by,
        agency=current.agency,
        reason=made.reason,
        details={
            "answer": made.pk,
            "disposition": disposition,
            "comment": made.comment_id,
            "theme": made.theme_id,
        },
    )
    return made


def _version_with(consultation: Consultation, after: str) -> LessonPlan | None:
    """Return the version that came out of it, which holds a passage; None where none is shown, and for a programme."""
    plan = consultation.result or consultation.plan if after else None
    if plan is not None and after not in {each.text for each in paragraphs_of_plan(plan)}:
        raise Refused(_("%(plan)s does not hold this passage.") % {"plan": plan}, field="after")
    return plan


def _appended(
    consultation: Consultation, to: dict[str, Any], said: dict[str, Any], by: User, reason: str
) -> Answer:
    before = Answer.lines.standing().filter(consultation=consultation, **to).first()
    if before is None:
        made = Answer(consultation=consultation, known_by=by, **to, **said)
        made.full_clean(exclude=["known_by", "replaces"])
        made.save(force_insert=True)
        return made
    if consultation.state in ANSWERED and not reason:
        raise Refused(_("It is published. Say why you change it; everybody reads it."), field="reason")
    return correct_line(before, by=by, reason=reason or "Before it was published.", **said)


def _refuse_foreign(
    consultation: Consultation, comment: Comment | None, theme: Theme | None, passage: Passage | None
) -> None:
    things = [thing for thing in (comment, theme, passage) if thing is not None]
    if any(thing.consultation_id != consultation.pk for thing in things):
        raise Refused(_("This belongs to another consultation."))
    if comment is not None and not public_comments(consultation).filter(pk=comment.pk).exists():
        raise Refused(_("This comment is not published, so it is not answered in public."))
