"""Walks through the life of recommendations that nobody thought of.

``python -m tests.walks oversight 2000`` makes many.
"""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from tests.cast import Cast, make_grant
from tests.oversight.walk import PATHS, REACHED, Walk
from tests.walks import walk

from muster.accounts.roles import Role
from muster.files.actions import store
from muster.oversight.lifecycle import MOVES


def test_steps_are_those_of_the_field() -> None:
    assert {(str(move.source), str(move.target)): str(move.side) for move in MOVES} == PATHS


@pytest.mark.django_db
def test_no_walk_lets_the_department_verify_or_close_or_breaks_a_rule(cast: Cast) -> None:
    Walk.cast = cast
    Walk.proof = store(content=ContentFile(b"%PDF-1.4\n%%EOF\n"), by=cast.user["ada"])
    for name in ("dina", "ada"):  # roles of overseers that were given to the wrong people
        make_grant(cast.user[name], Role.AUDITOR, cast.millbrook)
    if walk(Walk, few=40, steps=10):
        print(dict(REACHED))  # noqa: T201 - for whoever asked for a long run
        assert {target for _source, target in PATHS} <= set(REACHED), "the walks did not come everywhere"
