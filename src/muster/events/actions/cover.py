"""Who stands in for whom: chosen shift by shift or all at once, and taken back. The caller checked ``may_cover``.

What may be chosen is what the core offers at that moment, read anew under the turn of the writers. So whoever is on
duty, away, or stands in elsewhere by now, cannot be chosen, and nobody is booked twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.core.planning.cover.answer import Option
from muster.events.actions.cover_costs import renew_pay
from muster.events.actions.moves import advance_request
from muster.events.actions.turns import lock_request, refuse_own
from muster.events.clocks import moment_of
from muster.events.enums import EDITABLE, ENDED, CoverKind, RequestState
from muster.events.models import Cover, Request
from muster.events.queries.cover import LookedAt, cover_look
from muster.events.queries.street.rules import OUR_KIND
from muster.ledger.refusals import Refused

P = Permission
#: As many of each kind are worked out as a large department has people: all may be chosen, not just those shown first.
EVERYBODY = 5_000


@dataclass(frozen=True)
class Chosen:
    """A shift, and who or what is to stand in: ``officer`` is the key of a person, empty for a free seat."""

    attendee: int
    starts_at: datetime
    kind: str
    officer: str = ""


@transaction.atomic
def choose_cover(*, request: Request, chosen: Chosen, by: User, edition: int) -> Cover:
    """Write down who stands in for one shift.

    Raises ChangedMeanwhile where the request was changed since the page was shown, Refused where covers are not chosen
    any more, where the request is one's own, where the shift is not missed or has a cover, and where what was chosen is not
    possible by now.
    """
    current = _open(request, by, edition)
    look = cover_look(current, per_kind=EVERYBODY)
    missed = next(
        (
            each
            for each in look.shifts
            if each.attendee.pk == chosen.attendee and each.starts_at == chosen.starts_at
        ),
        None,
    )
    if missed is None:
        raise Refused(_("This shift is not missed any more. Load the page again."))
    if missed.cover is not None:
        raise Refused(_("This shift has a cover already. Take it back first."))
    option = next(
        (
            each
            for each in missed.shift.options
            if OUR_KIND[each.kind] == chosen.kind and each.officer == chosen.officer
        ),
        None,
    )
    if option is None or not option.possible:
        raise Refused(_("That is not possible any more. Choose again from what is offered now."))
    cover = _write(current, missed, option)
    _changed(current, by, {"chosen": [_told(cover)]})
    return cover


@transaction.atomic
def take_proposal(*, request: Request, by: User, edition: int) -> list[Cover]:
    """Write down what is proposed for every shift that has no cover: a free seat, or whom to ask.

    Shifts for which nobody is left stay open. Raises Refused where there is nothing to take, and as ``choose_cover``.
    """
    current = _open(request, by, edition)
    look = cover_look(current)
    covers = [
        _write(current, missed, option)
        for missed in look.unchosen
        if (option := _proposed(missed)) is not None
    ]
    if not covers:
        raise Refused(_("Nothing is proposed that is not chosen already."))
    _changed(current, by, {"chosen": [_told(cover) for cover in covers]})
    return covers


@transaction.atomic
def take_back_cover(*, cover: Cover, by: User, edition: int) -> Request:
    """Take a cover back, so that another can be chosen. Raises as ``choose_cover``."""
    current = _open(cover.request, by, edition)
    standing = current.cover.filter(pk=cover.pk).first()
    if standing is None:
        raise Refused(_("This cover was taken back already."))
    told = _told(standing)
    standing.delete()
    _changed(current, by, {"taken_back": [told]})
    return current


def _open(request: Request, by: User, edition: int) -> Request:
    current = lock_request(request, edition)
    refuse_own(current, by, P.EVENTS_COVER_WRITE)
    if current.state in (*EDITABLE, *ENDED, RequestState.WAITLISTED):
        raise Refused(
            _("This request is %(state)s: covers are arranged from the day it is handed in until it is over.")
            % {"state": current.get_state_display()}
        )
    return current


def _proposed(missed: LookedAt) -> Option | None:
    if missed.shift.is_short:
        return missed.shift.proposed
    return next(option for option in missed.shift.options if option.kind == "free_seats")


def _write(request: Request, missed: LookedAt, option: Option) -> Cover:
    zone = ZoneInfo(request.agency.time_zone)
    cover = Cover(
        request=request,
        attendee=missed.attendee,
        starts_at=missed.starts_at,
        minutes=missed.shift.stretch.minutes,
        kind=OUR_KIND[option.kind],
        cents=option.cents,
        **({} if option.kind == "free_seats" else _stands_in(missed, option, zone)),
    )
    cover.full_clean()
    cover.save(force_insert=True)
    return cover


def _stands_in(missed: LookedAt, option: Option, zone: ZoneInfo) -> dict[str, Any]:
    given = option.gives_up
    return {
        "by_id": int(option.officer),
        "unit_id": int(missed.shift.unit),
        "stands_from": moment_of(option.stretch.start, zone),
        "stands_minutes": option.stretch.minutes,
        "gives_up_at": moment_of(given.start, zone) if given else None,
        "gives_up_minutes": given.minutes if given else None,
        "moves_class": any(note.key == "training_day_moved" for note in option.notes),
    }


def _changed(request: Request, by: User, details: dict[str, Any]) -> None:
    """Note the change, with what it takes by now; where that is above the approved, the budget opens again (rule 3)."""
    request.edition += 1
    request.save(update_fields=["edition"])
    renew_pay(request)
    write_deed(verb=P.EVENTS_COVER_WRITE, subject=request, by=by, agency=request.agency, details=details)
    advance_request(request=request)


def _told(cover: Cover) -> dict[str, Any]:
    return {
        "attendee": cover.attendee_id,
        "from": cover.starts_at,
        "minutes": cover.minutes,
        "kind": CoverKind(cover.kind).value,
        "by": cover.by_id,
    }
