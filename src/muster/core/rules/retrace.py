"""A judgement retraced: what each record gave to one version of a requirement."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from muster.core.periods import NEVER, NEVER_BEFORE, as_date, as_day
from muster.core.rules.allotment import Sight, Taken, allotted
from muster.core.rules.completions import Completions, completions_of
from muster.core.rules.counting import Counting
from muster.core.rules.credit_reasons import CREDIT_CODE, CREDIT_REASONS
from muster.core.rules.fitting import TEACHING, Eligible, kinds_fitting, rows_fitting
from muster.core.rules.judge import Judged, in_period
from muster.core.rules.language import Filter, Version, filters_of, leaves_of
from muster.core.rules.language.when import WhenOnce, WhenPersonal, WhenRolling
from muster.core.rules.misfits import (
    FAR,
    why_not_earning,
    why_not_fitting,
    why_row_not_earning,
    why_row_not_fitting,
)
from muster.core.rules.people import Mask, People
from muster.core.rules.repeats import surplus
from muster.core.rules.steps import Describe, describing
from muster.core.tables.credit import Given, Lines
from muster.core.tables.kinds import Kinds
from muster.core.tables.rows import Rows

if TYPE_CHECKING:
    from muster.core.rules.evaluate import Judgement

Codes = NDArray[np.uint8]

_IS_FAR = np.array([code in FAR for code in range(len(CREDIT_REASONS))])


@dataclass(frozen=True)
class Stage:
    """What all requirements of one judgement share. ``texts`` gathers the names of parts."""

    judgement: Judgement
    kinds: Kinds
    lines: Lines
    texts: list[str] = field(default_factory=lambda: [""])

    @property
    def as_of(self) -> int:
        """The day judged."""
        return as_day(self.judgement.as_of)

    @cached_property
    def people(self) -> People:
        """The officers."""
        judgement = self.judgement
        return People.of(judgement.facts, judgement.known_at, lambda fact: judgement.rulebook.fact_word(fact))

    @cached_property
    def state(self) -> Codes:
        """Return, by line, why it can serve no requirement at all; 0 where it can."""
        codes = np.where(self.lines.rows.day > self.as_of, CREDIT_CODE["after_the_day_judged"], 0).astype(
            np.uint8
        )
        codes[self.lines.replaced] = CREDIT_CODE["replaced"]
        return codes

    def described(self, requirement: str) -> Describe:
        """Return how to describe a filter of a requirement."""
        return describing(self.judgement.rulebook.topic_names(requirement.split("/", maxsplit=1)[0]))

    def text(self, words: str) -> int:
        """Return the number of a text, new or already there."""
        if words not in self.texts:
            self.texts.append(words)
        return self.texts.index(words)


@dataclass(frozen=True)
class Retrace:
    """One version as it was judged, and the records of those it may bind."""

    stage: Stage
    trace: Judged

    @property
    def version(self) -> Version:
        """The version judged."""
        return self.trace.requirement.versions[self.trace.version]

    @cached_property
    def duties(self) -> list[tuple[Any, Mask]]:
        """What is asked, and of whom in which period (officers x shown); more than one where courses change."""
        trace, what = self.trace, self.version.what
        seats = trace.windows.exists[:, : trace.shown] & (trace.applies.yes | trace.applies.unknown)
        if not any(wanted.bound_to_period for wanted in filters_of(what)):
            return [(what, seats)]
        found = []
        start = trace.windows.start[:, : trace.shown]
        for begins in np.unique(start[seats]):
            day = as_date(int(begins))
            duty = in_period(what, day) if day else None
            if duty is not None:  # else no list is written for the period, and nothing can be told
                found.append((duty, seats & (start == begins)))
        return found

    @cached_property
    def seats(self) -> Mask:
        """Whom the version may bind, in which of the periods shown."""
        found = np.zeros_like(self.trace.applies.yes)
        for _, mask in self.duties:
            found |= mask
        return found

    @cached_property
    def asked(self) -> tuple[Filter, ...]:
        """The filters of all parts."""
        return tuple(dict.fromkeys(wanted for duty, _ in self.duties for wanted in filters_of(duty)))

    @cached_property
    def policy(self) -> Eligible:
        """The credit policy."""
        return Eligible(self.version.credit, self.stage.kinds)

    def given(self) -> Given:
        """Return what every record of these officers gave."""
        rows, state = self.stage.lines.rows, self.stage.state
        bound: Mask = np.any(self.seats, axis=1)
        mine = np.flatnonzero(bound[rows.officer])
        fitting = why_not_fitting(self.asked, self.stage.kinds)
        earning = why_not_earning(self.policy, self.stage.kinds)
        codes = np.where(fitting, fitting, earning)[rows.kind[mine]]
        codes = np.where(state[mine], state[mine], codes)
        far = _IS_FAR[codes] | (state[mine] > 0)
        seat = self.seats.argmax(axis=1)[rows.officer[mine[far]]]
        count = int(far.sum())
        plain = self._entries(mine[far], codes[far], seat, np.zeros(count, np.int64), np.zeros(count, bool))
        near = Near(self, mine[~far], codes[~far])
        return Given.joined([plain, near.given()])

    def _entries(
        self,
        line: NDArray[np.int64],
        codes: Codes,
        seat: NDArray[np.int64],
        minutes: NDArray[np.int64],
        inside: Mask,
    ) -> Given:
        windows, officer = self.trace.windows, self.stage.lines.rows.officer[line]
        parts = np.zeros(len(line), np.int64)
        return Given(
            line, codes, windows.start[officer, seat], windows.end[officer, seat], minutes, parts, inside
        )


@dataclass(frozen=True)
class Near:
    """The records whose subject is right: followed through windows, repeats, caps and late days."""

    whole: Retrace
    line: NDArray[np.int64]
    codes: Codes  # by kind: why it cannot serve; 0 where it can

    @cached_property
    def rows(self) -> Rows:
        """The records."""
        return self.whole.stage.lines.rows.take(self.line)

    @property
    def shown(self) -> int:
        """How many periods are shown."""
        return self.whole.trace.shown

    @cached_property
    def seats(self) -> Mask:
        """Whether the duty may bind the record's officer, rows x shown."""
        found: Mask = self.whole.seats[self.rows.officer]
        return found

    def given(self) -> Given:
        """Return a row for each period in which a record counted; one for each record that counted in none."""
        codes, taken = self._followed()
        counted = (taken.own | taken.late) & self.seats
        inside = self._inside() & self.seats
        idle = ~counted.any(axis=1)
        seat = np.where(inside.any(axis=1), inside.argmax(axis=1), self.seats.argmax(axis=1))
        left = np.where(codes, codes, taken.left[np.arange(len(self.line)), seat])
        left = np.where(left, left, CREDIT_CODE["outside_the_period"]).astype(np.uint8)
        away = ~inside.any(axis=1)
        left[away] = self._date_codes()[away]
        parts = self._parts()
        pieces = []
        taught = self.whole.stage.kinds.has("outcome", (TEACHING,))[self.rows.kind]
        for period in range(self.shown - 1, -1, -1):
            here = np.flatnonzero(counted[:, period])
            late = taken.late[here, period] & ~taken.own[here, period]
            why = np.where(taught[here], CREDIT_CODE["counted_as_teaching"], CREDIT_CODE["counted"])
            why = np.where(late, CREDIT_CODE["counted_late"], why).astype(np.uint8)
            pieces.append(
                self._entries(
                    here, why, np.full(len(here), period), taken.minutes[here, period], parts, inside
                )
            )
        rest = np.flatnonzero(idle)
        pieces.append(
            self._entries(rest, left[rest], seat[rest], np.zeros(len(rest), np.int64), parts, inside)
        )
        return Given.joined(pieces)

    def _entries(
        self,
        at: NDArray[np.intp],
        codes: Codes,
        seat: NDArray[np.int64],
        minutes: NDArray[np.int64],
        parts: NDArray[np.int64],
        inside: Mask,
    ) -> Given:
        windows, officer = self.whole.trace.windows, self.rows.officer[at]
        start, end = windows.start[officer, seat], windows.end[officer, seat]
        return Given(self.line[at], codes, start, end, minutes, parts[at], inside[at, seat])

    # ── what counted ────────────────────────────────────────────────────────────────────────

    def _followed(self) -> tuple[Codes, Taken]:
        """Return why records cannot serve at all, and what was taken of those that can."""
        codes = self.codes.copy()
        able = np.flatnonzero(codes == 0)
        codes[able] = why_row_not_earning(self.whole.policy, self.rows.take(able))
        able = able[codes[able] == 0]
        if self._limited:
            beyond = surplus(self._counting(self.rows.take(able), self.whole.version.what))
            codes[able[beyond]] = CREDIT_CODE["repeated"]
            able = able[~beyond]
        rows = self.rows.take(able)
        taken = Taken.nothing(len(self.line), self.shown)
        for duty, mask in self.whole.duties:
            found = allotted(duty, Sight(self._counting(rows, duty)))
            _place(taken, able, found, mask[rows.officer])
        if isinstance(self.whole.version.when, WhenRolling):
            self._completions.into(taken, able)
        codes[able] = why_row_not_fitting(self.whole.asked, self.whole.stage.kinds, rows)
        return codes, taken

    @property
    def _limited(self) -> bool:
        credit = self.whole.version.credit
        return credit.repeats is not None or credit.teaching == "once_per_course"

    def _counting(self, rows: Rows, duty: Any) -> Counting:
        """Return the records as the engine counted them."""
        stage, trace, version = self.whole.stage, self.whole.trace, self.whole.version
        shared = np.any(trace.late_to >= NEVER, axis=1)  # a debt is open without end
        if version.late and version.late.also_counts_in_next:
            shared = np.ones_like(shared)
        return Counting(
            people=stage.people,
            kinds=stage.kinds,
            earning=np.ones(stage.kinds.count, bool),  # those that cannot earn are not among the rows
            credit=version.credit,
            duty=duty,
            windows=trace.windows,
            shown=trace.shown,
            as_of=stage.as_of,
            judged_on=trace.windows.end[
                :, : trace.shown
            ],  # asked for by facts held only, which no record serves
            late_to=trace.late_to,
            late_is_shared=shared,
            rows=self.whole.policy.valued(rows),
        )

    @cached_property
    def _completions(self) -> Completions:
        """For a rolling duty: the records of the last completion."""
        able = self.rows.take(np.flatnonzero(self.codes == 0))
        return completions_of(
            self._counting(able, self.whole.version.what), self._counting(self.rows, None), self.whole.version
        )

    # ── when ────────────────────────────────────────────────────────────────────────────────

    def _inside(self) -> Mask:
        """Whether each record's day lies in the days a period looks at, rows x shown."""
        sight = Sight(self._counting(self.rows, None))
        wide: dict[Any, Any] = {
            getattr(leaf, "looks_in", None): leaf for leaf in leaves_of(self.whole.version.what)
        }
        found = np.zeros((len(self.line), self.shown), bool)
        for leaf in wide.values():
            found |= np.stack(sight.wide(leaf), axis=1)
        if isinstance(self.whole.version.when, WhenRolling):
            found[:, 0] |= self._completions.member
        return found

    def _date_codes(self) -> Codes:
        """Return why a record that lies in no period shown does not."""
        windows, day, officer = self.whole.trace.windows, self.rows.day, self.rows.officer
        oldest = (self.shown - 1 - self.seats[:, ::-1].argmax(axis=1)).astype(np.int64)
        low, start = windows.low[officer, oldest], windows.start[officer, oldest]
        match self.whole.version.when:
            case WhenOnce():
                begun_here = low > NEVER_BEFORE
            case WhenRolling():
                begun_here = low == start
            case WhenPersonal():
                begun_here = (low > start) | (windows.index[officer, oldest] == 0)
            case _:
                begun_here = low > start
        codes = np.full(len(day), CREDIT_CODE["outside_the_period"], np.uint8)
        codes[begun_here & (day < low)] = CREDIT_CODE["before_the_duty_began"]
        codes[day == NEVER_BEFORE] = CREDIT_CODE["undated"]
        return codes

    # ── parts ───────────────────────────────────────────────────────────────────────────────

    def _parts(self) -> NDArray[np.int64]:
        """Return, by record, the number of the text that names the parts it fits."""
        stage = self.whole.stage
        describe = stage.described(self.whole.trace.requirement.id)
        leaves = list(
            dict.fromkeys(
                leaf for duty, _ in self.whole.duties for leaf in leaves_of(duty) if part_filters(leaf)
            )
        )
        if not leaves or not len(self.line):
            return np.zeros(len(self.line), np.int64)
        by_row = any(wanted.looks_at_rows for leaf in leaves for wanted in part_filters(leaf))
        fits = np.stack([self._fits(leaf, by_row=by_row) for leaf in leaves], axis=1)
        packed, which = np.unique(np.packbits(fits, axis=1), axis=0, return_inverse=True)
        names = [part_name(leaf, describe) for leaf in leaves]
        texts = [
            stage.text(
                "; ".join(
                    dict.fromkeys(name for name, bit in zip(names, np.unpackbits(bits), strict=False) if bit)
                )
            )
            for bits in packed
        ]
        found = np.array(texts, np.int64)[which.ravel()]
        return found if by_row else found[self.rows.kind]

    def _fits(self, leaf: Any, *, by_row: bool) -> Mask:
        kinds = self.whole.stage.kinds
        wanted = part_filters(leaf)
        if by_row:
            return np.logical_or.reduce([rows_fitting(one, kinds, self.rows) for one in wanted])
        return np.logical_or.reduce([kinds_fitting(one, kinds) for one in wanted])


def _place(taken: Taken, at: NDArray[np.intp], found: Taken, mask: Mask) -> None:
    """Write what was found for some records, in the periods that are theirs, into the whole."""
    taken.own[at] |= found.own & mask
    taken.late[at] |= found.late & mask
    taken.minutes[at] += found.minutes * mask
    taken.left[at] = np.where(mask, found.left, taken.left[at])


def part_filters(leaf: Any) -> tuple[Filter, ...]:
    """Return the filters of a counted part; none where no record has a say."""
    return tuple(getattr(leaf, key) for key in ("of", "ratio", "to") if hasattr(leaf, key))


def part_name(leaf: Any, describe: Describe) -> str:
    """Name a counted part: its own name, or its filter in words."""
    if leaf.part:
        return str(leaf.part)
    wanted = part_filters(leaf)
    return (describe(wanted[0]) if wanted else "") or "training"
