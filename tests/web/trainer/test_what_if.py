"""What a class would change, and that nothing is written by asking."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast
from tests.standards.stories import adopt, course, record

from muster.records.models import Enrolment, Record, Session
from muster.roster.models import Agency, Person
from muster.standards.models import CourseApproval
from muster.standards.what_if import what_if_class


@pytest.fixture
def millbrook(cast: Cast) -> Agency:
    """Millbrook under the model's rule; nobody but Ada has the course."""
    adopt(cast.millbrook)
    record(cast.person["ada"], course(cast.millbrook), timezone.localdate() - timedelta(days=30))
    return cast.millbrook


def test_who_would_stand_differently_is_named(cast: Cast, client: Client, millbrook: Agency) -> None:
    client.force_login(cast.user["tara"])
    taught = course(millbrook, "DE-2")  # a course nobody has taken yet
    day = timezone.localdate() + timedelta(days=10)
    query = {"course": taught.pk, "day": day.isoformat(), "unit": cast.patrol.pk}
    page = client.get(reverse("trainer:what_if"), query)
    changed = [
        (person.given_name.lower(), change.before, change.after) for change, person in page.context["page"]
    ]
    assert changed == [("ben", "overdue", "met"), ("ian", "overdue", "met"), ("sam", "overdue", "met")]
    assert (page.context["helped"], page.context["asked_people"]) == (3, 4)
    assert Record.lines.count() == 1


def test_a_course_about_something_else_changes_nothing(cast: Cast, client: Client, millbrook: Agency) -> None:
    client.force_login(cast.user["tara"])
    query = {
        "course": course(millbrook, "D-1", topics=["driving"]).pk,
        "day": timezone.localdate().isoformat(),
    }
    page = client.get(reverse("trainer:what_if"), query)
    assert page.context["page"].paginator.count == 0
    assert "Nobody would stand differently" in page.content.decode()


def test_a_planned_session_stands_for_its_course_and_those_with_a_seat(
    cast: Cast, client: Client, millbrook: Agency
) -> None:
    session = Session.objects.create(agency=millbrook, course=course(millbrook, "DE-2"), state="open")
    Enrolment.objects.create(session=session, person=cast.person["ben"])
    client.force_login(cast.user["tara"])
    page = client.get(reverse("trainer:what_if"), {"session": session.pk})
    assert [person for _change, person in page.context["page"]] == [cast.person["ben"]]


def test_the_form_asks_for_what_is_missing(cast: Cast, client: Client, millbrook: Agency) -> None:
    client.force_login(cast.user["tara"])
    page = client.get(reverse("trainer:what_if"), {"day": "2026-12-01"})
    assert page.context["form"].non_field_errors() == ["Choose a session, or a course and a day."]


def test_a_course_counts_in_the_plan_as_it_is_approved(cast: Cast, millbrook: Agency) -> None:

    unsaid = course(millbrook, "X-1", topics=[])
    ben = Person.objects.filter(pk=cast.person["ben"].pk)
    day = timezone.localdate()
    assert what_if_class(agency=millbrook, course=unsaid, day=day, people=ben) == []
    CourseApproval.lines.create(agency=millbrook, course=unsaid, basis="agency", topics=["de-escalation"])
    (change,) = what_if_class(agency=millbrook, course=unsaid, day=day, people=ben)
    assert (change.before, change.after) == ("overdue", "met")
