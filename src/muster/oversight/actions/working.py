"""What the department does beside its steps: the plan and its milestones; and what both sides attach and link."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from muster.accounts.models import User
from muster.files.actions import name_for
from muster.files.models import StoredFile
from muster.ledger.refusals import Refused
from muster.oversight.access import side_of
from muster.oversight.actions.writing import difference, keep, lock, refuse_other_side, tell
from muster.oversight.enums import WORKING, ChangeKind, RecommendationState, Side
from muster.oversight.models import Link, Milestone, Recommendation, RecommendationFile

#: The columns of a link, one of which names the thing.
LINKS: Final = ("course", "lesson_plan", "practice", "policy")


@transaction.atomic
def change_plan(
    *,
    asked: Recommendation,
    by: User,
    edition: int,
    reason: str,
    plan: str,
    owner: str,
    finish_by: date,
) -> Recommendation:
    """Change how and until when it is done. What was promised before stays in the history.

    Raises Refused without a reason, where nothing was promised, for a day that is past or before a milestone that is
    open; ChangedMeanwhile.
    """
    current = _working(asked, by, edition)
    if not reason.strip():
        raise Refused(_("Say why; the reason stays in the history."), field="reason")
    changed = difference(current, {"plan": plan, "owner": owner, "finish_by": finish_by})
    if not changed:
        raise Refused(_("Nothing differs from what it says already."))
    if "finish_by" in changed:
        _refuse_day(current, finish_by)
    keep(current)
    tell(current, by=by, side=Side.DEPARTMENT, kind=ChangeKind.PLANNED, words=reason, details=changed)
    return current


def _refuse_day(asked: Recommendation, day: date) -> None:
    if day < timezone.localdate():
        raise Refused(_("That day is past. Choose today or a later day."), field="finish_by")
    last = asked.milestones.filter(done_on__isnull=True).order_by("due_on").last()
    if last is not None and last.due_on > day:
        raise Refused(
            _("The milestone “%(title)s” is due on %(day)s, which is later.")
            % {"title": last.title, "day": date_format(last.due_on, "j M Y")},
            field="finish_by",
        )


@transaction.atomic
def add_milestone(
    *, asked: Recommendation, by: User, edition: int, title: str, due_on: date
) -> Recommendation:
    """Set a step of the plan that others can see.

    Raises Refused for a day that is past or after the plan's end; ValidationError without a title; ChangedMeanwhile.
    """
    current = _working(asked, by, edition)
    if due_on < timezone.localdate():
        raise Refused(_("That day is past. Choose today or a later day."), field="due_on")
    if current.finish_by is not None and due_on > current.finish_by:
        raise Refused(
            _("It is to be done by %(day)s; a milestone comes before.")
            % {"day": date_format(current.finish_by, "j M Y")},
            field="due_on",
        )
    milestone = Milestone(recommendation=current, title=title.strip(), due_on=due_on)
    milestone.full_clean()
    milestone.save()
    keep(current)
    details = {"due_on": ["", due_on.isoformat()]}
    tell(current, by=by, side=Side.DEPARTMENT, kind=ChangeKind.MILESTONE, words=title, details=details)
    return current


@transaction.atomic
def reach_milestone(
    *, milestone: Milestone, by: User, edition: int, done_on: date, note: str
) -> Recommendation:
    """Write down that a milestone was reached, and how one sees it. Raises Refused for a day to come; ChangedMeanwhile."""
    current = _working(milestone.recommendation, by, edition)
    there = current.milestones.get(pk=milestone.pk)
    if there.done_on is not None:
        raise Refused(_("This milestone was reached already."))
    if done_on > timezone.localdate():
        raise Refused(_("That day is still to come."), field="done_on")
    if not note.strip():
        raise Refused(_("Say how one sees it."), field="note")
    there.done_on, there.note = done_on, note.strip()
    there.full_clean()
    there.save()
    keep(current)
    details = {"done_on": ["", done_on.isoformat()], "milestone": ["", there.title]}
    tell(current, by=by, side=Side.DEPARTMENT, kind=ChangeKind.REACHED, words=note, details=details)
    return current


def _working(asked: Recommendation, by: User, edition: int) -> Recommendation:
    current = lock(asked, edition)
    refuse_other_side(current, by, Side.DEPARTMENT)
    if current.state not in WORKING:
        raise Refused(
            _("This recommendation is %(state)s, so its plan does not change now.")
            % {"state": current.get_state_display()}
        )
    return current


# ── what both sides do ───────────────────────────────────────────────────────────────────────────


@transaction.atomic
def attach_file(
    *, asked: Recommendation, by: User, stored: StoredFile, name: str, note: str = ""
) -> RecommendationFile:
    """Attach what the issuer based it on, or what shows what the department did; the side is the one's own.

    ``stored``: from ``files.actions.store``, called before. Raises Refused for who only reads, and once it is closed.
    """
    current = lock(asked)
    side = _side(current, by)
    made = RecommendationFile(
        recommendation=current,
        file=stored,
        name=name_for(stored, name),
        side=side,
        note=note,
        added_by=by,
    )
    made.full_clean()
    made.save()
    details = {"file": ["", stored.sha256], "name": ["", made.name]}
    tell(current, by=by, side=side, kind=ChangeKind.FILED, words=note or made.name, details=details)
    return made


@transaction.atomic
def link_thing(*, asked: Recommendation, by: User, **thing: Any) -> Link:
    """Link a course, a lesson plan, a practice or a policy (see LINKS); the caller checked that they may see it.

    Raises Refused for who only reads and once it is closed; ValidationError unless one thing is named.
    """
    current = lock(asked)
    side = _side(current, by)
    made = Link(recommendation=current, **thing)
    made.full_clean()
    if current.links.filter(**{name: getattr(made, name) for name in LINKS}).exists():
        raise Refused(_("This is linked already."))
    made.save()
    tell(current, by=by, side=side, kind=ChangeKind.LINKED, words=made.policy, details=_named(made))
    return made


@transaction.atomic
def unlink_thing(*, link: Link, by: User) -> Recommendation:
    """Take a link away; the history keeps that it was there. Raises Refused as ``link_thing``."""
    current = lock(link.recommendation)
    side = _side(current, by)
    there = current.links.get(pk=link.pk)
    told = _named(there)
    there.delete()
    tell(current, by=by, side=side, kind=ChangeKind.UNLINKED, words=there.policy, details=told)
    return current


def _named(link: Link) -> dict[str, list[str]]:
    """Return what a link names, by its key: titles are told only to those who may see the thing."""
    keys = {name: getattr(link, f"{name}_id", None) for name in LINKS} | {"policy": link.policy}
    return {name: ["", str(key)] for name, key in keys.items() if key}


def _side(asked: Recommendation, by: User) -> Side:
    side = side_of(by, asked.issuer)
    if side is None:
        raise Refused(_("Only the issuer and those who answer for the department add to it."))
    if asked.state == RecommendationState.CLOSED:
        raise Refused(_("It is closed; nothing is added to it any more."))
    return side
