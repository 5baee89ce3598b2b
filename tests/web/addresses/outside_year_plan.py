"""Who may open the pages of the year's plan: the training office, command and the scheduler."""

from __future__ import annotations

from typing import Any

from tests.cast import Cast
from tests.events.streets import in_days
from tests.events.year_towns import held, place, planned, town
from tests.web.address import Address

from muster.events.models import YearPlan

PLANNERS = "chris tara dina scot"
#: Those who also enrol people in sessions.
TAKERS = "tara dina"


def a_plan(cast: Cast) -> dict[str, Any]:
    return {"pk": made(cast).pk}


def a_place(cast: Cast) -> dict[str, Any]:
    seat = place(made(cast), "ada")
    return {"pk": seat.plan_id, "seat": seat.pk}


def made(cast: Cast) -> YearPlan:
    """The plan of the story: made once, however often an address is asked for."""
    there = YearPlan.objects.first()
    if there is None:
        held(town(cast, "ada"), in_days(10))
        there = planned(cast, days=30)
    return there


def asked(cast: Cast) -> dict[str, Any]:
    return {"agency": cast.millbrook.pk, "first": in_days(1), "last": in_days(9), "seconds": 5}


def edition(_cast: Cast) -> dict[str, Any]:
    return {"edition": 1}


ADDRESSES = [
    Address("commander:year_plan", who=PLANNERS),
    Address("commander:year_plan_make", who=PLANNERS, post=asked),
    Address("commander:year_plan_shown", who=PLANNERS, kwargs=a_plan),
    # it says how people stand
    Address("commander:year_plan_left", who="chris tara dina", kwargs=a_plan),
    Address("commander:year_plan_again", who=PLANNERS, kwargs=a_plan, post=edition, gets=False),
    Address(
        "commander:year_plan_pin",
        who=PLANNERS,
        kwargs=a_place,
        post=lambda _cast: {"edition": 1, "pinned": "yes"},
        gets=False,
    ),
    Address("commander:year_plan_take", who=TAKERS, kwargs=a_plan, post=edition),
    Address("commander:year_plan_undo", who=TAKERS, kwargs=a_plan, post=edition, gets=False),
]
