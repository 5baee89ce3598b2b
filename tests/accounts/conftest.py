"""What the tests of accounts ask for."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone


@pytest.fixture
def today() -> date:
    """The day it is where the server is."""
    return timezone.localdate()


@pytest.fixture
def tomorrow(today: date) -> date:
    """The day after."""
    return today + timedelta(days=1)


@pytest.fixture
def yesterday(today: date) -> date:
    """The day before."""
    return today - timedelta(days=1)
