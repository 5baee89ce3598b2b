"""Walks through the life of consultations that nobody thought of. ``python -m tests.community.walks 2000`` makes many."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.cast import Cast
from tests.community.walk_ground import ORDER, REACHED
from tests.community.walks import Walk

#: Enough to come everywhere.
MANY = 200
WALKS = int(os.environ.get("MUSTER_WALKS", "20"))


@pytest.mark.django_db
def test_no_walk_publishes_what_nobody_looked_at_or_comes_where_a_guard_forbids(cast: Cast) -> None:
    Walk.cast = cast
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
        assert {*ORDER, "dropped"} - {"planned"} <= set(REACHED), "the walks did not come everywhere"
