"""The strict readers do complain: a reader that finds nothing anywhere would pass every page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

SOUND = (
    '<!doctype html><html lang="en"><head><meta name="viewport" content="width=device-width"><title>People</title>'
    "</head><body><main><h1>People</h1>{}</main></body></html>"
)


def test_axe_finds_a_picture_without_words(desktop: Page, axe: Callable[[Page], None]) -> None:
    desktop.set_content(SOUND.format('<img src="data:,">'))
    with pytest.raises(pytest.fail.Exception, match="image-alt"):
        axe(desktop)


def test_axe_leaves_a_sound_page_alone(desktop: Page, axe: Callable[[Page], None]) -> None:
    desktop.set_content(SOUND.format("<p>Nobody yet.</p>"))
    axe(desktop)


def test_vnu_finds_a_block_inside_a_line(vnu: Callable[[str], None]) -> None:
    with pytest.raises(pytest.fail.Exception, match="not allowed as child"):
        vnu(SOUND.format("<span><div>x</div></span>"))


def test_vnu_leaves_a_sound_page_alone(vnu: Callable[[str], None]) -> None:
    vnu(SOUND.format("<p>Nobody yet.</p>"))


def test_page_without_scripts_runs_none(no_script_page: Page, desktop: Page) -> None:
    scripted = SOUND.format("<p>before</p><script>document.querySelector('p').textContent = 'after'</script>")
    for page in (no_script_page, desktop):
        page.set_content(scripted)
    assert [page.inner_text("p") for page in (no_script_page, desktop)] == ["before", "after"]


def test_phone_is_narrower_than_the_desk(phone: Page, desktop: Page) -> None:
    for page in (phone, desktop):
        page.set_content(SOUND.format("<p>Nobody yet.</p>"))
    assert [page.evaluate("innerWidth") for page in (phone, desktop)] == [390, 1280]
