"""One search on either database."""

from __future__ import annotations

import io

import pytest
from tests.cast import Cast
from tests.curriculum.lessons import a_course, a_draft, a_material, in_use, write
from tests.files import samples

from muster.curriculum.actions.courses import add_code, course_values, edit_course
from muster.curriculum.actions.materials import remove_material, replace_material
from muster.curriculum.actions.plans import new_version
from muster.curriculum.content import seen
from muster.curriculum.models import Passage
from muster.curriculum.search import Found, rebuild, search
from muster.files.actions import store

pytestmark = pytest.mark.django_db


def kinds(found: list[Found]) -> list[str]:
    return [one.kind for one in found]


def looked(cast: Cast, words: str, who: str = "tara", **more: bool) -> list[str]:
    return kinds(search(cast.user[who], words, **more))


def test_words_of_titles_objectives_and_files_are_found(cast: Cast) -> None:
    plan = a_draft(cast)
    a_material(cast, plan, text="Sprawl before you turn.", title="Handout")
    assert looked(cast, "sprawl") == ["material"]
    assert looked(cast, "conditions hold") == ["plan"]
    assert sorted(looked(cast, "defensive")) == ["course", "plan"]
    assert looked(cast, "on the mat") == ["plan"]


def test_text_of_a_pdf_is_found(cast: Cast) -> None:
    plan = a_draft(cast)
    a_material(cast, plan, title="Slides")
    file = store(content=io.BytesIO(samples.pdf("Peripheral vision narrows")), by=cast.user["tara"])
    replace_material(material=plan.materials.get(), file=file, name="s.pdf", by=cast.user["tara"])
    (found,) = search(cast.user["tara"], "peripheral")
    assert found.thing.file == file  # type: ignore[union-attr]
    assert [piece.text for piece in found.extract if piece.is_hit] == ["Peripheral"]


@pytest.mark.parametrize("words", ["restraints", "restraint", "restrain", "RESTRAINTS", "restr"])
def test_other_endings_and_beginnings_of_a_word_are_found(cast: Cast, words: str) -> None:
    a_course(cast, title="Proper restraints")
    assert looked(cast, words) == ["course"]


@pytest.mark.parametrize("words", ["capacitación", "capacitacion", "CAPACITACIÓN"])
def test_accents_do_not_matter(cast: Cast, words: str) -> None:
    a_course(cast, title="Capacitación en español")
    assert looked(cast, words) == ["course"]


@pytest.mark.parametrize(
    "words",
    [
        "",
        "   ",
        '"',
        "'",
        "*",
        "AND",
        "OR NOT",
        "(",
        "title:x",
        "a' OR 1=1 --",
        "x & | !",
        "NEAR(a b)",
        "%s",
        "\x00",
        "\x02",
    ],
)
def test_no_words_break_the_search(cast: Cast, words: str) -> None:
    a_course(cast)
    assert looked(cast, words) == []


def test_de_escalation_is_found_with_and_without_hyphen(cast: Cast) -> None:
    a_course(cast, title="De-escalation")
    assert looked(cast, "de-escalation") == looked(cast, "de escalation") == ["course"]


def test_title_counts_more_than_text(cast: Cast) -> None:
    a_course(cast, code="1", title="Driving", summary="Steering, braking and pursuit of vehicles.")
    second = a_course(cast, code="2", title="Pursuit")
    assert search(cast.user["tara"], "pursuit")[0].thing == second


def test_found_words_are_marked_and_the_rest_is_not(cast: Cast) -> None:
    a_course(cast, title="Pursuit of vehicles")
    (found,) = search(cast.user["tara"], "vehicles")
    assert [(piece.text, piece.is_hit) for piece in found.title] == [
        ("Pursuit of ", False),
        ("vehicles", True),
    ]


def test_nobody_finds_what_they_may_not_see(cast: Cast) -> None:
    plan = a_draft(cast)
    a_material(cast, plan, text="Sprawl before you turn.", release_class="sealed")
    assert looked(cast, "sprawl", "tara") == ["material"]
    assert looked(cast, "sprawl", "ada") == []
    assert looked(cast, "conditions", "ada") == []
    in_use(cast, plan)
    assert looked(cast, "sprawl", "ada") == []
    assert looked(cast, "conditions", "ada") == ["plan"]
    assert looked(cast, "conditions", "nora") == looked(cast, "conditions", "stranger") == []


def test_replaced_versions_are_left_out_unless_asked_for(cast: Cast) -> None:
    first = in_use(cast)
    in_use(cast, new_version(plan=first, by=cast.user["tara"], change_note="x"))
    assert looked(cast, "conditions") == ["plan"]
    assert looked(cast, "conditions", with_old=True) == ["plan", "plan"]


def test_index_follows_every_change(cast: Cast) -> None:
    plan = a_draft(cast)
    course = plan.course
    edit_course(
        course=course, seen_before=seen(course_values(course)), by=cast.user["tara"], title="Grappling"
    )
    assert sorted(looked(cast, "grappling")) == ["course", "plan"]
    assert looked(cast, "defensive") == []
    add_code(course=course, jurisdiction="us-tx", code="TX2095", by=cast.user["tara"])
    assert looked(cast, "tx2095") == ["course"]
    write(plan, "references", [{"kind": "law", "title": "Chokehold ban"}], cast.user["tara"])
    assert looked(cast, "chokehold") == ["plan"]
    write(plan, "references", [], cast.user["tara"])
    assert looked(cast, "chokehold") == []
    material = a_material(cast, plan, text="Sprawl")
    remove_material(material=material, by=cast.user["tara"])
    assert looked(cast, "sprawl") == []


def test_index_made_anew_is_the_index_that_was_kept(cast: Cast) -> None:
    plan = a_draft(cast)
    first = a_material(cast, plan, text="Sprawl")
    file = store(content=io.BytesIO(b"Turn"), by=cast.user["tara"])
    replace_material(material=first, file=file, name="t.txt", by=cast.user["tara"])
    new_version(plan=in_use(cast, plan), by=cast.user["tara"], change_note="x")
    add_code(course=plan.course, jurisdiction="us-tx", code="2095", by=cast.user["tara"])

    def passages() -> set[tuple[object, ...]]:
        return set(Passage.objects.values_list("course", "plan", "material", "title", "body"))

    kept = passages()
    assert rebuild() == len(kept) == 5
    assert passages() == kept


def test_search_asks_the_database_the_same_number_of_times(cast: Cast, queries_of: object) -> None:
    def asked() -> int:
        return queries_of(lambda: [str(f.thing) for f in search(cast.user["tara"], "defensive")])  # type: ignore[operator]

    a_course(cast, code="1")
    search(cast.user["tara"], "warm up")  # the roles of an account are asked for once
    once = asked()
    a_course(cast, code="2")
    a_draft(cast, a_course(cast, code="3"))
    assert asked() == once == 2
