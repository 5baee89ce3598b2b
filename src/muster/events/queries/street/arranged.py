"""Covers that were chosen, put into the street: who stands in where, which shift they have off for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import F
from django.db.models.functions import Coalesce

from muster.core.planning.cover.clock import Stretch
from muster.core.planning.cover.street import Absence, ExtraDuty
from muster.events.clocks import clock_stretch
from muster.events.enums import AttendeeState, CoverKind
from muster.events.models import Cover
from muster.events.queries.street.absences import NOT_GOING, Window
from muster.roster.models import Agency


@dataclass
class Arranged:
    """What the chosen covers change. ``broken`` are the keys of those that no longer hold, and change nothing."""

    absences: tuple[Absence, ...]
    extras: list[ExtraDuty] = field(default_factory=list)
    broken: set[int] = field(default_factory=set)


def arranged_in(
    agency: Agency, window: Window, absences: tuple[Absence, ...], members: frozenset[str]
) -> Arranged:
    """Put every cover that stands within some days into the absences, and return the extra duty beside them."""
    found = Arranged(absences)
    for cover in _standing(agency, window):
        stretch = clock_stretch(cover.stands_from, _end(cover.stands_from, cover.stands_minutes), window.zone)
        if not _still_holds(cover, stretch, absences, members):
            found.broken.add(cover.pk)
            continue
        if cover.moves_class:
            found.absences = tuple(_without_class(found.absences, str(cover.stander), stretch))
            continue
        found.extras.append(ExtraDuty(str(cover.stander), stretch, str(cover.unit_id)))
        _give_up(found, cover, window, members)
    return found


def _standing(agency: Agency, window: Window) -> Iterable[Any]:
    """Return the covers of those who still go, of requests that still stand, and that somebody works."""
    covers = Cover.objects.filter(
        request__agency=agency,
        by__isnull=False,
        starts_at__lt=window.end,
        starts_at__gte=window.start - timedelta(days=2),
        attendee__state__in=[AttendeeState.GOING, AttendeeState.ATTENDED],
        # an hour, since the clock may show an hour less than the moment it was at departure
        request__departs_at__lte=F("starts_at") + timedelta(hours=1),
        request__returns_at__gt=F("starts_at"),
    ).exclude(request__state__in=NOT_GOING)
    return covers.annotate(
        stander=Coalesce("by__same_as", "by"),
        goer=Coalesce("attendee__person__same_as", "attendee__person"),
    ).order_by("pk")


def _still_holds(
    cover: Any, stretch: Stretch, absences: tuple[Absence, ...], members: frozenset[str]
) -> bool:
    """Whether the one who stands in still works here, and is not away by now; a class that is moved counts for nothing."""
    who = str(cover.stander)
    if who not in members:
        return False
    return not any(
        absence.officer == who
        and absence.stretch.start < stretch.end
        and stretch.start < absence.stretch.end
        and not (cover.moves_class and absence.movable)
        for absence in absences
    )


def _give_up(found: Arranged, cover: Any, window: Window, members: frozenset[str]) -> None:
    if cover.gives_up_at is None:
        return
    given = clock_stretch(cover.gives_up_at, _end(cover.gives_up_at, cover.gives_up_minutes), window.zone)
    found.absences = (*found.absences, Absence(str(cover.stander), given, "day_moved"))
    if cover.kind == CoverKind.SWAP and str(cover.goer) in members:
        found.extras.append(ExtraDuty(str(cover.goer), given, str(cover.unit_id)))


def _without_class(absences: Iterable[Absence], who: str, stretch: Stretch) -> Iterable[Absence]:
    return (
        absence
        for absence in absences
        if absence.officer != who
        or not absence.movable
        or absence.stretch.end <= stretch.start
        or stretch.end <= absence.stretch.start
    )


def _end(start: Any, minutes: int | None) -> Any:
    return start + timedelta(minutes=minutes or 0)
