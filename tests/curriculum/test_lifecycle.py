"""Who may take a lesson plan where."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cast import Cast
from tests.curriculum.lessons import a_course, a_draft, approved, in_use, step, write

from muster.accounts.roles import ROLES
from muster.curriculum.enums import FROZEN, PlanState
from muster.curriculum.lifecycle import INTERIM_LONGEST_DAYS, MOVES, is_teachable, moves_from
from muster.ledger.models import Entry
from muster.ledger.refusals import Refused

TODAY = timezone.localdate
DAY = timedelta(days=1)


def test_no_step_leads_out_of_the_frozen_states() -> None:
    thawing = [move.key for move in MOVES if move.source in FROZEN and move.target not in FROZEN]
    assert thawing == []


def test_whoever_approves_is_somebody_else() -> None:
    approving = {PlanState.APPROVED, PlanState.APPROVED_INTERIM}
    assert [move.key for move in MOVES if move.target in approving and not move.not_by_its_own] == []


def test_every_state_is_reached_and_only_the_last_ones_end() -> None:
    reached = {move.target for move in MOVES} | {PlanState.IDEA, PlanState.REVISED}
    assert reached == set(PlanState)
    assert {state for state in PlanState if not moves_from(state)} == {PlanState.REVISED, PlanState.RETIRED}


def test_every_step_can_be_taken_by_some_role() -> None:
    held = {permission for powers in ROLES.values() for permission in powers.there}
    assert {move.permission for move in MOVES} <= held


@pytest.mark.django_db
def test_draft_becomes_the_version_in_use(cast: Cast) -> None:
    plan = in_use(cast)
    assert (plan.state, plan.effective) == (PlanState.IN_USE, TODAY())
    assert [step.to_state for step in plan.steps.all()] == [
        "sme_review",
        "committee_decision",
        "approved",
        "in_use",
    ]
    assert is_teachable(plan, TODAY())


@pytest.mark.django_db
def test_each_step_is_one_entry_of_the_ledger(cast: Cast) -> None:
    plan = a_draft(cast)
    before = Entry.objects.count()
    step(plan, "draft-sme_review", cast.user["tara"])
    assert Entry.objects.count() == before + 1
    assert Entry.objects.last().verb == "curriculum:plan:write"


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["owner", "author"])
def test_nobody_approves_their_own(cast: Cast, role: str) -> None:
    plan = a_draft(cast, by="dina" if role == "owner" else "tara")
    if role == "author":
        write(plan, "references", [{"kind": "law", "title": "A law"}], cast.user["dina"])
    step(plan, "draft-sme_review", cast.user["tara"])
    with pytest.raises(Refused, match="nobody approves their own"):
        step(plan, "sme_review-legal_review", cast.user["dina"])
    plan.refresh_from_db()
    assert plan.state == PlanState.SME_REVIEW


@pytest.mark.django_db
def test_step_that_somebody_took_first_is_refused(cast: Cast) -> None:
    plan = a_draft(cast)
    step(plan, "draft-sme_review", cast.user["tara"])
    with pytest.raises(Refused, match=r"not at this step any more.*expert review"):
        step(plan, "draft-sme_review", cast.user["tara"])
    assert plan.steps.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "by", "said", "field"),
    [
        ("sme_review-draft", "dina", {"note": "  "}, "note"),
        ("sme_review-committee_decision", "dina", {}, "note"),
        ("sme_review-approved_interim", "chris", {"note": "A new law."}, "until"),
        ("sme_review-approved_interim", "chris", {"note": "x", "until": TODAY() - DAY}, "until"),
        (
            "sme_review-approved_interim",
            "chris",
            {"note": "x", "until": TODAY() + (INTERIM_LONGEST_DAYS + 1) * DAY},
            "until",
        ),
    ],
)
def test_step_says_what_it_lacks(cast: Cast, key: str, by: str, said: dict[str, object], field: str) -> None:
    plan = a_draft(cast)
    step(plan, "draft-sme_review", cast.user["tara"])
    with pytest.raises(Refused) as refused:
        step(plan, key, cast.user[by], **said)
    assert refused.value.field == field


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"effective": TODAY() + DAY, "next_review": TODAY() + 30 * DAY}, "effective"),
        ({"effective": TODAY(), "next_review": TODAY()}, "next_review"),
        ({"effective": TODAY()}, "next_review"),
    ],
)
def test_days_of_putting_in_use_make_sense(cast: Cast, said: dict[str, object], field: str) -> None:
    plan = approved(cast, a_draft(cast))
    with pytest.raises(Refused) as refused:
        step(plan, "approved-in_use", cast.user["chris"], **said)
    assert refused.value.field == field


@pytest.mark.django_db
def test_plan_with_a_problem_is_not_approved(cast: Cast) -> None:
    plan = a_draft(cast, a_course(cast, is_hazardous=True))
    step(plan, "draft-sme_review", cast.user["tara"])
    step(plan, "sme_review-committee_decision", cast.user["dina"], note="Fine.")
    with pytest.raises(Refused, match="no safety plan"):
        step(plan, "committee_decision-approved", cast.user["chris"])


@pytest.mark.django_db
def test_newer_version_in_use_replaces_the_older(cast: Cast) -> None:
    from muster.curriculum.actions.plans import new_version  # noqa: PLC0415 - read beside the test it serves

    first = in_use(cast)
    second = new_version(plan=first, by=cast.user["tara"], change_note="A new hold.")
    second = in_use(cast, second)
    first.refresh_from_db()
    assert (first.state, second.state) == (PlanState.REVISED, PlanState.IN_USE)
    assert first.steps.last().to_state == PlanState.REVISED
    assert Entry.objects.last().details.count('"replaces_versions":[1]') == 1


@pytest.mark.django_db
def test_review_keeps_the_version_and_sets_the_next_day(cast: Cast) -> None:
    plan = in_use(cast)
    plan = step(plan, "in_use-review", cast.user["tara"], trigger="A new law")
    assert (plan.state, plan.review_trigger) == (PlanState.REVIEW, "A new law")
    later = TODAY() + 400 * DAY
    plan = step(plan, "review-in_use", cast.user["chris"], note="Still right.", next_review=later)
    assert (plan.state, plan.next_review, plan.review_trigger) == (PlanState.IN_USE, later, "")


@pytest.mark.django_db
def test_approval_for_now_ends_on_its_last_day(cast: Cast) -> None:
    plan = a_draft(cast)
    until = TODAY() + 14 * DAY
    plan = step(plan, "draft-approved_interim", cast.user["chris"], note="Law of today.", until=until)
    assert is_teachable(plan, until)
    assert not is_teachable(plan, until + DAY)
    plan = step(plan, "approved_interim-approved", cast.user["chris"], note="Heard by all.")
    assert is_teachable(plan, until + DAY)


@pytest.mark.django_db
def test_draft_is_not_taught(cast: Cast) -> None:
    assert not is_teachable(a_draft(cast), TODAY())
