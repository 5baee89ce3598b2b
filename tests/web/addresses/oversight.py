"""Who may open the pages about recommendations.

Officers, supervisors and the training unit read them, and command; boards, councils, auditors and the oversight analyst
read and issue. Finance, scheduling, custodians and the state commission have nothing to do with them. Only who has a
seat acts for a body, only who answers for the department acts for it.
"""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from tests.cast import Cast
from tests.oversight.stories import Story, begin, bring, prove
from tests.web.address import Address

from muster.files.actions import store
from muster.oversight.actions.intake import open_batch
from muster.oversight.actions.working import add_milestone, link_thing
from muster.oversight.enums import RecommendationState
from muster.oversight.models import Issuer, Milestone, Recommendation

S = RecommendationState
READ = "ada ben sam tara dina chris ian olga vic"
#: Officers elsewhere have a register of their own, which is empty here.
LISTS = f"{READ} nora"
ANSWERS = "tara dina chris"
SPEAKS = "olga"
ISSUES = "olga vic"
BOTH = "tara dina chris olga"
LIST = b"number,date,recommendation,status\n9,2026-01-05,Write it down,open\n10,soon,Say why,open\n"


def _story(cast: Cast) -> Story:
    board = Issuer.objects.filter(name="Oversight board").first()
    return Story(cast, board, cast.user["olga"]) if board else begin(cast)


def _at(cast: Cast, state: str) -> Recommendation:
    story = _story(cast)
    number = f"2026-{list(S).index(S(state)) + 1}"
    found = story.board.recommendations.filter(number=number).first()
    return found or bring(story, state, number=number)


def of(state: str) -> Any:
    """Return a factory of a recommendation in a state."""
    return lambda cast: {"pk": _at(cast, state).pk}


def step(state: str, target: str) -> Any:
    """Return a factory of a step of such a one."""
    return lambda cast: {"pk": _at(cast, state).pk, "key": f"{state}-{target}"}


def a_body(cast: Cast) -> dict[str, Any]:
    """A board with a seat."""
    return {"pk": _story(cast).board.pk}


def a_seat(cast: Cast) -> dict[str, Any]:
    """The seat of the analyst."""
    board = _story(cast).board
    return {"pk": board.pk, "seat": board.seats.get().pk}


def a_milestone(cast: Cast) -> dict[str, Any]:
    """An open step of a plan."""
    asked = _at(cast, S.IN_PROGRESS)
    if not asked.milestones.exists():
        assert asked.finish_by is not None
        asked.refresh_from_db()
        add_milestone(
            asked=asked,
            by=cast.user["tara"],
            edition=asked.edition,
            title="First class held",
            due_on=asked.finish_by,
        )
    return {"pk": asked.pk, "milestone": Milestone.objects.get(recommendation=asked).pk}


def a_file(cast: Cast) -> dict[str, Any]:
    """A file that shows something."""
    asked = _at(cast, S.IN_PROGRESS)
    if not asked.files.exists():
        prove(_story(cast), asked)
    file = asked.files.first()
    assert file is not None
    return {"pk": asked.pk, "file": file.pk}


def a_link(cast: Cast) -> dict[str, Any]:
    """A policy that is linked."""
    asked = _at(cast, S.IN_PROGRESS)
    link = asked.links.first() or link_thing(asked=asked, by=cast.user["tara"], policy="Order 7")
    return {"pk": asked.pk, "link": link.pk}


def a_batch(cast: Cast) -> dict[str, Any]:
    """A list that was looked at."""
    story = _story(cast)
    batch = story.board.batches.first()
    if batch is None:
        stored = store(content=ContentFile(LIST), by=story.speaker, for_import=True)
        batch = open_batch(issuer=story.board, by=story.speaker, stored=stored, name="list.csv")
    return {"pk": batch.pk}


def nothing_yet(cast: Cast) -> dict[str, Any]:
    """A board, so that who sits in it has something to speak for."""
    _story(cast)
    return {}


def why(_cast: Cast) -> dict[str, Any]:
    """Words for a form."""
    return {"reason": "Because.", "edition": "1"}


ADDRESSES = [
    Address("recommendations", LISTS, kwargs=nothing_yet),
    Address("recommendations_desk", ANSWERS),
    Address("oversight_desk", ISSUES),
    Address("oversight_packet_pdf", ISSUES),
    Address("issuers", f"{LISTS} admin", kwargs=nothing_yet),
    Address("issuer", f"{READ} admin", kwargs=a_body),
    Address("issuer_new", "olga admin"),
    Address("issuer_change", "olga admin", kwargs=a_body, post=why),
    Address("seat_new", "olga admin", kwargs=a_body),
    Address("seat_end", "olga admin", kwargs=a_seat, post=why),
    Address("recommendation_new", SPEAKS, kwargs=nothing_yet),
    Address("recommendations_import", SPEAKS, kwargs=nothing_yet),
    Address("recommendations_batch", SPEAKS, kwargs=a_batch),
    Address("recommendations_aside_csv", SPEAKS, kwargs=a_batch),
    Address("recommendation", READ, kwargs=of(S.IN_PROGRESS)),
    Address("recommendation_revise", SPEAKS, kwargs=of(S.ISSUED), post=why),
    Address("recommendation_plan", ANSWERS, kwargs=of(S.IN_PROGRESS), post=why),
    Address("recommendation_attach", BOTH, kwargs=of(S.IN_PROGRESS)),
    Address("download_recommendation_file", READ, kwargs=a_file),
    Address("recommendation_link", BOTH, kwargs=of(S.IN_PROGRESS)),
    Address("recommendation_unlink", BOTH, kwargs=a_link, gets=False),
    Address("milestone_add", ANSWERS, kwargs=of(S.IN_PROGRESS), post=why),
    Address("milestone_reached", ANSWERS, kwargs=a_milestone, post=why),
    Address(
        "recommendation_move", SPEAKS, kwargs=step(S.REPORTED_IMPLEMENTED, S.VERIFIED_IMPLEMENTED), post=why
    ),
    Address("recommendation_move", ANSWERS, kwargs=step(S.ISSUED, S.ACKNOWLEDGED), post=why),
]
