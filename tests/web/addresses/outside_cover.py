"""Who may open the pages about shifts, floors and cover: the scheduler, and the administrator who sets them up."""

from __future__ import annotations

from typing import Any

from tests.cast import Cast
from tests.events.stories import ask, begin, hand_in
from tests.events.streets import floor, pattern, works
from tests.web.address import ACTORS, Address

SCHEDULERS = " ".join(name for name in ("scot", "admin") if name in ACTORS)


def request(cast: Cast) -> dict[str, Any]:
    return {"pk": hand_in_of(cast).pk}


def hand_in_of(cast: Cast) -> Any:
    story = begin(cast)
    return hand_in(story, ask(story))


def rota(cast: Cast) -> dict[str, Any]:
    return {"pk": works(cast.squad_a, pattern(cast.millbrook)).pk}


def a_floor(cast: Cast) -> dict[str, Any]:
    return {"pk": floor(cast.squad_a, 2).pk}


def ada(cast: Cast) -> dict[str, Any]:
    return {"pk": cast.person["ada"].pk}


def agency(cast: Cast) -> dict[str, Any]:
    return {"pk": cast.millbrook.pk}


ADDRESSES = [
    Address("officer:away", who="ada ben sam chris tara dina ian nora"),
    Address("commander:cover", who=SCHEDULERS, kwargs=request, post=lambda _cast: {"edition": 1}),
    Address("commander:rotas", who=SCHEDULERS),
    Address("commander:rota_add", who=SCHEDULERS),
    Address("commander:rota", who=SCHEDULERS, kwargs=rota, post=lambda _cast: {"end": "2030-01-01"}),
    Address(
        "commander:pattern_add", who=SCHEDULERS, post=lambda _cast: {"name": "x", "ready": "four-ten-days"}
    ),
    Address("commander:stand_ins", who=SCHEDULERS),
    Address("commander:stand_in", who=SCHEDULERS, kwargs=ada, post=lambda _cast: {"volunteers": "on"}),
    Address("commander:cover_rules", who=SCHEDULERS, kwargs=agency),
    Address("commander:floors", who=SCHEDULERS),
    Address("commander:floor_add", who=SCHEDULERS),
    Address("commander:floor_change", who=SCHEDULERS, kwargs=a_floor),
    Address("commander:floor_remove", who=SCHEDULERS, kwargs=a_floor),
    Address("commander:floors_import", who=SCHEDULERS),
]
