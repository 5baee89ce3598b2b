"""A correction long after the day, by which a record could count for more, needs a second person as a late entry does."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.cast import Cast, make_account
from tests.records.test_imports_late import lend
from tests.records.test_records import entered
from tests.standards import stories

from muster.accounts.models import Grant
from muster.accounts.roles import Role
from muster.ledger.refusals import Refused
from muster.records.actions.records import correct_record
from muster.records.actions.verification import obstacle, refuse_record, verify_record
from muster.records.enums import Origin, Outcome, RecordStatus
from muster.records.models import Record
from muster.standards.standing import standing_of

pytestmark = pytest.mark.django_db
S = RecordStatus


def days_ago(days: int) -> date:
    """A day that long ago."""
    return timezone.localdate() - timedelta(days=days)


def verified(cast: Cast, days: int, origin: Origin = Origin.SESSION, **more: Any) -> Record:
    """Four hours that Ada did that long ago, which count."""
    return Record.lines.create(
        agency=cast.millbrook,
        person=cast.person["ada"],
        title="First aid",
        completed_on=days_ago(days),
        minutes=240,
        origin=origin,
        status=more.pop("status", S.VERIFIED),
        known_by=cast.user["tara"],
        **more,
    )


def corrected(record: Record, cast: Cast, by: str = "tara", **changes: Any) -> Record:
    """The record as somebody corrects it."""
    return correct_record(record=record, by=cast.user[by], reason="Typed wrong.", **changes)


@pytest.mark.parametrize("origin", Origin)
@pytest.mark.parametrize(("days", "status"), [(30, S.VERIFIED), (31, S.PENDING)])
def test_more_minutes_wait_once_an_entry_about_that_day_would(
    cast: Cast, origin: Origin, days: int, status: str
) -> None:
    assert corrected(verified(cast, days, origin), cast, minutes=480).status == status


@pytest.mark.parametrize(
    "change",
    [
        {"completed_on": days_ago(90)},
        {"completed_on": days_ago(1)},
        {"outcome": Outcome.PASSED},
        {"title": "Rifle"},
        {"minutes": 60, "item": "rifle"},
    ],
    ids=lambda change: "-".join(change),
)
def test_whatever_a_rule_reads_waits_with_it(cast: Cast, change: dict[str, Any]) -> None:
    assert corrected(verified(cast, 60), cast, **change).status == S.PENDING


def test_another_course_waits(cast: Cast) -> None:
    other = stories.course(cast.millbrook)
    assert corrected(verified(cast, 60), cast, course=other).status == S.PENDING


def test_what_was_reported_waits_too(cast: Cast) -> None:
    reported = verified(cast, 60, status=S.REPORTED)
    assert corrected(reported, cast, minutes=480).status == S.PENDING


@pytest.mark.parametrize(("before", "after"), [(S.VERIFIED, S.VERIFIED), (S.REPORTED, S.VERIFIED)])
def test_fewer_minutes_count_at_once_however_long_ago(cast: Cast, before: S, after: S) -> None:
    assert corrected(verified(cast, 900, status=before), cast, minutes=60).status == after


def test_title_beside_a_course_is_read_by_no_rule(cast: Cast) -> None:
    record = verified(cast, 60, course=stories.course(cast.millbrook))
    assert corrected(record, cast, title="First aid, spring").status == S.VERIFIED


def test_record_without_a_day_is_given_one_by_two_people(cast: Cast) -> None:
    undated = verified(cast, 1)
    undated = corrected(undated, cast, completed_on=None)
    assert undated.status == S.PENDING
    undated = verify_record(record=undated, by=cast.user["dina"])
    assert corrected(undated, cast, completed_on=days_ago(1)).status == S.PENDING


def test_standing_takes_the_other_course_from_the_second_person_on(cast: Cast) -> None:
    stories.adopt(cast.millbrook)
    ada, wanted = cast.person["ada"], stories.course(cast.millbrook)
    record = verified(cast, 60, course=stories.course(cast.millbrook, "FA-1", topics=["first-aid"]))

    def stands() -> str:
        return stories.verdict(standing_of(cast.millbrook, timezone.localdate()), ada)

    assert stands() == "overdue"
    waits = corrected(record, cast, course=wanted)
    assert stands() == "overdue"
    verify_record(record=waits, by=cast.user["dina"])
    assert stands() == "met"


# ── who may be the second person ───────────────────────────────────────────────────────────────


def test_who_corrected_it_does_not_approve_the_correction(cast: Cast) -> None:
    waits = corrected(verified(cast, 60), cast, minutes=480)
    with pytest.raises(Refused, match="You wrote it"):
        verify_record(record=waits, by=cast.user["tara"])


def test_two_people_are_enough_for_an_entry_and_its_correction(cast: Cast) -> None:
    """Tara enters, Dina approves, Tara corrects: Dina approved what it said before, and may approve what it says now."""
    counts = verify_record(record=entered(cast, by="tara", days_ago=60), by=cast.user["dina"])
    waits = corrected(counts, cast, by="tara", minutes=480)
    assert verify_record(record=waits, by=cast.user["dina"]).status == S.VERIFIED


def test_first_writer_may_approve_what_another_corrected(cast: Cast) -> None:
    waits = corrected(verified(cast, 60), cast, by="dina", minutes=480)
    assert obstacle(waits, cast.user["tara"]) is None
    assert "You wrote it" in str(obstacle(waits, cast.user["dina"]))


def test_both_who_wrote_since_it_last_counted_are_barred(cast: Cast) -> None:
    waits = corrected(verified(cast, 60), cast, by="tara", minutes=480)
    waits = corrected(waits, cast, by="dina", minutes=500)
    assert [bool(obstacle(waits, cast.user[name])) for name in ("tara", "dina", "rae")] == [True, True, False]


def test_who_refused_something_wrote_nothing_of_it(cast: Cast) -> None:
    refused = refuse_record(record=entered(cast, days_ago=60), by=cast.user["dina"], reason="Which day?")
    waits = corrected(refused, cast, by="tara", completed_on=days_ago(61))
    assert verify_record(record=waits, by=cast.user["dina"]).status == S.VERIFIED


def test_lender_does_not_approve_what_was_written_in_their_place_also_after_the_loan(cast: Cast) -> None:
    lend(cast, "dina", "ben")
    written = entered(cast, by="ben", days_ago=60)
    assert "in your place" in str(obstacle(written, cast.user["dina"]))
    Grant.objects.filter(user=cast.user["ben"], delegated_from__isnull=False).update(ended_at=timezone.now())
    assert "in your place" in str(obstacle(written, cast.user["dina"]))
    assert obstacle(written, cast.user["rae"]) is None


def test_borrower_does_not_approve_with_a_role_of_their_own_what_they_wrote_with_a_lent_one(
    cast: Cast,
) -> None:
    lend(cast, "dina", "ben")
    written = entered(cast, by="ben", days_ago=60)
    Grant.objects.filter(user=cast.user["ben"], delegated_from__isnull=False).update(ended_at=timezone.now())
    Grant.objects.create(user=cast.user["ben"], role=Role.DIRECTOR, agency=cast.millbrook, start=days_ago(1))
    assert "You wrote it" in str(obstacle(written, cast.user["ben"]))
    assert obstacle(written, make_account(cast, "zoe", Role.DIRECTOR, cast.millbrook)) is None
