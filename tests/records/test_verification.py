"""Outside training, and the second pair of eyes."""

from __future__ import annotations

import io
from datetime import date

import pytest
from tests.cast import Cast, make_account
from tests.records.test_records import entered

from muster.accounts.roles import Role
from muster.files.actions import store
from muster.ledger.models import Entry
from muster.ledger.refusals import Refused
from muster.records.actions.verification import (
    obstacles,
    refuse_record,
    submit_again,
    submit_training,
    verify_record,
    verify_records,
)
from muster.records.enums import COUNTING, Origin, RecordStatus
from muster.records.models import Evidence, Record
from muster.records.queries.records import evidence_of
from muster.roster.models import Person

pytestmark = pytest.mark.django_db
S = RecordStatus


@pytest.fixture
def handed_in(cast: Cast) -> Record:
    """CPR that Ada did elsewhere, with its certificate."""
    return submit_training(
        person=cast.person["ada"],
        agency=cast.millbrook,
        certificates=[(certificate(cast), "card.pdf")],
        by=cast.user["ada"],
        title="CPR",
        completed_on=date(2024, 5, 31),
        minutes=240,
    )


def certificate(cast: Cast):
    return store(content=io.BytesIO(b"%PDF-1.7 a certificate"), by=cast.user["ada"])


def test_outside_training_waits_and_counts_for_nothing(handed_in: Record) -> None:
    assert (handed_in.status, handed_in.origin, handed_in.status in COUNTING) == (
        S.PENDING,
        Origin.OUTSIDE,
        False,
    )
    assert evidence_of(handed_in).get().name == "card.pdf"


def test_outside_training_needs_a_certificate(cast: Cast) -> None:
    with pytest.raises(Refused, match="certificate") as refused:
        submit_training(
            person=cast.person["ada"],
            agency=cast.millbrook,
            certificates=[],
            by=cast.user["ada"],
            title="CPR",
        )
    assert refused.value.field == "file"


def test_approved_record_counts_at_once(cast: Cast, handed_in: Record) -> None:
    verify_record(record=handed_in, by=cast.user["tara"])
    assert Record.lines.standing().get(key=handed_in.key).status in COUNTING


def test_certificate_stays_with_the_record_through_its_lines(cast: Cast, handed_in: Record) -> None:
    assert evidence_of(verify_record(record=handed_in, by=cast.user["tara"])).count() == 1


@pytest.mark.parametrize("decide", [verify_record, refuse_record])
def test_nobody_decides_on_their_own(cast: Cast, decide) -> None:
    own = entered(cast, by="dina", about="tara", days_ago=90)
    with pytest.raises(Refused, match="about you"):
        decide(record=own, by=cast.user["tara"], reason="x")


@pytest.mark.parametrize("decide", [verify_record, refuse_record])
def test_late_entry_is_decided_by_somebody_other_than_its_writer(cast: Cast, decide) -> None:
    late = entered(cast, by="tara", days_ago=90)
    with pytest.raises(Refused, match="second person"):
        decide(record=late, by=cast.user["tara"], reason="x")
    assert decide(record=late, by=cast.user["dina"], reason="x").status in (S.VERIFIED, S.REFUSED)


def test_refusal_needs_words(cast: Cast, handed_in: Record) -> None:
    with pytest.raises(Refused, match="Say why"):
        refuse_record(record=handed_in, by=cast.user["tara"], reason="")


def test_refused_training_is_handed_in_again_and_waits(cast: Cast, handed_in: Record) -> None:
    refused = refuse_record(record=handed_in, by=cast.user["tara"], reason="The wrong side of the card.")
    again = submit_again(
        record=refused,
        by=cast.user["ada"],
        reason="Both sides.",
        certificates=[(certificate(cast), "both.pdf")],
        minutes=300,
    )
    assert (again.status, again.minutes) == (S.PENDING, 300)
    assert Evidence.objects.filter(record__key=handed_in.key).count() == 2


def test_record_is_approved_once(cast: Cast, handed_in: Record) -> None:
    verify_record(record=handed_in, by=cast.user["tara"])
    with pytest.raises(Refused, match="corrected this entry"):
        verify_record(record=handed_in, by=cast.user["dina"])


def test_many_are_approved_together_with_one_entry_that_names_them(cast: Cast) -> None:
    late = [entered(cast, by="tara", about=name, days_ago=90) for name in ("ada", "ben")]
    before = Entry.objects.count()
    done = verify_records(records=late, by=cast.user["dina"])
    assert [record.status for record in done] == [S.VERIFIED, S.VERIFIED]
    assert Entry.objects.count() == before + 1
    assert Entry.objects.order_by("number").last().told["replaces"] == [record.pk for record in late]


def test_late_entry_is_not_approved_with_the_writers_second_account(cast: Cast) -> None:
    record = entered(cast, by="tara", days_ago=90)
    zoe = make_account(cast, "zoe", Role.DIRECTOR, cast.millbrook)
    kept = Person.objects.create(given_name="Tara", family_name="Testcase", account=zoe)
    Person.objects.filter(account=cast.user["tara"]).update(same_as=kept)
    with pytest.raises(Refused, match="You wrote it"):
        verify_record(record=record, by=zoe)


def test_many_are_approved_all_or_none(cast: Cast) -> None:
    mine, others = entered(cast, by="dina", days_ago=90), entered(cast, by="tara", days_ago=90)
    assert [stop.record for stop in obstacles([mine, others], cast.user["dina"])] == [mine]
    with pytest.raises(Refused, match="second person"):
        verify_records(records=[others, mine], by=cast.user["dina"])
    assert set(Record.lines.standing().values_list("status", flat=True)) == {S.PENDING}
