"""Which rules bind an agency, from which day to which. The caller has checked permission."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.ledger.actions import take_turn
from muster.ledger.lines import correct_line, overlapping, withdraw_line
from muster.ledger.refusals import Refused
from muster.roster.models import Agency
from muster.standards.models import Adoption
from muster.standards.rulebook import is_in, whole_rulebook

P = Permission


@transaction.atomic
def adopt_rules(*, agency: Agency, rules: str, start: date, by: User, end: date | None = None) -> Adoption:
    """Let an agency be judged by a rule set (``us-or``) or one requirement from a day on.

    Raises Refused for rules that the rulebook does not have, and where they bind the agency on some of those days.
    """
    take_turn()
    if not is_in(whole_rulebook(), rules):
        raise Refused(_("The rulebook has no rules of this name. Choose one of the list."), field="rules")
    line = Adoption(agency=agency, rules=rules, start=start, end=end, known_by=by)
    line.full_clean()
    _refuse_twice(line)
    line.save()
    write_deed(
        verb=P.STANDARDS_RULEBOOK_ADOPT,
        subject=line,
        by=by,
        agency=agency,
        details={"rules": rules, "start": start, "end": end},
    )
    return line


@transaction.atomic
def end_adoption(*, adoption: Adoption, end: date, by: User, reason: str) -> Adoption:
    """Let rules bind an agency up to a day and no longer. Raises Refused, AlreadyReplaced."""
    if end < adoption.start:
        raise Refused(
            _("They would end before they began. To undo an adoption, take it back instead."), field="end"
        )
    following = correct_line(adoption, by=by, reason=reason, end=end)
    write_deed(
        verb=P.STANDARDS_RULEBOOK_ADOPT,
        subject=following,
        by=by,
        agency=following.agency,
        reason=reason,
        details={"replaces": adoption.pk, "rules": adoption.rules, "end": end},
    )
    return following


@transaction.atomic
def withdraw_adoption(*, adoption: Adoption, by: User, reason: str) -> Adoption:
    """Take an adoption back, as if it had never been. Raises Refused, AlreadyReplaced."""
    following = withdraw_line(adoption, by=by, reason=reason)
    write_deed(
        verb=P.STANDARDS_RULEBOOK_ADOPT,
        subject=following,
        by=by,
        agency=following.agency,
        reason=reason,
        details={"withdraws": adoption.pk, "rules": adoption.rules},
    )
    return following


def _refuse_twice(line: Adoption) -> None:
    others = Adoption.lines.standing().filter(
        overlapping(low=line.start, high=line.end or date.max), agency=line.agency, rules=line.rules
    )
    if others.exists():
        raise Refused(_("These rules bind the agency on some of these days already."), field="start")
