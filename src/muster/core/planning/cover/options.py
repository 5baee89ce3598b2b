"""Covering one request: every affected shift, supply against floor, and who could stand in, in the order to ask."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import TypeAlias

from muster.core.errors import BadUsage
from muster.core.planning.cover.answer import (
    AffectedShift,
    CoverAnswer,
    NeedLine,
    Option,
    Others,
    OwnHours,
    Reason,
)
from muster.core.planning.cover.case import PLAIN, Candidate, Gap, Scene, extra_pay
from muster.core.planning.cover.clock import DAY_MINUTES, Span, Stretch, joined, minute_of, moment, without
from muster.core.planning.cover.floors import Place
from muster.core.planning.cover.kinds import SEARCHES
from muster.core.planning.cover.proposal import propose
from muster.core.planning.cover.rules import KINDS, CoverRules, Kind
from muster.core.planning.cover.sentences import summary_of
from muster.core.planning.cover.street import Member, Street
from muster.core.planning.cover.supply import Supply
from muster.core.planning.cover.timelines import Days, Timeline, Timelines
from muster.core.planning.cover.together import SkillLimit, TeamLimit, too_many_away
from muster.core.planning.cover.work_period import PeriodHours, hours_by_period, overtime_premium

#: A request that keeps somebody away longer than this is a transfer, not a journey.
MOST_DAYS_AWAY = 92


@dataclass(frozen=True)
class CoverRequest:
    """Who would be away, from when to when, and at which moment that is asked.

    ``classes`` are the hours of the event that count as work; none given means the own shifts count as they are.
    Raises BadUsage when nobody goes, or they are away for more than three months.
    """

    officers: tuple[str, ...]
    away: Stretch
    asked_at: datetime
    classes: tuple[Stretch, ...] = ()

    def __post_init__(self) -> None:
        if not self.officers:
            raise BadUsage.because("cover-nobody", "nobody is named who would go.", "Name the officers.")
        if self.away.minutes > MOST_DAYS_AWAY * DAY_MINUTES:
            what = f"they would be away for more than {MOST_DAYS_AWAY} days."
            raise BadUsage.because("cover-long", what, "Check departure and return.")


def cover_request(
    street: Street,
    request: CoverRequest,
    rules: CoverRules,
    limits: Iterable[TeamLimit | SkillLimit] = (),
) -> CoverAnswer:
    """Answer for one request: what is short, who could stand in, what it does to hours, which limits it breaks.

    Each option is judged by itself. What is then arranged goes into the street as extra duty and absence, and the
    question is put again: ``holds`` says when the street is covered. Raises BadFact for somebody nobody knows.
    """
    going = [street.member(officer) for officer in dict.fromkeys(request.officers)]
    days = _days(request, rules)
    timelines = Timelines(street, days)
    supply = Supply(street, days, timelines)
    affected = _affected(going, request.away, supply)
    scene = Scene(
        street,
        rules,
        supply,
        timelines,
        frozenset(member.officer for member in going),
        minute_of(request.asked_at),
    )
    looked = [_with_options(scene, request.away, it) for it in affected]
    shifts = _proposed(scene, looked)
    own = tuple(hours for member in going for hours in _own_hours(scene, member, request))
    too_many = too_many_away(street, request.officers, request.away, limits)
    return CoverAnswer(
        tuple(member.officer for member in going),
        request.away,
        request.asked_at,
        shifts,
        own,
        too_many,
        summary_of(shifts, too_many),
    )


def _days(request: CoverRequest, rules: CoverRules) -> Days:
    """Look at the work periods the absence touches, and three days more for rest and for leave beside days off."""
    periods = rules.work_period.touching(request.away.span)
    return Days(periods[0][0] - 3 * DAY_MINUTES, periods[-1][1] + 3 * DAY_MINUTES)


# ── what is short ──────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Found:
    """An affected shift before anybody has been looked for."""

    member: Member
    unit: str
    span: Span
    lines: tuple[NeedLine, ...]
    window: Span | None
    short: tuple[tuple[Place, str], ...]


def _affected(going: list[Member], away: Stretch, supply: Supply) -> list[_Found]:
    """Go through the shifts in order of time; each one taken off counts against the next."""
    missed = [
        (max(start, away.start), min(end, away.end), member.officer, unit)
        for member in going
        for (start, end), unit in _on_the_street(member, supply)
        if start < away.end and away.start < end
    ]
    turn = {member.officer: n for n, member in enumerate(going)}
    in_order = sorted(missed, key=lambda it: (it[0], it[1], turn[it[2]]))
    return [
        _taken_off(supply.street.by_officer[who], unit, (start, end), supply)
        for start, end, who, unit in in_order
    ]


def _on_the_street(member: Member, supply: Supply) -> list[tuple[Span, str]]:
    """Return the shifts of somebody with their unit, and what is arranged for them elsewhere."""
    arranged = supply.street.extras_of.get(member.officer, ())
    own = [(span, member.unit) for span in supply.timelines[member].present]
    return [*own, *((extra.stretch.span, extra.unit) for extra in arranged)]


def _taken_off(member: Member, unit: str, span: Span, supply: Supply) -> _Found:
    lines, short, spans = [], [], []
    lent = unit != member.unit or _is_arranged(member, span, supply)
    places = [] if member.relief and not lent else supply.street.places_of_unit(unit)
    for place in places:
        for need in supply.needs_brought(member, place):
            margin = supply.margin(place, need)
            lines.append(_line(place, need, span, supply))
            below = margin.below(*span, 1)
            if below:
                short.append((place, need))
                spans += below
    if places:
        supply.take(member, span, unit)
    hull = (min(a for a, _ in spans), max(b for _, b in spans)) if spans else None
    return _Found(member, unit, span, tuple(lines), hull, tuple(short))


def _is_arranged(member: Member, span: Span, supply: Supply) -> bool:
    arranged = supply.street.extras_of.get(member.officer, ())
    return any(it.stretch.start <= span[0] and span[1] <= it.stretch.end for it in arranged)


def _line(place: Place, need: str, span: Span, supply: Supply) -> NeedLine:
    spare, minute = supply.margin(place, need).lowest(*span)
    floor = supply.floor(place, need).value_at(minute)
    binding = place.binding(need, minute)
    return NeedLine(
        place.name,
        need,
        floor,
        spare + floor,
        spare + floor - 1,
        moment(minute),
        binding.source if binding else "",
        binding.cite if binding else "",
    )


#: Those who could cover a shift, in the order they are offered.
_Possible: TypeAlias = list[tuple[Kind, Candidate]]


# ── who could stand in ─────────────────────────────────────────────────────────────────────────


def _with_options(scene: Scene, away: Stretch, found: _Found) -> tuple[AffectedShift, _Possible]:
    options, others = [_free_seats(found)], []
    possible: _Possible = []
    if found.window:
        gap = Gap(
            found.member,
            found.unit,
            _after(scene.timelines[found.member], away),
            found.span,
            found.window,
            found.short,
        )
        for kind in KINDS[1:]:
            shown, rest, could = _kind(scene, gap, kind)
            options += shown
            others += rest
            possible += ((kind, it) for it in could)
    shift = AffectedShift(
        found.member.officer,
        found.unit,
        Stretch(*found.span),
        found.lines,
        Stretch(*found.window) if found.window else None,
        tuple(options),
        tuple(others),
    )
    return shift, possible


def _proposed(scene: Scene, looked: list[tuple[AffectedShift, _Possible]]) -> tuple[AffectedShift, ...]:
    """Put beside each short shift whom to ask, when all are to be covered at once."""
    chosen = iter(propose(scene, [(shift.officer, possible) for shift, possible in looked if shift.is_short]))
    found = []
    for shift, _ in looked:
        pick = next(chosen) if shift.is_short else None
        found.append(replace(shift, proposed=_option(scene, *pick)) if pick else shift)
    return tuple(found)


def _free_seats(found: _Found) -> Option:
    reasons = tuple(
        Reason(
            "below_floor",
            (
                ("place", line.place),
                ("need", line.need),
                ("floor", str(line.floor)),
                ("left", str(line.after)),
                ("from", str(line.tightest)),
            ),
        )
        for line in found.lines
        if line.short
    )
    return Option("free_seats", "", found.unit, Stretch(*found.span), reasons)


def _after(timeline: Timeline, away: Stretch) -> Timeline:
    """Return somebody's time once the request is granted: away is neither rest nor free."""
    return Timeline(
        timeline.shifts,
        without(timeline.present, [away.span]),
        joined([*without(timeline.work, [away.span]), away.span]),
        joined([*timeline.absent, away.span]),
        timeline.leave,
    )


