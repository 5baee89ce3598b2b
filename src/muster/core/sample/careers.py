"""The working lives of a block of sample officers, as arrays: one place an officer.

Days are days since 1970-01-01; ``NEVER`` stands for "has not ended" and "does not happen".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from muster.core.periods import NEVER, Days, add_months
from muster.core.sample.agencies import (
    ADMINISTRATION,
    TRAINING,
    UNIT_WEIGHTS,
    UNITS,
    agency_starts,
    short_units,
)
from muster.core.sample.frames import Flags, Ints, Random
from muster.core.sample.recipe import Recipe

EMPLOYMENTS = ("full-time", "part-time", "reserve", "civilian")
CIVILIAN = 3
RANKS = ("officer", "detective", "corporal", "sergeant", "lieutenant", "captain", "chief")
SERGEANT, CHIEF = 3, 6
LEAVES = ("medical", "military", "parental")
CARDS_KEPT = 4


@dataclass(frozen=True)
class Careers:
    """One block of officers; two-dimensional arrays are officer by appointment, rank, spell, leave, card."""

    first: int
    agency: Ints
    previous_agency: Ints  # -1: none
    moved_on: Days
    hired: Days  # officer x 2
    left: Days  # officer x 2
    employment: Ints  # officer x 2
    certified_on: Days
    academy_on: Days
    rank_from: Days  # officer x rank
    unit: Ints  # officer x spell
    unit_from: Days
    training_officer_from: Days
    training_officer_until: Days
    school_from: Days
    leave_from: Days  # officer x 2
    leave_until: Days
    leave_kind: Ints
    carries: Flags  # officer x item
    cards: Days  # officer x card: the day each was earned
    birth_month: Ints
    initial: Ints
    diligence: NDArray[np.float32]  # the chance to take part in what is due

    @property
    def size(self) -> int:
        """How many officers are in the block."""
        return len(self.agency)

    @property
    def sworn(self) -> Flags:
        """Who has police powers."""
        sworn: Flags = self.employment[:, 0] != CIVILIAN
        return sworn


def make_careers(recipe: Recipe, block: range) -> Careers:
    """Draw the careers of the officers with these numbers."""
    random, count, now = recipe.random(10, block.start), len(block), recipe.now
    starts = agency_starts(recipe)
    numbers = np.arange(block.start, block.stop)
    agency = np.searchsorted(starts, numbers, side="right") - 1
    chief = np.isin(numbers, starts)
    hired, left = _appointments(random, count, chief, now)
    worked = np.minimum(left[:, 0], now) - hired[:, 0]
    employment = _employment(random, count, chief)
    sworn = employment[:, 0] != CIVILIAN
    certified_on, academy_on = _certification(random, hired, left, sworn, now)
    unit, unit_from = _units(random, hired[:, 0], worked, sworn)
    previous, moved_on = _moves(random, recipe, agency, hired[:, 0], worked)
    leave_from, leave_until, leave_kind = _leaves(random, recipe, count)
    diligence = _diligence(random, short_units(recipe)[agency, _last_unit(unit, unit_from)])
    tutor = (random.random(count) < 0.12) & (worked > 4 * 365) & sworn
    tutor_from = np.where(tutor, hired[:, 0] + worked // 2, NEVER).astype(np.int32)
    tutor_until = np.where(random.random(count) < 0.5, NEVER, tutor_from + random.integers(500, 1800, count))
    school = (random.random(count) < 0.04) & (worked > 3 * 365) & sworn & ~chief
    return Careers(
        first=block.start,
        agency=agency,
        previous_agency=previous,
        moved_on=moved_on,
        hired=hired,
        left=left,
        employment=employment,
        certified_on=certified_on,
        academy_on=academy_on,
        rank_from=_ranks(random, hired[:, 0], worked, sworn, chief),
        unit=unit,
        unit_from=unit_from,
        training_officer_from=tutor_from,
        training_officer_until=np.minimum(tutor_until, NEVER).astype(np.int32),
        school_from=np.where(school, hired[:, 0] + worked // 3, NEVER).astype(np.int32),
        leave_from=leave_from,
        leave_until=leave_until,
        leave_kind=leave_kind,
        carries=_carries(random, certified_on),
        cards=_cards(random, certified_on, diligence, now),
        birth_month=random.integers(1, 13, count),
        initial=random.integers(0, 26, count),
        diligence=diligence,
    )


def _appointments(random: Random, count: int, chief: Flags, now: int) -> tuple[Days, Days]:
    """First day and last day of up to two appointments; some leave, and some of those come back."""
    worked = 20 + random.random(count) ** 1.15 * 27 * 365
    worked = np.where(chief, (22 + 6 * random.random(count)) * 365, worked).astype(np.int64)
    hired = now - worked
    leaver = (random.random(count) < 0.16) & ~chief & (worked > 90)
    left = np.where(leaver, hired + (worked * (0.25 + 0.75 * random.random(count))).astype(np.int64), NEVER)
    back = left + random.integers(60, 900, count)
    returns = leaver & (random.random(count) < 0.35) & (back < now - 30)
    pairs = np.column_stack((hired, np.where(returns, back, NEVER)))
    return pairs.astype(np.int32), np.column_stack((left, np.full(count, NEVER))).astype(np.int32)


def _employment(random: Random, count: int, chief: Flags) -> Ints:
    first = np.where(chief, 0, random.choice(4, count, p=(0.88, 0.04, 0.05, 0.03)))
    # people come back to other hours, never to or from police powers
    other = (random.random(count) < 0.2) & (first != CIVILIAN)
    return np.column_stack((first, np.where(other, 1, first)))


def _certification(random: Random, hired: Days, left: Days, sworn: Flags, now: int) -> tuple[Days, Days]:
    """Basic certificate at the academy's end; one in ten brought it along from elsewhere."""
    count = len(sworn)
    lateral = random.random(count) < 0.1
    on = hired[:, 0] + np.where(lateral, -random.integers(200, 2000, count), random.integers(150, 200, count))
    done = sworn & (on <= np.minimum(left[:, 0], now))
    certified = np.where(done, on, NEVER).astype(np.int32)
    # some finish the academy months before the paper comes, even before they are appointed
    early = np.where(random.random(count) < 0.15, random.integers(160, 260, count), 0)
    return certified, np.where(done, certified - early, NEVER).astype(np.int32)


