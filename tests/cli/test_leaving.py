"""How ``muster`` ends: whatever happens it leaves with a documented code and never with a traceback."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

import muster.cli.check
from muster import __version__
from muster.cli.app import app
from muster.cli.docs import cli_page
from muster.cli.leaving import EXIT_CODES
from muster.core.errors import BadFact, BadInput, BadRule, BadUsage, ChecksFailed, MissingPart

MUSTER = (sys.executable, "-m", "muster.cli")


def test_a_reader_who_goes_away_is_no_error_message():
    with subprocess.Popen(
        (*MUSTER, "rules", "schema"), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        said = running.stderr.read()
    assert (said, running.returncode) == (b"", 141)


@pytest.fixture
def shell(town: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run muster as a shell does, with what the shell does to its output."""

    def ran(words: str, around: str = "") -> subprocess.CompletedProcess[str]:
        line = f'"{sys.executable}" -m muster.cli {words.replace("TOWN", str(town))} {around}'
        return subprocess.run(
            ["bash", "-o", "pipefail", "-c", line], capture_output=True, text=True, check=False
        )

    return ran


@pytest.mark.parametrize(
    "words",
    [
        "check TOWN/facts --rulebook TOWN/rulebook --rules zz --first 500",
        "explain b2 --facts TOWN/facts --rulebook TOWN/rulebook --rules zz",
        "rules test --rulebook TOWN/rulebook",
    ],
)
def test_a_reader_who_goes_away_early_is_noticed_in_every_command(shell, words):
    done = shell(words, "| true")
    assert (done.returncode, done.stderr) == (141, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize(
    "words", ["check TOWN/facts --rulebook TOWN/rulebook --rules zz", "rules schema", "--help", "--version"]
)
def test_a_full_disk_is_a_sentence(shell, words):
    done = shell(words, "> /dev/full")
    assert done.returncode == 5
    assert done.stderr.startswith("muster: the system refused: No space left on device.")
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


def test_a_closed_stdout_is_a_sentence(shell):
    done = shell("rules schema", ">&-")
    assert (done.returncode, done.stderr.startswith("muster: stdout is closed.")) == (5, True)
    assert len(done.stderr.splitlines()) == 1


def test_a_closed_stderr_does_not_hide_the_code(shell):
    assert shell("check nowhere --rules zz", "2>&-").returncode == 2


def test_a_word_that_is_no_text_is_a_sentence(shell):
    done = shell("check $'town\\xff' --rules model")
    assert (done.returncode, done.stderr.splitlines()) == (
        2,
        ["muster: 'town\\udcff' is not text in UTF-8. Rename the file, or spell it so."],
    )


def test_ctrl_c_while_muster_loads_is_no_traceback():
    code = (
        "import builtins, sys; real = builtins.__import__\n"
        "def stopped(name, *more, **rest):\n"
        "    if name == 'polars': raise KeyboardInterrupt\n"
        "    return real(name, *more, **rest)\n"
        "builtins.__import__ = stopped\n"
        "from muster.cli import main; main()"
    )
    done = subprocess.run((sys.executable, "-c", code), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (130, "Stopped.\n")


@pytest.mark.parametrize(
    ("trouble", "code", "sentence"),
    [
        (MemoryError(), 5, "this machine has not enough free memory for that."),
        (RecursionError(), 4, "nested too deeply"),
        (OSError(28, "No space left on device", "/full"), 5, "/full: the system refused: No space left"),
    ],
)
def test_what_the_machine_refuses_is_a_sentence(run, town, monkeypatch, trouble, code, sentence):
    def refused(*_: object, **__: object) -> None:
        raise trouble

    monkeypatch.setattr(muster.cli.check, "evaluate", refused)
    done = run("check", town / "facts", "--rules", "zz", "--rulebook", town / "rulebook")
    assert (done.exit_code, sentence in " ".join(done.stderr.split())) == (code, True)


def test_the_module_runs_like_the_command():
    done = subprocess.run((*MUSTER, "--version"), capture_output=True, text=True, check=True)
    assert done.stdout == f"muster {__version__}\n"


def test_an_unknown_command_leaves_with_2():
    done = CliRunner().invoke(app, ["chekc"])
    assert done.exit_code == 2
    assert "chekc" in done.stderr


def test_every_error_has_a_documented_code():
    codes = {error.exit_code for error in (BadFact, BadInput, BadRule, BadUsage, ChecksFailed, MissingPart)}
    assert codes == {1, 2, 3, 4, 5}
    assert codes < set(EXIT_CODES)


def test_help_names_every_exit_code():
    shown = CliRunner().invoke(app, ["--help"]).stdout
    assert all(sentence in shown for sentence in EXIT_CODES.values())


def test_docs_say_what_help_says(root):
    written = (root / "docs" / "cli.md").read_text("utf-8")
    assert written == cli_page(), "run: python -m muster.cli.docs > docs/cli.md"
