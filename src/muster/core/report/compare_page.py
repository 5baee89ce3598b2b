"""A comparison of rules as one HTML page: a table a subject, the jurisdictions side by side."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from muster.core.periods import as_day, day_text
from muster.core.report.elements import element, page_bytes, table
from muster.core.rules.compare import Comparison, Entry

_NOTE = (
    "Not legal advice. Missing means that the rulebook has no rule for the subject, not that there is no law; "
    "each jurisdiction's page lists what was left out."
)
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_CSS = Path(__file__).with_name("report.css")


def comparison_page(comparison: Comparison) -> bytes:
    """Return the page as UTF-8 HTML."""
    title = f"Rules side by side: {', '.join(comparison.jurisdictions.values())}"
    main = element("main", id="main")
    main.append(_missing(comparison))
    for subject, name in comparison.subjects.items():
        main.append(_subject(comparison, subject, name))
    main.append(_everyone(comparison))
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        element("title", title),
        element("style", _CSS.read_text("utf-8")),
    )
    header = element(
        "header",
        element("h1", title),
        element("p", f"As in force on {day_text(as_day(comparison.as_of))}"),
        element("p", _NOTE, class_="notice"),
    )
    skip = element("a", "Skip to the comparison", class_="skip", href="#main")
    return page_bytes(element("html", head, element("body", skip, header, main), lang="en"))


def _missing(comparison: Comparison) -> etree._Element:
    items = element("ul")
    for jurisdiction, subjects in comparison.missing.items():
        names = ", ".join(comparison.subjects[subject] for subject in subjects) or "none"
        items.append(element("li", element("strong", comparison.jurisdictions[jurisdiction]), f": {names}"))
    return element("section", element("h2", "Of the five subjects, missing in the rulebook"), items)


def _everyone(comparison: Comparison) -> etree._Element:
    items = element("ul")
    for code, text in comparison.everyone.items():
        items.append(element("li", element("strong", comparison.jurisdictions[code]), f": {text}"))
    return element("section", element("h2", "Whom “all” means"), items)


def _subject(comparison: Comparison, subject: str, name: str) -> etree._Element:
    rows = []
    for code, jurisdiction in comparison.jurisdictions.items():
        entries = comparison.of(subject, code)
        rows += [_row(jurisdiction, entry, comparison.who(entry)) for entry in entries]
        if not entries:
            rows.append([jurisdiction, "not in the rulebook", "–", "–", "–", "–"])
    headers = ["Jurisdiction", "Asks", "How often", "Who", "Source", "Evidence"]
    caption = f"What each jurisdiction asks in {name}"
    return element(
        "section", element("h2", name[:1].upper() + name[1:], id=subject), table(caption, headers, rows)
    )


def _row(jurisdiction: str, entry: Entry, who: str) -> list[str | etree._Element | None]:
    force = "" if entry.force == "required" else f" ({entry.force})"
    when = f" [{entry.in_force}]" if entry.in_force else ""
    asks = element("span", f"{entry.asks}{force}{when} ", element("code", entry.requirement))
    return [jurisdiction, asks, entry.recurrence, who, entry.source, entry.evidence]
