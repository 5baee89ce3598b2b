"""Where people stand, from the database: what counts, since when, for whom, and as known at which moment."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from tests.cast import Cast, make_officer
from tests.standards.stories import (
    DE_ESCALATION,
    EARLY,
    TODAY,
    adopt,
    course,
    excuse,
    fact,
    moment,
    record,
    verdict,
)

from muster.curriculum.models import CourseCode
from muster.ledger.lines import correct_line, withdraw_line
from muster.records.enums import RecordStatus
from muster.roster.models import Agency, Appointment, Person
from muster.standards.enums import Decision
from muster.standards.models import CourseApproval
from muster.standards.standing import explained, rules_of, standing_of

LAST_YEAR = date(2025, 12, 1)


@pytest.fixture
def millbrook(cast: Cast) -> Agency:
    """Millbrook, bound by the model's rule on de-escalation: once a year."""
    adopt(cast.millbrook)
    return cast.millbrook


def test_a_record_approved_just_now_counts_at_once(cast: Cast, millbrook: Agency) -> None:
    ada = cast.person["ada"]
    waiting = record(ada, course(millbrook), LAST_YEAR, status=RecordStatus.PENDING)
    assert verdict(standing_of(millbrook, TODAY), ada) == "overdue"
    correct_line(waiting, by=cast.user["tara"], reason="Looked at it.", status=RecordStatus.VERIFIED)
    assert verdict(standing_of(millbrook, TODAY), ada) == "due_soon"


def test_a_record_of_1999_does_not_count_towards_a_cycle_of_24_months(cast: Cast) -> None:
    adopt(cast.millbrook, "us-ca/cpt")
    ada = cast.person["ada"]
    Appointment.lines.create(person=ada, agency=cast.oakford, start=date(1998, 1, 1), end=date(1999, 12, 31))
    fact(ada, cast.millbrook, "cpt-anniversary", "", date(2001, 1, 1))
    taught = course(cast.millbrook, minutes=24 * 60, certified=True)
    record(ada, taught, date(1999, 6, 1))
    rows = list(standing_of(cast.millbrook, TODAY).rows_of(("us-ca/cpt",)))
    mine = next(row for row in rows if row["officer_id"] == str(ada.pk) and row["headline"])
    assert (mine["credited"], mine["needed"]) == (0, 24 * 60)
    record(ada, taught, date(2026, 6, 1))
    rows = list(standing_of(cast.millbrook, TODAY).rows_of(("us-ca/cpt",)))
    assert max(row["credited"] for row in rows if row["officer_id"] == str(ada.pk)) == 24 * 60


@pytest.mark.parametrize(
    ("status", "stands"),
    [
        (RecordStatus.PENDING, "overdue"),
        (RecordStatus.REFUSED, "overdue"),
        (RecordStatus.VERIFIED, "met"),
        (RecordStatus.REPORTED, "met"),
        (RecordStatus.DISPUTED, "met"),
    ],
)
def test_only_records_that_are_believed_count(
    cast: Cast, millbrook: Agency, status: str, stands: str
) -> None:
    record(cast.person["ada"], course(millbrook), date(2026, 6, 1), status=status)
    assert verdict(standing_of(millbrook, TODAY), cast.person["ada"]) == stands


def test_a_past_day_is_judged_as_it_was(cast: Cast, millbrook: Agency) -> None:
    record(cast.person["ada"], course(millbrook), date(2023, 6, 1))
    assert verdict(standing_of(millbrook, date(2023, 12, 1)), cast.person["ada"]) == "met"
    assert verdict(standing_of(millbrook, date(2024, 12, 1)), cast.person["ada"]) == "overdue"


def test_known_at_leaves_out_what_was_written_down_later(cast: Cast, millbrook: Agency) -> None:
    ada = cast.person["ada"]
    # everything about Ada was written down by the cast just now, so the moment asked about lies ahead
    later = timezone.now() + timedelta(hours=2)
    record(ada, course(millbrook), date(2026, 6, 1), known_from=later)
    assert verdict(standing_of(millbrook, TODAY, later - timedelta(hours=1)), ada) == "overdue"
    assert verdict(standing_of(millbrook, TODAY, later), ada) == "met"