def _ranks(random: Random, hired: Days, worked: Ints, sworn: Flags, chief: Flags) -> Days:
    """First day in each rank, ``NEVER`` for ranks not held."""
    luck, years = random.random(len(hired)), worked / 365
    sergeant = chief | ((luck < 0.18) & (years > 6))
    lieutenant = chief | ((luck < 0.07) & (years > 10))
    captain = chief | ((luck < 0.025) & (years > 14))
    second = random.random(len(hired)) < 0.45
    detective = (((luck > 0.18) & (luck < 0.33)) | (sergeant & second)) & (years > 4)
    corporal = (((luck > 0.33) & (luck < 0.42)) | (sergeant & ~second)) & (years > 4)
    held = (
        np.column_stack((sworn, detective, corporal, sergeant, lieutenant, captain, chief)) & sworn[:, None]
    )
    share = np.array((0.0, 0.25, 0.25, 0.45, 0.65, 0.8, 0.92)) + 0.05 * random.random((len(hired), 1))
    share[:, 0] = 0
    return np.where(held, hired[:, None] + (worked[:, None] * share).astype(np.int64), NEVER).astype(np.int32)


def _units(random: Random, hired: Days, worked: Ints, sworn: Flags) -> tuple[Ints, Days]:
    """Up to three spells in a unit: the first on patrol, later ones anywhere."""
    count = len(hired)
    unit = random.choice(len(UNITS), (count, 3), p=UNIT_WEIGHTS)
    unit[:, 0] = random.integers(0, 2, count)
    unit[~sworn] = ADMINISTRATION
    first_move = random.uniform(0.1, 0.6, count)
    second_move = first_move + random.uniform(0.1, 0.35, count)
    chance = random.random((2, count))
    one = sworn & (chance[0] < 0.6) & (worked > 500)
    two = one & (chance[1] < 0.4) & (worked > 2000)
    starts = np.column_stack(
        (
            hired,
            np.where(one, hired + (worked * first_move).astype(np.int64), NEVER),
            np.where(two, hired + (worked * second_move).astype(np.int64), NEVER),
        )
    )
    return unit, starts.astype(np.int32)


