"""Old records in a file need a second person, as those written by hand do."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.cast import Cast, make_account
from tests.records.bringing import RECORDS_HEADER, bring, brought_in, number_of

from muster.accounts.models import Grant
from muster.accounts.roles import Role
from muster.ledger.models import Entry
from muster.ledger.refusals import Refused
from muster.records.actions.imports.accepting import accept_import, undo_import
from muster.records.actions.imports.batches import abandon_import
from muster.records.actions.imports.confirming import confirm_import, refuse_import, stop_of
from muster.records.actions.records import correct_record
from muster.records.enums import BatchState, RecordStatus
from muster.records.models import Batch, Record
from muster.roster.actions import set_late_days
from muster.roster.models import Person

pytestmark = pytest.mark.django_db


def days_ago(days: int) -> date:
    """A day that long ago."""
    return timezone.localdate() - timedelta(days=days)


def a_file(cast: Cast, *days: date | str, about: str = "ada") -> Batch:
    """A look at a file that says somebody took a course on each of these days."""
    number = number_of(cast.person[about])
    rows = (f"{number},Course {place},{day},4\n" for place, day in enumerate(days))
    return bring(cast, RECORDS_HEADER + "".join(rows))


def waiting(cast: Cast, *days: date | str, about: str = "ada") -> Batch:
    """Such a file, brought in by Tara, that waits."""
    batch = a_file(cast, *(days or (days_ago(31),)), about=about)
    return accept_import(batch=batch, by=cast.user["tara"])


def lend(cast: Cast, lender: str, borrower: str) -> None:
    """Let somebody act in somebody's role, this year."""
    lent = Grant.objects.get(user=cast.user[lender], role__in=[Role.COORDINATOR, Role.DIRECTOR])
    Grant.objects.create(
        user=cast.user[borrower],
        role=lent.role,
        agency=lent.agency,
        start=days_ago(1),
        end=days_ago(-30),
        delegated_from=lent,
    )


def told() -> dict:
    """What the last entry of the ledger tells."""
    entry = Entry.objects.order_by("number").last()
    return {"verb": entry.verb, "actor": entry.actor, **entry.told}


# ── when it waits ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("days", "state", "records"),
    [((30,), BatchState.ACCEPTED, 1), ((31,), BatchState.WAITING, 0), ((1, 31), BatchState.WAITING, 0)],
)
def test_file_with_a_row_older_than_thirty_days_waits_as_a_whole(
    cast: Cast, days: tuple[int, ...], state: str, records: int
) -> None:
    batch = accept_import(batch=a_file(cast, *map(days_ago, days)), by=cast.user["tara"])
    assert (batch.state, Record.lines.count()) == (state, records)


def test_row_without_a_day_waits_as_one_written_by_hand_does(cast: Cast) -> None:
    assert waiting(cast, "").findings["late"]["undated"] == 1


def test_days_after_which_an_entry_is_late_are_the_agencys(cast: Cast) -> None:
    set_late_days(agency=cast.millbrook, days=5, by=cast.user["admin"], reason="Policy 12.")
    assert told()["late_days"] == [30, 5]
    assert waiting(cast, days_ago(6)).state == BatchState.WAITING


@pytest.mark.parametrize("days", [0, 366])
def test_days_after_which_an_entry_is_late_stay_within_a_year(cast: Cast, days: int) -> None:
    cast.millbrook.late_days = days
    with pytest.raises(IntegrityError), transaction.atomic():
        cast.millbrook.save()


def test_what_waits_says_how_many_how_old_and_shows_the_oldest(cast: Cast) -> None:
    late = waiting(cast, days_ago(1), days_ago(40), days_ago(90)).findings["late"]
    assert (late["rows"], late["days"], late["oldest"]) == (2, 30, days_ago(90).isoformat())
    assert [row[0] for row in late["sample"]["rows"]] == [4, 3]


def test_that_it_waits_is_one_entry_in_the_ledger(cast: Cast) -> None:
    batch = a_file(cast, days_ago(31))
    before = Entry.objects.count()
    accept_import(batch=batch, by=cast.user["tara"])
    assert Entry.objects.count() == before + 1
    assert (told()["step"], told()["late"], told()["made"]) == ("waits", 1, {})


def test_roster_never_waits_however_long_ago_people_were_hired(cast: Cast) -> None:
    text = "Employee ID,First Name,Last Name,Hire Date\n0101,Kim,Newcomer,2001-03-02\n"
    batch = bring(cast, text, "roster", agency=cast.commission)
    assert accept_import(batch=batch, by=cast.user["tara"]).state == BatchState.ACCEPTED


