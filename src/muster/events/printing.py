"""The sessions that somebody checked in to, with their hours, as a page to hand in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import typst
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from muster.events.models import Attendee, CheckIn
from muster.records.printing import hours

_TEMPLATE = Path(__file__).with_name("check_ins.typ")


def check_ins_as_pdf(attendee: Attendee) -> bytes:
    """Print what somebody checked in to. It says how each was proven, and that it is no certificate of the provider."""
    data = {
        "language": (get_language() or "en")[:2],
        "words": _words(),
        "about": _about(attendee),
        "name": str(attendee.person),
        **_rows(attendee, attendee.check_ins.select_related("session")),
    }
    return typst.compile(_TEMPLATE.read_bytes(), sys_inputs={"data": json.dumps(data)})


def _words() -> dict[str, Any]:
    return {
        "title": _("Sessions attended"),
        "none": _("Nobody checked in."),
        "total": _("Hours in all"),
        "columns": [_("When"), _("Session"), _("Hours"), _("Proven by")],
        "note": _(
            "Written from check-ins on the attendee's phone. It lists sessions and hours; it is not the provider's "
            "certificate."
        ),
        "made": _("Printed on %(day)s") % {"day": date_format(timezone.localtime(), "j M Y, H:i")},
    }


def _about(attendee: Attendee) -> list[list[str]]:
    event = attendee.request.event
    days = " – ".join(date_format(day, "j M Y") for day in (event.starts_on, event.ends_on) if day)
    told = (
        (_("Event"), event.title),
        (_("Provider"), str(event.provider or "")),
        (_("Certification number"), event.certification_number),
        (_("Days"), days),
        (_("Place"), ", ".join(part for part in (event.venue, event.city, event.region) if part)),
        (_("Agency"), str(attendee.request.agency)),
        (
            _("Credit"),
            "; ".join(
                f"{credit.jurisdiction}: {hours(credit.minutes)} {credit.number}".strip()
                for credit in event.credits.all()
            ),
        ),
    )
    return [[label, value] for label, value in told if value]


def _rows(attendee: Attendee, seen: Sequence[CheckIn] | Any) -> dict[str, Any]:
    zone = ZoneInfo(attendee.request.event.time_zone or attendee.request.agency.time_zone)
    found = list(seen)
    rows = [
        {
            "when": date_format(each.at.astimezone(zone), "j M Y, H:i"),
            "title": each.title,
            "hours": hours(each.minutes) if each.minutes else "–",
            "proof": _("photograph")
            if each.photo_id and not each.code
            else _("code %(code)s") % {"code": each.code},
        }
        for each in found
    ]
    return {"rows": rows, "total": hours(sum(each.minutes for each in found))}
