"""A jurisdiction's own page: its name, its words, and whom its rules are about."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from muster.core.rules.language.requirement import Source, Text
from muster.core.rules.language.who import EVERYONE, Condition
from muster.core.rules.language.written import Codes, Translated, Written


class FactWord(Written):
    """A dated fact that conditions may look at."""

    says: Text
    values: dict[str, str] = Field(default_factory=dict, description="allowed values; empty: any")
    order: Codes = Field((), description="the values from lowest to highest, where that means something")
    everyone_has_one: bool = Field(
        False, description="if so, an officer without any is a missing fact (cannot tell), not a no"
    )


class Vocabulary(Written):
    """Words shared by all jurisdictions: rulebook/vocabulary.yaml."""

    topics: dict[str, Text]
    facts: dict[str, FactWord]
    delivery: dict[str, Text]
    marks: dict[str, Text]
    units: dict[str, Text] = Field(default_factory=dict)
    translations: Translated = Field(
        default_factory=dict, description="by language: words of rules in English, and in that language"
    )


class Jurisdiction(Written):
    """jurisdiction.yaml of one folder of the rulebook."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    name: Text
    authority: Text
    binding: bool = True
    sources: tuple[Source, ...] = ()
    who: Condition = EVERYONE
    parameters: dict[str, str] = Field(
        default_factory=dict, description="$name in a rule file stands for the value"
    )
    facts: dict[str, FactWord] = Field(default_factory=dict)
    topics: dict[str, Text] = Field(default_factory=dict)
    marks: dict[str, Text] = Field(default_factory=dict)
    units: dict[str, Text] = Field(default_factory=dict)
    not_encoded: tuple[Text, ...] = ()
    note: str = ""
    translations: Translated = Field(
        default_factory=dict, description="by language: words of its rules in English, and in that language"
    )
