"""Writing a draft, with buttons that post and no script."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.curriculum.lessons import a_draft, in_use, mark, write

from muster.curriculum.actions.plans import write_texts
from muster.curriculum.forms.plans import MOST_ROWS
from muster.curriculum.models import LessonPlan

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(cast: Cast) -> LessonPlan:
    return a_draft(cast)


@pytest.fixture
def tara(cast: Cast, client: Client) -> Client:
    client.force_login(cast.user["tara"])
    return client


def url_of(plan: LessonPlan, part: str) -> str:
    return reverse("trainer:plan_part", args=[plan.pk, part])


def posted(plan: LessonPlan, part: str, *rows: dict[str, Any], **more: Any) -> dict[str, Any]:
    """What the page of a part posts."""
    values = {f"row-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()}
    count = {"row-TOTAL_FORMS": len(rows), "row-INITIAL_FORMS": len(rows)}
    return values | count | {"seen": mark(plan, part)} | more


def block(title: str, **values: Any) -> dict[str, Any]:
    return {"title": title, "minutes": 10, "method": "practice"} | values


def shown_titles(answer: Any) -> list[str]:
    return [form["title"].value() or "" for form in answer.context["rows"]]


def test_page_shows_what_is_saved_with_its_links(plan: LessonPlan, tara: Client) -> None:
    answer = tara.get(url_of(plan, "blocks"))
    assert shown_titles(answer) == ["Why holds fail", "On the mat", "Water"]
    first = plan.objectives.first()
    assert answer.context["rows"][0]["objectives"].value() == [first.pk]
    assert f'value="{first.pk}" checked' in answer.content.decode()


def test_rows_are_saved_in_their_order(plan: LessonPlan, tara: Client) -> None:
    know, do = plan.objectives.all()
    rows = (
        block("One", objectives=[know.pk, do.pk]),
        {"title": "", "method": "lecture"},
        block("Two", minutes=20),
    )
    assert tara.post(url_of(plan, "blocks"), posted(plan, "blocks", *rows)).status_code == 302
    saved = plan.blocks.all()
    assert [(b.title, b.minutes, b.order) for b in saved] == [("One", 10, 1), ("Two", 20, 2)]
    assert set(saved[0].objectives.all()) == {know, do}


@pytest.mark.parametrize(
    ("do", "titles"),
    [
        ("add", ["A", "B", "C", ""]),
        ("remove-1", ["A", "C"]),
        ("up-2", ["A", "C", "B"]),
        ("down-0", ["B", "A", "C"]),
        ("up-0", ["A", "B", "C"]),
        ("down-2", ["A", "B", "C"]),
        ("remove-9", ["A", "B", "C"]),
        ("remove-x", ["B", "C"]),
        ("dance", ["A", "B", "C"]),
    ],
)
def test_buttons_rearrange_and_save_nothing(
    plan: LessonPlan, tara: Client, do: str, titles: list[str]
) -> None:
    before = mark(plan, "blocks")
    answer = tara.post(
        url_of(plan, "blocks"), posted(plan, "blocks", block("A"), block("B"), block("C"), do=do)
    )
    assert shown_titles(answer) == titles
    assert mark(plan, "blocks") == before


def test_button_keeps_everything_that_was_typed_even_what_is_wrong(plan: LessonPlan, tara: Client) -> None:
    know = plan.objectives.first()
    row = block("A", minutes="ninety", content="Long\ntext", objectives=[know.pk])
    answer = tara.post(url_of(plan, "blocks"), posted(plan, "blocks", row, do="add"))
    text = answer.content.decode()
    assert 'value="ninety"' in text
    assert "Long\ntext" in text
    assert f'value="{know.pk}" checked' in text


def test_rows_moved_and_saved_keep_their_keys(plan: LessonPlan, tara: Client) -> None:
    answer = tara.get(url_of(plan, "references"))
    key = answer.context["rows"][0]["pk"].value()
    rows = (
        {"kind": "law", "title": "New law"},
        {"kind": "policy", "title": "Use of force policy", "pk": key},
    )
    tara.post(url_of(plan, "references"), posted(plan, "references", *rows))
    assert [r.title for r in plan.references.all()] == ["New law", "Use of force policy"]
    assert plan.references.last().pk == key


def test_wrong_row_is_named_and_nothing_is_saved(plan: LessonPlan, tara: Client) -> None:
    before = mark(plan, "blocks")
    answer = tara.post(url_of(plan, "blocks"), posted(plan, "blocks", block("A"), block("B", minutes=0)))
    text = answer.content.decode()
    assert "Nothing was saved yet" in text
    assert 'href="#id_row-1-minutes">Row 2, Minutes</a>' in text
    assert mark(plan, "blocks") == before


def test_more_rows_than_a_plan_has_are_refused(plan: LessonPlan, tara: Client) -> None:
    rows = [block(str(n)) for n in range(MOST_ROWS + 1)]
    answer = tara.post(url_of(plan, "blocks"), posted(plan, "blocks", *rows))
    assert answer.status_code == 200
    assert str(MOST_ROWS) in answer.content.decode()
    assert plan.blocks.count() == 3


def test_objective_of_another_plan_cannot_be_chosen(cast: Cast, plan: LessonPlan, tara: Client) -> None:
    from tests.curriculum.lessons import a_course  # noqa: PLC0415 - this test alone needs a second course

    theirs = a_draft(cast, a_course(cast, code="X")).objectives.first()
    answer = tara.post(url_of(plan, "blocks"), posted(plan, "blocks", block("A", objectives=[theirs.pk])))
    assert answer.context["rows"].errors[0]["objectives"]
    assert plan.blocks.count() == 3


def test_second_editor_of_rows_sees_the_difference_and_loses_nothing(
    cast: Cast, plan: LessonPlan, tara: Client
) -> None:
    mine = posted(plan, "blocks", block("On the mat, longer", minutes=90))
    write(plan, "blocks", [{"title": "Dina's block", "minutes": 15, "method": "video"}], cast.user["dina"])
    answer = tara.post(url_of(plan, "blocks"), mine)
    text = answer.content.decode()
    assert "Somebody else changed this" in text
    assert "Dina&#x27;s block" in text.split('id="meanwhile"')[1]
    assert shown_titles(answer) == ["On the mat, longer"]
    assert [b.title for b in plan.blocks.all()] == ["Dina's block"]
    assert tara.post(url_of(plan, "blocks"), mine | {"seen": answer.context["shown"].mark}).status_code == 302
    assert [b.title for b in plan.blocks.all()] == ["On the mat, longer"]


def test_mark_survives_rearranging(cast: Cast, plan: LessonPlan, tara: Client) -> None:
    mine = posted(plan, "blocks", block("A"), block("B"), do="up-1")
    write(plan, "blocks", [], cast.user["dina"])
    answer = tara.post(url_of(plan, "blocks"), mine)
    assert answer.context["shown"].mark == mine["seen"]


def test_second_editor_of_texts_sees_the_difference_and_loses_nothing(
    cast: Cast, plan: LessonPlan, tara: Client
) -> None:
    url = reverse("trainer:plan_texts", args=[plan.pk])
    mine = {"seen": mark(plan, "texts"), "goal": "Tara's goal", "refresh_after_months": 12}
    write_texts(plan=plan, seen_before=mark(plan, "texts"), by=cast.user["dina"], goal="Dina's goal")
    answer = tara.post(url, mine)
    text = answer.content.decode()
    assert "Dina" in text.split("<del>")[1].split("</del>")[0]
    assert "Tara&#x27;s goal</textarea>" in text
    plan.refresh_from_db()
    assert plan.goal == "Dina's goal"
    assert tara.post(url, mine | {"seen": answer.context["form"]["seen"].value()}).status_code == 302
    plan.refresh_from_db()
    assert plan.goal == "Tara's goal"


def test_version_in_use_has_no_page_to_write_on(cast: Cast, plan: LessonPlan, tara: Client) -> None:
    in_use(cast, plan)
    assert tara.get(url_of(plan, "blocks")).status_code == 404
    assert tara.get(reverse("trainer:plan_texts", args=[plan.pk])).status_code == 404


def test_part_that_there_is_not(plan: LessonPlan, tara: Client) -> None:
    assert tara.get(url_of(plan, "dances")).status_code == 404


def test_form_without_its_count_says_so(plan: LessonPlan, tara: Client) -> None:
    answer = tara.post(url_of(plan, "blocks"), {"seen": "x"})
    assert answer.status_code == 200
    assert plan.blocks.count() == 3
