"""Waivers and extensions: one person proposes, another decides. The caller has checked permission."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.accounts.access import answerable, lenders_at
from muster.accounts.deeds import lenders_then, write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.ledger.actions import take_turn
from muster.ledger.lines import on_day
from muster.ledger.refusals import Refused
from muster.roster.access import LENDERS_OWN, WRITTEN_IN_YOUR_PLACE, own_accounts, own_keys
from muster.roster.models import Agency, Assignment, Person
from muster.roster.queries import identities_of
from muster.standards.enums import Decision
from muster.standards.models import Excuse
from muster.standards.rulebook import whole_rulebook

P = Permission


@transaction.atomic
def propose_excuse(
    *,
    agency: Agency,
    person: Person,
    kind: str,
    requirement: str,
    start: date,
    end: date,
    reason: str,
    by: User,
) -> Excuse:
    """Ask that somebody be excused from a requirement for some days, or have until a day. Nothing changes yet.

    Raises Refused for a requirement that the rulebook does not have, and where the same already waits.
    """
    take_turn()
    if requirement not in whole_rulebook().requirements:
        raise Refused(_("The rulebook has no such requirement. Choose from the list."), field="requirement")
    excuse = Excuse(
        agency=agency,
        person=person,
        kind=kind,
        requirement=requirement,
        start=start,
        end=end,
        reason=reason.strip(),
        proposed_by=by,
    )
    excuse.full_clean()
    same = Excuse.objects.filter(
        agency=agency, person=person, kind=kind, requirement=requirement, decision=Decision.PROPOSED
    )
    if same.exists():
        raise Refused(_("The same waits for a decision already. Withdraw that first to change it."))
    excuse.save()
    _write_down(excuse, P.STANDARDS_WAIVER_PROPOSE, by, excuse.reason, requirement=requirement, kind=kind)
    return excuse


@transaction.atomic
def decide_excuse(*, excuse: Excuse, granted: bool, note: str, by: User) -> Excuse:
    """Grant or refuse. From the moment it is granted the standing is judged with it.

    Raises Refused for who proposed it or is excused by it, without words, and where it was decided meanwhile.
    """
    found = _locked(excuse)
    if found.decision != Decision.PROPOSED:
        raise Refused(_("Somebody decided this already, or it was withdrawn. Look at what it says now."))
    _refuse_first_person(found, by)
    if not note.strip():
        raise Refused(_("Say why it is decided so; the words stay beside the decision."), field="note")
    found.decision = Decision.GRANTED if granted else Decision.REFUSED
    found.decided_by, found.decided_at, found.decision_note = by, timezone.now(), note.strip()
    found.full_clean()
    found.save()
    _write_down(found, P.STANDARDS_WAIVER_DECIDE, by, found.decision_note, decision=found.decision)
    return found


@transaction.atomic
def withdraw_excuse(*, excuse: Excuse, by: User) -> Excuse:
    """Take back what one proposed oneself, as long as nobody has decided."""
    found = _locked(excuse)
    if found.decision != Decision.PROPOSED:
        raise Refused(_("Somebody decided this already. What was granted can be ended instead."))
    if found.proposed_by_id != by.pk:
        raise Refused(_("Only who proposed this can withdraw it. You can refuse it instead."))
    found.decision = Decision.WITHDRAWN
    found.save()
    _write_down(found, P.STANDARDS_WAIVER_PROPOSE, by, "", decision=found.decision)
    return found


@transaction.atomic
def end_excuse(*, excuse: Excuse, by: User, reason: str) -> Excuse:
    """End what was granted: it holds up to today, and what it excused until now stays excused."""
    found = _locked(excuse)
    if found.decision != Decision.GRANTED:
        raise Refused(_("Only what was granted, and has not ended, can be ended."))
    if found.person_id in own_keys([by.pk]):
        raise Refused(_("This is about you, so somebody else has to decide."))
    if found.person_id in own_keys(answerable(by, P.STANDARDS_WAIVER_DECIDE, found.agency)):
        raise Refused(LENDERS_OWN)
    if not reason.strip():
        raise Refused(_("Say why it ends; the reason stays in the history."), field="reason")
    found.decision, found.ended_at = Decision.ENDED, timezone.now()
    found.save()
    _write_down(found, P.STANDARDS_WAIVER_DECIDE, by, reason.strip(), decision=found.decision)
    return found


def _refuse_first_person(excuse: Excuse, by: User) -> None:
    """Raise Refused for who proposed it or is excused by it, and across a loan between the two."""
    deciding = answerable(by, P.STANDARDS_WAIVER_DECIDE, excuse.agency)
    if excuse.proposed_by_id in own_accounts([by.pk]):
        raise Refused(_("You proposed this yourself, so somebody else has to decide."))
    if excuse.person_id in own_keys([by.pk]):
        raise Refused(_("This is about you, so somebody else has to decide."))
    if excuse.proposed_by_id in own_accounts(deciding) or excuse.person_id in own_keys(deciding):
        raise Refused(LENDERS_OWN)
    if own_accounts([by.pk]) & lenders_then(Excuse, [excuse.pk], (P.STANDARDS_WAIVER_PROPOSE,))[excuse.pk]:
        raise Refused(WRITTEN_IN_YOUR_PLACE)


def _lender(excuse: Excuse, verb: Permission, by: User) -> User | None:
    """Return in whose place somebody acts on another's waiver: what everybody may do for themselves gives no power there."""
    if excuse.person_id in own_keys([by.pk]):
        return None
    posts = Assignment.lines.standing().filter(
        on_day(timezone.localdate()), identities_of(excuse.person), unit__agency=excuse.agency
    )
    post = posts.select_related("unit").first()
    return next(iter(lenders_at(by, verb, excuse.agency, post.unit if post else None)), None)


def _locked(excuse: Excuse) -> Excuse:
    """Read it anew and keep it from others until the end of the transaction."""
    return Excuse.objects.select_for_update(of=("self",)).select_related("person__same_as").get(pk=excuse.pk)


def _write_down(excuse: Excuse, verb: Permission, by: User, reason: str, **details: object) -> None:
    write_deed(
        on_behalf_of=_lender(excuse, verb, by),
        verb=verb,
        subject=excuse,
        by=by,
        agency=excuse.agency,
        reason=reason,
        details={"person": excuse.person_id, **details},
    )
