"""The register, one recommendation, the desks of both sides, bodies and lists, as pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader
from tests.cast import Cast
from tests.oversight.stories import a_board_member, begin, bring, issue, move

from muster.curriculum.enums import PlanState
from muster.curriculum.models import Course, LessonPlan
from muster.oversight.actions.working import change_plan, link_thing
from muster.oversight.enums import RecommendationState
from muster.oversight.models import Batch, Issuer, Recommendation, Seat

pytestmark = pytest.mark.django_db
S = RecommendationState
Counted = Callable[[Callable[[], object]], int]


def enter(client: Client, cast: Cast, name: str) -> Client:
    client.force_login(cast.user[name])
    return client


def text_of(client: Client, name: str, *args: object, **query: str) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200, answer.status_code
    return unescape(" ".join(answer.content.decode().split()))


def post(client: Client, name: str, /, *args: object, **values: Any) -> str:
    """Post a form and return what the page says after it."""
    answer = client.post(reverse(name, args=args), values, follow=True)
    assert answer.status_code == 200, answer.status_code
    return unescape(" ".join(answer.content.decode().split()))


# ── the register ─────────────────────────────────────────────────────────────────────────────────


def test_register_is_narrowed_down(cast: Cast, client: Client) -> None:
    story = begin(cast)
    issue(story, "A-1", title="Old one", issued_on=timezone.localdate() - timedelta(days=30), priority=3)
    bring(story, S.DECLINED, "A-2", title="Dear one", kind="policy")
    issue(begin(cast, "Monitor"), "A-3", title="Far one")
    enter(client, cast, "ada")
    for query, found in (
        ({}, {"Old one", "Dear one", "Far one"}),
        ({"overdue": "1"}, {"Old one"}),
        ({"state": "declined"}, {"Dear one"}),
        ({"kind": "policy"}, {"Dear one"}),
        ({"priority": "3"}, {"Old one"}),
        ({"issuer": str(Issuer.objects.get(name="Monitor").pk)}, {"Far one"}),
        ({"q": "dear A-2"}, {"Dear one"}),
    ):
        text = text_of(client, "recommendations", **query)
        assert {name for name in ("Old one", "Dear one", "Far one") if name in text} == found, query


def test_register_costs_the_same_for_one_and_many(cast: Cast, client: Client, queries_of: Counted) -> None:
    story = begin(cast)
    enter(client, cast, "olga")
    pages = ["recommendations", "oversight_desk", "issuers"]
    issue(story, "first", issued_on=timezone.localdate() - timedelta(days=90))
    one = {name: queries_of(lambda name=name: client.get(reverse(name))) for name in pages}
    for number in range(12):
        issue(story, f"n{number}", issued_on=timezone.localdate() - timedelta(days=90))
    many = {name: queries_of(lambda name=name: client.get(reverse(name))) for name in pages}
    assert many == one
    assert one["recommendations"] <= 12


def test_desk_of_the_department_costs_the_same_for_one_and_many(
    cast: Cast, client: Client, queries_of: Counted
) -> None:
    story = begin(cast)
    enter(client, cast, "tara")
    issue(story, "first")
    one = queries_of(lambda: client.get(reverse("recommendations_desk")))
    for number in range(12):
        issue(story, f"n{number}")
    assert queries_of(lambda: client.get(reverse("recommendations_desk"))) == one


def test_csv_holds_the_answer_and_runs_nothing(cast: Cast, client: Client) -> None:
    bring(begin(cast), S.DECLINED, title="=1+1")
    answer = enter(client, cast, "ada").get(reverse("recommendations"), {"format": "csv"})
    told = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]  # a stream
    assert "'=1+1" in told
    assert "The contract does not allow it." in told


# ── one recommendation ───────────────────────────────────────────────────────────────────────────


def test_page_of_one_costs_the_same_however_long_its_history(
    cast: Cast, client: Client, queries_of: Counted
) -> None:
    story = begin(cast)
    asked = bring(story, S.IN_PROGRESS)
    address = reverse("recommendation", args=[asked.pk])
    enter(client, cast, "tara")
    link_thing(asked=asked, by=cast.user["tara"], policy="Order 1")
    one = queries_of(lambda: client.get(address))
    for number in range(5):
        link_thing(asked=asked, by=cast.user["tara"], policy=f"Order 2-{number}")
    assert queries_of(lambda: client.get(address)) == one


def test_declined_stays_visible_with_its_reason_for_everybody(cast: Cast, client: Client) -> None:
    story = begin(cast)
    asked = move(story, bring(story, S.DECLINED), "declined-closed")
    text = text_of(enter(client, cast, "ada"), "recommendation", asked.pk)
    assert "The contract does not allow it." in text
    assert "What to do next" not in text


def test_department_answers_on_the_page(cast: Cast, client: Client) -> None:
    asked = issue(begin(cast))
    enter(client, cast, "tara")
    done = post(client, "recommendation_move", asked.pk, "issued-acknowledged", edition=1, reason="")
    assert "The recommendation is now: acknowledged." in done
    unsaid = post(client, "recommendation_move", asked.pk, "acknowledged-accepted", edition=2)
    assert unsaid.count("This field is required.") >= 4
    answer = {"response": "Yes.", "plan": "Classes.", "owner": "Director", "edition": 2}
    past = timezone.localdate() - timedelta(days=1)
    late = post(client, "recommendation_move", asked.pk, "acknowledged-accepted", finish_by=past, **answer)
    assert "is past. Choose today or a later day." in late
    coming = timezone.localdate() + timedelta(days=60)
    kept = post(client, "recommendation_move", asked.pk, "acknowledged-accepted", finish_by=coming, **answer)
    assert "The recommendation is now: accepted." in kept


def test_words_of_the_slower_stay_and_may_be_sent_once_more(cast: Cast, client: Client) -> None:
    story = begin(cast)
    asked = bring(story, S.IN_PROGRESS)
    enter(client, cast, "dina")
    seen = asked.edition
    later = timezone.localdate() + timedelta(days=100)
    values = {"plan": "Slower.", "owner": "Director", "finish_by": later, "reason": "A fire."}
    link_thing(asked=asked, by=cast.user["tara"], policy="Order 1")  # nothing that the form is about
    change_plan(
        asked=asked,
        by=cast.user["tara"],
        edition=seen,
        reason="x",
        plan="By Tara.",
        owner="Y",
        finish_by=later,
    )
    told = post(client, "recommendation_plan", asked.pk, edition=seen, **values)
    assert "Somebody changed this while you were working on it." in told
    assert "By Tara." in told
    assert "A fire." in told
    edition = re.search(r'name="edition" value="([0-9]+)"', told)
    assert edition is not None
    post(client, "recommendation_plan", asked.pk, edition=edition[1], **values)
    asked.refresh_from_db()
    assert asked.plan == "Slower."


def test_step_that_came_too_late_keeps_its_words(cast: Cast, client: Client) -> None:
    story = begin(cast)
    asked = bring(story, S.ACKNOWLEDGED)
    seen = asked.edition
    enter(client, cast, "dina")
    move(story, asked, "acknowledged-declined")
    values = {"response": "We thought long about it.", "decline_reason": "No room.", "edition": seen}
    for _again in range(2):
        told = post(client, "recommendation_move", asked.pk, "acknowledged-declined", **values)
        assert "We thought long about it." in told
        values["edition"] = seen + 1
    assert "This recommendation is declined by now" in told
    late = client.get(reverse("recommendation_move", args=[asked.pk, "acknowledged-declined"]), follow=True)
    assert "It stands elsewhere by now" in late.content.decode()


@pytest.mark.parametrize("name", ["tara", "dina", "chris", "ada", "vic"])
def test_step_of_the_issuer_is_no_page_for_others(cast: Cast, client: Client, name: str) -> None:
    asked = bring(begin(cast), S.REPORTED_IMPLEMENTED)
    address = reverse("recommendation_move", args=[asked.pk, "reported_implemented-verified_implemented"])
    values = {"edition": asked.edition, "reason": "x"}
    assert enter(client, cast, name).post(address, values).status_code == 404
    asked.refresh_from_db()
    assert asked.state == S.REPORTED_IMPLEMENTED


def test_draft_that_is_linked_is_named_to_those_alone_who_may_see_it(cast: Cast, client: Client) -> None:
    story = begin(cast)
    asked = issue(story)
    course = Course.objects.create(agency=cast.millbrook, code="DE", title="Voices", minutes=60)
    plan = LessonPlan.objects.create(course=course, version=7, owner=cast.user["tara"], state=PlanState.DRAFT)
    link_thing(asked=asked, by=cast.user["tara"], lesson_plan=plan)
    address = reverse("trainer:plan", args=[plan.pk])
    assert address in text_of(enter(client, cast, "tara"), "recommendation", asked.pk)
    told = text_of(enter(client, cast, "ada"), "recommendation", asked.pk)
    assert "Voices" not in told
    assert address not in told
    assert "lesson plan" in told


def test_file_and_link_and_milestone_are_added_on_the_page(cast: Cast, client: Client) -> None:
    asked = bring(begin(cast), S.IN_PROGRESS)
    enter(client, cast, "tara")
    proof = SimpleUploadedFile("roll.pdf", b"%PDF-1.4\n%%EOF\n", content_type="application/pdf")
    assert "roll.pdf" in post(client, "recommendation_attach", asked.pk, file=proof, note="The roll")
    assert "Order 7" in post(client, "recommendation_link", asked.pk, policy="Order 7")
    asked.refresh_from_db()
    set_one = {"title": "First class", "due_on": timezone.localdate(), "edition": asked.edition}
    assert "First class" in post(client, "milestone_add", asked.pk, **set_one)
    asked.refresh_from_db()
    reached = {"done_on": timezone.localdate(), "note": "Thirty came.", "edition": asked.edition}
    key = asked.milestones.get().pk
    assert "Thirty came." in post(client, "milestone_reached", asked.pk, key, **reached)
    link = asked.links.get()
    assert "The link was taken away." in post(client, "recommendation_unlink", asked.pk, link.pk)
    script = SimpleUploadedFile("x.html", b"<script>alert(1)</script>", content_type="text/html")
    post(client, "recommendation_attach", asked.pk, file=script)
    assert [file.name for file in asked.files.all()] == ["roll.pdf"]


def test_plan_is_changed_on_the_page_and_the_first_promise_stays(cast: Cast, client: Client) -> None:
    asked = bring(begin(cast), S.IN_PROGRESS)
    later = timezone.localdate() + timedelta(days=120)
    values = {"plan": "Slower.", "owner": "Director", "finish_by": later, "edition": asked.edition}
    told = post(enter(client, cast, "tara"), "recommendation_plan", asked.pk, reason="Fire.", **values)
    assert "(was " in told
    assert "Fire." in told


# ── the issuer's pages ───────────────────────────────────────────────────────────────────────────


def test_issuer_issues_and_changes_it_while_nobody_answered(cast: Cast, client: Client) -> None:
    story = begin(cast)
    enter(client, cast, "olga")
    values = {
        "issuer": story.board.pk,
        "number": "2026-1",
        "title": "Count the hours",
        "issued_on": timezone.localdate(),
        "text": "Count them.",
        "kind": "records",
        "priority": "2",
    }
    assert "Issued." in post(client, "recommendation_new", **values)
    asked = Recommendation.objects.get()
    assert asked.respond_by == timezone.localdate() + timedelta(days=60)
    assert "of this number already" in post(client, "recommendation_new", **values)
    changed = {**values, "text": "Count all.", "respond_by": asked.respond_by, "reason": "A slip."}
    assert "Count all." in post(client, "recommendation_revise", asked.pk, edition=1, **changed)
    tomorrow = {**values, "number": "2", "issued_on": timezone.localdate() + timedelta(days=1)}
    assert "It is issued today or was issued before." in post(client, "recommendation_new", **tomorrow)


def test_body_of_another_department_is_not_offered_and_not_taken(cast: Cast, client: Client) -> None:
    begin(cast)
    theirs = Issuer.objects.create(agency=cast.oakford, name="Oakford board", kind="board")
    enter(client, cast, "olga")
    assert "Oakford board" not in text_of(client, "recommendation_new")
    values = {"issuer": theirs.pk, "number": "1", "title": "x", "text": "x", "kind": "other", "priority": "1"}
    told = post(client, "recommendation_new", issued_on=timezone.localdate(), **values)
    assert "Select a valid choice." in told
    assert not Recommendation.objects.exists()


def test_list_is_looked_at_then_taken_in(cast: Cast, client: Client) -> None:
    story = begin(cast)
    enter(client, cast, "olga")
    table = "number,date,recommendation\n1,2026-01-05,Señal\n2,soon,Zwei\n".encode("latin-1")
    upload = SimpleUploadedFile("old.csv", table, content_type="text/csv")
    told = post(client, "recommendations_import", issuer=story.board.pk, file=upload)
    assert "Rows that would come in: 1. Set aside: 1." in told
    assert "Row 3: “soon” is no day." in told
    assert not Recommendation.objects.exists()
    batch = Batch.objects.get()
    assert "Taken in: 1. Set aside: 1." in post(client, "recommendations_batch", batch.pk)
    assert Recommendation.objects.get().text == "Señal"
    answer = client.get(reverse("recommendations_aside_csv", args=[batch.pk]))
    assert "“soon” is no day" in b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    empty = SimpleUploadedFile("empty.csv", b"a,b\n1,2\n", content_type="text/csv")
    assert "No column is headed number" in post(
        client, "recommendations_import", issuer=story.board.pk, file=empty
    )


def test_keeper_adds_a_body_and_gives_a_seat(cast: Cast, client: Client) -> None:
    enter(client, cast, "admin")
    body = {"agency": cast.millbrook.pk, "name": "City auditor", "kind": "auditor"}
    told = post(client, "issuer_new", acknowledge_days=20, answer_days=10, **body)
    assert "The answer is due no earlier than the acknowledgement." in told
    assert "Added." in post(client, "issuer_new", acknowledge_days=5, answer_days=30, **body)
    made = Issuer.objects.get()
    offered = text_of(client, "seat_new", made.pk)
    assert ">Vic<" in offered
    assert ">Tara<" not in offered
    given = {"user": cast.user["vic"].pk, "start": timezone.localdate()}
    assert "The seat was given." in post(client, "seat_new", made.pk, **given)
    changed = {**body, "acknowledge_days": 5, "answer_days": 45, "edition": 1, "reason": "New charter."}
    assert "45" in post(client, "issuer_change", made.pk, **changed)
    seat = Seat.objects.get()
    assert "The seat is over." in post(client, "seat_end", made.pk, seat.pk, reason="Moved away.")


# ── the meeting ──────────────────────────────────────────────────────────────────────────────────


def test_board_member_sees_what_changed_since_a_day_they_choose(cast: Cast, client: Client) -> None:
    story = begin(cast)
    a_board_member(story)
    late = issue(story, "L", title="Late one", issued_on=timezone.localdate() - timedelta(days=90))
    asked = bring(story, S.REPORTED_IMPLEMENTED, "R", title="Reported one")
    enter(client, cast, "bea")
    today = text_of(client, "oversight_desk", since=timezone.localdate().isoformat())
    assert "Nothing changed." not in today
    assert "What happened since" in today
    for shown in (late, asked):
        assert str(shown) in today
    story_of_old = Recommendation.objects.get(pk=late.pk)
    assert story_of_old.state == S.ISSUED


@pytest.mark.parametrize("since", ["", "soon", "2026-13-45", "9999-12-31", "0001-01-01"])
def test_day_that_nobody_means_is_a_month_ago(cast: Cast, client: Client, since: str) -> None:
    begin(cast)
    usual = (timezone.localdate() - timedelta(days=30)).isoformat()
    assert f'value="{usual}"' in text_of(enter(client, cast, "vic"), "oversight_desk", since=since)


def test_packet_holds_what_is_overdue_and_what_changed_and_no_markup(cast: Cast, client: Client) -> None:
    story = begin(cast)
    issue(story, "L-1", title="#strong[Late] $x$ *one*", issued_on=timezone.localdate() - timedelta(days=90))
    bring(story, S.DECLINED, "D-1", title="Declined one")
    answer = enter(client, cast, "olga").get(reverse("oversight_packet_pdf"))
    assert answer["Content-Type"] == "application/pdf"
    told = " ".join(
        " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages).split()
    )
    assert "#strong[Late] $x$ *one*" in told
    assert "Declined one" in told
    assert "The contract does not allow it." in told


def test_desk_of_the_department_says_what_waits_and_what_is_late(cast: Cast, client: Client) -> None:
    story = begin(cast)
    issue(story, "L", title="Late one", issued_on=timezone.localdate() - timedelta(days=90))
    bring(story, S.NOT_IMPLEMENTED, "N", title="Bad one")
    bring(story, S.CLOSED, "C", title="Closed one")
    text = text_of(enter(client, cast, "dina"), "recommendations_desk")
    assert "Late one" in text
    assert "Bad one" in text
    assert "Closed one" not in text
