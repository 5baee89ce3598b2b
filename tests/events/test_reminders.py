"""Who is told what is due, once; and who above is told that it is late."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import Cast, make_grant
from tests.events.stories import ALL_STAGES, Story, approve, ask, begin, hand_in, move
from typer.testing import CliRunner

from muster.accounts.roles import Role
from muster.events.actions.attendance import mark_attendee
from muster.events.actions.moves import Said
from muster.events.actions.reminders import remind
from muster.events.actions.reports import hand_in_report, write_report
from muster.events.enums import ReminderStep, RequestState
from muster.events.models import Reminder, Request
from muster.events.policy import Stage
from muster.events.queries.owed import owed_by
from muster.ledger.models import Entry

pytestmark = pytest.mark.django_db
S = RequestState


def home(story: Story, days: int) -> Request:
    """A request whose people came back some days ago."""
    request = approve(story, hand_in(story, ask(story)))
    request = move(story, request, "approved-registered", "tara")
    request = move(story, request, "registered-travel_ready", "tara", Said(override="Sergeant's word."))
    back = timezone.now() - timedelta(days=days)
    Request.objects.filter(pk=request.pk).update(departs_at=back - timedelta(days=3), returns_at=back)
    request = move(story, request, "travel_ready-attending", "tara")
    mark_attendee(attendee=request.attendees.get(), state="attended", by=story.cast.user["tara"])
    return move(story, request, "attending-attended", "tara")


def told(step: str) -> set[tuple[str, str]]:
    """What was told to whom."""
    rows = Reminder.objects.filter(step=step).values_list("what", "user__name")
    return {(what, name.lower()) for what, name in rows}


def test_whoever_is_back_owes_report_and_certificate_until_they_are_there(cast: Cast) -> None:
    story = begin(cast)
    request = home(story, 1)
    assert [each.what for each in owed_by(cast.user["ada"])] == ["report", "certificate"]
    report = write_report(
        attendee=request.attendees.get(), by=cast.user["ada"], attended="All.", key_points="One."
    )
    hand_in_report(report=report, by=cast.user["ada"])
    assert [each.what for each in owed_by(cast.user["ada"])] == ["certificate"]
    assert owed_by(cast.user["ben"]) == []


def test_nobody_is_told_twice(cast: Cast) -> None:
    story = begin(cast)
    home(story, 12)
    before = Entry.objects.count()
    assert remind()[ReminderStep.SOON] == 1
    assert told("soon") == {("report", "ada")}
    assert Entry.objects.count() == before + 1
    assert sum(remind().values()) == 0
    assert Entry.objects.count() == before + 1


def test_what_is_late_is_told_to_those_above_after_the_days_of_the_policy(cast: Cast) -> None:
    story = begin(cast, escalate_days=7)
    home(story, 20)  # the report was due after ten working days, fourteen days
    remind()
    assert ("report", "ada") in told("late")
    assert told("above") == set()
    remind(timezone.now() + timedelta(days=5))
    assert told("above") == {("report", name) for name in ("sam", "chris", "tara", "dina")}


def test_decision_that_waits_too_long_is_told_to_who_decides_and_then_above(cast: Cast) -> None:
    stages = (Stage(S.SUPERVISOR_REVIEW, days=3), *ALL_STAGES[1:])
    story = begin(cast, stages=stages, escalate_days=7)
    make_grant(cast.user["ian"], Role.SUPERVISOR, cast.millbrook, cast.patrol)
    hand_in(story, ask(story))
    now = timezone.now()
    remind(now + timedelta(days=2))
    assert not Reminder.objects.exists()
    remind(now + timedelta(days=4))
    assert told("late") == {("decision", "sam"), ("decision", "ian")}
    remind(now + timedelta(days=11))
    assert told("above") == {("decision", "chris")}


def test_those_above_see_in_their_inbox_what_is_late(cast: Cast, client: Client) -> None:
    stages = (Stage(S.SUPERVISOR_REVIEW, days=3), *ALL_STAGES[1:])
    story = begin(cast, stages=stages)
    request = hand_in(story, ask(story))
    client.force_login(cast.user["chris"])
    assert "Late with others" not in client.get("/command/inbox/").content.decode()
    remind(timezone.now() + timedelta(days=20))
    assert "Late with others" in client.get("/command/inbox/").content.decode()
    move(story, request, "supervisor_review-approved", "sam")
    Request.objects.filter(pk=request.pk).update(moved_at=timezone.now() + timedelta(days=21))
    assert "Late with others" not in client.get("/command/inbox/").content.decode()


def test_page_lists_what_is_due_and_the_first_page_leads_there(cast: Cast, client: Client) -> None:
    story = begin(cast)
    home(story, 12)
    client.force_login(cast.user["ada"])
    text = client.get("/mine/owed/").content.decode()
    assert "2 things are due from you" in text
    assert 'href="/mine/owed/"' in client.get("/mine/due/").content.decode().partition("<main")[2]
    client.force_login(cast.user["ben"])
    assert "Nothing is due from you" in client.get("/mine/owed/").content.decode()


def test_command_tells_and_says_how_many(cast: Cast) -> None:
    from muster.cli.events import events_app  # noqa: PLC0415 - the only test of the command

    story = begin(cast)
    home(story, 12)
    result = CliRunner().invoke(events_app, ["remind"])
    assert result.stdout.startswith("1 told of what is due soon, 0 of what is late")
