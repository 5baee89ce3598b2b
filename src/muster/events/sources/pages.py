"""Events of a pasted web page, as schema.org has them: JSON-LD and microdata. Only text is read; no script runs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from lxml import etree, html

from muster.events.enums import EventKind, EventState
from muster.events.money import cents_of
from muster.events.sources.found import Doubt, Found, FoundDay, Reading, short
from muster.ledger.refusals import Refused

MOST_LETTERS: Final = 2_000_000
MOST_EVENTS: Final = 200
_DEEPEST: Final = 12
_TYPES: Final = {"CourseInstance", "Hackathon", "Festival"}
_STATES: Final = {
    "EventCancelled": EventState.CANCELLED,
    "EventPostponed": EventState.TENTATIVE,
    "EventScheduled": EventState.CONFIRMED,
    "EventRescheduled": EventState.CONFIRMED,
    "EventMovedOnline": EventState.CONFIRMED,
}
Thing = dict[str, Any]


class _Doubtful(Exception):
    """An event that cannot be read; the sentence says why."""


def read_page(text: str, *, zone: str) -> Reading:
    """Read the events of a page. Raises Refused where there are none, or the text is too long."""
    if len(text) > MOST_LETTERS:
        raise Refused(_("This page is too long. Paste the part with the event."), field="text")
    things = [*_things(text)][:MOST_EVENTS]
    if not things:
        raise Refused(
            _(
                "No event is marked in this page as schema.org has it. Copy the whole source of the page (in the browser: "
                "View page source), or add the event by hand."
            ),
            field="text",
        )
    found, doubts = [], []
    for thing in things:
        where = _text(thing.get("name"))[:120] or "–"
        try:
            found.append(_found(thing, where, ZoneInfo(zone)))
        except _Doubtful as doubtful:
            doubts.append(Doubt(where, str(doubtful)))
    return Reading(tuple(dict.fromkeys(found)), tuple(doubts))


def _things(text: str) -> Iterator[Thing]:
    """Yield the events of JSON-LD and of microdata; bare JSON is taken as well."""
    if text.lstrip().startswith(("{", "[")):
        yield from _of_json(text)
        return
    try:
        page = html.document_fromstring(text, parser=html.HTMLParser(huge_tree=False, no_network=True))
    except (etree.LxmlError, ValueError, AssertionError):
        return
    for script in page.iter("script"):
        if (script.get("type") or "").split(";")[0].strip().lower() == "application/ld+json":
            yield from _of_json(script.text or "")
    for item in page.iterfind(".//*[@itemscope]"):
        if _is_event(item.get("itemtype") or ""):
            yield _of_item(item, 0)


# ── JSON-LD ──────────────────────────────────────────────────────────────────────────────────────


def _of_json(text: str) -> Iterator[Thing]:
    try:
        yield from _events_in(json.loads(text), 0)
    except (ValueError, RecursionError):
        return


def _events_in(node: Any, depth: int) -> Iterator[Thing]:
    if depth > _DEEPEST:
        return
    if isinstance(node, list):
        for each in node:
            yield from _events_in(each, depth + 1)
    elif isinstance(node, dict):
        types = node.get("@type")
        if any(_is_event(str(each)) for each in (types if isinstance(types, list) else [types])):
            yield node
            return
        for each in node.values():
            if isinstance(each, dict | list):
                yield from _events_in(each, depth + 1)


def _is_event(kind: str) -> bool:
    last = kind.strip().split()[0].rsplit("/", 1)[-1].rsplit(":", 1)[-1] if kind.strip() else ""
    return last.endswith("Event") or last in _TYPES


# ── microdata ────────────────────────────────────────────────────────────────────────────────────


def _of_item(item: Any, depth: int) -> Thing:
    """Return an item of microdata in the shape of JSON-LD; the first value of a property counts."""
    found: Thing = {"@type": (item.get("itemtype") or "").rsplit("/", 1)[-1]}
    for child in _own_properties(item):
        nested = child.get("itemscope") is not None and depth < _DEEPEST
        value = _of_item(child, depth + 1) if nested else _value(child)
        for name in (child.get("itemprop") or "").split():
            found.setdefault(name, value)
    return found


def _own_properties(item: Any) -> Iterator[Any]:
    """Yield the elements that are properties of an item and not of one inside it."""
    waiting = list(item)[::-1]
    while waiting:
        child = waiting.pop()
        if not isinstance(child.tag, str):
            continue
        if child.get("itemprop"):
            yield child
        if child.get("itemscope") is None:
            waiting += list(child)[::-1]


def _value(element: Any) -> str:
    for name in ("content", "datetime", "href", "src"):
        if element.get(name):
            return str(element.get(name))
    return " ".join(element.text_content().split())


# ── what an event says ───────────────────────────────────────────────────────────────────────────


def _found(thing: Thing, where: str, here: ZoneInfo) -> Found:
    title = short(_text(thing.get("name")), "title")
    if not title:
        raise _Doubtful(_("It has no title."))
    first, begins = _when(thing.get("startDate"), here)
    last, ends = _when(thing.get("endDate"), here)
    if first is None:
        raise _Doubtful(_("It has no beginning that can be read."))
    if last is not None and last < first:
        raise _Doubtful(_("It ends before it begins."))
    last = last or first
    place = _place(_first(thing.get("location")))
    return Found(
        where=where,
        title=title,
        kind=_kind(thing),
        state=_STATES.get(_text(thing.get("eventStatus")).rsplit("/", 1)[-1], EventState.CONFIRMED),
        starts_on=first,
        ends_on=last,
        days=_days(first, last, begins, ends),
        provider=_named(thing.get("organizer") or thing.get("provider") or thing.get("performer"))[:200],
        summary=short(_plain(_text(thing.get("description"))), "summary"),
        website=short(_web(thing.get("url")), "website"),
        tuition_cents=_tuition(thing.get("offers")),
        venue=place.get("venue", ""),
        city=place.get("city", ""),
        region=place.get("region", ""),
        zip=place.get("zip", ""),
    )


def _when(value: Any, here: ZoneInfo) -> tuple[date | None, time | None]:
    """Return the day and the hour as written at the place; world time is read on the clocks here."""
    text = _text(value).strip()
    try:
        if len(text) == 10:
            return date.fromisoformat(text), None
        moment = datetime.fromisoformat(text.replace(" ", "T", 1))
    except ValueError:
        return None, None
    if text.upper().endswith("Z"):
        moment = moment.astimezone(here)
    return moment.date(), moment.time().replace(second=0, microsecond=0, tzinfo=None)


def _days(first: date, last: date, begins: time | None, ends: time | None) -> tuple[FoundDay, ...]:
    if begins is None and ends is None:
        return ()
    if first == last:
        return (FoundDay(first, begins, ends if ends and begins and ends > begins else None),)
    return (FoundDay(first, begins), FoundDay(last, None, ends))


def _kind(thing: Thing) -> str:
    online = "Online" in _text(thing.get("eventAttendanceMode"))
    return EventKind.ONLINE_LIVE if online and "Mixed" not in _text(thing.get("eventAttendanceMode")) else ""


def _place(place: Any) -> dict[str, str]:
    if isinstance(place, str):
        return {"venue": short(place, "venue")}
    if not isinstance(place, dict):
        return {}
    address = _first(place.get("address"))
    found = {"venue": short(_text(place.get("name")), "venue")}
    if isinstance(address, dict):
        region = _text(address.get("addressRegion")).strip().upper()
        postal = _text(address.get("postalCode")).strip()[:5]
        found["city"] = short(_text(address.get("addressLocality")), "city")
        found["region"] = region if len(region) == 2 else ""
        found["zip"] = postal if postal.isdigit() and len(postal) == 5 else ""
    elif address:
        found["venue"] = short(f"{found['venue']} {_text(address)}", "venue")
    return found


def _tuition(offers: Any) -> int:
    """Return the price in cents where it is one, in dollars."""
    offer = _first(offers)
    if not isinstance(offer, dict) or _text(offer.get("priceCurrency") or "USD").upper() != "USD":
        return 0
    return cents_of(_text(offer.get("price") or offer.get("lowPrice"))) or 0


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value


def _named(value: Any) -> str:
    value = _first(value)
    return " ".join(_text(value.get("name") if isinstance(value, dict) else value).split())


def _web(value: Any) -> str:
    address = _text(_first(value))
    return address if address.startswith(("https://", "http://")) else ""


def _text(value: Any) -> str:
    value = _first(value)
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name") or ""
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _plain(text: str) -> str:
    """Return a description without its markup."""
    if "<" not in text:
        return text
    try:
        marked = html.fragment_fromstring(text, create_parent="div")
        etree.strip_elements(marked, "script", "style", with_tail=False)
        return "".join(str(each) for each in marked.itertext())
    except (etree.LxmlError, ValueError, AssertionError):
        return ""


__all__ = ["read_page"]
