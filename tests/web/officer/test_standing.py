"""What is due for oneself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast
from tests.standards.stories import DE_ESCALATION, adopt, course, excuse, record

from muster.roster.models import Agency
from muster.standards.actions import decide_excuse
from muster.standards.models import Excuse

Count = Callable[[Callable[[], object]], int]


@pytest.fixture
def millbrook(cast: Cast) -> Agency:
    """Millbrook under the model's rule; Ada has the course, Ben has not."""
    adopt(cast.millbrook)
    record(cast.person["ada"], course(cast.millbrook), timezone.localdate() - timedelta(days=30))
    return cast.millbrook


def test_what_presses_stands_first(cast: Cast, client: Client, millbrook: Agency) -> None:
    client.force_login(cast.user["ben"])
    page = client.get(reverse("officer:due"))
    (there,) = page.context["found"]
    assert [(duty.requirement, duty.verdict) for duty in there.pressing] == [(DE_ESCALATION, "overdue")]
    assert page.context["pressing"] == 1


def test_each_officer_sees_their_own_standing(cast: Cast, client: Client, millbrook: Agency) -> None:
    client.force_login(cast.user["ada"])
    (there,) = client.get(reverse("officer:due")).context["found"]
    assert (there.pressing, [duty.verdict for duty in there.other]) == ([], ["met"])


def test_a_requirement_is_explained_for_oneself(cast: Cast, client: Client, millbrook: Agency) -> None:
    client.force_login(cast.user["ada"])
    text = client.get(reverse("officer:requirement", args=[DE_ESCALATION])).content.decode()
    assert "Course DE-1" in text
    assert client.get(reverse("officer:requirement", args=["us-or/maintenance-84"])).status_code == 404


def test_waivers_of_others_are_not_shown(cast: Cast, client: Client, millbrook: Agency) -> None:
    mine = excuse(millbrook, cast.person["ada"], cast.user["tara"])
    excuse(millbrook, cast.person["ben"], cast.user["tara"])
    client.force_login(cast.user["ada"])
    page = client.get(reverse("officer:requirement", args=[DE_ESCALATION]))
    assert list(page.context["excuses"]) == [mine]


def test_more_time_is_asked_for_and_somebody_else_decides(
    cast: Cast, client: Client, millbrook: Agency
) -> None:
    client.force_login(cast.user["ben"])
    end = timezone.localdate() + timedelta(days=60)
    form = {"requirement": DE_ESCALATION, "end": end.isoformat(), "reason": "Court every week."}
    client.post(reverse("officer:ask_time"), form)
    asked = Excuse.objects.get()
    assert (asked.kind, asked.person, asked.proposed_by, asked.end, asked.decision) == (
        "extended",
        cast.person["ben"],
        cast.user["ben"],
        end,
        "proposed",
    )


def test_more_time_for_what_is_late_already_moves_the_day(
    cast: Cast, client: Client, millbrook: Agency
) -> None:
    client.force_login(cast.user["ben"])
    end = timezone.localdate() + timedelta(days=60)
    form = {"requirement": DE_ESCALATION, "end": end.isoformat(), "reason": "Court every week."}
    page = client.post(reverse("officer:ask_time"), form, follow=True)
    assert "After this: it is due on" in page.content.decode()
    asked = Excuse.objects.get()
    decide_excuse(excuse=asked, granted=True, note="Fine.", by=cast.user["chris"])
    (duty,) = client.get(reverse("officer:due")).context["found"][0].pressing
    assert (duty.verdict, duty.due) == ("due_soon", end)


def test_who_is_no_officer_finds_no_page(cast: Cast, client: Client, millbrook: Agency) -> None:
    for name in ("stranger", "olga"):
        client.force_login(cast.user[name])
        assert client.get(reverse("officer:due")).status_code == 404


def test_an_officer_who_asks_for_the_departments_standing_gets_their_own(
    cast: Cast, client: Client, millbrook: Agency
) -> None:
    client.force_login(cast.user["ada"])
    assert client.get(reverse("commander:standing")).headers["Location"] == reverse("officer:due")


def test_the_page_takes_at_most_twelve_queries(
    cast: Cast, client: Client, millbrook: Agency, queries_of: Count
) -> None:
    client.force_login(cast.user["ada"])
    adopt(millbrook, "us-or")
    few = queries_of(lambda: client.get(reverse("officer:due")))
    for number in range(3):
        record(cast.person["ada"], course(millbrook, f"N-{number}"), timezone.localdate())
    assert queries_of(lambda: client.get(reverse("officer:due"))) == few <= 12
