"""The figures of docs/performance.md can be taken on any site."""

from __future__ import annotations

import pytest
from tests.cast import Cast
from tests.standards.stories import adopt

from muster.standards import measuring


def test_every_task_is_measured(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    adopt(cast.millbrook, "model")
    monkeypatch.setattr(measuring, "ROUNDS", 1)
    found = dict(measuring.measured())
    assert "7 people, 0 records, 9 requirements" in found
    assert [name for name in found if "officer's page" in name]
    assert all("ms" in figures for name, figures in found.items() if "people," not in name)
