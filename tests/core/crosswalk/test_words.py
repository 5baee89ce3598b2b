"""Titles are compared as whole words, with spelling forgiven in long ones only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.core.crosswalk.words import find_phrase, normal_title, same_word, subject_words


@pytest.mark.parametrize(
    ("title", "normal"),
    [
        ("C.I.T. Training", "cit training"),
        ("De-Escalation:  Part II", "de escalation part ii"),
        ("PROCEDURAL JUSTICE & POLICE LEGITIMACY", "procedural justice and police legitimacy"),
        ("POLICE OFFICERS’ LIABILITY", "police officers liability"),
        ("Karly's Law", "karlys law"),
        ("LGBTQIA+ – awareness", "lgbtqia awareness"),
        ("Café", "cafe"),
    ],
)
def test_a_title_is_its_words(title: str, normal: str) -> None:
    assert normal_title(title) == normal


@given(title=st.text(max_size=40))
def test_the_normal_form_is_its_own_normal_form(title: str) -> None:
    assert normal_title(normal_title(title)) == normal_title(title)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("2023 ELDER ABUSE -REFRESHER", "Elder abuse"),
        ("CRISIS INTERVENTION JULY 07 - PRESENT", "Crisis Intervention"),
        ("Implicit Bias Training", "IMPLICIT  BIAS, part 2"),
    ],
)
def test_years_and_filler_do_not_change_the_subject(left: str, right: str) -> None:
    assert subject_words(left) == subject_words(right)


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("deescalation", "deescalation"),
        ("descalation", "deescalation"),
        ("imparcial", "impartial"),
        ("profling", "profiling"),
    ],
)
def test_a_slip_in_a_long_word_is_forgiven(word: str, wanted: str) -> None:
    assert same_word(word, wanted)


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("city", "cit"),
        ("cits", "cit"),
        ("resuscitation", "cit"),
        ("excited", "cit"),
        ("biased", "bias"),
        ("diversion", "diversity"),
        ("procedures", "procedural"),
        ("crisps", "crisis"),
        ("npartial", "impartial"),
    ],
)
def test_another_word_is_another_word(word: str, wanted: str) -> None:
    assert not same_word(word, wanted)


def test_a_phrase_is_found_whole_and_in_order() -> None:
    words = ["basics", "of", "crisis", "intervention", "for", "patrol"]
    assert find_phrase(words, ["crisis", "intervention"]) == ["crisis", "intervention"]
    assert find_phrase(words, ["intervention", "crisis"]) is None
    assert find_phrase(words, ["crisis", "patrol"]) is None
    assert find_phrase([], ["crisis"]) is None
