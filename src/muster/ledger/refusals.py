"""What an action raises when a rule of the house does not allow it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


class Refused(Exception):
    """A broken rule, in a sentence for the person who asked: what, why, and what to do.

    ``field`` names the form field that the sentence belongs to; without one it belongs to the whole form.
    The sentence may be a lazy translation: it is read in the language of whoever reads it.
    """

    def __init__(self, sentence: _StrOrPromise, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field

    def __str__(self) -> str:
        return str(self.sentence)
