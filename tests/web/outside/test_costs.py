"""The costs on a request's page: by kind, what finance chooses, what is written down as paid."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.events.stories import Story, approve, ask, begin, hand_in

from muster.events.actions.costs import Amount, set_estimate
from muster.events.enums import CostKind, CostStage, RequestState
from muster.events.models import Fund, Request

pytestmark = pytest.mark.django_db
S = RequestState


def at_budget(story: Story) -> Request:
    """A request whose costs have no fund yet, where finance decides."""
    request = ask(story)
    amounts = [
        Amount(CostKind.TUITION, 45_000),
        Amount(CostKind.LODGING, 30_000),
        Amount(CostKind.PAY, 96_000),
    ]
    request = set_estimate(
        request=request, amounts=amounts, by=story.cast.user["ada"], edition=request.edition
    )
    return approve(story, hand_in(story, request), until=S.BUDGET_REVIEW)


def page(client: Client, name: str, pk: int) -> str:
    return client.get(reverse(name, args=[pk])).content.decode()


def test_finance_chooses_funds_on_the_screen_where_it_decides(cast: Cast, client: Client) -> None:
    story = begin(cast)
    request = at_budget(story)
    client.force_login(cast.user["fay"])
    text = page(client, "commander:decide_request", request.pk)
    assert "Some costs have no fund yet" in text
    assert 'name="fund_tuition"' in text
    said = {"edition": request.edition, "fund_tuition": story.fund.pk, "fund_lodging": story.fund.pk}
    answer = client.post(reverse("request_funds", args=[request.pk]), said)
    assert answer["Location"] == reverse("commander:decide_request", args=[request.pk])
    chosen = {line.kind: line.fund for line in request.costs.filter(stage=CostStage.ESTIMATED)}
    assert chosen == {"tuition": story.fund, "lodging": story.fund, "pay": None}
    assert "Some costs have no fund yet" not in page(client, "commander:decide_request", request.pk)


def test_fund_that_ends_mid_trip_is_refused_with_its_days(cast: Cast, client: Client) -> None:
    story = begin(cast)
    request = at_budget(story)
    assert story.event.starts_on is not None
    short = Fund.objects.create(
        agency=cast.millbrook,
        name="Grant",
        start=date(2020, 1, 1),
        end=story.event.starts_on + timedelta(days=1),
        cents=100_000,
    )
    client.force_login(cast.user["fay"])
    said = {"edition": request.edition, "fund_tuition": short.pk, "fund_lodging": short.pk}
    text = client.post(reverse("request_funds", args=[request.pk]), said).content.decode()
    assert "does not cover the whole journey" in text
    assert not request.costs.filter(fund=short).exists()


def test_only_who_decides_about_money_chooses_funds(cast: Cast, client: Client) -> None:
    request = at_budget(begin(cast))
    for name in ("ada", "sam", "dina", "chris"):
        client.force_login(cast.user[name])
        assert client.post(reverse("request_funds", args=[request.pk]), {}).status_code == 404
        assert "fund_tuition" not in page(client, "request", request.pk)


def test_booking_is_written_down_and_too_much_opens_the_budget_again(cast: Cast, client: Client) -> None:
    story = begin(cast)
    request = approve(story, hand_in(story, ask(story, cents=90_000)))
    client.force_login(cast.user["tara"])
    url = reverse("request_paid", args=[request.pk])
    said = {"kind": "tuition", "cents": "900", "day": "2026-11-20", "fund": story.fund.pk}
    client.post(url, said)
    request.refresh_from_db()
    assert request.state == S.APPROVED
    assert "$900.00" in page(client, "request", request.pk)
    client.post(url, {**said, "kind": "air", "cents": "90.01"})
    request.refresh_from_db()
    assert request.state == S.BUDGET_REVIEW
    assert "more above the approved amount" in page(client, "request", request.pk)


def test_reimbursement_that_came_is_taken_off(cast: Cast, client: Client) -> None:
    story = begin(cast)
    request = approve(story, hand_in(story, ask(story, cents=90_000)))
    client.force_login(cast.user["tara"])
    said = {"kind": "reimbursement", "cents": "300", "day": "2026-11-20", "fund": story.fund.pk}
    client.post(reverse("request_paid", args=[request.pk]), said)
    assert request.costs.get(stage=CostStage.ACTUAL).cents == -30_000


def test_who_does_not_handle_requests_writes_nothing_down(cast: Cast, client: Client) -> None:
    story = begin(cast)
    request = approve(story, hand_in(story, ask(story)))
    for name in ("ada", "fay", "chris"):
        client.force_login(cast.user[name])
        assert client.get(reverse("request_paid", args=[request.pk])).status_code == 404
