"""``muster events read-feeds``: every due calendar is read; what cannot be is told and leaves with 1."""

from __future__ import annotations

import pytest
from tests.cast import Cast
from typer.testing import CliRunner

from muster.cli.app import app
from muster.events.models import Feed

pytestmark = pytest.mark.django_db


def test_calendar_inside_the_network_is_told_and_kept_as_trouble(cast: Cast) -> None:
    Feed.objects.create(agency=cast.millbrook, name="Academy", url="http://10.0.0.1/a.ics")
    result = CliRunner().invoke(app, ["events", "read-feeds"])
    assert result.exit_code == 1
    assert "Academy: 10.0.0.1 is inside a network" in result.stderr
    assert "inside a network" in Feed.objects.get().trouble
    rested = CliRunner().invoke(app, ["events", "read-feeds"])
    assert (rested.exit_code, rested.stdout) == (0, "")
    again = CliRunner().invoke(app, ["events", "read-feeds", "--all"])
    assert again.exit_code == 1
