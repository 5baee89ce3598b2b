"""How ``muster`` ends: whatever happens it leaves with a documented code and never with a traceback."""

from __future__ import annotations

import subprocess
import sys

from typer.testing import CliRunner

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
