"""How recommendations look in lists and on their page: tone of a state, what is late, history in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format

from muster.oversight.enums import ChangeKind, RecommendationState
from muster.oversight.models import Change, Link, Recommendation

S = RecommendationState
TONES: Final[dict[str, str]] = {
    S.ACCEPTED: "info",
    S.PARTLY: "info",
    S.DECLINED: "off",
    S.IN_PROGRESS: "info",
    S.VERIFIED_IMPLEMENTED: "good",
    S.VERIFIED_PARTIAL: "warn",
    S.NOT_IMPLEMENTED: "bad",
    S.CLOSED: "off",
}


def tone_of(state: str) -> str:
    """Return the tone in which a state is shown: what waits for somebody is ``wait``."""
    return TONES.get(state, "wait")


def shown(row: Any) -> Any:
    """Add to a recommendation how a list shows it: ``tone``, and ``is_late`` where ``due_on`` is known."""
    row.tone = tone_of(row.state)
    due: date | None = getattr(row, "due_on", None)
    row.is_late = due is not None and due < timezone.localdate()
    return row


@dataclass(frozen=True)
class Field:
    """One thing that a change set: what it was and what it is, in text."""

    label: str
    was: str
    now: str


def fields_of(change: Change) -> list[Field]:
    """Return what a change set, in words. Of a thing that was linked only the kind: not everybody may see which."""
    columns = {field.name: field.verbose_name for field in Recommendation._meta.concrete_fields}
    things = {field.name: field.verbose_name for field in Link._meta.concrete_fields}
    if change.kind in (ChangeKind.LINKED, ChangeKind.UNLINKED):
        return [Field(str(things[name]), "", "") for name in change.details]
    return [
        Field(str(columns[name]), _said(was), _said(now))
        for name, (was, now) in change.details.items()
        if name in columns and now != change.words
    ]


def _said(text: str) -> str:
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    return date_format(day, "j M Y") if day else text


def history_of(asked: Recommendation) -> list[dict[str, Any]]:
    """Return every change of a recommendation as the page tells it, the newest first; one query."""
    changes = asked.changes.select_related("by", "on_behalf_of").order_by("-at", "-pk")
    return [
        {
            "when": change.at,
            "title": change.title,
            "words": change.words,
            "fields": fields_of(change),
            "who": change.by,
            "for": change.on_behalf_of,
            "side": change.get_side_display(),
        }
        for change in changes
    ]
