"""A recommendation goes from issued to closed; the department answers and the issuer verifies, and never the other way."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from tests.cast import Cast, make_grant
from tests.oversight.stories import WAYS, a_board_member, begin, bring, issue, move, prove, said, sit

from muster.accounts.models import Grant
from muster.accounts.roles import Role
from muster.ledger.models import Entry
from muster.ledger.refusals import Refused
from muster.oversight.access import moves_open_to, recommendations_visible_to, side_of
from muster.oversight.actions.moves import move_recommendation
from muster.oversight.actions.writing import ChangedMeanwhile
from muster.oversight.enums import OF_THE_ISSUER, RecommendationState, Side
from muster.oversight.lifecycle import MOVES, move_named

pytestmark = pytest.mark.django_db
S = RecommendationState


@pytest.mark.parametrize("state", sorted(WAYS))
def test_every_state_is_reached_and_each_step_is_a_line(cast: Cast, state: str) -> None:
    asked = bring(begin(cast), state)
    assert asked.state == state
    steps = asked.changes.filter(kind="step").order_by("pk")
    assert [f"{step.state}-{step.to}" for step in steps] == list(WAYS[state])
    assert all(step.by_id and step.at for step in steps)


def test_only_the_issuer_is_the_source_of_what_is_the_issuers() -> None:
    assert {move.side for move in MOVES if move.target in OF_THE_ISSUER} == {Side.ISSUER}


def test_no_state_is_a_dead_end_but_closed() -> None:
    assert set(S) - {move.source for move in MOVES} == {S.CLOSED}


@pytest.mark.parametrize("name", ["tara", "dina", "chris", "ada", "admin", "vic", "nora", "stranger"])
def test_nobody_but_who_speaks_for_it_verifies(cast: Cast, name: str) -> None:
    story = begin(cast)
    asked = bring(story, S.REPORTED_IMPLEMENTED)
    with pytest.raises(Refused, match="Only who speaks for"):
        move(story, asked, "reported_implemented-verified_implemented", cast.user[name])
    asked.refresh_from_db()
    assert asked.state == S.REPORTED_IMPLEMENTED


def test_seat_does_not_help_somebody_of_the_department(cast: Cast) -> None:
    story = begin(cast)
    make_grant(cast.user["dina"], Role.AUDITOR, cast.millbrook)
    sit(cast, story.board, cast.user["dina"])
    asked = bring(story, S.REPORTED_IMPLEMENTED)
    with pytest.raises(Refused, match="Only who speaks for"):
        move(story, asked, "reported_implemented-verified_implemented", cast.user["dina"])


def test_seat_does_not_help_somebody_whom_the_department_employs(cast: Cast) -> None:
    story = begin(cast)
    make_grant(cast.user["ada"], Role.AUDITOR, cast.millbrook)
    sit(cast, story.board, cast.user["ada"])
    assert side_of(cast.user["ada"], story.board) is None


def test_lent_role_of_the_department_takes_the_issuers_side_away_and_gives_none(cast: Cast) -> None:
    story = begin(cast)
    lent = Grant.objects.get(user=cast.user["chris"], role=Role.COMMAND)
    today = timezone.localdate()
    Grant.objects.create(
        user=story.speaker,
        role=Role.COMMAND,
        agency=cast.millbrook,
        start=today,
        end=today,
        delegated_from=lent,
    )
    assert side_of(story.speaker, story.board) is None


def test_seat_that_ended_or_is_still_to_come_gives_nothing(cast: Cast) -> None:
    story = begin(cast)
    today = timezone.localdate()
    sit(cast, story.board, cast.user["vic"], end=today - timedelta(days=1))
    sit(cast, story.board, cast.user["vic"], start=today + timedelta(days=1))
    sit(cast, story.board, cast.user["vic"], ended_at=timezone.now())
    assert side_of(cast.user["vic"], story.board) is None
    sit(cast, story.board, cast.user["vic"], end=today)
    assert side_of(cast.user["vic"], story.board) == Side.ISSUER


def test_seat_in_one_body_verifies_nothing_of_another(cast: Cast) -> None:
    story = begin(cast)
    other = begin(cast, "Monitor")
    other.board.seats.all().delete()
    assert side_of(story.speaker, other.board) is None


def test_issuer_does_not_answer_itself(cast: Cast) -> None:
    story = begin(cast)
    asked = issue(story)
    with pytest.raises(Refused, match="The department does this"):
        move(story, asked, "issued-acknowledged", story.speaker)


def test_acceptance_needs_plan_owner_and_day(cast: Cast) -> None:
    story = begin(cast)
    asked = bring(story, S.ACKNOWLEDGED)
    for name in ("response", "plan", "owner"):
        with pytest.raises(Refused) as refused:
            move(story, asked, "acknowledged-accepted", **{name: " "})
        assert refused.value.field == name
    yesterday = timezone.localdate() - timedelta(days=1)
    with pytest.raises(Refused, match="is past"):
        move(story, asked, "acknowledged-accepted", finish_by=yesterday)


def test_declined_stays_with_its_reason_until_it_is_accepted_later(cast: Cast) -> None:
    story = begin(cast)
    asked = bring(story, S.DECLINED)
    assert asked.decline_reason == "The contract does not allow it."
    asked = move(story, asked, "declined-accepted")
    assert (asked.state, asked.decline_reason) == (S.ACCEPTED, "")
    assert asked.changes.filter(details__decline_reason__0="The contract does not allow it.").count() == 1


def test_report_needs_a_file_that_shows_it(cast: Cast) -> None:
    story = begin(cast)
    asked = bring(story, S.IN_PROGRESS)
    with pytest.raises(Refused, match="Attach a file"):
        move(story, asked, "in_progress-reported_implemented")
    prove(story, asked, by=story.speaker)  # the issuer's own file proves nothing for the department
    with pytest.raises(Refused, match="Attach a file"):
        move(story, asked, "in_progress-reported_implemented")
    prove(story, asked)
    assert move(story, asked, "in_progress-reported_implemented").state == S.REPORTED_IMPLEMENTED


def test_second_report_needs_a_newer_file(cast: Cast) -> None:
    story = begin(cast)
    asked = bring(story, S.NOT_IMPLEMENTED)
    asked = move(story, asked, "not_implemented-in_progress")
    with pytest.raises(Refused, match="Attach a file"):
        move(story, asked, "in_progress-reported_implemented")
    prove(story, asked)
    assert move(story, asked, "in_progress-reported_implemented").state == S.REPORTED_IMPLEMENTED


def test_verdict_needs_its_words(cast: Cast) -> None:
    story = begin(cast)
    asked = bring(story, S.REPORTED_IMPLEMENTED)
    with pytest.raises(Refused) as refused:
        move(story, asked, "reported_implemented-not_implemented", reason="")
    assert refused.value.field == "reason"


def test_second_of_two_is_told_of_the_first(cast: Cast) -> None:
    story = begin(cast)
    asked = bring(story, S.REPORTED_IMPLEMENTED)
    seen = asked.edition
    move(story, asked, "reported_implemented-verified_partial")
    step = move_named("reported_implemented-verified_implemented")
    assert step is not None
    with pytest.raises(ChangedMeanwhile):
        move_recommendation(asked=asked, move=step, by=story.speaker, edition=seen, said=said())


def test_what_does_not_belong_to_the_step_is_not_taken(cast: Cast) -> None:
    story = begin(cast)
    asked = move(story, issue(story), "issued-acknowledged")
    assert (asked.response, asked.plan, asked.owner, asked.finish_by) == ("", "", "", None)


def test_issuer_asks_for_another_answer_by_a_day_to_come(cast: Cast) -> None:
    story = begin(cast)
    asked = bring(story, S.DECLINED)
    with pytest.raises(Refused, match="after today"):
        move(story, asked, "declined-response_due", respond_by=timezone.localdate())
    wanted = timezone.localdate() + timedelta(days=14)
    asked = move(story, asked, "declined-response_due", respond_by=wanted)
    assert (asked.state, asked.respond_by) == (S.RESPONSE_DUE, wanted)


def test_each_step_is_one_entry_that_names_its_states(cast: Cast) -> None:
    story = begin(cast)
    asked = issue(story)
    before = Entry.objects.count()
    move(story, asked, "issued-acknowledged")
    entry = Entry.objects.order_by("number").last()
    assert entry is not None
    assert Entry.objects.count() == before + 1
    assert '"state":["issued","acknowledged"]' in entry.details
    assert entry.verb == "oversight:recommendation:answer"


def test_steps_open_to_each_side_are_those_of_the_side(cast: Cast) -> None:
    story = begin(cast)
    asked = bring(story, S.REPORTED_IMPLEMENTED)
    ours = {step.target for step in moves_open_to(cast.user["tara"], asked)}
    theirs = {step.target for step in moves_open_to(a_board_member(story), asked)}
    assert ours == {S.IN_PROGRESS}
    assert theirs == {S.VERIFIED_IMPLEMENTED, S.VERIFIED_PARTIAL, S.NOT_IMPLEMENTED}
    assert moves_open_to(cast.user["ada"], asked) == []


def test_neighbours_do_not_see_it(cast: Cast) -> None:
    asked = issue(begin(cast))
    seen = {
        name
        for name, user in cast.user.items()
        if recommendations_visible_to(user).filter(pk=asked.pk).exists()
    }
    assert seen == {"ada", "ben", "sam", "chris", "tara", "dina", "ian", "olga", "vic"}


def test_clocks_come_from_the_days_of_the_body(cast: Cast) -> None:
    story = begin(cast)
    story.board.acknowledge_days, story.board.answer_days = 5, 20
    asked = issue(story, issued_on=date(2026, 3, 1))
    assert (asked.acknowledge_by, asked.respond_by) == (date(2026, 3, 6), date(2026, 3, 21))
    early = issue(story, "2", issued_on=date(2026, 3, 1), respond_by=date(2026, 3, 3))
    assert (early.acknowledge_by, early.respond_by) == (date(2026, 3, 3), date(2026, 3, 3))


def test_number_is_taken_once_a_body(cast: Cast) -> None:
    story = begin(cast)
    issue(story, "7")
    with pytest.raises(ValidationError, match="has a recommendation of this number"):
        issue(story, "7")
    assert issue(begin(cast, "Monitor"), "7").number == "7"


def test_nothing_is_issued_tomorrow_or_by_others(cast: Cast) -> None:
    story = begin(cast)
    with pytest.raises(Refused, match="today or was issued before"):
        issue(story, issued_on=timezone.localdate() + timedelta(days=1))
    story.speaker = cast.user["tara"]
    with pytest.raises(Refused, match="Only who speaks for"):
        issue(story)
