"""Holds: what they cover, what they stop, and who releases them."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.cast import Cast
from tests.records.test_records import entered

from muster.accounts.models import Grant
from muster.accounts.roles import Role
from muster.curriculum.models import Course
from muster.ledger.refusals import Refused
from muster.records.actions.holds import release_hold, set_hold
from muster.records.actions.records import correct_record, withdraw_record
from muster.records.models import Batch, Hold, Record
from muster.records.queries.holds import annotate_held, hold_over, records_under
from muster.roster.actions.merging import merge_people

pytestmark = pytest.mark.django_db


def held(cast: Cast, **named) -> Hold:
    """A hold that the custodian sets."""
    return set_hold(
        agency=cast.millbrook, kind="legal", reason="Doe v. Millbrook", by=cast.user["rae"], **named
    )


@pytest.mark.parametrize("change", [correct_record, withdraw_record])
def test_hold_stops_changes_and_is_named(cast: Cast, change) -> None:
    record = entered(cast)
    held(cast)
    with pytest.raises(Refused, match="Doe v"):
        change(record=record, by=cast.user["tara"], reason="x")


def test_hold_over_a_person_leaves_others_alone(cast: Cast) -> None:
    ada, ben = entered(cast), entered(cast, about="ben")
    hold = held(cast, person=cast.person["ada"])
    assert (hold_over(ada), hold_over(ben)) == (hold, None)
    assert {r.pk: r.is_held for r in annotate_held(Record.lines.all())} == {ada.pk: True, ben.pk: False}
    assert list(records_under(hold)) == [ada]


def test_hold_follows_a_person_through_a_merge(cast: Cast) -> None:
    record = entered(cast, about="ben")
    hold = held(cast, person=cast.person["ada"])
    cast.person["ben"].account = None
    cast.person["ben"].save()
    merge_people(
        kept=cast.person["ada"], merged=cast.person["ben"], by=cast.user["rae"], reason="One person."
    )
    record = Record.lines.select_related("person").get(pk=record.pk)
    assert hold_over(record) == hold
    assert annotate_held(Record.lines.filter(pk=record.pk)).get().is_held


def test_what_is_named_together_narrows_down(cast: Cast) -> None:
    course = Course.objects.create(agency=cast.millbrook, code="FA", title="First aid", minutes=240)
    with_course, without = entered(cast, course=course), entered(cast)
    held(cast, person=cast.person["ada"], course=course)
    assert hold_over(with_course) is not None
    assert hold_over(without) is None


def test_hold_of_another_agency_covers_nothing_here(cast: Cast) -> None:
    set_hold(agency=cast.oakford, kind="legal", reason="Theirs", by=cast.user["rae"])
    assert hold_over(entered(cast)) is None


def test_who_set_a_hold_does_not_release_it(cast: Cast) -> None:
    hold = held(cast)
    with pytest.raises(Refused, match="somebody else releases"):
        release_hold(hold=hold, by=cast.user["rae"], reason="Settled.")
    release_hold(hold=hold, by=cast.user["chris"], reason="Settled.")
    assert hold_over(entered(cast)) is None


def test_lender_does_not_release_what_was_set_in_their_place_also_after_the_loan(cast: Cast) -> None:
    chief = Grant.objects.get(user=cast.user["chris"], role=Role.COMMAND)
    custodian = Grant.objects.create(
        user=cast.user["chris"], role=Role.CUSTODIAN, agency=cast.millbrook, start=chief.start
    )
    lent = {"user": cast.user["ben"], "role": Role.CUSTODIAN, "start": chief.start, "end": date(9998, 1, 1)}
    loan = Grant.objects.create(agency=cast.millbrook, delegated_from=custodian, **lent)
    hold = set_hold(agency=cast.millbrook, kind="legal", reason="Doe v. Millbrook", by=cast.user["ben"])
    Grant.objects.filter(pk=loan.pk).update(ended_at=timezone.now())
    with pytest.raises(Refused, match="in your place"):
        release_hold(hold=hold, by=cast.user["chris"], reason="Settled.")
    assert release_hold(hold=hold, by=cast.user["rae"], reason="Settled.").released_by == cast.user["rae"]


def test_two_people_are_kept_apart_by_the_database(cast: Cast) -> None:
    hold = held(cast)
    hold.released_by = cast.user["rae"]
    with pytest.raises(IntegrityError, match="released_by_another"), transaction.atomic():
        hold.save()


def test_hold_is_released_once_and_with_a_reason(cast: Cast) -> None:
    hold = held(cast)
    with pytest.raises(Refused, match="whose word"):
        release_hold(hold=hold, by=cast.user["chris"], reason="")
    release_hold(hold=hold, by=cast.user["chris"], reason="Settled.")
    with pytest.raises(Refused, match="released already"):
        release_hold(hold=hold, by=cast.user["chris"], reason="Settled.")


def test_course_of_another_agency_is_refused(cast: Cast) -> None:
    theirs = Course.objects.create(agency=cast.oakford, code="FA", title="First aid", minutes=240)
    with pytest.raises(Refused, match="another agency"):
        held(cast, course=theirs)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"state": "accepted"}, "accepted_has_moment"),
        ({"state": "undone", "accepted_at": "2024-01-01T00:00Z"}, "undone_has_reason"),
        ({"rows": 1, "rows_accepted": 2}, "no_more_than_came"),
    ],
)
def test_batches_hold_together_in_the_database(cast: Cast, fields, name: str) -> None:
    from tests.records.test_verification import certificate  # noqa: PLC0415

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Batch.objects.create(
            agency=cast.millbrook,
            kind="records",
            file=certificate(cast),
            file_name="x",
            started_by=cast.user["tara"],
            **fields,
        )