def test_same_file_is_refused_while_it_waits(cast: Cast) -> None:
    waiting(cast)
    with pytest.raises(Refused, match="waits for a second person already"):
        waiting(cast)


# ── the second person ──────────────────────────────────────────────────────────────────────────


def test_confirmed_rows_count_and_are_the_first_persons_lines(cast: Cast) -> None:
    confirmed = confirm_import(batch=waiting(cast), by=cast.user["rae"])
    record = Record.lines.standing().get()
    assert (record.status, record.known_by) == (RecordStatus.VERIFIED, cast.user["tara"])
    assert (confirmed.state, confirmed.decided_by) == (BatchState.ACCEPTED, cast.user["rae"])
    said = told()
    assert (said["verb"], said["actor"], said["step"]) == (
        "records:record:verify",
        cast.user["rae"],
        "confirmed",
    )
    assert said["accepted_by"] == cast.user["tara"].pk


def test_who_brought_it_in_does_not_confirm_it(cast: Cast) -> None:
    batch = waiting(cast)
    with pytest.raises(Refused, match="You brought it in"):
        confirm_import(batch=batch, by=cast.user["tara"])
    assert not Record.lines.exists()


def test_role_lent_by_who_brought_it_in_does_not_confirm_it(cast: Cast) -> None:
    batch = waiting(cast)
    lend(cast, "tara", "ben")
    with pytest.raises(Refused, match="lent you this role"):
        confirm_import(batch=batch, by=cast.user["ben"])


def test_who_lent_the_role_does_not_confirm_what_was_brought_in_with_it(cast: Cast) -> None:
    lend(cast, "dina", "ben")
    batch = accept_import(batch=a_file(cast, days_ago(31)), by=cast.user["ben"])
    with pytest.raises(Refused, match="in your place"):
        confirm_import(batch=batch, by=cast.user["dina"])
    assert stop_of(batch, cast.user["rae"]) is None


def test_end_of_the_loan_does_not_make_the_lender_a_second_person(cast: Cast) -> None:
    lend(cast, "dina", "ben")
    batch = accept_import(batch=a_file(cast, days_ago(31)), by=cast.user["ben"])
    Grant.objects.filter(user=cast.user["ben"], delegated_from__isnull=False).update(ended_at=timezone.now())
    with pytest.raises(Refused, match="in your place"):
        confirm_import(batch=batch, by=cast.user["dina"])
    assert not Record.lines.exists()


def test_loan_that_begins_later_does_not_bar_the_lender_from_what_was_brought_in_before(cast: Cast) -> None:
    batch = waiting(cast)
    Grant.objects.filter(user=cast.user["tara"]).update(ended_at=timezone.now() - timedelta(days=1))
    lend(cast, "dina", "tara")
    assert stop_of(batch, cast.user["dina"]) is None


def test_database_itself_refuses_old_rows_that_one_person_accepted(cast: Cast) -> None:
    batch = waiting(cast)
    batch.state, batch.decided_by = BatchState.ACCEPTED, cast.user["tara"]
    with pytest.raises(IntegrityError), transaction.atomic():
        batch.save()


def test_record_about_the_second_person_waits_for_a_third(cast: Cast) -> None:
    confirm_import(batch=waiting(cast, about="dina"), by=cast.user["dina"])
    assert Record.lines.get().status == RecordStatus.PENDING


def test_other_rows_than_the_page_said_are_looked_at_again_before_they_come_in(cast: Cast) -> None:
    batch = waiting(cast, days_ago(31), days_ago(40))
    row = {"title": "Course 0", "completed_on": days_ago(31), "minutes": 240, "outcome": "completed"}
    Record.lines.create(
        agency=cast.millbrook, person=cast.person["ada"], origin="entered", status="verified", **row
    )
    with pytest.raises(Refused, match="changed since"):
        confirm_import(batch=batch, by=cast.user["dina"])
    batch.refresh_from_db()
    assert (batch.state, batch.rows_accepted, batch.late_rows) == (BatchState.WAITING, 1, 1)
    confirm_import(batch=batch, by=cast.user["dina"])
    assert Record.lines.count() == 2


