"""Courses on the training desk."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.curriculum.lessons import a_course, a_draft, in_use

from muster.curriculum.actions.courses import add_code, course_values, edit_course
from muster.curriculum.content import seen
from muster.curriculum.models import Course, CourseCode
from muster.curriculum.queries import codes_of

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


def form_of(course: Course, **changes: Any) -> dict[str, Any]:
    """What the form of a course posts when nothing was touched, with some changes."""
    values = {
        "seen": seen(course_values(course)),
        "title": course.title,
        "code": course.code,
        "minutes": course.minutes,
        "topics": course.topics or [],
        "delivery": course.delivery,
        "certified": "unknown",
    }
    return values | changes


def test_list_shows_what_is_taught(cast: Cast, tara: Client) -> None:
    in_use(cast)
    a_course(cast, code="OLD", title="Baton", is_retired=True)
    text = page(tara, "courses")
    assert "Defensive tactics" in text
    assert "arrest and control, defensive tactics" in text
    assert "version 1" in text
    assert "Baton" not in text
    assert "Baton" in page(tara, "courses", query="?state=retired")


def test_list_is_narrowed_by_words_and_topic(cast: Cast, tara: Client) -> None:
    a_course(cast)
    a_course(cast, code="FA", title="First aid", topics=["first-aid"])
    assert "Defensive" not in page(tara, "courses", query="?topic=first-aid")
    assert "First aid</a>" not in page(tara, "courses", query="?q=dt-1")
    assert "No course found" in page(tara, "courses", query="?q=nothing")


def test_empty_list_says_what_to_do_first(cast: Cast, tara: Client) -> None:
    assert "Add the first one" in page(tara, "courses")
    tara.force_login(cast.user["ada"])
    assert "Add the first one" not in page(tara, "courses")


def test_list_as_a_file_runs_no_formula(cast: Cast, tara: Client) -> None:
    a_course(cast, title="=HYPERLINK(1)")
    answer = tara.get(reverse("trainer:courses") + "?format=csv")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))  # type: ignore[attr-defined]
    assert rows[1][:4] == ["DT-1", "'=HYPERLINK(1)", "Millbrook Police", "120"]


def test_list_asks_the_same_for_one_row_and_three(cast: Cast, tara: Client, queries_of: Counted) -> None:
    a_course(cast)
    one = queries_of(lambda: page(tara, "courses"))
    a_course(cast, code="2")
    in_use(cast, a_draft(cast, a_course(cast, code="3")))
    assert queries_of(lambda: page(tara, "courses")) == one


def test_markup_in_a_name_is_text(cast: Cast, tara: Client) -> None:
    course = a_course(cast, title="<script>alert(1)</script>", summary="<b>x</b>")
    for text in (page(tara, "courses"), page(tara, "course", course.pk)):
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)" in text


def test_course_is_added(cast: Cast, tara: Client) -> None:
    values = {
        "agency": cast.millbrook.pk,
        "title": "Crisis response",
        "code": "CR-1",
        "minutes": 480,
        "topics": ["crisis-response", "mental-health"],
        "certified": "true",
    }
    answer = tara.post(reverse("trainer:add_course"), values)
    course = Course.objects.get()
    assert answer.headers["Location"] == reverse("trainer:course", args=[course.pk])
    assert (course.topics, course.certified, course.minutes) == (
        ["crisis-response", "mental-health"],
        True,
        480,
    )


@pytest.mark.parametrize(("topics", "kept"), [([], None), (["-"], []), (["cpr"], ["cpr"])])
def test_no_answer_about_topics_is_not_the_answer_none(
    cast: Cast, tara: Client, topics: list[str], kept: list[str] | None
) -> None:
    values = {"agency": cast.millbrook.pk, "title": "x", "code": "x", "minutes": 1, "topics": topics}
    tara.post(reverse("trainer:add_course"), values)
    assert Course.objects.get().topics == kept


def test_course_posted_twice_is_one_course(cast: Cast, tara: Client) -> None:
    values = {"agency": cast.millbrook.pk, "title": "x", "code": "x", "minutes": 1, "once": "a-token"}
    first = tara.post(reverse("trainer:add_course"), values)
    again = tara.post(reverse("trainer:add_course"), values)
    assert first.headers["Location"] == again.headers["Location"]
    assert Course.objects.count() == 1


def test_course_is_not_added_to_a_neighbour(cast: Cast, tara: Client) -> None:
    values = {"agency": cast.oakford.pk, "title": "x", "code": "x", "minutes": 1}
    answer = tara.post(reverse("trainer:add_course"), values)
    assert "agency" in answer.context["form"].errors
    assert not Course.objects.exists()


def test_code_that_is_taken_is_a_sentence(cast: Cast, tara: Client) -> None:
    a_course(cast)
    values = {"agency": cast.millbrook.pk, "title": "x", "code": "DT-1", "minutes": 1}
    assert (
        "has a course with this code already"
        in tara.post(reverse("trainer:add_course"), values).content.decode()
    )


def test_change_is_saved(cast: Cast, tara: Client) -> None:
    first, course = a_course(cast, code="BASIC"), a_course(cast)
    tara.post(
        reverse("trainer:edit_course", args=[course.pk]),
        form_of(course, title="Holds", prerequisites="BASIC"),
    )
    course.refresh_from_db()
    assert course.title == "Holds"
    assert course.prerequisites.get() == first


def test_unknown_code_of_a_course_needed_before_is_named(cast: Cast, tara: Client) -> None:
    course = a_course(cast)
    values = form_of(course, prerequisites="DT-1, NOPE")
    text = tara.post(reverse("trainer:edit_course", args=[course.pk]), values).content.decode()
    assert "There is no course with the code NOPE." in text


def test_second_editor_sees_the_difference_and_loses_nothing(cast: Cast, tara: Client) -> None:
    course = a_course(cast)
    url, mine = reverse("trainer:edit_course", args=[course.pk]), form_of(course, title="Tara's holds")
    edit_course(
        course=course, seen_before=seen(course_values(course)), by=cast.user["dina"], title="Dina's holds"
    )
    answer = tara.post(url, mine)
    text = answer.content.decode()
    assert "Somebody else changed this" in text
    assert "<del>" in text
    assert 'value="Tara&#x27;s holds"' in text
    course.refresh_from_db()
    assert course.title == "Dina's holds"
    again = mine | {"seen": answer.context["form"]["seen"].value()}
    assert tara.post(url, again).status_code == 302
    course.refresh_from_db()
    assert course.title == "Tara's holds"


def test_state_number_is_added_corrected_and_taken_back(cast: Cast, tara: Client) -> None:
    course = a_course(cast)
    tara.post(reverse("trainer:add_code", args=[course.pk]), {"jurisdiction": "us-tx", "code": "2095"})
    line = codes_of(course).get()
    values = {"jurisdiction": "us-tx", "code": "2096", "reason": "Typing error"}
    tara.post(reverse("trainer:correct_code", args=[line.pk]), values)
    newer = codes_of(course).get()
    assert newer.code == "2096"
    history = page(tara, "code_history", newer.pk)
    assert all(told in history for told in ("us-tx 2095", "us-tx 2096", "Typing error", "Tara"))
    tara.post(reverse("trainer:withdraw_code", args=[newer.pk]), {"reason": "Not ours"})
    assert not codes_of(course).exists()
    assert CourseCode.lines.count() == 3


def test_second_who_corrects_a_number_is_shown_the_newer(cast: Cast, tara: Client) -> None:
    course = a_course(cast)
    line = add_code(course=course, jurisdiction="us-tx", code="1", by=cast.user["tara"])
    url = reverse("trainer:correct_code", args=[line.pk])
    tara.post(url, {"jurisdiction": "us-tx", "code": "2", "reason": "x"})
    text = tara.post(url, {"jurisdiction": "us-tx", "code": "3", "reason": "x"}).content.decode()
    assert "What it says now" in text
    assert "us-tx 2" in text
    assert codes_of(course).get().code == "2"


def test_sessions_of_a_course_are_offered_to_those_who_may_list_them(cast: Cast, client: Client) -> None:
    course = a_course(cast)
    offered = {}
    for name in ("tara", "ada"):
        client.force_login(cast.user[name])
        offered[name] = "Sessions of this course" in page(client, "course", course.pk)
    assert offered == {"tara": True, "ada": False}
