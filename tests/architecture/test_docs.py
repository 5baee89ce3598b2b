"""The docs name every command, option, setting and permission there is: an undocumented one fails here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main
from typer.core import TyperCommand, TyperGroup, TyperOption

from muster.accounts.roles import permissions_page
from muster.cli.app import app
from muster.config.environment import DEFAULTS


def commands(command: object, name: str = "muster") -> Iterator[tuple[str, TyperCommand]]:
    """Walk the command line: each command a person can run, with its full name."""
    if isinstance(command, TyperGroup):
        for part, below in command.commands.items():
            yield from commands(below, f"{name} {part}")
    elif isinstance(command, TyperCommand) and not command.hidden:
        yield name, command


COMMANDS = dict(commands(typer.main.get_command(app)))


@pytest.fixture(scope="module")
def sections(root: Path) -> dict[str, str]:
    """What docs/cli.md says under each heading, by the words of the heading."""
    parts = re.split(r"^#+ +(.+)$", (root / "docs" / "cli.md").read_text("utf-8"), flags=re.MULTILINE)
    return {
        heading.replace("`", "").strip(): text for heading, text in zip(parts[1::2], parts[2::2], strict=True)
    }


def test_the_command_line_has_commands() -> None:
    assert {"muster check", "muster sample", "muster rules check"} <= set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_docs_have_a_heading_for_each_command(name: str, sections: dict[str, str]) -> None:
    assert name in sections


@pytest.mark.parametrize("name", COMMANDS)
def test_docs_name_each_option_of_a_command(name: str, sections: dict[str, str]) -> None:
    options = {
        spelling
        for parameter in COMMANDS[name].params
        if isinstance(parameter, TyperOption) and not parameter.hidden
        for spelling in parameter.opts
        if spelling.startswith("--") and spelling != "--help"
    }
    written = set(re.findall(r"--[a-z][a-z-]*", sections.get(name, "")))
    assert options - written == set()


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_says_what_it_does(name: str) -> None:
    assert len((COMMANDS[name].help or "").split()) >= 4


def test_docs_name_each_setting(root: Path) -> None:
    code = "\n".join(file.read_text("utf-8") for file in (root / "src").rglob("*.py"))
    docs = "\n".join(file.read_text("utf-8") for file in (root / "docs").rglob("*.md"))
    settings = set(re.findall(r"\bMUSTER_[A-Z_]+\b", code))
    assert {name for name in settings if name not in docs} == set()


def test_operators_are_told_each_setting_and_its_default(root: Path) -> None:
    page = (root / "docs" / "operators" / "settings.md").read_text("utf-8")
    told = re.findall(r"^\| `(MUSTER_[A-Z_]+)` \| (?:`([^`]*)`|nothing) \|", page, re.MULTILINE)
    assert dict(told) == DEFAULTS


def test_docs_list_the_permissions_as_the_code_has_them(root: Path) -> None:
    page = (root / "docs" / "permissions.md").read_text("utf-8")
    assert page == permissions_page(), "run: python -m muster.accounts.permissions > docs/permissions.md"
