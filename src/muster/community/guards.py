"""What must hold before a consultation moves on, each a function that says what is missing.

A guard returns a sentence for whoever wants to move it, or None where nothing stands in the way. It reads and never
writes. ``GUARDS`` gives each its name for ``lifecycle.MOVES``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final, TypeAlias

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from muster.community.enums import ANSWERED, CHANGING, Audience, ConsultationState, Group
from muster.community.models import Consultation
from muster.community.passages import paragraphs_of, paragraphs_of_plan
from muster.community.queries.comments import (
    answers_of,
    filter_unanswered,
    filter_uncoded,
    public_comments,
    screened_counts,
)
from muster.community.queries.consultations import not_heard
from muster.community.queries.rules import asked_of, day_at
from muster.curriculum.access import OUTWARD
from muster.curriculum.enums import WRITABLE, ReleaseClass

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

Obstacle: TypeAlias = "_StrOrPromise | None"
Guard = Callable[[Consultation], Obstacle]


# ── before it opens ──────────────────────────────────────────────────────────────────────────────


def complete(consultation: Consultation) -> Obstacle:
    """Title, plain words and questions are there in both languages."""
    names = ("title_es", "summary", "summary_es", "questions_es")
    empty = [name for name in names if not getattr(consultation, name).strip()]
    if not empty:
        return None
    labels = [str(Consultation._meta.get_field(name).verbose_name) for name in empty]  # type: ignore[union-attr]  # columns
    return _("It cannot open yet. Missing: %(what)s.") % {"what": ", ".join(labels)}


def text_ready(consultation: Consultation) -> Obstacle:
    """There is a text to comment on, and nobody writes on it meanwhile."""
    if consultation.plan is not None and consultation.plan.state in WRITABLE:
        return _(
            "The lesson plan is still being written. Hand it in for review first, so that it stays as it is."
        )
    if not paragraphs_of(consultation):
        return _("There is no text yet that anybody could comment on.")
    return None


def may_be_shown(consultation: Consultation) -> Obstacle:
    """The version's release class lets those read it who are asked."""
    if consultation.plan is None:
        return None
    allowed = (ReleaseClass.PUBLIC,) if consultation.audience == Audience.EVERYBODY else OUTWARD
    if consultation.plan.release_class in allowed:
        return None
    return _("The lesson plan may be seen by: %(who)s. Release it first for those who are asked.") % {
        "who": consultation.plan.get_release_class_display()
    }


def long_enough(consultation: Consultation) -> Obstacle:
    """It is open as many days as the rules ask, counted from today, and answered in time."""
    asked, today = asked_of(consultation), day_at(consultation.agency)
    if (consultation.closes_on - today).days + 1 < asked.days_open:
        return _("If it opens today, it has to be open for %(days)d days at least. Set a later last day.") % {
            "days": asked.days_open
        }
    if (
        asked.answer_days is not None
        and (consultation.answers_by - consultation.closes_on).days > asked.answer_days
    ):
        return _("The answers have to come within %(days)d days after the last day for comments.") % {
            "days": asked.answer_days
        }
    return None


def groups_invited(consultation: Consultation) -> Obstacle:
    """The reach plan names somebody, and all whom the rules name."""
    planned = set(consultation.groups.values_list("group", flat=True))
    missing = asked_of(consultation).groups - planned
    if missing:
        return _("The reach plan does not say how these are invited: %(groups)s.") % {
            "groups": _named(missing)
        }
    return None if planned else _("The reach plan is empty. Say whom you invite, and how.")


# ── before it closes ─────────────────────────────────────────────────────────────────────────────


def over(consultation: Consultation) -> Obstacle:
    """The last day for comments is past, where the agency is."""
    if day_at(consultation.agency) > consultation.closes_on:
        return None
    return _("It is open to the end of %(day)s, as everybody was told.") % {
        "day": date_format(consultation.closes_on, "j M Y")
    }


