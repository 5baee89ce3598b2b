"""A claim from a photo of a receipt to the payment, as the people on it click; and what is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.events.stories import Story, approve, ask, begin, hand_in

from muster.events.enums import ClaimState, CostStage
from muster.events.models import Attendee, Claim, ClaimLine, Receipt, Repayment
from muster.events.queries.money import states_of

pytestmark = pytest.mark.django_db
Counted = Callable[[Callable[[], object]], int]
PDF = b"%PDF-1.4\n%%EOF\n"


def approved(cast: Cast) -> tuple[Story, Attendee]:
    story = begin(cast)
    request = approve(story, hand_in(story, ask(story, cents=90_000)))
    return story, request.attendees.get()


def spend(client: Client, attendee: Attendee, cents: str, **more: object) -> str:
    said = {"kind": "lodging", "day": "2026-11-19", "cents": cents, **more}
    return client.post(reverse("officer:claim", args=[attendee.pk]), said).content.decode()


def receipt() -> SimpleUploadedFile:
    return SimpleUploadedFile("hotel.pdf", PDF, "application/pdf")


def test_claim_is_written_reviewed_with_a_cut_and_paid_to_the_cent(cast: Cast, client: Client) -> None:
    story, ada = approved(cast)
    client.force_login(cast.user["fay"])
    client.post(reverse("commander:advance", args=[ada.pk]), {"cents": "100"})
    client.force_login(cast.user["ada"])
    spend(client, ada, "312.41", receipt=receipt())
    spend(client, ada, "20.00", kind="parking", no_receipt_reason="A meter.")
    client.post(reverse("officer:claim_hand_in", args=[ada.pk]))
    claim = Claim.objects.get()
    assert claim.state == ClaimState.CLAIMED
    assert Receipt.objects.get().name == "hotel.pdf"

    client.force_login(cast.user["fay"])
    hotel, meter = claim.lines.order_by("pk")
    url = reverse("commander:claim", args=[claim.pk])
    said = {
        "edition": claim.edition,
        f"allowed_{hotel.pk}": "300.00",
        f"allowed_{meter.pk}": "20.00",
        "do": "allow",
    }
    assert "Say why less is allowed." in client.post(url, said).content.decode()
    client.post(url, {**said, f"cut_{hotel.pk}": "Minibar."})
    claim.refresh_from_db()
    assert claim.state == ClaimState.REVIEWED
    client.post(url, {"paid_on": "2026-11-20", "fund_lodging": story.fund.pk, "fund_parking": story.fund.pk})
    claim.refresh_from_db()
    assert (claim.state, claim.paid_cents) == (ClaimState.SETTLED, 22_000)
    actual = ada.request.costs.filter(stage=CostStage.ACTUAL)
    assert sum(line.cents for line in actual) == 32_000
    assert states_of({story.fund.pk: story.fund})[story.fund.pk].spent == 32_000


def test_expense_without_receipt_or_reason_is_not_handed_in(cast: Cast, client: Client) -> None:
    _story, ada = approved(cast)
    client.force_login(cast.user["ada"])
    spend(client, ada, "50")
    answer = client.post(reverse("officer:claim_hand_in", args=[ada.pk]), follow=True)
    assert "has no receipt" in answer.content.decode()
    line = ClaimLine.objects.get()
    client.post(reverse("officer:claim_attach", args=[line.pk]), {"file": receipt()})
    client.post(reverse("officer:claim_hand_in", args=[ada.pk]))
    assert Claim.objects.get().state == ClaimState.CLAIMED


def test_expense_is_taken_off_again(cast: Cast, client: Client) -> None:
    _story, ada = approved(cast)
    client.force_login(cast.user["ada"])
    spend(client, ada, "50", receipt=receipt())
    client.post(reverse("officer:claim_drop", args=[ClaimLine.objects.get().pk]))
    assert not ClaimLine.objects.exists()


def test_file_that_is_no_receipt_is_refused_and_nothing_is_kept(cast: Cast, client: Client) -> None:
    _story, ada = approved(cast)
    client.force_login(cast.user["ada"])
    program = SimpleUploadedFile("receipt.pdf", b"MZ\x90\x00" + b"\0" * 200, "application/pdf")
    text = spend(client, ada, "50", receipt=program)
    assert "usa-error-message" in text
    assert not ClaimLine.objects.exists()


def test_claim_is_sent_back_with_what_is_missing(cast: Cast, client: Client) -> None:
    _story, ada = approved(cast)
    client.force_login(cast.user["ada"])
    spend(client, ada, "50", receipt=receipt())
    client.post(reverse("officer:claim_hand_in", args=[ada.pk]))
    claim = Claim.objects.get()
    client.force_login(cast.user["fay"])
    url = reverse("commander:claim", args=[claim.pk])
    said = {"edition": claim.edition, f"allowed_{claim.lines.get().pk}": "50", "do": "back"}
    assert "Say what is missing." in client.post(url, said).content.decode()
    client.post(url, {**said, "answer": "The bill of the second night."})
    client.force_login(cast.user["ada"])
    text = client.get(reverse("officer:claim", args=[ada.pk])).content.decode()
    assert "The bill of the second night." in text
    assert "Add this expense" in text


def test_claim_and_receipt_are_nobody_elses_business(cast: Cast, client: Client) -> None:
    _story, ada = approved(cast)
    client.force_login(cast.user["ada"])
    spend(client, ada, "50", receipt=receipt())
    paper = Receipt.objects.get()
    for name in ("ben", "sam", "chris", "olga", "nora"):
        client.force_login(cast.user[name])
        assert client.get(reverse("officer:claim", args=[ada.pk])).status_code == 404
        assert client.get(reverse("officer:claim_receipt", args=[paper.pk])).status_code == 404
        assert client.post(reverse("officer:claim_drop", args=[paper.line_id])).status_code == 404
    for name in ("ada", "tara", "fay"):
        client.force_login(cast.user[name])
        answer = client.get(reverse("officer:claim_receipt", args=[paper.pk]))
        assert b"".join(answer) == PDF  # type: ignore[arg-type]


def test_form_to_print_says_that_it_is_no_form_of_a_state(cast: Cast, client: Client) -> None:
    _story, ada = approved(cast)
    client.force_login(cast.user["ada"])
    spend(client, ada, "50", receipt=receipt())
    text = client.get(reverse("officer:claim_form", args=[ada.pk])).content.decode()
    assert "no form of any state" in text
    assert "OR0990100" in text
    assert "$50.00" in text


def test_list_of_claims_asks_as_much_for_three_as_for_one(
    cast: Cast, client: Client, queries_of: Counted
) -> None:
    story, ada = approved(cast)
    client.force_login(cast.user["ada"])
    spend(client, ada, "50", receipt=receipt())
    client.post(reverse("officer:claim_hand_in", args=[ada.pk]))
    client.force_login(cast.user["fay"])
    one = queries_of(lambda: client.get(reverse("commander:claims")))
    for name in ("ben", "ian"):
        other = ask(story, name, cents=100).attendees.get()
        Claim.objects.create(attendee=other, state=ClaimState.CLAIMED)
    assert queries_of(lambda: client.get(reverse("commander:claims"))) == one


def test_agreement_is_kept_with_its_schedule_and_the_balance_of_a_day(cast: Cast, client: Client) -> None:
    _story, ada = approved(cast)
    url = reverse("repayment", args=[ada.pk])
    client.force_login(cast.user["fay"])
    client.post(url, {"cents": "1000", "start": "2027-01-31", "months": "3"})
    agreement = Repayment.objects.get()
    assert agreement.schedule == [["2027-02-28", 66_666], ["2027-03-31", 33_333], ["2027-04-30", 0]]
    client.force_login(cast.user["ada"])
    text = client.get(url, {"day": "2027-03-30"}).content.decode()
    assert "$666.66" in text
    assert "Ask a lawyer" in text


def test_schedule_that_rises_or_never_ends_is_refused(cast: Cast, client: Client) -> None:
    _story, ada = approved(cast)
    url = reverse("repayment", args=[ada.pk])
    client.force_login(cast.user["fay"])
    for steps in ("2027-02-01 1100\n2027-03-01 0", "2027-02-01 500", "soon 500", "2027-02-01 5.005"):
        answer = client.post(url, {"cents": "1000", "start": "2027-01-01", "schedule": steps})
        assert "usa-error-message" in answer.content.decode()
    assert not Repayment.objects.exists()
