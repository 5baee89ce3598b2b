"""A full disk, a busy database: what somebody reads then, and that nothing half-done is left."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.curriculum.lessons import a_draft
from tests.factories.sessions import a_course, a_session
from tests.files.test_full_disk import disk

from muster.curriculum.models import Material
from muster.files.models import StoredFile
from muster.ledger.models import Entry
from muster.records.models import Batch, Record, SessionFile
from muster.web.standstill import Busy, Standstill, standstill_of

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def a_file(name: str = "paper.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    """A small file as a browser sends it."""
    return SimpleUploadedFile(name, content, "application/pdf")


# ── every form that takes a file ─────────────────────────────────────────────────────────────────


def material(cast: Cast) -> tuple[str, str, dict[str, Any]]:
    """Who hands in what where: slides of a lesson plan."""
    sent = {"title": "Slides", "rights": "own", "release_class": "agency", "file": a_file()}
    return "tara", reverse("trainer:add_material", args=[a_draft(cast).pk]), sent


def certificate(cast: Cast) -> tuple[str, str, dict[str, Any]]:
    """A certificate of training elsewhere."""
    sent = {"agency": cast.millbrook.pk, "title": "CPR", "completed_on": "2024-05-31", "minutes": "4"}
    return "ada", reverse("officer:outside"), {**sent, "outcome": "completed", "file": a_file()}


def signed_scan(cast: Cast) -> tuple[str, str, dict[str, Any]]:
    """The signed sheet of a class."""
    session = a_session(cast, a_course(cast))
    sent = {"kind": "sign_in", "file": a_file()}
    return "tara", reverse("trainer:add_session_file", args=[session.pk]), sent


def import_file(cast: Cast) -> tuple[str, str, dict[str, Any]]:
    """A file of records of another system."""
    sent = {
        "agency": cast.millbrook.pk,
        "kind": "records",
        "file": a_file("old.csv", b"Course,Date\nCPR,2024-05-31\n"),
    }
    return "tara", reverse("trainer:imports"), sent


FORMS = (material, certificate, signed_scan, import_file)


@pytest.mark.django_db
@pytest.mark.parametrize("form", FORMS)
def test_full_disk_is_a_sentence_beside_the_file_and_nothing_else_happens(
    form: Callable[[Cast], tuple[str, str, dict[str, Any]]],
    cast: Cast,
    client: Client,
    tmp_path: Path,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    who, url, sent = form(cast)
    client.force_login(cast.user[who])
    before = Entry.objects.count()

    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    answer = client.post(url, sent)
    assert "no room left on the server for this file" in answer.content.decode()
    assert "file" in answer.context["form"].errors
    assert Entry.objects.count() == before
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    for made in (StoredFile, Material, SessionFile, Batch):
        assert not made.objects.exists()
    assert not Record.lines.exists()


# ── the server at a standstill ───────────────────────────────────────────────────────────────────


@pytest.fixture
def visitor() -> Client:
    """A browser that reads the page of an error, as people do."""
    return Client(raise_request_exception=False)


@pytest.mark.django_db
def test_upload_that_fills_the_disk_before_the_form_is_read_is_a_page(
    cast: Cast, visitor: Client, tmp_path: Path, settings: Any
) -> None:
    who, url, sent = signed_scan(cast)
    visitor.force_login(cast.user[who])
    with disk(tmp_path / "disk", "size=64k") as small:
        settings.FILE_UPLOAD_TEMP_DIR = str(small)
        large = a_file(content=PDF + bytes(settings.FILE_UPLOAD_MAX_MEMORY_SIZE))
        answer = visitor.post(url, {**sent, "file": large})
        assert list(small.iterdir()) == []
    assert answer.status_code == 507
    assert "There is no room left on the server" in answer.content.decode()
    assert not SessionFile.objects.exists()


@contextmanager
def somebody_else_writing() -> Iterator[None]:
    """Another process that has its turn to write and does not let go."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(connection.settings_dict["NAME"])) as other:
            other.execute("BEGIN IMMEDIATE")
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA busy_timeout=50")
            yield
            other.rollback()
        return
    parameters = connection.get_connection_params()
    with psycopg.connect(**{**parameters, "cursor_factory": psycopg.Cursor}) as other:
        other.execute("LOCK TABLE django_session, muster_cache, ledger_entry IN ACCESS EXCLUSIVE MODE")
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '50ms'")
        yield
        other.rollback()
    with connection.cursor() as cursor:
        cursor.execute("RESET lock_timeout")


