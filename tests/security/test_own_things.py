"""Nobody approves, waives or takes back their own: not under a merged entry, and not through somebody with a lent role."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import HIRED, Cast, make_officer

from muster.accounts.actions import delegate_role
from muster.accounts.models import User
from muster.accounts.roles import Role
from muster.curriculum.enums import PlanState
from muster.curriculum.models import Course, LessonPlan
from muster.ledger.shown import mark_of
from muster.records.enums import HoldKind, Origin, RecordStatus
from muster.records.models import Hold, Record
from muster.roster.actions import merge_people
from muster.roster.models import Person
from muster.standards.enums import Decision
from muster.standards.models import Excuse

pytestmark = pytest.mark.django_db


def browser(user: User) -> Client:
    """A browser in which somebody is signed in."""
    client = Client()
    client.force_login(user)
    return client


def waiting(cast: Cast, about: Person, by: str = "dina", **fields: object) -> Record:
    """A record that waits for approval."""
    values = {"status": RecordStatus.PENDING, "origin": Origin.ENTERED, "completed_on": date(2026, 1, 5)}
    return Record.lines.create(
        agency=cast.millbrook,
        person=about,
        title="CPR",
        minutes=60,
        known_by=cast.user[by],
        **(values | fields),
    )


def stands(record: Record) -> Record:
    """The line that stands for a record."""
    return Record.lines.filter(key=record.key).order_by("-pk")[0]


def merged_into_shell(cast: Cast, name: str) -> Person:
    """An entry without an account into which somebody's own entry was merged."""
    shell = make_officer(cast, f"{name}-shell", cast.millbrook, rank="sergeant")
    merge_people(kept=shell, merged=cast.person[name], by=cast.user["dina"], reason="the same person")
    shell.refresh_from_db()
    return shell


def lend(cast: Cast, lender: str, role: Role, to: str) -> Client:
    """Lend a role for today, and open a browser for who borrows it."""
    today = timezone.localdate()
    grant = cast.user[lender].grants.get(role=role)
    delegate_role(
        grant=grant, to=cast.user[to], start=today, end=today + timedelta(days=7), by=cast.user[lender]
    )
    return browser(User.objects.get(pk=cast.user[to].pk))


def excuse(cast: Cast, about: str, by: str) -> Excuse:
    """A waiver that waits for a decision."""
    return Excuse.objects.create(
        agency=cast.millbrook,
        person=cast.person[about],
        kind="waived",
        requirement="model/bias-free",
        start=HIRED,
        end=date(2030, 1, 1),
        reason="because",
        proposed_by=cast.user[by],
    )


def test_own_record_under_the_entry_that_is_shown_is_not_approved(cast: Cast) -> None:
    record = waiting(cast, merged_into_shell(cast, "tara"))
    answer = browser(cast.user["tara"]).post(
        reverse("trainer:decide", args=[record.pk]), {"decision": "verify"}
    )
    assert stands(record).status == RecordStatus.PENDING
    assert "about you" in answer.content.decode()


def test_own_record_under_another_merged_entry_is_not_approved(cast: Cast) -> None:
    shell = merged_into_shell(cast, "tara")
    third = make_officer(cast, "tara-third", cast.millbrook, rank="officer")
    record = waiting(cast, third)
    merge_people(kept=shell, merged=third, by=cast.user["dina"], reason="the same person")
    for shown in ([], [record.pk]):
        browser(cast.user["tara"]).post(
            reverse("trainer:verify_many"), {"records": [record.pk], "seen": mark_of(shown)}
        )
    assert stands(record).status == RecordStatus.PENDING


def test_own_record_is_read_under_the_entry_that_is_shown(cast: Cast) -> None:
    record = waiting(cast, merged_into_shell(cast, "ada"), status=RecordStatus.VERIFIED)
    answer = browser(cast.user["ada"]).get(reverse("officer:record", args=[record.pk]))
    assert answer.status_code == 200


