"""Lists to choose from are in the language of the page."""

from __future__ import annotations

from django.utils import translation

from muster.standards.forms.choices import mark_choices


def test_every_mark_is_said_in_spanish_to_a_reader_of_spanish() -> None:
    with translation.override("en"):
        english = dict(mark_choices())
    with translation.override("es"):
        spanish = dict(mark_choices())
    assert spanish.keys() == english.keys()
    assert [code for code in english if english[code] == spanish[code]] == []
