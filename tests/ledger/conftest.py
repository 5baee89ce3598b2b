"""A short ledger that two people wrote."""

# ruff: noqa: PLC0415 this file is read before Django is set up, so what knows models is imported inside

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.db import connection

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

    from muster.ledger.chain import Verdict
    from muster.ledger.models import Entry


def account(name: str) -> AbstractBaseUser:
    """Make an account."""
    from django.contrib.auth import get_user_model

    return get_user_model().objects.create_user(email=f"{name.lower()}@example.org", name=name)


@pytest.fixture
def ada() -> AbstractBaseUser:
    """Officer Ada."""
    return account("Ada")


@pytest.fixture
def bo() -> AbstractBaseUser:
    """Trainer Bo."""
    return account("Bo")


@pytest.fixture
def dozen(ada: AbstractBaseUser, bo: AbstractBaseUser) -> list[Entry]:
    """Twelve entries."""
    from tests.ledger.short import write_a_dozen

    return write_a_dozen(ada, bo)


@pytest.fixture
def verdict() -> Callable[..., Verdict]:
    """Verify what the database holds now."""
    from muster.ledger.chain import verify
    from muster.ledger.stored import stored_entries

    return lambda promised=None: verify(stored_entries(connection), promised)
