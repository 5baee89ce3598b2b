"""``muster events``: calendars that cannot be read are told and leave with 1; a year is planned."""

from __future__ import annotations

import pytest
from tests.cast import Cast
from tests.events.streets import in_days
from tests.events.year_towns import held, places, town
from typer.testing import CliRunner

from muster.cli.app import app
from muster.events.models import Feed, YearPlan

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


def test_year_is_planned_at_the_server_too(cast: Cast) -> None:
    session = held(town(cast, "ada"), in_days(10))
    asked = ["events", "plan-year", "--agency", cast.millbrook.ori, "--last", in_days(30).isoformat()]
    result = CliRunner().invoke(app, asked)
    assert "Places in sessions: 1. Needs that no session could take: 0 of 1." in result.stdout
    assert places(YearPlan.objects.get()) == {("ada", session.pk)}


def test_days_that_are_none_are_told_and_nothing_is_planned(cast: Cast) -> None:
    asked = ["events", "plan-year", "--agency", cast.millbrook.ori, "--last", in_days(-3).isoformat()]
    result = CliRunner().invoke(app, asked)
    assert result.exit_code != 0
    assert "The last day must not be before the first." in result.stderr
    assert not YearPlan.objects.exists()
