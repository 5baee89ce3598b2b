"""What happens between the steps: plans and milestones, what the issuer changes, files and links, seats and bodies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.cast import Cast, make_grant
from tests.oversight.stories import Story, begin, bring, issue, move, prove, sit

from muster.accounts.roles import Role
from muster.curriculum.models import Course
from muster.ledger.refusals import Refused
from muster.oversight.actions.issuers import add_issuer, change_issuer, end_seat, seat
from muster.oversight.actions.issuing import revise_recommendation
from muster.oversight.actions.working import (
    add_milestone,
    change_plan,
    link_thing,
    reach_milestone,
    unlink_thing,
)
from muster.oversight.actions.writing import ChangedMeanwhile
from muster.oversight.enums import RecommendationState
from muster.oversight.models import Change, Issuer, Link, Recommendation, Seat
from muster.oversight.queries.clocks import annotate_due, clocks_of, earlier_promises, filter_overdue

pytestmark = pytest.mark.django_db
S = RecommendationState


def days(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


def due(asked: Recommendation) -> date | None:
    found: date | None = annotate_due(Recommendation.objects.filter(pk=asked.pk)).get().due_on
    return found


# ── clocks ───────────────────────────────────────────────────────────────────────────────────────


def test_what_is_due_follows_the_state(cast: Cast) -> None:
    story = begin(cast)
    assert due(issue(story)) == days(10)
    assert due(bring(story, S.ACKNOWLEDGED, "2")) == days(60)
    assert due(bring(story, S.ACCEPTED, "3")) == days(90)
    for number, state in enumerate((S.DECLINED, S.REPORTED_IMPLEMENTED, S.CLOSED), 4):
        assert due(bring(story, state, str(number))) is None


def test_next_open_milestone_is_due_before_the_whole(cast: Cast) -> None:
    story = begin(cast)
    asked = bring(story, S.IN_PROGRESS)
    asked = milestone(story, asked, 30)
    asked = milestone(story, asked, 20)
    assert due(asked) == days(20)


@pytest.mark.parametrize(("late", "found"), [(-1, 0), (0, 0), (1, 1)])
def test_overdue_begins_on_the_day_after(cast: Cast, late: int, found: int) -> None:
    asked = issue(begin(cast), issued_on=days(-10 - late))
    assert due(asked) == days(-late)
    assert filter_overdue(annotate_due(Recommendation.objects.all())).count() == found


def test_late_answer_is_taken_and_shown_as_late(cast: Cast) -> None:
    story = begin(cast)
    asked = issue(story, issued_on=days(-61))
    asked = move(story, asked, "issued-acknowledged")
    asked = move(story, asked, "acknowledged-declined")
    acknowledged, answered = clocks_of(asked)
    assert (acknowledged.late, answered.late, answered.kept) == (True, True, timezone.localdate())


# ── plan and milestones ──────────────────────────────────────────────────────────────────────────


def milestone(story: Story, asked: Recommendation, in_days: int) -> Recommendation:
    return add_milestone(
        asked=asked,
        by=story.cast.user["tara"],
        edition=asked.edition,
        title="A class",
        due_on=days(in_days),
    )


def plan(
    story: Story, asked: Recommendation, in_days: int, reason: str = "The room burned."
) -> Recommendation:
    return change_plan(
        asked=asked,
        by=story.cast.user["tara"],
        edition=asked.edition,
        reason=reason,
        plan=asked.plan,
        owner=asked.owner,
        finish_by=days(in_days),
    )


def test_day_that_was_promised_first_is_not_forgotten(cast: Cast) -> None:
    story = begin(cast)
    asked = plan(story, plan(story, bring(story, S.IN_PROGRESS), 120), 150)
    assert earlier_promises(asked) == [days(90), days(120)]
    assert asked.finish_by == days(150)


def test_plan_changes_with_a_reason_and_to_a_day_to_come_alone(cast: Cast) -> None:
    story = begin(cast)
    asked = bring(story, S.IN_PROGRESS)
    for in_days, reason, field in ((120, " ", "reason"), (-1, "So.", "finish_by")):
        with pytest.raises(Refused) as refused:
            plan(story, asked, in_days, reason)
        assert refused.value.field == field
    with pytest.raises(Refused, match="Nothing differs"):
        plan(story, asked, 90)


def test_plan_does_not_end_before_its_milestones(cast: Cast) -> None:
    story = begin(cast)
    asked = milestone(story, bring(story, S.IN_PROGRESS), 60)
    with pytest.raises(Refused, match="which is later"):
        plan(story, asked, 59)
    with pytest.raises(Refused, match="comes before"):
        milestone(story, asked, 91)


def test_issuer_does_not_touch_the_plan(cast: Cast) -> None:
    story = begin(cast)
    asked = bring(story, S.IN_PROGRESS)
    with pytest.raises(Refused, match="The department does this"):
        change_plan(
            asked=asked,
            by=story.speaker,
            edition=asked.edition,
            reason="x",
            plan="y",
            owner="z",
            finish_by=days(1),
        )


def test_open_milestone_keeps_from_reporting(cast: Cast) -> None:
    story = begin(cast)
    asked = milestone(story, bring(story, S.IN_PROGRESS), 60)
    prove(story, asked)
    with pytest.raises(Refused, match="1 milestone of the plan is still open"):
        move(story, asked, "in_progress-reported_implemented")
    asked.refresh_from_db()
    reached(story, asked, 0)
    assert move(story, asked, "in_progress-reported_implemented").state == S.REPORTED_IMPLEMENTED


def test_milestone_has_a_title_and_a_day_to_come(cast: Cast) -> None:
    story = begin(cast)
    asked = bring(story, S.IN_PROGRESS)
    with pytest.raises(Refused, match="is past"):
        milestone(story, asked, -1)
    with pytest.raises(ValidationError, match="cannot be blank"):
        add_milestone(asked=asked, by=cast.user["tara"], edition=asked.edition, title=" ", due_on=days(1))


def reached(story: Story, asked: Recommendation, in_days: int, note: str = "The roll.") -> Recommendation:
    return reach_milestone(
        milestone=asked.milestones.get(),
        by=story.cast.user["tara"],
        edition=asked.edition,
        done_on=days(in_days),
        note=note,
    )


def test_milestone_is_reached_once_not_tomorrow_and_one_sees_it(cast: Cast) -> None:
    story = begin(cast)
    asked = milestone(story, bring(story, S.IN_PROGRESS), 60)
    for in_days, note, field in ((1, "The roll.", "done_on"), (0, " ", "note")):
        with pytest.raises(Refused) as refused:
            reached(story, asked, in_days, note)
        assert refused.value.field == field
    asked = reached(story, asked, 0)
    with pytest.raises(Refused, match="reached already"):
        reached(story, asked, 0)


# ── what the issuer changes ──────────────────────────────────────────────────────────────────────


def revise(story: Story, asked: Recommendation, reason: str = "A slip.", **said: object) -> Recommendation:
    return revise_recommendation(asked=asked, by=story.speaker, edition=asked.edition, reason=reason, **said)


def test_issuer_changes_what_it_asked_until_it_is_acknowledged(cast: Cast) -> None:
    story = begin(cast)
    asked = revise(story, issue(story), text="Every supervisor and every field trainer.")
    assert asked.text == "Every supervisor and every field trainer."
    assert asked.changes.get(kind="revised").details["text"][0].startswith("Give each supervisor")
    asked = move(story, asked, "issued-acknowledged")
    with pytest.raises(Refused, match="what was asked stays as it is"):
        revise(story, asked, text="Less.", respond_by=days(80))
    asked.refresh_from_db()
    asked = revise(story, asked, respond_by=days(80))
    assert (asked.text, asked.respond_by) == ("Every supervisor and every field trainer.", days(80))
    asked = move(story, asked, "acknowledged-declined")
    with pytest.raises(Refused, match="stays as it is"):
        revise(story, asked, respond_by=days(90))


def test_department_does_not_change_what_was_asked(cast: Cast) -> None:
    story = begin(cast)
    asked = issue(story)
    story.speaker = cast.user["dina"]
    with pytest.raises(Refused, match="Only who speaks for"):
        revise(story, asked, respond_by=days(700))


def test_change_has_a_reason_and_is_made_on_what_one_saw(cast: Cast) -> None:
    story = begin(cast)
    asked = issue(story)
    with pytest.raises(Refused) as refused:
        revise(story, asked, " ", title="Other")
    assert refused.value.field == "reason"
    stale = Recommendation.objects.get(pk=asked.pk)
    revise(story, asked, title="Other")
    with pytest.raises(ChangedMeanwhile):
        revise(story, stale, title="Another")


def test_day_of_issue_is_not_to_come_and_moves_the_clock(cast: Cast) -> None:
    story = begin(cast)
    asked = issue(story)
    with pytest.raises(Refused, match="today or was issued before"):
        revise(story, asked, issued_on=date.max)
    asked.refresh_from_db()
    assert revise(story, asked, issued_on=days(-4)).acknowledge_by == days(6)


# ── links ────────────────────────────────────────────────────────────────────────────────────────


def test_link_names_one_thing_once(cast: Cast) -> None:
    story = begin(cast)
    asked, tara = issue(story), cast.user["tara"]
    course = Course.objects.create(agency=cast.millbrook, code="DE", title="De-escalation", minutes=60)
    for thing in ({}, {"course": course, "policy": "Order 7"}):
        with pytest.raises(ValidationError, match="Name one thing"):
            link_thing(asked=asked, by=tara, **thing)
    link = link_thing(asked=asked, by=tara, course=course)
    with pytest.raises(Refused, match="linked already"):
        link_thing(asked=asked, by=story.speaker, course=course)
    unlink_thing(link=link, by=tara)
    assert not asked.links.exists()
    lines = asked.changes.filter(kind__in=["linked", "unlinked"])
    assert [line.details for line in lines] == [{"course": ["", str(course.pk)]}] * 2
    assert "De-escalation" not in "".join(line.words for line in lines)  # not everybody may see which


def test_who_only_reads_adds_nothing_and_nothing_is_added_when_it_is_closed(cast: Cast) -> None:
    story = begin(cast)
    with pytest.raises(Refused, match="Only the issuer and those"):
        link_thing(asked=issue(story), by=cast.user["ada"], policy="Order 7")
    closed = bring(story, S.CLOSED, "2")
    with pytest.raises(Refused, match="It is closed"):
        link_thing(asked=closed, by=story.speaker, policy="Order 7")


# ── bodies and seats ─────────────────────────────────────────────────────────────────────────────


def test_nobody_seats_themselves_nor_the_department(cast: Cast) -> None:
    board = begin(cast).board
    for by, who, sentence in (
        ("olga", "olga", "Somebody else says"),
        ("admin", "chris", "answers for the department"),
        ("admin", "ada", "is employed by it"),
        ("admin", "rae", "has no role that issues"),
    ):
        with pytest.raises(Refused, match=sentence):
            seat(issuer=board, user=cast.user[who], start=days(0), end=None, by=cast.user[by])
    made = seat(issuer=board, user=cast.user["vic"], start=days(0), end=None, by=cast.user["admin"])
    assert made.given_by == cast.user["admin"]


def test_department_does_not_move_its_clock_and_ends_no_seat(cast: Cast) -> None:
    story = begin(cast)
    make_grant(cast.user["rae"], Role.ADMINISTRATOR, cast.millbrook)
    for by in ("rae", "chris"):
        with pytest.raises(Refused, match="that is overseen changes nothing"):
            change_issuer(
                issuer=story.board, by=cast.user[by], edition=1, reason="More time.", answer_days=600
            )
        with pytest.raises(Refused, match="that is overseen changes nothing"):
            end_seat(seat=story.board.seats.get(), by=cast.user[by], reason="x")
    changed = change_issuer(
        issuer=story.board, by=cast.user["admin"], edition=1, reason="New charter.", answer_days=45
    )
    assert changed.answer_days == 45
    assert end_seat(seat=story.board.seats.get(), by=cast.user["olga"], reason="Term over.").ended_at


def test_new_days_hold_for_what_is_issued_from_now_on(cast: Cast) -> None:
    story = begin(cast)
    before = issue(story)
    story.board = change_issuer(
        issuer=story.board, by=cast.user["admin"], edition=1, reason="Charter.", answer_days=45
    )
    before.refresh_from_db()
    assert (before.respond_by, issue(story, "2").respond_by) == (days(60), days(45))


def test_body_does_not_wait_for_an_answer_longer_than_the_calendar_goes(cast: Cast) -> None:
    story = begin(cast)
    said = {"edition": 1, "reason": "A finger on the key."}
    with pytest.raises(ValidationError, match="3650"):
        change_issuer(issuer=story.board, by=cast.user["admin"], answer_days=99_999_999, **said)
    story.board.refresh_from_db()
    assert issue(story, "3").respond_by == days(60)


def test_body_has_its_name_once_a_department(cast: Cast) -> None:
    begin(cast)
    with pytest.raises(ValidationError, match="is in the list already"):
        add_issuer(agency=cast.millbrook, by=cast.user["admin"], name="Oversight board", kind="board")
    assert add_issuer(agency=cast.oakford, by=cast.user["admin"], name="Oversight board", kind="board").pk


# ── what the database itself refuses ─────────────────────────────────────────────────────────────


def refusal_of(deed: Callable[[], object]) -> str:
    """Do something past the actions, and return what the database refuses it with."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        deed()
    return str(refused.value)


