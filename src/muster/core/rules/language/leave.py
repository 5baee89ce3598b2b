"""What leave does to a duty: it may extend, prorate, suspend, count as met, or leave a debt."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from muster.core.periods import Duration
from muster.core.rules.language.who import Wanted
from muster.core.rules.language.written import Written

Effect = Literal["extend", "extend_unknown", "prorate", "suspend", "met_in_full", "owed_on_return"]


class Leave(Written):
    """One kind of leave and its effect. Its length counts both its first and its last day.

    extend          the deadline moves by the days away in the period, or by ``by``
    extend_unknown  the source extends the deadline but not by how much: past it, the officer is excused
    prorate         the amount shrinks by the whole calendar months away
    suspend         while away, and only then, nothing is due
    met_in_full     the period counts as met when the days away in it reach ``in_period``
    owed_on_return  while away nothing is due; leave that covers the deadline leaves a debt, overdue until done
    """

    of: Wanted = Field(("any",), description="values of the leave fact, such as military")
    fact: str = "leave"
    longer_than: Duration | None = None
    lasting: Duration | None = Field(None, description="at least this long")
    then: Effect
    by: Duration | None = None
    in_period: Duration | None = None

    @model_validator(mode="after")
    def _keys_fit(self) -> Self:
        if self.by is not None and self.then != "extend":
            raise ValueError("`by` says how far a deadline moves, so it belongs to then: extend")
        if (self.in_period is not None) != (self.then == "met_in_full"):
            raise ValueError(
                "`in_period` is how much leave makes the period met; write it with then: met_in_full, and only there"
            )
        return self
