"""Whom an event would help: by the judgement of the rules, with a course of ours or by its topics and hours alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.cast import Cast
from tests.events.stories import Story, begin
from tests.standards.stories import adopt, course, fact, record

from muster.events.actions.agenda import CreditSaid, set_credits
from muster.events.actions.catalogue import link_course
from muster.events.models import Event
from muster.events.queries.benefit import by_requirement, helped_by_event
from muster.records.models import Record
from muster.standards.queries import people_serving

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(cast: Cast) -> Story:
    """Millbrook must train de-escalation each year; Ada has done it this year, and nobody else."""
    adopt(cast.millbrook)
    story = begin(cast)
    on = story.event.ends_on
    assert on is not None
    record(cast.person["ada"], course(cast.millbrook, minutes=24 * 60), on - timedelta(days=2))
    return story


def helped(story: Story) -> set[str]:
    changes = helped_by_event(story.event, people_serving(story.cast.millbrook))
    names = {person.pk: name for name, person in story.cast.person.items()}
    return {names[change.person] for change in changes}


def test_event_without_a_course_counts_by_topics_and_hours(story: Story) -> None:
    assert helped(story) >= {"ben", "ian"}
    assert "ada" not in helped(story)
    assert Record.lines.count() == 1


def test_event_of_another_topic_or_of_none_helps_nobody(story: Story) -> None:
    for topics in (["driving"], []):
        Event.objects.filter(pk=story.event.pk).update(topics=topics)
        story.event.refresh_from_db()
        assert helped(story) == set()


@pytest.fixture
def eight_hours(cast: Cast) -> Story:
    """Oregon asks for eight hours of firearms or use of force a year, and nobody has any."""
    adopt(cast.millbrook, "us-or/firearms-or-force-8")
    for name, value in (("discipline", "police"), ("certificate", "basic")):
        fact(cast.person["ben"], cast.millbrook, name, value)
    story = begin(cast)
    Event.objects.filter(pk=story.event.pk).update(topics=["use-of-force"], minutes=8 * 60)
    story.event.refresh_from_db()
    return story


def test_event_of_too_few_hours_helps_nobody(eight_hours: Story) -> None:
    assert "ben" in helped(eight_hours)
    Event.objects.filter(pk=eight_hours.event.pk).update(minutes=8 * 60 - 1)
    eight_hours.event.refresh_from_db()
    assert helped(eight_hours) == set()


def test_credit_of_the_own_jurisdiction_counts_and_no_other(eight_hours: Story) -> None:
    story = eight_hours
    tara = story.cast.user["tara"]
    set_credits(event=story.event, given=[CreditSaid("us-tx", 1)], by=tara)
    assert "ben" in helped(story)
    set_credits(event=story.event, given=[CreditSaid("us-or", 1)], by=tara)
    assert "ben" not in helped(story)


def test_event_that_is_our_course_counts_as_the_course(story: Story) -> None:
    ours = course(story.cast.millbrook, "DRIVE", topics=["driving"])
    link_course(event=story.event, course=ours, by=story.cast.user["tara"])
    story.event.refresh_from_db()
    assert helped(story) == set()


def test_requirements_are_counted_the_most_helped_first(story: Story) -> None:
    changes = helped_by_event(story.event, people_serving(story.cast.millbrook))
    ((key, _title, number),) = by_requirement(changes)
    assert (key, number) == ("model/de-escalation", len(helped(story)))


def test_what_is_asked_for_changes_no_sketch_of_another_day(story: Story) -> None:
    """The day that is judged is the last day of the event."""
    Event.objects.filter(pk=story.event.pk).update(starts_on=date(2005, 1, 3), ends_on=date(2005, 1, 4))
    story.event.refresh_from_db()
    assert helped(story) == set()  # nobody worked here then
