"""Claims: what an attendee advanced, with receipts, reviewed by finance, paid, settled. Every amount is whole cents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from muster.accounts.access import answerable_at
from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.events.actions.costs import refuse_fund
from muster.events.actions.moves import advance_request
from muster.events.actions.turns import ChangedMeanwhile, lock_request, refuse_never_approved
from muster.events.enums import PAY_KINDS, ClaimState, CostKind, CostStage, MealRule, RequestState
from muster.events.models import Attendee, Claim, ClaimLine, CostLine, Fund, Receipt, Repayment, Request
from muster.events.queries.claims import meal_rule_of, meals_to_claim
from muster.files.models import StoredFile
from muster.ledger.refusals import Refused
from muster.roster.access import own_keys

P = Permission
C = ClaimState
OPEN_CLAIMS = (C.ADVANCE, C.DRAFT, C.RETURNED)
#: What payroll and the provider settle with the agency, and what comes back.
NOT_SPENT = (*PAY_KINDS, CostKind.REIMBURSEMENT, CostKind.CANCELLATION)


@dataclass(frozen=True)
class Spent:
    """One expense as its claimant writes it."""

    kind: str
    day: date
    cents: int
    text: str = ""
    by_agency: bool = False
    no_receipt_reason: str = ""


@transaction.atomic
def advance_money(*, attendee: Attendee, cents: int, by: User) -> Claim:
    """Write down money that somebody was given before they left. It is taken off what is paid in the end."""
    request = lock_request(attendee.request)
    _refuse_early(request)
    _refuse_own(attendee, request, by)
    claim = Claim.objects.filter(attendee=attendee).first() or Claim(attendee=attendee, state=C.ADVANCE)
    if claim.state not in OPEN_CLAIMS:
        raise Refused(_("This claim is handed in already."))
    claim.advance_cents += cents
    _save(claim)
    write_deed(
        verb=P.EVENTS_CLAIM_DECIDE, subject=claim, by=by, agency=request.agency, details={"advance": cents}
    )
    return claim


@transaction.atomic
def add_expense(
    *, attendee: Attendee, spent: Spent, by: User, receipt: tuple[StoredFile, str] | None = None
) -> ClaimLine:
    """Add one expense to the claim of an attendee, which begins with the first. Raises Refused once it is handed in.

    ``receipt`` is a file of the store and its name.
    """
    request = lock_request(attendee.request)
    _refuse_early(request)
    _refuse_unclaimable(spent)
    claim = Claim.objects.filter(attendee=attendee).first() or Claim(attendee=attendee)
    _refuse_handed_in(claim)
    if claim.state == C.ADVANCE:
        claim.state = C.DRAFT
    _save(claim)
    line = ClaimLine(claim=claim, **vars(spent))
    line.full_clean()
    line.save()
    details: dict[str, Any] = {"line": line.pk, "cents": line.cents}
    if receipt is not None:
        _hang(line, *receipt, by)
        details["file"] = receipt[0].sha256
    _write(claim, by, details, request.agency)
    return line


@transaction.atomic
def claim_meals(*, attendee: Attendee, by: User) -> Claim:
    """Take the meals of the policy into the claim, a line for each day that has none. They need no receipt.

    Raises Refused where the policy pays meals by receipt, and where nothing is left to take.
    """
    request = lock_request(attendee.request)
    _refuse_early(request)
    claim = Claim.objects.filter(attendee=attendee).first() or Claim(attendee=attendee)
    _refuse_handed_in(claim)
    days = meals_to_claim(attendee)
    if not days:
        raise Refused(_("There are no meals to take over, or they stand in the claim already."))
    if claim.state == C.ADVANCE:
        claim.state = C.DRAFT
    _save(claim)
    for day, cents in days.items():
        line = ClaimLine(claim=claim, kind=CostKind.MEALS, day=day, cents=cents, text=str(_("by the policy")))
        line.full_clean()
        line.save()
    _write(claim, by, {"meals": {day.isoformat(): cents for day, cents in days.items()}}, request.agency)
    return claim


@transaction.atomic
def drop_expense(*, line: ClaimLine, by: User) -> Claim:
    """Take an expense off a claim that is not handed in. Its receipts go with it; the files stay in the store."""
    request = lock_request(line.claim.attendee.request)
    claim = Claim.objects.get(pk=line.claim_id)
    _refuse_handed_in(claim)
    key = line.pk
    line.receipts.all().delete()
    line.delete()
    _write(claim, by, {"dropped": key}, request.agency)
    return claim


@transaction.atomic
def attach_receipt(*, line: ClaimLine, file: StoredFile, name: str, by: User) -> Receipt:
    """Hang a receipt on an expense."""
    request = lock_request(line.claim.attendee.request)
    _refuse_handed_in(Claim.objects.get(pk=line.claim_id))
    receipt = _hang(line, file, name, by)
    _write(line.claim, by, {"line": line.pk, "file": file.sha256}, request.agency)
    return receipt


@transaction.atomic
def hand_in_claim(*, claim: Claim, by: User) -> Claim:
    """Hand a claim in. Raises Refused for an expense with neither receipt nor a reason for having none.

    Meals follow the policy: by the day they need neither; where they are paid by receipt only, a reason is none.
    """
    request = lock_request(claim.attendee.request)
    current = Claim.objects.select_related("attendee__request__policy").get(pk=claim.pk)
    _refuse_handed_in(current)
    _refuse_bare(current)
    current.state, current.claimed_at, current.answer = C.CLAIMED, timezone.now(), ""
    _save(current)
    _write(current, by, {"state": current.state, "cents": claimed_by(current)}, request.agency)
    return current


@transaction.atomic
def review_claim(
    *,
    claim: Claim,
    allowed: Mapping[int, tuple[int, str]],
    by: User,
    edition: int,
    answer: str = "",
    send_back: bool = False,
) -> Claim:
    """Say of every expense (by key) how many cents are allowed, and why less; or send the claim back with a reason.

    Raises Refused for one's own, for a line that is not said, and for more than was claimed; ChangedMeanwhile.
    """
    request = lock_request(claim.attendee.request)
    current = Claim.objects.select_related("attendee").get(pk=claim.pk)
    if current.edition != edition:
        raise ChangedMeanwhile(current)
    if current.state != C.CLAIMED:
        raise Refused(_("This claim does not wait for a review."))
    _refuse_own(current.attendee, request, by)
    if send_back:
        if not answer.strip():
            raise Refused(_("Say what is missing."), field="answer")
        current.state, current.answer = C.RETURNED, answer.strip()
    else:
        for line in current.lines.all():
            if line.pk not in allowed:
                raise Refused(_("Say of every expense how much is allowed."))
            line.allowed_cents, line.cut_reason = allowed[line.pk]
            line.full_clean()
            line.save()
        current.state, current.reviewed_by, current.answer = C.REVIEWED, by, answer.strip()
    _save(current)
    details = {"state": current.state, "allowed": allowed_by(current)}
    write_deed(
        verb=P.EVENTS_CLAIM_DECIDE,
        subject=current,
        by=by,
        agency=request.agency,
        reason=answer.strip(),
        details=details,
    )
    return current


@transaction.atomic
def pay_claim(*, claim: Claim, paid_on: date, funds: Mapping[str, Fund | None], by: User) -> Claim:
    """Write down that a reviewed claim was paid, which settles it: what was allowed, less the advance.

    What was allowed becomes actual cost, of each kind from the fund named for it. Raises Refused for one's own and for
    a claim that nobody has reviewed.
    """
    request = lock_request(claim.attendee.request)
    current = Claim.objects.select_related("attendee").get(pk=claim.pk)
    if current.state != C.REVIEWED:
        raise Refused(_("This claim is not reviewed, or it is paid already."))
    _refuse_own(current.attendee, request, by)
    for line in current.lines.all():
        fund = funds.get(line.kind)
        refuse_fund(fund, line.kind, request)
        CostLine.objects.create(
            request=request,
            attendee=current.attendee,
            stage=CostStage.ACTUAL,
            kind=line.kind,
            text=line.text,
            day=line.day,
            cents=line.allowed_cents or 0,
            fund=fund,
        )
    current.state, current.paid_on, current.paid_cents = C.SETTLED, paid_on, owed_to(current)
    _save(current)
    write_deed(
        verb=P.EVENTS_CLAIM_DECIDE,
        subject=current,
        by=by,
        agency=request.agency,
        details={"paid_on": paid_on, "cents": current.paid_cents},
    )
    advance_request(request=request)
    return current


@transaction.atomic
def agree_repayment(
    *, attendee: Attendee, cents: int, start: date, schedule: list[tuple[date, int]], by: User, **fields: Any
) -> Repayment:
    """Write down a repayment agreement as it was signed. It decides nothing.

    ``schedule``: from which day how many cents are still owed, falling to zero. Raises Refused where it does not.
    """
    request = lock_request(attendee.request)
    days = [day for day, _owed in schedule]
    owed = [cents, *(left for _day, left in schedule)]
    if (
        not schedule
        or days != sorted(set(days))
        or owed != sorted(owed, reverse=True)
        or owed[-1] != 0
        or days[0] < start
    ):
        raise Refused(
            _("The schedule names later and later days, less and less money, and ends with nothing owed."),
            field="schedule",
        )
    agreement = Repayment(
        attendee=attendee,
        cents=cents,
        start=start,
        schedule=[[day.isoformat(), left] for day, left in schedule],
        **fields,
    )
    agreement.full_clean()
    agreement.save()
    write_deed(
        verb=P.EVENTS_FUND_WRITE,
        subject=agreement,
        by=by,
        agency=request.agency,
        details={"cents": cents, "start": start},
    )
    return agreement


def balance_of(agreement: Repayment, day: date) -> int:
    """Return what would be owed on a day by the agreement's own schedule."""
    owed = agreement.cents if day >= agreement.start else 0
    for from_day, left in agreement.schedule:
        if day >= date.fromisoformat(from_day):
            owed = left
    return owed


