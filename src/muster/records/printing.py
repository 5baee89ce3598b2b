"""The training file as a PDF, in the reader's language, with the fingerprint of its JSON on every page."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import typst
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from muster.records.models import Record
from muster.records.queries.transcript import TrainingFile, as_json, fingerprint, ledger_at, moment

_TEMPLATE = Path(__file__).with_name("transcript.typ")

#: Says where a lesson plan can be read; None: the list of plans is not wanted.
LinkOf = Callable[[Any], str]


def as_pdf(files: Sequence[TrainingFile], *, plan_link: LinkOf | None = None) -> bytes:
    """Print files, each person on a page of their own. With ``plan_link`` the plan versions taught are listed."""
    data = {
        "language": (get_language() or "en")[:2],
        "paper": "us-letter",
        "words": _words(),
        "fingerprint": fingerprint(as_json(files)),
        "ledger": _ledger(files),
        "as_of_line": _as_of(files[0]) if files else "",
        "people": [_person(file, plan_link) for file in files],
    }
    return typst.compile(_TEMPLATE.read_bytes(), sys_inputs={"data": json.dumps(data)})


def _words() -> dict[str, Any]:
    return {
        "title": _("Training file"),
        "page": _("Page"),
        "none": _("No training is recorded."),
        "plans": _("Lesson plans that were taught"),
        "fingerprint": _("Fingerprint of the data (SHA-256):"),
        "ledger": _("Last entry of the ledger:"),
        "not_advice": _("What the records say. Muster is not legal advice."),
        "columns": [_("Date"), _("Training"), _("Hours"), _("Outcome"), _("Status")],
    }


def _as_of(file: TrainingFile) -> str:
    return _("As of %(day)s, as it was known on %(moment)s (%(exact)s).") % {
        "day": _written(file.as_of),
        "moment": date_format(timezone.localtime(file.known_at), "j M Y, H:i"),
        "exact": moment(file.known_at),
    }


def _ledger(files: Sequence[TrainingFile]) -> str:
    last = ledger_at(files[0].known_at) if files else None
    return "–" if last is None else f"{last['number']} · {last['hash']}"


def _person(file: TrainingFile, plan_link: LinkOf | None) -> dict[str, Any]:
    plans = file.plans if plan_link else []
    return {
        "name": str(file.person),
        "about": _about(file),
        "records": [_record(record) for record in file.records],
        "total": _("Credit proven: %(hours)s") % {"hours": hours(file.minutes)},
        "plans": [{"title": str(plan), "url": plan_link(plan) if plan_link else ""} for plan in plans],
    }


def _about(file: TrainingFile) -> list[list[str]]:
    numbers = [f"{line.get_kind_display()} {line.value}" for line in file.identifiers]
    appointed = [f"{line.agency} ({_spell(line)})" for line in file.appointments]
    ranks = [f"{line.value} ({_spell(line)})" for line in file.facts if line.fact == "rank"]
    certificates = [
        f"{line.value or line.fact} ({_spell(line)})"
        for line in file.facts
        if line.fact in ("certificate", "licence", "card")
    ]
    told = (
        (_("Numbers"), numbers),
        (_("Appointments"), appointed),
        (_("Rank"), ranks),
        (_("Certificates"), certificates),
    )
    return [[str(label), "; ".join(values)] for label, values in told if values]


def _record(record: Record) -> dict[str, str]:
    return {
        "day": _written(record.completed_on) if record.completed_on else _("no date"),
        "title": record.title,
        "detail": " · ".join(filter(None, _details(record))),
        "hours": hours(record.minutes) if not record.unit else f"{record.minutes / 60:g} {record.unit}",
        "outcome": str(record.get_outcome_display()),
        "status": str(record.get_status_display()),
    }


def _details(record: Record) -> list[str]:
    return [
        record.course.code if record.course else "",
        record.provider,
        record.get_delivery_display() if record.delivery else "",
        record.item,
        _("lesson plan version %(version)d") % {"version": record.plan.version} if record.plan else "",
        _("score %(score)s %%") % {"score": record.score} if record.score is not None else "",
        _("valid until %(day)s") % {"day": _written(record.expires_on)} if record.expires_on else "",
    ]


def _spell(line: Any) -> str:
    start = _written(line.start) if line.start else "…"
    return f"{start} – {_written(line.end) if line.end else '…'}"


def _written(day: Any) -> str:
    return date_format(day, "j M Y")


def hours(minutes: int) -> str:
    """Say whole minutes as people do: 90 is ``1 h 30 min``."""
    whole, rest = divmod(minutes, 60)
    if not whole:
        return _("%(minutes)d min") % {"minutes": rest}
    if not rest:
        return _("%(hours)d h") % {"hours": whole}
    return _("%(hours)d h %(minutes)d min") % {"hours": whole, "minutes": rest}
