"""Records written by hand: entered, late, corrected, taken back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.cast import Cast

from muster.accounts.models import Grant
from muster.accounts.roles import Role
from muster.ledger.lines import AlreadyReplaced
from muster.ledger.models import Entry
from muster.ledger.refusals import Refused
from muster.records.access.records import records_visible_to
from muster.records.actions.records import correct_record, enter_record, withdraw_record
from muster.records.enums import Origin, RecordStatus
from muster.records.models import Record
from muster.records.retention import keep_until, period_of
from muster.roster.actions import set_late_days

pytestmark = pytest.mark.django_db
S = RecordStatus


def entered(cast: Cast, by: str = "tara", about: str = "ada", days_ago: int = 1, **fields: Any) -> Record:
    """A record that somebody enters."""
    return enter_record(
        person=cast.person[about],
        agency=cast.millbrook,
        by=cast.user[by],
        title="First aid",
        completed_on=timezone.localdate() - timedelta(days=days_ago),
        minutes=240,
        **fields,
    )


@pytest.mark.parametrize(("days_ago", "status"), [(0, S.VERIFIED), (30, S.VERIFIED), (31, S.PENDING)])
def test_entry_older_than_thirty_days_waits_for_a_second_person(
    cast: Cast, days_ago: int, status: str
) -> None:
    assert entered(cast, days_ago=days_ago).status == status


def test_days_for_late_entries_are_a_setting_of_the_agency(cast: Cast) -> None:
    set_late_days(agency=cast.millbrook, days=5, by=cast.user["admin"], reason="Policy 12.")
    assert entered(cast, days_ago=6).status == S.PENDING


def test_entry_about_oneself_waits_for_a_second_person(cast: Cast) -> None:
    assert entered(cast, about="tara").status == S.PENDING


def test_entry_is_written_down_with_its_person(cast: Cast) -> None:
    record = entered(cast)
    entry = Entry.objects.order_by("number").last()
    assert (entry.verb, entry.subject_id, entry.told["person"]) == (
        "records:record:write",
        str(record.pk),
        cast.person["ada"].pk,
    )


def test_day_to_come_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="still to come") as refused:
        entered(cast, days_ago=-3)
    assert refused.value.field == "completed_on"


def test_somebody_never_appointed_here_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="never appointed here"):
        entered(cast, about="nora")


def test_correction_is_a_new_line_of_the_same_record(cast: Cast) -> None:
    old = entered(cast)
    new = correct_record(record=old, by=cast.user["dina"], reason="Half a day.", minutes=120)
    old.refresh_from_db()
    assert (old.minutes, new.minutes, new.key, new.status) == (240, 120, old.key, S.VERIFIED)
    assert list(Record.lines.standing()) == [new]


@pytest.mark.parametrize(
    ("before", "after"),
    [(S.PENDING, S.PENDING), (S.VERIFIED, S.VERIFIED), (S.REPORTED, S.VERIFIED), (S.REFUSED, S.PENDING)],
)
def test_status_after_a_correction(cast: Cast, before: str, after: str) -> None:
    old = Record.lines.create(
        agency=cast.millbrook,
        person=cast.person["ada"],
        title="CPR",
        completed_on=timezone.localdate(),
        origin=Origin.SESSION,
        status=before,
    )
    assert correct_record(record=old, by=cast.user["tara"], reason="x", minutes=5).status == after


def test_correction_to_a_late_day_waits_as_a_late_entry_does(cast: Cast) -> None:
    new = correct_record(
        record=entered(cast), by=cast.user["tara"], reason="x", completed_on=date(2020, 1, 1)
    )
    assert new.status == S.PENDING


def test_second_of_two_corrections_is_shown_the_first(cast: Cast) -> None:
    old = entered(cast)
    first = correct_record(record=old, by=cast.user["dina"], reason="Half a day.", minutes=120)
    with pytest.raises(AlreadyReplaced) as replaced:
        correct_record(record=old, by=cast.user["tara"], reason="A whole day.", minutes=480)
    assert replaced.value.newer == first


def test_withdrawn_record_stands_no_more_and_stays_in_the_history(cast: Cast) -> None:
    old = entered(cast)
    withdraw_record(record=old, by=cast.user["tara"], reason="The wrong person.")
    assert not Record.lines.standing().exists()
    assert [line.reason for line in old.history()] == ["", "The wrong person."]


@pytest.mark.parametrize("change", [correct_record, withdraw_record])
def test_nothing_changes_without_a_reason(cast: Cast, change) -> None:
    with pytest.raises(Refused, match="Say why"):
        change(record=entered(cast), by=cast.user["tara"], reason="  ")


def test_minutes_have_a_limit_in_the_database(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="minutes_possible"), transaction.atomic():
        Record.lines.create(
            agency=cast.millbrook,
            person=cast.person["ada"],
            title="x",
            origin="entered",
            status="verified",
            minutes=600_001,
        )


def test_score_is_a_percentage_in_the_database(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="score_is_percent"), transaction.atomic():
        Record.lines.create(
            agency=cast.millbrook,
            person=cast.person["ada"],
            title="x",
            origin="entered",
            status="verified",
            score=101,
        )


# ── who reads ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("reader", "seen"),
    [
        ("ada", ["ada"]),
        ("sam", ["ada"]),
        ("tara", ["ada", "ben"]),
        ("nora", []),
        ("stranger", []),
        ("admin", []),
    ],
)
def test_records_are_read_by_whom_they_concern(cast: Cast, reader: str, seen: list[str]) -> None:
    for name in ("ada", "ben"):
        entered(cast, about=name)
    found = {record.person for record in records_visible_to(cast.user[reader])}
    assert found == {cast.person[name] for name in seen}


def test_new_employer_reads_the_career_and_writes_only_what_is_its_own(cast: Cast) -> None:
    from muster.accounts.permissions import Permission  # noqa: PLC0415
    from muster.roster.models import Appointment  # noqa: PLC0415

    theirs = Record.lines.create(
        agency=cast.oakford, person=cast.person["nora"], title="CPR", origin="entered", status="verified"
    )
    assert not records_visible_to(cast.user["tara"]).exists()
    Appointment.lines.create(person=cast.person["nora"], agency=cast.millbrook, start=date(2024, 1, 1))
    assert list(records_visible_to(cast.user["tara"])) == [theirs]
    assert not records_visible_to(cast.user["tara"], Permission.RECORDS_RECORD_WRITE).exists()


# ── how long it is kept ────────────────────────────────────────────────────────────────────────


def test_utah_keeps_fifty_years_after_the_last_day() -> None:
    kept = keep_until(period_of("us-ut"), separated_on=date(2024, 2, 29), serves=False)
    assert kept.until == date(2074, 3, 1)


@pytest.mark.parametrize("more", [{"serves": True}, {"serves": False, "held": True}])
def test_no_end_is_in_sight_while_they_serve_or_a_hold_stands(more) -> None:
    assert keep_until(period_of("us-ut"), separated_on=date(2024, 2, 28), **more).until is None


def test_what_is_not_known_is_kept() -> None:
    kept = keep_until(period_of("us-or"), separated_on=date(1990, 1, 1), serves=False)
    assert (kept.until, kept.years, kept.law) == (None, None, None)


def test_ledger_names_the_lender_of_a_role(cast: Cast) -> None:
    own = Grant.objects.get(user=cast.user["tara"], role=Role.COORDINATOR)
    today = timezone.localdate()
    Grant.objects.create(
        user=cast.user["ben"],
        role=Role.COORDINATOR,
        agency=cast.millbrook,
        start=today,
        end=today,
        delegated_from=own,
    )
    entered(cast, by="ben")
    entry = Entry.objects.order_by("number").last()
    assert (entry.actor, entry.on_behalf_of) == (cast.user["ben"], cast.user["tara"])
