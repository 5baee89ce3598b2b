"""What is due when after somebody was away: certificate, report, sharing, teaching, claim. Computed, never stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _

from muster.events.enums import EventKind
from muster.events.models import Request

FRIDAY = 4


class Due(models.TextChoices):
    """What can be due."""

    CERTIFICATE = "certificate", _("certificate")
    REPORT = "report", _("report")
    SHARE = "share", _("sharing")
    TEACH = "teach", _("teach the class here")
    CLAIM = "claim", _("expense claim")


def back_on(request: Request) -> date | None:
    """Return the day somebody came back, where the agency is; without travel the last day of the event."""
    if request.returns_at is not None:
        return request.returns_at.astimezone(ZoneInfo(request.agency.time_zone)).date()
    return request.event.ends_on


def workdays_after(day: date, number: int) -> date:
    """Return the day that lies a number of working days (Monday to Friday) after a day; holidays are not known."""
    while number > 0:
        day += timedelta(days=1)
        number -= day.weekday() <= FRIDAY
    return day


@dataclass(frozen=True)
class Deadline:
    """One thing that is due on a day."""

    what: Due
    on: date


def deadlines_of(request: Request) -> list[Deadline]:
    """Return what is due after a request's return by its policy, the first first; none without a return or a policy."""
    back, policy = back_on(request), request.policy
    if back is None or policy is None:
        return []
    share = request.share_by or back + timedelta(days=policy.share_days)
    found = [
        Deadline(Due.CERTIFICATE, back + timedelta(days=policy.certificate_days)),
        Deadline(Due.REPORT, workdays_after(back, policy.report_workdays)),
        Deadline(Due.SHARE, min(share, back + timedelta(days=policy.share_days))),
        Deadline(Due.CLAIM, back + timedelta(days=policy.claim_days)),
    ]
    if request.event.kind == EventKind.TRAIN_THE_TRAINER:
        found.append(Deadline(Due.TEACH, back + timedelta(days=policy.teach_days)))
    return sorted(found, key=lambda deadline: (deadline.on, deadline.what))
