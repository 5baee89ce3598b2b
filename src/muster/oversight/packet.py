"""The packet for a meeting, in the reader's language: where everything stands, what changed, what is overdue."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from muster.oversight.enums import RecommendationState
from muster.oversight.queries.meeting import Meeting
from muster.oversight.queries.register import Changed

_TEMPLATE = Path(__file__).with_name("packet.typ")
S = RecommendationState


def as_pdf(told: Meeting) -> bytes:
    """Print the packet."""
    return typst.compile(_TEMPLATE.read_bytes(), sys_inputs={"data": json.dumps(_data(told))})


def _data(told: Meeting) -> dict[str, Any]:
    return {
        "language": (get_language() or "en")[:2],
        "words": _words(told),
        "counts": [[str(S(state).label), str(told.counts[state])] for state in S if state in told.counts],
        "changed": [_changed(each) for each in told.changed],
        "overdue": [
            [_name(each), str(each.issuer), str(each.get_state_display()), _day(each.due_on), each.owner]  # type: ignore[attr-defined]  # annotate_due
            for each in told.overdue
        ],
        "waiting": [[_name(each), str(each.issuer), each.owner] for each in told.waiting],
    }


def _words(told: Meeting) -> dict[str, Any]:
    return {
        "title": _("Recommendations"),
        "since": _("What changed since %(day)s") % {"day": _day(told.since)},
        "none": _("Nothing."),
        "stand": _("Where they stand"),
        "overdue": _("Overdue"),
        "waiting": _("Reported as implemented, to be verified"),
        "overdue_columns": [_("Recommendation"), _("Issuer"), _("State"), _("Was due on"), _("Owner")],
        "waiting_columns": [_("Recommendation"), _("Issuer"), _("Owner")],
        "note": _(
            "Reported is the department's word; verified is the issuer's. Overdue as of the day of printing."
        ),
        "made": _("Printed on %(day)s") % {"day": date_format(timezone.localtime(), "j M Y, H:i")},
    }


def _changed(each: Changed) -> dict[str, Any]:
    asked = each.asked
    now = str(asked.get_state_display())
    moved = _("new: %(now)s") % {"now": now} if each.is_new else f"{each.stood} → {now}"
    return {
        "name": _name(asked),
        "issuer": str(asked.issuer),
        "moved": moved if each.moved else now,
        "lines": [
            " · ".join(
                part
                for part in (
                    _day(timezone.localdate(line.at)),
                    str(line.get_side_display()),
                    line.title,
                    line.words,
                )
                if part
            )
            for line in each.changes
        ],
    }


def _name(asked: Any) -> str:
    return f"{asked.number} {asked.title}"


def _day(day: Any) -> str:
    return date_format(day, "j M Y")
