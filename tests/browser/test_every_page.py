"""Every page, read by two strict readers: at desk and phone size, in light and dark, with scripts and without.

The pages are those of the walk over every address (``tests/web/addresses``), each opened as the first person who
may open it. A part's pages are read in one test, which tells of all their faults together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page
from tests.browser.conftest import DESK, PHONE, fail_with
from tests.cast import Cast
from tests.web.address import ANY_ACCOUNT, EVERYBODY, Address, all_parts

pytestmark = pytest.mark.django_db(transaction=True)

SignIn = Callable[[Page, Any], None]
Axe = Callable[..., None]

#: Files that somebody attached.
FILES = ("claim_receipt", "event_file", "report_file", "request_file", "share_file")
#: Answers that are no page: files, data, and leaving.
NO_PAGE = ("csv", "pdf", "json", "download", "evidence", "logout", *FILES)
COLOURS = ("color-contrast", "link-in-text-block")


def pages_of(addresses: list[Address], cast: Cast) -> Iterator[tuple[str, str]]:
    """Yield who opens which address, for those that answer a GET with a page."""
    for address in addresses:
        if not (address.gets and address.gives and address.who) or any(w in address.name for w in NO_PAGE):
            continue
        yield opener_of(address), reverse(address.name, kwargs=address.kwargs(cast))


def opener_of(address: Address) -> str:
    """The name of who opens it; "" for nobody in particular, signed out."""
    return {EVERYBODY: "", ANY_ACCOUNT: "tara"}.get(address.who, address.who.partition(" ")[0])


@dataclass
class Reading:
    """What is read with, and the faults found so far."""

    axe: Axe
    vnu: Callable[[str], None]
    page: Page
    plain: Page  # the same without scripts
    faults: list[str] = field(default_factory=list)
    read: int = 0

    @contextmanager
    def naming(self, where: str) -> Iterator[None]:
        """Keep what a reader complains of, with the page it complains of."""
        try:
            yield
        except pytest.fail.Exception as failed:
            self.faults.append(f"{where}\n{failed}")

    def read_page(self, path: str, who: str) -> None:
        """Read one page in every way. What is a file or an empty answer is left alone."""
        self.page.set_viewport_size(DESK)
        answer = self.page.goto(path)
        assert answer is not None
        if "text/html" not in answer.headers.get("content-type", ""):
            return
        self.read += 1
        where = f"{path} as {who or 'nobody'}"
        with self.naming(f"{where}: markup"):
            self.vnu(answer.text())
        with self.naming(f"{where}: at a desk"):
            self.axe(self.page)
        self.read_without_scripts(path, where)
        self.read_on_a_phone(where)

    def read_on_a_phone(self, where: str) -> None:
        """Read the open page in the width of a phone, where tables and menus are others, and in the dark."""
        self.page.set_viewport_size(PHONE)
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        if wide > PHONE["width"]:
            self.faults.append(f"{where}: on a phone, {wide} wide")
        with self.naming(f"{where}: on a phone"):
            self.axe(self.page)
        self.page.emulate_media(color_scheme="dark")
        with self.naming(f"{where}: in the dark"):
            self.axe(self.page, rules=COLOURS)
        self.page.emulate_media(color_scheme="light")

    def read_without_scripts(self, path: str, where: str) -> None:
        """Headings, links and buttons are there with JavaScript off as they are with it."""
        self.plain.goto(path)
        with_scripts, without = (
            (page.locator("h1").all_inner_texts(), page.locator("main button, main a").count())
            for page in (self.page, self.plain)
        )
        if with_scripts != without:
            self.faults.append(f"{where}: {with_scripts} with scripts, {without} without")


@pytest.mark.parametrize("part", sorted(all_parts()))
def test_every_page_is_open_to_everybody(
    part: str,
    cast: Cast,
    desktop: Page,
    no_script_page: Page,
    sign_in: SignIn,
    axe: Axe,
    vnu: Callable[[str], None],
) -> None:
    reading = Reading(axe, vnu, desktop, no_script_page)
    for who, path in pages_of(all_parts()[part], cast):
        for page in (desktop, no_script_page):
            page.context.clear_cookies()
            if who:
                sign_in(page, cast.user[who])
        reading.read_page(path, who)
    fail_with(reading.faults)
    assert reading.read > 0
