"""The page of travel rates: look first, then use; and whoever does not keep funds changes nothing."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.core.travel.files import MEALS, RATES, ZIPS

from muster.events.models import RateBatch

pytestmark = pytest.mark.django_db


def handed_in(cast: Cast, rates: str = RATES) -> dict[str, object]:
    def upload(name: str, text: str) -> SimpleUploadedFile:
        return SimpleUploadedFile(name, text.encode(), "text/csv")

    return {
        "agency": cast.millbrook.pk,
        "rates": upload("rates.csv", rates),
        "zips": upload("zip_destinations.csv", ZIPS),
        "meals": upload("mie_breakdown_conus.csv", MEALS),
        "source": "GSA, fiscal year 2026",
    }


def look(client: Client, cast: Cast, rates: str = RATES) -> str:
    client.force_login(cast.user["fay"])
    return client.post(reverse("commander:rates"), handed_in(cast, rates)).content.decode()


def test_files_are_shown_before_they_are_used(cast: Cast, client: Client) -> None:
    text = look(client, cast)
    assert "1 Jan 2026" in text
    assert "28 Feb 2026" in text
    assert not RateBatch.objects.exists()
    token = re.search(r'name="files" value="([^"]+)"', text)
    assert token is not None
    client.post(reverse("commander:rates_use"), {"files": token[1]})
    assert [str(batch.start) for batch in RateBatch.objects.filter(agency=cast.millbrook)] == ["2026-01-01"]
    assert "GSA, fiscal year 2026" in client.get(reverse("commander:rates")).content.decode()


def test_file_with_a_gap_is_refused_by_its_line(cast: Cast, client: Client) -> None:
    broken = RATES.replace("OR,0,Standard CONUS Rate,1,,2026-02-01", "OR,0,Standard CONUS Rate,1,,2026-02-03")
    text = look(client, cast, broken)
    assert "rates.csv:3" in text
    assert "there is no rate from 2026-02-01 to 2026-02-02" in text
    assert "commander/rates/use" not in text


def test_word_that_nobody_signed_loads_nothing(cast: Cast, client: Client) -> None:
    client.force_login(cast.user["fay"])
    client.post(reverse("commander:rates_use"), {"files": "made-up"})
    assert not RateBatch.objects.exists()


def test_command_sees_the_rates_and_loads_none(cast: Cast, client: Client) -> None:
    client.force_login(cast.user["chris"])
    assert client.get(reverse("commander:rates")).status_code == 200
    assert client.post(reverse("commander:rates"), handed_in(cast)).status_code == 404


def test_what_is_wrong_with_the_files_is_said_in_spanish(cast: Cast, client: Client) -> None:
    client.cookies["django_language"] = "es"
    broken = RATES.replace("OR,0,Standard CONUS Rate,1,,2026-02-01", "OR,0,Standard CONUS Rate,1,,2026-02-03")
    text = look(client, cast, broken)
    assert "rates.csv:3: Standard CONUS Rate, OR: no hay tarifa del 2026-02-01 al 2026-02-02." in text
    assert "Cargue el archivo completo de la autoridad." in text
    assert "there is no rate" not in text
