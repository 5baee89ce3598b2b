"""What must hold of the repository as a whole, so that nobody has to remember it."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

LONGEST_FUNCTION = 60
LARGEST_FILE = 1_000_000

# Written in pieces, so that this file does not contain what it looks for.
REGISTRIES = ("python" + "hosted", "pypi" + ".org", "registry." + "npm", "deb." + "debian", "/" + "simple/")
MACHINE_FOLDERS = ("work", "root", "home", "tmp", "opt")
FORBIDDEN = re.compile(
    "|".join(re.escape(name) for name in REGISTRIES)
    + r"|(?:^|[\s\"'`(\[=:,/<])/(?:"
    + "|".join(MACHINE_FOLDERS)
    + r")/",
)


@pytest.fixture(scope="module")
def kept(root: Path) -> list[Path]:
    """Every file that is, or is about to be, in the repository."""
    found = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    if found.returncode:
        pytest.skip(f"git cannot list the files here: {found.stderr.strip()}")
    files = [root / name for name in found.stdout.split("\0") if name]
    return [file for file in files if file.is_file()]


def text_of(file: Path) -> str | None:
    """The text of a file, or None if it holds no text."""
    raw = file.read_bytes()
    if b"\0" in raw:
        return None
    return raw.decode("utf-8", errors="replace")


def functions(file: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


# ── files ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "line",
    [
        "https://files." + "python" + "hosted" + ".org/packages/x.whl",
        "see /" + "work/shared/domain.md",
        '"/' + "tmp/out.csv",
        "file:/" + "/" + "root/x",
    ],
)
def test_pattern_catches_hosts_and_machine_paths(line: str) -> None:
    assert FORBIDDEN.search(line)


@pytest.mark.parametrize(
    "line", ["officers/home/away", "../shared/data", "team/work/life", "#!/usr/bin/env bash"]
)
def test_pattern_leaves_plain_words_alone(line: str) -> None:
    assert not FORBIDDEN.search(line)


def test_no_file_names_a_registry_host_or_a_machine_path(kept: list[Path], root: Path) -> None:
    named = [
        f"{file.relative_to(root)}:{number}: {line.strip()[:80]}"
        for file in kept
        for number, line in enumerate((text_of(file) or "").splitlines(), start=1)
        if FORBIDDEN.search(line)
    ]
    assert named == []


def test_no_file_is_over_one_megabyte(kept: list[Path], root: Path) -> None:
    large = [str(file.relative_to(root)) for file in kept if file.stat().st_size > LARGEST_FILE]
    assert large == []


# ── code ───────────────────────────────────────────────────────────────────────────────────────


def test_every_package_says_what_it_is_for(root: Path) -> None:
    found = {file.parent for file in (root / "src" / "muster").rglob("*.py")}
    packages = sorted(package for package in found if package.name != "migrations")
    silent = [
        str(package.relative_to(root))
        for package in packages
        if not (package / "__init__.py").exists()
        or not ast.get_docstring(ast.parse((package / "__init__.py").read_text("utf-8")))
    ]
    assert packages
    assert silent == []


def test_no_function_is_longer_than_a_screen(root: Path) -> None:
    long = [
        f"{file.relative_to(root)}:{node.lineno} {node.name} has {length} lines"
        for folder in ("src", "tests")
        for file in sorted((root / folder).rglob("*.py"))
        for node in functions(file)
        if (length := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]
    assert long == []


# ── dependencies ───────────────────────────────────────────────────────────────────────────────


def normal(requirement: str) -> str:
    """A package name as the locked lists write it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[<>=!~;\[ ]", requirement, maxsplit=1)[0]).lower()


def listed(root: Path, *keys: str) -> set[str]:
    """The names under one heading of pyproject.toml."""
    found = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    for key in keys:
        found = found[key]
    return {normal(name) for name in found if isinstance(name, str)}


LISTS = {
    "run": [("project", "dependencies"), ("dependency-groups", "build")],
    "assets": [("project", "dependencies"), ("dependency-groups", "assets")],
    "postgres": [("project", "dependencies"), ("project", "optional-dependencies", "postgres")],
    "test": [
        ("project", "dependencies"),
        ("project", "optional-dependencies", "postgres"),
        ("dependency-groups", "test"),
        ("dependency-groups", "spark-build"),
    ],
    "spark": [("project", "optional-dependencies", "spark")],
    "lint": [("project", "dependencies"), ("dependency-groups", "lint")],
}


@pytest.mark.parametrize("name", LISTS)
def test_every_dependency_is_locked(name: str, root: Path) -> None:
    text = (root / "requirements" / f"{name}.txt").read_text("utf-8")
    locked = set(re.findall(r"^([a-z0-9-]+)==", text, re.MULTILINE))
    wanted = set().union(*(listed(root, *keys) for keys in LISTS[name]))
    assert wanted - locked == set()


def test_locked_lists_agree_on_every_version(root: Path) -> None:
    versions: dict[str, set[str]] = {}
    for file in sorted((root / "requirements").glob("*.txt")):
        for package, version in re.findall(r"^([a-z0-9-]+)==(\S+)", file.read_text("utf-8"), re.MULTILINE):
            versions.setdefault(package, set()).add(version)
    assert {package: found for package, found in versions.items() if len(found) > 1} == {}


def test_every_dependency_is_argued_for(root: Path) -> None:
    text = (root / "docs" / "decisions" / "0002-dependencies.md").read_text("utf-8")
    argued = {normal(name) for name in re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE)}
    used = listed(root, "project", "dependencies") | listed(root, "dependency-groups", "assets")
    for extra in ("postgres", "spark"):
        used |= listed(root, "project", "optional-dependencies", extra)
    assert used - argued == set()


# ── decisions ──────────────────────────────────────────────────────────────────────────────────


def test_decisions_are_numbered_without_gap_and_keep_the_rejected_roads(root: Path) -> None:
    pages = sorted((root / "docs" / "decisions").glob("*.md"))
    assert [page.name[:4] for page in pages] == [f"{number:04d}" for number in range(1, len(pages) + 1)]
    for page in pages:
        headings = re.findall(r"^## (.+)$", page.read_text("utf-8"), re.MULTILINE)
        assert headings[:3] == ["Context", "Decision", "Rejected"], page.name
