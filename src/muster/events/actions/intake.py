"""Taking events in from a source: what is new is added, what is known is brought up to date, nothing comes twice.

Of an event that is known only what its source says anew is taken over. What a person wrote here stays until the
source itself changes that very thing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.events.actions.catalogue import lock_event
from muster.events.enums import MatchReason, SourceKind
from muster.events.matching import same_event
from muster.events.models import Event, EventDay, EventSource, Feed, Provider
from muster.events.sources.found import Found, why_not
from muster.ledger.actions import take_turn
from muster.ledger.refusals import Refused
from muster.roster.models import Agency

P = Permission


@dataclass
class Taken:
    """What became of the events of a source: their keys."""

    added: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)
    joined: list[int] = field(default_factory=list)
    same: list[int] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """Return how many of each."""
        return {name: len(keys) for name, keys in vars(self).items()}


@transaction.atomic
def take_in(
    *,
    agency: Agency,
    found: Sequence[Found],
    kind: SourceKind,
    by: User | None,
    feed: Feed | None = None,
    is_sample: bool = False,
) -> Taken:
    """Take events of a source into an agency's catalogue: all of them or, where one cannot be kept, none.

    ``by`` None: Muster itself, reading a calendar. Raises Refused with the place of the first that cannot be kept.
    """
    take_turn()
    for each in found:
        if sentence := why_not(each, agency):
            raise Refused(f"{each.where}: {sentence}")
    catalogue = _Catalogue(agency, found, kind, feed)
    taken = Taken()
    for each in found:
        catalogue.take(each, taken, is_sample=is_sample)
    if by is None and not (taken.added or taken.changed or taken.joined):
        return taken  # Muster looked and found nothing new: nothing was done
    write_deed(
        verb=P.EVENTS_EVENT_WRITE,
        subject=feed or agency,
        by=by,
        agency=agency,
        details={"source": str(kind), **taken.counts(), "new_events": taken.added[:500]},
    )
    return taken


@transaction.atomic
def part_source(*, source: EventSource, by: User, reason: str) -> Event:
    """Say that an entry was wrongly taken for an event: it becomes one of its own, with the words of its source.

    Raises Refused for the only source of an event.
    """
    old = lock_event(source.event)
    if old.sources.count() < 2 or not source.said:
        raise Refused(_("This event is known from there alone. There is nothing to part."))
    new = Event(agency=old.agency, provider=old.provider, is_sample=old.is_sample)
    _apply(new, source.said)
    new.full_clean()
    new.save()
    _set_days(new, source.said.get(HOURS, []))
    source.event = new
    source.why = MatchReason.ENTRY if source.feed_id else ""
    source.save()
    write_deed(
        verb=P.EVENTS_EVENT_WRITE,
        subject=new,
        by=by,
        agency=old.agency,
        reason=reason,
        details={"parted_from": old.pk},
    )
    return new


class _Catalogue:
    """The part of a catalogue that the events of one source may meet, read at once."""

    def __init__(self, agency: Agency, found: Sequence[Found], kind: SourceKind, feed: Feed | None) -> None:
        self.agency, self.kind, self.feed = agency, kind, feed
        self.providers = {each.name.casefold(): each for each in Provider.objects.filter(agency=agency)}
        days = {each.starts_on for each in found}
        these = Q(starts_on__in=days - {None}) | (Q(starts_on__isnull=True) if None in days else Q(pk__in=[]))
        near = Event.objects.filter(these, agency=agency).order_by("pk")
        self.events: list[Event] = list(near.prefetch_related("sources"))
        self.entries: dict[str, EventSource] = {}
        if feed is not None:
            known = EventSource.objects.filter(feed=feed).select_related("event")
            self.entries = {each.uid: each for each in known}

    def take(self, found: Found, taken: Taken, *, is_sample: bool) -> None:
        """Take one event in, and write down what became of it."""
        source = self._entry(found)
        if source is not None:
            self._update(source, found, taken)
            return
        event, why = self._match(found)
        if event is None:
            event = self._add(found, is_sample=is_sample)
            taken.added.append(event.pk)
        else:
            self._fill(event, found)
            taken.joined.append(event.pk)
        self._remember(event, found, why)

    def _entry(self, found: Found) -> EventSource | None:
        """Return the entry that was read before: of a feed by its number, else of the same kind by the event."""
        if self.feed is not None:
            return self.entries.get(found.uid) if found.uid else None
        event, _why = self._match(found)
        if event is None:
            return None
        return next((each for each in event.sources.all() if each.kind == self.kind and each.said), None)

    def _match(self, found: Found) -> tuple[Event | None, str]:
        """Return the event that is meant, the one known longest, and why. Two entries of one feed are two events."""
        for event in self.events:
            sources = list(event.sources.all())
            if self.feed is not None and any(each.feed_id == self.feed.pk for each in sources):
                continue
            if (
                found.uid
                and any(each.uid == found.uid for each in sources)
                and event.starts_on == found.starts_on
            ):
                return event, MatchReason.UID
            pages = [event.website, *(each.url for each in sources)]
            if why := same_event(event, found, pages=pages, page=found.website):
                return event, why
        return None, ""

    def _add(self, found: Found, *, is_sample: bool) -> Event:
        event = Event(agency=self.agency, is_sample=is_sample)
        _apply(event, found.said())
        event.provider = self._provider(found)
        event.full_clean()
        event.save()
        _set_days(event, found.hours())
        return event

    def _fill(self, event: Event, found: Found) -> None:
        """Let a second source say what the event lacks, and nothing that it says already."""
        lacking = {
            name: value for name, value in found.said().items() if getattr(event, name) in ("", None, [], 0)
        }
        current = lock_event(event)
        if current.provider is None:
            current.provider = self._provider(found)
        _apply(current, lacking)
        current.edition += 1
        current.save()
        if not current.days.exists():
            _set_days(current, found.hours())

    def _update(self, source: EventSource, found: Found, taken: Taken) -> None:
        """Take over what the source says anew. A lower number of its version is older news."""
        said = _kept(found)
        news = {name: value for name, value in said.items() if source.said.get(name) != value}
        if found.sequence < source.sequence or not news:
            taken.same.append(source.event_id)
            return
        event = lock_event(source.event)
        _move_lines(event, found)
        _apply(event, {name: value for name, value in found.said().items() if name in news})
        event.full_clean()
        event.edition += 1
        event.save()
        if HOURS in news:
            _set_days(event, found.hours())
        source.said, source.sequence, source.seen_at = said, found.sequence, timezone.now()
        source.url = found.website
        source.save()
        taken.changed.append(event.pk)

    def _remember(self, event: Event, found: Found, why: str) -> None:
        source = EventSource(
            event=event,
            kind=self.kind,
            feed=self.feed,
            uid=found.uid,
            sequence=found.sequence,
            url=found.website,
            said=_kept(found),
            why=why,
        )
        source.full_clean()
        source.save()
        if self.feed is not None:
            self.entries[found.uid] = source
        if event not in self.events:
            self.events.append(event)
        event._prefetched_objects_cache = {}  # type: ignore[attr-defined]  # it knows one source more now

    def _provider(self, found: Found) -> Provider | None:
        if self.feed is not None and self.feed.provider is not None:
            return self.feed.provider
        if not found.provider:
            return None
        known = self.providers.get(found.provider.casefold())
        if known is None:
            known = Provider.objects.create(agency=self.agency, name=found.provider)
            self.providers[found.provider.casefold()] = known
        return known


def _apply(event: Event, said: dict[str, Any]) -> None:
    for name, value in said.items():
        if name != HOURS:
            setattr(event, name, _day(value) if name in _DAY_FIELDS else value)


_DAY_FIELDS = frozenset(("starts_on", "ends_on", "register_by", "cancel_by"))
#: Beside the event's own fields, the hours of its days are remembered.
HOURS = "hours"


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _kept(found: Found) -> dict[str, Any]:
    """Return what was said as JSON keeps it, so that it compares with what was kept."""
    said = {
        name: value.isoformat() if isinstance(value, date) else value for name, value in found.said().items()
    }
    return {**said, HOURS: found.hours()} if found.days else said


def _set_days(event: Event, hours: Sequence[Sequence[str]]) -> None:
    """Write the hours of days; the meals that somebody wrote beside them stay."""
    for day, begins, ends in hours:
        EventDay.objects.update_or_create(
            event=event,
            day=date.fromisoformat(day),
            defaults={"begins": _clock(begins), "ends": _clock(ends)},
        )


def _clock(text: str) -> time | None:
    return time.fromisoformat(text) if text else None


def _move_lines(event: Event, found: Found) -> None:
    """Take days and sessions along where an event as a whole is moved; days that fall outside go."""
    if event.starts_on is None or found.starts_on is None or found.ends_on is None:
        return
    by: timedelta = found.starts_on - event.starts_on
    for day in event.days.order_by("-day" if by.days > 0 else "day"):
        day.day += by
        day.save(update_fields=["day"])
    for session in event.sessions.all():
        session.day += by
        session.save(update_fields=["day"])
    event.days.exclude(day__range=(found.starts_on, found.ends_on)).delete()


__all__ = ["Taken", "part_source", "take_in"]
