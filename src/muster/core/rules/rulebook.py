"""A rulebook once it is read: requirements, the jurisdictions they belong to, and the words they use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from muster.core.errors import BadUsage
from muster.core.errors.sentence import Language
from muster.core.rules.language import FactWord, Jurisdiction, Requirement, Vocabulary
from muster.core.rules.language.walk import fact_uses, pieces_of, references_of
from muster.core.rules.language.written import Written
from muster.core.rules.yaml_lines import Path_, YamlPage


@dataclass(frozen=True)
class Rulebook:
    """Requirements of one or more jurisdictions, with the words they are written in.

    ``requirements`` and ``pages`` are keyed by requirement id, ``tests`` by requirement id to its file.
    """

    vocabulary: Vocabulary
    jurisdictions: Mapping[str, Jurisdiction]
    requirements: Mapping[str, Requirement]
    pages: Mapping[str, YamlPage] = field(default_factory=dict)
    tests: Mapping[str, Path] = field(default_factory=dict)
    whole: Mapping[str, Requirement] = field(default_factory=dict)
    own_pages: Mapping[str, YamlPage] = field(
        default_factory=dict
    )  # of each jurisdiction.yaml, by jurisdiction

    @cached_property
    def pieces(self) -> Mapping[str, tuple[tuple[Path_, Written], ...]]:
        """Every frozen piece of each requirement with its path in the file: walked once, asked for often."""
        return {name: tuple(pieces_of(rule)) for name, rule in self.all_requirements.items()}

    @cached_property
    def references(self) -> Mapping[str, Mapping[str, Path_]]:
        """The requirements that each requirement refers to with ``met``."""
        return {name: references_of(rule) for name, rule in self.all_requirements.items()}

    @cached_property
    def facts_used(self) -> Mapping[str, frozenset[str]]:
        """The facts that each requirement looks at, with those by which its jurisdiction tells whom it binds."""
        everyone = {name: _facts_in(pieces_of(page.who)) for name, page in self.jurisdictions.items()}
        return {
            name: _facts_in(pieces) | everyone[name.split("/")[0]] for name, pieces in self.pieces.items()
        }

    @property
    def all_requirements(self) -> Mapping[str, Requirement]:
        """Every requirement that was loaded, also those left out by ``only`` but referred to."""
        return self.whole or self.requirements

    def only(self, wanted: Sequence[str]) -> Rulebook:
        """Keep some jurisdictions or single requirements (``us-ca``, ``us-tx/unit-40``). Raises BadUsage."""
        kept: dict[str, Requirement] = {}
        for name in wanted:
            found = {k: r for k, r in self.requirements.items() if name in (k, k.split("/")[0])}
            if not found:
                raise BadUsage.because(
                    "unknown-rules",
                    f"the rulebook has nothing called {name}.",
                    f"It has: {', '.join(sorted(self.jurisdictions))}; single requirements are named us-co/annual-24.",
                )
            kept |= found
        return replace(self, requirements=kept, whole=self.all_requirements)

    def jurisdiction_of(self, requirement: Requirement) -> Jurisdiction:
        """Return the jurisdiction a requirement belongs to."""
        return self.jurisdictions[requirement.id.split("/")[0]]

    def topic_name(self, code: str, jurisdiction: str = "") -> str:
        """Name a topic for a person; an unknown code is shown as it is."""
        own = self.jurisdictions[jurisdiction].topics if jurisdiction in self.jurisdictions else {}
        return own.get(code) or self.vocabulary.topics.get(code, code)

    def topic_names(self, jurisdiction: str = "") -> dict[str, str]:
        """Return the names of all topics, the jurisdiction's own included."""
        own = self.jurisdictions[jurisdiction].topics if jurisdiction in self.jurisdictions else {}
        return {**self.vocabulary.topics, **own}

    def words_in(self, language: Language, jurisdiction: str = "") -> dict[str, str]:
        """Return the words of the rulebook in another language by their English ones, the jurisdiction's own included."""
        if language == "en":
            return {}
        own = self.jurisdictions[jurisdiction].translations if jurisdiction in self.jurisdictions else {}
        return {**self.vocabulary.translations.get(language, {}), **own.get(language, {})}

    def fact_word(self, fact: str, jurisdiction: str = "") -> FactWord | None:
        """Look a dated fact up, the jurisdiction's own words first."""
        own = self.jurisdictions[jurisdiction].facts if jurisdiction in self.jurisdictions else {}
        return own.get(fact) or self.vocabulary.facts.get(fact)


def _facts_in(pieces: Iterable[tuple[Path_, Written]]) -> frozenset[str]:
    return frozenset(fact for _, piece in pieces for fact, _, _ in fact_uses(piece))


def shipped_rulebook() -> Path:
    """Find the rulebook that comes with Muster: beside the source, or inside the installed package."""
    package = Path(__file__).resolve().parents[2]
    inside = package / "rulebook"
    return inside if inside.is_dir() else package.parents[1] / "rulebook"
