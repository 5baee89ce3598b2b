"""Which shifts a journey takes away from the street, what that does to the floors, and who could stand in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.core.planning.cover.answer import AffectedShift, CoverAnswer, OwnHours
from muster.core.planning.cover.clock import Stretch, at, moment
from muster.core.planning.cover.options import MOST_DAYS_AWAY, CoverRequest, cover_request
from muster.core.planning.cover.together import SkillLimit, TooMany, too_many_away
from muster.events.clocks import clock_minute, clock_stretch, moment_of, whole_days
from muster.events.enums import AttendeeState
from muster.events.models import Attendee, Cover, Floor, Request
from muster.events.queries.policies import policy_on
from muster.events.queries.street.picture import PER_KIND, Picture, picture_of
from muster.ledger.refusals import Refused
from muster.roster.models import Agency, Person


@dataclass(frozen=True)
class MissedShift:
    """A shift of one attendee (by key) that the journey takes them away from."""

    attendee: int
    starts_at: datetime
    minutes: int
    day: date


@dataclass(frozen=True)
class LookedAt:
    """One affected shift, whose it is, and the cover that was chosen for it."""

    attendee: Attendee
    shift: AffectedShift
    starts_at: datetime
    cover: Cover | None
    cover_broken: bool

    @property
    def is_open(self) -> bool:
        """Whether a floor would be broken as things are arranged."""
        return self.shift.is_short

    @property
    def day(self) -> date:
        """The day it begins, on the agency's clock."""
        return self.shift.stretch.begins.date()


@dataclass(frozen=True)
class CoverLook:
    """Everything about covering one request. ``answer`` None: nobody who goes works a shift, or there are no days.

    ``without_pattern`` are those who go and of whom no pattern is known: of their shifts nothing can be said.
    ``left_over`` are covers of shifts that are not missed any more.
    """

    answer: CoverAnswer | None
    picture: Picture | None
    shifts: tuple[LookedAt, ...]
    without_pattern: tuple[Attendee, ...]
    left_over: tuple[Cover, ...]

    @property
    def open(self) -> tuple[LookedAt, ...]:
        """The shifts below their floor."""
        return tuple(each for each in self.shifts if each.is_open)

    @property
    def unchosen(self) -> tuple[LookedAt, ...]:
        """The shifts for which nothing is chosen yet."""
        return tuple(each for each in self.shifts if each.cover is None)

    @property
    def cents(self) -> int | None:
        """What the chosen covers take together, an estimate; None where the pay of one is not known."""
        cents = [each.cover.cents for each in self.shifts if each.cover]
        return None if None in cents else sum(it for it in cents if it is not None)


NOTHING = CoverLook(None, None, (), (), ())


def cover_look(request: Request, *, per_kind: int = PER_KIND) -> CoverLook:
    """Look at the street as it would be while the people of a request are away.

    Costs the same number of queries for every request and department.
    """
    going = list(request.attendees.filter(state=AttendeeState.GOING).select_related("person").order_by("pk"))
    if request.departs_at is None or request.returns_at is None or not going:
        return NOTHING
    if request.returns_at - request.departs_at > timedelta(days=MOST_DAYS_AWAY):
        return NOTHING  # a year at an academy is a transfer; nobody stands in day by day
    picture = _picture(request, per_kind)
    by_officer = {str(each.person.same_as_id or each.person_id): each for each in going}
    on_street = [key for key in by_officer if key in picture.street.by_officer]
    without = tuple(each for key, each in by_officer.items() if key not in picture.street.by_officer)
    covers = list(request.cover.select_related("by", "attendee__person", "unit"))
    if not on_street:
        return CoverLook(None, picture, (), without, tuple(covers))
    answer = cover_request(
        picture.street, _question(request, on_street, picture.zone), picture.core, picture.limits
    )
    shifts = tuple(_looked_at(shift, by_officer, covers, picture) for shift in answer.shifts)
    used = {each.cover.pk for each in shifts if each.cover}
    return CoverLook(answer, picture, shifts, without, tuple(it for it in covers if it.pk not in used))


def shifts_uncovered(request: Request) -> list[MissedShift]:
    """Return the shifts that would be below their floor as things are arranged, the first first."""
    return [
        MissedShift(each.attendee.pk, each.starts_at, each.shift.stretch.minutes, each.day)
        for each in cover_look(request).open
    ]


