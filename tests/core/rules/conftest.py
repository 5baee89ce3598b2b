"""Small rules and officers, made up to test one thing each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from muster.core.rules.construct import construct
from muster.core.rules.evaluate import evaluate
from muster.core.rules.language import Jurisdiction, Requirement, Vocabulary
from muster.core.rules.load import load_rulebook
from muster.core.rules.rulebook import Rulebook, shipped_rulebook
from muster.core.rules.testing import CaseOfficer
from muster.core.rules.yaml_lines import YamlPage, read_yaml
from muster.core.tables.cases import facts_of_cases

Row: TypeAlias = dict[str, Any]

YEARLY: Row = {"calendar": {"every": "1 year", "anchored": "2020-01-01"}}
HEAD: Row = {
    "title": "Made up",
    "says": "Made up.",
    "evidence": "V",
    "sources": [{"cite": "the test"}],
    "encoded_on": "2026-11-20",
}


@pytest.fixture(scope="session")
def shipped() -> Rulebook:
    """The rulebook that comes with Muster, loaded and checked."""
    return load_rulebook()


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return construct(Vocabulary, read_yaml(shipped_rulebook() / "vocabulary.yaml"))


@pytest.fixture(scope="session")
def rule() -> Callable[..., Requirement]:
    """Make a requirement of one version: the keys of a version, and under ``file`` those of the file."""

    def make(name: str = "rule", file: Row | None = None, **version: Any) -> Requirement:
        version = {"from": "2000-01-01", "when": YEARLY, "what": {"hours": 8}, **version}
        return Requirement.model_validate(
            {"id": f"xx-test/{name}", **HEAD, "versions": [version], **(file or {})}
        )

    return make


@pytest.fixture(scope="session")
def year(rule: Callable[..., Requirement]) -> Callable[..., Requirement]:
    """Make a requirement whose first period is the year 2024, so that nothing is owed from before."""
    return partial(rule, **{"from": "2024-01-01"})


@pytest.fixture(scope="session")
def book(vocabulary: Vocabulary) -> Callable[..., Rulebook]:
    """Put requirements into a rulebook of one jurisdiction, whose own page may say more."""

    def make(*rules: Requirement, **page: Any) -> Rulebook:
        own = Jurisdiction.model_validate({"id": "xx-test", "name": "Test", "authority": "none", **page})
        pages = {rule.id: YamlPage(f"{rule.id}.yaml", None, {(): 1}) for rule in rules}
        return Rulebook(vocabulary, {own.id: own}, {rule.id: rule for rule in rules}, pages)

    return make


@pytest.fixture(scope="session")
def standing(book: Callable[..., Rulebook]) -> Callable[..., list[list[Row]]]:
    """Judge officers by rules: for each officer the rows of standing, headlines first."""

    def judge(
        rules: Requirement | Sequence[Requirement],
        officers: Sequence[Row],
        as_of: str,
        known_at: datetime | None = None,
    ) -> list[list[Row]]:
        rules = [rules] if isinstance(rules, Requirement) else rules
        facts = facts_of_cases([CaseOfficer.model_validate(officer) for officer in officers])
        frame = evaluate(facts, book(*rules), date.fromisoformat(as_of), known_at).standing
        found: dict[str, list[Row]] = {f"case-{number}": [] for number in range(len(officers))}
        for row in frame.sort("headline", descending=True, maintain_order=True).iter_rows(named=True):
            found[row["officer_id"]].append(row)
        return list(found.values())

    return judge


@pytest.fixture(scope="session")
def verdict(standing: Callable[..., list[list[Row]]]) -> Callable[..., tuple[str, str]]:
    """Judge one officer by one rule: the verdict and the reason of the headline."""

    def judge(rule: Requirement, officer: Row, as_of: str, **more: Any) -> tuple[str, str]:
        row = standing(rule, [officer], as_of, **more)[0][0]
        return row["verdict"], row["reason"]

    return judge


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Write a rulebook folder of one jurisdiction, ``xx-broken``, from texts by file name."""

    def write(**files: str) -> Path:
        own = tmp_path / "rulebook" / "xx-broken"
        own.mkdir(parents=True, exist_ok=True)
        files = {"jurisdiction": "id: xx-broken\nname: Broken\nauthority: none\n", **files}
        for name, text in files.items():
            (own / f"{name}.yaml").write_text(text, "utf-8")
        return tmp_path / "rulebook"

    return write
