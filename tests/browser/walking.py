"""How the walks go from page to page, as a reader does: by the navigation, at any size."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

#: The smallest file that is a PDF.
CARD = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PASSWORD = "nine grey herons over the mill"  # noqa: S105 - of people who do not exist


def go(page: Page, desk: str, label: str, title: str = "") -> None:
    """Open a page by the navigation: by the desks where they are shown, by the menu on a phone.

    ``title`` is its heading, where that is not what the navigation calls it.
    """
    desks = page.get_by_role("navigation", name="Desks")
    if desks.is_visible():
        desks.get_by_role("link", name=desk, exact=True).click()
        pages = page.get_by_role("navigation", name=desk, exact=True)
        expect(pages).to_be_visible()
    else:
        page.locator("details.menu > summary").click()
        pages = page.get_by_role("navigation", name="All pages")
    pages.get_by_role("link", name=label, exact=True).click()
    expect(heading(page)).to_have_text(title or label)


def heading(page: Page) -> Locator:
    """The one heading that names the page."""
    return page.get_by_role("heading", level=1)


def row(page: Page, text: str) -> Locator:
    """The row of a table that holds a text."""
    return page.get_by_role("row").filter(has_text=text)


def fill(page: Page, **values: str) -> None:
    """Type into the fields of these names; choose where there is a choice, by what it is called."""
    for name, value in values.items():
        choice = page.locator(f"main select[name='{name}']")
        if choice.count():
            choice.select_option(label=value)
        else:
            page.locator(f"main [name='{name}']").fill(value)


def press(page: Page, name: str) -> None:
    """Press the button of this name in the page's content."""
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    """Follow the link of this name in the page's content."""
    page.get_by_role("main").get_by_role("link", name=name, exact=True).click()


def told(page: Page) -> Locator:
    """What the page says after something was done."""
    return page.locator("main .usa-alert")


def has_scripts(page: Page) -> bool:
    """Whether the page's own scripts run."""
    return bool(page.evaluate("matchMedia('(scripting: enabled)').matches"))


def tick(box: Locator) -> None:
    """Tick a box or choose a radio button by its label: the design system hides the browser's own and draws one."""
    if not box.is_checked():
        box.page.locator(f"label[for='{box.get_attribute('id')}']").click()
    expect(box).to_be_checked()
