"""Who may open the pages about money: who asks, who handles the request, finance; and who may see a budget at all."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from tests.cast import Cast
from tests.events.stories import S, approve, ask, begin, hand_in
from tests.web.address import ACTORS, Address

from muster.events.actions.claims import Spent, add_expense, hand_in_claim
from muster.events.models import Attendee, ClaimLine
from muster.files.actions import store


def of_the_cast(names: str) -> str:
    """Those of some names who take part in the walk."""
    return " ".join(name for name in names.split() if name in ACTORS)


#: Money is planned and watched over by these.
SEE_FUNDS = of_the_cast("tara dina chris fay olga vic")
FINANCE = of_the_cast("fay")
SEE_CLAIMS = of_the_cast("ada tara dina fay")


def draft(cast: Cast) -> dict[str, Any]:
    return {"pk": ask(begin(cast)).pk}


def at_budget(cast: Cast) -> dict[str, Any]:
    story = begin(cast)
    return {"pk": approve(story, hand_in(story, ask(story)), until=S.BUDGET_REVIEW).pk}


def approved(cast: Cast) -> dict[str, Any]:
    return {"pk": going(cast).request_id}


def going(cast: Cast) -> Attendee:
    story = begin(cast)
    return approve(story, hand_in(story, ask(story))).attendees.get()


def attendee(cast: Cast) -> dict[str, Any]:
    return {"pk": going(cast).pk}


def expense(cast: Cast) -> ClaimLine:
    paper = store(content=ContentFile(b"%PDF-1.4\n%%EOF\n"), by=cast.user["ada"])
    spent = Spent("parking", date(2026, 11, 20), 1_000)
    return add_expense(attendee=going(cast), spent=spent, by=cast.user["ada"], receipt=(paper, "receipt.pdf"))


def line(cast: Cast) -> dict[str, Any]:
    return {"pk": expense(cast).pk}


def receipt(cast: Cast) -> dict[str, Any]:
    return {"pk": expense(cast).receipts.get().pk}


def claimant(cast: Cast) -> dict[str, Any]:
    return {"pk": expense(cast).claim.attendee_id}


def claim(cast: Cast) -> dict[str, Any]:
    return {"pk": hand_in_claim(claim=expense(cast).claim, by=cast.user["ada"]).pk}


def fund(cast: Cast) -> dict[str, Any]:
    return {"pk": begin(cast).fund.pk}


def an_expense(_cast: Cast) -> dict[str, Any]:
    return {"kind": "parking", "day": "2026-11-20", "cents": "10"}


ADDRESSES = [
    Address("officer:estimate", who="ada", kwargs=draft, post=lambda _cast: {"do": "keep", "edition": 2}),
    Address("request_funds", who=FINANCE, kwargs=at_budget, post=lambda _cast: {"edition": 5}),
    Address(
        "request_paid",
        who="tara dina",
        kwargs=approved,
        post=lambda _cast: {"kind": "other", "cents": "1", "day": "2026-11-20"},
    ),
    Address("officer:claim", who=SEE_CLAIMS, kwargs=attendee, post=an_expense),
    Address("officer:claim_form", who=SEE_CLAIMS, kwargs=claimant),
    Address("officer:claim_meals", who="ada tara dina", kwargs=attendee, gets=False),
    Address("officer:claim_hand_in", who="ada tara dina", kwargs=claimant, gets=False),
    Address("officer:claim_drop", who="ada tara dina", kwargs=line, gets=False),
    Address("officer:claim_attach", who="ada tara dina", kwargs=line),
    Address("officer:claim_receipt", who=SEE_CLAIMS, kwargs=receipt),
    Address("commander:claims", who=FINANCE),
    Address("commander:claim", who=FINANCE, kwargs=claim, post=lambda _cast: {"edition": 3, "do": "allow"}),
    Address("commander:advance", who=FINANCE, kwargs=attendee, post=lambda _cast: {"cents": "10"}),
    Address(
        "repayment",
        who=SEE_CLAIMS,
        kwargs=attendee,
        post=lambda _cast: {"cents": "10", "start": "2027-01-01", "months": "2"},
    ),
    Address("commander:funds", who=SEE_FUNDS),
    Address(
        "commander:fund_add",
        who=FINANCE,
        post=lambda _cast: {
            "name": "X",
            "kind": "general",
            "start": "2026-01-01",
            "end": "2026-12-31",
            "cents": "1",
            "match_percent": "0",
        },
    ),
    Address("commander:fund_change", who=FINANCE, kwargs=fund, post=lambda _cast: {"edition": 1}),
    Address("commander:rates", who=SEE_FUNDS),
    Address("commander:rates_use", who=FINANCE, gets=False),
    Address("commander:budget", who=SEE_FUNDS),
]
