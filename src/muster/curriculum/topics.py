"""The words that courses and rules share: topics of the rulebook's vocabulary."""

from __future__ import annotations

from functools import lru_cache

from django.utils.translation import get_language

from muster.core.rules.load import VOCABULARY
from muster.core.rules.rulebook import shipped_rulebook
from muster.core.rules.yaml_lines import read_yaml


def topics() -> dict[str, str]:
    """Return the topics that every jurisdiction shares: code and name, by name, in the language of the page."""
    return _topics_in("es" if (get_language() or "").startswith("es") else "en")


def topic_names(codes: list[str] | None) -> list[str]:
    """Return the names of topics; a code that the vocabulary does not know stands for itself."""
    return [topics().get(code, code) for code in codes or []]


@lru_cache
def _topics_in(language: str) -> dict[str, str]:
    vocabulary = read_yaml(shipped_rulebook() / VOCABULARY).value
    words = vocabulary["translations"].get(language, {})
    said = {code: words.get(name, name) for code, name in vocabulary["topics"].items()}
    return dict(sorted(said.items(), key=lambda pair: pair[1].casefold()))
