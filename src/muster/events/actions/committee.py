"""Scoring a request as a member of a committee. The caller checked ``may_score``."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.accounts.access import answerable_at
from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.events.access_committee import may_score
from muster.events.actions.turns import lock_request, refuse_own
from muster.events.models import Request, Score, Scoring
from muster.events.queries.committee import Round, round_of
from muster.ledger.refusals import Refused
from muster.roster.access import own_accounts

P = Permission


@transaction.atomic
def score_request(
    *, request: Request, arrival: int, points: Mapping[str, int], comment: str, by: User
) -> Scoring:
    """Write down what a member gives a request under each criterion, 1 to 5, and why. It stays as it is.

    ``arrival``: the key of the step by which the request had come to its stage when the form was opened. Raises Refused
    for one's own request, where it has moved on since, for a second time, and for a criterion that is left out.
    The entry does not hold the points, so that who reads the ledger does not see them before they have scored.
    """
    current = lock_request(request)
    refuse_own(current, by, P.EVENTS_REQUEST_SCORE)
    now = round_of(current)
    if now is None or now.arrival.pk != arrival:
        raise Refused(
            _("This request is %(state)s by now, so it is not scored there any more.")
            % {"state": current.get_state_display()}
        )
    if _has_spoken(now, current, by):
        raise Refused(_("You have scored this already."))
    if set(points) != set(now.stage.criteria):
        raise Refused(_("Give points under each criterion."))
    made = Scoring(request=current, arrival=now.arrival, by=by, comment=comment.strip())
    made.full_clean()
    made.save(force_insert=True)
    for criterion in now.stage.criteria:
        score = Score(scoring=made, criterion=criterion, points=points[criterion])
        score.full_clean()
        score.save(force_insert=True)
    write_deed(
        verb=P.EVENTS_REQUEST_SCORE,
        subject=current,
        by=by,
        agency=current.agency,
        details={"arrival": arrival, "scores": len(now.scorings) + 1},
    )
    return made


def refuse_unscored(request: Request, by: User) -> None:
    """Raise Refused where a member of the committee would decide before they have scored: they see the others' only then."""
    now = round_of(request)
    if now is not None and may_score(by, request) and not _has_spoken(now, request, by):
        raise Refused(_("You are of the committee: score this request first, then decide."))


def _has_spoken(now: Round, request: Request, by: User) -> bool:
    """Return whether somebody has scored in a round, by any account, or a lender or a borrower of their seat has."""
    voices = _voices(request, by)
    return any(voices & _voices(request, scoring.by) for scoring in now.scorings)


def _voices(request: Request, member: User) -> frozenset[int]:
    """Return the accounts of a member, and of who lent them the role where only that gives it: one seat, one score."""
    return own_accounts(answerable_at(member, P.EVENTS_REQUEST_SCORE, request.agency, request.unit))
