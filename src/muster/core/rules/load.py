"""Read a rulebook: folders of YAML, one requirement a file, into frozen classes.

``load_rulebook`` reads and checks; every problem of every file is reported at once, each with file,
line and key. A later folder overrides an earlier one by id, which is how local law is added.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from muster.core.errors import BadRule, BadUsage, MusterError, Problem, Where
from muster.core.rules.language import FactWord, Jurisdiction, Requirement, Vocabulary
from muster.core.rules.language.written import Written
from muster.core.rules.yaml_lines import Path_, YamlPage, read_yaml

Shape = TypeVar("Shape", bound=Written)

VOCABULARY = "vocabulary.yaml"
JURISDICTION = "jurisdiction.yaml"
TEST_SUFFIX = ".test.yaml"


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
        return Rulebook(
            self.vocabulary, self.jurisdictions, kept, self.pages, self.tests, self.all_requirements
        )

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

    def fact_word(self, fact: str, jurisdiction: str = "") -> FactWord | None:
        """Look a dated fact up, the jurisdiction's own words first."""
        own = self.jurisdictions[jurisdiction].facts if jurisdiction in self.jurisdictions else {}
        return own.get(fact) or self.vocabulary.facts.get(fact)


def shipped_rulebook() -> Path:
    """Find the rulebook that comes with Muster: beside the source, or inside the installed package."""
    package = Path(__file__).resolve().parents[2]
    inside = package / "rulebook"
    return inside if inside.is_dir() else package.parents[1] / "rulebook"


def load_rulebook(
    folders: Sequence[Path] | None = None,
    only: Sequence[str] = (),
    parameters: Mapping[str, str] | None = None,
) -> Rulebook:
    """Load and check. ``only`` names jurisdictions or requirements; ``parameters`` override by ``us-xx.name``.

    Raises BadRule with every problem found.
    """
    from muster.core.rules.check import find_problems  # noqa: PLC0415 - check looks at what load has built

    folders = list(folders) if folders else [shipped_rulebook()]
    problems: list[Problem] = []
    book = _read_folders(folders, problems, parameters or {}, {name.split("/")[0] for name in only})
    if not problems:
        problems += find_problems(book)
    if problems:
        raise BadRule(problems)
    return book.only(only) if only else book


def _read_folders(
    folders: Sequence[Path], problems: list[Problem], parameters: Mapping[str, str], only: set[str]
) -> Rulebook:
    vocabulary = Vocabulary(topics={}, facts={}, delivery={}, marks={})
    jurisdictions: dict[str, Jurisdiction] = {}
    requirements: dict[str, Requirement] = {}
    pages: dict[str, YamlPage] = {}
    tests: dict[str, Path] = {}
    words = shipped_rulebook() / VOCABULARY
    if words.exists() and not any((folder / VOCABULARY).exists() for folder in folders):
        read = _read(words, words.parent, Vocabulary, problems, {})
        vocabulary = read[0] if read else vocabulary
    for folder in folders:
        if not folder.is_dir():
            problems.append(
                Problem("no-rulebook", f"there is no folder {folder}.", "Name the folder of a rulebook.")
            )
            continue
        if (folder / VOCABULARY).exists():
            read = _read(folder / VOCABULARY, folder, Vocabulary, problems, {})
            vocabulary = _merged(vocabulary, read[0]) if read else vocabulary
        for own in sorted(
            path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")
        ):
            if only and own.name not in only and all((folder / name).is_dir() for name in only):
                continue  # rules refer only to rules of their own jurisdiction
            _read_jurisdiction(own, folder, problems, parameters, jurisdictions, requirements, pages, tests)
    return Rulebook(vocabulary, jurisdictions, requirements, pages, tests)


def _merged(one: Vocabulary, other: Vocabulary) -> Vocabulary:
    return Vocabulary(
        topics={**one.topics, **other.topics},
        facts={**one.facts, **other.facts},
        delivery={**one.delivery, **other.delivery},
        marks={**one.marks, **other.marks},
        units={**one.units, **other.units},
    )


def _read_jurisdiction(
    own: Path,
    folder: Path,
    problems: list[Problem],
    parameters: Mapping[str, str],
    jurisdictions: dict[str, Jurisdiction],
    requirements: dict[str, Requirement],
    pages: dict[str, YamlPage],
    tests: dict[str, Path],
) -> None:
    if (own / JURISDICTION).exists():
        read = _read(own / JURISDICTION, folder, Jurisdiction, problems, {})
        if read:
            jurisdictions[own.name] = read[0]
    elif own.name not in jurisdictions:
        problems.append(
            Problem(
                "no-jurisdiction",
                f"the folder {own.name} has no {JURISDICTION}.",
                "It says the jurisdiction's name, its authority and whom its rules are about.",
                Where(str(own)),
            )
        )
    given = dict(jurisdictions[own.name].parameters) if own.name in jurisdictions else {}
    prefix = f"{own.name}."
    given |= {k.removeprefix(prefix): v for k, v in parameters.items() if k.startswith(prefix)}
    for path in sorted(own.glob("*.yaml")):
        if path.name == JURISDICTION:
            continue
        identity = f"{own.name}/{path.name.removesuffix(TEST_SUFFIX).removesuffix('.yaml')}"
        if path.name.endswith(TEST_SUFFIX):
            tests[identity] = path
            continue
        read_one = _read(path, folder, Requirement, problems, given)
        if not read_one:
            continue
        requirement, page = read_one
        if requirement.id != identity:
            problems.append(
                Problem(
                    "id-not-path",
                    f"the id is {requirement.id}, but the file stands at {identity}.",
                    f"Write id: {identity}, or move the file.",
                    page.where(("id",)),
                )
            )
            continue
        requirements[identity] = requirement
        pages[identity] = page


