"""Every page in Spanish: it says so, and no English text of Muster is left on it."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from lxml import html
from tests.browser.test_every_page import pages_of
from tests.cast import Cast
from tests.conftest import ROOT
from tests.web.address import all_parts
from tests.web.test_spanish import catalogues, places

#: Words of the examples' own data: a rank, the header of a file.
DATA = {"Hours", "officer"}
#: What is read to somebody beside the text itself.
READ_OUT = ("alt", "aria-label", "data-label", "placeholder", "title")
#: Text that is English on purpose, and marked so; and the names of the languages themselves.
ON_PURPOSE = "ancestor-or-self::*[@lang='en'] or ancestor::script or ancestor::style"


@pytest.fixture(scope="module")
def english() -> set[str]:
    """The English texts that have another Spanish one, without those that are filled in."""
    known = [entry for catalogue in catalogues(ROOT).values() for entry in catalogue if entry.id]
    said = {(one.id, one.string) for one in known if isinstance(one.id, str) and not places(one.id)}
    spanish = {string for _text, string in said}
    return {text for text, string in said if text != string} - spanish - DATA


def texts_on(page: str) -> set[str]:
    """What somebody reads on a page, or is read to them."""
    tree = html.fromstring(page)
    texts = tree.xpath(f"//text()[not({ON_PURPOSE})]")
    for name in READ_OUT:
        texts += tree.xpath(f"//@{name}[not({ON_PURPOSE.replace('ancestor::', '../ancestor-or-self::')})]")
    return {" ".join(text.split()) for text in texts} - {""}


@pytest.mark.django_db
@pytest.mark.parametrize("part", sorted(all_parts()))
def test_no_english_is_left_on_a_page_in_spanish(part: str, cast: Cast, english: set[str]) -> None:
    left: dict[str, list[str]] = {}
    read = 0
    for who, path in pages_of(all_parts()[part], cast):
        client = Client()
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "es"
        if who:
            client.force_login(cast.user[who])
        answer = client.get(path)
        if answer.status_code != 200 or "text/html" not in answer.headers["Content-Type"]:
            continue
        read += 1
        page = answer.content.decode()
        assert '<html lang="es"' in page, path
        if found := texts_on(page) & english:
            left[path] = sorted(found)
    assert left == {}
    assert read > 0


def test_english_that_is_left_would_be_found(english: set[str]) -> None:
    assert "Sign in" in english
    page = '<html lang="es"><p> Sign\n in </p><p lang="en">Save</p><a title="Cancel" href="#">x</a></html>'
    assert texts_on(page) & english == {"Sign in", "Cancel"}
