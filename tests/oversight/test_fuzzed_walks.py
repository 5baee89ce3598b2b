"""Walks through the life of recommendations that nobody thought of; ``many_walks`` makes many of them."""

from __future__ import annotations

import os

import pytest
from django.core.files.base import ContentFile
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.cast import Cast, make_grant
from tests.oversight.walks import PATHS, REACHED, Walk

from muster.accounts.roles import Role
from muster.files.actions import store
from muster.oversight.lifecycle import MOVES

#: Enough to meet what is broken often; a long run meets what is broken seldom.
MANY = 1_000
WALKS = int(os.environ.get("MUSTER_OVERSIGHT_WALKS", "200"))


def test_steps_are_those_of_the_field() -> None:
    assert {(str(move.source), str(move.target)): str(move.side) for move in MOVES} == PATHS


@pytest.mark.django_db
def test_no_walk_lets_the_department_verify_or_close_or_breaks_a_rule(cast: Cast) -> None:
    Walk.cast = cast
    Walk.proof = store(content=ContentFile(b"%PDF-1.4\n%%EOF\n"), by=cast.user["ada"])
    for name in ("dina", "ada"):  # roles of overseers that were given to the wrong people
        make_grant(cast.user[name], Role.AUDITOR, cast.millbrook)
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=WALKS,
            stateful_step_count=10,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    if WALKS >= MANY:
        print(dict(REACHED))  # noqa: T201 - for whoever asked for a long run
        assert {target for _source, target in PATHS} <= set(REACHED), "the walks did not come everywhere"
