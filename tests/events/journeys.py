"""A request with a journey of three days to Rivermouth, whose rates are made by hand (tests/core/travel/files.py)."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from tests.cast import Cast
from tests.core.travel.files import files
from tests.events.stories import Story, ask, begin

from muster.core.travel.load import read_rates
from muster.events.actions.rates import keep_rates
from muster.events.models import Request

#: 97001 lies in Rivermouth: lodging 150, meals 80 (60 on the first and last day) in January.
FIRST, LAST = date(2026, 1, 14), date(2026, 1, 16)


def load(cast: Cast) -> None:
    """Load the rates for Millbrook."""
    rates = read_rates(files(), "GSA, fiscal year 2026")
    keep_rates(agency=cast.millbrook, rates=rates, sha256="0" * 64, by=cast.user["fay"])


def journey(cast: Cast, *others: str, zip_code: str = "97001", **limits: Any) -> tuple[Story, Request]:
    """Give a draft of Ada's, leaving on the 14th at six and back on the 16th at eight in the evening."""
    story = begin(cast, **limits)
    event = story.event
    event.starts_on, event.ends_on, event.zip = FIRST, LAST, zip_code
    event.minutes, event.time_zone = 24 * 60, "America/Los_Angeles"
    event.save()
    request = ask(story, "ada", *others, cents=1)
    request.costs.all().delete()
    zone = ZoneInfo("America/Los_Angeles")
    request.departs_at = datetime.combine(FIRST, time(6), zone)
    request.returns_at = datetime.combine(LAST, time(20), zone)
    request.save()
    return story, request
