"""A careless operator: the demo where a real site is, a data folder that others can read, settings that make no sense."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from tests.conftest import ROOT

MUSTER = [sys.executable, "-m", "muster.cli"]
STYLES = ROOT / "src" / "muster" / "web" / "static" / "built" / "muster.css"


def run(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command as an operator does, with these settings and no others."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MUSTER_", "DJANGO_"))}
    path = os.pathsep.join([str(ROOT / "src"), kept.get("PYTHONPATH", "")])
    return subprocess.run(
        [*words],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**kept, "PYTHONPATH": path, **settings},
    )


def test_demo_leaves_a_real_site_alone(tmp_path: Path) -> None:
    """An operator who has MUSTER_DATA of the service in the environment tries the demo."""
    (tmp_path / "secret-key").write_text("of the service")
    done = run(*MUSTER, "demo", "--no-serve", "--officers", "50", MUSTER_DATA=str(tmp_path))
    assert done.returncode == 2
    assert "no demo" in done.stderr
    assert "Traceback" not in done.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["secret-key"]


@pytest.mark.skipif(not STYLES.is_file(), reason="the styles of the pages have not been built")
def test_site_in_a_folder_open_to_others_is_its_owners_alone(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    code = (
        "import os; os.umask(0o022); from muster.cli.serve import prepare; prepare(); "
        "import io; from muster.files.store import place; place(io.BytesIO(b'%PDF-1.7 x'))"
    )
    done = run(sys.executable, "-c", code, MUSTER_DATA=str(tmp_path))
    assert done.returncode == 0, done.stderr
    own = [tmp_path / "muster.sqlite3", tmp_path / "secret-key", *(tmp_path / "files").rglob("*")]
    own.append(tmp_path / "files")
    assert {file.name: oct(file.stat().st_mode) for file in own if file.stat().st_mode & 0o077} == {}
    assert stat.S_ISREG((tmp_path / "muster.sqlite3").stat().st_mode)


@pytest.mark.parametrize(
    "settings",
    [
        {"MUSTER_UPLOAD_MB": "many"},
        {"MUSTER_OPENID": "http://evil.example x y"},
        {"MUSTER_DATABASE": "nonsense://x"},
        {"MUSTER_DATABASE": "postgresql://127.0.0.1:1/x"},
        {"MUSTER_DATA": "/proc/no/such"},
        {"MUSTER_DATA": "/dev/null"},
        {"MUSTER_RULEBOOK": "/no/such/folder"},
    ],
    ids=lambda settings: " ".join(f"{name}={value}" for name, value in settings.items()),
)
@pytest.mark.parametrize("words", [("ledger", "verify"), ("account", "list"), ("serve",)], ids=" ".join)
def test_setting_that_makes_no_sense_is_a_sentence(
    words: tuple[str, ...], settings: dict[str, str], tmp_path: Path
) -> None:
    if words == ("serve",) and "MUSTER_RULEBOOK" in settings:
        pytest.skip("it would serve")
    done = run(*MUSTER, *words, **{"MUSTER_DATA": str(tmp_path), **settings})
    assert done.returncode in {1, 2, 3, 4, 5}
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "content",
    [b"", b"not a database", b"SQLite format 3\0" + b"\xff" * 5000],
    ids=["empty", "text", "broken"],
)
@pytest.mark.parametrize("words", [("ledger", "verify"), ("account", "list"), ("serve",)], ids=" ".join)
def test_database_that_is_none_is_a_sentence(words: tuple[str, ...], content: bytes, tmp_path: Path) -> None:
    if words == ("serve",) and not content:
        pytest.skip("an empty file is a new database")
    (tmp_path / "muster.sqlite3").write_bytes(content)
    done = run(*MUSTER, *words, MUSTER_DATA=str(tmp_path))
    assert done.returncode in {1, 2, 3, 4, 5}
    assert "Traceback" not in done.stderr
    if content:
        assert (tmp_path / "muster.sqlite3").read_bytes() == content