def _read(
    path: Path, folder: Path, shape: type[Shape], problems: list[Problem], parameters: Mapping[str, str]
) -> tuple[Shape, YamlPage] | None:
    try:
        page = read_yaml(path, str(Path(folder.name) / path.relative_to(folder)))
        page.value = _with_parameters(page.value, parameters, page, ())
        return construct(shape, page), page
    except MusterError as error:
        problems.extend(error.problems)
        return None


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


def construct(shape: type[Shape], page: YamlPage) -> Shape:
    """Build the frozen class from a page. Raises BadRule with a sentence, file, line and key for each mistake."""
    if not isinstance(page.value, dict):
        raise BadRule.because(
            "yaml-empty", "the file holds no keys.", f"It should start like the {shape.__name__.lower()} in docs/rulebook.md.",
            Where(page.file, 1),
        )  # fmt: skip
    try:
        return shape.model_validate(page.value)
    except ValidationError as error:
        details = error.errors()
        raise BadRule(
            [_problem(detail, page) for detail in details if not _follows(detail, details)]
        ) from None


def _follows(detail: ErrorDetails, details: list[ErrorDetails]) -> bool:
    """Whether "too few entries" is said only because an entry inside was refused for its own reason."""
    here = detail["loc"]
    return detail["type"] == "too_short" and any(
        other["loc"][: len(here)] == here and other is not detail for other in details
    )


def _problem(detail: ErrorDetails, page: YamlPage) -> Problem:
    path, missing = _path(detail, page.value)
    key = str(detail.get("ctx", {}).get("key", "")) if detail["type"] == "unknown_key" else ""
    while key and path and key not in _value_at(page.value, path):
        path = path[:-1]  # the last step named a shape that is a key here as well
    what, do = _sentence(detail, missing)
    return Problem(f"rule-{detail['type'].replace('_', '-')}", what, do, page.where(path, key or missing))


def _path(detail: ErrorDetails, value: Any) -> tuple[Path_, str]:
    """Follow an error's location through the values; steps that name a shape are not keys and are passed over."""
    path: list[str | int] = []
    missing = ""
    for step in detail["loc"]:
        if isinstance(value, dict):
            found = next((key for key in value if key == step or str(key) == str(step)), None)
            if found is None:
                missing = str(step)
                continue
            value, missing = value[found], ""
            path.append(found)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
            path.append(step)
    return tuple(path), missing if detail["type"] == "missing" else ""


def _value_at(value: Any, path: Path_) -> Any:
    for step in path:
        value = value[step]
    return value if isinstance(value, dict) else ()


def _sentence(detail: ErrorDetails, missing: str) -> tuple[str, str]:
    kind, ctx = detail["type"], detail.get("ctx", {})
    given = detail.get("input")
    match kind:
        case "missing":
            return f"the key {missing} is missing.", "Add it; docs/rulebook.md shows every key."
        case "unknown_key":
            return _sentence_end(detail["msg"]), ""
        case "no_such_shape":
            keys = (
                f"here it has {', '.join(map(str, given))}"
                if isinstance(given, dict)
                else f"here stands {given!r}"
            )
            return f"{detail['msg']}; {keys}.", ""
        case "value_error":
            return _sentence_end(str(ctx.get("error", detail["msg"]))), ""
        case "literal_error":
            return f"{given!r} is not one of the words allowed here.", f"Write {ctx.get('expected', '')}."
        case "string_pattern_mismatch":
            return f"{given!r} does not have the form asked for here ({ctx.get('pattern', '')}).", ""
        case "date_type" | "date_parsing" | "date_from_datetime_parsing" | "date_from_datetime_inexact":
            return f"{given!r} is not a day.", "Write days like 2026-12-31."
        case "too_short":
            return f"{'.'.join(str(s) for s in detail['loc'][-1:])} needs at least one entry.", ""
        case _:
            return f"{given!r} does not fit here: {detail['msg'].lower()}.", ""


def _sentence_end(text: str) -> str:
    text = text[0].lower() + text[1:] if text else text
    return text if text.endswith(".") else text + "."
