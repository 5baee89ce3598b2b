"""A difference that people can read. No database: the content is made by hand."""

from __future__ import annotations

import time
from dataclasses import replace

from muster.curriculum.content import BlockText, ObjectiveText, PlanContent
from muster.curriculum.differences import How, differences, matched, words_marked


def blocks(*titles: str) -> PlanContent:
    rows = (BlockText(n, title, 10, "lecture", "", "") for n, title in enumerate(titles, start=1))
    return PlanContent(blocks=tuple(rows))


def told(older: PlanContent, newer: PlanContent) -> list[tuple[str, str, int, int]]:
    return [
        (change.how.value, change.title, change.number_before, change.number_after)
        for section in differences(older, newer)
        for change in section.changes
    ]


def test_same_content_has_no_difference() -> None:
    assert differences(blocks("a", "b"), blocks("a", "b")) == []


def test_added_and_removed_rows_are_told_apart() -> None:
    older, newer = blocks("Greeting", "Water rescue"), blocks("Greeting", "Night driving skills")
    assert told(older, newer) == [("removed", "Water rescue", 2, 0), ("added", "Night driving skills", 0, 2)]


def test_row_put_in_front_moves_nothing() -> None:
    older, newer = (
        blocks("Greeting", "Mat work", "Talk"),
        blocks("Safety first", "Greeting", "Mat work", "Talk"),
    )
    assert told(older, newer) == [("added", "Safety first", 0, 1)]


def test_row_that_changed_its_place_moved() -> None:
    older, newer = blocks("Greeting", "Mat work", "Talk"), blocks("Talk", "Greeting", "Mat work")
    assert told(older, newer) == [("moved", "Talk", 3, 1)]


def test_changed_words_are_marked() -> None:
    older = PlanContent(objectives=(ObjectiveText(1, "skill", "Apply a hold for ten seconds.", ""),))
    newer = PlanContent(objectives=(ObjectiveText(1, "skill", "Apply a hold for twelve seconds.", ""),))
    ((change,),) = [section.changes for section in differences(older, newer)]
    (detail,) = change.details
    assert [(piece.how.value, piece.text) for piece in detail.pieces] == [
        ("same", "Apply a hold for "),
        ("removed", "ten"),
        ("added", "twelve"),
        ("same", " seconds."),
    ]


def test_link_to_an_objective_that_only_got_another_number_is_no_change() -> None:
    know, do = (
        ObjectiveText(1, "knowledge", "Name the law.", ""),
        ObjectiveText(2, "skill", "Apply a hold.", ""),
    )
    talk = ObjectiveText(2, "attitude", "Want to talk first.", "")
    older = replace(blocks("Mat"), objectives=(know, do))
    older = replace(older, blocks=(replace(older.blocks[0], objectives=(2,)),))
    newer = replace(older, objectives=(know, talk, replace(do, number=3)))
    newer = replace(newer, blocks=(replace(older.blocks[0], objectives=(3,)),))
    assert told(older, newer) == [("added", "Want to talk first.", 0, 2)]
    gone = replace(newer, objectives=(know,), blocks=(replace(older.blocks[0], objectives=()),))
    ((_objective,), (block,)) = [section.changes for section in differences(older, gone)]
    assert [piece.text for piece in block.details[0].pieces] == ["one that is gone"]


def test_choice_is_told_by_its_word() -> None:
    older = PlanContent(objectives=(ObjectiveText(1, "knowledge", "Name the law.", ""),))
    newer = PlanContent(objectives=(ObjectiveText(1, "attitude", "Name the law.", ""),))
    ((change,),) = [section.changes for section in differences(older, newer)]
    assert [piece.text for piece in change.details[0].pieces] == ["knowledge", "attitude"]


def test_text_that_was_empty_is_added() -> None:
    ((change,),) = [
        section.changes
        for section in differences(
            PlanContent(texts={"goal": ""}), PlanContent(texts={"goal": "Safer stops"})
        )
    ]
    assert (change.how, change.title) == (How.ADDED, "goal")


def test_number_that_changed_is_told() -> None:
    older, newer = (
        PlanContent(texts={"refresh_after_months": 12}),
        PlanContent(texts={"refresh_after_months": 24}),
    )
    ((change,),) = [section.changes for section in differences(older, newer)]
    assert [piece.text for piece in change.details[0].pieces] == ["12", "24"]


def test_words_before_and_after_can_be_read_back() -> None:
    before, after = "Stop. Look, and listen!", "Stop, look and then listen."
    pieces = words_marked(before, after)
    assert "".join(p.text for p in pieces if p.how != How.ADDED) == before
    assert "".join(p.text for p in pieces if p.how != How.REMOVED) == after


def test_long_texts_are_compared_in_time_and_keep_every_letter() -> None:
    before = " ".join(f"word{number}. " for number in range(4000))
    after = before.replace("word2000", "other")
    began = time.monotonic()
    pieces = words_marked(before, after)
    assert time.monotonic() - began < 5
    assert "".join(p.text for p in pieces if p.how != How.REMOVED) == after


def test_rows_are_paired_with_those_most_alike() -> None:
    assert matched(["a b c d", "e f g h"], ["e f g x", "a b c d"]) == [(1, 0), (0, 1)]
