"""Sentences that can be said in more than one language.

A sentence is raised and kept in English, as text; it remembers its form and what stands in its gaps, so that whoever
shows it can look the form up in another language's table. Text without gaps is its own form.

>>> found = sentence("no column is called {header}", header="Hours")
>>> found, said_in(found, {"no column is called {header}": "ninguna columna se llama {header}"})
('no column is called Hours', 'ninguna columna se llama Hours')
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from string import Formatter
from typing import Any, Literal, TypeAlias

#: The languages Muster speaks. English is what everything is written in first.
Language: TypeAlias = Literal["en", "es"]


class Sentence(str):
    """English text that knows its form (``template``) and what fills the gaps (``values``)."""

    template: str
    values: Mapping[str, Any]

    @classmethod
    def of(cls, template: str, values: Sequence[str]) -> Sentence:
        """Build a sentence whose values stand in the order of its gaps."""
        return sentence(template, **dict(zip(gaps_of(template), values, strict=True)))


def sentence(template: str, /, **values: Any) -> Sentence:
    """Fill the gaps of a sentence; a value may be a sentence itself."""
    made = Sentence(template.format(**values))
    made.template, made.values = template, values
    return made


def gaps_of(template: str) -> list[str]:
    """Return the names of a form's gaps, in order."""
    return [name for _, name, _, _ in Formatter().parse(template) if name]


def said_in(text: str, words: Mapping[str, str]) -> str:
    """Say a sentence with the forms of another language; in English where it has none."""
    if not isinstance(text, Sentence):
        return words.get(text, text)
    values = {n: said_in(v, words) if isinstance(v, Sentence) else v for n, v in text.values.items()}
    return words.get(text.template, text.template).format(**values)


def as_plain(text: str) -> Any:
    """Return a sentence as what JSON can hold, its form kept; plain text stays text."""
    if not isinstance(text, Sentence):
        return text
    values = {name: as_plain(v) if isinstance(v, Sentence) else v for name, v in text.values.items()}
    return {"template": text.template, "values": values}


def from_plain(plain: Any) -> str:
    """Build what ``as_plain`` took apart."""
    if not isinstance(plain, Mapping):
        return str(plain)
    values = {n: from_plain(v) if isinstance(v, Mapping) else v for n, v in plain["values"].items()}
    return sentence(plain["template"], **values)