def test_refusal_needs_a_reason_and_writes_nothing(cast: Cast) -> None:
    batch = waiting(cast)
    with pytest.raises(Refused) as missing:
        refuse_import(batch=batch, by=cast.user["dina"], reason=" ")
    assert missing.value.field == "reason"
    refused = refuse_import(batch=batch, by=cast.user["dina"], reason="The wrong year.")
    assert (refused.state, refused.decision_reason) == (BatchState.REFUSED, "The wrong year.")
    assert (told()["step"], Record.lines.count()) == ("refused", 0)
    with pytest.raises(Refused, match="does not wait"):
        confirm_import(batch=batch, by=cast.user["dina"])


def test_refused_file_can_be_brought_in_anew(cast: Cast) -> None:
    refuse_import(batch=waiting(cast), by=cast.user["dina"], reason="The wrong year.")
    brought_in(cast, a_file(cast, days_ago(31)))
    assert Record.lines.count() == 1


def test_what_waits_can_be_put_aside_by_who_brought_it(cast: Cast) -> None:
    batch = abandon_import(batch=waiting(cast), by=cast.user["tara"])
    assert batch.state == BatchState.ABANDONED


def test_confirmed_import_is_taken_back_as_any_other(cast: Cast) -> None:
    batch = confirm_import(batch=waiting(cast), by=cast.user["dina"])
    undo_import(batch=batch, by=cast.user["tara"], reason="The wrong year.")
    assert not Record.lines.standing().exists()


def test_what_waits_is_not_taken_back_for_nothing_of_it_is_there(cast: Cast) -> None:
    with pytest.raises(Refused, match="Only what was brought in"):
        undo_import(batch=waiting(cast), by=cast.user["tara"], reason="The wrong year.")


def test_imported_record_is_not_dated_back_by_one_person(cast: Cast) -> None:
    brought_in(cast, a_file(cast, days_ago(2)))
    old = correct_record(
        record=Record.lines.get(), by=cast.user["tara"], reason="Typed wrong.", completed_on=days_ago(400)
    )
    assert old.status == RecordStatus.PENDING


def test_person_with_two_accounts_is_one(cast: Cast) -> None:
    """Tara's account was closed, she was given another, and her two entries were found to be one person's."""
    batch = waiting(cast)
    zoe = make_account(cast, "zoe", Role.DIRECTOR, cast.millbrook)
    kept = Person.objects.create(given_name="Tara", family_name="Testcase", account=zoe)
    assert stop_of(batch, zoe) is None
    Person.objects.filter(account=cast.user["tara"]).update(same_as=kept)
    assert "You brought it in" in str(stop_of(batch, zoe))
    with pytest.raises(Refused, match="You brought it in"):
        confirm_import(batch=batch, by=zoe)
    assert not Record.lines.exists()


# ── a department that begins ───────────────────────────────────────────────────────────────────


@pytest.fixture
def alone(cast: Cast) -> Cast:
    """Millbrook as it begins: Tara is the only one who was ever given a role that brings in or confirms."""
    Grant.objects.filter(user__in=[cast.user["dina"], cast.user["rae"]]).delete()
    return cast


def test_founding_import_counts_at_once_and_says_so(alone: Cast) -> None:
    batch = waiting(alone, days_ago(400))
    assert (batch.state, batch.is_founding, batch.late_rows) == (BatchState.ACCEPTED, True, 1)
    assert Record.lines.get().status == RecordStatus.VERIFIED
    assert (told()["founding"], told()["late"]) == (True, 1)


def test_from_the_second_persons_first_role_on_old_rows_wait(alone: Cast) -> None:
    waiting(alone, days_ago(400))
    make_account(alone, "zoe", Role.CUSTODIAN, alone.millbrook)
    assert waiting(alone, days_ago(401)).state == BatchState.WAITING


def test_role_that_ended_does_not_make_the_one_who_is_left_a_founder(alone: Cast) -> None:
    make_account(alone, "zoe", Role.CUSTODIAN, alone.millbrook)
    Grant.objects.filter(user=alone.user["zoe"]).update(end=days_ago(10))
    assert waiting(alone, days_ago(401)).state == BatchState.WAITING


def test_second_person_of_another_department_is_none_of_ours(alone: Cast) -> None:
    make_account(alone, "zoe", Role.CUSTODIAN, alone.oakford)
    assert waiting(alone, days_ago(401)).is_founding
    make_account(alone, "yan", Role.CUSTODIAN, alone.commission)
    assert waiting(alone, days_ago(402)).state == BatchState.WAITING


def test_founding_import_is_marked_only_where_it_holds_old_rows(alone: Cast) -> None:
    batch = waiting(alone, days_ago(2))
    assert (batch.state, batch.is_founding) == (BatchState.ACCEPTED, False)
    assert "founding" not in told()
