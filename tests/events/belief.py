"""What the fuzzed walks believe of outside training: the rules of the field said once more, plainly, from the outside.

Nothing here is taken from ``muster.events``, but the names of states and the tables that are looked at. Where Muster and
this page disagree, one of them is wrong.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from muster.events.models import Attendee, Decision, Fund, Request

REVIEWS = ["supervisor_review", "training_review", "staffing_review", "budget_review", "command_review"]
BEFORE = ["approved", "registered", "travel_ready"]
AFTER = [
    "attending",
    "attended",
    "report_due",
    "report_submitted",
    "report_accepted",
    "share_due",
    "shared",
    "closed",
]
OVER = ["denied", "withdrawn", "cancelled", "no_show", "closed"]
PAY = {"pay", "overtime", "backfill", "benefits"}
NOT_ASKING = ["draft", "returned", "waitlisted"]
ROUND_TRIP = {"returned", "waitlisted", "denied"}

#: From where to where, as the field says it. Any review may lead to any later one, since a policy has its own order.
PATHS: dict[str, set[str]] = {
    "draft": {"submitted", "withdrawn"},
    "submitted": {*REVIEWS},
    **{stage: {*REVIEWS, *BEFORE, *ROUND_TRIP, "withdrawn", "cancelled"} - {stage} for stage in REVIEWS},
    "returned": {"submitted", "withdrawn"},
    "waitlisted": {"submitted", "withdrawn"},
    "approved": {"registered", "cancelled", "budget_review"},
    "registered": {"travel_ready", "cancelled", "budget_review"},
    "travel_ready": {"attending", "no_show", "cancelled", "budget_review"},
    "attending": {"attended", "no_show"},
    "attended": {"report_due"},
    "report_due": {"report_submitted"},
    "report_submitted": {"report_due", "report_accepted"},
    "report_accepted": {"share_due"},
    "share_due": {"shared"},
    "shared": {"closed"},
}

#: What costs too much since they left is accepted where the request stands.
SINCE_LEAVING = [state for state in AFTER if state != "closed"]
for state in SINCE_LEAVING:
    PATHS[state].add(state)

#: (kind, cents, fund's key or None)
Money = tuple[str, int, int | None]


@dataclass
class Known:
    """What the walk knows of one request, from what it did itself."""

    maker: str
    requester: str
    estimate: list[Money] = field(default_factory=list)
    approved: list[Money] = field(default_factory=list)
    actual: list[Money] = field(default_factory=list)
    approved_before: list[Money] = field(default_factory=list)  # before what it cost above was accepted
    promised: bool = False
    decisions: int = 0
    trail: list[str] = field(default_factory=lambda: ["draft"])
    passed: list[tuple[str, str]] = field(
        default_factory=list
    )  # stages since it was handed in: decided or skipped


def lines_of(request: Request, stage: str) -> Counter[Money]:
    """Return the money that the database holds at a stage."""
    rows = request.costs.filter(stage=stage).values_list("kind", "cents", "fund")
    return Counter(tuple(row) for row in rows)


def by_kind(lines: list[Money]) -> Counter[str]:
    """Return what leaves the house, by kind."""
    found: Counter[str] = Counter()
    for kind, cents, _fund in lines:
        if kind != "reimbursement":
            found[kind] += cents
    return found


def gross(lines: list[Money]) -> int:
    """Return what leaves the house."""
    return sum(by_kind(lines).values())


def to_be_approved(known: Known) -> list[Money]:
    """Return what an approval promises: the estimate, or after an approval the dearer of what was approved and paid."""
    if not known.promised:
        return list(known.estimate)
    approved, actual = by_kind(known.approved), by_kind(known.actual)
    dearer = {kind for kind in actual if actual[kind] > approved[kind]}
    kept = [line for line in known.approved if line[0] not in dearer]
    return kept + [line for line in known.actual if line[0] in dearer]


def projected(known: Known, lines: list[Money] | None = None) -> int:
    """Return what it will cost by what is known now, as far as ``lines`` (what is approved) are promised."""
    approved, actual = by_kind(known.approved if lines is None else lines), by_kind(known.actual)
    back = sum(cents for kind, cents, _fund in known.actual if kind == "reimbursement")
    return back + sum(max(approved[kind], actual[kind]) for kind in approved | actual)


def weight(known: Known) -> int:
    """Return what the limits of a stage are held against."""
    return max(gross(known.estimate), projected(known))


def is_skipped(stage: dict[str, Any], request: Request, cents: int) -> bool:
    """Return whether a policy leaves a stage out for a request."""
    miles = request.event.miles
    return (
        ("over_cents" in stage and cents <= stage["over_cents"])
        or ("over_miles" in stage and miles is not None and miles <= stage["over_miles"])
        or (stage.get("overnight", False) and request.lodging_nights == 0)
        or (stage.get("on_duty", False) and not request.on_duty)
        or (bool(stage.get("categories")) and request.category not in stage["categories"])
    )


def promised_by(known: Known, state: str) -> Counter[int]:
    """Return what a request has promised each fund."""
    left: Counter[tuple[int, str]] = Counter()
    if not known.promised or state in OVER:
        return Counter()
    for lines, sign in ((known.approved, 1), (known.actual, -1)):
        for kind, cents, fund in lines:
            if fund is not None and kind != "reimbursement":
                left[fund, kind] += sign * cents
    found: Counter[int] = Counter()
    for (fund, _kind), cents in left.items():
        found[fund] += max(0, cents)
    return found


def spent_by(known: Known) -> Counter[int]:
    """Return what a request has taken out of each fund, less what came back."""
    found: Counter[int] = Counter()
    for _kind, cents, fund in known.actual:
        if fund is not None:
            found[fund] += cents
    return found


def check_guards(request: Request, decision: Decision, known: Known, now: datetime) -> None:
    """Say of a step that was made whether it was allowed, by the rules of the field."""
    people = Counter(request.attendees.values_list("state", flat=True))
    to = decision.to
    if to == "submitted":
        _check_handed_in(request, decision, known, now)
        assert people["going"], "rule 1: somebody to go"
    if decision.state == "budget_review" and decision.outcome == "approved":
        _check_funded(request, to_be_approved(known) if to not in BEFORE else known.approved)
    if (decision.outcome == "reopened" and to == "budget_review") or to == decision.state:
        percent = 100 + request.policy.reopen_percent if request.policy else 0
        before = known.approved_before if to == decision.state else known.approved
        assert projected(known, before) * 100 > gross(before) * percent, "rule 3"
    if to == "attending":
        assert request.departs_at is not None
        assert request.departs_at <= now, "nobody leaves before the day"
    if to == "attended":
        assert not people["going"], "of everybody it is said whether they were there"
        assert people["attended"]
    if to == "no_show":
        assert not people["attended"]
        assert not people["going"]
    if to in ("report_submitted", "report_accepted"):
        assert not _without_report(
            request, ["submitted", "accepted"] if to == "report_submitted" else ["accepted"]
        )
    if to == "shared":
        _check_shared(request)
    if to == "closed":
        check_closed(request)
        check_accepted(request, known)


def _check_handed_in(request: Request, decision: Decision, known: Known, now: datetime) -> None:
    assert request.departs_at is not None, "rule 1: days"
    assert request.returns_at is not None
    assert request.category, "rule 1: reason"
    assert request.sharing_plan.strip(), "rule 1: sharing plan"
    assert known.estimate, "rule 1: estimate"
    assert request.event.website, "rule 1: flyer or link"
    assert request.event.state != "cancelled"
    assert request.policy is not None
    last = request.departs_at - timedelta(days=request.policy.lead_days)
    assert now <= last or decision.reason or decision.state != "draft", "late, and nobody says why"
    going = Q(request__event=request.event, state="going") & ~Q(request__state__in=[*NOT_ASKING, *OVER])
    number = Attendee.objects.filter(going).values("person").distinct().count()
    assert request.policy.most_per_event is None or number <= request.policy.most_per_event, "rule 9"


def _check_funded(request: Request, lines: list[Money]) -> None:
    for kind, cents, key in lines:
        if cents <= 0 or (key is None and kind in PAY):
            continue
        assert key is not None, "somebody pays for each cost"
        fund = Fund.objects.get(pk=key)
        assert request.departs_at is not None
        assert request.returns_at is not None
        assert fund.start <= request.departs_at.date(), "the fund covers the whole journey"
        assert request.returns_at.date() <= fund.end + timedelta(days=1)


def check_closed(request: Request) -> None:
    """Rule 5: what is closed has accepted reports, sharing, settled claims and records with certificates."""
    from muster.records.models import Record  # noqa: PLC0415 - the only look outside

    assert not _without_report(request, ["accepted"])
    _check_shared(request)
    for attendee in request.attendees.filter(state="attended"):
        assert attendee.record_key is not None, "rule 5: certificate"
        line = Record.lines.standing().get(key=attendee.record_key)
        assert line.status == "verified", line.status
    open_claims = request.attendees.filter(claim__isnull=False).exclude(claim__state="settled")
    assert not open_claims.exists(), "rule 5: settled"


def check_accepted(request: Request, known: Known) -> None:
    """Rule 3: what is closed cost no more than was approved or accepted, but for what the policy allows."""
    assert request.policy is not None
    percent = 100 + request.policy.reopen_percent
    assert projected(known) * 100 <= gross(known.approved) * percent, "rule 3: nobody accepted what it cost"


def _check_shared(request: Request) -> None:
    shares = list(request.shares.all())
    assert shares, "rule 5: shared or waived"
    for share in shares:
        done = (
            share.done_on is not None
            and share.confirmed_by_id is not None
            and share.people_reached is not None
        )
        waived = share.waived_by_id is not None and share.waived_reason.strip()
        assert share.kind == "teach" or done or waived, "rule 5: sharing confirmed or waived with a reason"


def _without_report(request: Request, states: list[str]) -> set[int]:
    there = set(request.attendees.filter(state="attended").values_list("pk", flat=True))
    for report in request.reports.filter(state__in=states):
        there -= {report.author_id, *report.others.values_list("pk", flat=True)}
    return there