def claimed_by(claim: Claim) -> int:
    """Return what a claim asks for: the expenses that the agency did not pay itself."""
    return claim.lines.filter(by_agency=False).aggregate(cents=Sum("cents"))["cents"] or 0


def allowed_by(claim: Claim) -> int:
    """Return what is allowed of what the claimant paid."""
    return claim.lines.filter(by_agency=False).aggregate(cents=Sum("allowed_cents"))["cents"] or 0


def owed_to(claim: Claim) -> int:
    """Return what is to be paid: what is allowed, less the advance. Below zero: the claimant gives back."""
    return allowed_by(claim) - claim.advance_cents


def _hang(line: ClaimLine, file: StoredFile, name: str, by: User) -> Receipt:
    receipt = Receipt(line=line, file=file, name=name, added_by=by)
    receipt.full_clean()
    receipt.save()
    return receipt


def _refuse_early(request: Request) -> None:
    refuse_never_approved(request)
    if request.state == RequestState.CLOSED:
        raise Refused(_("This request is closed, and everything was settled by then."))


def _refuse_unclaimable(spent: Spent) -> None:
    if spent.kind in NOT_SPENT:
        raise Refused(_("Nobody pays this out of their own pocket. Choose another kind."), field="kind")


def _refuse_handed_in(claim: Claim) -> None:
    if claim.state not in OPEN_CLAIMS:
        raise Refused(_("This claim is handed in already. Ask for it back to change it."))


