"""After how many days an entry is late: said by the agency, kept in the ledger, shown where it matters."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast

from muster.ledger.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client, cast: Cast) -> Client:
    """The administrator's browser."""
    client.force_login(cast.user["admin"])
    return client


def test_number_is_changed_with_a_reason_and_shown_to_who_enters_records(admin: Client, cast: Cast) -> None:
    address = reverse("late_days", args=[cast.millbrook.pk])
    assert address in admin.get(reverse("units")).content.decode()
    admin.post(address, {"days": 14, "reason": "Policy 12."})
    entry = Entry.objects.order_by("number").last()
    assert (entry.verb, entry.reason, entry.told["late_days"]) == (
        "roster:agency:write",
        "Policy 12.",
        [30, 14],
    )
    admin.force_login(cast.user["tara"])
    for name in ("add_record", "imports", "late"):
        page = admin.get(reverse(f"trainer:{name}")).content.decode()
        assert "Millbrook Police: late after 14 days." in page


@pytest.mark.parametrize(
    ("days", "reason", "field"),
    [("0", "x", "days"), ("366", "x", "days"), ("9", " ", "reason"), ("30", "x", "days")],
)
def test_number_that_cannot_be_is_refused_beside_its_field(
    admin: Client, cast: Cast, days: str, reason: str, field: str
) -> None:
    answer = admin.post(reverse("late_days", args=[cast.millbrook.pk]), {"days": days, "reason": reason})
    assert field in answer.context["form"].errors
    cast.millbrook.refresh_from_db()
    assert cast.millbrook.late_days == 30
