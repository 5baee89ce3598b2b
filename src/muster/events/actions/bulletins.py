"""Bulletins: written from a report, published, and read. Who has read is counted; nobody is ranked by it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.events.actions.shares import readers_of
from muster.events.actions.turns import ChangedMeanwhile
from muster.events.bulletins import questions_of
from muster.events.enums import ReportState, ShareKind
from muster.events.models import Bulletin, BulletinReading, Report, Share
from muster.ledger.actions import take_turn
from muster.ledger.refusals import Refused
from muster.roster.models import Agency, Person

P = Permission
FIELDS: Final = ("title", "text", "questions", "unit", "share")


@transaction.atomic
def bulletin_from_report(*, report: Report, by: User) -> Bulletin:
    """Begin a bulletin with what an accepted report says: its key points and what we should change.

    It stands for the open duty to share of the report's author, which becomes a bulletin unless it is to teach.
    Raises Refused before the report is accepted.
    """
    take_turn()
    current = Report.objects.select_related("request__agency", "request__event").get(pk=report.pk)
    if current.state != ReportState.ACCEPTED:
        raise Refused(_("A bulletin is made of a report that is accepted."))
    share = _open_share(current)
    made = Bulletin(
        agency=current.request.agency,
        report=current,
        share=share,
        title=current.request.event.title,
        text="\n\n".join(part for part in (current.key_points, current.change, current.applies_to) if part),
        made_by=by,
    )
    made.full_clean()
    made.save()
    if share is not None and share.kind != ShareKind.BULLETIN:
        share.kind = ShareKind.BULLETIN
        share.save(update_fields=["kind"])
    _write(made, by, P.EVENTS_REQUEST_WRITE, {"report": current.pk, "share": share.pk if share else None})
    return made


@transaction.atomic
def write_bulletin(*, agency: Agency, by: User, **fields: Any) -> Bulletin:
    """Begin a bulletin from nothing. ``fields`` are those of ``FIELDS``. Raises Refused for unsound questions."""
    take_turn()
    made = Bulletin(agency=agency, made_by=by)
    _fill(made, fields)
    made.save()
    _write(made, by, P.EVENTS_REPORT_DECIDE, {"fields": sorted(fields)})
    return made


@transaction.atomic
def change_bulletin(*, bulletin: Bulletin, edition: int, by: User, **fields: Any) -> Bulletin:
    """Change a bulletin. Its questions stay once somebody has answered them.

    Raises Refused for that and for unsound questions, ChangedMeanwhile where ``edition`` is not the newest.
    """
    current = _locked(bulletin)
    if current.edition != edition:
        raise ChangedMeanwhile(current)
    asked_anew = "questions" in fields and fields["questions"] != current.questions
    if asked_anew and current.readings.exists():
        raise Refused(
            _("Somebody has answered these questions. Make a new bulletin to ask others."), "questions"
        )
    _fill(current, fields)
    current.edition += 1
    current.save()
    _write(current, by, P.EVENTS_REQUEST_WRITE, {"changed": sorted(fields)})
    return current


@transaction.atomic
def publish_bulletin(*, bulletin: Bulletin, edition: int, by: User) -> Bulletin:
    """Let everybody it is for read it. Raises Refused without a text or when it is out already, ChangedMeanwhile."""
    current = _locked(bulletin)
    if current.edition != edition:
        raise ChangedMeanwhile(current)
    if current.published_at is not None:
        raise Refused(_("This bulletin is published already."))
    if not current.text.strip():
        raise Refused(_("Write the text first."))
    current.published_at = timezone.now()
    current.edition += 1
    current.save(update_fields=["published_at", "edition"])
    _write(current, by, P.EVENTS_REPORT_DECIDE, {"published": True})
    return current


@transaction.atomic
def read_bulletin(
    *, bulletin: Bulletin, person: Person, answers: Sequence[int | None], by: User
) -> BulletinReading:
    """Write down that somebody has read a bulletin and what they answered, in the order of its questions.

    ``person`` is who ``by`` is: nobody reads for another. The number that its sharing reached follows. Raises Refused
    before it is published, where an answer is missing, and ValidationError the second time.
    """
    current = _locked(bulletin)
    if current.published_at is None:
        raise Refused(_("This bulletin is not published yet."))
    questions = questions_of(current.questions)
    given = [answer for answer in answers if answer is not None]
    if len(given) != len(questions):
        raise Refused(_("Answer every question."))
    right = sum(answer == question.right for answer, question in zip(given, questions, strict=True))
    made = BulletinReading(bulletin=current, person=person, right=right, of=len(questions))
    made.full_clean()
    made.save()
    _recount(current.share)
    _write(current, by, P.EVENTS_REPORT_READ, {"read": True})
    return made


def _recount(share: Share | None) -> None:
    """Keep the number of a sharing that is a bulletin: it grows with everybody who reads."""
    if share is not None and share.kind == ShareKind.BULLETIN and share.done_on is not None:
        share.people_reached = readers_of(share)
        share.save(update_fields=["people_reached"])


def _open_share(report: Report) -> Share | None:
    """Return the duty that a bulletin of this report would do, None where there is none left."""
    shares = report.request.shares.filter(done_on__isnull=True, waived_by__isnull=True)
    return (
        shares.exclude(kind=ShareKind.TEACH).filter(attendee=report.author).order_by("due_on", "pk").first()
    )


def _fill(bulletin: Bulletin, fields: dict[str, Any]) -> None:
    for name in FIELDS:
        if name in fields:
            setattr(bulletin, name, fields[name])
    questions_of(bulletin.questions)
    bulletin.full_clean()


def _locked(bulletin: Bulletin) -> Bulletin:
    take_turn()
    return (
        Bulletin.objects.select_for_update(of=("self",)).select_related("agency", "share").get(pk=bulletin.pk)
    )


def _write(bulletin: Bulletin, by: User, verb: Permission, details: dict[str, Any]) -> None:
    write_deed(verb=verb, subject=bulletin, by=by, agency=bulletin.agency, details=details)
