"""What every test may ask for: the reference data where it is, a bounded search for counterexamples, a database.

A test gets the database by asking for it (``@pytest.mark.django_db``); until one does, none is made.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings as site
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from hypothesis import HealthCheck, settings
from tests.services.flush import let_triggers_rest

from muster.config.environment import DEFAULTS

if TYPE_CHECKING:
    from tests.cast import Cast

ROOT = Path(__file__).resolve().parent.parent

# Django reads the operator's settings once, when it is loaded. By then they must be those of the tests: a data
# folder of their own, and the database that MUSTER_TEST_DATABASE names, or SQLite.
DATA = Path(tempfile.mkdtemp(prefix="muster-tests-"))
atexit.register(shutil.rmtree, DATA, ignore_errors=True)
for name in DEFAULTS:
    os.environ.pop(name, None)
os.environ["DJANGO_SETTINGS_MODULE"] = "muster.config.settings"
os.environ["MUSTER_DATA"] = str(DATA)
os.environ["MUSTER_DATABASE"] = os.environ.get("MUSTER_TEST_DATABASE", "")

# A shared machine is slow now and then, so no single example has a deadline; the count bounds the run.
settings.register_profile(
    "ci",
    max_examples=60,
    derandomize=True,
    deadline=None,
    database=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("dev", max_examples=60, deadline=None)
settings.register_profile("long", max_examples=2000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev"))


def pytest_configure() -> None:
    """Change in Django's settings what would only cost time or get in the way here."""
    if site.configured:
        raise pytest.UsageError(
            "Django was loaded before the tests' own settings: unset DJANGO_SETTINGS_MODULE."
        )
    site.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    site.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    Path(site.STATIC_ROOT).mkdir()
    database = site.DATABASES["default"]
    database["CONN_MAX_AGE"] = 0  # or a thread of the live server would hold the database when it goes
    if database["ENGINE"].endswith("sqlite3"):
        # a file, as in service: the column reader and the live server open it by its path
        database["TEST"] = {"NAME": str(DATA / "test.sqlite3")}
    let_triggers_rest()


@pytest.fixture(autouse=True)
def _own_clock_and_language() -> Iterator[None]:
    """A request sets the clock and the language of its thread, which the next test shares."""
    yield
    timezone.deactivate()
    translation.deactivate()


@pytest.fixture
def cast(db: None) -> Cast:
    """The small cast of ``tests/cast.py``: Millbrook with its squads, its neighbour, and who works there."""
    from tests.cast import make_cast  # noqa: PLC0415 - its models need Django, which is not there yet above

    return make_cast()


@pytest.fixture
def queries_of() -> Callable[[Callable[[], object]], int]:
    """Count the queries of a call: ``queries_of(lambda: client.get("/people/"))``."""

    def counted(call: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as captured:
            call()
        return len(captured)

    return counted


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of fetched reference data, which never is in the repository; the test skips without it."""
    named = os.environ.get("MUSTER_SHARED")
    folder = Path(named) if named else ROOT.parent / "shared"
    if not (folder / "data").is_dir():
        pytest.skip(f"no reference data at {folder}: put it beside the checkout, or name it in MUSTER_SHARED")
    return folder


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the checkout."""
    return ROOT
