"""For how many people a bulletin is."""

from __future__ import annotations

from django.utils import timezone

from muster.events.models import Bulletin
from muster.ledger.lines import on_day
from muster.roster.models import Appointment, Assignment


def readers_wanted(bulletin: Bulletin) -> int:
    """Return how many people a bulletin is for today: those of its unit and the units below, or of the whole agency."""
    today = on_day(timezone.localdate())
    if bulletin.unit is not None:
        posted = Assignment.lines.standing().filter(today, unit__path__startswith=bulletin.unit.path)
        return posted.values("person").distinct().count()
    employed = Appointment.lines.standing().filter(today, agency=bulletin.agency_id)
    return employed.values("person").distinct().count()
