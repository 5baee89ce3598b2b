"""Walks through the life of consultations that nobody thought of. ``python -m tests.walks community 2000`` makes many."""

from __future__ import annotations

import pytest
from tests.cast import Cast
from tests.community.walk import Walk
from tests.community.walk_ground import ORDER, REACHED
from tests.walks import walk


@pytest.mark.django_db
def test_no_walk_publishes_what_nobody_looked_at_or_comes_where_a_guard_forbids(cast: Cast) -> None:
    Walk.cast = cast
    if walk(Walk, few=20, steps=15):
        print(dict(REACHED))  # noqa: T201 - for whoever asked for a long run
        assert {*ORDER, "dropped"} - {"planned"} <= set(REACHED), "the walks did not come everywhere"
