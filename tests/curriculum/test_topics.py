"""Topics are said in the language of the page."""

from __future__ import annotations

import pytest
from django.utils import translation

from muster.curriculum.topics import topic_names, topics


@pytest.mark.parametrize(("language", "name"), [("en", "use of force"), ("es", "uso de la fuerza")])
def test_topic_is_named_in_the_language_of_the_page(language: str, name: str) -> None:
    with translation.override(language):
        assert topic_names(["use-of-force"]) == [name]


@pytest.mark.parametrize("language", ["en", "es"])
def test_topics_stand_in_the_order_of_their_names(language: str) -> None:
    with translation.override(language):
        names = list(topics().values())
    assert names == sorted(names, key=str.casefold)


def test_every_topic_has_a_spanish_name() -> None:
    with translation.override("en"):
        english = topics()
    with translation.override("es"):
        assert [code for code, name in topics().items() if name == english[code]] == []


def test_topic_that_the_vocabulary_does_not_know_stands_for_itself() -> None:
    assert topic_names(["no-such-topic"]) == ["no-such-topic"]