@pytest.mark.django_db(transaction=True)
def test_busy_database_is_a_page_that_says_when_to_come_again(cast: Cast, visitor: Client) -> None:
    who, url, sent = certificate(cast)
    visitor.force_login(cast.user[who])
    with somebody_else_writing():
        answer = visitor.post(url, {**sent, "once": "abcdefgh"})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert "Muster is busy just now" in answer.content.decode()
    assert not Record.lines.exists()
    assert not Entry.objects.exists()
    again = visitor.post(url, {**sent, "file": a_file(), "once": "abcdefgh"})
    assert again.status_code == 302
    assert Record.lines.count() == 1


@pytest.mark.django_db(transaction=True)
def test_busy_database_at_sign_in_is_the_page_too_and_in_spanish(cast: Cast, visitor: Client) -> None:
    cast.user["ada"].set_password("nine small boats at dusk")
    cast.user["ada"].save()
    with somebody_else_writing():
        answer = visitor.post(
            reverse("account_login"),
            {"login": "ada@example.org", "password": "nine small boats at dusk"},
            headers={"Accept-Language": "es"},
        )
    assert answer.status_code == 503
    assert "Muster está ocupado" in answer.content.decode()


@pytest.mark.django_db
def test_fault_of_ours_stays_a_fault_of_ours(
    cast: Cast, visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: Any) -> None:
        raise OSError(errno.EBADF, "Bad file descriptor")

    monkeypatch.setattr("muster.web.department.my_account.history_of", broken)
    visitor.force_login(cast.user["ada"])
    answer = visitor.get(reverse("my_account"))
    assert answer.status_code == 500
    assert "The fault is ours" in answer.content.decode()
    assert "Retry-After" not in answer.headers


def of_sqlite(code: int) -> OperationalError:
    """What Django raises for an error of SQLite."""
    cause = sqlite3.OperationalError("x")
    cause.sqlite_errorcode = code
    error = OperationalError("x")
    error.__cause__ = cause
    return error


def of_postgresql(kind: type[psycopg.Error]) -> OperationalError:
    """What Django raises for an error of PostgreSQL."""
    error = OperationalError("x")
    error.__cause__ = kind("x")
    return error


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (of_sqlite(sqlite3.SQLITE_BUSY), Standstill.BUSY),
        (of_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT), Standstill.BUSY),
        (of_sqlite(sqlite3.SQLITE_LOCKED), Standstill.BUSY),
        (of_sqlite(sqlite3.SQLITE_FULL), Standstill.FULL),
        (of_sqlite(sqlite3.SQLITE_ERROR), None),
        (of_postgresql(psycopg.errors.LockNotAvailable), Standstill.BUSY),
        (of_postgresql(psycopg.errors.TooManyConnections), Standstill.BUSY),
        (of_postgresql(psycopg.errors.CannotConnectNow), Standstill.BUSY),
        (of_postgresql(psycopg.OperationalError), Standstill.BUSY),
        (of_postgresql(psycopg.errors.DiskFull), Standstill.FULL),
        (of_postgresql(psycopg.errors.UndefinedTable), None),
        (OperationalError("of nobody"), None),
        (OSError(errno.ENOSPC, "x"), Standstill.FULL),
        (OSError(errno.EDQUOT, "x"), Standstill.FULL),
        (FileNotFoundError(errno.ENOENT, "x"), None),
        (Busy(), Standstill.BUSY),
        (ValueError("x"), None),
    ],
)
def test_errors_are_told_apart(error: BaseException, kind: Standstill | None) -> None:
    assert standstill_of(error) == kind
