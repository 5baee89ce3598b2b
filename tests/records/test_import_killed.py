"""A process that is killed in the middle of an import leaves nothing of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import date, timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.utils import timezone
from tests.cast import Cast, make_cast
from tests.records.bringing import RECORDS_HEADER, bring, number_of

from muster.accounts.models import User
from muster.records.actions.imports.accepting import accept_import
from muster.records.actions.imports.confirming import confirm_import
from muster.records.enums import BatchState
from muster.records.models import Batch, Record

#: Accepts an import, or confirms it as the second person, and dies when every record is written and before the transaction ends.
DYING = """
import os, signal, sys
import django
django.setup()
from muster.accounts.models import User
from muster.records.actions.imports import accepting, confirming
from muster.records.models import Batch, Record
def die(*_):
    assert Record.lines.count() == 2
    os.kill(os.getpid(), signal.SIGKILL)
accepting._set_aside = die
deed = {"accept": accepting.accept_import, "confirm": confirming.confirm_import}[sys.argv[3]]
deed(batch=Batch.objects.get(pk=int(sys.argv[1])), by=User.objects.get(pk=int(sys.argv[2])))
"""


def address() -> str:
    """The database of this test, as a setting names it."""
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    who = f"{quote(told['USER'])}:{quote(told['PASSWORD'] or '')}@"
    return f"postgresql://{who}{told['HOST']}:{told['PORT']}/{told['NAME']}"


def killed(batch: Batch, by: User, deed: str) -> None:
    """Let a process begin the deed, and see it killed in the middle."""
    ran = subprocess.run(
        [sys.executable, "-c", DYING, str(batch.pk), str(by.pk), deed],
        env={**os.environ, "MUSTER_DATABASE": address()},
        check=False,
        capture_output=True,
    )
    assert ran.returncode == -signal.SIGKILL, ran.stderr.decode()[-2000:]


def two_rows(cast: Cast, day: date) -> Batch:
    """A look at a file about Ada and Ben."""
    ada, ben = number_of(cast.person["ada"]), number_of(cast.person["ben"])
    return bring(cast, f"{RECORDS_HEADER}{ada},CPR,{day},4\n{ben},CPR,{day},4\n")


@pytest.mark.django_db(transaction=True)
def test_process_killed_in_the_middle_leaves_nothing_and_the_import_can_be_brought_in_again() -> None:
    cast = make_cast()
    batch = two_rows(cast, timezone.localdate() - timedelta(days=3))
    killed(batch, cast.user["tara"], "accept")
    assert (Record.lines.count(), Batch.objects.get(pk=batch.pk).state) == (0, BatchState.PREVIEW)
    accept_import(batch=batch, by=cast.user["tara"])
    assert Record.lines.count() == 2


@pytest.mark.django_db(transaction=True)
def test_process_killed_while_the_second_person_confirms_leaves_the_import_waiting() -> None:
    cast = make_cast()
    batch = accept_import(batch=two_rows(cast, date(2024, 5, 31)), by=cast.user["tara"])
    killed(batch, cast.user["dina"], "confirm")
    assert (Record.lines.count(), Batch.objects.get(pk=batch.pk).state) == (0, BatchState.WAITING)
    confirm_import(batch=batch, by=cast.user["dina"])
    assert Record.lines.count() == 2