def _last_unit(unit: Ints, unit_from: Days) -> Ints:
    last = (unit_from < NEVER).sum(axis=1) - 1
    found: Ints = unit[np.arange(len(unit)), last]
    return found


def _moves(random: Random, recipe: Recipe, agency: Ints, hired: Days, worked: Ints) -> tuple[Ints, Days]:
    """Find the agency some came from and the day they changed; a lone agency has nobody to take from."""
    count = len(agency)
    moved = (random.random(count) < 0.08) & (worked > 700) & (recipe.agencies > 1)
    step = random.integers(1, max(recipe.agencies, 2), count)
    previous = np.where(moved, (agency + step) % recipe.agencies, -1)
    day = hired + (worked * random.uniform(0.2, 0.8, count)).astype(np.int64)
    return previous, np.where(moved, day, NEVER).astype(np.int32)


def _leaves(random: Random, recipe: Recipe, count: int) -> tuple[Days, Days, Ints]:
    """Up to two leaves an officer: short ones, some beyond 90 days, some that have not ended."""
    since = recipe.now - 365 * recipe.years
    start = random.integers(since, recipe.now - 30, count)
    length = np.where(
        random.random(count) < 0.55, random.integers(10, 60, count), random.integers(91, 240, count)
    )
    first = random.random(count) < 0.36
    again = first & (random.random(count) < 0.2)
    second = start + length + random.integers(60, 900, count)
    again &= second < recipe.now
    lasting = random.random(count) < 0.012
    starts = np.column_stack((np.where(first, start, NEVER), np.where(again, second, NEVER)))
    ends = starts + np.column_stack((length, random.integers(10, 120, count)))
    starts[lasting, 0] = recipe.now - random.integers(20, 200, lasting.sum())
    starts[lasting, 1] = NEVER
    ends[lasting, 0] = NEVER
    return (
        starts.astype(np.int32),
        np.minimum(ends, NEVER).astype(np.int32),
        random.choice(3, (count, 2), p=(0.5, 0.2, 0.3)),
    )


def _diligence(random: Random, in_short_unit: Flags) -> NDArray[np.float32]:
    """Most keep up; some never quite do; a neglected unit drags its people down."""
    base = np.where(random.random(len(in_short_unit)) < 0.07, 0.6, 0.97)
    return (base * np.where(in_short_unit, 0.6, 1.0)).astype(np.float32)


def _carries(random: Random, certified_on: Days) -> Flags:
    armed = certified_on < NEVER
    chance = random.random((len(armed), 3))
    return armed[:, None] & (chance < (1.0, 0.3, 0.22))


def _cards(random: Random, certified_on: Days, diligence: NDArray[np.float32], now: int) -> Days:
    """Days on which a first aid card was earned, two years apart; some renew late, some lapse."""
    count = len(certified_on)
    held = certified_on < NEVER
    anchor = np.where(held, certified_on, now) - random.integers(0, 120, count)
    rounds = np.maximum(now - anchor, 0) // 731
    cards = np.full((count, CARDS_KEPT), NEVER, np.int32)
    for back in range(CARDS_KEPT):
        late = np.where(random.random(count) < 0.08, random.integers(15, 150, count), 0)
        day = add_months(anchor.astype(np.int32), 24 * (rounds - back)) + late
        kept = held & (rounds >= back) & (day <= now) & (random.random(count) < diligence)
        cards[:, back] = np.where(kept, day, NEVER)
    return cards


def teaches_from(careers: Careers) -> Days:
    """First day in the training unit; ``NEVER`` for those who do not teach."""
    first: Days = np.where(careers.unit == TRAINING, careers.unit_from, NEVER).min(axis=1).astype(np.int32)
    return first


def supervises_from(careers: Careers) -> Days:
    """First day as a sergeant or above."""
    first: Days = careers.rank_from[:, SERGEANT:].min(axis=1)
    return first
