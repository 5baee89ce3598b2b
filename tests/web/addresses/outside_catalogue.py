"""Who may open the pages of the catalogue of outside training."""

from __future__ import annotations

from typing import Any

from tests.cast import Cast
from tests.events.stories import begin
from tests.web.address import Address

from muster.events.enums import SourceKind
from muster.events.models import Event, EventFile, EventSource, Feed, Interest, Provider
from muster.files.actions import store

#: Everybody who works at a department or watches over it sees what there is to go to.
READERS = "ada ben sam chris tara dina ian rae olga vic fay scot nora posy admin"
#: Of an event of Millbrook: everybody but Oakford.
NEAR = "ada ben sam chris tara dina ian rae olga vic fay scot posy admin"
KEEPERS = "tara dina"
OFFICERS = "ada ben sam tara ian"
DAYS = {"title": "Seminar", "kind": "seminar", "starts_on": "2027-03-01", "ends_on": "2027-03-01"}


def _event(cast: Cast) -> Event:
    return Event.objects.filter(agency=cast.millbrook).first() or begin(cast).event


def an_event(cast: Cast) -> dict[str, Any]:
    """An event of Millbrook."""
    return {"pk": _event(cast).pk}


def a_full_event(cast: Cast) -> dict[str, Any]:
    """An event with a line of everything that an event may have."""
    event = _event(cast)
    event.days.create(day=event.starts_on, begins="08:00", ends="17:00", lunch=True)
    event.sessions.create(title="Keynote", day=event.starts_on, minutes=60, code="A1")
    event.credits.create(jurisdiction="us-or", number="26-1", minutes=480)
    event.allotments.create(unit=cast.patrol, seats=2)
    Event.objects.filter(pk=event.pk).update(series="De-escalation instructor school", seats=8)
    Event.objects.create(
        agency=cast.millbrook,
        title="De-escalation instructor school, last year",
        series="De-escalation instructor school",
        starts_on="2026-01-05",
        ends_on="2026-01-07",
    )
    return {"pk": event.pk}


def a_part(cast: Cast) -> dict[str, Any]:
    """The days of an event."""
    return {**an_event(cast), "part": "days"}


def a_flyer(cast: Cast) -> dict[str, Any]:
    """A flyer of an event."""
    import io  # noqa: PLC0415 - for this one example

    event = _event(cast)
    kept = store(content=io.BytesIO(b"Flyer of the school\n"), by=cast.user["tara"])
    flyer = EventFile.objects.create(event=event, file=kept, name="flyer.txt", added_by=cast.user["tara"])
    return {"pk": event.pk, "file": flyer.pk}


def two_sources(cast: Cast) -> dict[str, Any]:
    """An event that two sources tell of, and the second of them."""
    event = _event(cast)
    EventSource.objects.create(event=event, kind=SourceKind.HAND)
    said = {"title": "School", "starts_on": "2027-01-04", "ends_on": "2027-01-04", "kind": "class"}
    other = EventSource.objects.create(event=event, kind=SourceKind.CSV, said=said, why="words")
    return {"pk": event.pk, "source": other.pk}


def a_feed(cast: Cast) -> dict[str, Any]:
    """A calendar whose address leads inside the network, so that it is never fetched."""
    feed = Feed.objects.create(agency=cast.millbrook, name="Academy", url="http://10.0.0.1/a.ics")
    return {"pk": feed.pk}


def a_provider(cast: Cast) -> dict[str, Any]:
    """A provider of Millbrook."""
    return {"pk": Provider.objects.create(agency=cast.millbrook, name="Academy").pk}


def ada_s_wish(cast: Cast) -> dict[str, Any]:
    """Ada waits for a topic."""
    wish = Interest.objects.create(
        agency=cast.millbrook, person=cast.person["ada"], topic="de-escalation", made_by=cast.user["ada"]
    )
    return {"pk": wish.pk}


def samples(cast: Cast) -> dict[str, Any]:
    """A sample, to be taken away."""
    Event.objects.create(agency=cast.millbrook, title="Sample", kind="self_paced", is_sample=True)
    return {}


def wish(_cast: Cast) -> dict[str, Any]:
    """To hear of the topic of the example."""
    return {"topic": "de-escalation"}


ADDRESSES = [
    Address("events", who=READERS),
    Address("event", who=NEAR, kwargs=a_full_event),
    Address("download_event_calendar", who=NEAR, kwargs=an_event),
    Address("download_event_flyer", who=NEAR, kwargs=a_flyer),
    Address("event_helps", who="sam chris tara dina rae olga vic posy", kwargs=an_event),
    Address("event_interest", who="ada ben sam chris tara dina ian", kwargs=an_event, gets=False, post=wish),
    Address("interest_forget", who="ada", kwargs=ada_s_wish, gets=False),
    Address("trainer:event_add", who=KEEPERS, post=lambda _cast: DAYS),
    Address("trainer:event_change", who=KEEPERS, kwargs=an_event, post=lambda _cast: DAYS),
    Address("trainer:event_cancel", who=KEEPERS, kwargs=an_event, post=lambda _cast: {"reason": "x"}),
    Address("trainer:event_attach", who=KEEPERS, kwargs=an_event),
    Address("trainer:event_course", who=KEEPERS, kwargs=an_event, post=lambda _cast: {"code": "X"}),
    Address("trainer:event_part", who=KEEPERS, kwargs=a_part),
    Address("trainer:event_apart", who=KEEPERS, kwargs=two_sources, post=lambda _cast: {"reason": "x"}),
    Address("trainer:events_demand", who=KEEPERS),
    Address("trainer:events_import", who=KEEPERS),
    Address("trainer:events_paste", who=KEEPERS),
    Address("trainer:events_samples", who=KEEPERS, kwargs=samples),
    Address("trainer:feeds", who=KEEPERS),
    Address("trainer:feed_add", who=KEEPERS, post=lambda _cast: {"name": "A", "url": "https://a.example/"}),
    Address("trainer:feed_change", who=KEEPERS, kwargs=a_feed),
    Address("trainer:feed_read", who=KEEPERS, kwargs=a_feed, gets=False),
    Address("trainer:providers", who=KEEPERS),
    Address("trainer:provider_add", who=KEEPERS, post=lambda _cast: {"name": "P", "kind": "other"}),
    Address("trainer:provider_change", who=KEEPERS, kwargs=a_provider),
]
