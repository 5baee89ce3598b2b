"""Careers written down as dated facts, with the corrections real personnel files have."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from muster.core.periods import NEVER, NEVER_BEFORE, Days, add_months
from muster.core.sample.agencies import UNITS, agency_ids
from muster.core.sample.careers import (
    EMPLOYMENTS,
    LEAVES,
    RANKS,
    Careers,
    supervises_from,
)
from muster.core.sample.catalogue import ITEMS
from muster.core.sample.fact_corrections import with_corrections
from muster.core.sample.frames import Ints, days_column
from muster.core.sample.recipe import Recipe

ASSIGNMENTS = ("patrol", "patrol", "traffic", "investigations", "instructor", "patrol", "administration")
CERTIFICATES = ("basic", "intermediate", "advanced", "supervisory")
_ORDER = (
    "discipline",
    "birth-month",
    "surname-initial",
    "employment",
    "agency",
    "unit",
    "rank",
    "assignment",
    "certificate",
    "carries",
    "card",
    "leave",
)


#: An end that has not come, for every spell alike.
OPEN = np.array(NEVER)


class Spells(NamedTuple):
    """One fact of many officers: who (place in the block), the value and the days it held."""

    fact: str
    officer: Ints
    value: NDArray[np.str_]
    start: Days
    end: Days


def facts_of(careers: Careers, recipe: Recipe, first_number: int) -> pl.DataFrame:
    """Return the dated facts of a block, numbered on from ``first_number``, ordered by officer.

    Columns: number, officer, fact, value, start, end, known_from, known_until, supersedes, withdrawn.
    """
    random = recipe.random(20, careers.first)
    spells = [*_personal(careers), *_working(careers, recipe), *_papers(careers, recipe, random)]
    table = pl.concat([_table(one, careers.first) for one in spells])
    table = table.sort("officer", pl.col("fact").cast(pl.Enum(_ORDER)), "start", "value", nulls_last=True)
    return with_corrections(table, recipe, random).with_columns(
        number=pl.int_range(pl.len(), dtype=pl.Int64) + first_number,
        supersedes=pl.col("supersedes") + first_number,
    )


def _table(spells: Spells, first: int) -> pl.DataFrame:
    known = spells.start < NEVER
    return pl.DataFrame(
        {
            "officer": (spells.officer[known] + first).astype(np.uint32),
            "fact": pl.repeat(spells.fact, int(known.sum()), eager=True),
            "value": pl.Series(spells.value[known], dtype=pl.String),
            "start": days_column(spells.start[known]),
            "end": days_column(spells.end[known]),
        }
    )


def _spells(
    fact: str, labels: tuple[str, ...] | NDArray[np.str_], value: Ints, start: Days, end: Days
) -> Spells:
    """Flatten officer-by-spell arrays; one column where there is one spell an officer."""
    officer = np.repeat(np.arange(len(start)), start.size // max(len(start), 1))
    flat = np.broadcast_to(value, start.shape).ravel()
    return Spells(
        fact, officer, np.asarray(labels)[flat], start.ravel(), np.broadcast_to(end, start.shape).ravel()
    )


def _always(fact: str, labels: tuple[str, ...], value: Ints) -> Spells:
    """Describe something without a first day; the end of time stands in the table as empty."""
    return _spells(fact, labels, value, np.full(len(value), NEVER_BEFORE, np.int32), OPEN)


def _personal(careers: Careers) -> list[Spells]:
    months = tuple(str(month) for month in range(1, 13))
    letters = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    nothing = np.zeros(careers.size, np.int64)
    return [
        _spells("discipline", ("police",), nothing, careers.hired[:, 0], OPEN),
        _always("birth-month", months, careers.birth_month - 1),
        _always("surname-initial", letters, careers.initial),
    ]


def _working(careers: Careers, recipe: Recipe) -> list[Spells]:
    """What is only true while appointed: cut to the appointments, so it breaks where they break."""
    spells = [
        _agency(careers, recipe),
        _spells("unit", UNITS, careers.unit, careers.unit_from, _until_next(careers.unit_from)),
        _rank(careers),
        *_assignments(careers),
        _spells("leave", LEAVES, careers.leave_kind, careers.leave_from, careers.leave_until),
        _carried(careers),
    ]
    employment = _spells("employment", EMPLOYMENTS, careers.employment, careers.hired, careers.left)
    return [employment, *(_cut(one, careers) for one in spells)]


def _until_next(start: Days) -> Days:
    """Each spell ends the day before the next one that takes place; the last stays open."""
    end = np.full(start.shape, NEVER, np.int32)
    following = np.full(len(start), NEVER, np.int32)
    for column in range(start.shape[1] - 1, -1, -1):
        end[:, column] = np.where(following < NEVER, following - 1, NEVER)
        following = np.minimum(following, start[:, column])
    return end


def _cut(spells: Spells, careers: Careers) -> Spells:
    parts = []
    for appointment in (0, 1):
        start = np.maximum(spells.start, careers.hired[spells.officer, appointment])
        end = np.minimum(spells.end, careers.left[spells.officer, appointment])
        kept = (start <= end) & (start < NEVER)
        parts.append((spells.officer[kept], spells.value[kept], start[kept], end[kept]))
    return Spells(spells.fact, *(np.concatenate(column) for column in zip(*parts, strict=True)))


def _agency(careers: Careers, recipe: Recipe) -> Spells:
    came = careers.previous_agency >= 0
    value = np.column_stack((careers.previous_agency, careers.agency))
    start = np.column_stack(
        (np.where(came, careers.hired[:, 0], NEVER), np.where(came, careers.moved_on, careers.hired[:, 0]))
    ).astype(np.int32)
    return _spells("agency", agency_ids(recipe), value, start, _until_next(start))


def _rank(careers: Careers) -> Spells:
    value = np.arange(len(RANKS))[None, :]
    return _spells("rank", RANKS, value, careers.rank_from, _until_next(careers.rank_from))


def _assignments(careers: Careers) -> list[Spells]:
    nothing = np.zeros(careers.size, np.int64)
    tutor = (careers.training_officer_from, careers.training_officer_until)
    return [
        _spells("assignment", ASSIGNMENTS, careers.unit, careers.unit_from, _until_next(careers.unit_from)),
        _spells("assignment", ("field-training-officer",), nothing, *tutor),
        _spells("assignment", ("school-resource",), nothing, careers.school_from, OPEN),
    ]


def _carried(careers: Careers) -> Spells:
    start = np.where(careers.carries, careers.certified_on[:, None], NEVER).astype(np.int32)
    return _spells("carries", ITEMS, np.arange(len(ITEMS))[None, :], start, OPEN)


def _papers(careers: Careers, recipe: Recipe, random: np.random.Generator) -> list[Spells]:
    """Certificates and cards belong to the person: they outlive the appointment."""
    basic = careers.certified_on
    wants = random.random((careers.size, 2)) < (0.6, 0.65)
    intermediate = np.where(
        wants[:, 0] & (basic < NEVER), basic + random.integers(1400, 2600, careers.size), NEVER
    )
    advanced = np.where(
        wants[:, 1] & (intermediate < NEVER), intermediate + random.integers(1000, 2400, careers.size), NEVER
    )
    supervisory = supervises_from(careers) + random.integers(200, 500, careers.size)
    earned = np.column_stack((basic, intermediate, advanced, supervisory))
    gone = np.minimum(np.where(careers.hired[:, 1] < NEVER, recipe.now, careers.left[:, 0]), recipe.now)
    earned = np.where((earned <= gone[:, None]) | (earned == basic[:, None]), earned, NEVER).astype(np.int32)
    card_end = np.where(careers.cards < NEVER, add_months(careers.cards, 24) - 1, NEVER).astype(np.int32)
    nothing = np.zeros((careers.size, 1), np.int64)
    return [
        _spells("certificate", CERTIFICATES, np.arange(len(CERTIFICATES))[None, :], earned, OPEN),
        _spells("card", ("first-aid-cpr",), nothing, careers.cards, card_end),
    ]
