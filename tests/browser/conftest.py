"""A real browser on a real server: pages at desk and phone size, with and without scripts, and two strict readers.

Chromium is Debian's (``tests/services/browser.py``), axe and vnu come from ``node_modules`` (``make test-browser``).
A page of these fixtures knows the server: ``desktop.goto("/people/")``.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer
from tests.browser.markup import Checker, checker_on, complaints_of
from tests.browser.walking import has_scripts
from tests.services.browser import FLAGS, chromium

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
TARGETS = {"target-size": {"enabled": True}}  # of WCAG 2.2, which axe leaves out unless asked
PATIENCE = 10_000  # milliseconds that a page has for anything, on a busy machine too
FIRST_PAGE = 60_000  # that an address has: the first page of a fresh server waits until the rules are read

SignIn = Callable[[Page, Any], None]
Axe = Callable[..., None]
Valid = Callable[[str], None]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for the run."""
    program = chromium()
    if program is None:
        pytest.skip("no Chromium here: `make test-browser` installs it, or apt-get install chromium")
    # Playwright drives its own event loop in this thread. Django takes that for asynchronous code and would
    # refuse the database to a test that is not.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "yes"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield opened
        opened.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def fail_with(complaints: list[str]) -> None:
    """Fail with all of these, a line each, or go on when there are none."""
    if complaints:
        pytest.fail("\n".join(complaints), pytrace=False)


@contextmanager
def page_of(browser: Browser, server: LiveServer, **how: Any) -> Iterator[Page]:
    """A fresh page without cookies. What it threw, or what its policy refused, fails the test at the end."""
    context = browser.new_context(base_url=server.url, locale="en-US", reduced_motion="reduce", **how)
    context.set_default_timeout(PATIENCE)
    context.set_default_navigation_timeout(FIRST_PAGE)
    troubles: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "Content-Security-Policy" in message.text:
            troubles.append(message.text)

    page = context.new_page()
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", heard)
    yield page
    context.close()
    fail_with(troubles)


@pytest.fixture
def desktop(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A page on a desk: 1280 by 900."""
    with page_of(browser, live_server, viewport=DESK) as page:
        yield page


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A page in a hand: 390 by 844, touched."""
    with page_of(browser, live_server, viewport=PHONE, has_touch=True, is_mobile=True) as page:
        yield page


@pytest.fixture
def no_script_page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A page on a desk with JavaScript off."""
    with page_of(browser, live_server, viewport=DESK, java_script_enabled=False) as page:
        yield page


SIZES: dict[str, dict[str, Any]] = {
    "desk": {"viewport": DESK},
    "phone": {"viewport": PHONE, "has_touch": True, "is_mobile": True},
    "no scripts": {"viewport": DESK, "java_script_enabled": False},
}


@pytest.fixture(params=SIZES)
def anywhere(request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A page three times: on a desk, in a hand, and with JavaScript off."""
    with page_of(browser, live_server, **SIZES[request.param]) as page:
        yield page


@pytest.fixture
def sign_in(live_server: LiveServer) -> Callable[[Page, Any], None]:
    """Sign a user in without the form: ``sign_in(desktop, user)``. The form has its own tests."""

    def signed_in(page: Page, user: Any) -> None:
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url, "httpOnly": True}]
        )

    return signed_in


# ── strict readers ─────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="session")
def axe_script(root: Path) -> str:
    """The source of axe."""
    file = root / "node_modules" / "axe-core" / "axe.min.js"
    if not file.is_file():
        pytest.skip(
            "axe is not installed: `make test-browser` does, or python -m muster.web.assets --for-tests"
        )
    return file.read_text("utf-8")


@pytest.fixture
def axe(axe_script: str) -> Callable[..., None]:
    """``axe(page)`` fails with the list of barriers that the page in its present state has; or of some ``rules`` only."""

    def clear(page: Page, rules: tuple[str, ...] = ()) -> None:
        if not has_scripts(page):
            return  # axe would wait for ever; the same page is read where scripts run
        if not page.evaluate("'axe' in window"):
            page.evaluate(axe_script)  # not a script element, which our policy refuses
        only = {"runOnly": {"type": "rule", "values": list(rules)}} if rules else {"rules": TARGETS}
        found = page.evaluate("how => axe.run(document, how)", {"resultTypes": ["violations"], **only})
        fail_with(
            [
                f"{barrier['id']} ({barrier['impact']}): {barrier['help']}: {node['html'][:160]}"
                for barrier in found["violations"]
                for node in barrier["nodes"]
            ]
        )

    return clear


@pytest.fixture(scope="session")
def checker(root: Path) -> Iterator[Checker]:
    """W3C's checker, started once, as starting it takes longer than a hundred pages."""
    jar = root / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    java = shutil.which("java")
    if java is None:
        pytest.skip("no Java on the PATH, which W3C's checker needs")
    if not jar.is_file():
        pytest.skip(
            "vnu is not installed: `make test-browser` does, or python -m muster.web.assets --for-tests"
        )
    with checker_on(java, jar) as address:
        yield address


@pytest.fixture
def vnu(checker: Checker) -> Callable[[str], None]:
    """``vnu(page.goto("/people/").text())`` fails with the list of errors and warnings in the markup."""

    def valid(html: str) -> None:
        fail_with(complaints_of(checker, html))

    return valid
