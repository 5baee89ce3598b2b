"""Who may open the pages about rules and standing.

Judged are one's own people: a supervisor's squad, an agency for its trainers, commanders, custodian and overseers, all
agencies for the commission. The text of a rule is no secret. Officers see their own standing alone.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.cast import Cast
from tests.standards.stories import DE_ESCALATION, adopt, course, excuse
from tests.web.address import ANY_ACCOUNT, Address

from muster.standards.enums import Decision

JUDGES = "sam chris tara dina rae olga vic posy"
OFFICERS = "ada ben sam chris tara dina ian nora"
HOUSE = "ada ben sam chris tara dina ian rae olga vic fay scot nora posy admin"


def ruled(cast: Cast) -> dict[str, Any]:
    adopt(cast.millbrook)
    adopt(cast.oakford)
    return {}


def of_rule(cast: Cast) -> dict[str, Any]:
    return {**ruled(cast), "name": DE_ESCALATION}


def of_person(cast: Cast) -> dict[str, Any]:
    return {**ruled(cast), "pk": cast.person["ada"].pk}


def waiting(cast: Cast) -> dict[str, Any]:
    ruled(cast)
    return {"pk": excuse(cast.millbrook, cast.person["ada"], cast.user["tara"]).pk}


def granted(cast: Cast) -> dict[str, Any]:
    ruled(cast)
    made = excuse(
        cast.millbrook,
        cast.person["ada"],
        cast.user["tara"],
        decision=Decision.GRANTED,
        decided_by=cast.user["dina"],
    )
    return {"pk": made.pk}


def adopted(cast: Cast) -> dict[str, Any]:
    return {"pk": adopt(cast.millbrook).pk}


def approved(cast: Cast) -> dict[str, Any]:
    from muster.standards.models import CourseApproval  # noqa: PLC0415 - Django is there by now

    taught = course(cast.millbrook, f"A-{CourseApproval.lines.count()}")
    line = CourseApproval.lines.create(
        agency=cast.millbrook, course=taught, basis="agency", topics=["de-escalation"]
    )
    return {"pk": line.pk}


REASON = {"reason": "x", "end": date(2026, 12, 31), "note": "x", "decision": "granted"}


def posted(cast: Cast) -> dict[str, Any]:
    return dict(REASON)


ADDRESSES = [
    # officers are sent on to their own page
    Address("commander:standing", f"{JUDGES} ada ben ian nora", kwargs=ruled),
    Address("commander:unit", JUDGES, kwargs=lambda cast: {**ruled(cast), "pk": cast.squad_a.pk}),
    Address("commander:requirement", JUDGES, kwargs=of_rule),
    Address("commander:person", JUDGES, kwargs=of_person),
    Address("commander:explanation", JUDGES, kwargs=lambda cast: {**of_person(cast), "name": DE_ESCALATION}),
    Address("commander:due", JUDGES, kwargs=ruled),
    Address("commander:approvals", "chris dina", kwargs=ruled),
    Address("commander:decide", "chris dina", kwargs=waiting, post=posted),
    Address("commander:end", "chris dina", kwargs=granted, post=posted),
    Address("officer:due", OFFICERS, kwargs=ruled),
    Address("officer:requirement", OFFICERS, kwargs=of_rule),
    Address("officer:ask_time", "ada ben sam tara dina ian nora", kwargs=ruled, post=posted),
    Address("trainer:today", "tara dina ian"),
    Address("trainer:short", JUDGES, kwargs=ruled),
    Address("trainer:enrol_short", "tara dina", kwargs=ruled, gets=False),
    Address("trainer:what_if", JUDGES, kwargs=ruled),
    Address("trainer:rules", HOUSE, kwargs=ruled),
    Address("trainer:rule", ANY_ACCOUNT, kwargs=of_rule),
    Address("trainer:adopt_rules", "dina chris admin", kwargs=ruled, post=posted),
    Address("trainer:end_adoption", "dina chris admin", kwargs=adopted, post=posted),
    Address("trainer:withdraw_adoption", "dina chris admin", kwargs=adopted, post=posted),
    Address("trainer:course_approvals", JUDGES, kwargs=ruled),
    Address("trainer:approve_course", "tara dina", kwargs=ruled, post=posted),
    Address("trainer:end_approval", "tara dina", kwargs=approved, post=posted),
    Address("trainer:withdraw_approval", "tara dina", kwargs=approved, post=posted),
    Address("trainer:excuses", JUDGES, kwargs=ruled),
    Address("trainer:propose_excuse", "tara dina", kwargs=ruled, post=posted),
    Address("trainer:withdraw_excuse", "tara", kwargs=waiting, post=posted),
]
