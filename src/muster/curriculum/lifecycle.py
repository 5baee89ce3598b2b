"""The life of a lesson plan as data: from which state to which, by whose power, and who may not.

A step is allowed when the version is in ``source``, the reader holds ``permission`` over its course, and, where
``not_by_its_own`` is set, they neither own the version nor wrote on it: nobody approves their own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.curriculum.enums import PlanState
from muster.curriculum.models import LessonPlan
from muster.ledger.refusals import Refused

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

P = Permission
S = PlanState
INTERIM_LONGEST_DAYS: Final = 180  # an emergency that lasts longer is no longer one


@dataclass(frozen=True)
class Move:
    """One step that a version may take. ``needs`` names what the one who decides must say."""

    source: S
    target: S
    label: str | Promise
    permission: P
    needs: frozenset[str] = frozenset()  # of: note, until, effective, next_review, trigger
    not_by_its_own: bool = False
    needs_sound: bool = False  # no finding of the checks may be a problem

    @property
    def key(self) -> str:
        """The step's name in an address."""
        return f"{self.source}-{self.target}"


#: Says what stands in the way of a step, or None. The day is how long an approval for now is to last.
Guard: TypeAlias = "Callable[[LessonPlan, Move, date | None], _StrOrPromise | None]"
#: What the apps above ask before a version takes a step; each adds its own in ``AppConfig.ready``. Curricula do not
#: know who they are: the people who are asked about a lesson plan stand above it.
GUARDS: Final[list[Guard]] = []


def refuse_obstacles(plan: LessonPlan, move: Move, until: date | None) -> None:
    """Raise Refused where an app above has something against a step."""
    for guard in GUARDS:
        obstacle = guard(plan, move, until)
        if obstacle is not None:
            raise Refused(obstacle)


def _back(source: S, permission: P) -> Move:
    return Move(source, S.DRAFT, _("Send back to its authors"), permission, frozenset({"note"}))


def _interim(source: S) -> Move:
    return Move(
        source,
        S.APPROVED_INTERIM,
        _("Approve for now, in an emergency"),
        P.CURRICULUM_PLAN_APPROVE,
        frozenset({"note", "until"}),
        not_by_its_own=True,
        needs_sound=True,
    )


def _retire(source: S) -> Move:
    return Move(source, S.RETIRED, _("Retire"), P.CURRICULUM_PLAN_APPROVE, frozenset({"note"}))


MOVES: Final[tuple[Move, ...]] = (
    Move(S.IDEA, S.DRAFT, _("Start writing"), P.CURRICULUM_PLAN_WRITE),
    Move(S.DRAFT, S.SME_REVIEW, _("Hand in for expert review"), P.CURRICULUM_PLAN_WRITE),
    _interim(S.DRAFT),
    Move(
        S.SME_REVIEW,
        S.LEGAL_REVIEW,
        _("Content is sound: on to legal review"),
        P.CURRICULUM_PLAN_REVIEW_CONTENT,
        not_by_its_own=True,
    ),
    Move(
        S.SME_REVIEW,
        S.COMMITTEE_DECISION,
        _("Content is sound and raises no question of law: on to the decision"),
        P.CURRICULUM_PLAN_REVIEW_CONTENT,
        frozenset({"note"}),
        not_by_its_own=True,
    ),
    _back(S.SME_REVIEW, P.CURRICULUM_PLAN_REVIEW_CONTENT),
    _interim(S.SME_REVIEW),
    Move(
        S.LEGAL_REVIEW,
        S.COMMITTEE_DECISION,
        _("Agrees with the law: on to the decision"),
        P.CURRICULUM_PLAN_REVIEW_LAW,
        not_by_its_own=True,
    ),
    _back(S.LEGAL_REVIEW, P.CURRICULUM_PLAN_REVIEW_LAW),
    _interim(S.LEGAL_REVIEW),
    Move(
        S.COMMITTEE_DECISION,
        S.APPROVED,
        _("Approve"),
        P.CURRICULUM_PLAN_APPROVE,
        not_by_its_own=True,
        needs_sound=True,
    ),
    _back(S.COMMITTEE_DECISION, P.CURRICULUM_PLAN_APPROVE),
    _interim(S.COMMITTEE_DECISION),
    Move(
        S.APPROVED_INTERIM,
        S.APPROVED,
        _("Approve for good"),
        P.CURRICULUM_PLAN_APPROVE,
        frozenset({"note"}),
        not_by_its_own=True,
    ),
    _retire(S.APPROVED_INTERIM),
    Move(
        S.APPROVED,
        S.IN_USE,
        _("Put in use"),
        P.CURRICULUM_PLAN_APPROVE,
        frozenset({"effective", "next_review"}),
    ),
    _retire(S.APPROVED),
    Move(S.IN_USE, S.REVIEW, _("Open a review"), P.CURRICULUM_PLAN_WRITE, frozenset({"trigger"})),
    _retire(S.IN_USE),
    Move(
        S.REVIEW,
        S.IN_USE,
        _("Keep as it is"),
        P.CURRICULUM_PLAN_APPROVE,
        frozenset({"note", "next_review"}),
        not_by_its_own=True,
    ),
    _retire(S.REVIEW),
)


def moves_from(state: str) -> list[Move]:
    """Return the steps that lead on from a state."""
    return [move for move in MOVES if move.source == state]


def move_named(key: str) -> Move | None:
    """Return the step with a key, such as ``draft-sme_review``."""
    return next((move for move in MOVES if move.key == key), None)


def is_own(plan: LessonPlan, user: User) -> bool:
    """Return whether somebody owns a version or wrote on it."""
    return plan.owner_id == user.pk or plan.authors.filter(pk=user.pk).exists()


def is_teachable(plan: LessonPlan, day: date) -> bool:
    """Return whether a version may be taught on a day: approved, and if only for now, not beyond its last day."""
    if plan.state == S.APPROVED_INTERIM:
        return plan.interim_until is not None and day <= plan.interim_until
    if plan.state in (S.IN_USE, S.REVIEW):
        return plan.effective is None or plan.effective <= day
    return plan.state == S.APPROVED
