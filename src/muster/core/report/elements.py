"""Pieces of a page. Text goes in as text and comes out escaped, since elements are built and never pasted.

What no page may hold is written as its number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from lxml import etree

from muster.core.errors import visible

Content: TypeAlias = "str | etree._Element | None"


def element(tag: str, *content: Content, **attributes: str) -> etree._Element:
    """Build an element. ``class_`` and ``data_label`` stand for attributes Python cannot name."""
    made = etree.Element(tag)
    for name, value in attributes.items():
        made.set(name.rstrip("_").replace("_", "-"), visible(value))
    for piece in content:
        _append(made, piece)
    return made


def _append(parent: etree._Element, piece: Content) -> None:
    if piece is None:
        return
    if not isinstance(piece, str):
        parent.append(piece)
    elif len(parent):
        parent[-1].tail = (parent[-1].tail or "") + visible(piece)
    else:
        parent.text = (parent.text or "") + visible(piece)


def table(
    caption: str, headers: Sequence[str], rows: Iterable[Sequence[Content]], numbers: int = 0
) -> etree._Element:
    """Build a table whose first column names the row; the last ``numbers`` columns are set as numbers.

    The roles say once more what the tags say: on a phone each row becomes a card, and browsers then forget.
    """
    first_number = len(headers) - numbers
    head = element("tr", role="row")
    for place, text in enumerate(headers):
        head.append(element("th", text, scope="col", role="columnheader", **_kind(place >= first_number)))
    body = element("tbody", role="rowgroup")
    for row in rows:
        line = element("tr", role="row")
        line.append(element("th", row[0], scope="row", role="rowheader"))
        for place, cell in enumerate(row[1:], 1):
            line.append(
                element("td", cell, role="cell", data_label=headers[place], **_kind(place >= first_number))
            )
        body.append(line)
    return element(
        "table", element("caption", caption), element("thead", head, role="rowgroup"), body, role="table"
    )


def _kind(number: bool) -> dict[str, str]:
    return {"class_": "number"} if number else {}


def details(summary: str, *content: Content) -> etree._Element:
    """Build a part that opens on request, without a script."""
    return element("details", element("summary", summary), *content)


def page_bytes(html: etree._Element) -> bytes:
    """Write the page as HTML."""
    return b"<!doctype html>\n" + etree.tostring(html, method="html", encoding="utf-8", pretty_print=False)
