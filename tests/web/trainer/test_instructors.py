"""Instructors on the training desk."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast
from tests.curriculum.lessons import a_course

from muster.curriculum.actions.instructors import add_instructor, certify, edit_instructor, instructor_values
from muster.curriculum.content import seen
from muster.curriculum.models import Instructor
from muster.curriculum.queries import certifications_of

pytestmark = pytest.mark.django_db
Counted = Callable[[Callable[[], object]], int]


@pytest.fixture
def tara(cast: Cast, client: Client) -> Client:
    client.force_login(cast.user["tara"])
    return client


@pytest.fixture
def zoe(cast: Cast) -> Instructor:
    return add_instructor(agency=cast.millbrook, by=cast.user["tara"], guest_name="Zoe Guest")


def page(client: Client, name: str, *args: Any, query: str = "") -> str:
    answer = client.get(reverse(f"trainer:{name}", args=args) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_list_flags_who_runs_out(cast: Cast, tara: Client, zoe: Instructor) -> None:
    assert "no valid certification" in page(tara, "instructors")
    soon = timezone.localdate() + timedelta(days=10)
    certify(instructor=zoe, title="x", by=cast.user["tara"], start=date(2025, 1, 1), end=soon)
    assert "runs out soon" in page(tara, "instructors")


def test_list_as_a_file(tara: Client, zoe: Instructor) -> None:
    answer: Any = tara.get(reverse("trainer:instructors") + "?format=csv")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert rows[1] == ["Zoe Guest", "Millbrook Police", "", "no valid certification", ""]


def test_list_asks_the_same_for_one_row_and_three(
    cast: Cast, tara: Client, zoe: Instructor, queries_of: Counted
) -> None:
    one = queries_of(lambda: page(tara, "instructors"))
    for name in ("ian", "sam"):
        made = add_instructor(agency=cast.millbrook, by=cast.user["tara"], person=cast.person[name])
        certify(instructor=made, title="x", by=cast.user["tara"], start=date(2025, 1, 1))
    assert queries_of(lambda: page(tara, "instructors")) == one


def test_who_teaches_no_more_is_shown_when_asked_for(cast: Cast, tara: Client, zoe: Instructor) -> None:
    edit_instructor(
        instructor=zoe, seen_before=seen(instructor_values(zoe)), by=cast.user["tara"], is_active=False
    )
    assert "Zoe" not in page(tara, "instructors")
    assert "teaches no more" in page(tara, "instructors", query="?former=1")


def test_one_of_the_people_becomes_an_instructor(cast: Cast, tara: Client) -> None:
    values = {"agency": cast.millbrook.pk, "person": cast.person["ian"].pk, "biography": "Ten years."}
    assert tara.post(reverse("trainer:add_instructor"), values).status_code == 302
    assert Instructor.objects.get().person == cast.person["ian"]


def test_person_of_a_neighbour_cannot_be_chosen(cast: Cast, tara: Client) -> None:
    values = {"agency": cast.millbrook.pk, "person": cast.person["nora"].pk}
    answer = tara.post(reverse("trainer:add_instructor"), values)
    assert answer.context["form"].errors["person"]
    assert not Instructor.objects.exists()


def test_person_and_guest_at_once_is_a_sentence(cast: Cast, tara: Client) -> None:
    values = {"agency": cast.millbrook.pk, "person": cast.person["ian"].pk, "guest_name": "Zoe"}
    assert "not both" in tara.post(reverse("trainer:add_instructor"), values).content.decode()


def test_guest_posted_twice_is_one(cast: Cast, tara: Client) -> None:
    values = {"agency": cast.millbrook.pk, "guest_name": "Zoe", "once": "a-token"}
    for _time in range(2):
        assert tara.post(reverse("trainer:add_instructor"), values).status_code == 302
    assert Instructor.objects.count() == 1


def test_second_editor_sees_the_difference(cast: Cast, tara: Client, zoe: Instructor) -> None:
    url = reverse("trainer:edit_instructor", args=[zoe.pk])
    mark = seen(instructor_values(zoe))
    edit_instructor(instructor=zoe, seen_before=mark, by=cast.user["dina"], biography="Prosecutor.")
    mine = {"seen": mark, "guest_name": "Zoe Guest", "biography": "Judge.", "is_active": "on"}
    answer = tara.post(url, mine)
    text = answer.content.decode()
    assert "Prosecutor" in text.split("<del>")[1].split("</del>")[0]
    assert "Judge.</textarea>" in text
    assert tara.post(url, mine | {"seen": answer.context["form"]["seen"].value()}).status_code == 302
    zoe.refresh_from_db()
    assert zoe.biography == "Judge."


def test_certification_is_added_corrected_and_taken_back(tara: Client, zoe: Instructor) -> None:
    values = {"title": "Instructor", "start": "2025-01-01", "end": "2026-01-01", "topics": ["driving"]}
    tara.post(reverse("trainer:add_certification", args=[zoe.pk]), values)
    line = certifications_of(zoe).get()
    assert (line.topics, line.end) == (["driving"], date(2026, 1, 1))
    longer = values | {"end": "2028-01-01", "reason": "Renewed"}
    tara.post(reverse("trainer:correct_certification", args=[line.pk]), longer)
    newer = certifications_of(zoe).get()
    assert newer.end == date(2028, 1, 1)
    assert "Renewed" in page(tara, "certification_history", newer.pk)
    text = tara.post(reverse("trainer:correct_certification", args=[line.pk]), longer).content.decode()
    assert "What it says now" in text
    tara.post(reverse("trainer:withdraw_certification", args=[newer.pk]), {"reason": "Wrong person"})
    assert not certifications_of(zoe).exists()


def test_page_says_whether_they_may_teach_a_course(cast: Cast, tara: Client, zoe: Instructor) -> None:
    course = a_course(cast)
    query = f"?course={course.pk}"
    assert "There is no certification that is valid on that day." in page(
        tara, "instructor", zoe.pk, query=query
    )
    certify(instructor=zoe, title="Arrest control", by=cast.user["tara"], start=date(2025, 1, 1))
    assert "“Arrest control” is valid on that day." in page(tara, "instructor", zoe.pk, query=query)


def test_markup_in_a_biography_is_text(cast: Cast, tara: Client) -> None:
    made = add_instructor(
        agency=cast.millbrook, by=cast.user["tara"], guest_name="<b>Zoe", biography="<script>x"
    )
    text = page(tara, "instructor", made.pk)
    assert "&lt;b&gt;Zoe" in text
    assert "<script>x" not in text
