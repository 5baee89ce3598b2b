"""What anybody reads and sends, without an account."""

from __future__ import annotations

import html
import re
import time
from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.community.stories import CONSENT, S, Story, answer_it, open_it, plan_it

from muster.community.actions.answers import write_answer
from muster.community.actions.screening import look_again
from muster.community.forms.comments import FASTEST_SECONDS
from muster.community.models import Comment, Tally
from muster.curriculum.models import LessonPlan

pytestmark = pytest.mark.django_db
Counted = Callable[[Callable[[], object]], int]


def address(name: str, story: Story) -> str:
    return reverse(name, kwargs={"word": story.consultation.word})


def read(client: Client, url: str, **headers: Any) -> str:
    answer = client.get(url, **headers)
    assert answer.status_code == 200, answer.status_code
    return html.unescape(answer.content.decode())


def filled(client: Client, url: str, **values: Any) -> dict[str, Any]:
    """The form's own hidden fields as a browser sends them back, with what somebody typed."""
    page = client.get(url).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    return {**hidden, "text": CONSENT, "language": "en", **values}


def sent(client: Client, url: str, seconds: int = 10, **values: Any) -> Any:
    """Fill in the form of a comment and send it, some seconds later."""
    said = filled(client, url, **values)
    later = time.time() + seconds
    with mock.patch("django.core.signing.time.time", return_value=later):
        return client.post(url, said)


# ── reading ──────────────────────────────────────────────────────────────────────────────────────


def test_what_is_planned_or_dropped_is_not_there(cast: Cast, client: Client) -> None:
    story = plan_it(cast)
    assert client.get(address("consultation", story)).status_code == 404
    story.go(S.DROPPED, reason="Not now.")
    assert client.get(address("consultation", story)).status_code == 404


def test_list_shows_what_everybody_is_asked_and_nothing_else(cast: Cast, client: Client) -> None:
    open_it(cast)
    hidden = plan_it(cast, LessonPlan.objects.get(), audience="invited", title="For a few")
    hidden.go(S.OPEN)
    page = read(client, reverse("community"))
    assert "How officers stop cars" in page
    assert "For a few" not in page
    assert "For a few" in read(client, address("consultation", hidden)), "who has the address finds it"


def test_page_speaks_spanish_where_there_is_spanish(cast: Cast, client: Client) -> None:
    story = open_it(cast)
    page = read(client, address("consultation", story), headers={"accept-language": "es"})
    assert "Cómo los agentes detienen autos" in page
    assert "¿Qué deben decir primero los agentes?" in page
    assert '<p lang="en">Greet the driver.</p>' in page


def test_comment_that_waits_or_is_withheld_is_on_no_public_page(cast: Cast, client: Client) -> None:
    story = open_it(cast)
    story.say("UNSEEN words")
    bad = story.say("BAD words")
    story.screen(story.say("GOOD words"))
    story.screen(bad, verdict="withheld", code="threat")
    pages = [
        read(client, address(name, story))
        for name in ("consultation", "consultation_comments", "consultation_answers")
    ]
    pages.append(read(client, reverse("community")))
    assert "GOOD words" in pages[1]
    assert not any("UNSEEN" in page or "BAD" in page for page in pages)
    assert "1: threatens somebody" in pages[1]


def test_script_in_a_comment_is_shown_as_text(cast: Cast, client: Client) -> None:
    story = open_it(cast)
    story.screen(story.say("<script>alert(1)</script>"))
    page = client.get(address("consultation_comments", story)).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


def test_answers_are_public_when_they_are_published_and_not_before(cast: Cast, client: Client) -> None:
    story = open_it(cast)
    comment = story.say()
    story.screen(comment)
    story.closed()
    story.go(S.CODING)
    first = story.now().passages.get(number=3)
    write_answer(
        consultation=story.now(),
        theme=story.theme(comment),
        disposition="accepted",
        text="We wrote it in.",
        text_es="Lo escribimos.",
        passage=first,
        after="Ask for licence and papers.",
        by=story.tara,
    )
    for name in ("consultation_answers", "consultation_comments"):
        assert "We wrote it in." not in read(client, address(name, story))
    story.go(S.RESPONSES_DRAFTED)
    assert "We wrote it in." not in read(client, address("consultation_answers", story))
    story.go(S.RESPONSES_PUBLISHED, "dina")
    page = read(client, address("consultation_answers", story))
    assert "We wrote it in." in page
    assert "<del>Greet</del>" in page
    assert "<ins>" in page
    assert "We wrote it in." in read(client, address("consultation_comments", story))


def test_comment_that_a_second_look_withholds_is_quoted_no_more(cast: Cast, client: Client) -> None:
    story = open_it(cast)
    comment = story.say("Sergeant Doe of 12 Elm Street never says why.")
    story.screen(comment)
    story.closed()
    story.go(S.CODING)
    story.answer(comment=comment)
    story.go(S.RESPONSES_DRAFTED)
    story.go(S.RESPONSES_PUBLISHED, "dina")
    assert "Elm Street" in read(client, address("consultation_answers", story))
    look_again(
        comment=comment,
        verdict="withheld",
        reason_code="private",
        reason="An address.",
        by=cast.user["dina"],
    )
    page = read(client, address("consultation_answers", story))
    assert "Elm Street" not in page
    assert "The law says so." in page, "the answer itself stays"