def skills_missed(request: Request) -> list[TooMany]:
    """Return the skills that floors ask for and that nobody here would have while the people of a request are away."""
    if request.departs_at is None or request.returns_at is None:
        return []
    floors = Floor.objects.filter(unit__agency=request.agency).exclude(skill="")
    going = request.attendees.filter(state=AttendeeState.GOING).select_related("person")
    if not floors.exists() or request.returns_at - request.departs_at > timedelta(days=MOST_DAYS_AWAY):
        return []
    picture = _picture(request, PER_KIND)
    officers = {str(each.person.same_as_id or each.person_id) for each in going}
    away = clock_stretch(request.departs_at, request.returns_at, picture.zone)
    limits = [limit for limit in picture.limits if isinstance(limit, SkillLimit)]
    return list(too_many_away(picture.street, officers & set(picture.street.by_officer), away, limits))


def _picture(request: Request, per_kind: int) -> Picture:
    assert request.departs_at is not None and request.returns_at is not None  # noqa: S101, PT018 - asked before
    policy = request.policy or policy_on(request.agency, timezone.localdate())
    return picture_of(
        request.agency,
        request.departs_at,
        request.returns_at,
        policy=policy,
        asking=request,
        per_kind=per_kind,
    )


def _question(request: Request, officers: Iterable[str], zone: ZoneInfo) -> CoverRequest:
    assert request.departs_at is not None and request.returns_at is not None  # noqa: S101, PT018 - asked before
    return CoverRequest(
        tuple(officers),
        clock_stretch(request.departs_at, request.returns_at, zone),
        moment(clock_minute(timezone.now(), zone)),
        _hours_of(request, zone),
    )


def _hours_of(request: Request, zone: ZoneInfo) -> tuple[Stretch, ...]:
    """Return the hours of the event on the agency's clock, where each of its days says from when to when."""
    there = ZoneInfo(request.event.time_zone or request.agency.time_zone)
    days = list(request.event.days.all())
    found = [
        clock_stretch(
            datetime.combine(day.day, day.begins, there), datetime.combine(day.day, day.ends, there), zone
        )
        for day in days
        if day.begins is not None and day.ends is not None and day.begins < day.ends
    ]
    return tuple(found) if len(found) == len(days) else ()


def _looked_at(
    shift: AffectedShift, by_officer: dict[str, Attendee], covers: list[Cover], picture: Picture
) -> LookedAt:
    attendee, starts_at = by_officer[shift.officer], moment_of(shift.stretch.start, picture.zone)
    cover = next((it for it in covers if it.attendee_id == attendee.pk and it.starts_at == starts_at), None)
    broken = cover is not None and cover.pk in picture.arranged.broken
    return LookedAt(attendee, shift, starts_at, cover, broken)


@dataclass(frozen=True)
class OwnShift:
    """A shift that somebody would miss, as far as it is their own business: nothing of others is told."""

    begins: datetime
    ends: datetime
    holds: bool
    can_be_covered: bool


@dataclass(frozen=True)
class AwayLook:
    """What changes for one person while they are away. ``is_known``: a pattern of theirs is written down."""

    is_known: bool
    shifts: tuple[OwnShift, ...] = ()
    hours: tuple[OwnHours, ...] = ()


def away_look(person: Person, agency: Agency, first: date, last: date, training_minutes: int = 0) -> AwayLook:
    """Look at one's own shifts on some days, both included, with training spread evenly over them from eight o'clock.

    Raises Refused for days out of order, or more of them than somebody is away for a training.
    """
    days = (last - first).days + 1
    if not 0 < days <= MOST_DAYS_AWAY - 1:
        raise Refused(
            _("Give a first and a last day, the last not before the first, and at most %(days)d days in all.")
            % {"days": MOST_DAYS_AWAY - 1},
            field="last",
        )
    zone = ZoneInfo(agency.time_zone)
    away = whole_days(first, last)
    departs, returns = moment_of(away.start, zone), moment_of(away.end, zone)
    picture = picture_of(agency, departs, returns, policy=None)
    key = str(person.same_as_id or person.pk)
    if key not in picture.street.by_officer:
        return AwayLook(is_known=False)
    asked_at = moment(clock_minute(timezone.now(), zone))
    classes = _spread(first, days, training_minutes)
    answer = cover_request(picture.street, CoverRequest((key,), away, asked_at, classes), picture.core)
    shifts = tuple(
        OwnShift(it.stretch.begins, it.stretch.ends, not it.is_short, it.proposed is not None)
        for it in answer.shifts
    )
    return AwayLook(True, shifts, answer.own_hours)


def _spread(first: date, days: int, minutes: int) -> tuple[Stretch, ...]:
    each = min(minutes // days, 16 * 60)
    starts = [at(first + timedelta(days=n), 8 * 60) for n in range(days)]
    return tuple(Stretch(start, start + each) for start in starts) if each else ()
