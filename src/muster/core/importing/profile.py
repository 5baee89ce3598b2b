"""How one source is to be read: written down once, used for every file it sends."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent

from muster.core.errors import BadInput, BadUsage, MissingPart, MusterError, Problem, Where
from muster.core.importing.columns import COLUMNS
from muster.core.tables.schema import OUTCOMES

Target = Literal["records", "officers", "facts"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, coerce_numbers_to_str=True)


class FactColumn(_Part):
    """One dated fact that a row gives: ``rank`` from the column Rank, true from the day in Date.

    With ``when`` the rows are events (hired, promoted, left): those in ``opens`` begin the fact and end the
    one before it, those in ``closes`` end it on their own day, and those in ``ignores`` say nothing.
    """

    fact: str
    value: str | None = None
    value_from: str | None = None
    words: dict[str, str] = Field(default_factory=dict)
    start: str | None = None
    end: str | None = None
    when: str | None = None
    opens: tuple[str, ...] = ()
    closes: tuple[str, ...] = ()
    ignores: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_value(self) -> FactColumn:
        if (self.value is None) == (self.value_from is None):
            raise ValueError("give either value (the same for all rows) or value_from (a header)")
        if self.when and not (self.opens and self.start):
            raise ValueError(
                "events need `start`, the header of their day, and `opens`, the words that begin the fact"
            )
        return self

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers of the source that this fact reads."""
        return tuple(name for name in (self.value_from, self.start, self.end, self.when) if name)


class Profile(_Part):
    """The answers an import needs beyond the file. Every one has a default."""

    target: Target = Field("records", alias="as")
    columns: dict[str, str] = Field(default_factory=dict)  # their header -> our column, or "" to leave it out
    constants: dict[str, str] = Field(
        default_factory=dict, alias="set"
    )  # our column -> the value of every row
    outcomes: dict[str, str] = Field(default_factory=dict)  # their word -> our outcome
    facts: tuple[FactColumn, ...] = ()
    sheet: str | None = None
    header_row: int | None = Field(None, ge=0)
    delimiter: str | None = Field(None, min_length=1, max_length=1)
    encoding: str | None = None
    date_format: str | None = None
    zero_score: Literal["none", "kept"] = "kept"
    recorded_at: str | None = None  # "now", or a moment such as 2026-01-31T09:00:00
    note: str = ""

    @field_validator("columns")
    @classmethod
    def _no_double(cls, columns: dict[str, str]) -> dict[str, str]:
        ours = [name for name in columns.values() if name]
        if len(set(ours)) < len(ours):
            raise ValueError("two headers are mapped to the same column")
        return columns

    @field_validator("outcomes")
    @classmethod
    def _known_outcomes(cls, words: dict[str, str]) -> dict[str, str]:
        for word, outcome in words.items():
            if outcome not in OUTCOMES:
                raise ValueError(f"{word}: {outcome} is no outcome; outcomes are {', '.join(OUTCOMES)}")
        return words

    @model_validator(mode="after")
    def _known_columns(self) -> Profile:
        for name in [*self.columns.values(), *self.constants]:
            if name and name not in COLUMNS[self.target]:
                raise ValueError(
                    f"{self.target} have no column {name}; they have {', '.join(COLUMNS[self.target])}"
                )
        if self.facts and self.target == "records":
            raise ValueError("`facts` needs `as: facts` or `as: officers`")
        return self

    def header_hints(self) -> list[str]:
        """The headers this profile names, which help to find the header row."""
        return [*self.columns, *(name for fact in self.facts for name in fact.headers)]


def make_profile(base: Profile | None = None, **changes: Any) -> Profile:
    """Build a profile from another and what was said on the command line (None says nothing).

    Mappings are merged, the later word winning. Raises BadUsage.
    """
    merged = (base or Profile()).model_dump(by_alias=False)
    for key, value in changes.items():
        if isinstance(value, Mapping):
            merged[key] = _merge(merged[key], value, one_to_one=key == "columns")
        elif value is not None:
            merged[key] = value
    try:
        return Profile.model_validate(merged)
    except ValidationError as error:
        raise BadUsage(
            [Problem("import-option", f"{_spot(e['loc'])}: {_said(e)}.") for e in error.errors()]
        ) from None


def _merge(old: dict[str, str], new: Mapping[str, str], *, one_to_one: bool) -> dict[str, str]:
    """Let ``--map New=course`` take the place of a profile's ``Old: course``."""
    kept = {key: value for key, value in old.items() if not (one_to_one and value and value in new.values())}
    return {**kept, **new}


def load_profile(path: Path) -> Profile:
    """Read a profile. Raises BadInput naming the file, the line and the key."""
    try:
        if path.exists() and not path.is_file():
            raise _bad("this is not a file.", Where(str(path)))
        text = path.read_text("utf-8-sig")
        if any(isinstance(event, AliasEvent) for event in YAML(typ="safe", pure=True).parse(text)):
            raise _bad("a part is repeated by an alias (*); write it out each time.", Where(str(path)))
        found = YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else None
        raise _bad(f"the YAML is broken: {error.problem or error.context}.", Where(str(path), line)) from None
    except (OSError, UnicodeError, YAMLError, ValueError, OverflowError, RecursionError) as error:
        raise _bad(f"the profile cannot be read ({error}).", Where(str(path))) from None
    if not isinstance(found, dict):
        raise _bad("a profile is a list of keys with values.", Where(str(path)))
    try:
        return Profile.model_validate(_plain(found))
    except ValidationError as error:
        raise BadInput(
            [
                Problem(
                    "import-profile",
                    f"{_said(e)}.",
                    _keys_hint(e),
                    Where(str(path), _line(found, e["loc"]), _spot(e["loc"])),
                )
                for e in error.errors()
            ]
        ) from None


def save_profile(profile: Profile, path: Path) -> None:
    """Write a profile with only what differs from the defaults. Raises MissingPart where it cannot be."""
    kept = profile.model_dump(by_alias=True, exclude_defaults=True, mode="json")
    out = io.StringIO()
    yaml = YAML()
    yaml.default_flow_style = False
    yaml.width = 110
    yaml.dump({"as": profile.target, **kept}, out)
    temporary = path.with_name(path.name + ".part")
    try:
        temporary.write_text(out.getvalue(), "utf-8")
        temporary.replace(path)
    except OSError as error:
        raise MissingPart.because(
            "import-profile",
            f"the profile cannot be written ({error.strerror}).",
            "Name a place in a folder that is there and can be written to.",
            Where(str(path)),
        ) from None


def _plain(value: Any) -> Any:
    """Reduce YAML to text: a day or a number there is meant as written."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else value


def _line(found: Any, loc: tuple[int | str, ...]) -> int | None:
    line: int | None = None
    for part in loc:
        try:
            row, _ = found.lc.item(part) if isinstance(part, int) else found.lc.key(part)
            line, found = row + 1, found[part]
        except (AttributeError, KeyError, IndexError, TypeError):
            break
    return line


def _spot(loc: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in loc)


def _said(error: Any) -> str:
    if error["type"] == "extra_forbidden":
        return "there is no such key"
    return str(error["msg"]).removeprefix("Value error, ")


def _keys_hint(error: Any) -> str:
    if error["type"] != "extra_forbidden":
        return ""
    fields = Profile.model_fields if len(error["loc"]) == 1 else FactColumn.model_fields
    return f"Keys are: {', '.join(field.alias or name for name, field in fields.items())}."


def _bad(what: str, where: Where) -> MusterError:
    return BadInput.because("import-profile", what, "See docs/importing.md for one that works.", where)