def gathered(consultation: Consultation) -> Obstacle:
    """As many gatherings were held as the rules ask."""
    asked = asked_of(consultation).gatherings
    held = consultation.gatherings.filter(held_on__lte=day_at(consultation.agency)).count()
    if held >= asked:
        return None
    return _(
        "Gatherings asked for: %(asked)d; written down: %(held)d. Hold the others, and leave it open until then."
    ) % {
        "asked": asked,
        "held": held,
    }


def heard_or_said(consultation: Consultation) -> Obstacle:
    """Of each group somebody was heard, or it is said why not."""
    silent = [group.group for group in not_heard(consultation) if not group.not_heard.strip()]
    if not silent:
        return None
    return _(
        "Nobody was heard of these: %(groups)s. Leave it open and ask them, or say why in the reach plan."
    ) % {"groups": _named(silent)}


# ── comments and answers ─────────────────────────────────────────────────────────────────────────


def all_screened(consultation: Consultation) -> Obstacle:
    """Somebody looked at every comment."""
    waiting = screened_counts(consultation)["waiting"]
    return (
        _("Comments that still wait to be looked at: %(number)d.") % {"number": waiting} if waiting else None
    )


def all_coded(consultation: Consultation) -> Obstacle:
    """Every published comment has a theme, or an answer of its own."""
    alone = Q(answers__isnull=True)
    number = filter_uncoded(public_comments(consultation)).filter(alone).count()
    return _("Comments without a theme: %(number)d.") % {"number": number} if number else None


def all_answered(consultation: Consultation) -> Obstacle:
    """Every published comment is answered, by itself or by a theme."""
    number = filter_unanswered(public_comments(consultation)).count()
    return _("Comments without an answer: %(number)d.") % {"number": number} if number else None


def changes_hold(consultation: Consultation) -> Obstacle:
    """What was accepted shows what was changed for it, and the new version does say it."""
    versions: dict[int, set[str]] = {}
    for answer in answers_of(consultation).filter(disposition__in=CHANGING):
        if not answer.after:
            return _("“%(what)s” was accepted. Show the passage that was changed for it.") % {
                "what": answer.theme or answer.comment
            }
        if answer.after_plan is not None:
            if answer.after_plan.pk not in versions:
                versions[answer.after_plan.pk] = {each.text for each in paragraphs_of_plan(answer.after_plan)}
            if answer.after not in versions[answer.after_plan.pk]:
                return _("The answer to “%(what)s” shows a passage that %(plan)s does not hold any more.") % {
                    "what": answer.theme or answer.comment,
                    "plan": answer.after_plan,
                }
    return None


# ── after the answers ────────────────────────────────────────────────────────────────────────────


def _round(consultation: Consultation) -> Consultation | None:
    return Consultation.objects.filter(second_round_of=consultation).first()


def round_planned(consultation: Consultation) -> Obstacle:
    """A second round was planned and was not given up."""
    second = _round(consultation)
    if second is None or second.state == ConsultationState.DROPPED:
        return _("Plan the second round first.")
    return None


def no_round(consultation: Consultation) -> Obstacle:
    """No second round is under way."""
    second = _round(consultation)
    if second is None or second.state == ConsultationState.DROPPED:
        return None
    return _("A second round is planned. Go on to it, or give it up.")


def round_answered(consultation: Consultation) -> Obstacle:
    """The second round was answered, or given up."""
    second = _round(consultation)
    if second is None or second.state in (*ANSWERED, ConsultationState.DROPPED):
        return None
    return _("The second round is not answered yet.")


def _named(groups: Iterable[str]) -> str:
    return ", ".join(sorted(str(Group(group).label) for group in groups))


GUARDS: Final[dict[str, Guard]] = {
    guard.__name__: guard
    for guard in (
        complete, text_ready, may_be_shown, long_enough, groups_invited, over, gathered, heard_or_said, all_screened,
        all_coded, all_answered, changes_hold, round_planned, no_round, round_answered,
    )
}  # fmt: skip


def obstacles_to(consultation: Consultation, names: Iterable[str]) -> list[Obstacle]:
    """Return all that stands in the way of a step."""
    return [obstacle for name in names if (obstacle := GUARDS[name](consultation)) is not None]
