"""The words that courses and rules share: topics of the rulebook's vocabulary."""

from __future__ import annotations

from functools import lru_cache

from muster.core.rules.load import VOCABULARY
from muster.core.rules.rulebook import shipped_rulebook
from muster.core.rules.yaml_lines import read_yaml


@lru_cache(maxsize=1)
def topics() -> dict[str, str]:
    """Return the topics that every jurisdiction shares: code and name, by name."""
    found: dict[str, str] = dict(read_yaml(shipped_rulebook() / VOCABULARY).value["topics"])
    return dict(sorted(found.items(), key=lambda pair: pair[1].lower()))


def topic_names(codes: list[str] | None) -> list[str]:
    """Return the names of topics; a code that the vocabulary does not know stands for itself."""
    return [topics().get(code, code) for code in codes or []]
