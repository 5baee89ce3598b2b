"""``muster ledger``: what it says, and the exit code it leaves with."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from tests.cast import Cast
from tests.curriculum.lessons import in_use
from tests.ledger.rows import record, sql, written
from tests.ledger.short import DOZEN, tamper
from typer.testing import CliRunner, Result

from muster.cli.app import app
from muster.ledger.appended import take_notes, vouched_tables
from muster.ledger.canonical import hash_of
from muster.ledger.models import Entry

pytestmark = pytest.mark.django_db
Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    """Run ``muster ledger`` with these words."""
    return lambda *words: CliRunner().invoke(app, ["ledger", *map(str, words)])


@pytest.fixture
def published(run: Run, dozen: list[Entry], tmp_path: Path) -> Path:
    """A signed checkpoint of the twelve entries."""
    file = tmp_path / "checkpoint.json"
    assert run("checkpoint", "--output", file).exit_code == 0
    return file


def key_in(file: Path) -> str:
    return str(json.loads(file.read_text())["public_key"])


# ── verify ──────────────────────────────────────────────────────────────────────────────────────────


def test_whole_ledger_holds_and_what_that_does_not_prove_is_said(run: Run, dozen: list[Entry]) -> None:
    result = run("verify")
    assert result.exit_code == 0
    assert f"Holds: 12 entries, the last with the hash {dozen[-1].hash}" in result.stdout
    assert "only a checkpoint kept elsewhere shows it" in result.stdout
    assert f"Every row is as its entry wrote it: 0 rows in {len(vouched_tables())} tables." in result.stdout


def test_changed_row_leaves_with_one_and_its_table_key_and_entry(run: Run, cast: Cast) -> None:
    line = record(cast)
    number = written(cast, line).number
    sql("UPDATE records_record SET minutes = 1 WHERE id = %s", line.pk)
    result = run("verify")
    assert result.exit_code == 1
    assert f"records_record {line.pk}, written by entry {number}, is not as it was written" in result.stderr
    assert "Does not hold: 1 places" in result.stdout


def test_lesson_plan_in_use_with_another_text_leaves_with_one(run: Run, cast: Cast) -> None:
    plan = in_use(cast)
    assert run("verify").exit_code == 0
    sql("UPDATE curriculum_block SET content = 'x' WHERE plan_id = %s", plan.pk)
    result = run("verify")
    assert result.exit_code == 1
    assert f"Lesson plan version {plan.pk} does not say what it said" in result.stderr


def test_trigger_of_any_table_that_is_gone_is_named(run: Run, cast: Cast) -> None:
    written(cast, cast.millbrook)
    on = "" if connection.vendor == "sqlite" else " ON records_record"
    if connection.vendor == "postgresql":
        sql("SET CONSTRAINTS ALL IMMEDIATE")
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER records_record_no_update{on}")
    result = run("verify")
    assert result.exit_code == 1
    assert "The trigger records_record_no_update is gone" in result.stderr


# ── adopt ───────────────────────────────────────────────────────────────────────────────────────────


def test_rows_in_no_entry_are_told_and_taken_in(run: Run, cast: Cast) -> None:
    line = record(cast)
    take_notes()
    written(cast, cast.millbrook)
    assert f"records_record {line.pk} stands in no entry" in run("verify").stderr
    result = run("adopt", "--reason", "written before")
    assert result.exit_code == 0
    assert "1 rows of records_record" in result.stdout
    assert run("verify").exit_code == 0
    assert "Nothing was written" in run("adopt", "--reason", "again").stdout


def test_what_does_not_hold_is_told_after_the_rest_was_taken_in(run: Run, cast: Cast) -> None:
    known = record(cast)
    number = written(cast, known).number
    record(cast)
    take_notes()
    sql("UPDATE records_record SET minutes = 1 WHERE id = %s", known.pk)
    result = run("adopt", "--reason", "written before")
    assert (result.exit_code, "1 rows of records_record" in result.stdout) == (1, True)
    assert f"records_record {known.pk}, written by entry {number}, is not as it was written" in result.stderr
    assert "stands in no entry" not in result.stderr


def test_nothing_to_take_in_says_what_does_not_hold_all_the_same(run: Run, cast: Cast) -> None:
    written(cast, record(cast))
    sql("DELETE FROM records_record WHERE id > %s", 0)
    result = run("adopt", "--reason", "x")
    assert (result.exit_code, "Nothing was written" in result.stdout) == (1, True)
    assert "is gone" in result.stderr


def test_entry_that_says_nothing_readable_of_its_rows_does_not_stop_the_taking_in(
    run: Run, cast: Cast
) -> None:
    written(cast, record(cast))
    sql("UPDATE ledger_entry SET lines = %s WHERE number = 1", '{"records_record":1}')
    result = run("adopt", "--reason", "x")
    assert (result.exit_code, "Entry 1 was changed" in result.stderr) == (1, True)
    assert "rows of records_record" in result.stdout


@pytest.mark.parametrize("words", [[], ["--reason", " "]])
def test_nothing_is_taken_in_without_a_reason(run: Run, cast: Cast, words: list[str]) -> None:
    record(cast)
    take_notes()
    assert run("adopt", *words).exit_code == 2
    assert not Entry.objects.exists()


# ── verify, the chain ───────────────────────────────────────────────────────────────────────────────


def test_changed_entry_leaves_with_one_and_its_number(run: Run, dozen: list[Entry]) -> None:
    tamper("UPDATE ledger_entry SET verb = %s WHERE number = 7", ["x"])
    result = run("verify")
    assert result.exit_code == 1
    assert "the first at entry 7" in result.stdout
    assert "Entry 7 was changed after it was written" in result.stderr


def test_missing_trigger_leaves_with_one_and_its_name(run: Run, dozen: list[Entry]) -> None:
    on = "" if connection.vendor == "sqlite" else " ON ledger_entry"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER ledger_entry_no_delete{on}")
    result = run("verify")
    assert result.exit_code == 1
    assert "The trigger ledger_entry_no_delete is gone" in result.stderr


def test_ledger_agrees_with_its_checkpoint(run: Run, published: Path) -> None:
    result = run("verify", "--checkpoint", published, "--public-key", key_in(published))
    assert result.exit_code == 0
    assert "Agrees with the signed checkpoint of entry 12." in result.stdout
    assert "Not compared" not in result.stdout


def test_own_key_is_said_to_prove_less(run: Run, published: Path) -> None:
    result = run("verify", "--checkpoint", published)
    assert result.exit_code == 0
    assert "Who can change this ledger may have that key as well" in result.stdout


def test_end_that_was_cut_off_is_found_with_the_checkpoint(run: Run, published: Path) -> None:
    tamper("DELETE FROM ledger_entry WHERE number > %s", [DOZEN - 1])
    assert run("verify").exit_code == 0
    result = run("verify", "--checkpoint", published, "--public-key", key_in(published))
    assert result.exit_code == 1
    assert "ends with entry 11, and a checkpoint knows entry 12" in result.stderr


def test_checkpoint_of_another_key_leaves_with_one(run: Run, published: Path) -> None:
    result = run("verify", "--checkpoint", published, "--public-key", "A" * 43 + "=")
    assert result.exit_code == 1
    assert f"{published}: the checkpoint was signed with another key" in result.stderr


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["--public-key", "A" * 43 + "="], 2, "Add --checkpoint FILE"),
        (["--checkpoint", "nowhere.json"], 2, "nowhere.json: there is no such checkpoint"),
    ],
)
def test_words_that_cannot_be_acted_on_are_told(
    run: Run, dozen: list[Entry], words: list[str], code: int, says: str
) -> None:
    result = run("verify", *words)
    assert result.exit_code == code
    assert says in result.stderr


# ── checkpoint, key, show ───────────────────────────────────────────────────────────────────────────


def test_checkpoint_names_the_last_entry_and_the_key_that_is_shown(
    run: Run, published: Path, dozen: list[Entry]
) -> None:
    found = json.loads(published.read_text())
    assert (found["number"], found["hash"]) == (DOZEN, dozen[-1].hash)
    assert run("key").stdout.strip() == found["public_key"]
    assert (Path(settings.ENVIRONMENT.data) / "ledger-key").is_file()


def test_ledger_that_does_not_hold_is_not_signed(run: Run, dozen: list[Entry], tmp_path: Path) -> None:
    tamper("DELETE FROM ledger_entry WHERE number = %s", [3])
    result = run("checkpoint", "--output", tmp_path / "checkpoint.json")
    assert result.exit_code == 1
    assert "it is not signed" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_empty_ledger_is_not_signed(run: Run) -> None:
    result = run("checkpoint")
    assert result.exit_code == 2
    assert "the ledger is empty" in result.stderr


def test_entry_that_holds_is_shown_with_its_place(run: Run, dozen: list[Entry]) -> None:
    result = run("show", 6)
    assert result.exit_code == 0
    assert dozen[5].reason in result.stdout
    assert [line[:3] for line in result.stdout.splitlines()[-3:]] == ["yes"] * 3


def test_entry_is_shown_letter_by_letter(run: Run, dozen: list[Entry]) -> None:
    tamper("UPDATE ledger_entry SET verb = %s WHERE number = %s", ["accounts:key:show", 6])
    tamper(
        "UPDATE ledger_entry SET hash = %s WHERE number = %s",
        [hash_of(Entry.objects.get(number=6).content()), 6],
    )
    result = run("show", 6)
    assert "accounts:key:show" in result.stdout  # not the picture of a key
    assert [line[:3] for line in result.stdout.splitlines()[-3:]] == ["yes", "yes", "NO "]


def test_shown_entry_that_does_not_hold_leaves_with_one(run: Run, dozen: list[Entry]) -> None:
    tamper("UPDATE ledger_entry SET reason = %s WHERE number = 6", ["[red]\x1b[31m"])
    result = run("show", 6)
    assert result.exit_code == 1
    assert "NO  its content gives its hash" in result.stdout
    assert "\x1b" not in result.stdout


@pytest.mark.parametrize("number", ["13", "0", "99999999999999999999"])
def test_number_without_an_entry_is_told(run: Run, dozen: list[Entry], number: str) -> None:
    result = run("show", number)
    assert result.exit_code == 2
    assert f"there is no entry {number}" in result.stderr


# ── another site, in a process of its own ───────────────────────────────────────────────────────────

ON_SQLITE = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="what is damaged is a file of SQLite")


def elsewhere(folder: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run ``muster ledger`` for the site in a folder."""
    settings_ = {"MUSTER_DATA": str(folder), "MUSTER_DATABASE": "", **more}
    return subprocess.run(
        [sys.executable, "-c", "from muster.cli import main; main()", "ledger", *words],
        env={**os.environ, **settings_, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_site_without_a_database_is_told_and_none_is_made(tmp_path: Path) -> None:
    result = elsewhere(tmp_path, "verify")
    assert result.returncode == 5
    assert "there is no database of a site here" in result.stderr
    assert not (tmp_path / "muster.sqlite3").exists()


def test_file_that_is_no_database_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "muster.sqlite3").write_bytes(b"not a database at all " * 100)
    result = elsewhere(tmp_path, "verify")
    assert result.returncode == 5
    assert "file is not a database" in result.stderr
    assert "Traceback" not in result.stderr


def test_setting_that_cannot_be_read_is_a_sentence(tmp_path: Path) -> None:
    result = elsewhere(tmp_path, "verify", MUSTER_UPLOAD_MB="many")
    assert result.returncode == 2
    assert "a setting of this site cannot be read" in result.stderr


def test_database_that_is_not_there_is_a_sentence_without_its_password(tmp_path: Path) -> None:
    address = "postgres://muster:sesame@127.0.0.1:1/muster"
    result = elsewhere(tmp_path, "verify", MUSTER_DATABASE=address)
    assert result.returncode == 5
    assert "127.0.0.1:1/muster: the database of this site cannot be read" in result.stderr
    assert "sesame" not in result.stderr


@ON_SQLITE
def test_damaged_page_is_a_sentence_and_the_last_good_entry(dozen: list[Entry], tmp_path: Path) -> None:
    content = bytearray(connection.connection.serialize())
    page_size = int.from_bytes(content[16:18], "big")
    spot = content.index(dozen[11].reason.encode())
    page = spot - spot % page_size
    content[page : page + 8] = b"\xff" * 8  # the head of the page that holds the last entries
    (tmp_path / "muster.sqlite3").write_bytes(content)
    result = elsewhere(tmp_path, "verify")
    assert result.returncode == 1
    assert "Nothing can be read after entry" in result.stderr
    assert "malformed" in result.stderr
    assert "Traceback" not in result.stderr


# ── the site ────────────────────────────────────────────────────────────────────────────────────────


def test_database_that_lacks_a_step_is_told(run: Run, dozen: list[Entry]) -> None:
    MigrationRecorder(connection).record_unapplied("ledger", "0002_rows_added")
    result = run("verify")
    assert result.exit_code == 5
    assert "lacks" in result.stderr
    assert "migrate" in result.stderr


def test_database_that_does_not_answer_is_told_without_its_password(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise OperationalError("connection refused\nIs the server running?")

    monkeypatch.setattr(connection, "ensure_connection", refuse, raising=False)
    monkeypatch.setitem(connection.settings_dict, "PASSWORD", "open sesame")
    result = run("verify")
    assert result.exit_code == 5
    assert "the database of this site cannot be read: connection refused." in result.stderr
    assert "open sesame" not in result.stderr
