"""The desk: planned, opened, looked at, sorted, answered, published, as the people on it click."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.community.stories import S, a_plan, days, open_it, plan_it, texts

from muster.community.actions.consultations import change_consultation
from muster.community.models import Answer, Comment, Consultation, ConsultationRule, Screening, Theme

pytestmark = pytest.mark.django_db
Counted = Callable[[Callable[[], object]], int]


def enter(client: Client, cast: Cast, name: str = "tara") -> Client:
    client.force_login(cast.user[name])
    return client


def read(client: Client, name: str, *args: Any, **query: Any) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200, answer.status_code
    return html.unescape(answer.content.decode())


def post(client: Client, name: str, *args: Any, **values: Any) -> Any:
    return client.post(reverse(name, args=args), values)


def test_coordinator_plans_and_opens_a_consultation(cast: Cast, client: Client) -> None:
    plan = a_plan(cast)
    enter(client, cast)
    planned = {name: str(day) for name, day in days(cast).items()}
    post(
        client,
        "consultation_plan",
        agency=cast.millbrook.pk,
        plan=plan.pk,
        audience="everybody",
        **texts(),
        **planned,
    )
    made = Consultation.objects.get()
    assert (made.plan, made.state, made.made_by) == (plan, S.PLANNED, cast.user["tara"])
    assert "reach plan is empty" in read(client, "consultation_desk", made.pk)
    post(client, "consultation_group_new", made.pk, group="youth", how_invited="By letter.")
    post(client, "consultation_move", made.pk, "planned-open", edition=1)
    made.refresh_from_db()
    assert made.state == S.OPEN


def test_what_stands_in_the_way_is_said_beside_the_step_and_when_it_is_tried(
    cast: Cast, client: Client
) -> None:
    story = plan_it(cast, summary_es="")
    enter(client, cast)
    for page in (
        read(client, "consultation_desk", story.consultation.pk),
        read(client, "consultation_move", story.consultation.pk, "planned-open"),
        html.unescape(
            post(
                client, "consultation_move", story.consultation.pk, "planned-open", edition=1
            ).content.decode()
        ),
    ):
        assert "Missing: the same in Spanish" in page
    assert story.now().state == S.PLANNED


def test_step_that_is_past_leads_back_to_where_it_stands(cast: Cast, client: Client) -> None:
    story = open_it(cast)
    answer = enter(client, cast).get(
        reverse("consultation_move", args=[story.consultation.pk, "planned-open"])
    )
    assert answer.url == reverse("consultation_desk", args=[story.consultation.pk])


def test_coordinator_does_not_see_the_step_that_publishes(cast: Cast, client: Client) -> None:
    story = open_it(cast)
    story.closed()
    story.go(S.CODING)
    story.go(S.RESPONSES_DRAFTED)
    key = story.consultation.pk
    assert "Publish the answers" not in read(enter(client, cast, "tara"), "consultation_desk", key)
    url = reverse("consultation_move", args=[key, "responses_drafted-responses_published"])
    assert client.get(url).status_code == 404
    assert "Publish the answers" in read(enter(client, cast, "dina"), "consultation_desk", key)


def test_comments_are_looked_at_many_at_once(cast: Cast, client: Client) -> None:
    story = open_it(cast)
    comments = [story.say(f"{number} words") for number in range(3)]
    enter(client, cast)
    assert "0 words" in read(client, "consultation_comments_desk", story.consultation.pk)
    post(
        client,
        "consultation_comments_desk",
        story.consultation.pk,
        comment=[comments[0].pk, comments[1].pk],
        verdict="published",
    )
    assert list(Screening.lines.values_list("comment", "verdict", "known_by")) == [
        (comments[0].pk, "published", cast.user["tara"].pk),
        (comments[1].pk, "published", cast.user["tara"].pk),
    ]
    page = read(client, "consultation_comments_desk", story.consultation.pk)
    assert "2 words" in page
    assert "0 words" not in page


def test_comments_are_found_by_their_words(cast: Cast, client: Client) -> None:
    story = open_it(cast)
    story.say("About horses.")
    story.say("About cars.")
    page = read(
        enter(client, cast), "consultation_comments_desk", story.consultation.pk, show="all", q="HORSES"
    )
    assert "About horses." in page
    assert "About cars." not in page


def test_comments_go_into_a_spreadsheet_in_which_nothing_runs(cast: Cast, client: Client) -> None:
    story = open_it(cast)
    story.say("=cmd|' /C calc'!A0")
    answer = enter(client, cast).get(
        reverse("consultation_comments_desk", args=[story.consultation.pk]), {"format": "csv", "show": "all"}
    )
    assert "'=cmd" in b"".join(answer.streaming_content).decode()


def test_typed_comment_gets_a_code_to_hand_out(cast: Cast, client: Client) -> None:
    story = open_it(cast)
    enter(client, cast)
    answer = post(
        client,
        "comment_type",
        story.consultation.pk,
        text="By letter.",
        language="es",
        channel="paper",
        passage="",
    )
    assert "<code>" in client.get(answer.url).content.decode()
    made = Comment.objects.get()
    assert (made.channel, made.language, made.typed_by) == ("paper", "es", cast.user["tara"])


def test_second_look_by_the_same_person_is_refused_on_the_page(cast: Cast, client: Client) -> None:
    story = open_it(cast)
    comment = story.say()
    story.screen(comment, verdict="withheld", code="slur")
    enter(client, cast)
    page = post(client, "comment_look", comment.pk, verdict="published", reason="Fair.").content.decode()
    assert "Somebody else takes the second look" in page
    post(enter(client, cast, "dina"), "comment_look", comment.pk, verdict="published", reason="Fair.")
    assert Screening.lines.standing().get().verdict == "published"


def test_comments_are_sorted_by_what_is_suggested_and_answered_together(cast: Cast, client: Client) -> None:
    story = open_it(cast)
    first, second = story.say("Ask for consent first."), story.say("Consent should be asked.")
    story.screen(first, second)
    story.closed()
    story.go(S.CODING)
    enter(client, cast)
    post(client, "consultation_themes", story.consultation.pk, title="Consent", title_es="Consentimiento")
    theme = Theme.objects.get()
    page = read(client, "theme", theme.pk)
    assert "Ask for consent first." in page
    assert "(conse)" in page, "the words that say so are told"
    post(client, "theme", theme.pk, comment=[first.pk, second.pk])
    assert theme.codings.count() == 2
    post(
        client,
        "theme_answer",
        theme.pk,
        disposition="declined",
        text="No.",
        text_es="No.",
        passage="",
        after="",
    )
    answer = Answer.lines.get()
    assert (answer.theme, answer.disposition, answer.known_by) == (theme, "declined", cast.user["tara"])


def test_answer_shows_a_passage_of_the_version_that_came_out_of_it(cast: Cast, client: Client) -> None:
    story = open_it(cast)
    comment = story.say()
    story.screen(comment)
    story.closed()
    story.go(S.CODING)
    enter(client, cast)
    before = story.now().passages.get(number=3)
    post(
        client,
        "comment_answer",
        comment.pk,
        disposition="accepted",
        text="Yes.",
        text_es="Sí.",
        passage=before.pk,
        after="3",
    )
    answer = Answer.lines.get()
    assert (answer.after, answer.after_plan, answer.passage) == (
        "Ask for licence and papers.",
        story.plan,
        before,
    )


def test_director_writes_a_rule_and_ends_it(cast: Cast, client: Client) -> None:
    enter(client, cast, "dina")
    said = {"days_open": 30, "gatherings": 3, "answer_days": 60, "interim_days": 90, "most_an_hour": 300}
    post(
        client,
        "consultation_rule_new",
        topics=["procedural-justice"],
        groups=["youth"],
        source="Order 5",
        start="2026-01-01",
        **said,
    )
    rule = ConsultationRule.lines.get()
    assert (rule.topics, rule.groups, rule.gatherings) == (["procedural-justice"], ["youth"], 3)
    assert "Order 5" in read(client, "consultation_rules")
    post(client, "consultation_rule_end", rule.pk, end="2026-02-01", reason="Replaced.")
    assert str(ConsultationRule.lines.standing().get().end) == "2026-02-01"


@pytest.mark.parametrize("name", ["community_desk", "consultation_comments_desk", "consultation_themes"])
def test_list_asks_the_database_as_often_for_one_as_for_three(
    name: str, cast: Cast, client: Client, queries_of: Counted
) -> None:
    story = open_it(cast)
    story.screen(story.say("one"))
    enter(client, cast)
    url = reverse(name, args=[] if name == "community_desk" else [story.consultation.pk])
    one = queries_of(lambda: client.get(url, {"show": "all"}))
    for number in range(2):
        open_it(cast, plan=story.plan, title=f"Another {number}")
    story.screen(story.say("two"), story.say("three", passage=story.now().passages.first()))
    assert queries_of(lambda: client.get(url, {"show": "all"})) == one


def test_second_of_two_is_shown_what_the_first_wrote_and_may_decide_again(cast: Cast, client: Client) -> None:
    story = plan_it(cast)
    enter(client, cast)
    said = {**texts(title="Mine"), **{name: str(day) for name, day in days(cast).items()}}
    said |= {"plan": story.plan.pk, "audience": "everybody", "edition": 1}
    change_consultation(consultation=story.now(), by=cast.user["dina"], edition=1, title="Hers")
    page = html.unescape(post(client, "consultation_change", story.consultation.pk, **said).content.decode())
    assert "Hers" in page
    assert story.now().title == "Hers"
    post(client, "consultation_change", story.consultation.pk, **{**said, "edition": 2})
    assert story.now().title == "Mine"
