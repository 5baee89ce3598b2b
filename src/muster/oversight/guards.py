"""What must hold before a recommendation moves on, each a function that says what is missing.

A guard returns a sentence for whoever wants to move it, or None where nothing stands in the way. It reads and never
writes; what is said with the step already stands on the recommendation. ``GUARDS`` names them for ``lifecycle.MOVES``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final, TypeAlias

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from muster.oversight.enums import JUDGED, ChangeKind, Side
from muster.oversight.models import Recommendation

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

Obstacle: TypeAlias = "_StrOrPromise | None"
Guard = Callable[[Recommendation], Obstacle]


def evidenced(asked: Recommendation) -> Obstacle:
    """The department attached a file that shows it, since the issuer looked the last time."""
    files = asked.files.filter(side=Side.DEPARTMENT)
    looked = asked.changes.filter(kind=ChangeKind.STEP, to__in=JUDGED).order_by("pk").last()
    if looked is not None:
        files = files.filter(added_at__gt=looked.at)
    if files.exists():
        return None
    return _("Attach a file that shows it first. The issuer verifies by what it can see.")


def milestones_reached(asked: Recommendation) -> Obstacle:
    """Every milestone of the plan is reached."""
    still = asked.milestones.filter(done_on__isnull=True).count()
    if not still:
        return None
    return ngettext(
        "%(number)d milestone of the plan is still open. Write down when it was reached.",
        "%(number)d milestones of the plan are still open. Write down when each was reached.",
        still,
    ) % {"number": still}


def finishes_later(asked: Recommendation) -> Obstacle:
    """The day by which it is to be done is not past."""
    if asked.finish_by is None or asked.finish_by >= timezone.localdate():
        return None
    return _("The day by which it is to be done is past. Choose today or a later day.")


def answered_later(asked: Recommendation) -> Obstacle:
    """The new day of the answer is still to come."""
    if asked.respond_by > timezone.localdate():
        return None
    return _("The new day for the answer must be after today.")


GUARDS: Final[dict[str, Guard]] = {
    guard.__name__: guard for guard in (evidenced, milestones_reached, finishes_later, answered_later)
}
#: What hangs on the days that are said with the step; before, nobody can know.
SAID_WITH_IT: Final = frozenset({"finishes_later", "answered_later"})


def obstacle_to(asked: Recommendation, names: Iterable[str]) -> Obstacle:
    """Return the first thing that stands in the way, None where nothing does."""
    for name in names:
        obstacle = GUARDS[name](asked)
        if obstacle is not None:
            return obstacle
    return None


def known_obstacle_to(asked: Recommendation, names: Iterable[str]) -> Obstacle:
    """Return what stands in the way already, before anything is said."""
    return obstacle_to(asked, [name for name in names if name not in SAID_WITH_IT])
