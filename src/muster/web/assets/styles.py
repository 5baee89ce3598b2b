"""Packages, style sheet, scripts, letters and icons: from npm to ``static/built/``."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path

from muster.web.assets.node import run
from muster.web.assets.stamp import content_of, is_fresh, leave

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[3]  # where package.json is
STYLES = HERE / "scss"
BUILT = HERE.parent / "static" / "built"

USWDS = Path("node_modules/@uswds/uswds")
SCRIPTS = (
    USWDS / "dist/js/uswds.min.js",
    Path("node_modules/htmx.org/dist/htmx.min.js"),
)
ICONS = USWDS / "dist/img/sprite.svg"
REFERENCE = re.compile(r"url\((['\"]?)(?!data:|#)([^'\")]+)\1\)")


def install_packages(root: Path = ROOT, *, for_tests: bool = False) -> bool:
    """Install the locked npm packages; ``for_tests`` with those that only tests use. Return whether it was due."""
    stamp = root / "node_modules" / ".muster-stamp"
    lock = [root / "package.json", root / "package-lock.json"]
    every, some = content_of(lock, "tests"), content_of(lock, "run")
    wanted = (every,) if for_tests else (every, some)
    if any(is_fresh(stamp, content) for content in wanted):
        return False
    leave_out = ["--omit=optional"] if for_tests else ["--omit=optional", "--omit=dev"]
    run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", *leave_out, folder=root)
    leave(stamp, every if for_tests else some)
    return True


def build_styles(root: Path = ROOT, built: Path = BUILT) -> bool:
    """Fill ``static/built/`` in one go: made beside it, then moved into place. Return whether it was due."""
    stamp = built / ".stamp"
    content = content_of([*STYLES.glob("*.scss"), root / "package-lock.json", Path(__file__)])
    if is_fresh(stamp, content):
        return False
    built.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=built.parent, prefix=".build-") as temporary:
        fresh = Path(temporary) / "built"
        fresh.mkdir()
        css = _compiled(root)
        (fresh / "muster.css").write_text(_with_files_beside(css, root / USWDS, fresh), "utf-8")
        for file in (*SCRIPTS, ICONS):
            shutil.copy(root / file, fresh / file.name)
        leave(fresh / ".stamp", content)
        shutil.rmtree(built, ignore_errors=True)
        fresh.rename(built)
    return True


def _compiled(root: Path) -> str:
    return run(
        "node",
        "node_modules/sass/sass.js",
        f"--load-path={USWDS / 'packages'}",
        "--style=compressed",
        "--no-source-map",
        "--quiet",
        str(STYLES / "muster.scss"),
        folder=root,
    )


def _with_files_beside(css: str, uswds: Path, fresh: Path) -> str:
    """Copy each picture and letter that the style sheet names, and let it name them as lying beside it."""

    def beside(found: re.Match[str]) -> str:
        name = found.group(2).split("#")[0].split("?")[0]
        shutil.copy(_in_package(uswds, name), fresh / Path(name).name)
        return f"url({Path(name).name})"

    return REFERENCE.sub(beside, css)


def _in_package(uswds: Path, name: str) -> Path:
    plain = name.lstrip("./")
    places = (uswds / "dist" / "img" / plain, uswds / "dist" / "fonts" / plain)
    return next((place for place in places if place.is_file()), places[0])
