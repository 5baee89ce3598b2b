"""People say what they think. Nothing is kept of who they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db import transaction
from django.db.models import F, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.community.actions.turns import lock_consultation
from muster.community.codes import code_for, hash_of_code, new_code
from muster.community.enums import CHOICES, TAKING, About, Channel, Language
from muster.community.models import Comment, Consultation, Passage, Tally
from muster.community.models.comment import LONGEST
from muster.community.queries.comments import received_within_the_hour
from muster.community.queries.consultations import takes_comments
from muster.community.queries.rules import asked_of
from muster.ledger.actions import take_turn, write_down
from muster.ledger.refusals import Refused

#: The verb of what is done by nobody in particular; no permission is needed for it.
SENT: Final = "community:comment:send"


@transaction.atomic
def send_comment(
    *,
    consultation: Consultation,
    text: str,
    token: str = "",
    passage: Passage | None = None,
    language: str = Language.ENGLISH,
) -> tuple[Comment, str]:
    """Keep a comment and return it with its code, which is not kept. ``token`` is the form's own word.

    The same form sent twice makes one comment. Raises Refused when comments are not taken (any more), when too many
    came in this hour, for a passage of something else, and for a text that is empty or too long.
    """
    code = code_for(token) if token else new_code()
    current = lock_consultation(consultation)
    before = Comment.objects.filter(code_hash=hash_of_code(code)).first()
    if before is not None and (before.consultation_id, before.text) == (current.pk, text):
        return before, code
    if before is not None:  # the page was gone back to, and other words were written
        code = new_code()
    if not takes_comments(current):
        raise Refused(
            _(
                "Comments are not taken any more. Nothing was saved; copy your text before you leave this page."
            )
        )
    _refuse_flood(current)
    made = _kept(current, Comment(text=text, passage=passage, language=language), code)
    write_down(
        verb=SENT, subject=made, actor=None, agency=current.agency, details={"consultation": current.pk}
    )
    return made, code


@transaction.atomic
def type_comment(
    *,
    consultation: Consultation,
    text: str,
    channel: str,
    by: User,
    passage: Passage | None = None,
    language: str = Language.ENGLISH,
) -> tuple[Comment, str]:
    """Type in a comment that came on paper, by telephone or at a gathering; return it with its code, to hand out.

    What came in time may be typed in until the consultation is closed. Raises Refused after that.
    """
    current = lock_consultation(consultation)
    if current.state not in TAKING:
        raise Refused(_("It is not open. Comments are typed in before it is closed."))
    if channel == Channel.WEB:
        raise Refused(_("Say how it came."), field="channel")
    code = new_code()
    comment = Comment(text=text, passage=passage, language=language, channel=channel, typed_by=by)
    made = _kept(current, comment, code)
    write_deed(
        verb=Permission.COMMUNITY_COMMENT_ENTER,
        subject=made,
        by=by,
        agency=current.agency,
        details={"consultation": current.pk, "channel": channel},
    )
    return made, code


@transaction.atomic
def tell_about(*, consultation: Consultation, answers: Mapping[str, str]) -> int:
    """Count what somebody says about themselves (question: answer), each question by itself; return how many.

    This deed has no entry in the ledger: one beside the entry of a comment would say whose it is. Only numbers change.
    Raises Refused where there would be more of them than comments, or comments are not taken.
    """
    take_turn()
    known = {about: answers[about] for about in About if answers.get(about) in CHOICES[about]}
    if not takes_comments(consultation):
        raise Refused(_("This consultation is not open."))
    comments = consultation.comments.count()
    for question, answer in known.items():
        told = Tally.objects.filter(consultation=consultation, question=question)
        if (told.aggregate(n=Sum("number"))["n"] or 0) >= comments:
            raise Refused(_("As many have answered this as there are comments. Comment first."))
        told.filter(answer=answer).update(number=F("number") + 1)
    return len(known)


def _kept(consultation: Consultation, comment: Comment, code: str) -> Comment:
    """Keep a comment after looking that it can stand."""
    if comment.passage is not None and comment.passage.consultation_id != consultation.pk:
        raise Refused(_("This passage belongs to another consultation."))
    if not comment.text.strip():
        raise Refused(_("Write something first."), field="text")
    if len(comment.text) > LONGEST:
        raise Refused(
            _(
                "Your comment has %(letters)d characters, and at most %(most)d can be kept. Nothing was saved yet: shorten "
                "it, or send it as two comments."
            )
            % {"letters": len(comment.text), "most": LONGEST},
            field="text",
        )
    comment.consultation = consultation
    comment.code_hash = hash_of_code(code)
    comment.full_clean(exclude=["typed_by"])
    comment.save(force_insert=True)
    return comment


def _refuse_flood(consultation: Consultation) -> None:
    most = asked_of(consultation).most_an_hour
    if received_within_the_hour(consultation) >= most:
        raise Refused(
            ngettext_lazy(
                "More than %(most)d comment came within an hour, which may be a machine's doing. Yours is not saved yet, "
                "and it stands below: send it again in a while.",
                "More than %(most)d comments came within an hour, which may be a machine's doing. Yours is not saved yet, "
                "and it stands below: send it again in a while.",
                most,
            )
            % {"most": most}
        )