def test_lateness_of_the_answers_is_shown_to_everybody(cast: Cast, client: Client) -> None:
    story = open_it(cast)
    story.closed()
    story.later((story.now().answers_by - story.now().closes_on).days + 2)
    with story.clock():
        assert "3 days late" in read(client, address("consultation", story))


@pytest.mark.parametrize(
    "name", ["community", "consultation", "consultation_comments", "consultation_answers"]
)
def test_page_asks_the_database_as_often_for_one_comment_as_for_three(
    name: str, cast: Cast, client: Client, queries_of: Counted
) -> None:
    story = open_it(cast)
    passage = story.now().passages.first()
    story.screen(story.say("one", passage=passage))
    url = reverse(name) if name == "community" else address(name, story)
    one = queries_of(lambda: client.get(url))
    story.screen(story.say("two", passage=passage), story.say("three", passage=story.now().passages.last()))
    assert queries_of(lambda: client.get(url)) == one
    answer_it(story)
    answered = queries_of(lambda: client.get(url))
    assert answered <= one + 6


# ── sending ──────────────────────────────────────────────────────────────────────────────────────


def test_anybody_comments_and_sees_their_code_once(cast: Cast, client: Client) -> None:
    story = open_it(cast)
    url = f"{address('comment_new', story)}?passage=3"
    answer = sent(client, url)
    assert answer.url == address("comment_sent", story)
    comment = Comment.objects.get()
    assert (comment.text, comment.passage.number, comment.typed_by) == (CONSENT, 3, None)
    code = re.search(r"<code>([\w-]{19})</code>", read(client, answer.url))
    assert code is not None
    assert "<code>" not in read(client, answer.url), "it is shown once"
    page = html.unescape(client.post(reverse("comment_follow"), {"code": code[1].lower()}).content.decode())
    assert CONSENT in page
    assert "waits to be looked at" in page


def test_nothing_is_kept_of_who_sent_it_also_not_of_who_is_signed_in(cast: Cast, client: Client) -> None:
    story = open_it(cast)
    client.force_login(cast.user["ada"])
    sent(client, address("comment_new", story))
    assert Comment.objects.get().typed_by is None
    assert "sessionid" not in Client().get(address("comment_new", story)).cookies


def test_form_sent_twice_makes_one_comment_and_shows_the_code_both_times(cast: Cast, client: Client) -> None:
    story = open_it(cast)
    url = address("comment_new", story)
    said = filled(client, url)
    with mock.patch("muster.community.forms.comments.CommentForm._is_too_fast", return_value=False):
        first, second = client.post(url, said), client.post(url, said)
    assert first.url == second.url
    assert (
        first.cookies["muster_comment_code"].value.split(":")[0]
        == second.cookies["muster_comment_code"].value.split(":")[0]
    )
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "seconds", "sentence"),
    [
        ({"website": "https://example.org"}, 10, "looked like a machine"),
        ({}, 0, "looked like a machine"),
        ({"opened": "forged"}, 10, "looked like a machine"),
        ({"text": "x" * 1_000_000}, 10, "1000000 characters"),
    ],
)
def test_what_is_refused_stands_in_the_form_again(
    values: dict[str, str], seconds: int, sentence: str, cast: Cast, client: Client
) -> None:
    story = open_it(cast)
    answer = sent(client, address("comment_new", story), seconds, **values)
    page = html.unescape(answer.content.decode())
    assert sentence in page
    assert values.get("text", CONSENT) in page
    assert not Comment.objects.exists()


def test_person_who_is_quick_is_not_taken_for_a_machine(cast: Cast, client: Client) -> None:
    story = open_it(cast)
    assert sent(client, address("comment_new", story), FASTEST_SECONDS + 1).status_code == 302


def test_comment_that_comes_too_late_is_given_back_to_copy(cast: Cast, client: Client) -> None:
    story = open_it(cast)
    said = filled(client, address("comment_new", story))
    story.closed()
    with mock.patch("muster.community.forms.comments.CommentForm._is_too_fast", return_value=False):
        page = html.unescape(client.post(address("comment_new", story), said).content.decode())
    assert "not taken any more" in page
    assert CONSENT in page


def test_wrong_code_finds_nothing_and_says_so(cast: Cast, client: Client) -> None:
    open_it(cast).say()
    page = client.post(reverse("comment_follow"), {"code": "0000-0000-0000-0000"}).content.decode()
    assert "No comment has this code" in page
    assert CONSENT not in html.unescape(page)


def test_author_of_a_withheld_comment_is_told_why(cast: Cast, client: Client) -> None:
    story = open_it(cast)
    answer = sent(client, address("comment_new", story))
    code = re.search(r"<code>([\w-]{19})</code>", read(client, answer.url))
    assert code is not None
    story.screen(Comment.objects.get(), verdict="withheld", code="private")
    page = client.post(reverse("comment_follow"), {"code": code[1]}).content.decode()
    assert "names or describes a private person" in page


def test_what_somebody_says_of_themselves_is_counted(cast: Cast, client: Client) -> None:
    story = open_it(cast)
    story.say()
    story.say()
    for _twice in range(2):
        client.post(address("comment_about", story), {"age": "to_64", "race": "", "stopped": "", "once": "a"})
    assert Tally.objects.get(number=1).answer == "to_64"
