"""Lesson plans on the training desk: list, document, steps, versions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast, make_account
from tests.curriculum.lessons import a_course, a_draft, a_material, in_use, step, write

from muster.accounts.roles import Role
from muster.curriculum.actions.plans import new_version
from muster.curriculum.models import LessonPlan

pytestmark = pytest.mark.django_db
Counted = Callable[[Callable[[], object]], int]


@pytest.fixture
def tara(cast: Cast, client: Client) -> Client:
    client.force_login(cast.user["tara"])
    return client


def page(client: Client, name: str, *args: Any, query: str = "") -> str:
    answer = client.get(reverse(f"trainer:{name}", args=args) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_list_shows_where_each_version_stands(cast: Cast, tara: Client) -> None:
    first = in_use(cast)
    in_use(cast, new_version(plan=first, by=cast.user["tara"], change_note="x"))
    text = page(tara, "plans")
    assert reverse("trainer:plan", args=[first.pk]) not in text
    assert reverse("trainer:plan", args=[first.pk]) in page(tara, "plans", query="?state=all")
    assert reverse("trainer:plan", args=[first.pk]) in page(tara, "plans", query="?state=revised")


def test_list_finds_what_is_overdue(cast: Cast, tara: Client) -> None:
    plan = in_use(cast)
    assert "No lesson plan found" in page(tara, "plans", query="?state=overdue")
    LessonPlan.objects.filter(pk=plan.pk).update(next_review=timezone.localdate() - timedelta(days=1))
    assert "Defensive tactics" in page(tara, "plans", query="?state=overdue")


def test_list_asks_the_same_for_one_row_and_three(cast: Cast, tara: Client, queries_of: Counted) -> None:
    a_draft(cast)
    one = queries_of(lambda: page(tara, "plans"))
    for code in ("2", "3"):
        a_draft(cast, a_course(cast, code=code))
    assert queries_of(lambda: page(tara, "plans")) == one


def test_document_tells_the_whole_plan(cast: Cast, tara: Client) -> None:
    plan = a_draft(cast)
    a_material(cast, plan, rights="own")
    text = page(tara, "plan", plan.pk)
    for told in (
        "fewer injuries",
        "Apply a hold for ten seconds",
        "On the mat",
        "1 h 20 min",
        "2 h in all, 1 h 50 min without breaks",
        "Ten questions",
        "Use of force policy",
        "Handout",
        "The checks found nothing",
    ):
        assert told in text, told


def test_document_has_the_checks_beside_it(cast: Cast, tara: Client) -> None:
    plan = a_draft(cast)
    write(plan, "assessments", [], cast.user["tara"])
    assert "Nothing shows whether objective 1, 2 was reached." in page(tara, "plan", plan.pk)


def test_document_asks_the_same_however_long_it_is(cast: Cast, tara: Client, queries_of: Counted) -> None:
    plan = a_draft(cast)
    a_material(cast, plan)
    page(tara, "plan", plan.pk)
    once = queries_of(lambda: page(tara, "plan", plan.pk))
    rows = [{"title": f"Block {n}", "minutes": 5, "method": "practice"} for n in range(20)]
    write(plan, "blocks", rows, cast.user["tara"])
    for n in range(3):
        a_material(cast, plan, text=f"More {n}", title=f"More {n}")
    assert queries_of(lambda: page(tara, "plan", plan.pk)) == once


def test_markup_in_a_plan_is_text(cast: Cast, tara: Client) -> None:
    plan = a_draft(cast)
    write(
        plan,
        "blocks",
        [{"title": "<img src=x>", "minutes": 5, "method": "lecture", "content": "<b>x"}],
        cast.user["tara"],
    )
    text = page(tara, "plan", plan.pk)
    assert "<img src=x>" not in text
    assert "&lt;img src=x&gt;" in text


def test_officer_reads_a_plan_in_use_and_is_offered_nothing(cast: Cast, client: Client) -> None:
    plan = in_use(cast)
    client.force_login(cast.user["ada"])
    text = page(client, "plan", plan.pk)
    assert "On the mat" in text
    for offered in ("plan_texts", "copy_plan", "add_material"):
        assert reverse(f"trainer:{offered}", args=[plan.pk]) not in text
    assert "/step/" not in text


def test_draft_is_begun_and_leads_to_its_objectives(cast: Cast, tara: Client) -> None:
    course = a_course(cast)
    answer = tara.post(reverse("trainer:start_plan", args=[course.pk]), {"goal": "Safer stops"})
    plan = course.plans.get()
    assert answer.headers["Location"] == reverse("trainer:plan_part", args=[plan.pk, "objectives"])
    assert (plan.goal, plan.state, plan.owner) == ("Safer stops", "draft", cast.user["tara"])


def test_draft_posted_twice_is_one_draft(cast: Cast, tara: Client) -> None:
    course = a_course(cast)
    for _time in range(2):
        tara.post(reverse("trainer:start_plan", args=[course.pk]), {"goal": "x", "once": "a-token"})
    assert course.plans.count() == 1


def test_plan_goes_from_draft_to_use_on_its_pages(cast: Cast, client: Client) -> None:
    make_account(cast, "eva", Role.EXPERT, cast.millbrook)
    make_account(cast, "leo", Role.LEGAL, cast.millbrook)
    plan = a_draft(cast)
    today = timezone.localdate()
    days = {"effective": today.isoformat(), "next_review": (today + timedelta(days=300)).isoformat()}
    for who, key, said in (
        ("tara", "draft-sme_review", {}),
        ("eva", "sme_review-legal_review", {}),
        ("leo", "legal_review-committee_decision", {"note": "Agrees with the new law."}),
        ("chris", "committee_decision-approved", {}),
        ("chris", "approved-in_use", days),
    ):
        client.force_login(cast.user[who])
        url = reverse("trainer:plan_step", args=[plan.pk, key])
        assert url in page(client, "plan", plan.pk), (who, key)
        assert client.post(url, said).status_code == 302, (who, key)
    plan.refresh_from_db()
    assert (plan.state, plan.effective) == ("in_use", today)
    assert "Agrees with the new law." in page(client, "plan", plan.pk)


def test_author_is_told_that_somebody_else_decides(cast: Cast, client: Client) -> None:
    plan = a_draft(cast, by="dina")
    step(plan, "draft-sme_review", cast.user["dina"])
    client.force_login(cast.user["dina"])
    assert "somebody else has to" in page(client, "plan", plan.pk)
    url = reverse("trainer:plan_step", args=[plan.pk, "sme_review-legal_review"])
    assert "nobody approves their own" in client.post(url, {}).content.decode()
    plan.refresh_from_db()
    assert plan.state == "sme_review"


def test_step_without_the_power_is_not_there(cast: Cast, tara: Client) -> None:
    plan = a_draft(cast)
    step(plan, "draft-sme_review", cast.user["tara"])
    url = reverse("trainer:plan_step", args=[plan.pk, "sme_review-legal_review"])
    assert tara.get(url).status_code == tara.post(url).status_code == 404
    assert tara.get(reverse("trainer:plan_step", args=[plan.pk, "draft-nowhere"])).status_code == 404


def test_step_that_was_taken_meanwhile_is_a_sentence(cast: Cast, tara: Client) -> None:
    plan = a_draft(cast)
    step(plan, "draft-sme_review", cast.user["dina"])
    text = tara.post(reverse("trainer:plan_step", args=[plan.pk, "draft-sme_review"])).content.decode()
    assert "not at this step any more" in text


def test_step_posted_twice_is_taken_once(cast: Cast, tara: Client) -> None:
    plan = a_draft(cast)
    url = reverse("trainer:plan_step", args=[plan.pk, "draft-sme_review"])
    for _time in range(2):
        assert tara.post(url, {"once": "a-token"}).status_code == 302
    assert plan.steps.count() == 1


def test_new_version_and_its_difference(cast: Cast, tara: Client) -> None:
    first = in_use(cast)
    answer = tara.post(reverse("trainer:copy_plan", args=[first.pk]), {"change_note": "A new hold."})
    second = first.course.plans.get(version=2)
    assert answer.headers["Location"] == reverse("trainer:plan", args=[second.pk])
    rows = [
        {"pk": o.pk, "kind": o.kind, "text": o.text.replace("ten", "twelve")} for o in second.objectives.all()
    ]
    write(second, "objectives", rows, cast.user["tara"])
    text = page(tara, "compare_plan", second.pk)
    assert "What is new in version 2 since version 1" in text
    assert "ten" in text.split("<del>")[1].split("</del>")[0]
    assert "twelve" in text.split("</del> <ins>")[1].split("</ins>")[0]
    assert "A new hold." in text


def test_while_a_draft_exists_one_goes_on_with_it(cast: Cast, tara: Client) -> None:
    first = in_use(cast)
    copy = reverse("trainer:copy_plan", args=[first.pk])
    assert copy in page(tara, "plan", first.pk)
    second = new_version(plan=first, by=cast.user["tara"], change_note="x")
    text = page(tara, "plan", first.pk)
    assert "Go on with draft version 2" in text
    assert copy not in text
    assert tara.get(copy).headers["Location"] == reverse("trainer:plan", args=[second.pk])
    LessonPlan.objects.filter(pk=second.pk).update(state="sme_review")
    assert "See version 2, not in use yet" in page(tara, "plan", first.pk)
    assert "New version" not in page(tara, "plan", second.pk)  # it would be refused


def test_second_new_version_is_a_sentence(cast: Cast, tara: Client) -> None:
    first = in_use(cast)
    new_version(plan=first, by=cast.user["dina"], change_note="x")
    text = tara.post(reverse("trainer:copy_plan", args=[first.pk]), {"change_note": "y"}).content.decode()
    assert "Version 2 of this lesson plan is being written" in text


def test_only_version_has_nothing_to_compare_with(cast: Cast, tara: Client) -> None:
    assert "There is nothing to compare with" in page(tara, "compare_plan", a_draft(cast).pk)


@pytest.mark.parametrize("with_", ["x", "999999999999999999999", "-1", ""])
def test_strange_other_version_is_the_one_before(cast: Cast, tara: Client, with_: str) -> None:
    first = in_use(cast)
    second = new_version(plan=first, by=cast.user["tara"], change_note="x")
    assert "since version 1" in page(tara, "compare_plan", second.pk, query=f"?with={with_}")


def test_who_may_see_a_version_is_decided_with_a_reason(cast: Cast, tara: Client) -> None:
    plan = in_use(cast)
    url = reverse("trainer:classify_plan", args=[plan.pk])
    assert tara.post(url, {"release_class": "sealed", "reason": ""}).status_code == 200
    assert tara.post(url, {"release_class": "sealed", "reason": "Tactics"}).status_code == 302
    tara.force_login(cast.user["ada"])
    assert tara.get(reverse("trainer:plan", args=[plan.pk])).status_code == 404
