"""Calendars that are read again and again: kept by hand, read by a button or by ``muster events read-feeds``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.events.actions.intake import Taken, take_in
from muster.events.enums import SourceKind
from muster.events.fetching import Fetched, fetch_calendar
from muster.events.models import Feed
from muster.events.sources.calendars import BEHIND, read_calendar
from muster.events.sources.found import Doubt, checked
from muster.ledger.actions import take_turn
from muster.ledger.refusals import Refused
from muster.roster.models import Agency
from muster.standards.queries import today_at

P = Permission
#: How long a calendar rests before it is due again.
RESTS: Final = timedelta(hours=6)
Fetch = Callable[..., Fetched]


@dataclass
class FeedRead:
    """What a reading of a calendar brought. ``trouble``: why nothing came, in a sentence."""

    feed: Feed
    taken: Taken = field(default_factory=Taken)
    doubts: tuple[Doubt, ...] = ()
    trouble: str = ""


@transaction.atomic
def add_feed(*, agency: Agency, by: User, **fields: Any) -> Feed:
    """Keep a calendar's address. Nothing is read yet. Raises ValidationError for one that is kept already."""
    take_turn()
    feed = Feed(agency=agency, **fields)
    feed.full_clean()
    feed.save()
    _write(feed, by, {"url": feed.url})
    return feed


@transaction.atomic
def change_feed(*, feed: Feed, by: User, **fields: Any) -> Feed:
    """Change a calendar's name, address or provider, or stop reading it."""
    take_turn()
    current = Feed.objects.select_for_update().get(pk=feed.pk)
    changed = {name: value for name, value in fields.items() if getattr(current, name) != value}
    for name, value in changed.items():
        setattr(current, name, value)
    if "url" in changed:
        current.etag = ""
    current.full_clean()
    current.save()
    _write(current, by, {"changed": {name: str(value) for name, value in changed.items()}})
    return current


def read_feed(*, feed: Feed, by: User | None, fetch: Fetch = fetch_calendar) -> FeedRead:
    """Fetch a calendar and take its events in. ``by`` None: Muster itself. What goes wrong is kept with the calendar.

    The waiting for the other side is done outside of any transaction.
    """
    done = FeedRead(feed)
    today = today_at(feed.agency)
    try:
        came = fetch(feed.url, etag=feed.etag)
        if came.content is not None:
            reading = read_calendar(came.content, zone=feed.agency.time_zone, today=today)
            reading = checked(reading, feed.agency)
            fresh = [each for each in reading.found if (each.ends_on or today) >= today - BEHIND]
            done.doubts = reading.doubts
            done.taken = take_in(agency=feed.agency, found=fresh, kind=SourceKind.ICALENDAR, by=by, feed=feed)
            feed.etag = came.etag
    except Refused as refused:
        done.trouble = str(refused)
    feed.read_at, feed.trouble = timezone.now(), _trouble(done)
    feed.save(update_fields=["read_at", "etag", "trouble"])
    return done


def read_due_feeds(*, every: bool = False, fetch: Fetch = fetch_calendar) -> list[FeedRead]:
    """Read every calendar that is due, one after the other, as Muster itself. ``every``: also those that are not."""
    feeds = Feed.objects.filter(is_active=True).select_related("agency", "provider").order_by("pk")
    now = timezone.now()
    return [
        read_feed(feed=feed, by=None, fetch=fetch)
        for feed in feeds
        if every or feed.read_at is None or feed.read_at <= now - RESTS
    ]


def _trouble(done: FeedRead) -> str:
    if done.trouble:
        return done.trouble[:500]
    if not done.doubts:
        return ""
    first = done.doubts[0]
    return (
        _("%(number)d entries could not be read. The first: %(where)s. %(why)s")
        % {"number": len(done.doubts), "where": first.where, "why": first.sentence}
    )[:500]


def _write(feed: Feed, by: User, details: dict[str, Any]) -> None:
    write_deed(verb=P.EVENTS_EVENT_WRITE, subject=feed, by=by, agency=feed.agency, details=details)
