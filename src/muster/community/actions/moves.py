"""How a consultation moves from planned to done. The only place that changes ``Consultation.state``."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.accounts.access import answerable
from muster.accounts.models import User
from muster.community.actions.turns import lock_consultation, write_about
from muster.community.enums import CHOICES, ConsultationState
from muster.community.guards import obstacles_to
from muster.community.lifecycle import Move
from muster.community.models import Consultation, Passage, Step, Tally
from muster.community.passages import paragraphs_of
from muster.community.queries.rules import day_at
from muster.ledger.refusals import Refused
from muster.roster.access import own_accounts

S = ConsultationState
#: Days by which the end moves at once; a mistyped year is more.
LONGEST_EXTENSION = 366


@transaction.atomic
def move_consultation(
    *,
    consultation: Consultation,
    move: Move,
    by: User,
    edition: int,
    reason: str = "",
    closes_on: date | None = None,
) -> Consultation:
    """Take a consultation one step further; the caller checked ``move.permission``.

    Opening keeps the text as passages. Raises Refused where it stands elsewhere by now, where something is not said,
    where somebody else has to do it, and with all that stands in the way; ChangedMeanwhile for an old ``edition``.
    """
    current = lock_consultation(consultation, edition)
    if current.state != move.source:
        raise Refused(
            _("This consultation is %(state)s by now, so that step is not possible. Load the page again.")
            % {"state": current.get_state_display()}
        )
    _refuse_unsaid(current, move, reason, closes_on)
    if move.not_own:
        _refuse_own(current, move, by)
    obstacles = obstacles_to(current, move.guards)
    if obstacles:
        raise Refused(" ".join(str(obstacle) for obstacle in obstacles))
    before = current.closes_on
    _arrive(current, move, closes_on)
    current.state = move.target
    current.edition += 1
    current.save()
    Step.objects.create(
        consultation=current, by=by, from_state=move.source, to_state=move.target, reason=reason.strip()
    )
    details = {"from": str(move.source), "to": str(move.target)}
    if current.closes_on != before:
        details["closes_on"] = f"{before} → {current.closes_on}"
    write_about(current, by, details, verb=move.permission, reason=reason.strip())
    return current


def _refuse_unsaid(consultation: Consultation, move: Move, reason: str, closes_on: date | None) -> None:
    if "reason" in move.needs and not reason.strip():
        raise Refused(_("Say why; everybody reads it."), field="reason")
    if "closes_on" not in move.needs:
        return
    if closes_on is None or closes_on <= consultation.closes_on or closes_on < day_at(consultation.agency):
        raise Refused(
            _("Choose a last day that is later than the one there is, and not past."), field="closes_on"
        )
    if (closes_on - consultation.closes_on).days > LONGEST_EXTENSION:
        raise Refused(
            _("Leave it open for at most %(days)d days longer at once.") % {"days": LONGEST_EXTENSION},
            field="closes_on",
        )


def _refuse_own(consultation: Consultation, move: Move, by: User) -> None:
    """Refuse whoever handed in the answers, with any account and in any lent role."""
    handed_in = consultation.steps.filter(to_state=move.source).last()
    accounts = answerable(by, move.permission, consultation.agency)
    if handed_in is not None and handed_in.by_id in accounts | own_accounts(accounts):
        raise Refused(_("You handed in these answers. Somebody else publishes them."))


def _arrive(consultation: Consultation, move: Move, closes_on: date | None) -> None:
    """Do what belongs to the state that it comes to."""
    if move.target == S.OPEN:
        consultation.opened_at = timezone.now()
        consultation.opens_on = day_at(consultation.agency)
        # all of them now: a row that came with an answer would tell when that was
        Tally.objects.bulk_create(
            Tally(consultation=consultation, question=question, answer=answer)
            for question, answers in CHOICES.items()
            for answer in answers
        )
        Passage.objects.bulk_create(
            Passage(
                consultation=consultation,
                number=number,
                part=paragraph.part,
                heading=paragraph.heading[:300],
                text=paragraph.text,
            )
            for number, paragraph in enumerate(paragraphs_of(consultation), start=1)
        )
    elif move.target == S.EXTENDED and closes_on is not None:
        days = consultation.answers_by - consultation.closes_on  # who answers keeps as much time as before
        consultation.closes_on = closes_on
        consultation.answers_by = closes_on + days
    elif move.target == S.RESPONSES_PUBLISHED:
        consultation.answered_at = timezone.now()
