"""Each kind of cover: who comes into question, and what speaks against them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from muster.core.planning.cover.answer import Reason
from muster.core.planning.cover.case import PLAIN, Candidate, Gap, Scene, late, not_lent, sort_of
from muster.core.planning.cover.clock import Span
from muster.core.planning.cover.fit import Fit, fit
from muster.core.planning.cover.rules import Kind
from muster.core.planning.cover.street import Member
from muster.core.planning.cover.timelines import Timeline

Search = Callable[[Scene, Gap], Iterator[Candidate]]


def overlap(scene: Scene, gap: Gap) -> Iterator[Candidate]:
    """People of other units who are on duty anyway, where their own floors hold without them."""
    for member, timeline in scene.staying:
        if member.unit == gap.unit or not timeline.is_present(gap.window):
            continue
        counted = _counted_already(gap, member)
        needed = not counted and not scene.is_free(member, gap.window)
        against = (
            not_lent(scene, gap, member),
            counted,
            gap.lacks(member),
            Reason("unit_needs_them", (("unit", member.unit),)) if needed else None,
        )
        yield Candidate(member, gap.window, tuple(it for it in against if it), (member.unit, member.officer))


def _counted_already(gap: Gap, member: Member) -> Reason | None:
    for place, _ in gap.short:
        if member.unit in place.units:
            return Reason("counted_already", (("place", place.name),))
    return None


# ── moved day ──────────────────────────────────────────────────────────────────────────────────


def moved_day(scene: Scene, gap: Gap) -> Iterator[Candidate]:
    """People whose in-house training day can be moved, and people who work now and have another day off instead."""
    refused, notes = late(scene, "moved_day", gap.window[0])
    for member, timeline in scene.staying:
        against = [it for it in (not_lent(scene, gap, member), gap.lacks(member), refused) if it]
        if _training_moves(scene, gap, member, timeline):
            note = Reason("training_day_moved")
            yield Candidate(member, gap.window, tuple(against), (0, 0, member.officer), notes=(note, *notes))
            continue
        if member.squad is None:
            continue
        found = _day_to_move(scene, gap, member, timeline)
        if isinstance(found, Reason):
            yield Candidate(member, gap.window, (found, *against), (2, 0, 0, member.officer))
        else:
            yield _moved(gap, member, found, tuple(against), notes)


def _moved(
    gap: Gap, member: Member, found: tuple[Span, Fit], against: tuple[Reason, ...], notes: tuple[Reason, ...]
) -> Candidate:
    day, judged = found
    longer = max((gap.window[1] - gap.window[0]) - (day[1] - day[0]), 0)
    key = (1, int(member.unit != gap.unit), abs(day[0] - gap.window[0]), member.officer)
    return Candidate(member, gap.window, against, key, judged, day, notes, paid_minutes=longer)


def _training_moves(scene: Scene, gap: Gap, member: Member, timeline: Timeline) -> bool:
    """Whether somebody has a shift all through the gap and is only away from it for a class that can be moved."""
    start, end = gap.window
    absences = scene.street.absences_of.get(member.officer)
    if not absences or not any(low <= start and end <= high for low, high in timeline.shifts):
        return False
    near = [absence for absence in absences if absence.stretch.start < end and start < absence.stretch.end]
    return bool(near) and all(absence.movable and absence.kind == "class" for absence in near)


def _day_to_move(scene: Scene, gap: Gap, member: Member, timeline: Timeline) -> tuple[Span, Fit] | Reason:
    """Return the own shift somebody could have off instead, or why there is none; alike people share the answer."""
    key = timeline, sort_of(member), gap.window
    found = scene.moves.get(key)
    if found is None:
        found = scene.moves[key] = _nearest_to_move(scene, gap, member, timeline)
    return found


def _nearest_to_move(scene: Scene, gap: Gap, member: Member, timeline: Timeline) -> tuple[Span, Fit] | Reason:
    """Find the nearest own shift that can be had off instead, in the same work period."""
    plain = scene.fit(timeline, gap.window)
    if plain.reasons and plain.reasons[0].key in PLAIN:
        return plain.reasons[0]
    if plain.next_to_leave and scene.rules.protect_leave:
        return Reason("next_to_leave")
    period = scene.rules.work_period.containing(gap.window[0])
    earliest = scene.asked_at + scene.notice("moved_day")
    for day in _near_first(timeline.shifts, gap.window):
        if day[0] < max(earliest, period[0]) or day[1] > period[1] or not _whole(timeline, day):
            continue
        judged = fit(timeline, gap.window, scene.rules, instead_of=day)
        if not judged.reasons and not judged.overtime and scene.is_free(member, day):
            return day, judged
    return plain.reasons[0] if plain.reasons else Reason("no_day_to_move")


def _near_first(shifts: tuple[Span, ...], window: Span) -> list[Span]:
    return sorted(shifts, key=lambda it: abs(it[0] - window[0]))


def _whole(timeline: Timeline, day: Span) -> bool:
    """Whether a shift is worked as the pattern has it, joined to no other work: only then it can be given away."""
    return day in timeline.present and day in timeline.work


# ── swap ───────────────────────────────────────────────────────────────────────────────────────


def swap(scene: Scene, gap: Gap) -> Iterator[Candidate]:
    """People of the same unit who work this shift, and whose own shift the officer who goes works for them.

    Hours of a swap that both want are left out when overtime is counted (29 CFR 553.31), so it takes no cash; the
    note says that nobody may be pressed.
    """
    refused, notes = late(scene, "swap", gap.shift[0])
    notes = (*notes, Reason("both_agree"))
    shifts: dict[tuple[Timeline, bool, frozenset[str]], tuple[Span, Fit] | Reason] = {}
    for member, timeline in scene.staying:
        if member.unit != gap.unit or member.squad is None:
            continue
        key = timeline, member.supervisor, member.skills
        if key not in shifts:
            shifts[key] = _shift_to_swap(scene, gap, member, timeline)
        found = shifts[key]
        against = [it for it in (gap.lacks(member), refused) if it]
        if isinstance(found, Reason):
            yield Candidate(member, gap.shift, (found, *against), (1, 0, member.officer))
            continue
        other, judged = found
        key_ = (0, abs(other[0] - gap.shift[0]), member.officer)
        yield Candidate(member, gap.shift, tuple(against), key_, judged, other, notes)


def _shift_to_swap(scene: Scene, gap: Gap, member: Member, timeline: Timeline) -> tuple[Span, Fit] | Reason:
    busy = scene.fit(timeline, gap.shift)
    if busy.reasons and busy.reasons[0].key in PLAIN:
        return busy.reasons[0]
    if not _stands_in(scene, gap.asker, member):
        return Reason("cannot_return", (("officer", gap.asker.officer),))
    earliest = scene.asked_at + scene.notice("swap")
    for day in _near_first(timeline.shifts, gap.shift):
        if day[0] < earliest or not _whole(timeline, day):
            continue
        if fit(gap.asker_after, day, scene.rules).reasons:
            continue
        judged = fit(timeline, gap.shift, scene.rules, instead_of=day)
        if not judged.reasons:
            return day, judged
    return busy.reasons[0] if busy.reasons else Reason("no_shift_to_swap")


def _stands_in(scene: Scene, asker: Member, member: Member) -> bool:
    """Whether the one who goes brings all that the other's unit counts on."""
    return all(
        asker.brings(need, supervisors_count=place.supervisors_count)
        for place in scene.street.places_of_unit(member.unit)
        for need in scene.supply.needs_brought(member, place)
    )


