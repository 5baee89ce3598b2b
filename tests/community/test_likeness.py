"""Suggestions for themes: by shared words that few use, with the words told."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from muster.community.likeness import said_often, stems_of, suggestions

TEXTS = {
    1: "Ask for consent before a search.",
    2: "Officers should have to ask consent to search my car.",
    3: "Pida consentimiento antes de registrar el coche.",
    4: "More horses in the parade, please.",
}


def test_comment_that_shares_words_with_the_theme_comes_first() -> None:
    found = suggestions(TEXTS, [1], "Consent", 10)
    assert found[0].key == 2
    assert "conse" in found[0].words
    assert 4 not in [each.key for each in found]


def test_comment_of_the_theme_itself_is_not_suggested() -> None:
    assert 1 not in [each.key for each in suggestions(TEXTS, [1], "Consent", 10)]


def test_title_alone_finds_the_first_ones() -> None:
    assert {each.key for each in suggestions(TEXTS, [], "Consent", 10)} == {1, 2, 3}


def test_accents_and_endings_do_not_part_words() -> None:
    assert stems_of("Búsqueda, busquedas") == {"busqu"}


def test_words_that_nearly_all_use_say_nothing() -> None:
    texts = {number: f"police officers {number % 7 * 'x'}abcdef" for number in range(40)}
    assert suggestions(texts, [], "police officers", 10) == []


def test_words_that_several_use_are_told_whole() -> None:
    assert said_often(TEXTS.values(), 1) == [("consent", 3)]


@given(st.dictionaries(st.integers(), st.text(), max_size=8), st.text())
def test_any_text_can_be_compared(texts: dict[int, str], title: str) -> None:
    found = suggestions(texts, list(texts)[:2], title, 3)
    assert len(found) <= 3
    assert {each.key for each in found} <= set(texts) - set(list(texts)[:2])


@given(st.lists(st.text(), max_size=8))
def test_words_of_any_text_can_be_told(texts: list[str]) -> None:
    assert all(number > 1 for _word, number in said_often(texts, 5))
