"""Lists to choose from that come from the rulebook."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from muster.standards.rulebook import named, sets_of, spoken, whole_rulebook

Choices = list[tuple[str, str]]


class DateInput(forms.DateInput):
    """The browser's own picker of days."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")

    def format_value(self, value: Any) -> str | None:
        """Return the day to show; what is no day cannot stand in such a field."""
        text = super().format_value(value)
        try:
            return date.fromisoformat(text).isoformat() if text else None
        except ValueError:
            return None


def rule_choices() -> list[tuple[str, Choices]]:
    """Return every rule set, as a whole and rule by rule."""
    book = whole_rulebook()
    return [
        (
            name,
            [
                (code, str(_("%(name)s: all its rules")) % {"name": name}),
                *(
                    (rule.id, rule.title_in(spoken()))
                    for rule in book.requirements.values()
                    if rule.id.split("/")[0] == code
                ),
            ],
        )
        for code, name in sets_of(book).items()
    ]


def requirement_choices(names: list[str]) -> Choices:
    """Return requirements by their titles."""
    rules = whole_rulebook().requirements
    return [
        ("", str(_("Choose one"))),
        *((name, rules[name].title_in(spoken())) for name in names if name in rules),
    ]


def topic_choices() -> Choices:
    """Return every topic that rules speak of, by name."""
    book = whole_rulebook()
    own = {
        code: named(book, page.id, name)
        for page in book.jurisdictions.values()
        for code, name in page.topics.items()
    }
    shared = {code: named(book, "", name) for code, name in book.vocabulary.topics.items()}
    return sorted({**own, **shared}.items(), key=lambda pair: pair[1].casefold())


def mark_choices() -> Choices:
    """Return every mark that rules ask for, as a sentence."""
    book = whole_rulebook()
    return sorted((code, named(book, "", says)) for code, says in book.vocabulary.marks.items())
