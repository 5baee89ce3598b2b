"""Walks through the life of requests that nobody thought of. ``python -m tests.walks events 2000`` makes many."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from tests.cast import Cast
from tests.events import belief
from tests.events.walk import REACHED, Walk
from tests.walks import walk

from muster.files.actions import store


@pytest.mark.django_db
def test_no_walk_leads_to_a_state_that_the_rules_forbid_or_loses_a_cent(cast: Cast) -> None:
    Walk.cast = cast
    Walk.proof = store(content=ContentFile(b"%PDF-1.4\n%%EOF\n"), by=cast.user["ada"])
    if walk(Walk, few=12, steps=15):
        print(dict(REACHED))  # noqa: T201 - for whoever asked for a long run
        assert {*belief.PATHS, *belief.OVER} - {"draft"} <= set(REACHED), "the walks did not come everywhere"


def test_command_that_makes_many_begins_without_the_settings_of_django(root: Path) -> None:
    bare = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    begun = subprocess.run(
        [sys.executable, "-c", "import tests.walks"],
        env=bare,
        cwd=root,
        capture_output=True,
        check=False,
    )
    assert begun.stderr == b""
