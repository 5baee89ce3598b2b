"""The officer objects, somebody else answers."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from tests.cast import Cast
from tests.records.test_records import entered

from muster.ledger.refusals import Refused
from muster.records.actions.disputes import answer_dispute, open_dispute
from muster.records.actions.holds import set_hold
from muster.records.actions.records import correct_record
from muster.records.enums import COUNTING, RecordStatus
from muster.records.models import Dispute, Record

pytestmark = pytest.mark.django_db
S = RecordStatus


@pytest.fixture
def dispute(cast: Cast) -> Dispute:
    """Ada says that it was eight hours, not four."""
    return open_dispute(record=entered(cast), by=cast.user["ada"], claim="It was eight hours.")


def test_disputed_record_counts_until_it_is_decided(dispute: Dispute) -> None:
    record = Record.lines.standing().get()
    assert record.status == S.DISPUTED
    assert record.status in COUNTING


def test_upheld_dispute_corrects_the_record(cast: Cast, dispute: Dispute) -> None:
    made = answer_dispute(dispute=dispute, by=cast.user["tara"], answer="Right.", upheld=True, minutes=480)
    dispute.refresh_from_db()
    assert (made.minutes, made.status, made.reason) == (480, S.VERIFIED, "Right.")
    assert (dispute.upheld, dispute.answered_by) == (True, cast.user["tara"])


def test_upheld_dispute_may_take_the_record_back(cast: Cast, dispute: Dispute) -> None:
    answer_dispute(dispute=dispute, by=cast.user["tara"], answer="Not you.", upheld=True, withdraw=True)
    assert not Record.lines.standing().exists()


def test_dispute_that_is_not_upheld_leaves_the_record_as_it_was(cast: Cast, dispute: Dispute) -> None:
    made = answer_dispute(dispute=dispute, by=cast.user["tara"], answer="The roll says four.", upheld=False)
    assert (made.minutes, made.status) == (240, S.VERIFIED)


def test_upheld_dispute_says_what_is_right(cast: Cast, dispute: Dispute) -> None:
    with pytest.raises(Refused, match="say what is right"):
        answer_dispute(dispute=dispute, by=cast.user["tara"], answer="Right.", upheld=True)


def test_nobody_answers_their_own(cast: Cast) -> None:
    mine = open_dispute(
        record=entered(cast, by="dina", about="tara", days_ago=1), by=cast.user["tara"], claim="x"
    )
    with pytest.raises(Refused, match="about you"):
        answer_dispute(dispute=mine, by=cast.user["tara"], answer="Yes.", upheld=False)


def test_dispute_is_answered_once_and_in_words(cast: Cast, dispute: Dispute) -> None:
    with pytest.raises(Refused, match="in words"):
        answer_dispute(dispute=dispute, by=cast.user["tara"], answer=" ", upheld=False)
    answer_dispute(dispute=dispute, by=cast.user["tara"], answer="No.", upheld=False)
    with pytest.raises(Refused, match="answered already"):
        answer_dispute(dispute=dispute, by=cast.user["dina"], answer="Yes.", upheld=False)


def test_record_is_not_corrected_past_its_dispute(cast: Cast, dispute: Dispute) -> None:
    with pytest.raises(Refused, match="Answer the dispute"):
        correct_record(record=Record.lines.standing().get(), by=cast.user["tara"], reason="x", minutes=480)


def test_record_is_disputed_once_at_a_time(cast: Cast, dispute: Dispute) -> None:
    with pytest.raises(Refused, match="disputed already"):
        open_dispute(record=Record.lines.standing().get(), by=cast.user["ada"], claim="Again.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Dispute.objects.create(record=dispute.record, opened_by=cast.user["ada"], claim="Again.")


def test_answer_has_words_in_the_database(cast: Cast, dispute: Dispute) -> None:
    dispute.answered_at, dispute.answer = dispute.opened_at, ""
    with pytest.raises(IntegrityError, match="answered_in_words"), transaction.atomic():
        dispute.save()


def test_hold_stops_the_correction_but_not_the_answer(cast: Cast, dispute: Dispute) -> None:
    set_hold(agency=cast.millbrook, kind="legal", reason="Doe v. Millbrook", by=cast.user["rae"])
    with pytest.raises(Refused, match="Doe v"):
        answer_dispute(dispute=dispute, by=cast.user["tara"], answer="Right.", upheld=True, minutes=480)
    assert (
        answer_dispute(dispute=dispute, by=cast.user["tara"], answer="No.", upheld=False).status == S.VERIFIED
    )
