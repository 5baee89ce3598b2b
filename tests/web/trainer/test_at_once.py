"""Everybody at once, on pages: looked at, written, undone."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.factories.sessions import a_course, a_plan, a_seat, a_session, an_instructor

from muster.records.models import Attendance, Result, Session

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(cast: Cast) -> Session:
    """Yesterday's class with two assessments, Ada and Ben in it."""
    session = a_session(cast, a_course(cast), teacher=an_instructor(cast))
    a_plan(cast, session.course, assessments=2)
    for name in ("ada", "ben"):
        a_seat(session, cast.person[name])
    return session


@pytest.fixture
def ian(cast: Cast, client: Client) -> Client:
    """The browser of who teaches it."""
    client.force_login(cast.user["ian"])
    return client


def everybody(session: Session, what: str) -> str:
    """The page that shows who changes."""
    return reverse("trainer:everybody", args=[session.pk, what])


def test_all_attended_then_all_passed_then_both_are_undone(ian: Client, session: Session) -> None:
    for what in ("attended", "passed"):
        page = ian.get(everybody(session, what))
        assert "2 people change" in page.content.decode()
        answer = ian.post(everybody(session, what), {"seen": page.context["preview"].token}, follow=True)
        assert "Written for 2 people." in answer.content.decode()
    assert (Attendance.objects.count(), Result.objects.count()) == (2, 4)
    steps = ian.get(reverse("trainer:session", args=[session.pk])).context["steps_made"]
    for step in steps:
        ian.post(reverse("trainer:undo_step", args=[session.pk, step.key]))
    assert (Attendance.objects.count(), Result.objects.count()) == (0, 0)


def test_one_assessment_can_be_chosen(ian: Client, session: Session) -> None:
    ian.post(everybody(session, "attended"), {"seen": preview(ian, session, "attended")})
    first = session.course.plans.get().assessments.order_by("order").first()
    page = ian.get(everybody(session, "passed"), {"assessment": first.pk})
    ian.post(
        everybody(session, "passed"), {"seen": page.context["preview"].token, "assessment": str(first.pk)}
    )
    assert set(Result.objects.values_list("assessment", flat=True)) == {first.pk}


def test_what_was_not_looked_at_is_not_written(ian: Client, session: Session) -> None:
    answer = ian.post(everybody(session, "attended"), {"seen": "something else"})
    assert "Look again" in answer.content.decode()
    assert not Attendance.objects.exists()


def test_before_anybody_is_marked_nobody_passes_and_the_page_says_why(ian: Client, session: Session) -> None:
    page = ian.get(everybody(session, "passed")).content.decode()
    assert "Nobody changes" in page
    assert page.count("the roll says nothing yet") == 2


def test_there_are_only_two_things_that_everybody_does(ian: Client, session: Session) -> None:
    assert ian.get(everybody(session, "failed")).status_code == 404


def preview(ian: Client, session: Session, what: str) -> str:
    """The token of what the page shows."""
    return ian.get(everybody(session, what)).context["preview"].token