# ── relief and overtime ────────────────────────────────────────────────────────────────────────


def relief(scene: Scene, gap: Gap) -> Iterator[Candidate]:
    """Relief officers: on their own shift at no cash, else at straight time while there is room under 7(k)."""
    refused, notes = late(scene, "relief", gap.window[0])
    for member, timeline in scene.relief:
        against = [it for it in (not_lent(scene, gap, member), gap.lacks(member)) if it]
        if timeline.is_present(gap.window):
            yield Candidate(member, gap.window, tuple(against), (0, 0, member.officer))
            continue
        judged = scene.fit(timeline, gap.window)
        reasons = (*judged.reasons, *against, *((refused,) if refused else ()))
        key = (1, judged.overtime, member.officer)
        yield _paid(Candidate(member, gap.window, reasons, key, judged, notes=notes, contract_pay=False))


def volunteer_overtime(scene: Scene, gap: Gap) -> Iterator[Candidate]:
    """Those on the volunteers' list, in the order of the contract."""
    yield from _overtime(scene, gap, "volunteer_overtime", scene.volunteers())


def ordered_overtime(scene: Scene, gap: Gap) -> Iterator[Candidate]:
    """Everybody who could be ordered in, in the order of the contract."""
    yield from _overtime(scene, gap, "ordered_overtime", scene.in_turn_of_orders)


def _overtime(
    scene: Scene, gap: Gap, kind: Kind, listed: list[tuple[Member, Timeline]]
) -> Iterator[Candidate]:
    refused, notes = late(scene, kind, gap.window[0])
    guarded = kind == "ordered_overtime" and scene.rules.protect_leave
    for turn, (member, timeline) in enumerate(listed):
        judged = scene.fit(timeline, gap.window)
        against = (
            not_lent(scene, gap, member),
            gap.lacks(member),
            refused,
            Reason("next_to_leave") if guarded and judged.next_to_leave else None,
        )
        reasons = (*judged.reasons, *(it for it in against if it))
        yield _paid(Candidate(member, gap.window, reasons, (turn,), judged, notes=notes))


def _paid(candidate: Candidate) -> Candidate:
    candidate.paid_minutes = candidate.span[1] - candidate.span[0]
    return candidate


SEARCHES: Final[dict[Kind, Search]] = {
    "overlap": overlap,
    "moved_day": moved_day,
    "swap": swap,
    "relief": relief,
    "volunteer_overtime": volunteer_overtime,
    "ordered_overtime": ordered_overtime,
}
