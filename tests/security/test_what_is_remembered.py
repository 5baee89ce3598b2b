"""What the server must remember for a day is not pushed out by what others do meanwhile."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast

from muster.records.models import Record

pytestmark = pytest.mark.django_db
A_BUSY_MORNING = 700


def test_form_posted_again_after_many_others_still_makes_one_thing(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.user["tara"])
    typed = {
        "person": cast.person["ada"].pk,
        "agency": cast.millbrook.pk,
        "title": "CPR",
        "completed_on": timezone.localdate().isoformat(),
        "minutes": "60",
        "outcome": "completed",
        "delivery": "classroom",
        "once": "0-the-first-in-order",
    }
    client.post(reverse("trainer:add_record"), typed)
    for number in range(A_BUSY_MORNING):
        cache.set(f"once:~{number}:another-form", "/", 3600)
    client.post(reverse("trainer:add_record"), typed)
    assert Record.lines.filter(title="CPR").count() == 1


def test_tries_at_a_password_are_counted_however_many_others_try(cast: Cast) -> None:
    ada = cast.user["ada"]
    ada.set_password("nine grey herons")
    ada.save()
    wrong = {"login": ada.email, "password": "wrong"}
    for number in range(6):
        Client().post(reverse("account_login"), wrong, REMOTE_ADDR=f"192.0.2.{number}")
    for number in range(A_BUSY_MORNING):
        cache.set(f"zz:{number}", "x", 3600)
    right = {"login": ada.email, "password": "nine grey herons"}
    answer = Client().post(reverse("account_login"), right, REMOTE_ADDR="192.0.2.99")
    assert answer.status_code == 200
