"""What waits for approval, disputes, late entries, holds: as pages."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.records.test_records import entered

from muster.ledger.shown import mark_of
from muster.records.actions.disputes import open_dispute
from muster.records.actions.holds import set_hold
from muster.records.enums import RecordStatus
from muster.records.models import Dispute, Hold, Record

pytestmark = pytest.mark.django_db


@pytest.fixture
def dina(client: Client, cast: Cast) -> Client:
    """Dina's browser."""
    client.force_login(cast.user["dina"])
    return client


@pytest.mark.parametrize("name", ["verify", "late"])
def test_lists_cost_the_same_for_one_record_and_for_three(
    dina: Client, cast: Cast, queries_of, name: str
) -> None:
    def asked() -> int:
        return queries_of(lambda: dina.get(reverse(f"trainer:{name}")))

    entered(cast, days_ago=90)
    one = asked()
    entered(cast, about="ben", days_ago=90)
    entered(cast, about="sam", days_ago=90)
    assert asked() == one


def test_several_are_shown_before_they_are_approved(dina: Client, cast: Cast) -> None:
    late = [entered(cast, about=name, days_ago=90) for name in ("ada", "ben")]
    own = entered(cast, by="dina", days_ago=90)
    chosen = {"records": [r.pk for r in (*late, own)]}
    page = dina.post(reverse("trainer:verify_many"), chosen)
    assert (page.context["chosen"], [s.record for s in page.context["stopped"]]) == (late, [own])
    assert not Record.lines.filter(status=RecordStatus.VERIFIED).exists()
    dina.post(reverse("trainer:verify_many"), {"records": [r.pk for r in late], "seen": page.context["mark"]})
    assert Record.lines.standing().filter(status=RecordStatus.VERIFIED).count() == 2


def test_what_was_not_looked_at_is_not_approved(dina: Client, cast: Cast) -> None:
    late, own = entered(cast, days_ago=90), entered(cast, by="dina", days_ago=90)
    dina.post(reverse("trainer:verify_many"), {"records": [late.pk, own.pk], "seen": mark_of([own.pk])})
    assert not Record.lines.filter(status=RecordStatus.VERIFIED).exists()


def test_records_of_another_agency_cannot_be_ticked(dina: Client, cast: Cast) -> None:
    theirs = Record.lines.create(
        agency=cast.oakford, person=cast.person["nora"], title="CPR", origin="outside", status="pending"
    )
    dina.post(reverse("trainer:verify_many"), {"records": [theirs.pk], "seen": mark_of([theirs.pk])})
    assert Record.lines.count() == 1


def test_refusal_reaches_the_officer_with_its_reason(dina: Client, cast: Cast) -> None:
    late = entered(cast, days_ago=90)
    dina.post(reverse("trainer:decide", args=[late.pk]), {"decision": "refuse", "reason": "Not readable."})
    dina.force_login(cast.user["ada"])
    assert "Not readable." in dina.get(reverse("officer:record", args=[late.pk])).content.decode()


def test_dispute_is_opened_and_upheld_on_pages(dina: Client, cast: Cast) -> None:
    record = entered(cast)
    dina.force_login(cast.user["ada"])
    dina.post(reverse("officer:dispute", args=[record.pk]), {"claim": "It was eight hours."})
    dina.force_login(cast.user["dina"])
    answer = {
        "decision": "corrected",
        "answer": "Right.",
        "title": record.title,
        "completed_on": record.completed_on.isoformat(),
        "minutes": "8",
        "outcome": record.outcome,
    }
    dina.post(reverse("trainer:answer_dispute", args=[Dispute.objects.get().pk]), answer)
    assert Record.lines.standing().get().minutes == 480
    assert Dispute.objects.get().upheld is True


def test_disputes_cost_the_same_for_one_and_for_three(dina: Client, cast: Cast, queries_of) -> None:
    def asked() -> int:
        return queries_of(lambda: dina.get(reverse("trainer:disputes")))

    open_dispute(record=entered(cast), by=cast.user["ada"], claim="x")
    one = asked()
    for _ in range(2):
        open_dispute(record=entered(cast), by=cast.user["ada"], claim="x")
    assert asked() == one


# ── holds ──────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def rae(client: Client, cast: Cast) -> Client:
    """The custodian's browser."""
    client.force_login(cast.user["rae"])
    return client


def test_hold_is_set_and_its_setter_cannot_release_it(rae: Client, cast: Cast) -> None:
    rae.post(
        reverse("trainer:add_hold"),
        {"agency": cast.millbrook.pk, "kind": "legal", "reason": "Doe v. Millbrook"},
    )
    hold = Hold.objects.get()
    page = rae.post(reverse("trainer:hold", args=[hold.pk]), {"reason": "Settled."})
    assert "somebody else releases" in str(page.context["form"].non_field_errors())
    assert Hold.objects.get().released_at is None


def test_holds_cost_the_same_for_one_and_for_three(rae: Client, cast: Cast, queries_of) -> None:
    def asked() -> int:
        return queries_of(lambda: rae.get(reverse("trainer:holds")))

    set_hold(agency=cast.millbrook, kind="legal", reason="1", person=cast.person["ada"], by=cast.user["rae"])
    one = asked()
    for number in "23":
        set_hold(
            agency=cast.millbrook, kind="legal", reason=number, person=cast.person["ben"], by=cast.user["rae"]
        )
    assert asked() == one
