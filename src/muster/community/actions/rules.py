"""Which lesson plans need a consultation, from which day on."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.community.models import ConsultationRule
from muster.ledger.lines import correct_line
from muster.roster.models import Agency

P = Permission


@transaction.atomic
def write_rule(*, agency: Agency, by: User, **fields: Any) -> ConsultationRule:
    """Write a rule. Consultations that are open keep the rules of the day they opened. Raises ValidationError."""
    rule = ConsultationRule(agency=agency, known_by=by, **fields)
    rule.full_clean(exclude=["known_by", "replaces"])
    rule.save(force_insert=True)
    details = {"topics": rule.topics, "groups": rule.groups, "days_open": rule.days_open}
    write_deed(verb=P.COMMUNITY_RULE_WRITE, subject=rule, by=by, agency=agency, details=details)
    return rule


@transaction.atomic
def end_rule(*, rule: ConsultationRule, end: date, reason: str, by: User) -> ConsultationRule:
    """Let a rule hold to a last day. Raises Refused without a reason, AlreadyReplaced, ValidationError."""
    made = correct_line(rule, by=by, reason=reason, end=end)
    write_deed(
        verb=P.COMMUNITY_RULE_WRITE,
        subject=made,
        by=by,
        agency=rule.agency,
        reason=reason.strip(),
        details={"end": end.isoformat()},
    )
    return made
