"""Times are those of the clocks where the reader's agency is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.cast import Cast

from muster.web.clock import ClockOfAgency

NIGHT = datetime(2026, 11, 20, 3, 30, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def clock_of(cast: Cast, name: str) -> str:
    """Return what the clock shows while somebody's request is answered."""
    shown = []

    def view(_request: HttpRequest) -> HttpResponse:
        shown.append(f"{timezone.localtime(NIGHT):%d %H:%M}")
        return HttpResponse()

    request = RequestFactory().get("/")
    request.user = cast.user[name]
    ClockOfAgency(view)(request)
    return shown[0]


def test_a_moment_is_shown_on_the_clock_of_the_agency(cast: Cast) -> None:
    cast.millbrook.time_zone = "America/Chicago"
    cast.millbrook.save()
    assert clock_of(cast, "tara") == "19 21:30"


def test_somebody_without_an_agency_reads_universal_time_after_somebody_with_one(cast: Cast) -> None:
    assert clock_of(cast, "tara") == "19 19:30"
    assert clock_of(cast, "stranger") == "20 03:30"


def test_the_roles_are_asked_for_once_a_page(cast: Cast, client: Client) -> None:
    client.force_login(cast.user["tara"])
    with CaptureQueriesContext(connection) as captured:
        client.get("/department/units/")
    assert sum('FROM "accounts_grant"' in query["sql"] for query in captured) == 1
