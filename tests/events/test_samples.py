"""A year of samples: marked, of every kind, and gone again but for what somebody asked for."""

from __future__ import annotations

from datetime import date

import pytest
from tests.cast import Cast
from tests.events.stories import ask, begin

from muster.curriculum.topics import topics
from muster.events.enums import EventKind
from muster.events.models import Event, Provider
from muster.events.samples import PROVIDERS, SAMPLES, add_samples, remove_samples
from muster.ledger.models import Entry

pytestmark = pytest.mark.django_db


def test_samples_are_marked_spread_over_a_year_and_of_every_kind(cast: Cast) -> None:
    made = add_samples(cast.millbrook, date(2027, 1, 1), cast.user["tara"])
    assert len(made) == len(SAMPLES) == Event.objects.filter(is_sample=True).count()
    assert {event.kind for event in made} == set(EventKind.values)
    assert all(event.title.startswith("Sample: ") for event in made)
    assert all(str(event.provider).startswith("Sample ") for event in made)
    assert {code for event in made for code in event.topics} <= set(topics())
    days = [event.starts_on for event in made if event.starts_on]
    assert len({day.month for day in days}) >= 10
    assert all(day.weekday() == 0 for day in days)
    assert Entry.objects.count() == 1


def test_samples_go_but_for_what_somebody_asked_for(cast: Cast) -> None:
    story = begin(cast)
    story.event = add_samples(cast.millbrook, date(2027, 1, 1), None)[0]
    ask(story)
    gone, kept = remove_samples(agency=cast.millbrook, by=cast.user["tara"])
    assert (gone, kept) == (len(SAMPLES) - 1, 1)
    assert Event.objects.filter(is_sample=False).count() == 1
    assert [each.name for each in Provider.objects.filter(name__in=PROVIDERS)] == [str(story.event.provider)]
