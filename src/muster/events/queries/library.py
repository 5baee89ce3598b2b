"""What was brought home, searched by word and topic; and who is asked later what it was worth."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from muster.accounts.models import User
from muster.events.access_home import materials_visible_to, own_attendees
from muster.events.enums import BEEN_THERE, AttendeeState, RatingMoment
from muster.events.models import Attendee, Contact, Practice, Report

#: After this many days somebody can say whether they use it.
LATER: Final = timedelta(days=90)
#: Where a word is looked for in a report.
TEXTS = ("attended", "key_points", "change", "applies_to", "conflicts", "request__event__title")


def filter_topic(things: QuerySet[Any], topic: str) -> QuerySet[Any]:
    """Keep what has a topic. A list in JSON is a text with quotes around each, on both databases."""
    return things.filter(topics__icontains=f'"{topic}"') if topic else things


def filter_library(reports: QuerySet[Report], words: str, user: User) -> QuerySet[Report]:
    """Keep the reports that hold every word, in what they say or in a hand-out that the reader may open."""
    for word in words.split():
        found = Q(pk__in=materials_visible_to(user).filter(file__text__icontains=word).values("report"))
        for name in TEXTS:
            found |= Q(**{f"{name}__icontains": word})
        reports = reports.filter(found)
    return reports


def filter_contacts(contacts: QuerySet[Contact], words: str) -> QuerySet[Contact]:
    """Keep the people whose name, organisation or knowledge holds every word."""
    for word in words.split():
        contacts = contacts.filter(
            Q(name__icontains=word) | Q(organisation__icontains=word) | Q(knows__icontains=word)
        )
    return contacts


def filter_practices(practices: QuerySet[Practice], words: str) -> QuerySet[Practice]:
    """Keep the practices that hold every word."""
    for word in words.split():
        practices = practices.filter(
            Q(title__icontains=word) | Q(description__icontains=word) | Q(from_agency__icontains=word)
        )
    return practices


def ratings_asked_of(user: User) -> list[Attendee]:
    """Return the parts of which somebody is asked, three months later, what they were worth; the oldest first."""
    were_there = (
        own_attendees(user)
        .filter(state=AttendeeState.ATTENDED, request__state__in=BEEN_THERE)
        .select_related("request__event", "person")
        .prefetch_related("ratings")
        .order_by("request__event__ends_on", "pk")
    )
    return [attendee for attendee in were_there if _owes_rating(attendee)]


def _owes_rating(attendee: Attendee) -> bool:
    given = {rating.moment for rating in attendee.ratings.all()}
    return RatingMoment.THREE_MONTHS not in given and timezone.localdate() >= later_from(attendee)


def later_from(attendee: Attendee) -> date:
    """Return the day from which somebody may rate the event once more."""
    ended = attendee.request.event.ends_on
    return (ended or timezone.localdate(attendee.request.moved_at)) + LATER
