"""Writing lesson plans, alone and at the same time as somebody else."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from tests.cast import Cast
from tests.curriculum.lessons import OBJECTIVES, a_course, a_draft, a_material, in_use, mark, write

from muster.curriculum.actions.plans import new_version, start_plan, write_rows, write_texts
from muster.curriculum.content import content_of, seen
from muster.curriculum.differences import differences
from muster.curriculum.meanwhile import EditedMeanwhile
from muster.curriculum.models import Block, LessonPlan, Objective
from muster.ledger.models import Entry
from muster.ledger.refusals import Refused

pytestmark = pytest.mark.django_db


def test_versions_count_within_a_course(cast: Cast) -> None:
    first = in_use(cast)
    second = new_version(plan=first, by=cast.user["dina"], change_note="New law.")
    other = start_plan(course=a_course(cast, code="X"), by=cast.user["tara"])
    assert (first.version, second.version, other.version) == (1, 2, 1)
    assert (second.state, second.owner, second.supersedes) == ("draft", cast.user["dina"], first)


def test_new_version_says_the_same_as_the_old(cast: Cast) -> None:
    first = a_draft(cast)
    write(
        first,
        "objectives",
        [{"pk": o.pk, "kind": o.kind, "text": o.text, "source": o.source} for o in first.objectives.all()],
        cast.user["tara"],
    )
    know, do = first.objectives.all()
    write(
        first,
        "objectives",
        [
            {"pk": know.pk, "text": know.text, "leads_to": do},
            {"pk": do.pk, "text": do.text},
        ],
        cast.user["tara"],
    )
    a_material(cast, first)
    in_use(cast, first)
    second = new_version(plan=first, by=cast.user["tara"], change_note="New law.")
    found = differences(content_of(first), content_of(second))
    assert [(section.title, len(section.changes)) for section in found] == [("Texts", 1)]
    assert second.objectives.first().leads_to == second.objectives.last()
    assert set(second.objectives.all()).isdisjoint(first.objectives.all())


def test_change_of_the_copy_leaves_the_original(cast: Cast) -> None:
    first = in_use(cast)
    before = content_of(first)
    second = new_version(plan=first, by=cast.user["tara"], change_note="New law.")
    write(second, "blocks", [{"title": "All new", "minutes": 5, "method": "lecture"}], cast.user["tara"])
    assert content_of(first) == before


def test_one_version_is_written_at_a_time(cast: Cast) -> None:
    first = in_use(cast)
    new_version(plan=first, by=cast.user["tara"], change_note="New law.")
    with pytest.raises(Refused, match="Version 2 of this lesson plan is being written"):
        new_version(plan=first, by=cast.user["dina"], change_note="Another law.")
    assert first.course.plans.count() == 2


def test_new_version_says_why(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        new_version(plan=in_use(cast), by=cast.user["tara"], change_note=" ")
    assert refused.value.field == "change_note"


def test_rows_keep_who_they_are_when_they_move(cast: Cast) -> None:
    plan = a_draft(cast)
    know, do = plan.objectives.all()
    rows = [
        {"pk": do.pk, "kind": do.kind, "text": "Apply a hold for twelve seconds.", "source": ""},
        {"kind": "attitude", "text": "Want to talk first.", "source": ""},
        {"pk": know.pk, "kind": know.kind, "text": know.text, "source": know.source},
    ]
    write(plan, "objectives", rows, cast.user["tara"])
    assert [o.pk for o in plan.objectives.all()] == [do.pk, plan.objectives.all()[1].pk, know.pk]
    assert [o.order for o in plan.objectives.all()] == [1, 2, 3]
    assert plan.blocks.get(title="On the mat").objectives.get().text == "Apply a hold for twelve seconds."


def test_row_that_is_not_named_is_taken_out(cast: Cast) -> None:
    plan = a_draft(cast)
    know, _do = plan.objectives.all()
    write(plan, "objectives", [{"pk": know.pk, "text": know.text}], cast.user["tara"])
    assert list(plan.objectives.all()) == [know]
    assert not plan.blocks.get(title="On the mat").objectives.exists()


def test_key_of_another_plans_row_makes_a_new_row(cast: Cast) -> None:
    plan, other = a_draft(cast), a_draft(cast, a_course(cast, code="X"))
    theirs = other.objectives.first()
    write(plan, "objectives", [{"pk": theirs.pk, "kind": "skill", "text": "Mine"}], cast.user["tara"])
    theirs.refresh_from_db()
    assert (theirs.text, theirs.plan) == (OBJECTIVES[0]["text"], other)
    assert plan.objectives.get().pk != theirs.pk


def test_objective_of_another_plan_is_not_linked(cast: Cast) -> None:
    plan, other = a_draft(cast), a_draft(cast, a_course(cast, code="X"))
    rows = [{"title": "x", "minutes": 5, "method": "lecture", "objectives": [other.objectives.first()]}]
    with pytest.raises(Refused, match="another lesson plan"):
        write(plan, "blocks", rows, cast.user["tara"])


def test_bad_row_changes_nothing(cast: Cast) -> None:
    plan = a_draft(cast)
    before = content_of(plan)
    rows = [
        {"title": "fine", "minutes": 5, "method": "lecture"},
        {"title": "", "minutes": 5, "method": "dance"},
    ]
    with pytest.raises(ValidationError):
        write(plan, "blocks", rows, cast.user["tara"])
    assert content_of(plan) == before


def test_second_editor_of_a_text_is_told(cast: Cast) -> None:
    plan = a_draft(cast)
    shown = mark(plan, "texts")
    write_texts(plan=plan, seen_before=shown, by=cast.user["dina"], goal="Dina's goal")
    with pytest.raises(EditedMeanwhile) as told:
        write_texts(plan=plan, seen_before=shown, by=cast.user["tara"], goal="Tara's goal")
    assert told.value.newer["goal"] == "Dina's goal"
    plan.refresh_from_db()
    assert plan.goal == "Dina's goal"


def test_second_editor_of_rows_is_told(cast: Cast) -> None:
    plan = a_draft(cast)
    shown = mark(plan, "references")
    mine = [{"kind": "law", "title": "Mine"}]
    write(plan, "references", [{"kind": "law", "title": "Hers"}], cast.user["dina"])
    with pytest.raises(EditedMeanwhile) as told:
        write_rows(plan=plan, part="references", rows=mine, seen_before=shown, by=cast.user["tara"])
    assert [row.title for row in told.value.newer] == ["Hers"]


def test_two_who_write_on_different_parts_do_not_meet(cast: Cast) -> None:
    plan = a_draft(cast)
    shown = mark(plan, "references")
    write(plan, "blocks", [{"title": "x", "minutes": 5, "method": "lecture"}], cast.user["dina"])
    rows = [{"kind": "law", "title": "Mine"}]
    plan = write_rows(plan=plan, part="references", rows=rows, seen_before=shown, by=cast.user["tara"])
    assert plan.references.get().title == "Mine"
    assert set(plan.authors.all()) == {cast.user["tara"], cast.user["dina"]}


def test_version_that_is_no_draft_is_not_written_on(cast: Cast) -> None:
    plan = in_use(cast)
    with pytest.raises(Refused, match="make a new version"):
        write_texts(plan=plan, seen_before=mark(plan, "texts"), by=cast.user["tara"], goal="x")


def test_each_change_raises_the_edition_and_is_one_entry(cast: Cast) -> None:
    plan = a_draft(cast)
    edition, entries = plan.edition, Entry.objects.count()
    write(plan, "references", [], cast.user["tara"])
    plan.refresh_from_db()
    assert plan.edition == edition + 1
    assert Entry.objects.count() == entries + 1


def test_mark_is_of_what_was_shown(cast: Cast) -> None:
    plan = a_draft(cast)
    assert mark(plan, "blocks") == seen(content_of(plan).blocks)
    before = mark(plan, "blocks")
    write(plan, "blocks", [], cast.user["tara"])
    assert mark(plan, "blocks") != before


def test_block_takes_time(cast: Cast) -> None:
    plan = a_draft(cast)
    with pytest.raises(IntegrityError, match="curriculum_block_takes_time"), transaction.atomic():
        Block.objects.create(plan=plan, order=9, title="x", minutes=0, method="lecture")


def test_one_row_a_place(cast: Cast) -> None:
    plan = a_draft(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Objective.objects.create(plan=plan, order=1, text="x")


def test_one_version_of_a_plan_is_in_use(cast: Cast) -> None:
    first = in_use(cast)
    second = new_version(plan=first, by=cast.user["tara"], change_note="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        LessonPlan.objects.filter(pk=second.pk).update(state="in_use")
