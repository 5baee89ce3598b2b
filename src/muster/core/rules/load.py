"""Read a rulebook: folders of YAML, one requirement a file, into frozen classes.

``load_rulebook`` reads and checks; every problem of every file is reported at once, each with file,
line and key. A later folder overrides an earlier one by id, which is how local law is added.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from muster.core.errors import BadRule, MusterError, Problem, Where
from muster.core.rules.check import find_problems
from muster.core.rules.construct import Shape, construct
from muster.core.rules.language import Jurisdiction, Requirement, Vocabulary
from muster.core.rules.rulebook import Rulebook, shipped_rulebook
from muster.core.rules.yaml_lines import Path_, YamlPage, read_yaml

VOCABULARY = "vocabulary.yaml"
JURISDICTION = "jurisdiction.yaml"
TEST_SUFFIX = ".test.yaml"


def load_rulebook(
    folders: Sequence[Path] | None = None,
    only: Sequence[str] = (),
    parameters: Mapping[str, str] | None = None,
) -> Rulebook:
    """Load and check. ``only`` names jurisdictions or requirements; ``parameters`` override by ``us-xx.name``.

    Raises BadRule with every problem found.
    """
    reading = _Reading(parameters or {}, {name.split("/")[0] for name in only})
    folders = list(folders) if folders else [shipped_rulebook()]
    if not any((folder / VOCABULARY).exists() for folder in folders):
        reading.words(shipped_rulebook())
    for folder in folders:
        reading.folder(folder)
    problems = [*reading.problems, *find_problems(reading.book, reading.broken)]
    if problems:
        raise BadRule(problems)
    return reading.book.only(only) if only else reading.book


@dataclass
class _Reading:
    """A rulebook being read. ``only`` names the jurisdictions asked for; empty: all."""

    parameters: Mapping[str, str]
    only: set[str]
    problems: list[Problem] = field(default_factory=list)
    vocabulary: Vocabulary = field(
        default_factory=lambda: Vocabulary(topics={}, facts={}, delivery={}, marks={})
    )
    jurisdictions: dict[str, Jurisdiction] = field(default_factory=dict)
    requirements: dict[str, Requirement] = field(default_factory=dict)
    pages: dict[str, YamlPage] = field(default_factory=dict)
    own_pages: dict[str, YamlPage] = field(default_factory=dict)
    tests: dict[str, Path] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)  # requirements whose file could not be used

    @property
    def book(self) -> Rulebook:
        return Rulebook(
            self.vocabulary,
            self.jurisdictions,
            self.requirements,
            self.pages,
            self.tests,
            own_pages=self.own_pages,
        )

    def folder(self, folder: Path) -> None:
        """Read one folder of jurisdictions, and its words if it has any."""
        if not folder.is_dir():
            self.problems.append(
                Problem("no-rulebook", f"there is no folder {folder}.", "Name the folder of a rulebook.")
            )
            return
        self.words(folder)
        for own in sorted(
            path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")
        ):
            if (
                self.only
                and own.name not in self.only
                and all((folder / name).is_dir() for name in self.only)
            ):
                continue  # rules refer only to rules of their own jurisdiction
            self._jurisdiction(own, folder)

    def words(self, folder: Path) -> None:
        """Add the words of a folder to those known."""
        path = folder / VOCABULARY
        read = self._read(path, folder, Vocabulary, {}) if path.exists() else None
        if read:
            self.vocabulary = _merged(self.vocabulary, read[0])

    def _jurisdiction(self, own: Path, folder: Path) -> None:
        if (own / JURISDICTION).exists():
            read = self._read(own / JURISDICTION, folder, Jurisdiction, {})
            if read:
                self.jurisdictions[own.name], self.own_pages[own.name] = read
        elif own.name not in self.jurisdictions:
            what = f"the folder {own.name} has no {JURISDICTION}."
            do = "It says the jurisdiction's name, its authority and whom its rules are about."
            self.problems.append(Problem("no-jurisdiction", what, do, Where(str(own))))
        for path in sorted(own.glob("*.yaml")):
            if path.name != JURISDICTION:
                self._file(path, own, folder)

    def _file(self, path: Path, own: Path, folder: Path) -> None:
        identity = f"{own.name}/{path.name.removesuffix(TEST_SUFFIX).removesuffix('.yaml')}"
        if path.name.endswith(TEST_SUFFIX):
            self.tests[identity] = path
            return
        read = self._read(path, folder, Requirement, self._given(own.name))
        if read is None:
            self.broken.add(identity)
        elif read[0].id == identity:
            self.requirements[identity], self.pages[identity] = read
        else:
            self.broken.add(identity)
            what = f"the id is {read[0].id}, but the file stands at {identity}."
            do = f"Write id: {identity}, or move the file."
            self.problems.append(Problem("id-not-path", what, do, read[1].where(("id",))))

    def _given(self, jurisdiction: str) -> dict[str, str]:
        """Return the parameters of a jurisdiction, with what the caller set."""
        own = self.jurisdictions.get(jurisdiction)
        prefix = f"{jurisdiction}."
        given = {k.removeprefix(prefix): v for k, v in self.parameters.items() if k.startswith(prefix)}
        return {**(own.parameters if own else {}), **given}

    def _read(
        self, path: Path, folder: Path, shape: type[Shape], parameters: Mapping[str, str]
    ) -> tuple[Shape, YamlPage] | None:
        try:
            page = read_yaml(path, str(Path(folder.name) / path.relative_to(folder)))
            page.value = _with_parameters(page.value, parameters, page, ())
            return construct(shape, page), page
        except MusterError as error:
            self.problems.extend(error.problems)
            return None


def _merged(one: Vocabulary, other: Vocabulary) -> Vocabulary:
    return Vocabulary(
        topics={**one.topics, **other.topics},
        facts={**one.facts, **other.facts},
        delivery={**one.delivery, **other.delivery},
        marks={**one.marks, **other.marks},
        units={**one.units, **other.units},
        translations={
            language: {**one.translations.get(language, {}), **other.translations.get(language, {})}
            for language in {**one.translations, **other.translations}
        },
    )


def _with_parameters(value: Any, parameters: Mapping[str, str], page: YamlPage, path: Path_) -> Any:
    """Replace ``$name`` by the jurisdiction's parameter."""
    match value:
        case dict():
            return {k: _with_parameters(v, parameters, page, (*path, k)) for k, v in value.items()}
        case list():
            return [_with_parameters(v, parameters, page, (*path, i)) for i, v in enumerate(value)]
        case str() if value.startswith("$"):
            name = value[1:]
            if name not in parameters:
                raise BadRule.because(
                    "unknown-parameter",
                    f"there is no parameter {name}.",
                    f"{JURISDICTION} lists them under parameters: {', '.join(parameters) or 'none yet'}.",
                    page.where(path),
                )
            return parameters[name]
        case _:
            return value