def _kind(scene: Scene, gap: Gap, kind: Kind) -> tuple[list[Option], list[Others], list[Candidate]]:
    """Work the first few out in full, possible ones before the others, and list the rest by reason."""
    found = list(SEARCHES[kind](scene, gap))
    if not found:
        nobody = Option(kind, "", gap.unit, Stretch(*gap.window), (Reason("nobody"),))
        return [nobody], [], []
    possible = sorted((it for it in found if it.possible), key=lambda it: it.key)
    refused = sorted(
        (it for it in found if not it.possible), key=lambda it: (it.reasons[0].key in PLAIN, it.key)
    )
    most = scene.rules.per_kind
    shown = [_option(scene, kind, it) for it in (*islice(possible, most), *islice(refused, most))]
    return shown, _others(kind, possible[most:], refused[most:]), possible


def _others(kind: Kind, possible: list[Candidate], refused: list[Candidate]) -> list[Others]:
    found = [Others(kind, None, tuple(it.member.officer for it in possible))] if possible else []
    by_reason: defaultdict[str, list[str]] = defaultdict(list)
    for it in refused:
        by_reason[it.reasons[0].key].append(it.member.officer)
    return found + [Others(kind, Reason(key), tuple(officers)) for key, officers in by_reason.items()]


def _option(scene: Scene, kind: Kind, it: Candidate) -> Option:
    judged = it.fit
    changes = kind != "overlap" and not (kind == "relief" and judged is None)
    notes = it.notes
    if judged and judged.next_to_leave and it.possible:
        notes = (*notes, Reason("next_to_leave"))
    return Option(
        kind=kind,
        officer=it.member.officer,
        unit=it.member.unit,
        stretch=Stretch(*it.span),
        reasons=it.reasons,
        notes=notes,
        cents=extra_pay(scene, it),
        rest_before=judged.rest_before if judged else None,
        rest_after=judged.rest_after if judged else None,
        notice_minutes=it.span[0] - scene.asked_at if changes else None,
        notice_needed=scene.notice(kind) if changes else 0,
        room_minutes=judged.room if judged else None,
        overtime_minutes=judged.overtime if judged and kind != "swap" else 0,
        next_to_leave=judged.next_to_leave if judged else False,
        gives_up=Stretch(*it.gives_up) if it.gives_up else None,
    )


# ── the hours of those who go ──────────────────────────────────────────────────────────────────


def _own_hours(scene: Scene, member: Member, request: CoverRequest) -> list[OwnHours]:
    """Compare the hours of each work period without the request and with it: a class on a day off is extra."""
    rule, work = scene.rules.work_period, scene.timelines[member].work
    after = _work_with(work, request)
    span = request.away.span
    pairs = zip(hours_by_period(work, rule, span), hours_by_period(after, rule, span), strict=True)
    return [_own(scene, member, before, later) for before, later in pairs]


def _work_with(work: list[Span], request: CoverRequest) -> list[Span]:
    if not request.classes:
        return work
    return joined([*without(work, [request.away.span]), *(it.span for it in request.classes)])


def _own(scene: Scene, member: Member, before: PeriodHours, after: PeriodHours) -> OwnHours:
    more = max(after.overtime_minutes - before.overtime_minutes, 0)
    rate = member.cents_an_hour
    cents = 0 if not more else None if rate is None else _pay(scene, more, rate)
    return OwnHours(member.officer, before, after, more, cents)


def _pay(scene: Scene, minutes: int, rate: int) -> int:
    return overtime_premium(minutes, rate, scene.rules.overtime_basis_points)
