"""Somebody looks whether comments can be shown: many at once, and each again where it is doubted."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.accounts.access import answerable
from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.community.actions.turns import lock_consultation, write_about
from muster.community.enums import ScreenVerdict, WithheldReason
from muster.community.models import Comment, Consultation, Screening
from muster.community.queries.comments import filter_waiting
from muster.ledger.lines import correct_line
from muster.ledger.refusals import Refused
from muster.roster.access import own_accounts

P = Permission


@transaction.atomic
def screen_comments(
    *,
    consultation: Consultation,
    comments: Collection[int],
    verdict: str,
    by: User,
    reason_code: str = "",
) -> int:
    """Publish or withhold comments (keys) that nobody has looked at; return how many.

    Those that somebody else looked at meanwhile stay as they are. Raises Refused where none is chosen, and for a
    withheld one without a reason.
    """
    current = lock_consultation(consultation)
    _refuse_unsaid(verdict, reason_code)
    waiting = filter_waiting(Comment.objects.filter(consultation=current, pk__in=comments))
    keys = list(waiting.order_by("pk").values_list("pk", flat=True))
    if not keys:
        raise Refused(_("Choose comments that nobody has looked at yet."))
    Screening.lines.bulk_create(
        Screening(
            comment_id=key,
            verdict=verdict,
            reason_code=reason_code if verdict == ScreenVerdict.WITHHELD else "",
            known_by=by,
        )
        for key in keys
    )
    details = {"verdict": verdict, "reason_code": reason_code, "comments": keys}
    write_about(current, by, details, verb=P.COMMUNITY_COMMENT_SCREEN)
    return len(keys)


@transaction.atomic
def look_again(*, comment: Comment, verdict: str, reason: str, by: User, reason_code: str = "") -> Screening:
    """Look at a comment a second time, after somebody else did; the first look stays to be seen.

    Raises Refused without a reason, and for whoever looked the last time; AlreadyReplaced where two look at once.
    """
    current = lock_consultation(comment.consultation)
    _refuse_unsaid(verdict, reason_code)
    last = Screening.lines.standing().filter(comment=comment).first()
    if last is None:
        raise Refused(_("Nobody has looked at this comment yet."))
    accounts = answerable(by, P.COMMUNITY_COMMENT_SCREEN, current.agency)
    if last.known_by_id in accounts | own_accounts(accounts):
        raise Refused(_("You looked at it the last time. Somebody else takes the second look."))
    made = correct_line(
        last,
        by=by,
        reason=reason,
        verdict=verdict,
        reason_code=reason_code if verdict == ScreenVerdict.WITHHELD else "",
    )
    write_deed(
        verb=P.COMMUNITY_COMMENT_SCREEN,
        subject=comment,
        by=by,
        agency=current.agency,
        reason=reason.strip(),
        details={"verdict": [last.verdict, verdict], "reason_code": made.reason_code},
    )
    return made


def _refuse_unsaid(verdict: str, reason_code: str) -> None:
    if verdict == ScreenVerdict.WITHHELD and reason_code not in WithheldReason.values:
        raise Refused(_("Say why it is withheld; everybody sees the reason."), field="reason_code")
