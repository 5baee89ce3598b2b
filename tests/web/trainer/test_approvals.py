"""What courses count for, on the training desk."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.standards.stories import course

from muster.standards.models import CourseApproval

Count = Callable[[Callable[[], object]], int]


def test_a_course_is_approved_for_topics_and_marks(cast: Cast, client: Client) -> None:
    client.force_login(cast.user["tara"])
    form = {
        "agency": cast.millbrook.pk,
        "course": course(cast.millbrook, topics=[]).pk,
        "basis": "agency",
        "topics": ["de-escalation", "use-of-force"],
        "marks": ["hands-on"],
        "start": "2026-01-01",
    }
    client.post(reverse("trainer:approve_course"), form)
    line = CourseApproval.lines.get()
    assert (line.topics, line.marks) == (["de-escalation", "use-of-force"], ["hands-on"])
    page = client.get(reverse("trainer:course_approvals"))
    assert [says for _line, says in page.context["rows"]] == [
        "de-escalation, use of force, hands-on practice"
    ]


def test_an_empty_approval_is_told_beside_its_field(cast: Cast, client: Client) -> None:
    client.force_login(cast.user["tara"])
    form = {"agency": cast.millbrook.pk, "course": course(cast.millbrook).pk, "basis": "agency"}
    page = client.post(reverse("trainer:approve_course"), form)
    assert list(page.context["form"].errors) == ["topics"]
    assert not CourseApproval.lines.exists()


def test_an_approval_is_ended_and_taken_back(cast: Cast, client: Client) -> None:
    client.force_login(cast.user["tara"])
    line = CourseApproval.lines.create(
        agency=cast.millbrook, course=course(cast.millbrook), basis="agency", topics=["ethics"]
    )
    client.post(reverse("trainer:end_approval", args=[line.pk]), {"end": "2026-06-30", "reason": "Changed."})
    ended = CourseApproval.lines.standing().get()
    assert ended.end.isoformat() == "2026-06-30"
    client.post(reverse("trainer:withdraw_approval", args=[ended.pk]), {"reason": "Wrong."})
    assert not CourseApproval.lines.standing().exists()


def test_who_may_not_approve_finds_no_page(cast: Cast, client: Client) -> None:
    line = CourseApproval.lines.create(
        agency=cast.millbrook, course=course(cast.millbrook), basis="agency", topics=["ethics"]
    )
    for name in ("chris", "ada", "nora", "stranger"):
        client.force_login(cast.user[name])
        for url in (
            reverse("trainer:approve_course"),
            reverse("trainer:end_approval", args=[line.pk]),
            reverse("trainer:withdraw_approval", args=[line.pk]),
        ):
            assert client.get(url).status_code == 404


def test_the_list_asks_the_database_as_often_for_more_rows(
    cast: Cast, client: Client, queries_of: Count
) -> None:
    client.force_login(cast.user["tara"])
    counted = []
    for number in range(3):
        CourseApproval.lines.create(
            agency=cast.millbrook,
            course=course(cast.millbrook, f"C-{number}"),
            basis="equivalent",
            equivalent_to=course(cast.millbrook, f"E-{number}"),
        )
        counted.append(queries_of(lambda: client.get(reverse("trainer:course_approvals"))))
    assert counted[0] == counted[2]
