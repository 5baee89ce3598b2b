"""What must hold of people who would be away together: rule 9 of the field. Each is a guard as those of ``guards``.

``many_reason`` of a request sets all of them aside: it stands in the request, and who decides reads it.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from muster.events.clocks import day_at
from muster.events.enums import EDITABLE, ENDED, AttendeeState, RequestState
from muster.events.models import Attendee, Request
from muster.ledger.lines import on_day
from muster.roster.models import Assignment

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

Obstacle: TypeAlias = "_StrOrPromise | None"
#: Requests that do not ask for a place: they are being written, wait behind others, or are over.
_NOT_ASKED_FOR = (*EDITABLE, RequestState.WAITLISTED, *ENDED)


def not_too_many(request: Request) -> Obstacle:
    """Not more people go to one event than the policy allows, or it is said why."""
    limit = request.policy.most_per_event if request.policy else None
    if limit is None or request.many_reason.strip():
        return None
    others = Attendee.objects.filter(request__event=request.event, request__agency=request.agency)
    others = others.filter(state=AttendeeState.GOING).exclude(request__state__in=_NOT_ASKED_FOR)
    own = request.attendees.filter(state=AttendeeState.GOING)
    number = len({*others.values_list("person", flat=True), *own.values_list("person", flat=True)})
    if number <= limit:
        return None
    return _(
        "With this request %(number)d people would go to this event; the policy allows %(limit)d. Say why so many, "
        "or take somebody off."
    ) % {"number": number, "limit": limit}


def not_all_of_a_unit(request: Request) -> Obstacle:
    """Not more people of one unit are away at once than the policy allows, or it is said why (rule 9)."""
    limit = request.policy.most_per_unit if request.policy else None
    if limit is None or request.many_reason.strip() or not (request.departs_at and request.returns_at):
        return None
    away = Attendee.objects.filter(
        request__departs_at__lt=request.returns_at, request__returns_at__gt=request.departs_at
    )
    away = away.filter(request__agency=request.agency, state=AttendeeState.GOING)
    away = away.exclude(request__state__in=_NOT_ASKED_FOR) | request.attendees.filter(
        state=AttendeeState.GOING
    )
    posted = Assignment.lines.standing().filter(
        on_day(day_at(request.agency, request.departs_at)),
        unit__agency=request.agency,
        person__in=away.values("person"),
    )
    concerned = set(
        posted.filter(person__in=request.attendees.values("person")).values_list("unit", flat=True)
    )
    number = Counter(posted.values_list("unit", flat=True))
    if all(number[unit] <= limit for unit in concerned):
        return None
    return _(
        "With this request %(number)d people of one unit would be away at once; the policy allows %(limit)d. Say why "
        "so many, or take somebody off."
    ) % {"number": max(number[unit] for unit in concerned), "limit": limit}


def not_all_of_a_skill(request: Request) -> Obstacle:
    """Not everybody who holds a skill that a floor asks for is away at once, or it is said why (rule 9)."""
    from muster.events.queries.cover import skills_missed  # noqa: PLC0415 - the heaviest of the queries

    if request.many_reason.strip():
        return None
    missed = skills_missed(request)
    if not missed:
        return None
    return _(
        "With this request nobody with %(skill)s would be here on %(day)s. Say under “why so many people” why that may "
        "be, or take somebody off."
    ) % {"skill": missed[0].name, "day": date_format(missed[0].at, "j M Y")}
