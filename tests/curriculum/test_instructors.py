"""Who may teach what, on which day, and why not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.cast import Cast
from tests.curriculum.lessons import a_course

from muster.curriculum.actions.instructors import (
    add_instructor,
    certify,
    correct_certification,
    edit_instructor,
    instructor_values,
    withdraw_certification,
)
from muster.curriculum.content import seen
from muster.curriculum.meanwhile import EditedMeanwhile
from muster.curriculum.models import Instructor
from muster.curriculum.queries import EXPIRES_SOON_DAYS, expiry_of, instructors_listed, may_teach
from muster.ledger.refusals import Refused

pytestmark = pytest.mark.django_db
START, END = date(2025, 1, 1), date(2026, 6, 30)


@pytest.fixture
def ian(cast: Cast) -> Instructor:
    return add_instructor(agency=cast.millbrook, by=cast.user["tara"], person=cast.person["ian"])


@pytest.mark.parametrize(
    ("day", "allowed", "said"),
    [
        (START - timedelta(days=1), False, "no certification that is valid"),
        (START, True, "“Arrest control” is valid"),
        (END, True, "“Arrest control” is valid"),
        (END + timedelta(days=1), False, "ended on 30 Jun 2026"),
    ],
)
def test_certification_holds_from_its_first_day_to_its_last(
    cast: Cast, ian: Instructor, day: date, allowed: bool, said: str
) -> None:
    certify(instructor=ian, title="Arrest control", by=cast.user["tara"], start=START, end=END)
    answer = may_teach(ian, a_course(cast), day)
    assert (bool(answer), said in answer.reason) == (allowed, True), answer.reason


@pytest.mark.parametrize(
    ("covers", "course_topics", "allowed"),
    [
        (["arrest-control"], ["arrest-control", "use-of-force"], True),
        (["driving"], ["arrest-control"], False),
        ([], ["arrest-control"], True),
        (["driving"], None, True),
    ],
)
def test_certification_covers_the_topics_of_the_course(
    cast: Cast, ian: Instructor, covers: list[str], course_topics: list[str] | None, allowed: bool
) -> None:
    certify(instructor=ian, title="Instructor", by=cast.user["tara"], start=START, topics=covers)
    answer = may_teach(ian, a_course(cast, topics=course_topics), START)
    assert bool(answer) is allowed, answer.reason


def test_who_teaches_no_more_may_not(cast: Cast, ian: Instructor) -> None:
    certify(instructor=ian, title="Instructor", by=cast.user["tara"], start=START)
    edit_instructor(
        instructor=ian, seen_before=seen(instructor_values(ian)), by=cast.user["tara"], is_active=False
    )
    ian.refresh_from_db()
    assert "does not teach any more" in may_teach(ian, a_course(cast), START).reason


def test_correction_and_withdrawal_count(cast: Cast, ian: Instructor) -> None:
    course = a_course(cast)
    line = certify(instructor=ian, title="Instructor", by=cast.user["tara"], start=START, end=END)
    longer = correct_certification(line=line, by=cast.user["tara"], reason="Renewed", end=date(2027, 6, 30))
    assert may_teach(ian, course, date(2027, 6, 30))
    withdraw_certification(line=longer, by=cast.user["tara"], reason="Somebody else's")
    assert not may_teach(ian, course, START)


def test_same_certification_twice_is_refused(cast: Cast, ian: Instructor) -> None:
    certify(instructor=ian, title="Instructor", by=cast.user["tara"], start=START, end=END)
    with pytest.raises(Refused, match="already"):
        certify(instructor=ian, title="Instructor", by=cast.user["tara"], start=END)


def test_second_editor_of_a_biography_is_told(cast: Cast, ian: Instructor) -> None:
    shown = seen(instructor_values(ian))
    edit_instructor(instructor=ian, seen_before=shown, by=cast.user["dina"], biography="Ten years on patrol.")
    with pytest.raises(EditedMeanwhile):
        edit_instructor(instructor=ian, seen_before=shown, by=cast.user["tara"], biography="A decade.")


@pytest.mark.parametrize(
    ("days", "flag"),
    [(None, "open"), (EXPIRES_SOON_DAYS, "soon"), (EXPIRES_SOON_DAYS + 1, "valid"), (-1, "none")],
)
def test_list_says_who_runs_out(cast: Cast, ian: Instructor, days: int | None, flag: str) -> None:
    end = None if days is None else timezone.localdate() + timedelta(days=days)
    certify(instructor=ian, title="Instructor", by=cast.user["tara"], start=START, end=end)
    assert expiry_of(instructors_listed(Instructor.objects.all()).get()) == flag


def test_guest_is_listed_by_name_and_person_by_family_name(cast: Cast, ian: Instructor) -> None:
    add_instructor(agency=cast.millbrook, by=cast.user["tara"], guest_name="Zoe Guest")
    names = (
        instructors_listed(Instructor.objects.all())
        .order_by("shown_name")
        .values_list("shown_name", flat=True)
    )
    assert list(names) == ["Testcase, Ian", "Zoe Guest"]


@pytest.mark.parametrize("who", [{}, {"both": True}])
def test_instructor_is_a_person_or_a_guest(cast: Cast, who: dict[str, bool]) -> None:
    fields = {"person": cast.person["ian"], "guest_name": "Zoe"} if who else {}
    with pytest.raises(ValidationError, match="not both"):
        add_instructor(agency=cast.millbrook, by=cast.user["tara"], **fields)
    with pytest.raises(IntegrityError, match="person_or_guest"), transaction.atomic():
        Instructor.objects.create(agency=cast.millbrook, **fields)


def test_person_is_an_instructor_once_an_agency(cast: Cast, ian: Instructor) -> None:
    with pytest.raises(ValidationError, match="is an instructor here already"):
        add_instructor(agency=cast.millbrook, by=cast.user["tara"], person=cast.person["ian"])
    add_instructor(agency=cast.oakford, by=cast.user["tara"], person=cast.person["ian"])
    assert Instructor.objects.filter(person=cast.person["ian"]).count() == 2
