"""The agency's own word on how long its records are kept."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.ledger.actions import take_turn
from muster.ledger.refusals import Refused
from muster.records.models import OwnPeriod
from muster.records.retention import law_of
from muster.roster.models import Agency


@transaction.atomic
def set_own_period(*, agency: Agency, years: int | None, reason: str, by: User) -> OwnPeriod:
    """Keep an agency's records for so many years after a person's last day; None: as the law says.

    The caller has checked ``records:retention:set``. Raises Refused without a reason, and for a period that is not
    longer than the law's: what the law asks for is kept in any case.
    """
    take_turn()
    if not reason.strip():
        raise Refused(_("Say why the agency keeps its records so long."), field="reason")
    law = law_of(agency.jurisdiction)
    if years is not None and law is not None and law.years is not None and years <= law.years:
        raise Refused(
            _(
                "The law asks for %(years)d years already. Give a longer period, or leave it empty for the law's."
            )
            % {"years": law.years},
            field="years",
        )
    period = OwnPeriod.objects.filter(agency=agency).first() or OwnPeriod(agency=agency)
    before, period.years, period.reason, period.set_by = period.years, years, reason.strip(), by
    period.full_clean()
    period.save()
    write_deed(
        verb=Permission.RECORDS_RETENTION_SET,
        subject=period,
        by=by,
        agency=agency,
        reason=period.reason,
        details={"years": [before, years]},
    )
    return period
