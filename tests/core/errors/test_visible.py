"""Text of others cannot steer a terminal or turn a line around."""

from __future__ import annotations

import pytest

from muster.core.errors import visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "\\x1b[31mred"),
        ("\x9b31mC1", "\\x9b31mC1"),
        ("\x1b]0;title\x07", "\\x1b]0;title\\x07"),
        ("a\rb\x00\x7f", "a\\x0db\\x00\\x7f"),
        ("\u202e21\u2066", "\\u202e21\\u2066"),
        ("half \ud800", "half \\ud800"),
        ("no character \uffff", "no character \\uffff"),
    ],
)
def test_what_would_be_obeyed_is_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_words_stay_as_they_are() -> None:
    text = "Fünf\tStunden\n训练 שלום [red] 👮🏽‍♀️"
    assert visible(text) == text
