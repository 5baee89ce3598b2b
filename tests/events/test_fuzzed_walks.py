"""Walks through the life of requests that nobody thought of. ``python -m tests.events.walks 2000`` makes many."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.cast import Cast
from tests.events import belief
from tests.events.walk import REACHED, Walk

from muster.files.actions import store

#: Enough to meet what is broken often; a long run meets what is broken seldom.
MANY = 300
WALKS = int(os.environ.get("MUSTER_WALKS", "12"))


@pytest.mark.django_db
def test_no_walk_leads_to_a_state_that_the_rules_forbid_or_loses_a_cent(cast: Cast) -> None:
    Walk.cast = cast
    Walk.proof = store(content=ContentFile(b"%PDF-1.4\n%%EOF\n"), by=cast.user["ada"])
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=WALKS,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    if WALKS >= MANY:
        print(dict(REACHED))  # noqa: T201 - for whoever asked for a long run
        assert {*belief.PATHS, *belief.OVER} - {"draft"} <= set(REACHED), "the walks did not come everywhere"


def test_command_that_makes_many_begins_without_the_settings_of_django(root: Path) -> None:
    bare = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    begun = subprocess.run(
        [sys.executable, "-c", "import tests.events.walks"],
        env=bare,
        cwd=root,
        capture_output=True,
        check=False,
    )
    assert begun.stderr == b""