def _refuse_bare(claim: Claim) -> None:
    bare = claim.lines.filter(receipts__isnull=True)
    if meal_rule_of(claim.attendee) == MealRule.RECEIPTS:
        meal = bare.filter(kind=CostKind.MEALS, by_agency=False).first()
        if meal is not None:
            raise Refused(
                _("Meals are paid by receipt only. Attach the receipt of %(day)s, or take the line off.")
                % {"day": date_format(meal.day, "j M Y")}
            )
    else:
        bare = bare.exclude(kind=CostKind.MEALS)
    line = bare.filter(no_receipt_reason="").first()
    if line is not None:
        raise Refused(
            _("%(what)s of %(day)s has no receipt. Attach it, or say why there is none.")
            % {"what": line.get_kind_display(), "day": date_format(line.day, "j M Y")}
        )


def _refuse_own(attendee: Attendee, request: Request, by: User) -> None:
    accounts = answerable_at(by, P.EVENTS_CLAIM_DECIDE, request.agency, request.unit)
    if attendee.person_id in own_keys(accounts):
        raise Refused(_("This money is your own. Somebody else decides about it."))


def _save(claim: Claim) -> None:
    claim.edition += 1
    claim.full_clean(exclude=["attendee"])
    claim.save()


def _write(claim: Claim, by: User, details: dict[str, Any], agency: Any) -> None:
    write_deed(verb=P.EVENTS_REQUEST_WRITE, subject=claim, by=by, agency=agency, details=details)
