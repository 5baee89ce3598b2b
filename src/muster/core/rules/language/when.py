"""When a duty must be done: the shapes behind ``when:``, ``start:``, ``grace:`` and ``late:``.

Here a shape is only what the file says. How it becomes windows of days is in
``muster.core.rules.windows``, where each class has its own function.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from muster.core.periods import Duration, MonthDay
from muster.core.rules.language.filters import Filter
from muster.core.rules.language.who import Wanted
from muster.core.rules.language.written import Written, one_of


class Anchor(Written):
    """A day in an officer's life: exactly one of these keys."""

    first: str | None = Field(None, description="the fact whose first spell's first day it is")
    latest: str | None = Field(None, description="the fact whose latest spell's first day it is")
    end_of: str | None = Field(
        None, description="the fact whose latest ended spell's day after it is (the return)"
    )
    met: str | None = Field(None, description="the one-time requirement whose completion it is")
    record: Filter | None = Field(None, description="the first record that fits")
    values: Wanted = ("any",)

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if (
            sum(given is not None for given in (self.first, self.latest, self.end_of, self.met, self.record))
            != 1
        ):
            raise ValueError(
                "a day in an officer's life is written with exactly one of: first, latest, end_of, met, record"
            )
        return self


class Groups(Written):
    """A start day that depends on a fact, such as the first letter of the surname."""

    by: str
    groups: Annotated[dict[str, date], Field(min_length=1)] = Field(
        description="value, or a range of letters or numbers such as A-H: first day"
    )


class Calendar(Written):
    """Fixed periods, the same for everyone (or for everyone in a group), counted from one known start."""

    every: Duration
    anchored: date | Groups = Field(description="the first day of any one period")


class SnapStart(Written):
    """Move the first start to a fixed day: back to it if the anchor falls by ``back_if_by``, else forward."""

    day: MonthDay
    back_if_by: MonthDay


class Personal(Written):
    """Periods that repeat from a day in the officer's own life."""

    every: Duration
    from_: Anchor = Field(alias="from")
    start_on: SnapStart | Literal["month_start"] | None = Field(
        None, description="move the first start to a fixed day, or to the first of its month"
    )
    end_on_or_after: MonthDay | None = Field(
        None, description="the first period runs on to this day of the year, on or after its anniversary"
    )
    end_in_month_of: str | None = Field(
        None,
        description="a fact holding a month 1-12; the first period runs on to the first day of that month",
    )
    ends_after: Duration | None = Field(
        None, description="the duty ends by itself this long after the anchor"
    )

    @model_validator(mode="after")
    def _one_first_end(self) -> Self:
        if self.end_on_or_after is not None and self.end_in_month_of is not None:
            raise ValueError("the first period ends one way only: end_on_or_after, or end_in_month_of")
        return self


class Rolling(Written):
    """Due again this long after the last completion (of the last part, where there are several)."""

    every: Duration
    first_within: Duration | None = Field(
        None, description="how long after the start the first is due; else `every`"
    )


class Trailing(Written):
    """On any day, what was done in the time just before it is what counts."""

    covers: Duration


class Once(Written):
    """A single time: within a length of time after an event, by a date, or both."""

    within: Duration | None = None
    after: Anchor | None = None
    by: date | None = None
    no_deadline: bool = Field(False, description="the source names no day: it stays open until done")
    take: Literal["later", "earlier"] = Field("later", description="which day counts when both are given")
    counts: Literal["ever", "after_event"] = "ever"

    @model_validator(mode="after")
    def _has_a_day(self) -> Self:
        if (self.within is None) != (self.after is None) and not self.no_deadline:
            raise ValueError("within and after belong together: so long, after what?")
        if self.no_deadline == (self.within is not None or self.by is not None):
            raise ValueError("once needs a day (by, or within and after), or else no_deadline: true")
        if self.counts == "after_event" and self.after is None:
            raise ValueError("counts: after_event needs the event, under after")
        return self


class Continuous(Written):
    """At all times: judged on the day asked about."""

    first_within: Duration | None = Field(None, description="how long after the start it must first be held")


class Lookback(Written):
    """A report is due on a day of the year, and covers so many calendar years before that year."""

    years: Annotated[int, Field(ge=1, le=20)]
    reported_by: MonthDay
    every: Duration
    anchored: date | Groups = Field(description="any one report day's year, as a date in that year")

    @model_validator(mode="after")
    def _whole_years(self) -> Self:
        if self.every.months == 0 or self.every.months % 12:
            raise ValueError("every must be whole years, since the report is due on a day of the year")
        return self


class _Named(Written):
    """Base of the one-key mappings of ``when:``."""


class WhenCalendar(_Named):
    """``calendar:`` fixed periods."""

    calendar: Calendar


class WhenPersonal(_Named):
    """``personal:`` periods from a day in the officer's life."""

    personal: Personal


class WhenRolling(_Named):
    """``rolling:`` due again after the last completion."""

    rolling: Rolling


class WhenTrailing(_Named):
    """``trailing:`` the time just before the day asked about."""

    trailing: Trailing


class WhenOnce(_Named):
    """``once:`` a single time."""

    once: Once


class WhenContinuous(_Named):
    """``continuous:`` at all times."""

    continuous: Continuous


class WhenLookback(_Named):
    """``lookback:`` calendar years before a report."""

    lookback: Lookback


PERIODS: dict[str, type[Written]] = {
    "calendar": WhenCalendar,
    "personal": WhenPersonal,
    "rolling": WhenRolling,
    "trailing": WhenTrailing,
    "once": WhenOnce,
    "continuous": WhenContinuous,
    "lookback": WhenLookback,
}

Period: TypeAlias = Calendar | Personal | Rolling | Trailing | Once | Continuous | Lookback

if TYPE_CHECKING:
    When: TypeAlias = Any
else:
    When = one_of("when", PERIODS)


class Start(Written):
    """From which day the duty binds an officer, and what the first period then asks."""

    from_: Anchor = Field(alias="from")
    first_period: Literal["whole", "next", "prorated"] = Field(
        "whole",
        description="whole: owed in full; next: nothing until the first period that begins after; prorated: by months left",
    )
    earlier_records: Literal["count", "do_not_count"] = "do_not_count"


class Late(Written):
    """Training after the deadline that still counts for the period that closed."""

    within: Duration
    also_counts_in_next: bool = False
