"""Sharing at home: done, confirmed, sent back, waived; bulletins that are read; a plan that names its report."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.cast import Cast
from tests.events.homecoming import accepted
from tests.standards.stories import course

from muster.events.access_home import bulletins_for
from muster.events.actions.bulletins import (
    bulletin_from_report,
    change_bulletin,
    publish_bulletin,
    read_bulletin,
)
from muster.events.actions.lessons import plan_from_report
from muster.events.actions.shares import confirm_share, do_share, send_back_share, waive_share
from muster.events.actions.turns import ChangedMeanwhile
from muster.events.bulletins import as_text, questions_in
from muster.events.enums import EventKind, RequestState, ShareKind
from muster.events.models import Bulletin, Report, Share
from muster.ledger.refusals import Refused
from muster.records.enums import SessionState
from muster.records.models import Session

pytestmark = pytest.mark.django_db
ASKED = "How many cars?\nOne\n*Two\n\nWho talks?\n*One of us\nAll"


@pytest.fixture
def report(cast: Cast) -> Report:
    return accepted(cast)


def held(taught: Any) -> Session:
    return Session.objects.create(agency=taught.agency, course=taught, state=SessionState.HELD)


def done(cast: Cast, share: Share, number: int | None = 12, **fields: Any) -> Share:
    return do_share(
        share=share, done_on=timezone.localdate(), people_reached=number, by=cast.user["ada"], **fields
    )


def published(cast: Cast, report: Report, **fields: Any) -> Bulletin:
    made = bulletin_from_report(report=report, by=cast.user["ada"])
    made = change_bulletin(
        bulletin=made, edition=made.edition, by=cast.user["ada"], questions=questions_in(ASKED), **fields
    )
    return publish_bulletin(bulletin=made, edition=made.edition, by=cast.user["tara"])


def test_sharing_that_is_sent_back_is_due_again_and_says_why(cast: Cast, report: Report) -> None:
    share = done(cast, report.request.shares.get())
    sent = send_back_share(share=share, answer="Where is the sign-in sheet?", by=cast.user["tara"])
    assert (sent.done_on, sent.people_reached, sent.answer) == (None, None, "Where is the sign-in sheet?")
    again = done(cast, sent)
    assert again.answer == ""
    confirm_share(share=again, by=cast.user["tara"])
    report.request.refresh_from_db()
    assert report.request.state == RequestState.SHARED


def test_nobody_confirms_their_own_sharing(cast: Cast, report: Report) -> None:
    share = done(cast, report.request.shares.get())
    for deed in (confirm_share, lambda **who: send_back_share(answer="x", **who)):
        with pytest.raises(Refused, match="your own"):
            deed(share=share, by=cast.user["ada"])


def test_sharing_without_a_number_is_refused(cast: Cast, report: Report) -> None:
    with pytest.raises(Refused, match="how many people"):
        done(cast, report.request.shares.get(), None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Share.objects.update(done_on=timezone.localdate())


def test_waived_sharing_has_a_reason(cast: Cast, report: Report) -> None:
    with pytest.raises(Refused, match="why it is waived"):
        waive_share(share=report.request.shares.get(), reason=" ", by=cast.user["tara"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Share.objects.update(waived_by=cast.user["tara"])


def test_duty_to_teach_is_not_done_by_something_lighter(cast: Cast) -> None:
    report = accepted(cast, kind=EventKind.TRAIN_THE_TRAINER)
    duty = report.request.shares.get(kind=ShareKind.TEACH)
    with pytest.raises(Refused, match="stays one"):
        done(cast, duty, kind=ShareKind.ROLL_CALL)
    with pytest.raises(Refused, match="the class that you taught"):
        done(cast, duty)


def test_duty_to_teach_leads_to_the_class_of_our_agency(cast: Cast) -> None:
    report = accepted(cast, kind=EventKind.TRAIN_THE_TRAINER)
    duty = report.request.shares.get(kind=ShareKind.TEACH)
    with pytest.raises(Refused, match="another agency"):
        done(cast, duty, session=held(course(cast.oakford)))
    ours = held(course(cast.millbrook))
    assert done(cast, duty, session=ours).session == ours


# ── bulletins ────────────────────────────────────────────────────────────────────────────────────


def test_report_becomes_a_bulletin_which_does_its_duty_to_share(cast: Cast, report: Report) -> None:
    made = bulletin_from_report(report=report, by=cast.user["ada"])
    assert "Slow down, talk first." in made.text
    assert "A second car at each call." in made.text
    assert (made.share, made.share.kind if made.share else "") == (
        report.request.shares.get(),
        ShareKind.BULLETIN,
    )


def test_people_reached_by_a_bulletin_are_those_who_read_it(cast: Cast, report: Report) -> None:
    made = published(cast, report)
    for name in ("ben", "sam"):
        read_bulletin(bulletin=made, person=cast.person[name], answers=[1, 0], by=cast.user[name])
    share = done(cast, report.request.shares.get(), 500)
    assert share.people_reached == 2
    read_bulletin(bulletin=made, person=cast.person["ian"], answers=[0, 0], by=cast.user["ian"])
    share.refresh_from_db()
    assert share.people_reached == 3


def test_reading_counts_once_and_keeps_how_many_were_right(cast: Cast, report: Report) -> None:
    made = published(cast, report)
    reading = read_bulletin(bulletin=made, person=cast.person["ben"], answers=[1, 1], by=cast.user["ben"])
    assert (reading.right, reading.of) == (1, 2)
    with pytest.raises(ValidationError, match="read this already"):
        read_bulletin(bulletin=made, person=cast.person["ben"], answers=[1, 0], by=cast.user["ben"])


def test_every_question_is_answered(cast: Cast, report: Report) -> None:
    made = published(cast, report)
    with pytest.raises(Refused, match="every question"):
        read_bulletin(bulletin=made, person=cast.person["ben"], answers=[1, None], by=cast.user["ben"])


def test_draft_is_not_read(cast: Cast, report: Report) -> None:
    made = bulletin_from_report(report=report, by=cast.user["ada"])
    with pytest.raises(Refused, match="not published"):
        read_bulletin(bulletin=made, person=cast.person["ben"], answers=[], by=cast.user["ben"])


def test_questions_that_were_answered_stay(cast: Cast, report: Report) -> None:
    made = published(cast, report)
    read_bulletin(bulletin=made, person=cast.person["ben"], answers=[1, 0], by=cast.user["ben"])
    with pytest.raises(Refused, match="answered these"):
        change_bulletin(bulletin=made, edition=made.edition, by=cast.user["tara"], questions=[])
    changed = change_bulletin(bulletin=made, edition=made.edition, by=cast.user["tara"], text="Clearer.")
    assert changed.text == "Clearer."
    with pytest.raises(ChangedMeanwhile):
        change_bulletin(bulletin=made, edition=made.edition, by=cast.user["tara"], text="Older.")


def test_bulletin_of_a_unit_is_for_those_below_it(cast: Cast, report: Report) -> None:
    published(cast, report, unit=cast.squad_a)
    assert bulletins_for(cast.user["ada"]).exists()
    assert not bulletins_for(cast.user["ben"]).exists()
    Bulletin.objects.update(unit=cast.patrol)
    assert bulletins_for(cast.user["ben"]).exists()
    assert not bulletins_for(cast.user["nora"]).exists()


def test_questions_are_read_as_they_are_written() -> None:
    written = questions_in(ASKED)
    assert [question["right"] for question in written] == [1, 0]
    assert as_text(written) == ASKED


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("How many?\n*Two", "at least two answers"),
        ("How many?\nOne\nTwo", "star"),
        ("How many?\n*One\n*Two", "star"),
        ("\n\n".join(["A?\n*1\n2"] * 11), "at most ten"),
    ],
)
def test_unsound_question_is_refused(text: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        questions_in(text)


# ── lesson plans ─────────────────────────────────────────────────────────────────────────────────


def test_report_becomes_a_draft_plan_that_names_it(cast: Cast, report: Report) -> None:
    taught = course(cast.millbrook)
    link = "https://muster.example.org/outside/learned/1/"
    plan = plan_from_report(report=report, course=taught, link=link, by=cast.user["tara"])
    reference = plan.references.get()
    assert "De-escalation instructor school" in reference.title
    assert reference.link == link
    assert "Slow down" in plan.goal
    share = report.request.shares.get()
    assert (share.plan, share.kind) == (plan, ShareKind.LESSON_PLAN)


def test_plan_names_its_report_also_where_the_house_has_no_address_of_the_web(
    cast: Cast, report: Report
) -> None:
    plan = plan_from_report(
        report=report,
        course=course(cast.millbrook),
        link="http://muster/outside/learned/1/",
        by=cast.user["tara"],
    )
    assert plan.references.get().link == ""


def test_plan_is_not_made_for_another_agency_s_course(cast: Cast, report: Report) -> None:
    with pytest.raises(Refused, match="another agency"):
        plan_from_report(report=report, course=course(cast.oakford), link="", by=cast.user["tara"])


def test_sharing_of_a_day_to_come_is_refused(cast: Cast, report: Report) -> None:
    with pytest.raises(Refused, match="still to come"):
        do_share(
            share=report.request.shares.get(),
            done_on=timezone.localdate() + timedelta(days=1),
            people_reached=3,
            by=cast.user["ada"],
        )
