"""A process that is killed in the middle of an import leaves nothing of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from urllib.parse import quote

import pytest
from django.db import connection
from tests.cast import make_cast
from tests.records.bringing import RECORDS_HEADER, bring, number_of

from muster.records.actions.imports.accepting import accept_import
from muster.records.enums import BatchState
from muster.records.models import Batch, Record

#: Accepts an import, and dies when every record is written and before the transaction ends.
DYING = """
import os, signal, sys
import django
django.setup()
from muster.accounts.models import User
from muster.records.actions.imports import accepting
from muster.records.models import Batch, Record
def die(*_):
    assert Record.lines.count() == 2
    os.kill(os.getpid(), signal.SIGKILL)
accepting._set_aside = die
accepting.accept_import(batch=Batch.objects.get(pk=int(sys.argv[1])), by=User.objects.get(pk=int(sys.argv[2])))
"""


def address() -> str:
    """The database of this test, as a setting names it."""
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    who = f"{quote(told['USER'])}:{quote(told['PASSWORD'] or '')}@"
    return f"postgresql://{who}{told['HOST']}:{told['PORT']}/{told['NAME']}"


@pytest.mark.django_db(transaction=True)
def test_process_killed_in_the_middle_leaves_nothing_and_the_import_can_be_brought_in_again() -> None:
    cast = make_cast()
    ada, ben = number_of(cast.person["ada"]), number_of(cast.person["ben"])
    batch = bring(cast, f"{RECORDS_HEADER}{ada},CPR,2024-05-31,4\n{ben},CPR,2024-05-31,4\n")
    ran = subprocess.run(
        [sys.executable, "-c", DYING, str(batch.pk), str(cast.user["tara"].pk)],
        env={**os.environ, "MUSTER_DATABASE": address()},
        check=False,
        capture_output=True,
    )
    assert ran.returncode == -signal.SIGKILL, ran.stderr.decode()[-2000:]
    assert (Record.lines.count(), Batch.objects.get(pk=batch.pk).state) == (0, BatchState.PREVIEW)
    accept_import(batch=batch, by=cast.user["tara"])
    assert Record.lines.count() == 2
