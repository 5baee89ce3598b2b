"""Reports on return, people met and what it was worth: who may say what, when, and what is forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.cast import Cast
from tests.events.homecoming import accepted, at_event, back_home, handed_in, part_of

from muster.events.access import contacts_visible_to, reports_visible_to
from muster.events.access_home import materials_visible_to
from muster.events.actions.reports import (
    add_material,
    decide_report,
    forget_contact,
    hand_in_report,
    note_contact,
    permit_material,
    rate_event,
    write_report,
)
from muster.events.actions.turns import ChangedMeanwhile
from muster.events.enums import ContactVisibility, EventKind, ReportState, RequestState, ShareKind
from muster.events.models import Contact, Event, Report, ReportFile
from muster.events.queries.library import ratings_asked_of
from muster.files.actions import store
from muster.ledger.models import Entry
from muster.ledger.refusals import Refused

pytestmark = pytest.mark.django_db
Permit = ReportFile.Permit


def hand_out(cast: Cast, report: Report, permit: str) -> ReportFile:
    file = store(content=ContentFile(b"co-responder slides"), by=cast.user["ada"])
    return add_material(report=report, file=file, name="slides.txt", permit=permit, by=cast.user["ada"])


def meet(cast: Cast, **fields: object) -> Contact:
    said = {
        "agency": cast.millbrook,
        "met_by": cast.person["ada"],
        "name": "Somebody Elsewhere",
        "knows": "runs a co-responder team",
        "review_on": timezone.localdate(),
        **fields,
    }
    return note_contact(by=cast.user["ada"], **said)


def test_notes_are_taken_there_and_handed_in_at_home(cast: Cast) -> None:
    _story, request = at_event(cast)
    report = write_report(
        attendee=part_of(request, cast), by=cast.user["ada"], attended="Day one.", key_points="Talk."
    )
    with pytest.raises(Refused, match="written down that you are back"):
        hand_in_report(report=report, by=cast.user["ada"])


def test_second_of_two_who_write_is_told(cast: Cast) -> None:
    _story, request = back_home(cast)
    ada = part_of(request, cast)
    write_report(attendee=ada, by=cast.user["ada"], edition=1, key_points="First.")
    with pytest.raises(ChangedMeanwhile):
        write_report(attendee=ada, by=cast.user["ada"], edition=1, key_points="Second.")
    assert Report.objects.get().key_points == "First."


def test_joint_report_stands_for_the_others_who_then_write_none(cast: Cast) -> None:
    _story, request = back_home(cast, "ben")
    ben = part_of(request, cast, "ben")
    write_report(attendee=part_of(request, cast), by=cast.user["ada"], others=[ben], key_points="Both.")
    with pytest.raises(Refused, match="joint report of somebody else"):
        write_report(attendee=ben, by=cast.user["ben"], key_points="Mine.")
    assert reports_visible_to(cast.user["ben"]).count() == 1


def test_writer_cannot_make_a_report_accepted_by_naming_the_field(cast: Cast) -> None:
    _story, request = back_home(cast)
    report = write_report(attendee=part_of(request, cast), by=cast.user["ada"], state=ReportState.ACCEPTED)
    assert report.state == ReportState.DRAFT


def test_report_sent_back_says_what_is_missing(cast: Cast) -> None:
    _story, request = back_home(cast)
    report = handed_in(request, cast)
    with pytest.raises(Refused, match="what is missing"):
        decide_report(report=report, accept=False, by=cast.user["dina"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(state="returned", answer="")
    sent = decide_report(report=report, accept=False, answer="Which sessions?", by=cast.user["dina"])
    request.refresh_from_db()
    assert (sent.state, request.state) == (ReportState.RETURNED, RequestState.REPORT_DUE)
    hand_in_report(report=sent, by=cast.user["ada"])
    request.refresh_from_db()
    assert request.state == RequestState.REPORT_SUBMITTED


def test_report_is_not_read_by_others_before_it_is_accepted(cast: Cast) -> None:
    _story, request = back_home(cast)
    report = handed_in(request, cast)
    assert not reports_visible_to(cast.user["ben"]).exists()
    assert reports_visible_to(cast.user["dina"]).get() == report
    decide_report(report=report, accept=True, by=cast.user["dina"])
    assert reports_visible_to(cast.user["ben"]).get() == report


@pytest.mark.parametrize(
    ("permit", "opens"),
    [
        (Permit.UNKNOWN, "ada tara dina"),
        (Permit.OURSELVES, "ada ben sam chris tara dina"),
        (Permit.OTHERS, "ada ben sam chris tara dina olga posy"),
    ],
)
def test_hand_out_is_opened_as_far_as_its_owner_allows(cast: Cast, permit: str, opens: str) -> None:
    _story, request = back_home(cast)
    ada = part_of(request, cast)
    report = write_report(attendee=ada, by=cast.user["ada"], attended="All.", key_points="One.")
    hand_out(cast, report, permit)
    hand_in_report(report=report, by=cast.user["ada"])
    decide_report(report=report, accept=True, by=cast.user["dina"])
    for name in ("ada", "ben", "sam", "chris", "tara", "dina", "olga", "posy", "nora", "stranger"):
        assert materials_visible_to(cast.user[name]).exists() == (name in opens.split()), name


def test_permission_may_come_later(cast: Cast) -> None:
    _story, request = back_home(cast)
    report = handed_in(request, cast)
    file = hand_out(cast, report, Permit.UNKNOWN)
    decide_report(report=report, accept=True, by=cast.user["dina"])
    assert not materials_visible_to(cast.user["ben"]).exists()
    permit_material(material=file, permit=Permit.OURSELVES, by=cast.user["ada"])
    assert materials_visible_to(cast.user["ben"]).exists()


# ── people met ───────────────────────────────────────────────────────────────────────────────────


def test_nobody_is_listed_without_consent(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="agreed to be listed"):
        meet(cast, visibility=ContactVisibility.AGENCY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.create(
            agency=cast.millbrook,
            met_by=cast.person["ada"],
            name="X",
            visibility="agency",
            review_on=timezone.localdate(),
        )


def test_contact_without_consent_is_seen_by_its_writer_alone(cast: Cast) -> None:
    meet(cast)
    seen = [name for name, user in cast.user.items() if contacts_visible_to(user).exists()]
    assert seen == ["ada"]


def test_overseers_do_not_read_contacts_that_the_department_finds(cast: Cast) -> None:
    meet(cast, visibility=ContactVisibility.AGENCY, consented_on=timezone.localdate())
    seen = {name for name, user in cast.user.items() if contacts_visible_to(user).exists()}
    assert {"ada", "ben", "sam", "chris", "tara", "dina", "ian"} <= seen
    assert not seen & {"olga", "vic", "posy", "nora", "stranger", "admin", "rae"}


def test_who_is_forgotten_leaves_no_name_also_not_in_the_ledger(cast: Cast) -> None:
    contact = meet(cast, topics=["de-escalation"], organisation="Elm County", reach="x@example.org")
    forget_contact(contact=contact, by=cast.user["ada"])
    kept = Contact.objects.values().get()
    assert "Elsewhere" not in str(kept)
    assert "Elm" not in str(kept)
    assert not [
        entry for entry in Entry.objects.filter(subject_kind="events.contact") if "Elsewhere" in entry.details
    ]
    with pytest.raises(Refused, match="taken out"):
        note_contact(contact=contact, by=cast.user["ada"], name="Somebody Elsewhere")


# ── what it was worth ────────────────────────────────────────────────────────────────────────────


def test_event_is_rated_on_return_and_again_three_months_later(cast: Cast) -> None:
    story, request = back_home(cast)
    ada = part_of(request, cast)
    rate_event(attendee=ada, moment="return", points=5, by=cast.user["ada"])
    with pytest.raises(Refused, match="Three months"):
        rate_event(attendee=ada, moment="three_months", points=3, by=cast.user["ada"])
    assert ratings_asked_of(cast.user["ada"]) == []
    ended = timezone.localdate() - timedelta(days=91)
    Event.objects.filter(pk=story.event.pk).update(starts_on=ended, ends_on=ended)
    assert ratings_asked_of(cast.user["ada"]) == [ada]
    rate_event(
        attendee=part_of(request, cast), moment="three_months", points=3, used=True, by=cast.user["ada"]
    )
    assert ratings_asked_of(cast.user["ada"]) == []
    with pytest.raises(ValidationError, match="rated this already"):
        rate_event(attendee=part_of(request, cast), moment="three_months", points=3, by=cast.user["ada"])


def test_train_the_trainer_is_owed_beside_the_sharing(cast: Cast) -> None:
    report = accepted(cast, kind=EventKind.TRAIN_THE_TRAINER)
    assert {share.kind for share in report.request.shares.all()} == {ShareKind.ROLL_CALL, ShareKind.TEACH}
