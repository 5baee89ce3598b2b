"""Comments are put under themes. Muster suggests, a person confirms."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.community.actions.turns import lock_consultation, write_about
from muster.community.enums import ANSWERED, ANSWERING, ConsultationState
from muster.community.models import Coding, Consultation, Theme
from muster.community.queries.comments import public_comments
from muster.ledger.refusals import Refused

P = Permission


@transaction.atomic
def name_theme(*, consultation: Consultation, title: str, title_es: str, by: User) -> Theme:
    """Add a theme. Raises Refused before comments are sorted and after they are answered, ValidationError."""
    current = lock_consultation(consultation)
    _refuse_unsorted(current)
    theme = Theme(consultation=current, title=title.strip(), title_es=title_es.strip())
    theme.full_clean()
    theme.save()
    write_about(current, by, {"theme": theme.title}, verb=P.COMMUNITY_CONSULTATION_MANAGE)
    return theme


@transaction.atomic
def code_comments(*, theme: Theme, comments: Collection[int], by: User) -> int:
    """Put published comments (keys) under a theme; return how many were not there yet."""
    current = lock_consultation(theme.consultation)
    _refuse_unsorted(current)
    there = Coding.objects.filter(theme=theme).values("comment")
    fresh = public_comments(current).filter(pk__in=comments).exclude(pk__in=there)
    keys = sorted(fresh.values_list("pk", flat=True))
    if not keys:
        raise Refused(_("Choose published comments that are not under this theme yet."))
    Coding.objects.bulk_create(Coding(comment_id=key, theme=theme, by=by) for key in keys)
    details = {"theme": theme.title, "comments": keys}
    write_about(current, by, details, verb=P.COMMUNITY_CONSULTATION_MANAGE)
    return len(keys)


@transaction.atomic
def uncode_comments(*, theme: Theme, comments: Collection[int], by: User) -> int:
    """Take comments (keys) out of a theme again; return how many were there."""
    current = lock_consultation(theme.consultation)
    _refuse_unsorted(current)
    there = Coding.objects.filter(theme=theme, comment__in=comments)
    keys = sorted(there.values_list("comment", flat=True))
    if not keys:
        raise Refused(_("Choose comments that are under this theme."))
    there.delete()
    details = {"theme": theme.title, "taken_out": keys}
    write_about(current, by, details, verb=P.COMMUNITY_CONSULTATION_MANAGE)
    return len(keys)


def _refuse_unsorted(consultation: Consultation) -> None:
    if consultation.state in ANSWERING or consultation.state == ConsultationState.CLOSED:
        return
    if consultation.state in ANSWERED:
        raise Refused(_("It is answered; what was answered together stays together."))
    raise Refused(_("Comments are sorted after it is closed, so that all of them count alike."))