def test_database_holds_what_must_hold_of_recommendations(cast: Cast) -> None:
    asked = issue(begin(cast))
    row = Recommendation.objects.filter(pk=asked.pk)
    assert "clocks_in_order" in refusal_of(lambda: row.update(acknowledge_by=days(-1)))
    assert "clocks_in_order" in refusal_of(lambda: row.update(respond_by=days(1)))
    assert "no_has_reason" in refusal_of(lambda: row.update(state="declined"))
    assert "yes_has_plan" in refusal_of(lambda: row.update(state="accepted"))


def test_database_holds_what_must_hold_of_links_bodies_and_seats(cast: Cast) -> None:
    story = begin(cast)
    asked = issue(story)
    assert "link_names_one" in refusal_of(lambda: Link.objects.create(recommendation=asked))
    assert "acknowledges_first" in refusal_of(lambda: Issuer.objects.update(acknowledge_days=61))
    assert "given_by_another" in refusal_of(lambda: Seat.objects.update(given_by=story.speaker))
    assert "ends_after_start" in refusal_of(
        lambda: sit(cast, story.board, cast.user["vic"], end=date(2019, 1, 1))
    )


def test_database_keeps_a_verdict_of_the_department_out_of_the_history(cast: Cast) -> None:
    asked = issue(begin(cast))
    for state in ("verified_implemented", "verified_partial", "not_implemented", "closed"):
        verdict = {"state": "issued", "to": state, "by": cast.user["tara"]}
        refusal = refusal_of(
            lambda said=verdict: Change.objects.create(  # type: ignore[misc]  # the default binds it
                recommendation=asked, kind="step", side="department", **said
            )
        )
        assert "judged_by_issuer" in refusal


def test_history_is_not_rewritten(cast: Cast) -> None:
    asked = issue(begin(cast))
    assert "added to only" in refusal_of(lambda: asked.changes.update(words="Never said."))
    assert "added to only" in refusal_of(lambda: asked.changes.all().delete())
