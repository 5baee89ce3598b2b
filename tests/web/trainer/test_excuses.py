"""Waivers and more time: proposed on one desk, decided on another."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast
from tests.standards.stories import DE_ESCALATION, adopt, excuse

from muster.roster.models import Agency
from muster.standards.enums import Decision
from muster.standards.models import Excuse


@pytest.fixture
def millbrook(cast: Cast) -> Agency:
    """Millbrook under the model's rule."""
    adopt(cast.millbrook)
    return cast.millbrook


def test_one_proposes_and_another_decides(cast: Cast, client: Client, millbrook: Agency) -> None:
    client.force_login(cast.user["tara"])
    form = {
        "person": cast.person["ada"].pk,
        "kind": "waived",
        "requirement": DE_ESCALATION,
        "start": "2021-01-01",  # before the day it fell due
        "end": "2026-12-31",
        "reason": "Injured on duty.",
    }
    client.post(reverse("trainer:propose_excuse"), form)
    waiver = Excuse.objects.get()
    assert (waiver.decision, waiver.proposed_by) == (Decision.PROPOSED, cast.user["tara"])
    client.force_login(cast.user["chris"])
    assert [each for each, _title in client.get(reverse("commander:approvals")).context["waiting"]] == [
        waiver
    ]
    client.post(
        reverse("commander:decide", args=[waiver.pk]), {"decision": "granted", "note": "Letter seen."}
    )
    waiver.refresh_from_db()
    assert (waiver.decision, waiver.decided_by) == (Decision.GRANTED, cast.user["chris"])


def test_days_that_change_nothing_are_told_before_they_are_proposed(
    cast: Cast, client: Client, millbrook: Agency
) -> None:
    client.force_login(cast.user["tara"])
    tomorrow = timezone.localdate() + timedelta(days=1)  # Ada is late since 2021
    form = {
        "person": cast.person["ada"].pk,
        "kind": "waived",
        "requirement": DE_ESCALATION,
        "start": tomorrow.isoformat(),
        "end": (tomorrow + timedelta(days=30)).isoformat(),
        "reason": "Injured on duty.",
    }
    page = client.post(reverse("trainer:propose_excuse"), form)
    assert "This changes nothing today: the requirement falls due on" in page.content.decode()
    assert not Excuse.objects.exists()
    seen = page.context["form"].data["seen"]
    other = client.post(reverse("trainer:propose_excuse"), {**form, "seen": seen, "kind": "extended"})
    assert "This changes nothing today" in other.content.decode()  # other days are another question
    client.post(reverse("trainer:propose_excuse"), {**form, "seen": seen})
    assert Excuse.objects.get().start == tomorrow


def test_who_decides_reads_what_it_would_change(cast: Cast, client: Client, millbrook: Agency) -> None:
    client.force_login(cast.user["chris"])
    helps = excuse(millbrook, cast.person["ada"], cast.user["tara"], start=date(2020, 1, 1))
    text = client.get(reverse("commander:decide", args=[helps.pk])).content.decode()
    assert "After this: Ada Testcase is excused" in text
    day = timezone.localdate()
    misses = excuse(millbrook, cast.person["ben"], cast.user["tara"], start=day, end=day + timedelta(days=9))
    text = client.get(reverse("commander:decide", args=[misses.pk])).content.decode()
    assert "This changes nothing today: the requirement falls due on" in text
    client.post(reverse("commander:decide", args=[misses.pk]), {"decision": "granted", "note": "Fine."})
    decided = client.get(reverse("commander:decide", args=[misses.pk]))
    assert decided.context["told"] is None


def test_who_proposed_is_not_offered_the_decision_and_refused_when_they_try(
    cast: Cast, client: Client, millbrook: Agency
) -> None:
    waiver = excuse(millbrook, cast.person["ada"], cast.user["dina"])
    client.force_login(cast.user["dina"])
    url = reverse("commander:decide", args=[waiver.pk])
    assert not client.get(url).context["may"]
    page = client.post(url, {"decision": "granted", "note": "Fine."})
    assert page.context["form"].non_field_errors() == [
        "You proposed this yourself, so somebody else has to decide."
    ]
    waiver.refresh_from_db()
    assert waiver.decision == Decision.PROPOSED


@pytest.mark.parametrize("who", ["ada", "sam", "nora", "stranger", "tara"])
def test_who_may_not_decide_finds_no_page(cast: Cast, client: Client, millbrook: Agency, who: str) -> None:
    waiver = excuse(millbrook, cast.person["ben"], cast.user["dina"])
    client.force_login(cast.user[who])
    answer = client.post(
        reverse("commander:decide", args=[waiver.pk]), {"decision": "granted", "note": "Fine."}
    )
    assert answer.status_code == 404
    waiver.refresh_from_db()
    assert waiver.decision == Decision.PROPOSED


def test_what_was_granted_is_ended_early(cast: Cast, client: Client, millbrook: Agency) -> None:
    waiver = excuse(
        millbrook,
        cast.person["ada"],
        cast.user["tara"],
        decision=Decision.GRANTED,
        decided_by=cast.user["dina"],
    )
    client.force_login(cast.user["chris"])
    client.post(reverse("commander:end", args=[waiver.pk]), {"reason": "Well again."})
    waiver.refresh_from_db()
    assert waiver.decision == Decision.ENDED


def test_a_proposal_is_withdrawn_by_who_made_it(cast: Cast, client: Client, millbrook: Agency) -> None:
    waiver = excuse(millbrook, cast.person["ada"], cast.user["tara"])
    url = reverse("trainer:withdraw_excuse", args=[waiver.pk])
    client.force_login(cast.user["dina"])
    assert client.post(url).status_code == 404
    client.force_login(cast.user["tara"])
    client.post(url)
    waiver.refresh_from_db()
    assert waiver.decision == Decision.WITHDRAWN


def test_nobody_is_proposed_who_is_out_of_reach(cast: Cast, client: Client, millbrook: Agency) -> None:
    client.force_login(cast.user["tara"])
    form = {
        "person": cast.person["nora"].pk,
        "kind": "waived",
        "requirement": DE_ESCALATION,
        "start": "2026-01-01",
        "end": "2026-12-31",
        "reason": "x",
    }
    page = client.post(reverse("trainer:propose_excuse"), form)
    assert list(page.context["form"].errors) == ["person"]
    assert not Excuse.objects.exists()
