"""Lesson plans on some subjects are not approved before the people were asked and answered."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.cast import Cast
from tests.community.stories import S, answer_it, days, open_it, plan_it, texts

from muster.community.actions.consultations import name_result, plan_second_round
from muster.community.actions.reach import note_gathering
from muster.community.actions.rules import end_rule, write_rule
from muster.community.models import ConsultationRule
from muster.community.queries.consultations import owed
from muster.community.queries.rules import asked_of, asked_of_course
from muster.curriculum.actions.plans import new_version
from muster.curriculum.actions.steps import take_step
from muster.curriculum.enums import PlanState
from muster.curriculum.lifecycle import move_named
from muster.curriculum.models import LessonPlan
from muster.ledger.refusals import Refused
from muster.roster.models import Agency

pytestmark = pytest.mark.django_db


def rule(cast: Cast, **more: Any) -> ConsultationRule:
    """Stops are asked about: ten days, young people, answered within forty."""
    said = {
        "topics": ["procedural-justice"],
        "groups": ["youth"],
        "days_open": 10,
        "answer_days": 40,
        "interim_days": 30,
        "source": "Settlement 23 (made up)",
        "start": date(2020, 1, 1),
    }
    return write_rule(agency=cast.millbrook, by=cast.user["dina"], **{**said, **more})


def step(cast: Cast, plan: LessonPlan, key: str, **said: Any) -> LessonPlan:
    """Chris takes a step of the plan."""
    move = move_named(key)
    assert move is not None
    return take_step(plan=LessonPlan.objects.get(pk=plan.pk), move=move, by=cast.user["chris"], **said)


def test_plan_of_such_a_subject_is_not_approved_unasked(cast: Cast) -> None:
    rule(cast)
    story = plan_it(cast)
    with pytest.raises(Refused, match=r"consultation is asked for.*Settlement 23"):
        step(cast, story.plan, "committee_decision-approved")


def test_plan_is_approved_once_people_are_answered(cast: Cast) -> None:
    rule(cast)
    story = answer_it(open_it(cast))
    assert step(cast, story.plan, "committee_decision-approved").state == PlanState.APPROVED


def test_plan_is_not_approved_while_the_answers_are_drafts(cast: Cast) -> None:
    rule(cast)
    story = open_it(cast)
    story.closed()
    story.go(S.CODING)
    story.go(S.RESPONSES_DRAFTED)
    with pytest.raises(Refused, match="consultation is asked for"):
        step(cast, story.plan, "committee_decision-approved")


def test_second_round_holds_the_approval_up_until_it_is_answered(cast: Cast) -> None:
    rule(cast)
    story = answer_it(open_it(cast))
    plan_second_round(consultation=story.now(), by=story.tara, **texts(), **days(cast, 14))
    story.go(S.SECOND_ROUND)
    with pytest.raises(Refused, match="consultation is asked for"):
        step(cast, story.plan, "committee_decision-approved")


def test_plan_of_another_subject_is_approved_as_ever(cast: Cast) -> None:
    rule(cast, topics=["firearms"])
    story = plan_it(cast)
    assert step(cast, story.plan, "committee_decision-approved").state == PlanState.APPROVED


def test_rule_without_subjects_binds_every_plan(cast: Cast) -> None:
    rule(cast, topics=[])
    story = plan_it(cast)
    with pytest.raises(Refused, match="consultation is asked for"):
        step(cast, story.plan, "committee_decision-approved")


def test_rule_of_the_neighbour_binds_nobody_here(cast: Cast) -> None:
    write_rule(agency=cast.oakford, by=cast.user["admin"], source="x", start=date(2020, 1, 1))
    story = plan_it(cast)
    assert step(cast, story.plan, "committee_decision-approved").state == PlanState.APPROVED


def test_rule_that_ended_binds_no_more(cast: Cast) -> None:
    yesterday = timezone.localdate() - timedelta(days=2)
    end_rule(rule=rule(cast), end=yesterday, reason="Replaced.", by=cast.user["dina"])
    story = plan_it(cast)
    assert step(cast, story.plan, "committee_decision-approved").state == PlanState.APPROVED


def test_it_opens_for_as_long_as_the_rule_asks_and_with_its_groups(cast: Cast) -> None:
    rule(cast, days_open=31, groups=["youth", "survivors"])
    story = plan_it(cast)
    with pytest.raises(Refused, match=r"31 days at least.*survivors of violence"):
        story.go(S.OPEN)


def test_answers_are_promised_within_the_days_of_the_rule(cast: Cast) -> None:
    rule(cast, answer_days=29)
    story = plan_it(cast)
    with pytest.raises(Refused, match="within 29 days"):
        story.go(S.OPEN)


def test_it_closes_after_as_many_gatherings_as_the_rule_asks(cast: Cast) -> None:
    rule(cast, gatherings=1)
    story = open_it(cast)
    with pytest.raises(Refused, match="asked for: 1; written down: 0"):
        story.closed()
    note_gathering(
        consultation=story.now(), held_on=story.now().opens_on, place="Library", came=9, by=story.tara
    )
    assert story.go(S.CLOSED).state == S.CLOSED


def test_open_consultation_keeps_the_rules_of_its_first_day(cast: Cast) -> None:
    story = open_it(cast)
    rule(cast, gatherings=3)
    assert asked_of(story.now()).gatherings == 0
    story.closed()
    assert story.now().state == S.CLOSED


def test_consultation_that_was_less_than_a_newer_rule_asks_does_not_count(cast: Cast) -> None:
    story = answer_it(open_it(cast))
    rule(cast, days_open=60)
    with pytest.raises(Refused, match="consultation is asked for"):
        step(cast, story.plan, "committee_decision-approved")


def test_consultation_that_was_enough_counts_under_a_newer_rule(cast: Cast) -> None:
    story = answer_it(open_it(cast))
    rule(cast)
    assert step(cast, story.plan, "committee_decision-approved").state == PlanState.APPROVED


def test_several_rules_ask_the_most_of_each(cast: Cast) -> None:
    rule(cast, days_open=10, groups=["youth"], answer_days=40, interim_days=30)
    rule(
        cast, days_open=30, groups=["survivors"], answer_days=60, interim_days=10, topics=[], source="Order 2"
    )
    asked = asked_of_course(plan_it(cast).plan.course, timezone.localdate())
    assert asked is not None
    assert (asked.days_open, asked.groups) == (30, {"youth", "survivors"})
    assert (asked.answer_days, asked.interim_days) == (40, 10)


# ── emergencies ──────────────────────────────────────────────────────────────────────────────────


def for_now(cast: Cast, plan: LessonPlan, number: int) -> LessonPlan:
    """Chris approves a plan for some days."""
    until = timezone.localdate() + timedelta(days=number)
    return step(cast, plan, "committee_decision-approved_interim", note="A ruling.", until=until)


def test_emergency_approval_lasts_as_long_as_the_rule_allows(cast: Cast) -> None:
    rule(cast, interim_days=30)
    story = plan_it(cast)
    with pytest.raises(Refused, match="30 days at most"):
        for_now(cast, story.plan, 33)
    assert for_now(cast, story.plan, 29).state == PlanState.APPROVED_INTERIM


def test_emergency_approval_owes_the_consultation_and_is_not_made_good_without(cast: Cast) -> None:
    rule(cast)
    story = plan_it(cast)
    story.go(S.DROPPED, reason="An emergency.")
    for_now(cast, story.plan, 20)
    assert owed(Agency.objects.filter(pk=cast.millbrook.pk)) == [story.plan]
    with pytest.raises(Refused, match="consultation is asked for"):
        step(cast, story.plan, "approved_interim-approved", note="It works.")


def test_emergency_is_made_good_by_the_consultation_after_it(cast: Cast) -> None:
    rule(cast)
    story = plan_it(cast)
    for_now(cast, story.plan, 20)
    assert owed(Agency.objects.all()) == []
    story.go(S.OPEN)
    answer_it(story)
    assert step(cast, story.plan, "approved_interim-approved", note="Asked.").state == PlanState.APPROVED


def test_emergency_does_not_follow_on_an_emergency(cast: Cast) -> None:
    rule(cast)
    story = plan_it(cast)
    for_now(cast, story.plan, 20)
    second = new_version(plan=story.plan, by=cast.user["ian"], change_note="Again.")
    LessonPlan.objects.filter(pk=second.pk).update(state=PlanState.COMMITTEE_DECISION)
    with pytest.raises(Refused, match="Version 1 was approved for now"):
        for_now(cast, second, 20)


def test_version_that_came_out_of_it_counts_as_asked_about(cast: Cast) -> None:
    rule(cast)
    story = plan_it(cast)
    for_now(cast, story.plan, 20)
    story.go(S.OPEN)
    story.closed()
    story.go(S.CODING)
    second = new_version(plan=story.plan, by=cast.user["ian"], change_note="As people asked.")
    name_result(consultation=story.now(), plan=second, by=story.tara, edition=story.now().edition)
    story.go(S.RESPONSES_DRAFTED)
    story.go(S.RESPONSES_PUBLISHED, "dina")
    LessonPlan.objects.filter(pk=second.pk).update(state=PlanState.COMMITTEE_DECISION)
    assert step(cast, second, "committee_decision-approved").state == PlanState.APPROVED