def test_own_record_entered_under_the_entry_that_is_shown_waits(cast: Cast) -> None:
    shell = merged_into_shell(cast, "tara")
    typed = {
        "person": shell.pk,
        "agency": cast.millbrook.pk,
        "title": "CPR",
        "completed_on": timezone.localdate().isoformat(),
        "minutes": "60",
        "outcome": "completed",
    }
    browser(cast.user["tara"]).post(reverse("trainer:add_record"), typed)
    assert Record.lines.get(person=shell).status == RecordStatus.PENDING


def test_own_record_is_not_taken_back_alone(cast: Cast) -> None:
    record = waiting(cast, cast.person["tara"], status=RecordStatus.VERIFIED, outcome="failed")
    browser(cast.user["tara"]).post(
        reverse("trainer:withdraw_record", args=[record.pk]), {"reason": "I would rather not have failed."}
    )
    assert not stands(record).withdrawn


def test_waiver_about_oneself_under_the_entry_that_is_shown_is_not_granted(cast: Cast) -> None:
    shell = make_officer(cast, "dina-shell", cast.millbrook, rank="lieutenant")
    merge_people(kept=shell, merged=cast.person["dina"], by=cast.user["tara"], reason="the same person")
    waits = excuse(cast, "dina-shell", by="tara")
    browser(cast.user["dina"]).post(
        reverse("commander:decide", args=[waits.pk]), {"decision": "granted", "granted": "yes", "note": "ok"}
    )
    waits.refresh_from_db()
    assert waits.decision == Decision.PROPOSED


def test_borrower_does_not_approve_the_lenders_record(cast: Cast) -> None:
    about, wrote = waiting(cast, cast.person["tara"]), waiting(cast, cast.person["ben"], by="tara")
    borrower = lend(cast, "tara", Role.COORDINATOR, to="ada")
    for record in (about, wrote):
        answer = borrower.post(reverse("trainer:decide", args=[record.pk]), {"decision": "verify"})
        assert answer.status_code == 200
        assert stands(record).status == RecordStatus.PENDING


def test_borrower_approves_what_is_not_the_lenders(cast: Cast) -> None:
    record = waiting(cast, cast.person["ben"])
    borrower = lend(cast, "tara", Role.COORDINATOR, to="ada")
    borrower.post(reverse("trainer:decide", args=[record.pk]), {"decision": "verify"})
    assert stands(record).status == RecordStatus.VERIFIED


@pytest.mark.parametrize(("about", "by"), [("dina", "tara"), ("ben", "dina")])
def test_borrower_does_not_grant_the_lenders_waiver(cast: Cast, about: str, by: str) -> None:
    waits = excuse(cast, about, by)
    borrower = lend(cast, "dina", Role.DIRECTOR, to="ada")
    borrower.post(
        reverse("commander:decide", args=[waits.pk]), {"decision": "granted", "granted": "yes", "note": "ok"}
    )
    waits.refresh_from_db()
    assert waits.decision == Decision.PROPOSED


def test_borrower_does_not_release_the_lenders_hold(cast: Cast) -> None:
    hold = Hold.objects.create(
        agency=cast.millbrook, kind=HoldKind.values[0], reason="a lawsuit", set_by=cast.user["rae"]
    )
    borrower = lend(cast, "rae", Role.CUSTODIAN, to="ada")
    borrower.post(reverse("trainer:hold", args=[hold.pk]), {"reason": "over", "release_reason": "over"})
    hold.refresh_from_db()
    assert hold.released_at is None


def test_borrower_does_not_approve_the_lenders_lesson_plan(cast: Cast) -> None:
    course = Course.objects.create(agency=cast.millbrook, title="De-escalation", code="DE", minutes=60)
    plan = LessonPlan.objects.create(course=course, version=1, owner=cast.user["dina"])
    plan.state = PlanState.SME_REVIEW
    plan.save(update_fields=["state"])
    borrower = lend(cast, "dina", Role.DIRECTOR, to="ada")
    borrower.post(reverse("trainer:plan_step", args=[plan.pk, "sme_review-legal_review"]), {"note": "fine"})
    plan.refresh_from_db()
    assert plan.state == PlanState.SME_REVIEW
