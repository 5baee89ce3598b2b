"""The coverage check can be measured on any site, and leaves nothing there."""

from __future__ import annotations

import pytest

from muster.events import measuring_cover
from muster.events.models import Request
from muster.roster.models import Person
from muster.standards import measuring

pytestmark = pytest.mark.django_db


def test_check_is_measured_and_nothing_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measuring, "ROUNDS", 1)
    (size, _), (task, figures) = measuring_cover.measured(80)
    assert size.startswith("80 officers")
    assert " 0 shifts missed" not in size
    assert " 0 below" not in size
    assert task.startswith("coverage check")
    assert "ms" in figures
    assert not Person.objects.exists()
    assert not Request.objects.exists()
