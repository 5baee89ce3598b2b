"""How many sessions the needs of a window want at the least: rows that fractions break and whole numbers do not.

Seventeen needs that only sessions of March and April can meet want two sessions of sixteen seats, not 1.06: fractions
would pay for 1.06. With ``q`` the seats of the window's largest session, ``k`` such that ``q (k - 1) < needs <= q k``,
and ``r = needs - q (k - 1)``,

    r * (sessions that run in the window)  +  unmet needs of the window  >=  r * k

holds for every plan: it is the mixed-integer rounding of the rows of seats and needs. There are as many windows as pairs
of sessions of a subject, so only those that a solution breaks are added. (Letting needs that may also go elsewhere into
a window was tried: hundreds of rows more, and the bound moved by a hundred-thousandth.)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from muster.core.planning.year.model import Model
from muster.core.planning.year.options import Flags, Floats, Ints

BREAKS = 1e-3


@dataclass(frozen=True)
class _Subject:
    """The sessions of a subject in order of time, and of each need the first and last of them it may use."""

    sessions: Ints
    seats: Ints
    needs: Ints
    first: Ints
    last: Ints


class Windows:
    """The windows of a model, asked again and again for those that values break."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.subjects = tuple(_subjects(model))
        self.given: set[tuple[int, int, int]] = set()

    def broken(self, values: Floats) -> list[tuple[Ints, Ints, int]]:
        """Return rows that the values break, new ones alone: columns, whole values and the lower limit."""
        return [row for number in range(len(self.subjects)) for row in self._broken_of(number, values)]

    def _broken_of(self, number: int, values: Floats) -> Iterator[tuple[Ints, Ints, int]]:
        """Yield, for each session a window may begin with, the end that is broken worst."""
        subject = self.subjects[number]
        runs, unmet = values[self.model.sessions], values[self.model.unmet]
        held = np.concatenate([[0.0], np.cumsum(runs[subject.sessions])])
        for begin in range(len(subject.sessions)):
            wanted, rest, left = _windows_from(subject, begin, unmet)
            short = wanted - left / np.maximum(rest, 1) - (held[1:] - held[begin])
            short[rest < 1] = 0
            end = int(short.argmax())
            if short[end] > BREAKS and (number, begin, end) not in self.given:
                self.given.add((number, begin, end))
                yield self._row(subject, begin, end, int(wanted[end]), int(rest[end]))

    def _row(self, subject: _Subject, begin: int, end: int, wanted: int, rest: int) -> tuple[Ints, Ints, int]:
        sessions = subject.sessions[begin : end + 1]
        needs = subject.needs[(subject.first >= begin) & (subject.last <= end)]
        columns = np.concatenate([sessions, self.model.unmet.start + needs])
        values = np.concatenate([np.full(len(sessions), rest), np.ones(len(needs), np.int64)])
        return columns, values, rest * wanted


def _windows_from(subject: _Subject, begin: int, unmet: Floats) -> tuple[Ints, Ints, Floats]:
    """Return k, r and the unmet needs of the windows from a session to each end; r is 0 where there is no window."""
    count = len(subject.sessions)
    inside = subject.first >= begin
    needs = np.cumsum(np.bincount(subject.last[inside], minlength=count))
    left = np.cumsum(np.bincount(subject.last[inside], unmet[subject.needs[inside]], minlength=count))
    seats = np.zeros(count, np.int64)
    seats[begin:] = np.maximum.accumulate(subject.seats[begin:])
    wanted = -(-needs // np.maximum(seats, 1))
    rest = np.where((needs > 0) & (seats > 0), needs - seats * (wanted - 1), 0)
    return wanted.astype(np.int64), rest.astype(np.int64), left.astype(np.float64)


def _subjects(model: Model) -> Iterator[_Subject]:
    options, year = model.options, model.year
    of_subject: dict[str, list[int]] = defaultdict(list)
    for position, session in enumerate(year.sessions):
        for subject in session.subjects:
            of_subject[subject].append(position)
    names = np.array([need.subject for need in year.needs], np.object_)
    single = _one_need_an_officer(model)
    option, need = options.meets.T
    for subject, found in sorted(of_subject.items()):
        order = np.array(sorted(found, key=lambda held: (min(year.sessions[held].half_days), held)), np.int64)
        place = np.full(len(year.sessions), -1)
        place[order] = np.arange(len(order))
        mine = (names[need] == subject) & single[need]
        yield _subject(model, order, place[options.session[option[mine]]], need[mine])


def _subject(model: Model, order: Ints, place: Ints, need: Ints) -> _Subject:
    needs, row = np.unique(need, return_inverse=True)
    first, last = np.full(len(needs), len(order)), np.full(len(needs), -1)
    np.minimum.at(first, row, place)
    np.maximum.at(last, row, place)
    seats = np.array([model.year.sessions[each].seats for each in order], np.int64)
    return _Subject(order, seats, needs, first, last)


def _one_need_an_officer(model: Model) -> Flags:
    """Mark the first need of each officer in a subject: one seat may meet two needs of one officer."""
    seen: set[tuple[str, str]] = set()
    marks = []
    for need in model.year.needs:
        marks.append((need.officer, need.subject) not in seen)
        seen.add((need.officer, need.subject))
    return np.array(marks, np.bool_)
