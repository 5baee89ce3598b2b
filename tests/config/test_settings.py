"""What the settings promise to who runs the server."""

from __future__ import annotations

import io
import logging
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast

from muster.web import start


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What goes to the standard error of a server."""
    (handler,) = (one for one in logging.getLogger("django").handlers if type(one) is logging.StreamHandler)
    read = io.StringIO()
    # not by setStream, which flushes the stream of before: that of the test in which Django was loaded, closed by now
    monkeypatch.setattr(handler, "stream", read)
    return read


@pytest.mark.django_db
def test_what_went_wrong_in_a_page_is_in_the_log_as_the_page_says(
    cast: Cast, client: Client, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(agency: Any) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(start, "steps_of", broken)
    client.raise_request_exception = False
    client.force_login(cast.user["tara"])
    assert "in its log" in client.get(reverse("start")).content.decode()
    assert "Traceback" in log.getvalue()
    assert "RuntimeError: broken on purpose" in log.getvalue()


@pytest.mark.django_db
def test_what_is_not_there_is_not_in_the_log(cast: Cast, client: Client, log: io.StringIO) -> None:
    client.force_login(cast.user["ada"])
    assert client.get("/nowhere/").status_code == 404
    assert log.getvalue() == ""