def test_what_was_corrected_counted_until_the_moment_of_the_correction(cast: Cast, millbrook: Agency) -> None:
    ada, noon = cast.person["ada"], timezone.now() + timedelta(days=1)
    first = record(ada, course(millbrook), date(2026, 6, 1), known_from=noon)
    record(
        ada,
        first.course,
        date(2024, 6, 1),
        known_from=noon + timedelta(hours=1),
        replaces=first,
        reason="Wrong year.",
    )
    assert verdict(standing_of(millbrook, TODAY, noon + timedelta(minutes=59)), ada) == "met"
    assert verdict(standing_of(millbrook, TODAY, noon + timedelta(hours=1)), ada) == "overdue"


def test_a_record_taken_back_no_longer_counts(cast: Cast, millbrook: Agency) -> None:
    ada = cast.person["ada"]
    line = record(ada, course(millbrook), date(2026, 6, 1))
    withdraw_line(line, by=cast.user["tara"], reason="Somebody else's.")
    assert verdict(standing_of(millbrook, TODAY), ada) == "overdue"


def test_a_merged_person_is_one_officer_with_the_records_of_both(cast: Cast, millbrook: Agency) -> None:
    ada = cast.person["ada"]
    double = make_officer(cast, "ada again", cast.oakford, rank="officer")
    record(double, course(cast.oakford), date(2026, 6, 1))
    assert verdict(standing_of(millbrook, TODAY), ada) == "overdue"
    Person.objects.filter(pk=double.pk).update(same_as=ada)
    judged = standing_of(millbrook, TODAY)
    assert verdict(judged, ada) == "met"
    assert str(double.pk) not in judged.facts.officers["officer_id"].to_list()


def test_training_at_another_agency_counts_for_whom_it_was_given(cast: Cast, millbrook: Agency) -> None:
    record(cast.person["ada"], course(cast.oakford), date(2026, 6, 1))
    judged = standing_of(millbrook, TODAY)
    assert verdict(judged, cast.person["ada"]) == "met"
    assert verdict(judged, cast.person["ben"]) == "overdue"


def test_only_who_serves_on_the_day_is_judged(cast: Cast, millbrook: Agency) -> None:
    judged = standing_of(millbrook, TODAY)
    ids = set(judged.facts.officers["officer_id"])
    assert str(cast.person["ada"].pk) in ids
    assert str(cast.person["nora"].pk) not in ids


def test_a_record_without_course_goes_by_its_title_and_nobody_knows_what_it_is_about(
    cast: Cast, millbrook: Agency
) -> None:
    ada = cast.person["ada"]
    taught = course(millbrook)
    line = record(ada, taught, date(2026, 6, 1))
    correct_line(line, by=cast.user["tara"], reason="Not ours.", course=None, title="Calm under stress")
    judged = standing_of(millbrook, TODAY)
    assert judged.facts.kinds.select("course", "title", "topics").rows()[-1] == (
        "Calm under stress",
        "Calm under stress",
        None,
    )
    (told,) = explained(judged, ada, DE_ESCALATION)
    assert "topic_unknown" in [group.reason for group in told.idle]


# ── what is said of courses ───────────────────────────────────────────────────────────────────────


def test_an_approved_topic_counts_on_the_days_of_the_approval(cast: Cast, millbrook: Agency) -> None:
    ada, ben = cast.person["ada"], cast.person["ben"]
    unsaid = course(millbrook, "X-1", topics=[])
    record(ada, unsaid, date(2026, 6, 1))
    record(ben, unsaid, date(2026, 2, 1))
    assert verdict(standing_of(millbrook, TODAY), ada) == "overdue"
    CourseApproval.lines.create(
        agency=millbrook, course=unsaid, basis="agency", topics=["de-escalation"], start=date(2026, 3, 1)
    )
    judged = standing_of(millbrook, TODAY)
    assert (verdict(judged, ada), verdict(judged, ben)) == ("met", "overdue")


def test_an_approval_of_another_agency_changes_nothing_here(cast: Cast, millbrook: Agency) -> None:
    unsaid = course(millbrook, "X-1", topics=[])
    record(cast.person["ada"], unsaid, date(2026, 6, 1))
    CourseApproval.lines.create(agency=cast.oakford, course=unsaid, basis="agency", topics=["de-escalation"])
    assert verdict(standing_of(millbrook, TODAY), cast.person["ada"]) == "overdue"


def test_the_commission_approves_and_adopts_for_its_agencies(cast: Cast) -> None:
    adopt(cast.commission)
    unsaid = course(cast.millbrook, "X-1", topics=[])
    record(cast.person["ada"], unsaid, date(2026, 6, 1))
    CourseApproval.lines.create(
        agency=cast.commission, course=unsaid, basis="state", topics=["de-escalation"]
    )
    assert verdict(standing_of(cast.millbrook, TODAY), cast.person["ada"]) == "met"


