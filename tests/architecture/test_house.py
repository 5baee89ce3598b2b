"""What must hold of the web house: who writes, where pages live, how long a file may be."""

from __future__ import annotations

import ast
import configparser
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

LONGEST_FILE = 400
WRITES = re.compile(
    r"save|create|update|delete|(?:get|update)_or_create|a(?:save|create|update|delete)|bulk_\w+"
)

#: What a policy without inline code refuses: a style, a handler, a script that is not a file.
INLINE = re.compile(r"<style\b|\sstyle\s*=|\son[a-z]+\s*=|<script\b(?![^>]*\bsrc=)", re.IGNORECASE)


@pytest.fixture(scope="module")
def house(root: Path) -> Path:
    return root / "src" / "muster"


@pytest.fixture(scope="module")
def apps(house: Path) -> list[Path]:
    """The domain apps: each package with models. Pages have none."""
    found = {file.parent for file in house.glob("*/models.py")} | {it.parent for it in house.glob("*/models")}
    return sorted(found)


def calls(file: Path) -> Iterator[tuple[int, str]]:
    """The line and name of each method that a file calls, but for those of the cache, which holds no facts."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            target = node.func.value
            if not isinstance(target, ast.Name) or target.id != "cache":
                yield node.lineno, node.func.attr


# ── pages ──────────────────────────────────────────────────────────────────────────────────────


def test_pages_write_through_actions_alone(house: Path) -> None:
    pages = [file for file in (house / "web").rglob("*.py") if (house / "web" / "assets") not in file.parents]
    written = [
        f"{file.relative_to(house)}:{line} .{name}( belongs into an action"
        for file in sorted(pages)
        for line, name in calls(file)
        if WRITES.fullmatch(name)
    ]
    assert pages
    assert written == []


@pytest.mark.parametrize("name", ["save", "create", "bulk_create", "bulk_update", "get_or_create", "delete"])
def test_pattern_knows_what_writes(name: str) -> None:
    assert WRITES.fullmatch(name)


def test_apps_have_no_pages(apps: list[Path]) -> None:
    found = [
        str(path.relative_to(app.parent))
        for app in apps
        for path in app.iterdir()
        if path.stem in {"views", "urls", "templates", "static"}
    ]
    assert apps
    assert found == []


def test_templates_hold_no_inline_style_or_script(house: Path) -> None:
    found = [
        f"{file.relative_to(house)}:{number}: {line.strip()[:80]}"
        for file in sorted((house / "web").rglob("templates/**/*.html"))
        for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1)
        if INLINE.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("line", ["<p style='x'>", "<a onclick=x>", "<style>", "<script>", "<script defer>"])
def test_pattern_catches_what_the_policy_refuses(line: str) -> None:
    assert INLINE.search(line)


@pytest.mark.parametrize("line", ["<script defer src='x'></script>", "<p class='style'>", "<a href='on=1'>"])
def test_pattern_leaves_files_and_classes_alone(line: str) -> None:
    assert not INLINE.search(line)


# ── apps ───────────────────────────────────────────────────────────────────────────────────────


def test_every_app_keeps_the_order_of_its_files(root: Path, apps: list[Path]) -> None:
    contracts = configparser.ConfigParser()
    contracts.read(root / ".importlinter", encoding="utf-8")
    listed = contracts["importlinter:contract:app"]["containers"].split()
    assert {f"muster.{app.name}" for app in apps} - set(listed) == set()


def test_no_file_is_longer_than_one_reads(root: Path) -> None:
    long = [
        f"{file.relative_to(root)} has {length} lines"
        for folder in ("src", "tests")
        for file in sorted((root / folder).rglob("*.py"))
        if "migrations" not in file.parts
        if (length := len(file.read_text("utf-8").splitlines())) > LONGEST_FILE
    ]
    assert long == []
