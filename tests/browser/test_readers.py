"""The strict readers do complain: a reader that finds nothing anywhere would pass every page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

SOUND = (
    '<!doctype html><html lang="en"><head><meta name="viewport" content="width=device-width"><title>People</title>'
    "</head><body><main><h1>People</h1>{}</main></body></html>"
)


def complaint(read: Callable[[], None]) -> str:
    """What a reader fails a test with; empty where it finds nothing."""
    try:
        read()
    except pytest.fail.Exception as found:
        return str(found)
    return ""


def test_axe_finds_a_picture_without_words(desktop: Page, axe: Callable[[Page], None]) -> None:
    desktop.set_content(SOUND.format('<img src="data:,">'))
    assert "image-alt" in complaint(lambda: axe(desktop))


def test_axe_leaves_a_sound_page_alone(desktop: Page, axe: Callable[[Page], None]) -> None:
    desktop.set_content(SOUND.format("<p>Nobody yet.</p>"))
    assert complaint(lambda: axe(desktop)) == ""


def test_vnu_finds_a_block_inside_a_line(vnu: Callable[[str], None]) -> None:
    said = complaint(lambda: vnu(SOUND.format("<span><div>x</div></span>")))
    assert "not allowed as child" in said


def test_vnu_leaves_a_sound_page_alone(vnu: Callable[[str], None]) -> None:
    assert complaint(lambda: vnu(SOUND.format("<p>Nobody yet.</p>"))) == ""


def test_page_without_scripts_runs_none(no_script_page: Page, desktop: Page) -> None:
    scripted = SOUND.format("<p>before</p><script>document.querySelector('p').textContent = 'after'</script>")
    for page in (no_script_page, desktop):
        page.set_content(scripted)
    assert [page.inner_text("p") for page in (no_script_page, desktop)] == ["before", "after"]


def test_phone_is_narrower_than_the_desk(phone: Page, desktop: Page) -> None:
    for page in (phone, desktop):
        page.set_content(SOUND.format("<p>Nobody yet.</p>"))
    assert [page.evaluate("innerWidth") for page in (phone, desktop)] == [390, 1280]