def test_an_equivalent_course_counts_for_what_the_other_counts_for(cast: Cast, millbrook: Agency) -> None:
    other = course(millbrook, "DE-1")
    college = course(millbrook, "CJ-204", topics=[])
    record(cast.person["ada"], college, date(2026, 6, 1))
    CourseApproval.lines.create(agency=millbrook, course=college, basis="equivalent", equivalent_to=other)
    assert verdict(standing_of(millbrook, TODAY), cast.person["ada"]) == "met"


def test_a_course_answers_to_the_number_by_which_a_rule_names_it(cast: Cast) -> None:
    adopt(cast.millbrook, "us-nj/icat-able")
    taught = course(cast.millbrook, "OURS-7", topics=[])
    CourseCode.lines.create(course=taught, jurisdiction="us-nj", code="ICAT-ABLE")
    record(cast.person["ada"], taught, date(2022, 6, 1))
    judged = standing_of(cast.millbrook, TODAY)
    assert judged.facts.kinds["course"].to_list() == ["ICAT-ABLE"]


# ── waivers and extensions ────────────────────────────────────────────────────────────────────────


def test_a_waiver_excuses_from_the_moment_it_is_granted(cast: Cast, millbrook: Agency) -> None:
    ada = cast.person["ada"]
    record(ada, course(millbrook), date(2025, 6, 1))
    waiver = excuse(millbrook, ada, cast.user["tara"])
    assert verdict(standing_of(millbrook, TODAY), ada) == "overdue"
    granted = timezone.now() + timedelta(hours=1)
    waiver.decision, waiver.decided_by, waiver.decided_at = Decision.GRANTED, cast.user["dina"], granted
    waiver.save()
    assert verdict(standing_of(millbrook, TODAY), ada) == "excused"
    assert verdict(standing_of(millbrook, TODAY, granted - timedelta(seconds=1)), ada) == "overdue"


def test_more_time_moves_the_day_it_is_due(cast: Cast, millbrook: Agency) -> None:
    ada = cast.person["ada"]
    record(ada, course(millbrook), date(2025, 6, 1))
    later = {"kind": "extended", "decision": Decision.GRANTED, "decided_by": cast.user["dina"]}
    excuse(millbrook, ada, cast.user["tara"], **later, decided_at=moment(date(2026, 5, 1)))
    judged = standing_of(millbrook, TODAY)
    assert verdict(judged, ada) == "due_soon"
    assert judged.standing.filter(judged.standing["officer_id"] == str(ada.pk))["due"].item() == date(
        2026, 12, 31
    )


@pytest.mark.parametrize(("day", "stands"), [(date(2026, 7, 1), "excused"), (date(2026, 7, 2), "overdue")])
def test_a_waiver_that_was_ended_early_holds_up_to_that_day(
    cast: Cast, millbrook: Agency, day: date, stands: str
) -> None:
    ada = cast.person["ada"]
    record(ada, course(millbrook), date(2025, 6, 1))
    excuse(
        millbrook,
        ada,
        cast.user["tara"],
        decision=Decision.ENDED,
        decided_by=cast.user["dina"],
        decided_at=moment(date(2026, 1, 5)),
        ended_at=moment(date(2026, 7, 1)),
    )
    assert verdict(standing_of(millbrook, day), ada) == stands


# ── rules in force ────────────────────────────────────────────────────────────────────────────────


def test_rules_bind_on_the_days_of_their_adoption(cast: Cast) -> None:
    adopt(cast.millbrook, start=date(2026, 1, 1), end=date(2026, 6, 30))
    assert not rules_of(cast.millbrook, date(2025, 12, 31))
    assert list(rules_of(cast.millbrook, date(2026, 6, 30)).book.requirements) == [DE_ESCALATION]
    assert not rules_of(cast.millbrook, date(2026, 7, 1))


def test_rules_that_the_rulebook_has_not_are_named_and_the_others_judged(
    cast: Cast, millbrook: Agency
) -> None:
    adopt(millbrook, "us-zz/gone", EARLY)
    rules = rules_of(millbrook, TODAY)
    assert (list(rules.book.requirements), rules.missing) == ([DE_ESCALATION], ("us-zz/gone",))


def test_without_rules_nobody_is_short_of_anything(cast: Cast) -> None:
    assert standing_of(cast.millbrook, TODAY).standing.height == 0
